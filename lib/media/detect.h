/**
 * @file detect.h  Who or what is at the other end, by its sound alone
 *
 * All detectors of a call in one: person or machine, the beep of a machine,
 * fax, and what networks say by tones. Pure: samples in, findings out. The
 * media thread runs it beside playback (tap.c), a test on files.
 */
#ifndef OH_MEDIA_DETECT_H
#define OH_MEDIA_DETECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "event/event.h"
#include "media/amd.h"

struct oh_detect;

enum { OH_DETECT_RATE_HZ = 8000 };

struct oh_detect_prm {
	struct oh_amd_prm amd;
	uint32_t beep_wait;      /**< a machine silent for so long records,
				      though no beep was heard [ms]        */
	char     country[3];     /**< whose tones, ISO 3166; "": not known */
	bool     early;          /**< not answered: networks' tones only   */
};

struct oh_finding {
	enum oh_detected what;
	const char      *reason;      /**< static                          */
	double           confidence;  /**< 0..1                            */
	uint32_t         at_ms;       /**< since the beginning             */
};

typedef void (oh_detect_h)(const struct oh_finding *f, void *arg);

void oh_detect_prm_init(struct oh_detect_prm *prm);
int  oh_detect_alloc(struct oh_detect **dp, const struct oh_detect_prm *prm);
void oh_detect_feed(struct oh_detect *d, const int16_t *sampv, size_t sampc,
		    oh_detect_h *h, void *arg);

#endif
