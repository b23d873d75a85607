/**
 * @file beep.c  The beep after which a machine records
 */
#include <math.h>
#include "media/beep.h"

enum {
	LEAST_MS  = 280,     /* 300 less what falls between two moments    */
	MOST_MS   = 4000,
	ALONE_MS  = 120,     /* no SIT, no melody                          */

	/* A pause of a busy tone lasts 750 ms at most, and ringing tones of
	   one line sound for a second or longer. */
	NETWORK_ALONE_MS = 900,
	NETWORK_MOST_MS  = 900,

	WAVERS_MAX = 6,      /* at both ends, and one lost packet          */
	GAP_MS     = 40,     /* of that one                                */
	OTHER_MS   = 60,     /* another tone: not what is left of this one */
};

static const double least_hz = 320.0, most_hz = 3400.0;
static const double network_least_hz = 380.0, network_most_hz = 470.0;
static const double same_hz = 15.0;

static bool is_network(double hz)
{
	return hz > network_least_hz && hz < network_most_hz;
}

/* It has ended: may it have been a beep? */
static void judge(struct oh_beep *b)
{
	bool network = is_network(b->hz);
	uint32_t alone_ms = network ? NETWORK_ALONE_MS : ALONE_MS;

	if (b->on_ms < LEAST_MS || b->wavers > WAVERS_MAX || b->follows ||
	    2 * b->wavers * OH_LINES_MS > b->on_ms ||
	    b->on_ms > (network ? NETWORK_MOST_MS : MOST_MS))
		return;
	b->kept_hz = b->hz;
	b->left_ms = alone_ms - b->gap_ms;
}

static void end(struct oh_beep *b)
{
	if (b->on_ms >= OTHER_MS) {
		b->left_ms   = 0;
		b->recent_ms = ALONE_MS - b->gap_ms;
		judge(b);
	}
	b->on_ms = 0;
}

static void begin(struct oh_beep *b, const struct oh_moment *m)
{
	b->hz      = m->hzv[0];
	b->on_ms   = OH_LINES_MS;
	b->gap_ms  = 0;
	b->wavers  = !m->steady;
	b->follows = b->recent_ms > 0;
}

static void go_on(struct oh_beep *b, const struct oh_moment *m)
{
	b->on_ms += b->gap_ms + OH_LINES_MS;
	b->gap_ms = 0;
	b->wavers += !m->steady;
	/* Follow it slowly: the first moment is the least exact. */
	b->hz += (m->hzv[0] - b->hz) / 4.0;
}

static void hear(struct oh_beep *b, const struct oh_moment *m)
{
	bool one = m->linec == 1 && m->hzv[0] > least_hz &&
		m->hzv[0] < most_hz;

	if (one && b->on_ms && fabs(m->hzv[0] - b->hz) <= same_hz)
		go_on(b, m);
	else if (!one && b->on_ms && b->gap_ms < GAP_MS)
		b->gap_ms += OH_LINES_MS;
	else {
		if (b->on_ms)
			end(b);
		if (one)
			begin(b, m);
	}
}

/**
 * Listen to the next moment
 *
 * @param b Beep
 * @param m Moment
 *
 * @return true: there was one, and it has stayed alone; kept_hz is its pitch
 */
bool oh_beep_feed(struct oh_beep *b, const struct oh_moment *m)
{
	hear(b, m);
	if (!b->on_ms && b->recent_ms)
		b->recent_ms -= OH_LINES_MS;
	if (!b->left_ms)
		return false;
	b->left_ms = b->on_ms >= OTHER_MS ? 0 : b->left_ms - OH_LINES_MS;

	return !b->left_ms && b->on_ms < OTHER_MS;
}
