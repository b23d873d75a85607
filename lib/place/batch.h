/**
 * @file batch.h  Several numbers: one after the other, or many at once
 *
 * In order: until one answers and does the job; one result with its tries.
 * All: every number, so many at a time and so many begun a second; one
 * result each, in the order in which they end.
 */
#ifndef OH_PLACE_BATCH_H
#define OH_PLACE_BATCH_H

#include <stdbool.h>
#include <stdint.h>
#include "event/result.h"
#include "place/attempt.h"

enum { OH_BATCH_CONCURRENCY_MAX = 2000 };

struct oh_batch;

/** Borrowed while the batch lives */
struct oh_batch_prm {
	const char *const *numberv;
	uint32_t  numberc;
	bool      all;               /**< every number, else in order      */
	uint32_t  concurrency;       /**< at once; 0: all (up to the limit) */
	uint32_t  cps;               /**< begun per second; 0: no limit    */
	struct oh_attempt_prm attempt;
	oh_event_h *eventh;          /**< everything, or NULL              */
	void (*resulth)(const struct oh_result *res, void *arg);
	void (*doneh)(enum oh_cause cause, void *arg);
	void *arg;
};

/*
 * *badp: the index of the number that oh_choose() found wrong, why filled.
 * All numbers are looked at before the first is called.
 */
int  oh_batch_check(const struct oh_batch_prm *prm, struct oh_place *place,
		    uint32_t *badp, struct oh_choice *ch);
/* By which trunks the first one would leave if all of them worked */
int  oh_batch_ways(struct oh_ways *w, const struct oh_batch_prm *prm,
		   struct oh_place *place);
int  oh_batch_start(struct oh_batch **bp, struct oh_place *place,
		    const struct oh_batch_prm *prm);
void oh_batch_stop(struct oh_batch *b, enum oh_cause cause);
void oh_batch_abandon(struct oh_batch *b, enum oh_cause cause);

#endif
