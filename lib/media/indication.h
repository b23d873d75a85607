/**
 * @file indication.h  The tones by which each country's network speaks
 *
 * Ringing, busy and congestion (ITU-T E.180, Supplement 2): what a call hears
 * where a signalling message would have said it.
 */
#ifndef OH_MEDIA_INDICATION_H
#define OH_MEDIA_INDICATION_H

#include <stddef.h>
#include <stdint.h>

enum { OH_INDICATION_STEPS = 6 };

/** A cadence that repeats; hz[1] 0: one line */
struct oh_cadence {
	uint16_t hz[2];
	uint16_t msv[OH_INDICATION_STEPS];   /**< on, off, .. until a 0    */
};

struct oh_indication {
	char              country[3];        /**< ISO 3166                 */
	struct oh_cadence ringback;
	struct oh_cadence busy;
	struct oh_cadence congestion;
};

const struct oh_indication *oh_indication_at(size_t i);  /* NULL: no more */
const struct oh_indication *oh_indication_find(const char *country);
size_t oh_indication_steps(const struct oh_cadence *c);

#endif
