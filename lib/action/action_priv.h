/**
 * @file action_priv.h  What all actions are made of
 *
 * The first member of each action's own struct is a struct oh_action; its
 * destructor calls oh_action_close() first.
 */
#ifndef OH_ACTION_PRIV_H
#define OH_ACTION_PRIV_H

#include "base/compat.h"
#include "action/action.h"
#include "action/calls.h"

/** What one kind of action does. Each may be NULL. */
struct action_ops {
	/** An event of the call, while the action is under way */
	void (*eventh)(struct oh_action *a, const struct oh_event *ev);
	/** The call is leaving: what comes of it, changed if it is not
	    HUNG_UP; or the action goes on without the call (false) */
	bool (*leaveh)(struct oh_action *a, struct oh_outcome *out);
};

struct oh_action {
	struct oh_live       *live;      /* NULL: it is over              */
	struct oh_call       *call;
	struct oh_call_watch  watch;
	const struct action_ops *ops;
	struct tmr            tmr;       /* to speak after the start only */
	struct oh_outcome     out;       /* then                          */
	oh_action_h          *h;
	void                 *arg;
};

void oh_action_open(struct oh_action *a, struct oh_live *lv,
		    const struct action_ops *ops, oh_action_h *h, void *arg);
void oh_action_close(struct oh_action *a);
bool oh_action_is_over(const struct oh_action *a);
/* Tells the outcome; the action may be gone when this returns */
void oh_action_end(struct oh_action *a, const struct oh_outcome *out);
void oh_action_fail(struct oh_action *a, int err, const char *error);
/* The same from the loop: in a start function. error: static text */
void oh_action_end_soon(struct oh_action *a, const struct oh_outcome *out);
/* 0: it may be acted on; else ENOTCONN */
int  oh_action_check(const struct oh_live *lv);

#endif
