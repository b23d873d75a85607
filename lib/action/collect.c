/**
 * @file collect.c  Digits asked for, and asked for again
 */
#include <errno.h>
#include "action/action_priv.h"
#include "action/collect.h"

struct collect {
	struct oh_action   a;
	struct oh_sound   *prompt;
	struct oh_sound   *invalid;
	struct oh_gather   gather;
	struct oh_gather_prm rules;
	struct tmr         tmr;          /* for the next digit           */
	regex_t            re;
	bool               re_made;
	bool               collecting;
	bool               secret;
	bool               barge;
	bool               typeahead;
	bool               playing;
	bool               apology;      /* it is the invalid one         */
	uint32_t           id;           /* of what is played             */
	uint32_t           left;         /* tries                         */
	unsigned           making;       /* sounds that are not ready yet */
};

static void stop(struct collect *c)
{
	tmr_cancel(&c->tmr);
	if (c->collecting)
		(void)oh_live_collect(c->a.live, NULL, NULL);
	if (c->collecting && c->secret)
		oh_call_secret(c->a.call, false);
	c->collecting = false;
}

static void destructor(void *arg)
{
	struct collect *c = arg;

	if (!oh_action_is_over(&c->a)) {
		stop(c);
		if (c->playing)
			oh_stream_stop(oh_call_stream(c->a.call));
	}
	tmr_cancel(&c->tmr);
	oh_action_close(&c->a);
	mem_deref(c->prompt);
	mem_deref(c->invalid);
	if (c->re_made)
		regfree(&c->re);
	explicit_bzero(&c->gather, sizeof(c->gather));
}

static void tell_gathered(struct collect *c)
{
	struct oh_event ev = {
		.type   = OH_EVENT_GATHERED,
		.text   = c->gather.digits,
		.ok     = c->gather.state == OH_GATHER_COMPLETE,
		.masked = c->secret,
	};

	oh_call_tell(c->a.call, &ev);
}

static void finish(struct collect *c, enum oh_cause cause)
{
	struct oh_outcome out = OH_OUTCOME(cause);

	stop(c);
	tell_gathered(c);
	out.digits = c->gather.digits;
	out.masked = c->secret;
	oh_action_end(&c->a, &out);
}

static void fail(struct collect *c, int err)
{
	stop(c);
	oh_action_fail(&c->a, err, NULL);
}

static void begin(struct collect *c);

/* The digits are settled, and nothing is being played */
static void settled(struct collect *c)
{
	tmr_cancel(&c->tmr);
	if (c->gather.state == OH_GATHER_COMPLETE)
		finish(c, OH_CAUSE_DONE);
	else if (c->left <= 1)
		finish(c, OH_CAUSE_NO_DIGITS);
	else {
		c->left--;
		c->apology = true;
		begin(c);
	}
}

static void digit_timeout(void *arg)
{
	struct collect *c = arg;

	(void)oh_gather_timeout(&c->gather);
	settled(c);
}

static void await_digit(struct collect *c)
{
	if (c->gather.state != OH_GATHER_OPEN)
		settled(c);
	else if (!c->playing)
		tmr_start(&c->tmr, oh_gather_wait_ms(&c->gather),
			  digit_timeout, c);
}

/* Whether it is one of those asked for */
static void take(struct collect *c, char digit)
{
	if (c->playing && !c->barge && !c->typeahead)
		return;
	if (c->playing && c->barge) {
		c->playing = false;
		c->apology = false;
		oh_stream_stop(oh_call_stream(c->a.call));
	}
	(void)oh_gather_digit(&c->gather, digit);
}

static void digit_handler(char digit, void *arg)
{
	struct collect *c = arg;

	if (oh_action_is_over(&c->a) || c->gather.state != OH_GATHER_OPEN)
		return;
	if (c->making) {
		oh_live_type(c->a.live, digit);
		return;
	}
	take(c, digit);
	if (!c->playing)
		await_digit(c);
}

static int play(struct collect *c, struct oh_sound *s)
{
	struct oh_prompt *const *promptv;
	uint32_t promptc;
	int err;

	promptv = oh_sound_prompts(s, &promptc);
	if (!promptc)
		return 0;
	err = oh_stream_play(oh_call_stream(c->a.call), promptv, promptc, 1,
			     &c->id);
	c->playing = !err;

	return err;
}

