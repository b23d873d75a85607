/**
 * @file hold.c  The far end is held: neither heard nor hearing
 */
#include <errno.h>
#include "base/clock.h"
#include "action/action_priv.h"
#include "action/hold.h"

struct hold {
	struct oh_action a;
	struct tmr       tmr;
	uint64_t         until_us;
	bool             on;
	bool             asked;
};

static void destructor(void *arg)
{
	struct hold *h = arg;

	tmr_cancel(&h->tmr);
	oh_action_close(&h->a);
}

static bool is_so(const struct hold *h)
{
	struct oh_stream_info info;

	oh_stream_info(oh_call_stream(h->a.call), &info);

	return info.hold_local == h->on;
}

static void done(struct hold *h)
{
	const struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);

	tmr_cancel(&h->tmr);
	oh_action_end(&h->a, &out);
}

static void timeout(void *arg)
{
	struct hold *h = arg;

	oh_action_fail(&h->a, ETIMEDOUT, "they do not answer it");
}

/* Theirs or ours may be pending: one at a time (RFC 3261 14.1) */
static int ask(struct hold *h);

static void again(void *arg)
{
	struct hold *h = arg;
	int err = ask(h);

	if (err)
		oh_action_fail(&h->a, err, NULL);
}

static int ask(struct hold *h)
{
	uint64_t now = oh_clock_us();
	int err = oh_call_hold(h->a.call, h->on);

	if (err == EAGAIN && now < h->until_us) {
		tmr_start(&h->tmr, OH_HOLD_AGAIN_MS, again, h);
		return 0;
	}
	if (err)
		return err;
	h->asked = true;
	tmr_start(&h->tmr, now < h->until_us ?
		  (h->until_us - now) / 1000 : 0, timeout, h);

	return 0;
}

static void eventh(struct oh_action *a, const struct oh_event *ev)
{
	struct hold *h = (struct hold *)a;
	enum oh_event_type wanted = h->on ? OH_EVENT_HELD : OH_EVENT_RESUMED;

	if (!h->asked || ev->by != OH_PARTY_US)
		return;
	if (ev->type == wanted && !ev->err)
		done(h);
	else if (ev->type == OH_EVENT_HELD || ev->type == OH_EVENT_RESUMED)
		oh_action_fail(a, EPROTO, "they do not agree to it");
}

/**
 * Hold them, or hold them no longer
 *
 * @param ap  Returned action, release with mem_deref
 * @param lv  Call that is up
 * @param on  Whether they shall be held
 * @param h   Called once, at the end
 * @param arg Handler argument
 *
 * @return 0, EINVAL, ENOTCONN, ENOMEM
 */
int oh_hold_start(struct oh_action **ap, struct oh_live *lv, bool on,
		  oh_action_h *h, void *arg)
{
	static const struct action_ops ops = { .eventh = eventh };
	const struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);
	struct hold *hd;
	int err;

	if (!ap || !h)
		return EINVAL;
	err = oh_action_check(lv);
	if (err)
		return err;
	hd = mem_zalloc(sizeof(*hd), destructor);
	if (!hd)
		return ENOMEM;
	tmr_init(&hd->tmr);
	hd->on       = on;
	hd->until_us = oh_clock_us() + OH_HOLD_MS * 1000ull;
	oh_action_open(&hd->a, lv, &ops, h, arg);
	if (is_so(hd))
		oh_action_end_soon(&hd->a, &out);
	else
		err = ask(hd);
	if (err)
		mem_deref(hd);
	else
		*ap = &hd->a;

	return err;
}
