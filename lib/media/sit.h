/**
 * @file sit.h  Special information tones: why a call cannot be connected
 *
 * Three tones that rise (ITU-T E.180 6.). Those of North America are of two
 * pitches each, by which they say what is wrong.
 */
#ifndef OH_MEDIA_SIT_H
#define OH_MEDIA_SIT_H

#include "event/event.h"
#include "media/lines.h"

/** All zero to begin with */
struct oh_sit {
	uint32_t at;               /**< tones heard; being heard: the next */
	uint32_t on_ms;
	uint32_t off_ms;
	double   sum_hz;           /**< over the moments of on_ms          */
	double   hzv[2];           /**< of the first two                   */
};

enum oh_detected oh_sit_feed(struct oh_sit *s, const struct oh_moment *m);

#endif
