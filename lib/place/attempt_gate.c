/**
 * @file attempt_gate.c  Whether a try may leave now: caps and brakes
 *
 *   trunk ready ──▶ row begun in the store, decided there ──▶ INVITE
 *                    │ a moment later, by cps: ask again
 *                    └ full or spent: next trunk;  [guard]: refused
 *
 * A call for help passes: not even the store is waited for.
 *
 * The store decides in the transaction that counts the call, so processes
 * that call at once cannot both be the last one.
 */
#include <errno.h>
#include <stdio.h>
#include "base/clock.h"
#include "event/result.h"
#include "place/attempt_priv.h"
#include "place/limits.h"

enum {
	PATIENCE_MS    = 60000,    /* Where it may ring for ever          */
};

static const struct oh_conf_guard *guard_of(const struct oh_attempt *a)
{
	return &a->place->prm.conf->guard;
}

/* On the store's thread: the gate is left alone meanwhile */
static bool decide(const struct oh_cdr_usage *u, char *why, size_t size,
		   void *arg)
{
	struct oh_attempt *a = arg;
	struct attempt_gate *g = &a->gate;
	const struct oh_limit_usage usage = oh_limits_usage(u);

	g->verdict = oh_limit_check(why, size, &g->limits, &usage);
	g->left_ms = oh_limit_left_ms(g->rule, sizeof(g->rule), &g->limits,
				      &usage, &g->rate);

	return g->verdict <= OH_LIMIT_WARN;
}

static void hold(struct oh_attempt *a, bool held)
{
	if (a->gate.held == held)
		return;
	a->gate.held = held;
	if (held)
		a->place->held++;
	else
		a->place->held--;
}

static void answer(struct oh_attempt *a, enum oh_limit_verdict v,
		   const char *why)
{
	hold(a, false);
	a->gate.until_us = 0;
	oh_attempt_gated(a, v, why);
}

static void ask_again(void *arg)
{
	struct oh_attempt *a = arg;
	int err = oh_attempt_gate(a);

	if (err)
		answer(a, OH_LIMIT_FULL, strerror(err));
}

/* The store cannot tell. A call matters more than its record, but not more
   than a cap that somebody relies on. */
static void without_store(struct oh_attempt *a, const char *fault)
{
	char why[OH_CDR_WHY_SIZE];

	a->gate.left_ms = UINT64_MAX;
	if (!guard_of(a)->strict ||
	    oh_limits_is_free(a->place->prm.conf, &a->choice)) {
		answer(a, OH_LIMIT_OK, "");
		return;
	}
	(void)re_snprintf(why, sizeof(why), "[guard] caps are set, and what "
			  "was called is not known: %s; mend the call "
			  "records ([cdr] file), or set no caps", fault);
	answer(a, OH_LIMIT_REFUSED, why);
}

/* Its turn comes in a moment: not longer than it might have rung */
static void wait_turn(struct oh_attempt *a, const char *why)
{
	struct attempt_gate *g = &a->gate;
	uint32_t cps = g->limits.cps ? g->limits.cps : 1;
	uint64_t now_us = oh_clock_us();

	if (!g->until_us)
		g->until_us = now_us + 1000ull *
			(a->prm.ring_ms ? a->prm.ring_ms : PATIENCE_MS);
	if (now_us >= g->until_us) {
		answer(a, OH_LIMIT_FULL, why);
		return;
	}
	hold(a, true);
	tmr_start(&g->tmr, 1000 / cps / 4 + 10 + rand_u16() % 16, ask_again,
		  a);
}

static void begun(int err, const char *why, void *arg)
{
	struct oh_attempt *a = arg;
	struct attempt_gate *g = &a->gate;
	const char *fault = oh_cdr_fault(a->place->prm.cdr);

	if (err)
		g->row = mem_deref(g->row);
	if (!err)
		answer(a, g->verdict, why);
	else if (err != EACCES)
		without_store(a, *fault ? fault : strerror(err));
	else if (g->verdict == OH_LIMIT_LATER)
		wait_turn(a, why);
	else
		answer(a, g->verdict, why);
}

