/**
 * @file wheel.c  Timers by the thousand (private to sip)
 *
 * slotv[tick % SLOTS] holds what is due at that tick. No delay is longer
 * than one turn, so a slot never mixes two turns.
 */
#include "sip/wheel.h"

static void turn(void *arg);

static uint64_t tick_now(void)
{
	return tmr_jiffies() / OH_WHEEL_GRAIN_MS;
}

static void wind(struct oh_wheel *w)
{
	tmr_start(&w->tmr, OH_WHEEL_GRAIN_MS, turn, w);
}

/* Move a slot to the due list first: handlers start and stop timers. */
static void collect(struct oh_wheel *w, struct list *slot)
{
	struct le *le;

	while ((le = list_head(slot)) != NULL) {
		list_unlink(le);
		list_append(&w->due, le, le->data);
	}
}

static void turn(void *arg)
{
	struct oh_wheel *w = arg;
	uint64_t now = tick_now();
	struct oh_wheel_tmr *t;

	if (now - w->tick > OH_WHEEL_SLOTS)
		w->tick = now - OH_WHEEL_SLOTS;
	while (w->tick < now)
		collect(w, &w->slotv[++w->tick % OH_WHEEL_SLOTS]);

	while ((t = list_ledata(list_head(&w->due))) != NULL) {
		oh_wheel_stop(t);
		t->h(t->arg);
	}
	if (w->count)
		wind(w);
}

/**
 * Make a wheel of the caller's memory
 *
 * @param w Wheel
 */
void oh_wheel_init(struct oh_wheel *w)
{
	memset(w, 0, sizeof(*w));
	tmr_init(&w->tmr);
}

/**
 * Stop the wheel; no timer of it fires any more
 *
 * @param w Wheel; its timers must be stopped or released as well
 */
void oh_wheel_reset(struct oh_wheel *w)
{
	tmr_cancel(&w->tmr);
}

/**
 * Start a timer, or start it again
 *
 * @param w   Wheel
 * @param t   Timer of the caller's
 * @param ms  Delay, at most OH_WHEEL_MAX_MS [ms]
 * @param h   Called once, from the main loop
 * @param arg Handler argument
 */
void oh_wheel_start(struct oh_wheel *w, struct oh_wheel_tmr *t, uint32_t ms,
		    oh_wheel_h *h, void *arg)
{
	uint64_t due = tmr_jiffies() + MIN(ms, (uint32_t)OH_WHEEL_MAX_MS);
	uint64_t tick = due / OH_WHEEL_GRAIN_MS + 1;

	oh_wheel_stop(t);
	if (w->count++ == 0)
		w->tick = tick_now();
	if (!tmr_isrunning(&w->tmr))
		wind(w);
	t->w = w;
	t->h = h;
	t->arg = arg;
	list_append(&w->slotv[tick % OH_WHEEL_SLOTS], &t->le, t);
}

/**
 * Stop a timer; harmless if it does not run
 *
 * @param t Timer
 */
void oh_wheel_stop(struct oh_wheel_tmr *t)
{
	if (!t->w)
		return;
	list_unlink(&t->le);
	t->w->count--;
	t->w = NULL;
}
