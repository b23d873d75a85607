/**
 * @file hearing.h  Tones as detectors hear them
 */
#ifndef HEARING_H
#define HEARING_H

#include "media/indication.h"
#include "media/lines.h"
#include "media/tone.h"

enum { HEARING_TONES = 256 };

typedef void (hearing_h)(const struct oh_moment *m, void *arg);

/* A cadence over and over for so long, from its beginning */
size_t hearing_cadence(struct oh_tone tonev[HEARING_TONES],
		       const struct oh_cadence *c, uint32_t ms);
/* Each moment of tones, the first of which begins `late` samples late; 0 or
   ENOMEM */
int hearing_moments(const struct oh_tone *tonev, size_t tonec, size_t late,
		    hearing_h *h, void *arg);

#endif
