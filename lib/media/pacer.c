/**
 * @file pacer.c  Which stream is served at which tick
 */
#include "media/pacer.h"

enum {
	LINE_BYTES   = 64,
	FETCH_BEFORE = 2,      /* lines of what holds an entry, before it .. */
	FETCH_AFTER  = 9,      /* .. and after: what a turn looks at         */
};

/* [ticks], rising */
static const uint8_t intervalv[OH_PACER_INTERVALS] = { 5, 10, 15, 30 };

static uint8_t interval_of(uint32_t ptime_ms)
{
	uint8_t i;

	for (i = 0; i < OH_PACER_INTERVALS - 1; i++) {
		if (ptime_ms <= intervalv[i] * OH_PACER_TICK_MS)
			break;
	}
	return i;
}

static uint32_t load(const struct oh_pacer *p, uint8_t phase, uint8_t ticks)
{
	uint32_t sum = 0;

	for (uint32_t k = phase; k < OH_PACER_CYCLE; k += ticks)
		sum += p->loadv[k];
	return sum;
}

static void add_load(struct oh_pacer *p, const struct oh_pacer_entry *e,
		     int32_t n)
{
	for (uint32_t k = e->phase; k < OH_PACER_CYCLE;
	     k += intervalv[e->interval])
		p->loadv[k] += (uint32_t)n;
}

/**
 * Begin to serve at the emptiest phase, the next one if several are
 *
 * @param p        Pacer
 * @param e        Entry, not in a pacer
 * @param ptime_ms 10, 20, 30 or 60
 * @param now      The present tick
 * @param data     Handed to the handler
 */
void oh_pacer_add(struct oh_pacer *p, struct oh_pacer_entry *e,
		  uint32_t ptime_ms, uint64_t now, void *data)
{
	uint8_t ticks;
	uint32_t least = UINT32_MAX;

	/* Nothing was missed while there was nothing to do. */
	if (!p->count)
		p->tick = now - 1;

	e->interval = interval_of(ptime_ms);
	ticks = intervalv[e->interval];

	for (uint64_t t = p->tick + 1; t <= p->tick + ticks; t++) {
		uint32_t n = load(p, t % ticks, ticks);

		if (n >= least)
			continue;
		least = n;
		e->phase = t % ticks;
	}
	list_append(&p->slotv[e->interval][e->phase], &e->le, data);
	add_load(p, e, 1);
	p->count++;
}

/**
 * Serve no more
 *
 * @param p Pacer
 * @param e Entry, in the pacer or not
 */
void oh_pacer_remove(struct oh_pacer *p, struct oh_pacer_entry *e)
{
	if (!e->le.list)
		return;
	list_unlink(&e->le);
	add_load(p, e, -1);
	p->count--;
}

/* What lies around an entry, on its way to the cache while the one before it
   is served: with hundreds of streams each turn finds its memory cold. */
static void fetch(const struct le *le)
{
	const char *p = (const char *)le;

	for (int k = -FETCH_BEFORE; le && k < FETCH_AFTER; k++)
		__builtin_prefetch(p + k * LINE_BYTES);
}

static void serve(struct list *l, uint64_t tick, oh_pacer_h *h, void *arg)
{
	struct le *le = list_head(l);

	while (le) {
		void *data = le->data;

		le = le->next;
		fetch(le);
		h(data, tick, arg);
	}
}

/**
 * Serve all that is due since the last run; each entry once at most, however
 * late it is: who bursts to catch up floods the far end's jitter buffer
 *
 * @param p   Pacer
 * @param now The present tick
 * @param h   Called with the tick at which the entry was due
 * @param arg Handler argument
 */
void oh_pacer_run(struct oh_pacer *p, uint64_t now, oh_pacer_h *h, void *arg)
{
	uint64_t t = p->tick + 1;

	if (now >= t + OH_PACER_CYCLE)
		t = now - OH_PACER_CYCLE + 1;

	for (; t <= now; t++) {
		for (uint8_t i = 0; i < OH_PACER_INTERVALS; i++) {
			if (t + intervalv[i] > now)
				serve(&p->slotv[i][t % intervalv[i]], t, h,
				      arg);
		}
	}
	if (now > p->tick)
		p->tick = now;
}

/**
 * Call a handler for every entry
 *
 * @param p   Pacer
 * @param now The present tick, handed on
 * @param h   Handler
 * @param arg Handler argument
 */
void oh_pacer_each(struct oh_pacer *p, uint64_t now, oh_pacer_h *h, void *arg)
{
	for (uint8_t i = 0; i < OH_PACER_INTERVALS; i++) {
		for (uint8_t k = 0; k < intervalv[i]; k++)
			serve(&p->slotv[i][k], now, h, arg);
	}
}
