/**
 * @file batch.c  Several numbers: one after the other, or many at once
 */
#include <errno.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cdr/fold.h"
#include "cdr/store.h"
#include "place/batch.h"
#include "place/place_priv.h"

/* Who begins more while a trunk holds calls back lengthens its queue */
enum { HELD_MS = 20 };

/** One number under way */
struct entry {
	struct le          le;
	struct oh_batch   *batch;
	struct oh_attempt *attempt;
	struct oh_cdr_call *row;
	struct oh_result   res;
	bool               over;
};

struct oh_batch {
	struct oh_batch_prm prm;
	struct oh_place    *place;
	struct list         entryl;
	struct tmr          tmr;         /* the next one may begin         */
	struct oh_result    carried;      /* in order: carried from one try
					    to the next                    */
	uint32_t            next;        /* index of the next number       */
	uint32_t            active;
	uint64_t            began_us;    /* when the last one began        */
	enum oh_cause       worst;       /* first that was not DONE        */
	enum oh_cause       stopped;     /* not NONE: begin no more        */
};

static void more(void *arg);

static void batch_destructor(void *arg)
{
	struct oh_batch *b = arg;

	tmr_cancel(&b->tmr);
	list_flush(&b->entryl);
}

static void entry_destructor(void *arg)
{
	struct entry *e = arg;

	list_unlink(&e->le);
	mem_deref(e->attempt);
	mem_deref(e->row);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct entry *e = arg;
	const struct oh_batch_prm *prm = &e->batch->prm;

	oh_fold(&e->res, ev);
	if (!e->row)
		e->row = oh_attempt_row(e->attempt);
	oh_cdr_event(&e->row, e->batch->place->prm.cdr, ev, &e->res);
	if (prm->eventh)
		prm->eventh(ev, prm->arg);
}

/* Take note of an end. In order, only the last try makes the result. */
static void entry_over(struct entry *e, enum oh_cause cause)
{
	struct oh_batch *b = e->batch;

	if (e->over)
		return;
	e->over = true;
	b->active--;
	if (b->prm.all) {
		if (cause != OH_CAUSE_DONE && b->worst == OH_CAUSE_NONE)
			b->worst = cause;
		b->prm.resulth(&e->res, b->prm.arg);
		return;
	}
	b->carried = e->res;
	b->worst = cause;
	if (cause == OH_CAUSE_DONE)
		b->next = b->prm.numberc;
}

static void attempt_handler(enum oh_cause cause, void *arg)
{
	struct entry *e = arg;
	struct oh_batch *b = e->batch;

	entry_over(e, cause);
	mem_deref(e);
	if (!tmr_isrunning(&b->tmr))
		tmr_start(&b->tmr, 0, more, b);
}

static int entry_start(struct oh_batch *b)
{
	const char *number = b->prm.numberv[b->next];
	struct entry *e;
	int err;

	e = mem_zalloc(sizeof(*e), entry_destructor);
	if (!e)
		return ENOMEM;
	e->batch = b;
	if (b->prm.all)
		oh_result_init(&e->res);
	else
		e->res = b->carried;
	err = oh_attempt_start(&e->attempt, b->place, number, &b->prm.attempt,
			       &(struct oh_attempt_ear){
				       event_handler, attempt_handler, e });
	if (err) {
		mem_deref(e);
		return err;
	}
	list_append(&b->entryl, &e->le, e);
	b->next++;
	b->active++;
	b->began_us = oh_clock_us();

	return 0;
}

static bool may_begin(const struct oh_batch *b)
{
	uint32_t limit = OH_BATCH_CONCURRENCY_MAX;

	if (b->next >= b->prm.numberc || b->stopped != OH_CAUSE_NONE)
		return false;
	if (!b->prm.all)
		limit = 1;
	else if (b->prm.concurrency && b->prm.concurrency < limit)
		limit = b->prm.concurrency;

	return b->active < limit;
}

/* How long the next one has to wait for the pace [ms] */
static uint32_t pace_ms(const struct oh_batch *b)
{
	uint64_t gap_us, since_us;

	if (!b->prm.cps || !b->next)
		return 0;
	gap_us   = 1000000ull / b->prm.cps;
	since_us = oh_clock_us() - b->began_us;

	return since_us >= gap_us ? 0 :
		(uint32_t)((gap_us - since_us + 999) / 1000);
}

static void all_over(struct oh_batch *b)
{
	if (!b->prm.all)
		b->prm.resulth(&b->carried, b->prm.arg);
	b->prm.doneh(b->worst == OH_CAUSE_NONE ? OH_CAUSE_DONE : b->worst,
		     b->prm.arg);
}

