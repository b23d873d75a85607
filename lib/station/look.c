/**
 * @file look.c  What a number being typed would become; nobody is called
 */
#include <errno.h>
#include "base/clock.h"
#include "number/plan.h"
#include "place/batch.h"
#include "station/station_priv.h"

enum {
	DIGITS_ALL = 16,
	RATE_SIZE  = OH_MONEY_SIZE + 16,
	DAY_LEN    = 10,         /* "2026-01-02", and "T"              */
	MINUTE_LEN = 16,         /* "2026-01-02T12:03"                 */
};

/** All that is told */
struct seen {
	struct oh_choice ch;
	const char *asked;
	const char *kind, *verdict;
	const char *why, *hint;
	const struct oh_plan *plan;    /* whose country, or NULL          */
	char silence[OH_CHOICE_WHY];   /* of a trunk                      */
};

/** A trunk that does not work */
struct down {
	const struct oh_place      *place;
	const struct oh_conf_trunk *trunk;
};

/* Whether more digits would make a number of it */
static bool may_become(const char *text, const char *country)
{
	size_t len = strlen(text);
	struct oh_number n;
	char buf[64];

	if (text[strspn(text, "+0123456789*# ().-/")] ||
	    len + DIGITS_ALL >= sizeof(buf))
		return false;
	str_ncpy(buf, text, sizeof(buf));
	for (size_t i = 0; i < DIGITS_ALL; i++) {
		buf[len + i]     = '5';
		buf[len + i + 1] = '\0';
		if (0 == oh_number_parse(&n, buf, country, NULL))
			return true;
	}

	return false;
}

/* "s", "sip:", "sip:x": of a URI, or one that has no host yet */
static bool may_become_uri(const char *text)
{
	static const char *const schemev[] = { "sip:", "sips:", "tel:" };

	for (size_t i = 0; i < ARRAY_SIZE(schemev); i++) {
		size_t len = strlen(schemev[i]);

		if (*text && 0 == strncasecmp(text, schemev[i],
					      min(len, strlen(text))))
			return true;
	}

	return false;
}

/* "+4420": whose country that will be */
static const struct oh_plan *plan_of_part(const char *text)
{
	struct oh_number n = { .kind = OH_NUMBER_E164 };
	size_t len = 0;

	for (; *text && len + 1 < OH_NUMBER_SIZE; text++) {
		if (strchr("+0123456789", *text))
			n.text[len++] = *text;
	}

	return *n.text == '+' && len > 1 ? oh_plan_of(&n) : NULL;
}

static void set_part(struct seen *s)
{
	s->kind    = "part";
	s->verdict = "part";
	s->plan    = plan_of_part(s->asked);
}

static const char *kind_of(const struct seen *s)
{
	if (s->ch.verdict.rule == OH_GUARD_EMERGENCY ||
	    s->ch.emergency == OH_EMERGENCY_CALL)
		return "emergency";
	switch (s->ch.number.kind) {

	case OH_NUMBER_E164: return "e164";
	case OH_NUMBER_URI:  return "uri";
	default:             return "code";
	}
}

static const char *verdict_of(const struct seen *s, int err)
{
	const enum oh_guard_rule rule = s->ch.verdict.rule;

	if (s->ch.emergency == OH_EMERGENCY_CALL)
		return "emergency-call";
	if (rule == OH_GUARD_EMERGENCY)
		return "emergency";

	return rule != OH_GUARD_OK || err ? "refused" : "allowed";
}

/* Where help is sent, if that is what is called, or tested */
static const char *address_of(const struct seen *s)
{
	return s->ch.emergency != OH_EMERGENCY_NO && s->ch.trunk ?
		s->ch.trunk->emergency_address : "";
}

/* It is a number: the guard has its say, then who would carry it */
static void judge(struct seen *s, int err)
{
	const struct oh_verdict *v = &s->ch.verdict;

	s->kind = kind_of(s);
	if (s->ch.number.kind == OH_NUMBER_E164)
		s->plan = oh_plan_of(&s->ch.number);
	s->verdict = verdict_of(s, err);
	s->why  = v->rule != OH_GUARD_OK ? v->text : s->ch.why;
	s->hint = v->rule != OH_GUARD_OK ? v->hint : "";
}

/* "12:03", and the day if it was not today */
static const char *print_time(char iso[OH_CLOCK_ISO_SIZE], uint64_t wall_us)
{
	char today[OH_CLOCK_ISO_SIZE];

	if (oh_clock_print(iso, OH_CLOCK_ISO_SIZE, wall_us) ||
	    oh_clock_print(today, sizeof(today), oh_clock_wall_us()))
		return "";
	iso[DAY_LEN] = ' ';
	iso[MINUTE_LEN] = '\0';

	return strncmp(iso, today, DAY_LEN) ? iso : iso + DAY_LEN + 1;
}

static int print_down(struct re_printf *pf, const struct down *d)
{
	const uint64_t us = oh_place_silent_us(d->place, d->trunk);
	char iso[OH_CLOCK_ISO_SIZE];

	if (!us)
		return re_hprintf(pf, "trunk %s refuses our registration",
				  d->trunk->name);

	return re_hprintf(pf, "trunk %s does not answer since %s",
			  d->trunk->name, print_time(iso, us));
}

