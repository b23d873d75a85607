/**
 * @file attempt_next.c  A try has failed: whether and where to go on
 */
#include <errno.h>
#include "base/clock.h"
#include "event/result.h"
#include "place/attempt_priv.h"
#include "route/failover.h"
#include "route/redirect.h"

/**
 * Tell how long the next try may ring
 *
 * @param a Attempt
 *
 * @return Time [ms], at least 1; 0: as long as it likes
 */
uint32_t oh_attempt_ring_ms(const struct oh_attempt *a)
{
	uint64_t now_us = oh_clock_us();

	if (!a->prm.ring_ms || !a->ring_us)
		return a->prm.ring_ms;

	return now_us + 1000 > a->ring_us ? 1
		: (uint32_t)((a->ring_us - now_us) / 1000);
}

static bool is_late(const struct oh_attempt *a)
{
	return a->prm.ring_ms && a->ring_us && oh_clock_us() >= a->ring_us;
}

/* The trunk of this try, if it is open */
static struct oh_trunk *trunk_of(const struct oh_attempt *a)
{
	struct place_trunk *pt;

	if (oh_place_trunk_get(&pt, a->place, a->choice.trunk))
		return NULL;

	return pt->trunk;
}

/* Help is asked for by the next trunk whatever the last one says, until
   somebody has answered. */
static bool may_go_on(const struct oh_attempt *a,
		      const struct oh_cause_in *in)
{
	if (a->choice.emergency == OH_EMERGENCY_CALL)
		return !a->answered;

	return oh_failover_may(a->choice.trunk->failover, in);
}

/**
 * Tell whether a trunk that says nothing is worth no long wait
 *
 * @param a Attempt
 *
 * @return true if there is another address or trunk, which may be tried
 *         when nothing was heard
 */
bool oh_attempt_may_wait(struct oh_attempt *a)
{
	const struct oh_cause_in silence = { .err = ETIMEDOUT };
	const struct oh_trunk *t = trunk_of(a);

	return may_go_on(a, &silence) &&
		(a->way + 1 < a->ways.trunkc || (t && oh_trunk_has_next(t)));
}

/**
 * Tell what people should know
 *
 * @param a    Attempt
 * @param text For them
 */
void oh_attempt_warn(struct oh_attempt *a, const char *text)
{
	struct oh_event ev = { .type = OH_EVENT_WARNING, .text = text };

	oh_attempt_tell(a, &ev);
}

/* Another call may have gone on to the next address meanwhile. */
static bool next_address(struct oh_attempt *a)
{
	struct oh_trunk *t = *a->route ? trunk_of(a) : NULL;

	if (!t || oh_trunk_state(t) == OH_TRUNK_FAILED)
		return false;

	return str_cmp(oh_trunk_route(t), a->route) || oh_trunk_next(t);
}

static bool next_trunk(struct oh_attempt *a)
{
	struct oh_choose_prm prm;

	oh_attempt_ask(&prm, a, NULL);
	a->route[0] = '\0';
	while (++a->way < a->ways.trunkc) {
		struct oh_choice ch = a->choice;
		int err = oh_choose_way(&ch, &prm, a->ways.trunkv[a->way]);

		if (err)
			oh_attempt_warn(a, ch.why);
		else {
			a->choice = ch;
			return true;
		}
	}

	return false;
}

/**
 * Decide whether to try again, after a failure
 *
 * On to the server's next address, or else to the next trunk, as the failed
 * trunk's failover says.
 *
 * @param a  Attempt; its choice is the next one if there is one
 * @param in How the try ended; NULL: the trunk could not be used at all
 *
 * @return true if there is another try to begin
 */
bool oh_attempt_next(struct oh_attempt *a, const struct oh_cause_in *in)
{
	if (a->stopped || is_late(a) || a->tries >= OH_RESULT_TRIES_MAX)
		return false;
	if (in && !may_go_on(a, in))
		return false;

	return next_address(a) || next_trunk(a);
}

static bool was_seen(const struct oh_attempt *a, const char *number)
{
	for (uint32_t i = 0; i < a->hops; i++) {
		if (0 == str_cmp(a->seenv[i], number))
			return true;
	}

	return 0 == str_cmp(a->choice.number.text, number);
}

/* As if it had been typed: routes and guards are asked again */
static int follow(struct oh_attempt *a, const char *number, char *why,
		  size_t size)
{
	struct oh_choose_prm prm;
	struct oh_choice ch;
	struct oh_ways w;
	int err;

	oh_attempt_ask(&prm, a, number);
	prm.person = false;        /* It was somebody else's choice */
	err = oh_choose_ways(&w, &ch, &prm);
	if (ch.verdict.rule != OH_GUARD_OK)
		err = 0;           /* It is refused, with a way or without */
	else if (!err)
		err = oh_choose_way(&ch, &prm, w.trunkv[0]);
	if (err) {
		str_ncpy(why, ch.why, size);
		return err;
	}
	if (was_seen(a, ch.number.text) || a->hops >= ATTEMPT_HOPS_MAX) {
		re_snprintf(why, size, "to %s: a loop", ch.number.text);
		return ELOOP;
	}
	str_ncpy(a->seenv[a->hops++], a->choice.number.text,
		 sizeof(a->seenv[0]));
	a->choice   = ch;
	a->ways     = w;
	a->way      = 0;
	a->route[0] = '\0';

	return 0;
}

/**
 * Follow a 3xx, where its trunk says so
 *
 * The number that its Contact holds is called as if it had been asked for;
 * the host in it is not: calls leave by our trunks only.
 *
 * @param a  Attempt; its choice is the new one if there is one
 * @param ev ENDED
 *
 * @return true if there is another try to begin
 */
bool oh_attempt_redirect(struct oh_attempt *a, const struct oh_event *ev)
{
	char number[OH_NUMBER_URI_SIZE], why[ATTEMPT_WARNING] = "no number";
	char text[2 * ATTEMPT_WARNING];
	int err;

	if (ev->scode < 300 || ev->scode > 399 || a->stopped || is_late(a) ||
	    !a->choice.trunk->follow_redirect ||
	    a->choice.emergency != OH_EMERGENCY_NO)
		return false;
	err = oh_redirect_number(number, sizeof(number), ev->contact);
	if (!err)
		err = follow(a, number, why, sizeof(why));
	if (err) {
		re_snprintf(text, sizeof(text), "redirect not followed: %s",
			    why);
		oh_attempt_warn(a, text);
	}

	return !err;
}
