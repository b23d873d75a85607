/**
 * @file limit.c  How much may be called: at once, a second, a day
 *
 * Each limit is a row: what was used, what it may be, and what to say. The
 * first that is reached speaks.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "route/limit.h"

enum { MINUTE_MS = 60000, TRUNK_SIZE = 80, WHY_SIZE = 256 };

/** A number of things; reached when used is max, as one more is asked for */
struct count {
	const char *key;
	bool        all;            /* of [guard], else of the trunk      */
	enum oh_limit_verdict verdict;
	uint64_t    used;
	uint64_t    max;            /* 0: no limit                        */
	const char *what;           /* "calls are up"                     */
	const char *remedy;
};

static const char tomorrow[] = "wait until tomorrow, or raise it";
static const char later[]    = "wait, or raise it";
static const char ends[]     = "wait until one ends, or raise it";
static const char morning[]  = "wait until morning, or raise it";
static const char up[]       = "calls are up";

/* "[guard]", or the trunk's section */
static const char *section(char *buf, size_t size,
			   const struct oh_limit_prm *prm, bool all)
{
	if (all)
		return "[guard]";
	(void)snprintf(buf, size, "[trunk %s]", prm->trunk ? prm->trunk : "");

	return buf;
}

static bool is_reached(const struct count *c)
{
	return c->max && c->used >= c->max;
}

/* The first that is reached says so */
static enum oh_limit_verdict find_reached(char *why, size_t size,
					  const struct oh_limit_prm *prm,
					  const struct count *v, size_t n)
{
	char buf[TRUNK_SIZE];

	for (size_t i = 0; i < n; i++) {
		const struct count *c = &v[i];

		if (!is_reached(c))
			continue;
		(void)snprintf(why, size, "%s %s = %llu: %llu %s; %s",
			       section(buf, sizeof(buf), prm, c->all), c->key,
			       (unsigned long long)c->max,
			       (unsigned long long)c->used, c->what,
			       c->remedy);
		return c->verdict;
	}

	return OH_LIMIT_OK;
}

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

/* What is of no use to wait for, first */
static enum oh_limit_verdict check_days(char *why, size_t size,
					const struct oh_limit_prm *p,
					const struct oh_limit_usage *u)
{
	static const char day[]  = "calls were begun today";
	static const char talk[] = "minutes were talked today";
	const struct count v[] = {
		{ "day_calls", true, OH_LIMIT_REFUSED, u->all_day,
		  p->all_day_calls, day, tomorrow },
		{ "day_minutes", true, OH_LIMIT_REFUSED,
		  u->all_day_ms / MINUTE_MS, p->all_day_minutes, talk,
		  tomorrow },
		{ "minute_max", true, OH_LIMIT_REFUSED, u->minute,
		  p->minute_max, "calls were begun in the last minute",
		  later },
		{ "night_minute_max", true, OH_LIMIT_REFUSED, u->minute,
		  p->night_minute, "calls were begun in the last minute",
		  morning },
		{ "calls_max", true, OH_LIMIT_REFUSED, u->all_out,
		  p->calls_max, up, ends },
		{ "night_calls_max", true, OH_LIMIT_REFUSED, u->all_out,
		  p->night_calls, up, morning },
		{ "prefix_max", true, OH_LIMIT_REFUSED, u->same_prefix,
		  p->prefix_max, "calls in a row to numbers that begin "
		  "alike", later },
		{ "day_calls", false, OH_LIMIT_SPENT, u->day, p->day_calls,
		  day, tomorrow },
		{ "day_minutes", false, OH_LIMIT_SPENT,
		  u->day_ms / MINUTE_MS, p->day_minutes, talk, tomorrow },
	};

	return find_reached(why, size, p, v, COUNT(v));
}

static enum oh_limit_verdict check_now(char *why, size_t size,
				       const struct oh_limit_prm *p,
				       const struct oh_limit_usage *u)
{
	const struct count v[] = {
		{ "calls", false, OH_LIMIT_FULL, u->now, p->calls,
		  up, ends },
		{ "cps", false, OH_LIMIT_LATER, u->second, p->cps,
		  "calls were begun in the last second", later },
	};

	return find_reached(why, size, p, v, COUNT(v));
}

static enum oh_limit_verdict check_brakes(char *why, size_t size,
					  const struct oh_limit_prm *p,
					  const struct oh_limit_usage *u)
{
	static const char brake[] = "more of them will be refused";
	const struct count v[] = {
		{ "minute_warn", true, OH_LIMIT_WARN, u->minute,
		  p->minute_warn, "calls were begun in the last minute",
		  brake },
		{ "calls_warn", true, OH_LIMIT_WARN, u->all_out,
		  p->calls_warn, up, brake },
		{ "prefix_warn", true, OH_LIMIT_WARN, u->same_prefix,
		  p->prefix_warn, "calls in a row to numbers that begin "
		  "alike", brake },
	};

	return find_reached(why, size, p, v, COUNT(v));
}

/* A sum in another currency cannot be held against a cap: nobody is
   refused for that, but it is said. */
