/**
 * @file routing_use.c  How much of a trunk's caps is used, and how its last
 * call went
 *
 * Nobody is asked: it is what the records of all processes say.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <time.h>
#include "base/clock.h"
#include "base/compat.h"
#include "command/routing_priv.h"
#include "place/limits.h"

enum { INDENT = 13, STAMP_SIZE = 40, MINUTE_MS = 60000 };

/** Something that has a cap */
struct count {
	const char *name;
	uint64_t    used;
	uint64_t    max;          /* 0: none */
};

/** What is used of one set of caps: the trunk's, or those of [guard] */
struct share {
	struct count           v[3];
	const struct oh_money *cost, *cost_max;
};

/**
 * Look what is used, and whether the caps would let a call begin now
 *
 * @param u    Receives it
 * @param conf Configuration
 * @param ch   Call, chosen
 */
void oh_routing_use(struct routing_use *u, const struct oh_conf *conf,
		    const struct oh_choice *ch)
{
	char prefix[OH_NUMBER_SIZE];
	const struct oh_look_prm prm = {
		.path     = *conf->cdr.file ? conf->cdr.file : NULL,
		.trunk    = ch->trunk->name,
		.currency = ch->rate.currency,
		.prefix   = prefix,
	};
	struct oh_limit_usage usage;

	oh_limits_set(&u->limits, conf, ch);
	oh_limits_prefix(prefix, sizeof(prefix), &u->limits, &ch->number);
	u->err = conf->cdr.enabled ? oh_look_read(&u->look, u->why, &prm)
				   : ENOENT;
	usage = oh_limits_usage(&u->look.usage);
	u->verdict = oh_limit_check(u->text, sizeof(u->text), &u->limits,
				    &usage);
}

static struct share of_trunk(const struct routing_use *u)
{
	const struct oh_cdr_usage *s = &u->look.usage;
	const struct oh_limit_prm *l = &u->limits;

	return (struct share){
		{ { "calls", s->now, l->calls },
		  { "day_calls", s->day, l->day_calls },
		  { "day_minutes", s->day_ms / MINUTE_MS, l->day_minutes } },
		&s->day_cost, &l->day_cost };
}

static struct share of_all(const struct routing_use *u)
{
	const struct oh_cdr_usage *s = &u->look.usage;
	const struct oh_limit_prm *l = &u->limits;

	return (struct share){
		{ { "calls", s->all_out, l->calls_max },
		  { "day_calls", s->all_day, l->all_day_calls },
		  { "day_minutes", s->all_day_ms / MINUTE_MS,
		    l->all_day_minutes } },
		&s->all_day_cost, &l->all_day_cost };
}

/* -------------------------------------------------------------------- text */

static void print_count(const struct count *c, const char *what)
{
	(void)printf("%llu", (unsigned long long)c->used);
	if (c->max)
		(void)printf(" of %llu", (unsigned long long)c->max);
	(void)printf(" %s", what);
}

static void print_cost(const struct oh_money *used, const struct oh_money *max)
{
	char a[OH_MONEY_SIZE], b[OH_MONEY_SIZE];
	const struct oh_money none = { 0, "" };
	struct oh_money sum = *used;

	if (!*used->currency && !*max->currency)
		return;
	if (!*sum.currency) {
		sum = none;
		str_ncpy(sum.currency, max->currency, sizeof(sum.currency));
	}
	(void)oh_money_print(a, sizeof(a), &sum);
	(void)oh_money_print(b, sizeof(b), max);
	if (*max->currency)
		(void)printf(", %s %s of %s %s", a, sum.currency, b,
			     max->currency);
	else
		(void)printf(", %s %s", a, sum.currency);
}

static void print_share(const struct share *s)
{
	print_count(&s->v[0], "calls up; today ");
	print_count(&s->v[1], "calls, ");
	print_count(&s->v[2], "minutes");
	print_cost(s->cost, s->cost_max);
	(void)putchar('\n');
}

static void print_last(const struct oh_look *l)
{
	time_t at = (time_t)(l->last_us / 1000000);
	char stamp[STAMP_SIZE] = "";
	struct tm tm;

	if (!l->last_us) {
		(void)printf("%*slast call: none yet\n", INDENT, "");
		return;
	}
	if (localtime_r(&at, &tm))
		(void)strftime(stamp, sizeof(stamp), "%Y-%m-%d %H:%M:%S",
			       &tm);
	(void)printf("%*slast call %s: %s", INDENT, "", stamp,
		     *l->disposition ? l->disposition : "still up");
	if (*l->cause)
		(void)printf(", %s", l->cause);
	if (l->scode)
		(void)printf(", %u", l->scode);
	(void)putchar('\n');
}

