/**
 * @file test_leg_end.c  Every state × everything that may end it
 *
 * However a leg ends, it ends: one CLOSED for an owner that is still there,
 * none for one that has let go, nothing left in the stack, nothing leaked.
 */
#include "leg_fixture.h"

enum { LONGEST_MS = 75000 };   /* 64*T1 for the ACK, as much for the BYE */

/** Brings a leg into its state; the raw peer is silent afterwards */
typedef int (reach_h)(struct fx *fx, char tag[64]);

static int calling(struct fx *fx, char tag[64])
{
	(void)tag;
	return fx_call_raw(fx, "v=offer");
}

static int proceeding(struct fx *fx, char tag[64])
{
	int err = calling(fx, tag);

	if (err)
		return err;
	err = fx_settle(fx, 50);
	if (err)
		return err;

	return fx_raw_reply(fx, fx->raw.invite, 180, "a", NULL, NULL);
}

static int cancelling(struct fx *fx, char tag[64])
{
	int err = proceeding(fx, tag);

	if (err)
		return err;
	err = fx_settle(fx, 50);
	if (err)
		return err;

	return oh_leg_hangup(fx->out.leg, 0, NULL);
}

static int uac_up(struct fx *fx, char tag[64])
{
	int err = calling(fx, tag);

	if (err)
		return err;
	err = fx_settle(fx, 50);
	if (err)
		return err;

	return fx_raw_reply(fx, fx->raw.invite, 200, "a", NULL, "v=answer");
}

static int incoming(struct fx *fx, char tag[64])
{
	int err;

	err = fx_raw_request(fx, "INVITE", 1, NULL, NULL, "v=offer");
	if (err)
		return err;
	err = fx_settle(fx, 50);
	if (err)
		return err;
	err = oh_leg_progress(fx->in.leg, 180, "Ringing", NULL);
	if (err)
		return err;
	err = fx_settle(fx, 50);
	fx_tag(tag, 64, fx->raw.msg);

	return err;
}

static int answered(struct fx *fx, char tag[64])
{
	int err = incoming(fx, tag);

	return err ? err : oh_leg_answer(fx->in.leg, "v=answer");
}

static int leaving(struct fx *fx, char tag[64])
{
	int err = answered(fx, tag);

	return err ? err : oh_leg_hangup(fx->in.leg, 16, "x");
}

static int up(struct fx *fx, char tag[64])
{
	int err = answered(fx, tag);

	return err ? err : fx_raw_request(fx, "ACK", 1, tag, NULL, NULL);
}

static int offering(struct fx *fx, char tag[64])
{
	int err = up(fx, tag);

	if (err)
		return err;
	err = fx_settle(fx, 50);
	if (err)
		return err;

	return oh_leg_modify(fx->in.leg, "v=hold");
}

static int glare(struct fx *fx, char tag[64])
{
	int err = offering(fx, tag);

	if (err)
		return err;
	err = fx_settle(fx, 50);
	if (err)
		return err;

	return fx_raw_reply(fx, fx->raw.msg, 491, NULL, NULL, NULL);
}

static int offered(struct fx *fx, char tag[64])
{
	int err = up(fx, tag);

	return err ? err
		   : fx_raw_request(fx, "INVITE", 2, tag, NULL, "v=hold");
}

static int replied(struct fx *fx, char tag[64])
{
	int err = offered(fx, tag);

	if (err)
		return err;
	err = fx_settle(fx, 50);
	if (err)
		return err;

	return oh_leg_reply_offer(fx->in.leg, 200, "v=held");
}

static int closing(struct fx *fx, char tag[64])
{
	int err = up(fx, tag);

	if (err)
		return err;
	err = fx_settle(fx, 50);
	if (err)
		return err;

	return oh_leg_hangup(fx->in.leg, 16, NULL);
}

/** What ends it, and how many CLOSED the owner hears */
struct ending {
	const char *name;
	void (*act)(struct fx *fx, const char *tag);
	int  closed;           /* -1: depends on the state */
};

