/**
 * @file rate.c  Is this a voice, or a device that runs away?
 */
#include "handset/rate.h"

/**
 * Look how many packets have come
 *
 * @param r       State, zeroed before the first look
 * @param packets That have come since the beginning
 * @param now_us  Monotonic time [us]
 * @param max     Packets a second that are right, and how many may come at
 *                once
 *
 * @return More have come than any voice has
 */
bool oh_rate_is_over(struct oh_rate *r, uint32_t packets, uint64_t now_us,
		     uint32_t max)
{
	r->full += (uint32_t)(packets - r->packets);
	if (r->at_us)
		r->full -= (double)(now_us - r->at_us) * max / 1e6;
	if (r->full < 0)
		r->full = 0;
	r->packets = packets;
	r->at_us   = now_us;

	return r->full > max;
}
