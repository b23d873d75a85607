/**
 * @file beep.h  The beep after which a machine records
 *
 * One spectral line of steady loudness, 0.3 to 4 s long, with no other tone
 * right before or behind it. At the pitches by which networks ring and are
 * busy (380 to 470 Hz) it must be short and stay alone for longer, too.
 */
#ifndef OH_MEDIA_BEEP_H
#define OH_MEDIA_BEEP_H

#include "media/lines.h"

/** All zero to begin with */
struct oh_beep {
	double   hz;               /**< of the line being heard            */
	uint32_t on_ms;            /**< it has lasted; 0: none             */
	uint32_t gap_ms;           /**< it is gone, perhaps not for long   */
	uint32_t wavers;           /**< moments in which it did not hold   */
	bool     follows;          /**< another tone was right before it   */
	uint32_t recent_ms;        /**< so long a tone is right before     */
	double   kept_hz;          /**< the one that may have been it      */
	uint32_t left_ms;          /**< to stay alone for; 0: none         */
};

bool oh_beep_feed(struct oh_beep *b, const struct oh_moment *m);

#endif