static void act_hangup(struct fx *fx, const char *tag)
{
	(void)tag;
	(void)oh_leg_hangup(fx->out.leg, 17, NULL);
	(void)oh_leg_hangup(fx->in.leg, 17, NULL);
}

static void act_release(struct fx *fx, const char *tag)
{
	(void)tag;
	fx->out.leg = mem_deref(fx->out.leg);
	fx->in.leg = mem_deref(fx->in.leg);
}

static void act_bye(struct fx *fx, const char *tag)
{
	(void)fx_raw_request(fx, "BYE", 9, tag, NULL, NULL);
}

static void act_close(struct fx *fx, const char *tag)
{
	(void)tag;
	oh_sip_close(fx->a, false);
}

static void act_force(struct fx *fx, const char *tag)
{
	(void)tag;
	oh_sip_close(fx->a, true);
}

static void act_stack_gone(struct fx *fx, const char *tag)
{
	(void)tag;
	fx->a = mem_deref(fx->a);
}

static void release_hook(struct fx *fx, const struct oh_leg_event *ev)
{
	(void)ev;
	act_release(fx, NULL);
}

/* Their next word makes the owner let go, from inside its handler */
static void act_release_inside(struct fx *fx, const char *tag)
{
	fx->out.hook = fx->in.hook = release_hook;
	(void)fx_raw_request(fx, "INFO", 9, tag, NULL, NULL);
	(void)fx_settle(fx, 50);
	if (fx->out.leg && oh_leg_state(fx->out.leg) != OH_LEG_UP)
		(void)fx_raw_reply(fx, fx->raw.invite, 486, "a", NULL, NULL);
}

static const struct ending endv[] = {
	{ "hangup",  act_hangup,         1  },
	{ "release", act_release,        0  },
	{ "bye",     act_bye,            -1 },
	{ "inside",  act_release_inside, -1 },
	{ "close",   act_close,          1  },
	{ "force",   act_force,          1  },
	{ "gone",    act_stack_gone,     0  },
};

static int end_one(reach_h *reach, const struct ending *e)
{
	char tag[64] = "none";
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(reach(&fx, tag));
	FX_OK(fx_settle(&fx, 50));
	e->act(&fx, tag);
	if (e->closed < 0) {
		FX_OK(fx_settle(&fx, 50));
		(void)oh_leg_hangup(fx.out.leg, 0, NULL);
		(void)oh_leg_hangup(fx.in.leg, 0, NULL);
	}
	FX_OK(fx_run(&fx, LONGEST_MS));
	if (e->closed >= 0)
		FX_INT(fx.out.closed + fx.in.closed, e->closed);
	else
		FX_INT(fx.out.closed + fx.in.closed <= 1, 1);
	FX_INT(oh_sip_legs(fx.a), 0);
	FX_INT(fx.closed, e->act == act_close || e->act == act_force);
	if (fx.in.leg)
		FX_INT(oh_leg_hangup(fx.in.leg, 0, NULL), EALREADY);
 out:
	fx_reset(&fx);
	return err;
}

static int end_all(reach_h *reach)
{
	for (size_t i = 0; i < ARRAY_SIZE(endv); i++) {
		int err = end_one(reach, &endv[i]);

		if (err)
			return err;
	}
	return 0;
}

int test_leg_end_calling(void)
{
	return end_all(calling);
}

int test_leg_end_proceeding(void)
{
	return end_all(proceeding);
}

int test_leg_end_cancelling(void)
{
	return end_all(cancelling);
}

int test_leg_end_uac_up(void)
{
	return end_all(uac_up);
}

int test_leg_end_incoming(void)
{
	return end_all(incoming);
}

int test_leg_end_answered(void)
{
	return end_all(answered);
}

int test_leg_end_leaving(void)
{
	return end_all(leaving);
}

int test_leg_end_up(void)
{
	return end_all(up);
}

int test_leg_end_offering(void)
{
	return end_all(offering);
}

int test_leg_end_glare(void)
{
	return end_all(glare);
}

int test_leg_end_offered(void)
{
	return end_all(offered);
}

int test_leg_end_replied(void)
{
	return end_all(replied);
}

int test_leg_end_closing(void)
{
	return end_all(closing);
}