/* Begin what may begin, or tell that all is over */
static void more(void *arg)
{
	struct oh_batch *b = arg;

	while (may_begin(b)) {
		uint32_t wait = b->place->held ? HELD_MS : pace_ms(b);

		if (wait) {
			tmr_start(&b->tmr, wait, more, b);
			return;
		}
		if (entry_start(b)) {
			b->worst   = OH_CAUSE_FAILED;
			b->stopped = OH_CAUSE_FAILED;
		}
	}
	if (!b->active)
		all_over(b);
}

static void ask(struct oh_choose_prm *cprm, const struct oh_batch_prm *prm,
		const struct oh_place *place)
{
	oh_place_ask(cprm, place);
	cprm->from      = prm->attempt.from;
	cprm->trunk     = prm->attempt.trunk;
	cprm->anonymous = prm->attempt.anonymous;
	cprm->person    = prm->attempt.person;
}

/**
 * Look at all numbers, as oh_choose() does, and call none
 *
 * @param prm   The batch
 * @param place From where
 * @param badp  Receives the index of the first bad one
 * @param ch    Receives its choice, or the last one's
 *
 * @return 0, or the errno of the bad one
 */
int oh_batch_check(const struct oh_batch_prm *prm, struct oh_place *place,
		   uint32_t *badp, struct oh_choice *ch)
{
	struct oh_choose_prm cprm;

	ask(&cprm, prm, place);
	for (uint32_t i = 0; i < prm->numberc; i++) {
		int err;

		cprm.number = prm->numberv[i];
		err = oh_choose(ch, &cprm);
		if (err) {
			*badp = i;
			return err;
		}
	}

	return 0;
}

/**
 * Tell by which trunks the first number would leave if all of them worked
 *
 * @param w     Receives them, in order
 * @param prm   As of oh_batch_check()
 * @param place From where
 *
 * @return 0, or an errno of oh_choose_ways()
 */
int oh_batch_ways(struct oh_ways *w, const struct oh_batch_prm *prm,
		  struct oh_place *place)
{
	struct oh_choose_prm cprm;
	struct oh_choice ch;

	ask(&cprm, prm, place);
	cprm.number      = prm->numberv[0];
	cprm.voice.downh = NULL;

	return oh_choose_ways(w, &ch, &cprm);
}

/**
 * Begin calling
 *
 * @param bp    Returned batch, release with mem_deref
 * @param place From where, borrowed
 * @param prm   What and how, borrowed while it lives
 *
 * @return 0 or an errno. resulth and doneh come later, doneh once; the
 *         batch may be released in it.
 */
int oh_batch_start(struct oh_batch **bp, struct oh_place *place,
		   const struct oh_batch_prm *prm)
{
	struct oh_batch *b;

	if (!bp || !place || !prm || !prm->numberc || !prm->resulth ||
	    !prm->doneh)
		return EINVAL;
	b = mem_zalloc(sizeof(*b), batch_destructor);
	if (!b)
		return ENOMEM;
	tmr_init(&b->tmr);
	b->prm   = *prm;
	b->place = place;
	oh_result_init(&b->carried);
	tmr_start(&b->tmr, 0, more, b);
	*bp = b;

	return 0;
}

/**
 * Begin no more, end what is under way; results and doneh follow
 *
 * @param b     Batch
 * @param cause What the results will say
 */
void oh_batch_stop(struct oh_batch *b, enum oh_cause cause)
{
	struct le *le, *next;

	if (!b || b->stopped != OH_CAUSE_NONE)
		return;
	b->stopped = cause;
	b->worst   = cause;
	for (le = list_head(&b->entryl); le; le = next) {
		struct entry *e = le->data;

		next = le->next;
		oh_attempt_stop(e->attempt, cause);
	}
	if (!tmr_isrunning(&b->tmr))
		tmr_start(&b->tmr, 0, more, b);
}

/**
 * No time is left: tell the results of all that is still under way, now
 *
 * @param b     Batch; doneh is not called any more
 * @param cause What the results will say
 */
void oh_batch_abandon(struct oh_batch *b, enum oh_cause cause)
{
	struct le *le, *next;

	if (!b)
		return;
	tmr_cancel(&b->tmr);
	b->stopped = cause;
	for (le = list_head(&b->entryl); le; le = next) {
		struct entry *e = le->data;

		next = le->next;
		oh_attempt_abandon(e->attempt, cause);
		entry_over(e, cause);
	}
	if (!b->prm.all)
		b->prm.resulth(&b->carried, b->prm.arg);
}