static void play_next(struct collect *c)
{
	int err = play(c, c->apology ? c->invalid : c->prompt);

	if (err)
		fail(c, err);
	else if (!c->playing)
		await_digit(c);
}

/* What was typed already counts; who knows the menu need not hear it */
static void begin(struct collect *c)
{
	char digit;

	oh_gather_init(&c->gather, &c->rules);
	if (!c->typeahead)
		oh_live_forget_typed(c->a.live);
	while (c->gather.state == OH_GATHER_OPEN &&
	       (digit = oh_live_typed(c->a.live)))
		(void)oh_gather_digit(&c->gather, digit);
	if (c->gather.state != OH_GATHER_OPEN ||
	    (c->gather.count && c->barge))
		await_digit(c);
	else
		play_next(c);
}

static void on_played(struct collect *c, const struct oh_event *ev)
{
	if (!c->playing || ev->id != c->id)
		return;
	c->playing = false;
	if (!ev->ok && ev->err) {
		fail(c, ev->err);
		return;
	}
	if (c->apology && c->gather.state == OH_GATHER_OPEN) {
		c->apology = false;
		play_next(c);
	}
	else
		await_digit(c);
}

static void eventh(struct oh_action *a, const struct oh_event *ev)
{
	if (ev->type == OH_EVENT_PLAYED)
		on_played((struct collect *)a, ev);
}

static bool leaveh(struct oh_action *a, struct oh_outcome *out)
{
	struct collect *c = (struct collect *)a;

	out->digits = c->gather.digits;
	out->masked = c->secret;
	stop(c);

	return true;
}

/* Both are made before the asking begins: a file that is missing is not
   found out by somebody who mistyped. */
static void ready(int err, const char *error, void *arg)
{
	struct collect *c = arg;

	if (oh_action_is_over(&c->a))
		return;
	if (err) {
		stop(c);
		oh_action_fail(&c->a, err, error);
	}
	else if (--c->making == 0)
		begin(c);
}

static int make_sounds(struct collect *c, const struct oh_collect_prm *prm)
{
	const struct oh_calls_prm *cp = oh_calls_prm(oh_live_calls(c->a.live));
	int err;

	c->making = 2;
	err = oh_sound_make(&c->prompt, cp, prm->promptv, prm->promptc, ready,
			    c);
	if (!err)
		err = oh_sound_make(&c->invalid, cp, prm->invalidv,
				    prm->invalidc, ready, c);

	return err;
}

static int set_rules(struct collect *c, const struct oh_collect_prm *prm)
{
	c->rules       = prm->rules;
	c->rules.match = NULL;
	c->left        = prm->tries ? prm->tries : 1;
	c->secret      = prm->secret;
	c->barge       = !prm->no_barge;
	c->typeahead   = !prm->no_typeahead;
	if (!prm->match)
		return 0;
	if (regcomp(&c->re, prm->match, REG_EXTENDED | REG_NOSUB))
		return EINVAL;
	c->re_made     = true;
	c->rules.match = &c->re;

	return 0;
}

/**
 * Ask for digits
 *
 * @param ap  Returned action, release with mem_deref
 * @param lv  Call that is up
 * @param prm What is asked
 * @param h   Called once, at the end
 * @param arg Handler argument
 *
 * @return 0, EINVAL (match is no expression), EBUSY, ENOTCONN, ENOMEM
 */
int oh_collect_start(struct oh_action **ap, struct oh_live *lv,
		     const struct oh_collect_prm *prm, oh_action_h *h,
		     void *arg)
{
	static const struct action_ops ops = {
		.eventh = eventh,
		.leaveh = leaveh,
	};
	struct collect *c;
	int err;

	if (!ap || !prm || !h)
		return EINVAL;
	err = oh_action_check(lv);
	if (err)
		return err;
	c = mem_zalloc(sizeof(*c), destructor);
	if (!c)
		return ENOMEM;
	tmr_init(&c->tmr);
	oh_action_open(&c->a, lv, &ops, h, arg);
	err = set_rules(c, prm);
	if (!err)
		err = oh_live_collect(lv, digit_handler, c);
	if (err)
		goto out;
	c->collecting = true;
	if (c->secret)
		oh_call_secret(c->a.call, true);
	err = make_sounds(c, prm);
out:
	if (err)
		mem_deref(c);
	else
		*ap = &c->a;

	return err;
}
