/**
 * @file wheel.h  Timers by the thousand (private to sip)
 *
 * libre keeps its timers in one sorted list, so starting a short one among
 * thousands of long ones walks the list. A wheel starts and stops a timer
 * in constant time, at a resolution that is fine for SIP (T1 is 500 ms): a
 * timer fires never early and at most one grain late.
 */
#ifndef OH_SIP_WHEEL_H
#define OH_SIP_WHEEL_H

#include "base/compat.h"

enum {
	OH_WHEEL_GRAIN_MS = 100,
	OH_WHEEL_SLOTS    = 512,
	OH_WHEEL_MAX_MS   = OH_WHEEL_GRAIN_MS * (OH_WHEEL_SLOTS - 2),
};

/** Called once; may start or stop any timer of the wheel */
typedef void (oh_wheel_h)(void *arg);

/** One timer; zeroed: stopped */
struct oh_wheel_tmr {
	struct le   le;
	struct oh_wheel *w;
	oh_wheel_h *h;
	void       *arg;
};

struct oh_wheel {
	struct list slotv[OH_WHEEL_SLOTS];
	struct list due;          /**< firing now                     */
	struct tmr  tmr;          /**< runs while a timer does        */
	uint64_t    tick;         /**< slots up to this one have fired */
	unsigned    count;
};

void oh_wheel_init(struct oh_wheel *w);
void oh_wheel_reset(struct oh_wheel *w);
void oh_wheel_start(struct oh_wheel *w, struct oh_wheel_tmr *t, uint32_t ms,
		    oh_wheel_h *h, void *arg);
void oh_wheel_stop(struct oh_wheel_tmr *t);

#endif
