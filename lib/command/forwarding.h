/**
 * @file forwarding.h  What answer --forward works with
 */
#ifndef OH_COMMAND_FORWARDING_H
#define OH_COMMAND_FORWARDING_H

#include "answer/answer.h"
#include "command/answering.h"

struct oh_forwarding;

/* 0 or the exit status; what is wrong has been printed. prm is filled so that
   calls are handed over; the rest of it tells what is done with them. */
int  oh_forwarding_open(struct oh_forwarding **fp, struct oh_app *app,
			struct oh_desk *desk, const struct oh_answering *o,
			struct oh_answer_prm *prm);
/* The configuration is read again; what is wrong with it is printed, and
   then all stays as it was */
bool oh_forwarding_reload(struct oh_forwarding *f);
/* What was read last, and what it is part of: shared as long as it is used,
   or NULL: it outlives all */
const struct oh_conf *oh_forwarding_conf(const struct oh_forwarding *f,
					 void **ownerp);
/* closedh: once, when the calls made have ended */
void oh_forwarding_stop(struct oh_forwarding *f, enum oh_cause cause,
			void (*closedh)(void *arg), void *arg);
/* Runs the loop once more; release it then */
void oh_forwarding_close(struct oh_forwarding *f);

#endif
