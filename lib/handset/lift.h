/**
 * @file lift.h  The handset lifted once: from the first step to the last
 *
 *   baresip ready ──▶ trunk ──▶ call .. RINGING .. UP .. LAID ──▶ GONE
 *                    any step ──────────────▶ FAILED ──▶ GONE
 *
 * GONE comes once, after everything has been taken down, also when it was
 * ended by oh_lift_end(). Main loop; private to this folder.
 */
#ifndef OH_HANDSET_LIFT_H
#define OH_HANDSET_LIFT_H

#include "handset/handset.h"

struct oh_lift;

enum oh_lift_event {
	OH_LIFT_RINGING,
	OH_LIFT_UP,
	OH_LIFT_FAILED,          /**< why tells                          */
	OH_LIFT_LAID,            /**< they have hung up; why tells       */
	OH_LIFT_GONE,
};

/** Told never before a function here returns; why is "" or a sentence */
typedef void (oh_lift_h)(enum oh_lift_event ev, const char *why, void *arg);

struct oh_lift_prm {
	enum oh_handset_kind kind;
	const struct oh_handset_prm *handset;   /**< borrowed            */
	oh_lift_h *h;
	void      *arg;
};

int  oh_lift_start(struct oh_lift **lp, const struct oh_lift_prm *prm,
		   char *why, size_t size);
void oh_lift_end(struct oh_lift *l);
/* While it is up */
struct oh_stream *oh_lift_stream(const struct oh_lift *l);

#endif
