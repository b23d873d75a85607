/**
 * @file forward.h  Calls that came in go on to somebody else
 *
 *   incoming call ─▶ hops ─▶ attempt (route, guard, trunk) ─▶ bridge
 *
 * The number is called as if somebody had typed it: there is no way around
 * routes and guards. Each call that is made has a result of its own, whose
 * parent is the call that came in; that one ends for the reason the other
 * one did.
 */
#ifndef OH_FORWARD_FORWARD_H
#define OH_FORWARD_FORWARD_H

#include <stdbool.h>
#include <stdint.h>
#include "event/event.h"
#include "event/result.h"

struct oh_call;
struct oh_cdr;
struct oh_forward;
struct oh_place;
struct sip_msg;

/** All borrowed while it lives, unless it says otherwise */
struct oh_forward_prm {
	struct oh_place *place;
	void            *home;         /**< what place is part of, or NULL:
					    shared by each call under way */
	struct oh_cdr   *cdr;          /**< keeps records, or NULL        */
	const char      *target;       /**< number or URI, for
					    oh_forward_take()             */
	bool             caller_id;    /**< show who calls, not ourselves */
	uint32_t         ring_ms;
	uint32_t         max_ms;
	uint32_t         silence_ms;
	oh_event_h      *eventh;       /**< of the calls made             */
	void (*resulth)(const struct oh_result *res, void *arg);
	void            *arg;
};

int  oh_forward_alloc(struct oh_forward **fp,
		      const struct oh_forward_prm *prm);
/* From the next call on; those under way go on as they began */
void oh_forward_change(struct oh_forward *f,
		       const struct oh_forward_prm *prm);
/* The takeh of struct oh_answer_prm; arg: what oh_forward_alloc() made */
int  oh_forward_take(struct oh_call *in, const struct oh_result *res,
		     const struct sip_msg *msg, void *arg);
/* To a target of its own; from: the caller's number, to be shown, or NULL.
   Both are read now */
int  oh_forward_to(struct oh_forward *f, struct oh_call *in,
		   const struct oh_result *res, const struct sip_msg *msg,
		   const char *target, const char *from);
/* Ends the calls made; those that came in follow. closedh: once, when none
   is left, and never before this returns */
void oh_forward_stop(struct oh_forward *f, enum oh_cause cause,
		     void (*closedh)(void *arg));

#endif