/* The one that would have come before the one that comes first now */
static const struct oh_conf_trunk *passed_over(const struct seen *s,
					       const struct oh_ways *w,
					       const struct oh_place *place)
{
	const struct oh_conf_route *r = s->ch.route;

	for (uint32_t i = 0; i < w->trunkc; i++) {
		if (w->trunkv[i] == s->ch.trunk &&
		    (!r || r->order != OH_CONF_WEIGHT))
			return NULL;
		if (w->trunkv[i] != s->ch.trunk &&
		    oh_place_is_down(place, w->trunkv[i]))
			return w->trunkv[i];
	}

	return NULL;
}

/* Who would carry it, but is not there; and who will: said, but no refusal */
static void look_at_trunks(struct seen *s, const struct oh_batch_prm *one,
			   struct oh_place *place)
{
	struct down d = { place, s->ch.trunk };
	struct oh_ways w;

	if (*s->why || !s->ch.trunk || oh_batch_ways(&w, one, place))
		return;
	s->why = s->silence;
	if (oh_place_is_down(place, s->ch.trunk)) {
		(void)re_snprintf(s->silence, sizeof(s->silence),
				  "%H, %s: it is tried all the same",
				  print_down, &d, w.trunkc > 1 ?
				  "nor does another" : "and is the only one");
		return;
	}
	d.trunk = passed_over(s, &w, place);
	if (d.trunk)
		(void)re_snprintf(s->silence, sizeof(s->silence),
				  "%H: %s is tried first", print_down, &d,
				  s->ch.trunk->name);
}

/* A call for help that is silent is better than none, and not good */
static void look_at_handset(struct seen *s, const struct oh_station *st)
{
	const struct oh_handset *h = oh_talk_handset(st->talk);

	if (s->ch.emergency == OH_EMERGENCY_CALL && !*s->why &&
	    (oh_handset_kind(h) == OH_HANDSET_NONE ||
	     oh_handset_state(h) == OH_HANDSET_FAILED))
		s->why = "no handset works here: they will not hear you";
}

static void look(struct seen *s, const struct oh_station *st,
		 struct oh_attempt_prm *how)
{
	struct oh_batch_prm one = { .numberv = &s->asked, .numberc = 1 };
	const char *country = st->prm.conf->country;
	uint32_t bad;
	int err;

	one.attempt = *how;
	s->why = s->hint = "";
	err = oh_batch_check(&one, st->prm.place, &bad, &s->ch);
	if (s->ch.number.kind != OH_NUMBER_NONE) {
		judge(s, err);
		look_at_handset(s, st);
		look_at_trunks(s, &one, st->prm.place);
		return;
	}
	s->why = s->ch.why;
	if (!*s->asked || may_become(s->asked, country) ||
	    may_become_uri(s->asked)) {
		set_part(s);
		return;
	}
	s->kind    = "part";
	s->verdict = "refused";
}

static bool add(cJSON *o, const char *name, const char *text)
{
	return !str_isset(text) || cJSON_AddStringToObject(o, name, text);
}

static bool add_rate(cJSON *o, const struct oh_money *rate)
{
	char buf[OH_MONEY_SIZE], text[RATE_SIZE];

	if (!*rate->currency)
		return true;
	(void)oh_money_print(buf, sizeof(buf), rate);
	(void)re_snprintf(text, sizeof(text), "%s %s/min", buf,
			  rate->currency);

	return cJSON_AddStringToObject(o, "rate", text);
}

static cJSON *print(const struct seen *s)
{
	const struct oh_choice *ch = &s->ch;
	const struct oh_number *n = &ch->number;
	cJSON *o = cJSON_CreateObject();
	bool known = n->kind != OH_NUMBER_NONE;

	if (cJSON_AddTrueToObject(o, "ok") &&
	    cJSON_AddStringToObject(o, "number", !known ? s->asked :
				    *n->text ? n->text : n->uri) &&
	    cJSON_AddStringToObject(o, "kind", s->kind) &&
	    add(o, "country", s->plan ? s->plan->iso : "") &&
	    add(o, "country_name", s->plan ? s->plan->name : "") &&
	    add(o, "route", ch->route ? ch->route->name : "") &&
	    add(o, "trunk", ch->trunk ? ch->trunk->name : "") &&
	    add(o, "address", address_of(s)) &&
	    add(o, "caller_id", ch->from) && add_rate(o, &ch->rate) &&
	    cJSON_AddStringToObject(o, "verdict", s->verdict) &&
	    add(o, "why", s->why) && add(o, "hint", s->hint))
		return o;
	cJSON_Delete(o);

	return NULL;
}

/* {"number":"+1425","from":"+1..","trunk":"home","person":true} */
int oh_station_do_look(struct oh_ask *ask, void *arg)
{
	const struct oh_station *st = arg;
	struct oh_args *a = ask->args;
	struct oh_attempt_prm how = {
		.from  = *st->caller_id ? st->caller_id : NULL,
		.trunk = *st->trunk ? st->trunk : NULL,
	};
	struct seen *s;
	int err;

	s = mem_zalloc(sizeof(*s), NULL);
	if (!s)
		return ENOMEM;
	err = oh_args_str(a, "number", &s->asked);
	if (!err && !s->asked)
		err = oh_args_bad(a, "number", "what shall be looked at?");
	if (!err)
		err = oh_args_str(a, "from", &how.from);
	if (!err)
		err = oh_args_str(a, "trunk", &how.trunk);
	if (!err)
		err = oh_args_bool(a, "person", &how.person);
	if (!err) {
		look(s, st, &how);
		oh_ask_reply(ask, print(s));
	}
	mem_deref(s);

	return err;
}
