/**
 * @file choose.c  A number becomes a trunk, a URI and a caller ID
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "place/choose.h"
#include "route/rates.h"
#include "route/rewrite.h"

static const char *country_of(const struct oh_conf *conf)
{
	return conf->country[0] ? conf->country : NULL;
}

static int parse(struct oh_number *n, struct oh_choice *ch,
		 const char *text, const struct oh_conf *conf)
{
	const char *why = "not a number";
	int err;

	err = oh_number_parse(n, text, country_of(conf), &why);
	if (err)
		snprintf(ch->why, sizeof(ch->why), "'%.64s': %s", text, why);

	return err;
}

static int refuse(struct oh_choice *ch, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* There is no trunk: say what to do about it */
static int refuse(struct oh_choice *ch, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(ch->why, sizeof(ch->why), fmt, ap);
	va_end(ap);

	return ENXIO;
}

static int only(struct oh_ways *w, const struct oh_conf_trunk *t)
{
	w->trunkv[0] = t;
	w->trunkc = 1;

	return 0;
}

static int named(struct oh_ways *w, struct oh_choice *ch,
		 const struct oh_conf *conf, const char *name)
{
	const struct oh_conf_trunk *t = oh_conf_trunk_find(conf, name);

	if (t)
		return only(w, t);
	snprintf(ch->why, sizeof(ch->why), "no trunk named '%.64s' in %.96s",
		 name, conf->file[0] ? conf->file : "the configuration");

	return ENOENT;
}

static uint32_t count(const struct oh_conf *conf, bool managed)
{
	uint32_t c = 0;

	for (uint32_t i = 0; i < conf->trunkc; i++)
		c += conf->trunkv[i].managed == managed;

	return c;
}

static const struct oh_conf_trunk *first(const struct oh_conf *conf,
					 bool managed)
{
	for (uint32_t i = 0; i < conf->trunkc; i++) {
		if (conf->trunkv[i].managed == managed)
			return &conf->trunkv[i];
	}

	return NULL;
}

/* One that sells numbers, but whose calls are not ours to carry */
static const char *seller(const struct oh_conf *conf)
{
	for (uint32_t i = 0; i < conf->carrierc; i++) {
		if (conf->carrierv[i].type != OH_CONF_STATIC)
			return conf->carrierv[i].name;
	}

	return NULL;
}

/* No route matches, or there is none: to the managed carrier */
static int managed(struct oh_ways *w, struct oh_choice *ch,
		   const struct oh_conf *conf)
{
	const struct oh_conf_trunk *t = first(conf, true);
	const char *name = seller(conf);

	if (t)
		return only(w, t);
	if (conf->routec)
		return refuse(ch, "no route matches %s%s%s%s: add a [route "
			      "NAME], or use --trunk", ch->number.text,
			      name ? ", and carrier " : "", name ? name : "",
			      name ? " carries no calls of this program"
				   : "");
	if (name)
		return refuse(ch, "no trunk is configured, and carrier %s "
			      "carries no calls of this program: add a "
			      "[trunk NAME] with server = HOST", name);

	return refuse(ch, "no trunk is configured: add a [trunk NAME] with "
		      "server = HOST");
}

/* Where no route is asked: the default trunk, or the only one */
static int without_route(struct oh_ways *w, struct oh_choice *ch,
			 const struct oh_conf *conf)
{
	if (*conf->trunk)
		return named(w, ch, conf, conf->trunk);
	if (count(conf, false) == 1)
		return only(w, first(conf, false));
	if (!count(conf, false))
		return managed(w, ch, conf);

	return refuse(ch, "several trunks, none of them the default: use "
		      "--trunk, or set trunk = NAME");
}

/* Who names a trunk wants no other */
static int find_ways(struct oh_ways *w, struct oh_choice *ch,
		     const struct oh_choose_prm *prm)
{
	const struct oh_conf *conf = prm->conf;

	if (prm->trunk)
		return named(w, ch, conf, prm->trunk);
	if (!conf->routec || ch->number.kind == OH_NUMBER_URI)
		return without_route(w, ch, conf);
	ch->route = oh_voice_find(conf, ch->number.text, &ch->spent);
	if (!ch->route)
		return managed(w, ch, conf);
	w->trunkc = oh_voice_order(w->trunkv, conf, ch->route, &prm->voice);

	return w->trunkc ? 0 : refuse(ch, "route %s has no trunk",
				      ch->route->name);
}

/* The URI's user part. A SIP URI is called as it was given. */
static int write_number(struct oh_choice *ch, struct oh_rewrite *w,
			const struct oh_conf *conf)
{
	const struct oh_number *n = &ch->number;
	const char *why = "";
	int err;

	if (n->uri[0])
		return snprintf(ch->user, sizeof(ch->user), "%s", n->uri) <
			(int)sizeof(ch->user) ? 0 : ERANGE;
	err = oh_rewrite_number(w, n, ch->trunk, country_of(conf), &why);
	if (err)
		snprintf(ch->why, sizeof(ch->why), "%s: trunk %s %s", n->text,
			 ch->trunk->name, why);
	else
		snprintf(ch->user, sizeof(ch->user), "%s", w->written);

	return err;
}

