/**
 * @file server.h  The control socket of a process that holds calls
 */
#ifndef OH_CTL_SERVER_H
#define OH_CTL_SERVER_H

#include "action/calls.h"
#include "ctl/ask.h"
#include "event/cause.h"

struct oh_ctl;
struct oh_messages;

/** All borrowed while it lives */
struct oh_ctl_prm {
	struct oh_calls *calls;
	struct oh_messages *messages;         /**< of SIP; NULL: not kept  */
	const char      *command;             /**< "dial": told to clients */
	int            (*exith)(enum oh_cause cause);  /**< the one table  */
};

/* mem_deref() closes it, cancels what clients wait for, removes the socket */
int oh_ctl_listen(struct oh_ctl **cp, const struct oh_ctl_prm *prm);
const char *oh_ctl_path(const struct oh_ctl *c);
/* Verbs of the owner's own, from now on */
void oh_ctl_own(struct oh_ctl *c, const struct oh_ask_owner *owner);
/* A line to the client who; NULL: to all who want the events of all calls */
void oh_ctl_tell(struct oh_ctl *c, const void *who, const char *line);

#endif