/**
 * Print it, indented
 *
 * @param u What was found
 */
void oh_routing_use_text(const struct routing_use *u)
{
	const struct share trunk = of_trunk(u);

	if (u->err && u->err != ENOENT) {
		(void)printf("%*snothing is known of its calls: %s\n", INDENT,
			     "", u->why);
		return;
	}
	print_last(&u->look);
	(void)printf("%*s", INDENT, "");
	print_share(&trunk);
	if (u->verdict != OH_LIMIT_OK)
		(void)printf("%*s%s: %s\n", INDENT, "", u->verdict ==
			     OH_LIMIT_WARN ? "warning" : "refused now",
			     u->text);
}

/**
 * Print what is used of the caps of all trunks
 *
 * @param u What was found, of any of them
 */
void oh_routing_all_text(const struct routing_use *u)
{
	const struct share all = of_all(u);

	if (u->err && u->err != ENOENT)
		return;
	(void)printf("  all trunks ");
	print_share(&all);
}

/* -------------------------------------------------------------------- JSON */

static cJSON *some(const char *s)
{
	return *s ? cJSON_CreateString(s) : cJSON_CreateNull();
}

static cJSON *money(const struct oh_money *m)
{
	char buf[OH_MONEY_SIZE];

	if (!*m->currency || oh_money_print(buf, sizeof(buf), m))
		return cJSON_CreateNull();

	return cJSON_CreateRaw(buf);
}

static bool add_count(cJSON *o, const struct count *c)
{
	char name[32];

	(void)re_snprintf(name, sizeof(name), "%s_max", c->name);

	return cJSON_AddNumberToObject(o, c->name, (double)c->used) &&
		cJSON_AddItemToObject(o, name, c->max ?
				      cJSON_CreateNumber((double)c->max) :
				      cJSON_CreateNull());
}

static bool add_share(cJSON *parent, const char *name, const struct share *s)
{
	cJSON *o = cJSON_AddObjectToObject(parent, name);

	return o && add_count(o, &s->v[0]) && add_count(o, &s->v[1]) &&
		add_count(o, &s->v[2]) &&
		cJSON_AddItemToObject(o, "day_cost", money(s->cost)) &&
		cJSON_AddItemToObject(o, "day_cost_max",
				      money(s->cost_max)) &&
		cJSON_AddItemToObject(o, "currency",
				      some(*s->cost->currency ?
					   s->cost->currency :
					   s->cost_max->currency));
}

static bool add_last(cJSON *parent, const struct oh_look *l)
{
	char stamp[STAMP_SIZE];
	cJSON *o;

	if (!l->last_us)
		return cJSON_AddNullToObject(parent, "last_call");
	o = cJSON_AddObjectToObject(parent, "last_call");
	if (oh_clock_print(stamp, sizeof(stamp), (uint64_t)l->last_us))
		return false;

	return o && cJSON_AddStringToObject(o, "start", stamp) &&
		cJSON_AddItemToObject(o, "disposition",
				      some(l->disposition)) &&
		cJSON_AddItemToObject(o, "cause", some(l->cause)) &&
		cJSON_AddItemToObject(o, "sip_status", l->scode ?
				      cJSON_CreateNumber(l->scode) :
				      cJSON_CreateNull());
}

/**
 * Add it to a trunk
 *
 * @param o Object of the trunk
 * @param u What was found
 *
 * @return false: out of memory
 */
bool oh_routing_use_json(struct cJSON *o, const struct routing_use *u)
{
	const struct share trunk = of_trunk(u);

	if (u->err && u->err != ENOENT)
		return cJSON_AddNullToObject(o, "use");

	return add_last(o, &u->look) && add_share(o, "use", &trunk) &&
		cJSON_AddItemToObject(o, "limit", some(u->text));
}

/**
 * Add what is used of the caps of all trunks
 *
 * @param o Object of the number
 * @param u What was found, of any trunk
 *
 * @return false: out of memory
 */
bool oh_routing_all_json(struct cJSON *o, const struct routing_use *u)
{
	const struct share all = of_all(u);

	if (u->err && u->err != ENOENT)
		return cJSON_AddNullToObject(o, "use");

	return add_share(o, "use", &all);
}
