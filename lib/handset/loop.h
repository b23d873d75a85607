/**
 * @file loop.h  What we say comes back: after which time, and how loud
 *
 * Some bursts of a tone, not evenly apart, so that they fit over themselves
 * in one way only. Where they are in what comes back is the round trip, be it
 * by a loop or through the air from loudspeaker to microphone.
 */
#ifndef OH_HANDSET_LOOP_H
#define OH_HANDSET_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "media/tone.h"

enum {
	OH_LOOP_HZ     = 1000,
	OH_LOOP_TONES  = 7,
	OH_LOOP_MS     = 1500,        /**< of the bursts, with pauses      */
	OH_LOOP_MAX_MS = 500,         /**< a longer way is not found       */
};

/** What came of it */
struct oh_loop {
	bool   heard;                 /**< the bursts came back            */
	double delay_ms;
	double level_dbov;            /**< the loudest 20 ms that came back;
					   -127: silence                   */
};

void oh_loop_tones(struct oh_tone tonev[OH_LOOP_TONES]);
/* sampv: both sides in turn, us and them; framec of each. 0, EINVAL, ENOMEM */
int  oh_loop_measure(struct oh_loop *l, const int16_t *sampv, size_t framec,
		     uint32_t rate_hz);

#endif
