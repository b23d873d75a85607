/**
 * @file late.c  How late packets are, and how many never came
 */
#include <errno.h>
#include "part/late.h"

enum {
	SAMPLE_US   = 125,
	PACKET_TS   = 160,
	PACKET_US   = PACKET_TS * SAMPLE_US,
};

/**
 * Make room
 *
 * @param l   Stream
 * @param max Packets that are looked at, the rest is not
 *
 * @return 0 or ENOMEM
 */
int late_init(struct late *l, size_t max)
{
	*l = (struct late){ .max = max };
	l->v = calloc(max, sizeof(*l->v));

	return l->v ? 0 : ENOMEM;
}

/**
 * Note a packet
 *
 * @param l     Stream
 * @param at_us When it came
 * @param ts    Its RTP timestamp, at 8 kHz
 */
void late_add(struct late *l, uint64_t at_us, uint32_t ts)
{
	int64_t since_us;

	if (l->n == l->max)
		return;
	if (!l->n) {
		l->first_us = at_us;
		l->first_ts = l->last_ts = ts;
	}
	since_us = (int64_t)(int32_t)(ts - l->first_ts) * SAMPLE_US;
	l->v[l->n++] = (int32_t)((int64_t)(at_us - l->first_us) - since_us);
	l->last_us   = at_us;
	if ((int32_t)(ts - l->last_ts) > 0)
		l->last_ts = ts;
}

static int compare(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/**
 * Find a quantile
 *
 * @param v Values; they are sorted
 * @param n Their number
 * @param q 0.0 .. 1.0
 *
 * @return The smallest value that as many do not exceed; 0 if there is none
 */
int32_t late_quantile(int32_t *v, size_t n, double q)
{
	size_t i = (size_t)(q * (double)n);

	if (!n)
		return 0;
	qsort(v, n, sizeof(*v), compare);

	return v[i < n ? i : n - 1];
}

/* A stream that fell silent before the end misses the rest, too. */
static uint64_t missing(const struct late *l, uint64_t end_us)
{
	uint64_t due = (l->last_ts - l->first_ts) / PACKET_TS + 1;

	if (end_us > l->last_us + 2 * PACKET_US)
		due += (end_us - l->last_us) / PACKET_US - 1;

	return due > l->n ? due - l->n : 0;
}

static size_t copy(int32_t *to, const struct late *l)
{
	int32_t least = l->n ? l->v[0] : 0;

	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i] < least)
			least = l->v[i];
	}
	for (size_t i = 0; i < l->n; i++)
		to[i] = l->v[i] - least;

	return l->n;
}

/**
 * Sum up
 *
 * @param s      What all brought
 * @param v      Streams
 * @param n      Their number
 * @param end_us When measuring ended
 *
 * @return 0, ENOMEM, or ENODATA if not a packet came
 */
int late_sum(struct late_sum *s, const struct late *v, size_t n,
	     uint64_t end_us)
{
	size_t all = 0;
	int32_t *latev;

	*s = (struct late_sum){ 0 };
	for (size_t i = 0; i < n; i++)
		s->packets += v[i].n;
	if (!s->packets)
		return ENODATA;
	latev = calloc(s->packets, sizeof(*latev));
	if (!latev)
		return ENOMEM;
	for (size_t i = 0; i < n; i++) {
		all += copy(latev + all, &v[i]);
		s->missing += missing(&v[i], end_us);
	}
	s->p50  = late_quantile(latev, all, 0.5);
	s->p99  = late_quantile(latev, all, 0.99);
	s->p999 = late_quantile(latev, all, 0.999);
	s->max  = late_quantile(latev, all, 1.0);
	free(latev);

	return 0;
}
