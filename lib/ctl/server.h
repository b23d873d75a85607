/**
 * @file server.h  The control socket of a process that holds calls
 */
#ifndef OH_CTL_SERVER_H
#define OH_CTL_SERVER_H

#include "action/calls.h"
#include "event/cause.h"

struct oh_ctl;

/** All borrowed while it lives */
struct oh_ctl_prm {
	struct oh_calls *calls;
	const char      *command;             /**< "dial": told to clients */
	int            (*exith)(enum oh_cause cause);  /**< the one table  */
};

/* mem_deref() closes it, cancels what clients wait for, removes the socket */
int oh_ctl_listen(struct oh_ctl **cp, const struct oh_ctl_prm *prm);
const char *oh_ctl_path(const struct oh_ctl *c);

#endif
