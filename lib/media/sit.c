/**
 * @file sit.c  Special information tones
 *
 *   950 Hz 330 ms ─▶ 1400 Hz 330 ms ─▶ 1800 Hz 330 ms   anywhere
 *
 *                 first        second      (then 1777 Hz 380 ms)
 *   vacant        985, 380 ms  1371, 274 ms
 *   intercept     914, 274 ms  1371, 274 ms
 *   no circuit    985, 380 ms  1429, 380 ms
 *   reorder       914, 274 ms  1429, 380 ms
 *
 * The pitches tell the classes apart; the lengths are not looked at, for the
 * beginning of the first tone is often cut off.
 */
#include "media/sit.h"

enum {
	TONES    = 3,
	LEAST_MS = 120,      /* of one whose beginning was cut off         */
	MOST_MS  = 460,
	GAP_MS   = 80,       /* between two of them                        */
	SURE_MS  = 200,      /* of the third: nothing else can follow      */
};

static const struct { double least_hz, most_hz; } rangev[TONES] = {
	{ 885.0, 1015.0 }, { 1335.0, 1465.0 }, { 1740.0, 1840.0 },
};

/* Between low and high; those of 950 and 1400 Hz are neither. */
static const double low_hz[2] = { 932.0, 1384.0 };
static const double high_hz[2] = { 968.0, 1415.0 };

static bool is_in_range(const struct oh_moment *m, uint32_t at)
{
	return m->linec == 1 && m->hzv[0] > rangev[at].least_hz &&
		m->hzv[0] < rangev[at].most_hz;
}

static enum oh_detected class_of(const struct oh_sit *s)
{
	bool high1 = s->hzv[0] > high_hz[0], high2 = s->hzv[1] > high_hz[1];

	if ((!high1 && s->hzv[0] > low_hz[0]) ||
	    (!high2 && s->hzv[1] > low_hz[1]))
		return OH_DETECTED_SIT;
	if (high1)
		return high2 ? OH_DETECTED_SIT_NO_CIRCUIT
			     : OH_DETECTED_SIT_VACANT;

	return high2 ? OH_DETECTED_SIT_REORDER : OH_DETECTED_SIT_INTERCEPT;
}

static void begin(struct oh_sit *s, uint32_t at)
{
	s->at     = at;
	s->on_ms  = 0;
	s->off_ms = 0;
	s->sum_hz = 0.0;
}

/* The tone that was heard is over: go on to the next, or begin anew */
static void next(struct oh_sit *s)
{
	if (s->on_ms < LEAST_MS || s->on_ms > MOST_MS || s->at == TONES - 1) {
		begin(s, 0);
		return;
	}
	s->hzv[s->at] = s->sum_hz / (s->on_ms / OH_LINES_MS);
	begin(s, s->at + 1);
}

/**
 * Listen to the next moment
 *
 * @param s Special information tones
 * @param m Moment
 *
 * @return One of OH_DETECTED_SIT*, once they have been heard; else NONE
 */
enum oh_detected oh_sit_feed(struct oh_sit *s, const struct oh_moment *m)
{
	if (!is_in_range(m, s->at)) {
		if (s->on_ms)
			next(s);
		s->off_ms += OH_LINES_MS;
		if (s->off_ms > GAP_MS)
			begin(s, 0);
		/* The next may have begun in this very moment. */
		if (!is_in_range(m, s->at))
			return OH_DETECTED_NONE;
	}
	s->on_ms += OH_LINES_MS;
	s->sum_hz += m->hzv[0];
	if (s->at < TONES - 1 || s->on_ms != SURE_MS)
		return OH_DETECTED_NONE;

	return class_of(s);
}
