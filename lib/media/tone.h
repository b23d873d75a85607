/**
 * @file tone.h  Tones as samples: sines, cadences, DTMF, SIT
 */
#ifndef OH_MEDIA_TONE_H
#define OH_MEDIA_TONE_H

#include <stddef.h>
#include <stdint.h>

/** One piece of a cadence; freq 0 is unused, both 0 is silence */
struct oh_tone {
	uint16_t freq_hz[2];
	uint16_t ms;
	int8_t   level_dbm0;     /**< per frequency, e.g. -13 */
};

/* *sampvp: mono s16 at rate_hz, release with mem_deref */
int oh_tone_make(int16_t **sampvp, size_t *sampcp, uint32_t rate_hz,
		 const struct oh_tone *tonev, size_t tonec);
int oh_tone_dtmf(int16_t **sampvp, size_t *sampcp, uint32_t rate_hz,
		 char digit, uint32_t ms);

#endif
