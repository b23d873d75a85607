/**
 * @file gather.c  Digits collected by rules
 */
#include <string.h>
#include "call/gather.h"

/**
 * Begin collecting
 *
 * @param g   Caller's memory
 * @param prm Rules; match is borrowed as long as g is used
 */
void oh_gather_init(struct oh_gather *g, const struct oh_gather_prm *prm)
{
	memset(g, 0, sizeof(*g));
	g->prm = *prm;
	if (!g->prm.max || g->prm.max > OH_GATHER_MAX)
		g->prm.max = OH_GATHER_MAX;
}

static enum oh_gather_state judge(struct oh_gather *g)
{
	if (!g->count)
		g->state = OH_GATHER_MISSING;
	else if (g->count < g->prm.min || (g->prm.match &&
		 regexec(g->prm.match, g->digits, 0, NULL, 0)))
		g->state = OH_GATHER_INVALID;
	else
		g->state = OH_GATHER_COMPLETE;

	return g->state;
}

/**
 * A digit came
 *
 * @param g     Collecting
 * @param digit '0'..'9', '*', '#', 'A'..'D'
 *
 * @return The state after it. Once it is not OPEN it does not change.
 */
enum oh_gather_state oh_gather_digit(struct oh_gather *g, char digit)
{
	if (g->state != OH_GATHER_OPEN)
		return g->state;
	if (g->prm.terminator && digit == g->prm.terminator)
		return judge(g);
	g->digits[g->count++] = digit;

	return g->count >= g->prm.max ? judge(g) : OH_GATHER_OPEN;
}

/** The time of oh_gather_wait_ms() is over: what there is must do */
enum oh_gather_state oh_gather_timeout(struct oh_gather *g)
{
	return g->state == OH_GATHER_OPEN ? judge(g) : g->state;
}

/** How long to wait for the next digit [ms] */
uint32_t oh_gather_wait_ms(const struct oh_gather *g)
{
	return g->count ? g->prm.between_ms : g->prm.first_ms;
}
