/**
 * @file lines.h  The spectral lines of a moment of sound
 *
 * A moment is 20 ms of samples at 8 kHz, looked at together with the 20 ms
 * before it. A tone is one or two lines that hold nearly all of the power;
 * speech and noise are spread over many. Whoever looks for tones (beep, SIT,
 * busy) looks at moments and never at samples.
 *
 * spandsp's super_tone_rx wants to be told each frequency, and tells them
 * apart to 62 Hz only: not enough for the classes of SIT, nor for a beep of
 * any pitch.
 */
#ifndef OH_MEDIA_LINES_H
#define OH_MEDIA_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_LINES_RATE_HZ = 8000,
	OH_LINES_MS      = 20,     /**< of a moment                        */
	OH_LINES_HOP     = 160,    /**< samples of it                      */
	OH_LINES_SPAN    = 320,    /**< samples looked at                  */
	OH_LINES_BINS    = 256,    /**< of the transform, 0 to 4 kHz       */
	OH_LINES_MAX     = 2,
};

/** What is heard now */
struct oh_moment {
	uint32_t mean;             /**< of the amount of the 20 ms' samples */
	uint32_t linec;            /**< 0: no tone, or nothing at all       */
	double   hzv[OH_LINES_MAX];     /**< the stronger one first         */
	bool     steady;           /**< as loud all the time: two lines too
					close to be told apart would beat   */
};

/** The caller's memory */
struct oh_lines {
	int16_t past[OH_LINES_SPAN];
	float   window[OH_LINES_SPAN];
	float   turnv[OH_LINES_BINS][2];   /**< cosines and sines          */
};

void oh_lines_init(struct oh_lines *l);
void oh_lines_feed(struct oh_lines *l, struct oh_moment *m,
		   const int16_t sampv[OH_LINES_HOP]);

#endif
