/**
 * @file timer.c  libre's timers, started in constant time
 *
 * libre keeps its timers in one list sorted by expiry and looks for the
 * place of a new one from the end. Behind thousands of long timers, which
 * SIP transactions leave for 5 and 32 s, that walk is most of the cost of a
 * call. Timers of one delay come in order of expiry, though, so the place of
 * the last one started with the same delay is the right place to look from.
 *
 * The program's tmr_start() and tmr_poll() replace libre's own, also inside
 * libre (tmr_cancel() is a tmr_start() there). The list stays libre's.
 *
 * The hints are the one mutable state at file scope: they belong to the list
 * of the main loop, which libre keeps at file scope as well. A loop in
 * another thread has its own list and gets no hints.
 */
#include "base/compat.h"

#if OH_LIBRE < 0x020300   /* which looks from the right end by itself */

enum { LANES = 16 };   /**< Delays that are remembered */

/** Where the last timer of a delay went */
struct lane {
	uint64_t   delay;
	struct le *last;
};

static struct {
	const struct list *list;
	struct lane lanev[LANES];
	unsigned    next;            /**< lane to be given away          */
} hints;

struct list *tmrl_get(void);         /* libre's, in no header */

static uint64_t expiry(const struct le *le)
{
	return ((const struct tmr *)le->data)->jfs;
}

static bool is_hinted(const struct list *list)
{
	if (!hints.list)
		hints.list = list;
	return hints.list == list;
}

static struct lane *find_lane(uint64_t delay)
{
	for (unsigned i = 0; i < LANES; i++) {
		if (hints.lanev[i].delay == delay)
			return &hints.lanev[i];
	}
	return NULL;
}

static void remember(uint64_t delay, struct le *le)
{
	struct lane *lane = find_lane(delay);

	if (!lane) {
		lane = &hints.lanev[hints.next++ % LANES];
		lane->delay = delay;
	}
	lane->last = le;
}

/* The neighbour of a timer that leaves is nearly as good a place. */
static void forget(const struct le *le)
{
	for (unsigned i = 0; i < LANES; i++) {
		if (hints.lanev[i].last == le)
			hints.lanev[i].last = le->prev ? le->prev : le->next;
	}
}

static void remove_timer(struct tmr *tmr)
{
	if (is_hinted(tmr->le.list))
		forget(&tmr->le);
	tmr->th = NULL;
	list_unlink(&tmr->le);
}

/* From a place near by to the last timer that is due no later than jfs */
static struct le *settle(struct le *le, uint64_t jfs)
{
	while (le && expiry(le) > jfs)
		le = le->prev;
	while (le && le->next && expiry(le->next) <= jfs)
		le = le->next;

	return le;
}

static void insert(struct list *list, struct tmr *tmr, uint64_t delay)
{
	struct lane *lane = is_hinted(list) ? find_lane(delay) : NULL;
	struct le *le = delay ? list->tail : list->head;

	le = settle(lane && lane->last ? lane->last : le, tmr->jfs);
	if (le)
		list_insert_after(list, le, &tmr->le, tmr);
	else
		list_prepend(list, &tmr->le, tmr);
	if (is_hinted(list))
		remember(delay, &tmr->le);
}

/**
 * Start a timer, start it again, or stop it; in place of libre's own
 *
 * @param tmr   Timer
 * @param delay Delay [ms]
 * @param th    Called once, when it has passed; NULL: stop
 * @param arg   Handler argument
 */
void tmr_start(struct tmr *tmr, uint64_t delay, tmr_h *th, void *arg)
{
	if (!tmr)
		return;
	if (tmr->th)
		remove_timer(tmr);
	tmr->th  = th;
	tmr->arg = arg;
	if (!th)
		return;

	tmr->jfs = tmr_jiffies() + delay;
	insert(tmrl_get(), tmr, delay);
}

/**
 * Call the handlers of the timers that are due; in place of libre's own
 *
 * @param list The loop's timers
 */
void tmr_poll(struct list *list)
{
	const uint64_t now = tmr_jiffies();
	struct tmr *tmr;

	while ((tmr = list_ledata(list->head)) != NULL && tmr->jfs <= now) {
		tmr_h *th = tmr->th;
		void *arg = tmr->arg;

		remove_timer(tmr);
		if (th)
			th(arg);
	}
}

#endif
