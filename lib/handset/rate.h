/**
 * @file rate.h  Is this a voice, or a device that runs away?
 *
 * A bucket that packets fill and time empties: a second's worth may come at
 * once, after a pause, but no more than the rate for long.
 */
#ifndef OH_HANDSET_RATE_H
#define OH_HANDSET_RATE_H

#include <stdbool.h>
#include <stdint.h>

/** Zero to begin */
struct oh_rate {
	uint64_t at_us;          /**< of the last look                   */
	uint32_t packets;        /**< that had come by then              */
	double   full;           /**< packets in the bucket              */
};

bool oh_rate_is_over(struct oh_rate *r, uint32_t packets, uint64_t now_us,
		     uint32_t max);

#endif