static bool is_caller_id(const struct oh_conf *conf, const char *number)
{
	for (uint32_t i = 0; i < conf->trunkc; i++) {
		if (0 == strcmp(conf->trunkv[i].caller_id, number))
			return true;
	}
	for (uint32_t i = 0; i < conf->routec; i++) {
		if (0 == strcmp(conf->routev[i].caller_id, number))
			return true;
	}

	return false;
}

/* Somebody else's number is never shown, but for who calls us while the
   call says that it is forwarded. A trunk's own is: its operator has
   configured it. */
static void guard_from(struct oh_choice *ch, const struct oh_choose_prm *prm,
		       const struct oh_number *from)
{
	struct oh_verdict v = { .rule = OH_GUARD_CALLER_ID };

	if (!prm->ownedh || prm->anonymous || prm->forwarded ||
	    ch->verdict.rule != OH_GUARD_OK ||
	    is_caller_id(prm->conf, from->text))
		return;
	if (!prm->ownedh(&v, from->text, prm->ownedarg))
		ch->verdict = v;
}

/* The route's caller ID is shown instead of any other */
static const char *shown(const struct oh_choice *ch,
			 const struct oh_choose_prm *prm)
{
	if (ch->route && *ch->route->caller_id)
		return ch->route->caller_id;
	if (prm->from)
		return prm->from;

	return *ch->trunk->caller_id ? ch->trunk->caller_id : NULL;
}

static int choose_from(struct oh_choice *ch, const struct oh_choose_prm *prm)
{
	const struct oh_conf_trunk *t = ch->trunk;
	const char *text = shown(ch, prm);
	struct oh_number n;
	int err;

	if (!text || (prm->anonymous && text != prm->from)) {
		snprintf(ch->from, sizeof(ch->from), "%s",
			 prm->anonymous ? "anonymous" :
			 t->user[0] ? t->user : "offhook");
		return 0;
	}
	err = parse(&n, ch, text, prm->conf);
	if (err)
		return err;
	if (n.kind == OH_NUMBER_URI) {
		snprintf(ch->why, sizeof(ch->why),
			 "'%.64s': a caller ID is a number", text);
		return EBADMSG;
	}
	if (text == prm->from)
		guard_from(ch, prm, &n);
	err = oh_rewrite_caller(ch->from, sizeof(ch->from), &n, t,
				country_of(prm->conf));
	if (err)
		snprintf(ch->why, sizeof(ch->why), "%s: trunk %s cannot "
			 "write it in its caller_id_format", n.text, t->name);

	return err;
}

/* Short numbers and codes cost what the trunk says; we do not know it. */
static void find_rate(struct oh_choice *ch, const struct oh_rates *rates)
{
	struct oh_rate rate;

	if (ch->number.kind == OH_NUMBER_E164 && !ch->number.uri[0] &&
	    oh_rates_find(&rate, rates, ch->number.text))
		ch->rate = rate.price;
}

static void set_guard(struct oh_guard_prm *guard,
		      const struct oh_choose_prm *prm)
{
	memset(guard, 0, sizeof(*guard));
	guard->conf       = &prm->conf->guard;
	guard->country    = prm->conf->country;
	guard->automation = prm->automation;
}

/* A switch behind the trunk may take away what was put in front. What stands
   there makes no other country: 0 and 020.. is no call abroad. */
static void guard_written(struct oh_choice *ch,
			  const struct oh_guard_prm *guard,
			  const struct oh_rewrite *w)
{
	const char *const stagev[] = { w->formatted, w->stripped,
				       w->written };
	struct oh_guard_prm last = *guard;

	for (size_t i = 0; i < 3 && ch->verdict.rule == OH_GUARD_OK; i++) {
		if (i == 2)
			last.trunk = NULL;
		oh_guard_check_dialled(&ch->verdict, &last, stagev[i]);
	}
}

static void ask_emergency(struct oh_emergency_prm *e,
			  const struct oh_choose_prm *prm)
{
	memset(e, 0, sizeof(*e));
	e->conf       = prm->conf;
	e->person     = prm->person;
	e->automation = prm->automation;
	e->trunk      = prm->trunk;
	e->downh      = prm->voice.downh;
	e->arg        = prm->voice.arg;
}

/* A trunk makes an emergency number of another one: said as it fits who asks,
   and never called */
static void explain_emergency(struct oh_choice *ch,
			      const struct oh_choose_prm *prm)
{
	struct oh_verdict v = ch->verdict;
	struct oh_emergency_prm e;

	ask_emergency(&e, prm);
	if (oh_emergency_judge(&v, &e, &ch->number) == OH_EMERGENCY_NO)
		ch->verdict = v;
}

