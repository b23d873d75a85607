/**
 * @file limit.c  How much may be called: at once, a second, a day
 *
 * Each limit is a row: what was used, what it may be, and what to say. The
 * first that is reached speaks.
 */
#include <errno.h>
#include <stdio.h>
#include "route/limit.h"

enum { MINUTE_MS = 60000, TRUNK_SIZE = 80 };

/** A number of things; reached when used is max, as one more is asked for */
struct count {
	const char *key;
	bool        all;            /* of [guard], else of the trunk      */
	uint64_t    used;
	uint64_t    max;            /* 0: no limit                        */
	const char *what;           /* "calls are up"                     */
	const char *remedy;
};

static const char tomorrow[] = "wait until tomorrow, or raise it";
static const char later[]    = "wait, or raise it";

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
static bool find_reached(char *why, size_t size,
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
		return true;
	}

	return false;
}

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

static bool is_too_much(char *why, size_t size,
			const struct oh_limit_prm *p,
			const struct oh_limit_usage *u)
{
	static const char up[]    = "calls are up";
	static const char day[]   = "calls were begun today";
	static const char talk[]  = "minutes were talked today";
	const struct count v[] = {
		{ "calls", false, u->now, p->calls, up,
		  "wait until one ends, or raise it" },
		{ "cps", false, u->second, p->cps,
		  "calls were begun in the last second", later },
		{ "day_calls", false, u->day, p->day_calls, day, tomorrow },
		{ "day_minutes", false, u->day_ms / MINUTE_MS,
		  p->day_minutes, talk, tomorrow },
		{ "day_calls", true, u->all_day, p->all_day_calls, day,
		  tomorrow },
		{ "day_minutes", true, u->all_day_ms / MINUTE_MS,
		  p->all_day_minutes, talk, tomorrow },
		{ "minute_max", true, u->minute, p->minute_max,
		  "calls were begun in the last minute", later },
		{ "prefix_max", true, u->same_prefix, p->prefix_max,
		  "calls in a row to numbers that begin alike", later },
	};

	return find_reached(why, size, p, v, COUNT(v));
}

static bool is_much(char *why, size_t size, const struct oh_limit_prm *p,
		    const struct oh_limit_usage *u)
{
	static const char brake[] = "more of them will be refused";
	const struct count v[] = {
		{ "minute_warn", true, u->minute, p->minute_warn,
		  "calls were begun in the last minute", brake },
		{ "prefix_warn", true, u->same_prefix, p->prefix_warn,
		  "calls in a row to numbers that begin alike", brake },
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
	enum oh_limit_verdict v, all;
	const char *where = section(buf, sizeof(buf), p, false);

	v = check_cost(why, size, where, &p->day_cost, &u->day_cost);
	if (v == OH_LIMIT_REFUSED)
		return v;
	all = check_cost(why, size, "[guard]", &p->all_day_cost,
			 &u->all_day_cost);

	return all == OH_LIMIT_OK ? v : all;
}

/**
 * Decide whether one more call may begin
 *
 * @param why  Receives the refusal, a warning, or ""
 * @param size Size of why [bytes]
 * @param prm  What is allowed
 * @param u    What is used, without the call that asks
 *
 * @return OK, WARN: it may and why should be told, or REFUSED
 */
enum oh_limit_verdict oh_limit_check(char *why, size_t size,
				     const struct oh_limit_prm *prm,
				     const struct oh_limit_usage *u)
{
	enum oh_limit_verdict v;

	why[0] = '\0';
	if (is_too_much(why, size, prm, u))
		return OH_LIMIT_REFUSED;
	v = check_costs(why, size, prm, u);
	if (v != OH_LIMIT_OK)
		return v;

	return is_much(why, size, prm, u) ? OH_LIMIT_WARN : OH_LIMIT_OK;
}
