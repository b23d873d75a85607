/**
 * @file calls_priv.h  The inside of the register of calls
 */
#ifndef OH_ACTION_CALLS_PRIV_H
#define OH_ACTION_CALLS_PRIV_H

#include "base/compat.h"
#include "action/calls.h"

/** A walk over the watches, which may go away under its feet */
struct calls_walk {
	struct calls_walk     *outer;
	struct oh_calls_watch *next;
};

struct oh_calls {
	struct oh_calls_prm    prm;
	struct list            livel;
	struct oh_calls_watch *watches;
	struct calls_walk     *walks;
	struct list            meetingl; /* those that have a name       */
	struct list            errandl;  /* calls that actions have made */
	void                 (*idleh)(void *arg);  /* when none is left   */
	void                  *idlearg;
};

struct oh_live {
	struct le              le;
	struct oh_calls       *calls;
	struct oh_call        *call;
	struct oh_call_watch   watch;
	struct oh_result       res;
	enum oh_live_state     state;
	bool                   held;
	void                  *member;   /* of a meeting, its; or NULL   */
	oh_live_digit_h       *digith;
	void                  *digitarg;
	unsigned               typedc;
	char                   typedv[OH_CALLS_TYPED_MAX];
};

/* outcall.c */
void oh_outcall_stop_all(struct oh_calls *cs);

#endif
