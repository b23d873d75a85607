/**
 * @file track.h  Where in a recording a packet of theirs belongs. Pure.
 *
 * Their first packet is put at the time it came; the others follow by their
 * RTP timestamps, so that jitter does not move and loss does not shorten what
 * was said. When timestamps leave the clock on the wall (another source, a
 * jump, two crystals that differ) the track is anchored anew.
 */
#ifndef OH_MEDIA_TRACK_H
#define OH_MEDIA_TRACK_H

#include <stdbool.h>
#include <stdint.h>

/** All in samples of the recording, unless it says otherwise */
struct oh_track {
	uint32_t rate_hz;
	uint32_t clock_hz;            /**< of timestamps                  */
	bool     anchored;
	uint32_t ssrc;
	uint32_t ts;                  /**< of the packet placed last ..   */
	int64_t  pos;                 /**< .. and where                   */
	double   drift;               /**< ahead of arrival, smoothed     */
};

int64_t oh_track_place(struct oh_track *t, uint32_t ssrc, uint32_t ts,
		       uint32_t clock_hz, int64_t now);

#endif
