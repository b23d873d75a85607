/**
 * @file track.c  Where in a recording a packet of theirs belongs
 */
#include <stdlib.h>
#include "media/track.h"

enum {
	JUMP_MS   = 2000,
	DRIFT_MS  = 120,
	SMOOTHING = 64,      /* packets: longer than a burst of jitter */
};

static int64_t anchor(struct oh_track *t, uint32_t ssrc, uint32_t ts,
		      uint32_t clock_hz, int64_t now)
{
	t->anchored = true;
	t->ssrc     = ssrc;
	t->ts       = ts;
	t->clock_hz = clock_hz;
	t->pos      = now;
	t->drift    = 0.0;

	return now;
}

/**
 * Place a packet
 *
 * @param t        Track; rate_hz set, the rest zero to begin with
 * @param ssrc     Of the packet
 * @param ts       Its timestamp
 * @param clock_hz Of timestamps
 * @param now      When it came [samples of the recording]
 *
 * @return Its place [samples], negative: before the recording began
 */
int64_t oh_track_place(struct oh_track *t, uint32_t ssrc, uint32_t ts,
		       uint32_t clock_hz, int64_t now)
{
	int64_t ahead, pos, khz = t->rate_hz / 1000;
	int32_t step = (int32_t)(ts - t->ts);

	if (!t->anchored || t->ssrc != ssrc || t->clock_hz != clock_hz)
		return anchor(t, ssrc, ts, clock_hz, now);

	pos   = t->pos + (int64_t)step * t->rate_hz / clock_hz;
	ahead = pos - now;
	t->drift += ((double)ahead - t->drift) / SMOOTHING;

	if (llabs(ahead) > JUMP_MS * khz ||
	    t->drift > (double)(DRIFT_MS * khz) ||
	    t->drift < (double)(-DRIFT_MS * khz))
		return anchor(t, ssrc, ts, clock_hz, now);

	if (step > 0) {
		t->ts  = ts;
		t->pos = pos;
	}
	return pos;
}
