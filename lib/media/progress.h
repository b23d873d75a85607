/**
 * @file progress.h  Busy and congestion, by the cadence of the country
 *
 * Where the country is known its own tones count; a call may end in another
 * network all the same, so those of all others come next, by vote.
 */
#ifndef OH_MEDIA_PROGRESS_H
#define OH_MEDIA_PROGRESS_H

#include "event/event.h"
#include "media/indication.h"
#include "media/lines.h"

enum { OH_PROGRESS_PAIRS = 6 };    /**< twice the longest cadence */

struct oh_progress {
	const struct oh_indication *home;  /**< NULL: not known            */
	struct { uint32_t on_ms, off_ms; } pairv[OH_PROGRESS_PAIRS];
	uint32_t pairc;                /**< the newest is the last         */
	uint32_t peak;                 /**< how loud it was, decaying      */
	uint32_t on_ms;
	uint32_t off_ms;
	struct oh_moment tone;         /**< what most moments of it were   */
	uint32_t agreed;               /**< more than those that were not  */
	struct oh_moment first;        /**< the tone of all pairs          */
};

void oh_progress_init(struct oh_progress *p, const char *country);
enum oh_detected oh_progress_feed(struct oh_progress *p,
				  const struct oh_moment *m);

#endif
