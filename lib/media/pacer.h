/**
 * @file pacer.h  Which stream is served at which tick
 *
 * A stream with packet interval P is served every P ms, at a phase of its
 * own: the emptiest when it came. All intervals divide the cycle of 60 ms,
 * so the load of a phase is known exactly. Knows no clock.
 */
#ifndef OH_MEDIA_PACER_H
#define OH_MEDIA_PACER_H

#include "base/compat.h"

enum {
	OH_PACER_TICK_MS   = 2,
	OH_PACER_CYCLE     = 30,      /**< ticks of all intervals        */
	OH_PACER_INTERVALS = 4,       /**< 10, 20, 30, 60 ms             */
};

struct oh_pacer {
	struct list slotv[OH_PACER_INTERVALS][OH_PACER_CYCLE];
	uint32_t    loadv[OH_PACER_CYCLE];
	uint64_t    tick;             /**< served last                   */
	uint32_t    count;
};

/** Part of whatever is paced */
struct oh_pacer_entry {
	struct le le;
	uint8_t   interval;
	uint8_t   phase;
};

/** Serve one; it may be removed meanwhile */
typedef void (oh_pacer_h)(void *data, uint64_t tick, void *arg);

void oh_pacer_add(struct oh_pacer *p, struct oh_pacer_entry *e,
		  uint32_t ptime_ms, uint64_t now, void *data);
void oh_pacer_remove(struct oh_pacer *p, struct oh_pacer_entry *e);
void oh_pacer_run(struct oh_pacer *p, uint64_t now, oh_pacer_h *h, void *arg);
void oh_pacer_each(struct oh_pacer *p, uint64_t now, oh_pacer_h *h,
		   void *arg);

#endif
