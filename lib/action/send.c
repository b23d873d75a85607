/**
 * @file send.c  Digits of ours, pressed on a live call
 */
#include <errno.h>
#include "action/action_priv.h"
#include "action/send.h"

struct send {
	struct oh_action a;
};

/* What is on its way cannot be called back */
static void destructor(void *arg)
{
	struct send *s = arg;

	oh_action_close(&s->a);
}

static void eventh(struct oh_action *a, const struct oh_event *ev)
{
	const struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);

	if (ev->type == OH_EVENT_SENT_DIGITS)
		oh_action_end(a, &out);
}

/**
 * Press keys
 *
 * @param ap     Returned action, release with mem_deref
 * @param lv     Call that is up
 * @param digits Keys and pauses, as of oh_call_send_digits()
 * @param h      Called once, at the end
 * @param arg    Handler argument
 *
 * @return 0, EINVAL, EALREADY, ENOTCONN, ENOMEM
 */
int oh_send_start(struct oh_action **ap, struct oh_live *lv,
		  const char *digits, oh_action_h *h, void *arg)
{
	static const struct action_ops ops = { .eventh = eventh };
	struct send *s;
	int err;

	if (!ap || !h)
		return EINVAL;
	err = oh_action_check(lv);
	if (err)
		return err;
	s = mem_zalloc(sizeof(*s), destructor);
	if (!s)
		return ENOMEM;
	oh_action_open(&s->a, lv, &ops, h, arg);
	err = oh_call_send_digits(s->a.call, digits);
	if (err)
		mem_deref(s);
	else
		*ap = &s->a;

	return err;
}