static void fill(struct oh_result *res, const struct oh_attempt *a)
{
	const struct oh_choice *ch = &a->choice;

	oh_result_init(res);
	str_ncpy(res->id, a->id, sizeof(res->id));
	str_ncpy(res->to, ch->number.kind == OH_NUMBER_URI ? ch->number.uri
		 : ch->number.text, sizeof(res->to));
	str_ncpy(res->from, ch->from, sizeof(res->from));
	str_ncpy(res->trunk, ch->trunk->name, sizeof(res->trunk));
	res->rate     = ch->rate;
	res->start_us = oh_clock_wall_us();
}

/**
 * Ask whether the try may leave
 *
 * @param a Attempt, its trunk ready; oh_attempt_gated() is called, perhaps
 *          before this returns, unless the gate is shut before
 *
 * @return 0 or ENOMEM
 */
int oh_attempt_gate(struct oh_attempt *a)
{
	struct attempt_gate *g = &a->gate;
	char prefix[OH_NUMBER_SIZE];
	struct oh_result res;
	const struct oh_cdr_begin_prm prm = {
		.res     = &res,
		.prefix  = prefix,
		.decideh = decide,
		.begunh  = begun,
		.arg     = a,
	};
	int err;

	if (a->choice.emergency == OH_EMERGENCY_CALL) {
		g->left_ms = UINT64_MAX;
		answer(a, OH_LIMIT_OK, "");
		return 0;
	}
	if (!a->place->prm.cdr) {
		without_store(a, "none are kept");
		return 0;
	}
	oh_limits_set(&g->limits, a->place->prm.conf, &a->choice);
	g->rate = a->choice.rate;
	fill(&res, a);
	oh_limits_prefix(prefix, sizeof(prefix), &g->limits,
			 &a->choice.number);
	g->row = mem_deref(g->row);
	err = oh_cdr_begin(&g->row, a->place->prm.cdr, &prm);
	if (!err || err == ENOMEM)
		return err;
	without_store(a, strerror(err));

	return 0;
}

/**
 * Ask no more; what was begun is taken back
 *
 * @param a Attempt
 */
void oh_attempt_shut(struct oh_attempt *a)
{
	tmr_cancel(&a->gate.tmr);
	hold(a, false);
	a->gate.row = mem_deref(a->gate.row);
}

/**
 * Say how long the call may be
 *
 * @param note Receives what is to be told of it, or ""
 * @param size Size of note
 * @param a    Attempt, through the gate
 *
 * @return Time [ms], at least 1; 0: as long as it likes, as one for help
 */
uint32_t oh_attempt_max_ms(char *note, size_t size,
			   const struct oh_attempt *a)
{
	uint32_t max = guard_of(a)->max_duration_s * 1000;

	note[0] = '\0';
	if (a->choice.emergency == OH_EMERGENCY_CALL)
		return 0;
	if (a->prm.max_ms && a->prm.max_ms < max)
		max = a->prm.max_ms;
	if (a->gate.left_ms >= max)
		return max;
	(void)re_snprintf(note, size, "%s leaves this call %u s",
			  a->gate.rule, (uint32_t)(a->gate.left_ms / 1000));

	return a->gate.left_ms ? (uint32_t)a->gate.left_ms : 1;
}

/**
 * Take the row that was begun for the try, to be kept as its events tell
 *
 * @param a Attempt
 *
 * @return Row, given; NULL: none was begun, or it was taken
 */
struct oh_cdr_call *oh_attempt_row(struct oh_attempt *a)
{
	struct oh_cdr_call *row;

	if (!a)
		return NULL;
	row = a->gate.row;
	a->gate.row = NULL;

	return row;
}
