/**
 * @file progress.c  Busy and congestion, by the cadence of the country
 *
 * Sound that is a tone for most of its time, silence, the same tone again:
 * each such pair is kept, and the last few are compared with the cadences.
 */
#include <math.h>
#include <string.h>
#include "media/progress.h"

enum {
	SURE_MS    = 1200,     /* for which two turns must last: else three */
	ON_MAX_MS  = 1200,
	OFF_MAX_MS = 1200,
	SLACK_MS   = 50,       /* of each step, or ..                      */
	SLACK_PCT  = 12,       /* .. of its length                         */
	QUIET_PART = 5,        /* of the peak: silence with noise          */
	PEAK_PART  = 64,       /* of it lost in each moment                */
};

static const double same_hz = 12.0;

/**
 * Begin
 *
 * @param p       Caller's memory
 * @param country ISO 3166 code of the network; "": not known
 */
void oh_progress_init(struct oh_progress *p, const char *country)
{
	memset(p, 0, sizeof(*p));
	p->home = oh_indication_find(country);
}

static bool has_line(const struct oh_moment *m, double hz)
{
	for (uint32_t i = 0; i < m->linec; i++) {
		if (fabs(m->hzv[i] - hz) < same_hz)
			return true;
	}

	return false;
}

static bool is_same_tone(const struct oh_moment *a, const struct oh_moment *b)
{
	if (a->linec != b->linec)
		return false;
	for (uint32_t i = 0; i < a->linec; i++) {
		if (!has_line(b, a->hzv[i]))
			return false;
	}

	return true;
}

static bool is_step(uint32_t ms, uint32_t wanted_ms)
{
	uint32_t slack = wanted_ms * SLACK_PCT / 100;
	uint32_t off = ms > wanted_ms ? ms - wanted_ms : wanted_ms - ms;

	return off <= (slack > SLACK_MS ? slack : SLACK_MS);
}

/* Pairs that must have been heard before anything is said */
static uint32_t wanted(const struct oh_cadence *c)
{
	uint32_t turn_ms = 0, n = (uint32_t)oh_indication_steps(c);

	for (uint32_t i = 0; i < n; i++)
		turn_ms += c->msv[i];

	return 2 * turn_ms < SURE_MS ? 3 * n / 2 : n;
}

/* The last pairs are the cadence over and over, begun with pair `shift` */
static bool is_in_step(const struct oh_progress *p,
		       const struct oh_cadence *c, uint32_t shift)
{
	uint32_t n = (uint32_t)oh_indication_steps(c) / 2, want = wanted(c);

	if (p->pairc < want)
		return false;
	for (uint32_t i = 0; i < want; i++) {
		uint32_t at = p->pairc - want + i, k = (i + shift) % n * 2;

		if (!is_step(p->pairv[at].on_ms, c->msv[k]) ||
		    !is_step(p->pairv[at].off_ms, c->msv[k + 1]))
			return false;
	}

	return true;
}

static bool is_cadence(const struct oh_progress *p, const struct oh_cadence *c)
{
	uint32_t lines = c->hz[1] ? 2 : 1;

	if (p->first.linec != lines || !has_line(&p->first, c->hz[0]) ||
	    (c->hz[1] && !has_line(&p->first, c->hz[1])))
		return false;
	for (uint32_t i = 0; i < oh_indication_steps(c) / 2; i++) {
		if (is_in_step(p, c, i))
			return true;
	}

	return false;
}

static enum oh_detected vote(const struct oh_progress *p)
{
	const struct oh_indication *ind;
	uint32_t busy = 0, congestion = 0;

	if (p->home && is_cadence(p, &p->home->busy))
		return OH_DETECTED_BUSY_TONE;
	if (p->home && is_cadence(p, &p->home->congestion))
		return OH_DETECTED_CONGESTION_TONE;
	for (size_t i = 0; (ind = oh_indication_at(i)); i++) {
		busy       += is_cadence(p, &ind->busy);
		congestion += is_cadence(p, &ind->congestion);
	}
	if (!busy && !congestion)
		return OH_DETECTED_NONE;

	return busy >= congestion ? OH_DETECTED_BUSY_TONE
				  : OH_DETECTED_CONGESTION_TONE;
}

static void forget(struct oh_progress *p)
{
	p->pairc = 0;
	p->on_ms = p->off_ms = p->agreed = 0;
}

static void keep_pair(struct oh_progress *p)
{
	if (p->pairc == OH_PROGRESS_PAIRS) {
		p->pairc--;
		memmove(&p->pairv[0], &p->pairv[1],
			p->pairc * sizeof(p->pairv[0]));
	}
	p->pairv[p->pairc].on_ms  = p->on_ms;
	p->pairv[p->pairc].off_ms = p->off_ms;
	p->pairc++;
	p->on_ms = p->off_ms = p->agreed = 0;
}

/* The sound is over: was it the tone of those before? */
static bool end_sound(struct oh_progress *p)
{
	if (p->on_ms > ON_MAX_MS ||
	    2 * p->agreed * OH_LINES_MS < p->on_ms || !p->tone.linec)
		return false;
	if (p->pairc)
		return is_same_tone(&p->tone, &p->first);
	p->first = p->tone;

	return true;
}

static enum oh_detected hear(struct oh_progress *p, const struct oh_moment *m)
{
	enum oh_detected got = OH_DETECTED_NONE;

	if (p->off_ms) {
		keep_pair(p);
		got = vote(p);
	}
	p->on_ms += OH_LINES_MS;
	if (m->linec && p->agreed && is_same_tone(m, &p->tone))
		p->agreed++;
	else if (p->agreed)
		p->agreed--;
	else if (m->linec) {
		p->tone   = *m;
		p->agreed = 1;
	}

	return got;
}

static void hear_pause(struct oh_progress *p)
{
	if (!p->on_ms)
		return;
	if (!p->off_ms && !end_sound(p)) {
		forget(p);
		return;
	}
	p->off_ms += OH_LINES_MS;
	if (p->off_ms > OFF_MAX_MS)
		forget(p);
}

/**
 * Listen to the next moment
 *
 * @param p Progress
 * @param m Moment
 *
 * @return BUSY_TONE or CONGESTION_TONE, again with each of its steps; NONE
 */
enum oh_detected oh_progress_feed(struct oh_progress *p,
				  const struct oh_moment *m)
{
	p->peak -= p->peak / PEAK_PART;
	if (m->mean > p->peak)
		p->peak = m->mean;
	if (m->mean && m->mean * QUIET_PART > p->peak)
		return hear(p, m);
	hear_pause(p);

	return OH_DETECTED_NONE;
}