static enum oh_limit_verdict check_cost(char *why, size_t size,
					const char *where,
					const struct oh_money *cap,
					const struct oh_money *spent)
{
	char max[OH_MONEY_SIZE], sum[OH_MONEY_SIZE];
	struct oh_money total = *cap;

	if (!*cap->currency || !*spent->currency)
		return OH_LIMIT_OK;
	(void)oh_money_print(max, sizeof(max), cap);
	(void)oh_money_print(sum, sizeof(sum), spent);
	total.micro = 0;
	if (oh_money_add(&total, spent)) {
		(void)snprintf(why, size, "%s day_cost = %s %s: does not "
			       "count what calls cost in %s", where, max,
			       cap->currency, spent->currency);
		return OH_LIMIT_WARN;
	}
	if (total.micro < cap->micro)
		return OH_LIMIT_OK;
	(void)snprintf(why, size, "%s day_cost = %s %s: %s %s were spent "
		       "today; %s", where, max, cap->currency, sum,
		       spent->currency, tomorrow);

	return OH_LIMIT_REFUSED;
}

static enum oh_limit_verdict check_costs(char *why, size_t size,
					 const struct oh_limit_prm *p,
					 const struct oh_limit_usage *u)
{
	char buf[TRUNK_SIZE];
	enum oh_limit_verdict v;

	v = check_cost(why, size, "[guard]", &p->all_day_cost,
		       &u->all_day_cost);
	if (v != OH_LIMIT_OK)
		return v;
	v = check_cost(why, size, section(buf, sizeof(buf), p, false),
		       &p->day_cost, &u->day_cost);

	return v == OH_LIMIT_REFUSED ? OH_LIMIT_SPENT : v;
}

/**
 * Decide whether one more call may begin
 *
 * @param why  Receives the refusal, a warning, or ""
 * @param size Size of why [bytes]
 * @param prm  What is allowed
 * @param u    What is used, without the call that asks
 *
 * @return Whether, when or where it may
 */
enum oh_limit_verdict oh_limit_check(char *why, size_t size,
				     const struct oh_limit_prm *prm,
				     const struct oh_limit_usage *u)
{
	enum oh_limit_verdict cost, v;
	char more[WHY_SIZE] = "";

	why[0] = '\0';
	v = check_days(why, size, prm, u);
	if (v != OH_LIMIT_OK)
		return v;
	cost = check_costs(why, size, prm, u);
	if (cost > OH_LIMIT_WARN)
		return cost;
	v = check_now(more, sizeof(more), prm, u);
	if (v == OH_LIMIT_OK && cost == OH_LIMIT_OK)
		v = check_brakes(more, sizeof(more), prm, u);
	if (v == OH_LIMIT_OK)
		return cost;
	(void)snprintf(why, size, "%s", more);

	return v;
}

/** What a day leaves of something */
struct left {
	const struct oh_limit_prm *prm;
	char    *why;
	size_t   size;
	uint64_t ms;
};

static void leave(struct left *l, uint64_t ms, bool all, const char *key)
{
	char buf[TRUNK_SIZE];

	if (ms >= l->ms)
		return;
	l->ms = ms;
	(void)snprintf(l->why, l->size, "%s %s",
		       section(buf, sizeof(buf), l->prm, all), key);
}

static void leave_minutes(struct left *l, uint32_t cap, uint64_t used_ms,
			  bool all)
{
	uint64_t cap_ms = (uint64_t)cap * MINUTE_MS;

	if (cap)
		leave(l, cap_ms > used_ms ? cap_ms - used_ms : 0, all,
		      "day_minutes");
}

/* What is left, at so much a minute. What nobody has a price for costs
   nothing that could be counted. */
static void leave_cost(struct left *l, const struct oh_money *cap,
		       const struct oh_money *spent,
		       const struct oh_money *rate, bool all)
{
	struct oh_money used = { 0, "" };
	uint64_t left;

	if (!*cap->currency || rate->micro <= 0 ||
	    0 != strcmp(cap->currency, rate->currency))
		return;
	if (0 == strcmp(cap->currency, spent->currency))
		used = *spent;
	left = cap->micro > used.micro ? (uint64_t)(cap->micro - used.micro)
				       : 0;
	if (left < UINT64_MAX / MINUTE_MS)
		leave(l, left * MINUTE_MS / (uint64_t)rate->micro, all,
		      "day_cost");
}

/**
 * Tell how long a call may be before the day's minutes or money are used up
 *
 * Other calls that are up use them, too: each of those that go on at once
 * may have as much as was left when it began.
 *
 * @param why  Receives the rule that says so, "[guard] day_minutes", or ""
 * @param size Size of why [bytes]
 * @param prm  What is allowed
 * @param u    What is used
 * @param rate What a minute costs; currency "": not known
 *
 * @return Time [ms]; UINT64_MAX: no limit
 */
uint64_t oh_limit_left_ms(char *why, size_t size,
			  const struct oh_limit_prm *prm,
			  const struct oh_limit_usage *u,
			  const struct oh_money *rate)
{
	struct left l = { prm, why, size, UINT64_MAX };

	why[0] = '\0';
	leave_minutes(&l, prm->all_day_minutes, u->all_day_ms, true);
	leave_minutes(&l, prm->day_minutes, u->day_ms, false);
	leave_cost(&l, &prm->all_day_cost, &u->all_day_cost, rate, true);
	leave_cost(&l, &prm->day_cost, &u->day_cost, rate, false);

	return l.ms;
}
