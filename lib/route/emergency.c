/**
 * @file emergency.c  A call for help: whether it may leave, and which ways
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "number/plan.h"
#include "route/emergency.h"


static bool is_marked(const struct oh_conf_trunk *t)
{
	return t->emergency && *t->emergency_address;
}


static bool has_marked(const struct oh_conf *conf)
{
	for (uint32_t i = 0; i < conf->trunkc; i++) {
		if (is_marked(&conf->trunkv[i]))
			return true;
	}

	return false;
}


/* The digits as they stand, and nothing before, behind or around them: 1911,
   *67911 and sip:911@.. are guarded, too, but nobody can tell who answers */
static bool is_bare(const struct oh_conf *conf, const struct oh_number *n)
{
	return n->kind == OH_NUMBER_SHORT && !*n->ext && !*n->uri &&
		(oh_plan_is_emergency(n->text, NULL) ||
		 oh_plan_has_emergency(oh_plan_find(conf->country), n->text));
}


static void say(struct oh_verdict *v, const char *text, const char *hint)
{
	snprintf(v->text, sizeof(v->text), "%s", text);
	snprintf(v->hint, sizeof(v->hint), "%s", hint);
}


/* What the guard has found, which is how its text begins */
static void found(char *buf, size_t size, const struct oh_verdict *v)
{
	snprintf(buf, size, "%.*s", (int)strcspn(v->text, " "), v->text);
}


/* What stands in the way of a person */
static bool is_in_the_way(struct oh_verdict *v, const struct oh_conf *conf,
			  const struct oh_number *n)
{
	char text[OH_GUARD_TEXT], digits[OH_NUMBER_TEXT];

	if (!is_bare(conf, n)) {
		found(digits, sizeof(digits), v);
		snprintf(text, sizeof(text), "%.16s is an emergency number, "
			 "and here something stands before, behind or around "
			 "it", digits);
		say(v, text, "dial the emergency number alone, or use a "
		    "telephone");
		return true;
	}
	if (conf->guard.emergency != OH_CONF_EMERGENCY_ALLOW) {
		snprintf(text, sizeof(text), "%.16s is an emergency number, "
			 "and this telephone cannot say where you are",
			 n->text);
		say(v, text, "use a telephone ([guard] emergency = allow is "
		    "not set)");
		return true;
	}
	if (has_marked(conf))
		return false;
	snprintf(text, sizeof(text), "%.16s is an emergency number, and no "
		 "trunk here is registered with an address", n->text);
	say(v, text, "use a telephone (no trunk has emergency = yes)");

	return true;
}


/* In the US and where its trunks are, 933 reads out the number and address
   that help would be sent to */
static bool is_test(const struct oh_emergency_prm *prm,
		    const struct oh_number *n)
{
	const struct oh_conf_trunk *t = NULL;

	if (n->kind != OH_NUMBER_SHORT || *n->ext || *n->uri ||
	    strcmp(n->text, "933") || strcasecmp(prm->conf->country, "US"))
		return false;
	if (prm->trunk)
		t = oh_conf_trunk_find(prm->conf, prm->trunk);

	return prm->trunk ? t && is_marked(t) : has_marked(prm->conf);
}


static void refuse_program(struct oh_verdict *v,
			   const struct oh_emergency_prm *prm)
{
	char digits[OH_NUMBER_TEXT];

	if (prm->automation || prm->conf->guard.emergency !=
	    OH_CONF_EMERGENCY_ALLOW)
		return;
	found(digits, sizeof(digits), v);
	snprintf(v->text, sizeof(v->text), "%.16s is an emergency number, "
		 "and only a person who dials it by hand may call it",
		 digits);
}


/**
 * Tell whether a number is called as one for help
 *
 * @param v   The guard's verdict on it. Set to OK for CALL; else, if it is
 *            an emergency number, its texts say why it is not called
 * @param prm Who asks
 * @param n   Number
 *
 * @return What it is; NO: it is as any other, or refused
 */
enum oh_emergency oh_emergency_judge(struct oh_verdict *v,
				     const struct oh_emergency_prm *prm,
				     const struct oh_number *n)
{
	if (v->rule == OH_GUARD_OK && is_test(prm, n))
		return OH_EMERGENCY_TEST;
	if (v->rule != OH_GUARD_EMERGENCY)
		return OH_EMERGENCY_NO;
	if (!prm->person) {
		refuse_program(v, prm);
		return OH_EMERGENCY_NO;
	}
	if (is_in_the_way(v, prm->conf, n))
		return OH_EMERGENCY_NO;
	memset(v, 0, sizeof(*v));

	return OH_EMERGENCY_CALL;
}


/* 0: the one that was asked for, 1: any, 2: one that did not answer */
static int rank(const struct oh_conf_trunk *t,
		const struct oh_emergency_prm *prm)
{
	if (prm->downh && prm->downh(t, prm->arg))
		return 2;

	return prm->trunk && 0 == strcmp(prm->trunk, t->name) ? 0 : 1;
}


/**
 * Find the trunks of such a call
 *
 * The one that was asked for first, if it is marked, then the others as they
 * stand in the file; last those that did not answer a moment ago. A test is
 * one of the trunk that was asked for.
 *
 * @param trunkv Receives them
 * @param max    Its size
 * @param prm    Who asks
 * @param what   CALL or TEST
 *
 * @return Their number
 */
uint32_t oh_emergency_ways(const struct oh_conf_trunk **trunkv, uint32_t max,
			   const struct oh_emergency_prm *prm,
			   enum oh_emergency what)
{
	const struct oh_conf *conf = prm->conf;
	bool only = what == OH_EMERGENCY_TEST && prm->trunk;
	uint32_t c = 0;

	for (int r = 0; r <= 2; r++) {
		for (uint32_t i = 0; i < conf->trunkc && c < max; i++) {
			const struct oh_conf_trunk *t = &conf->trunkv[i];

			if (!is_marked(t) || rank(t, prm) != r ||
			    (only && strcmp(t->name, prm->trunk)))
				continue;
			trunkv[c++] = t;
		}
	}

	return c;
}


/**
 * Say that help may answer by another number here
 *
 * @param buf  Receives it, or ""
 * @param size Size of buf
 * @param conf Configuration
 * @param n    Emergency number
 */
void oh_emergency_note(char *buf, size_t size, const struct oh_conf *conf,
		       const struct oh_number *n)
{
	const struct oh_plan *home = oh_plan_find(conf->country);

	buf[0] = '\0';
	if (home && !oh_plan_has_emergency(home, n->text))
		snprintf(buf, size, "%s is not known as an emergency number "
			 "of %s, which has: %s", n->text, home->name,
			 home->emergency);
}