/* Once more, as this trunk calls it: which countries, depends on it */
static void guard_way(struct oh_choice *ch, const struct oh_choose_prm *prm,
		      const struct oh_rewrite *w)
{
	struct oh_guard_prm guard;

	if (ch->verdict.rule != OH_GUARD_OK)
		return;
	set_guard(&guard, prm);
	guard.trunk  = ch->trunk;
	guard.is_uri = ch->number.kind == OH_NUMBER_URI;
	oh_guard_check(&ch->verdict, &guard, &ch->number);
	if (!ch->number.uri[0])
		guard_written(ch, &guard, w);
	if (ch->verdict.rule == OH_GUARD_EMERGENCY)
		explain_emergency(ch, prm);
}

/* No route has a say: the trunks that are marked for it, and those alone */
static int find_emergency_ways(struct oh_ways *w, struct oh_choice *ch,
			       const struct oh_emergency_prm *e)
{
	w->trunkc = oh_emergency_ways(w->trunkv, OH_CONF_SHARES_MAX, e,
				      ch->emergency);
	if (ch->emergency == OH_EMERGENCY_CALL)
		oh_emergency_note(ch->why, sizeof(ch->why), e->conf,
				  &ch->number);

	return 0;
}

/* As it was dialled, as the trunk itself: who answers must know which
   address is meant. What cannot be written is no reason not to call. */
static int emergency_way(struct oh_choice *ch,
			 const struct oh_choose_prm *prm)
{
	struct oh_choose_prm own = *prm;
	char why[OH_CHOICE_WHY];

	own.from      = NULL;
	own.anonymous = false;
	snprintf(ch->user, sizeof(ch->user), "%s", ch->number.text);
	memcpy(why, ch->why, sizeof(why));
	if (choose_from(ch, &own))
		snprintf(ch->from, sizeof(ch->from), "%s", *ch->trunk->user ?
			 ch->trunk->user : "offhook");
	memcpy(ch->why, why, sizeof(ch->why));

	return 0;
}

/**
 * Decide by which trunks a number may leave, and whether it may at all
 *
 * @param w   Receives the trunks in the order in which they are to be tried,
 *            borrowed from the configuration
 * @param ch  Receives the number, its route and the guard's verdict on it
 * @param prm What is asked for
 *
 * @return 0 (see verdict), or an errno with the reason in ch->why
 */
int oh_choose_ways(struct oh_ways *w, struct oh_choice *ch,
		   const struct oh_choose_prm *prm)
{
	struct oh_emergency_prm urgent;
	struct oh_guard_prm guard;
	int err;

	if (!w || !ch || !prm || !prm->conf || !prm->number)
		return EINVAL;
	memset(w, 0, sizeof(*w));
	memset(ch, 0, sizeof(*ch));

	err = parse(&ch->number, ch, prm->number, prm->conf);
	if (err)
		return err;
	/* Before anything else: a forbidden number needs no trunk */
	set_guard(&guard, prm);
	oh_guard_check(&ch->verdict, &guard, &ch->number);
	ask_emergency(&urgent, prm);
	ch->emergency = oh_emergency_judge(&ch->verdict, &urgent,
					   &ch->number);
	if (ch->emergency != OH_EMERGENCY_NO)
		return find_emergency_ways(w, ch, &urgent);
	find_rate(ch, prm->rates);

	return find_ways(w, ch, prm);
}

/**
 * Decide how a number is called on a trunk, and as whom
 *
 * @param ch  As of oh_choose_ways(); receives the rest
 * @param prm The same as there
 * @param t   Trunk, borrowed from the configuration
 *
 * @return 0 (see verdict), or an errno with the reason in ch->why
 */
int oh_choose_way(struct oh_choice *ch, const struct oh_choose_prm *prm,
		  const struct oh_conf_trunk *t)
{
	struct oh_rewrite w;
	int err;

	ch->trunk = t;
	/* Another trunk's countries */
	if (ch->verdict.rule == OH_GUARD_COUNTRY)
		memset(&ch->verdict, 0, sizeof(ch->verdict));
	if (ch->emergency != OH_EMERGENCY_NO)
		return emergency_way(ch, prm);
	err = write_number(ch, &w, prm->conf);
	if (err)
		return err;
	err = choose_from(ch, prm);
	if (err)
		return err;
	guard_way(ch, prm, &w);

	return 0;
}

/**
 * Decide where a number would be called first, as whom, and whether it may be
 *
 * A trunk that does not call the number's country is passed over.
 *
 * @param ch  Receives the choice; trunk is borrowed from the configuration
 * @param prm What is asked for
 *
 * @return 0 (see verdict), or an errno with the reason in ch->why
 */
int oh_choose(struct oh_choice *ch, const struct oh_choose_prm *prm)
{
	struct oh_ways w;
	int err = oh_choose_ways(&w, ch, prm);

	if (err)
		return err;
	for (uint32_t i = 0; i < w.trunkc; i++) {
		err = oh_choose_way(ch, prm, w.trunkv[i]);
		if (err || ch->verdict.rule != OH_GUARD_COUNTRY)
			return err;
	}

	return 0;
}
