/**
 * @file test_leg_offer.c  re-INVITE in both directions
 */
#include "leg_fixture.h"

static int start(struct fx *fx)
{
	int err = fx_init(fx, false);

	return err ? err : fx_up(fx);
}

int test_leg_offer_ours(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(oh_leg_modify(fx.out.leg, "v=hold"));
	FX_INT(oh_leg_modify(fx.out.leg, "v=twice"), EAGAIN);
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up offer");
	FX_STR(fx.in.body, "v=hold");
	FX_INT(oh_leg_modify(fx.in.leg, "v=cross"), EAGAIN);
	FX_OK(oh_leg_reply_offer(fx.in.leg, 200, "v=held"));
	FX_INT(oh_leg_reply_offer(fx.in.leg, 200, "v=held"), EALREADY);
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "trying up200 modified200");
	FX_STR(fx.out.body, "v=held");
	FX_STR(fx.in.log, "up offer");
	FX_STR(fx.wire, ">INVITE <100 <200 >ACK >INVITE <200 >ACK");

	/* and back, by the other side, who is refused */
	FX_OK(oh_leg_modify(fx.in.leg, "v=resume"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(oh_leg_reply_offer(fx.out.leg, 488, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up offer modified488");
	FX_STR(fx.out.log, "trying up200 modified200 offer");
	FX_INT(oh_leg_state(fx.in.leg), OH_LEG_UP);
 out:
	fx_reset(&fx);
	return err;
}

static void answer_offer(struct fx *fx, const struct oh_leg_event *ev)
{
	if (ev->type != OH_LEG_EV_OFFER)
		return;
	(void)oh_leg_reply_offer(fx->out.leg, 200, "v=out");
	(void)oh_leg_reply_offer(fx->in.leg, 200, "v=in");
}

static int glare(struct fx *fx)
{
	int err = start(fx);

	if (!err) {
		fx->out.hook = fx->in.hook = answer_offer;
		err = oh_leg_modify(fx->out.leg, "v=o1");
	}
	if (!err)
		err = oh_leg_modify(fx->in.leg, "v=o2");

	return err ? err : fx_settle(fx, 0);
}

/* Both at once: both refused with 491, both succeed later (14.1). Who was
   called may wait for 0 ms, which chance wants now and then: then once more */
int test_leg_offer_glare(void)
{
	static const char want[] = ">INVITE <100 <200 >ACK "
		">INVITE <INVITE >491 <491 >ACK <ACK";
	struct fx fx;
	int err;

	FX_OK(glare(&fx));
	for (int i = 0; i < 5 && strlen(fx.wire) > strlen(want); i++) {
		fx_reset(&fx);
		FX_OK(glare(&fx));
	}
	FX_STR(fx.wire, want);
	FX_INT(oh_leg_modify(fx.in.leg, "v=o3"), EAGAIN);
	FX_OK(fx_run(&fx, 6000));
	FX_STR(fx.out.log, "trying up200 offer modified200");
	FX_STR(fx.in.log, "up modified200 offer");
 out:
	fx_reset(&fx);
	return err;
}

/* The dialog is gone at the other side (12.2.1.2) */
int test_leg_offer_gone(void)
{
	static const unsigned codev[] = { 481, 408 };
	struct fx fx;
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(codev); i++) {
		char want[64];

		FX_OK(fx_init(&fx, false));
		FX_OK(fx_raw_init(&fx));
		FX_OK(fx_raw_up(&fx));
		FX_OK(oh_leg_modify(fx.in.leg, "v=x"));
		FX_OK(fx_settle(&fx, 100));
		FX_OK(fx_raw_reply(&fx, fx.raw.msg, codev[i], NULL, NULL,
				   NULL));
		FX_OK(fx_settle(&fx, 100));
		(void)re_snprintf(want, sizeof(want), "up closed/network/%u",
				  codev[i]);
		FX_STR(fx.in.log, want);
		FX_STR(fx.raw.log, "100 200 INVITE ACK BYE");
		fx_reset(&fx);
	}
	return 0;
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_offer_unanswered(void)
{
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_raw_up(&fx));
	FX_OK(oh_leg_modify(fx.in.leg, "v=x"));
	FX_OK(fx_run(&fx, 33000));
	FX_STR(fx.in.log, "up closed/network/0");
	FX_INT(fx.in.err, ETIMEDOUT);
 out:
	fx_reset(&fx);
	return err;
}

/* Theirs, from the wire: pending, replied, not acknowledged */
int test_leg_offer_theirs(void)
{
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_raw_up(&fx));
	fx_tag(tag, sizeof(tag), fx.raw.msg);
	FX_OK(fx_raw_request(&fx, "INVITE", 2, tag, NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up offer");
	FX_OK(fx_raw_request(&fx, "INVITE", 3, tag, NULL, "v=more"));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "100 200 500");
	FX_OK(oh_leg_reply_offer(fx.in.leg, 200, "v=ours"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(fx_raw_request(&fx, "ACK", 2, tag, NULL, "v=theirs"));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up offer modified200");
	FX_STR(fx.in.body, "v=theirs");

	FX_OK(fx_raw_request(&fx, "INVITE", 4, tag, NULL, "v=4"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(oh_leg_reply_offer(fx.in.leg, 200, "v=5"));
	FX_OK(fx_run(&fx, 33000));
	FX_STR(fx.in.log, "up offer modified200 offer closed/network/0");
	FX_INT(fx.in.err, ETIMEDOUT);
	FX_INT(strncmp(fx.raw.msg, "BYE ", 4), 0);
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_offer_info(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_INT(oh_leg_info(fx.out.leg, "a/b\r\nX: y", "z"), EINVAL);
	FX_OK(oh_leg_info(fx.out.leg, "application/dtmf-relay",
			  "Signal=5\r\nDuration=160\r\n"));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up info");
	FX_STR(fx.in.body, "Signal=5\r\nDuration=160\r\n");
	FX_STR(fx.wire, ">INVITE <100 <200 >ACK >INFO <200");
 out:
	fx_reset(&fx);
	return err;
}

/* A secret is heard, and traced as x, to its last repetition. */
int test_leg_offer_info_secret(void)
{
	static const char body[] = "Signal=5\r\nDuration=160\r\n";
	struct fx fx;
	char tag[64];
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_raw_up(&fx));
	fx_tag(tag, sizeof(tag), fx.raw.msg);
	FX_OK(fx_raw_request(&fx, "INFO", 2, tag, NULL, body));
	FX_OK(fx_settle(&fx, 100));
	FX_INT(strstr(fx.traced, body) != NULL, true);

	oh_leg_secret(fx.in.leg, true);
	fx.in.body[0] = '\0';
	FX_OK(fx_raw_request(&fx, "INFO", 3, tag, NULL, body));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.body, body);
	FX_INT(strstr(fx.traced, "\r\n\r\nxxxxxxxx\r\nxxxx") != NULL, true);
	FX_INT(strstr(fx.traced, "CSeq: 3 INFO") != NULL, true);

	oh_leg_secret(fx.in.leg, false);
	fx.traced[0] = '\0';
	FX_OK(fx_raw_request(&fx, "INFO", 3, tag, NULL, body));
	FX_OK(fx_settle(&fx, 100));
	FX_INT(strstr(fx.traced, "CSeq: 3 INFO") != NULL, true);
	FX_INT(strstr(fx.traced, "Signal") == NULL, true);
	FX_OK(fx_raw_request(&fx, "INFO", 4, tag, NULL, body));
	FX_OK(fx_settle(&fx, 100));
	FX_INT(strstr(fx.traced, body) != NULL, true);
 out:
	fx_reset(&fx);
	return err;
}

/* What we answer is remembered for 32 s, so there is a limit */
int test_leg_offer_flood(void)
{
	struct fx fx;
	char tag[64];
	unsigned n = 0;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_raw_up(&fx));
	fx_tag(tag, sizeof(tag), fx.raw.msg);
	for (unsigned i = 0; i < (test_is_oom() ? 1 : 600); i++) {
		fx.raw.log[0] = fx.in.log[0] = fx.wire[0] = '\0';
		FX_OK(fx_raw_request(&fx, "INFO", 2 + i, tag, NULL, "x"));
		FX_OK(fx_settle(&fx, 1));
		n += 0 == strcmp(fx.in.log, "info");
	}
	if (test_is_oom())
		goto out;
	FX_INT(n, 500);
	FX_STR(fx.raw.log, "500");

	FX_OK(fx_run(&fx, 33000));
	fx.raw.log[0] = '\0';
	FX_OK(fx_raw_request(&fx, "INFO", 1000, tag, NULL, "x"));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "200");
 out:
	fx_reset(&fx);
	return err;
}
