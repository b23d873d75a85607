/**
 * @file fuzz_conf.c  The text of a configuration
 */
#include "base/compat.h"
#include <assert.h>
#include <errno.h>
#include <string.h>
#include "conf/conf.h"
#include "number/pattern.h"
#include "number/pattern_priv.h"
#include "number/plan.h"


static void check_trunk(const struct oh_conf_trunk *t)
{
	assert(*t->name && t->at.line > 0);
	assert(t->transport <= OH_CONF_TCP && t->codecc <= OH_CONF_CODECS_MAX);
	assert(t->number_format <= OH_NUMBER_NATIONAL);
	assert(t->expires_s >= 60 && memchr(t->dtmf, 0, sizeof(t->dtmf)));
}


static void check_carrier(const struct oh_conf_carrier *k)
{
	size_t len = strlen(k->endpoint);

	assert(*k->name && k->at.line > 0 && k->type <= OH_CONF_STATIC);
	assert(k->timeout_ms >= 1000 && k->timeout_ms <= 600000);
	assert(k->monthly_cap.micro >= 0);
	assert(strlen(k->monthly_cap.currency) % 3 == 0);
	assert(!len || (0 == strncmp(k->endpoint, "http", 4) &&
			k->endpoint[len - 1] != '/'));
}


/* What was learnt of a pattern must never say no where it would match. */
static void check_route(const struct oh_conf *c, const struct oh_conf_route *r)
{
	static const char *const numberv[] = { "+14255550100", "911", "",
					       "+442079460000", "*67#" };
	const char *next = r->trunks;
	struct oh_conf_share s;

	for (size_t i = 0; r->compiled && i < ARRAY_SIZE(numberv); i++) {
		char sample[OH_NUMBER_SIZE];
		int err = oh_pattern_match(r->compiled, numberv[i]);

		if (err != ERANGE && oh_pattern_is_anchored(r->compiled))
			assert(!err == oh_pattern_try(r->compiled, numberv[i],
						      strlen(numberv[i]), 0,
						      OH_PATTERN_WHOLE));
		assert(oh_pattern_reach(r->compiled, numberv[i]) <=
		       strlen(numberv[i]));
		if (oh_pattern_sample(sample, r->compiled, i))
			assert(!oh_pattern_match(r->compiled, sample));
	}
	while (oh_conf_share_next(&s, &next))
		assert(*s.name && s.weight >= 1 && s.weight <= 1000 &&
		       (c->faultc || oh_conf_trunk_find(c, s.name)));
}


static void check_pairs(const struct oh_conf_pair *v, uint32_t c)
{
	assert(c <= OH_CONF_PAIRS_MAX);
	for (uint32_t i = 0; i < c; i++) {
		assert(v[i].line > 0 && *v[i].name);
		assert(memchr(v[i].name, 0, sizeof(v[i].name)) &&
		       memchr(v[i].value, 0, sizeof(v[i].value)));
	}
}


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct oh_conf *c = NULL;
	char *text = mem_alloc(size + 1, NULL);

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';

	assert(!oh_conf_parse(&c, "fuzz.conf", text));
	for (uint32_t i = 0; i < c->trunkc; i++)
		check_trunk(&c->trunkv[i]);
	for (uint32_t i = 0; i < c->carrierc; i++)
		check_carrier(&c->carrierv[i]);
	for (uint32_t i = 0; i < c->routec; i++)
		check_route(c, &c->routev[i]);
	check_pairs(c->boundv, c->boundc);
	check_pairs(c->colorv, c->colorc);
	for (uint32_t i = 0; i < c->faultc; i++)
		assert(c->faultv[i].line > 0 && *c->faultv[i].text);
	assert(!*c->country || oh_plan_find(c->country));
	assert(c->ring_ms >= 1000 && c->guard.max_duration_s >= 1);

	mem_deref(c);
	mem_deref(text);

	return 0;
}
