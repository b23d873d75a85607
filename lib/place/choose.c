/**
 * @file choose.c  A number becomes a trunk, a URI and a caller ID
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "place/choose.h"
#include "route/rates.h"

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

static int choose_trunk(struct oh_choice *ch, const struct oh_choose_prm *prm)
{
	const struct oh_conf *conf = prm->conf;
	const char *name = prm->trunk ? prm->trunk : conf->trunk;

	if (*name) {
		ch->trunk = oh_conf_trunk_find(conf, name);
		if (ch->trunk)
			return 0;
		snprintf(ch->why, sizeof(ch->why),
			 "no trunk named '%.64s' in %.96s", name,
			 conf->file[0] ? conf->file : "the configuration");
		return ENOENT;
	}
	if (conf->trunkc == 1) {
		ch->trunk = &conf->trunkv[0];
		return 0;
	}
	snprintf(ch->why, sizeof(ch->why), "%s: %s",
		 conf->trunkc ? "several trunks, none of them the default"
			      : "no trunk is configured",
		 conf->trunkc ? "use --trunk, or set trunk = NAME"
			      : "add a [trunk NAME] with server = HOST");

	return ENXIO;
}

/* The URI's user part. A SIP URI is called as it was given. */
static int write_number(struct oh_choice *ch, const struct oh_conf *conf)
{
	const struct oh_number *n = &ch->number;
	int err;

	if (n->uri[0])
		return snprintf(ch->user, sizeof(ch->user), "%s", n->uri) <
			(int)sizeof(ch->user) ? 0 : ERANGE;
	err = oh_number_print(ch->user, sizeof(ch->user), n,
			      ch->trunk->number_format, country_of(conf));
	if (err)
		snprintf(ch->why, sizeof(ch->why),
			 "%s: trunk %s cannot write it in its number_format",
			 n->text, ch->trunk->name);

	return err;
}

static bool is_caller_id(const struct oh_conf *conf, const char *number)
{
	for (uint32_t i = 0; i < conf->trunkc; i++) {
		if (0 == strcmp(conf->trunkv[i].caller_id, number))
			return true;
	}

	return false;
}

/* Somebody else's number is never shown. A trunk's own is: its operator has
   configured it. */
static void guard_from(struct oh_choice *ch, const struct oh_choose_prm *prm,
		       const struct oh_number *from)
{
	struct oh_verdict v = { .rule = OH_GUARD_CALLER_ID };

	if (!prm->ownedh || prm->anonymous ||
	    ch->verdict.rule != OH_GUARD_OK ||
	    is_caller_id(prm->conf, from->text))
		return;
	if (!prm->ownedh(&v, from->text, prm->ownedarg))
		ch->verdict = v;
}

static int choose_from(struct oh_choice *ch, const struct oh_choose_prm *prm)
{
	const struct oh_conf_trunk *t = ch->trunk;
	struct oh_number n;
	int err;

	if (!prm->from) {
		snprintf(ch->from, sizeof(ch->from), "%s",
			 prm->anonymous ? "anonymous" :
			 t->caller_id[0] ? t->caller_id :
			 t->user[0] ? t->user : "offhook");
		return 0;
	}
	err = parse(&n, ch, prm->from, prm->conf);
	if (err)
		return err;
	if (n.kind == OH_NUMBER_URI) {
		snprintf(ch->why, sizeof(ch->why),
			 "'%.64s': a caller ID is a number", prm->from);
		return EBADMSG;
	}
	guard_from(ch, prm, &n);

	return oh_number_print(ch->from, sizeof(ch->from), &n,
			       t->number_format, country_of(prm->conf));
}

/* Short numbers and codes cost what the trunk says; we do not know it. */
static void find_rate(struct oh_choice *ch, const struct oh_rates *rates)
{
	struct oh_rate rate;

	if (ch->number.kind == OH_NUMBER_E164 && !ch->number.uri[0] &&
	    oh_rates_find(&rate, rates, ch->number.text))
		ch->rate = rate.price;
}

/**
 * Decide where a number would be called, as whom, and whether it may be
 *
 * @param ch  Receives the choice; trunk is borrowed from the configuration
 * @param prm What is asked for
 *
 * @return 0 (see verdict), or an errno with the reason in ch->why
 */
int oh_choose(struct oh_choice *ch, const struct oh_choose_prm *prm)
{
	struct oh_guard_prm guard;
	int err;

	if (!ch || !prm || !prm->conf || !prm->number)
		return EINVAL;
	memset(ch, 0, sizeof(*ch));
	guard.conf       = &prm->conf->guard;
	guard.country    = prm->conf->country;
	guard.automation = prm->automation;

	err = parse(&ch->number, ch, prm->number, prm->conf);
	if (err)
		return err;
	/* Before anything else: a forbidden number needs no trunk */
	oh_guard_check(&ch->verdict, &guard, &ch->number);
	err = choose_trunk(ch, prm);
	if (err)
		return err;
	err = write_number(ch, prm->conf);
	if (err)
		return err;
	err = choose_from(ch, prm);
	if (err)
		return err;
	find_rate(ch, prm->rates);
	if (ch->verdict.rule == OH_GUARD_OK && !ch->number.uri[0])
		oh_guard_check_dialled(&ch->verdict, &guard, ch->user);

	return 0;
}
