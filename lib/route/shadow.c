/**
 * @file shadow.c  Routes that no number reaches
 */
#include <string.h>
#include "number/pattern.h"
#include "route/shadow.h"
#include "route/voice.h"

enum {
	PLUS_SEEDS = 32,       /* Samples of which one should begin so     */
	LONG       = 11,       /* Digits that no short number has          */
	SEEDS_MAX = 1000,      /* Before a route is said to be taken       */
	EMPTY_MAX = 100,       /* Seeds that may lead to nothing           */
};

static const struct oh_conf_route *equal(const struct oh_conf *conf,
					 uint32_t route)
{
	const char *pattern = conf->routev[route].pattern;

	for (uint32_t i = 0; i < route; i++) {
		if (0 == strcmp(conf->routev[i].pattern, pattern))
			return &conf->routev[i];
	}

	return NULL;
}

/* Somebody forgot the "+": the pattern takes digits by the dozen, and none
   of its samples is in E.164 form */
static bool lacks_plus(struct oh_shadow *s, const struct oh_pattern *p)
{
	char sample[OH_NUMBER_SIZE];
	size_t len;

	*s->sample = '\0';
	for (uint64_t seed = 0; seed < PLUS_SEEDS; seed++) {
		if (!oh_pattern_sample(sample, p, seed))
			continue;
		if (*sample == '+')
			return false;
		memcpy(s->sample, sample, sizeof(sample));
	}
	len = strlen(s->sample);
	if (!len)
		return false;
	while (len < LONG)
		s->sample[len++] = '5';
	s->sample[len] = '\0';

	return 0 == oh_pattern_match(p, s->sample);
}

/* Whether the sample comes as far as the route; who takes it is kept */
static bool reaches(struct oh_shadow *s, const struct oh_conf *conf,
		    uint32_t route, const char *sample)
{
	const struct oh_conf_route *spent;
	const struct oh_conf_route *by = oh_voice_find(conf, sample, &spent);

	if (by == &conf->routev[route])
		return true;
	if (!s->samples++) {
		s->by = by;
		memcpy(s->sample, sample, sizeof(s->sample));
	}

	return false;
}

/**
 * Find out whether any number reaches a route
 *
 * @param s     Receives what was found
 * @param conf  Configuration without faults
 * @param route Index of the route
 */
void oh_shadow_find(struct oh_shadow *s, const struct oh_conf *conf,
		    uint32_t route)
{
	const struct oh_conf_route *r = &conf->routev[route];
	char sample[OH_NUMBER_SIZE];

	memset(s, 0, sizeof(*s));
	s->by = equal(conf, route);
	if (s->by) {
		s->kind = OH_SHADOW_EQUAL;
		return;
	}
	if (lacks_plus(s, r->compiled)) {
		s->kind = OH_SHADOW_NO_PLUS;
		return;
	}
	for (uint64_t seed = 0; seed < SEEDS_MAX; seed++) {
		if (!s->samples && seed == EMPTY_MAX)
			break;
		if (oh_pattern_sample(sample, r->compiled, seed) &&
		    reaches(s, conf, route, sample))
			return;
	}
	s->kind = s->samples ? OH_SHADOW_TAKEN : OH_SHADOW_EMPTY;
}
