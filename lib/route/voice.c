/**
 * @file voice.c  Voice routes: which trunks a number leaves by
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "number/pattern.h"
#include "route/voice.h"

/** A trunk that waits for its place */
struct entry {
	const struct oh_conf_trunk *trunk;
	uint32_t                    weight;
};

/**
 * Find the route of a number
 *
 * @param conf   Configuration without faults
 * @param number E.164 with "+", or a short number or code as dialled
 * @param spentp Set to the first one before it whose pattern took too many
 *               steps to decide, and so was passed over, or NULL
 *
 * @return The first route that matches (borrowed), or NULL
 */
const struct oh_conf_route *oh_voice_find(const struct oh_conf *conf,
				const char *number,
				const struct oh_conf_route **spentp)
{
	*spentp = NULL;
	for (uint32_t i = 0; i < conf->routec; i++) {
		const struct oh_conf_route *r = &conf->routev[i];
		int err = r->compiled ? oh_pattern_match(r->compiled, number)
				      : ENOENT;

		if (!err)
			return r;
		if (err != ENOENT && !*spentp)
			*spentp = r;
	}

	return NULL;
}

/**
 * Say why a route does not take a number
 *
 * @param buf    Receives a sentence, "" if it does
 * @param size   Size of it
 * @param r      Route
 * @param number As of oh_voice_find()
 */
void oh_voice_why(char *buf, size_t size, const struct oh_conf_route *r,
		  const char *number)
{
	int err = r->compiled ? oh_pattern_match(r->compiled, number)
			      : EINVAL;
	size_t reach;

	*buf = '\0';
	if (!err)
		return;
	if (err != ENOENT) {
		snprintf(buf, size, "given up: the pattern takes too many "
			 "steps");
		return;
	}
	reach = oh_pattern_reach(r->compiled, number);
	if (!reach)
		snprintf(buf, size, "no match");
	else if (!number[reach])
		snprintf(buf, size, "no match: the number ends too early");
	else
		snprintf(buf, size, "no match behind %.*s", (int)reach,
			 number);
}

/* splitmix64: good dice from any seed */
static uint64_t throw_dice(uint64_t *seed)
{
	uint64_t z = *seed += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;

	return z ^ (z >> 31);
}

/* Each next one is drawn from those that are left, by their weights */
static void shuffle(struct entry *v, uint32_t c, uint64_t seed)
{
	for (uint32_t i = 0; i + 1 < c; i++) {
		uint64_t sum = 0, mark;
		struct entry drawn;
		uint32_t k = i;

		for (uint32_t j = i; j < c; j++)
			sum += v[j].weight;
		mark = throw_dice(&seed) % sum;
		while (mark >= v[k].weight)
			mark -= v[k++].weight;
		drawn = v[k];
		memmove(&v[i + 1], &v[i], (k - i) * sizeof(*v));
		v[i] = drawn;
	}
}

static uint32_t collect(struct entry *v, const struct oh_conf *conf,
			const struct oh_conf_route *r)
{
	const char *text = r->trunks;
	struct oh_conf_share s;
	uint32_t c = 0;

	while (c < OH_CONF_SHARES_MAX && oh_conf_share_next(&s, &text)) {
		v[c].trunk  = oh_conf_trunk_find(conf, s.name);
		v[c].weight = s.weight;
		c += v[c].trunk != NULL;
	}

	return c;
}

/**
 * Put the trunks of a route in the order in which they are to be tried
 *
 * As they are listed, or drawn by weight; those that do not work come last,
 * in the same order, because they may work again.
 *
 * @param trunkv Receives the trunks, OH_CONF_SHARES_MAX at most
 * @param conf   Configuration, from which they are borrowed
 * @param r      Route
 * @param prm    Dice and health
 *
 * @return Number of trunks
 */
uint32_t oh_voice_order(const struct oh_conf_trunk **trunkv,
			const struct oh_conf *conf,
			const struct oh_conf_route *r,
			const struct oh_voice_prm *prm)
{
	struct entry v[OH_CONF_SHARES_MAX];
	uint32_t c = collect(v, conf, r), n = 0;

	if (r->order == OH_CONF_WEIGHT)
		shuffle(v, c, prm->seed);
	for (int down = 0; down < 2; down++) {
		for (uint32_t i = 0; i < c; i++) {
			bool is = prm->downh &&
				prm->downh(v[i].trunk, prm->arg);

			if (is == down)
				trunkv[n++] = v[i].trunk;
		}
	}

	return n;
}
