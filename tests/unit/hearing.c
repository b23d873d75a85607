/**
 * @file hearing.c  Tones as detectors hear them
 */
#include "base/compat.h"
#include "hearing.h"
#include "test.h"

size_t hearing_cadence(struct oh_tone tonev[HEARING_TONES],
		       const struct oh_cadence *c, uint32_t ms)
{
	size_t n = 0, steps = oh_indication_steps(c);
	uint32_t done = 0;

	for (; done < ms && n < HEARING_TONES; n++) {
		tonev[n] = (struct oh_tone){ .ms = c->msv[n % steps],
					     .level_dbm0 = -13 };
		if (n % 2 == 0) {
			tonev[n].freq_hz[0] = c->hz[0];
			tonev[n].freq_hz[1] = c->hz[1];
		}
		done += tonev[n].ms;
	}

	return n;
}

int hearing_moments(const struct oh_tone *tonev, size_t tonec, size_t late,
		    hearing_h *h, void *arg)
{
	static int16_t block[OH_LINES_HOP];
	struct oh_lines lines;
	int16_t *sampv;
	size_t sampc;
	int err;

	err = oh_tone_make(&sampv, &sampc, OH_LINES_RATE_HZ, tonev, tonec);
	if (err)
		return err;
	oh_lines_init(&lines);
	memset(block, 0, sizeof(block));
	for (size_t at = 0; at < sampc + late; at += OH_LINES_HOP) {
		struct oh_moment m;

		for (size_t i = 0; i < OH_LINES_HOP; i++) {
			size_t k = at + i;

			block[i] = k < late || k - late >= sampc ? 0 :
				sampv[k - late];
		}
		oh_lines_feed(&lines, &m, block);
		h(&m, arg);
	}
	mem_deref(sampv);

	return 0;
}
