/**
 * @file test_leg_cancel.c  Calls taken back, and answered all the same
 */
#include "leg_fixture.h"
#include "sip/sip_priv.h"

static const struct oh_reason elsewhere = {
	.q850 = 16, .sip = 200, .place = "LN",
	.text = "Call completed elsewhere",
};

static int start(struct fx *fx)
{
	int err = fx_init(fx, false);

	if (err)
		return err;
	err = fx_raw_init(fx);
	if (err)
		return err;
	err = fx_call_raw(fx, "v=offer");
	if (err)
		return err;

	return fx_settle(fx, 100);
}

static int reply(struct fx *fx, unsigned scode, const char *tag,
		 const char *headers, const char *body)
{
	int err = fx_raw_reply(fx, fx->raw.invite, scode, tag, headers, body);

	return err ? err : fx_settle(fx, 100);
}

/* To another request than the INVITE: the one that came last */
static int reply_last(struct fx *fx)
{
	int err = fx_raw_reply(fx, fx->raw.msg, 200, NULL, NULL, NULL);

	return err ? err : fx_settle(fx, 100);
}

/* It must match the INVITE in all of this (9.1) */
static int same(const struct fx *fx, const char *name)
{
	char a[256], b[256];

	fx_header(a, sizeof(a), fx->raw.invite, name);
	fx_header(b, sizeof(b), fx->raw.msg, name);

	return *a && 0 == strcmp(a, b);
}

int test_leg_cancel_matches(void)
{
	char buf[256];
	struct pl a, b;
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	FX_OK(oh_leg_hangup_for(fx.out.leg, &elsewhere));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "INVITE CANCEL");
	FX_INT(same(&fx, "Via"), 1);
	FX_INT(same(&fx, "From"), 1);
	FX_INT(same(&fx, "To"), 1);
	FX_INT(same(&fx, "Call-ID"), 1);
	fx_header(buf, sizeof(buf), fx.raw.msg, "CSeq");
	FX_INT(strstr(buf, " CANCEL") != NULL, 1);
	FX_INT(re_regex(fx.raw.invite, strlen(fx.raw.invite),
			"INVITE [^ ]+ SIP", &a), 0);
	FX_INT(re_regex(fx.raw.msg, strlen(fx.raw.msg),
			"CANCEL [^ ]+ SIP", &b), 0);
	FX_INT(pl_cmp(&a, &b), 0);
	fx_header(buf, sizeof(buf), fx.raw.msg, "Reason");
	FX_STR(buf, "SIP;cause=200;text=\"Call completed elsewhere\"");
	FX_INT(strstr(fx.raw.msg, "\r\nReason: Q.850;cause=16;location=LN"
		      "\r\n") != NULL, 1);
 out:
	fx_reset(&fx);
	return err;
}

/* Over UDP it is repeated until its own answer; that of the INVITE ends it */
int test_leg_cancel_repeated(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
	FX_OK(fx_run(&fx, 1600));
	FX_STR(fx.raw.log, "INVITE CANCEL CANCEL CANCEL");
	FX_OK(reply_last(&fx));
	FX_OK(fx_run(&fx, 3000));
	FX_STR(fx.raw.log, "INVITE CANCEL CANCEL CANCEL");
	FX_OK(reply(&fx, 487, "a", NULL, NULL));
	FX_STR(fx.raw.log, "INVITE CANCEL CANCEL CANCEL ACK");
	FX_STR(fx.out.log, "ringing180 closed/us/487");
	FX_INT(oh_sip_legs(fx.a), 0);
 out:
	fx_reset(&fx);
	return err;
}

/* After a challenge it is another INVITE that is taken back */
int test_leg_cancel_challenged(void)
{
	const struct oh_cred cred = { .user = "u", .password = "p" };
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	fx.cred = &cred;
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(reply(&fx, 100, NULL, NULL, NULL));
	FX_OK(reply(&fx, 401, "a", "WWW-Authenticate: Digest realm=\"r\", "
		    "nonce=\"n\"\r\n", NULL));
	FX_STR(fx.raw.log, "INVITE ACK INVITE");
	FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "INVITE ACK INVITE");
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	FX_STR(fx.raw.log, "INVITE ACK INVITE CANCEL");
	FX_INT(same(&fx, "Via"), 1);
 out:
	fx_reset(&fx);
	return err;
}

/* Who is called hears why */
int test_leg_cancel_heard(void)
{
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_call(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 200));
	FX_OK(oh_leg_progress(fx.in.leg, 180, "Ringing", NULL));
	FX_OK(fx_settle(&fx, 200));
	FX_OK(oh_leg_hangup_for(fx.out.leg, &elsewhere));
	FX_OK(fx_settle(&fx, 200));
	FX_STR(fx.in.log, "closed/them/487");
	FX_INT(fx.in.why.sip, 200);
	FX_INT(fx.in.why.q850, 16);
	FX_STR(fx.in.why.place, "LN");
	FX_STR(fx.in.why.text, "Call completed elsewhere");
	FX_STR(fx.out.log, "trying ringing180 closed/us/487");
 out:
	fx_reset(&fx);
	return err;
}

/* Whatever was said before: who answers is thanked, and hung up */
static int late(unsigned scode, bool cancel)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	FX_OK(reply(&fx, 183, "b", NULL, NULL));
	if (cancel) {
		FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
		FX_OK(fx_settle(&fx, 100));
		FX_OK(reply_last(&fx));
	}
	FX_OK(reply(&fx, scode, "a", NULL, NULL));
	FX_INT(oh_sip_legs(fx.a), 0);
	FX_INT(fx.a->lingerc, 1);
	fx.raw.log[0] = '\0';
	FX_OK(reply(&fx, 200, "b", NULL, "v=answer"));
	FX_STR(fx.raw.log, "ACK BYE");
	FX_INT(strstr(fx.raw.msg, ";tag=b") != NULL, 1);
	FX_OK(reply_last(&fx));
	FX_OK(reply(&fx, 200, "b", NULL, "v=answer"));
	FX_STR(fx.raw.log, "ACK BYE ACK");
	/* those that say no again are none of this */
	FX_OK(reply(&fx, scode, "a", NULL, NULL));
	FX_STR(fx.raw.log, "ACK BYE ACK ACK");
	FX_INT(fx.out.closed, 1);

	FX_OK(fx_run(&fx, 33000));
	FX_INT(fx.a->lingerc, 0);
	FX_OK(reply(&fx, 200, "b", NULL, "v=answer"));
	FX_STR(fx.raw.log, "ACK BYE ACK ACK");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_cancel_late_503(void)
{
	return late(503, false);
}

int test_leg_cancel_late_487(void)
{
	return late(487, true);
}

/* Nobody said no: the transaction is over, and the answer comes after it */
int test_leg_cancel_late_timeout(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(fx_run(&fx, 33000));
	FX_STR(fx.out.log, "closed/network/0");
	fx.raw.log[0] = '\0';
	FX_OK(reply(&fx, 200, "a", NULL, "v=answer"));
	FX_STR(fx.raw.log, "ACK BYE");
 out:
	fx_reset(&fx);
	return err;
}
