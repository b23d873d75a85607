/**
 * @file test_leg_prack.c  Reliable provisional responses (RFC 3262)
 */
#include "leg_fixture.h"

#define RELIABLE(n) "Require: 100rel\r\nRSeq: " #n "\r\n"

static bool said(const struct fx *fx, const char *line)
{
	return strstr(fx->raw.msg, line) != NULL;
}

static int start(struct fx *fx)
{
	int err = fx_init(fx, false);

	return err ? err : fx_raw_init(fx);
}

/* Both ends are ours */
int test_leg_prack_both(void)
{
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_call(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(oh_leg_progress_reliable(fx.in.leg, 183, "Progress",
				       "v=answer"));
	FX_OK(oh_leg_progress(fx.in.leg, 180, "Ringing", NULL));
	/* waits, and the 200 after it */
	FX_OK(oh_leg_progress_reliable(fx.in.leg, 181, "Forwarded", NULL));
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_INT(oh_leg_answer(fx.in.leg, "v=answer"), EALREADY);
	FX_INT(oh_leg_state(fx.in.leg), OH_LEG_INCOMING);
	FX_OK(fx_settle(&fx, 200));
	FX_STR(fx.wire, ">INVITE <100 <183 >PRACK <180 <200 <181 >PRACK "
	       "<200 <200 >ACK");
	FX_STR(fx.out.log, "trying progress183 ringing180 ringing181 up200");
	FX_STR(fx.in.log, "up");
	FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up closed/them/200");
	FX_STR(fx.out.log, "trying progress183 ringing180 ringing181 up200 "
	       "closed/us/200");
 out:
	fx_reset(&fx);
	return err;
}

/* One by one, each once; what is out of turn is as if it had not come */
int test_leg_prack_order(void)
{
	static const struct {
		const char *tag, *headers, *log, *rack;
	} v[] = {
		{ "a", RELIABLE(7), "INVITE PRACK", "RAck: 7 " },
		{ "a", RELIABLE(7), "INVITE PRACK", NULL },
		{ "a", RELIABLE(9), "INVITE PRACK", NULL },
		{ "a", RELIABLE(8), "INVITE PRACK PRACK", "RAck: 8 " },
		{ "b", RELIABLE(70), "INVITE PRACK PRACK PRACK",
		  "RAck: 70 " },
		{ "a", RELIABLE(9), "INVITE PRACK PRACK PRACK PRACK",
		  "RAck: 9 " },
		{ "c", "RSeq: 1\r\n", "INVITE PRACK PRACK PRACK PRACK",
		  NULL },
		{ "c", "Require: 100rel\r\nRSeq: 0\r\n",
		  "INVITE PRACK PRACK PRACK PRACK", NULL },
		{ "c", "Require: 100rel\r\n",
		  "INVITE PRACK PRACK PRACK PRACK", NULL },
	};
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 50));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		unsigned n = fx.raw.n;

		FX_OK(fx_raw_reply(&fx, fx.raw.invite, 180, v[i].tag,
				   v[i].headers, NULL));
		FX_OK(fx_settle(&fx, 0));
		FX_STR(fx.raw.log, v[i].log);
		FX_INT(fx.raw.n != n, v[i].rack != NULL);
		if (!v[i].rack)
			continue;
		FX_INT(said(&fx, v[i].rack), 1);
		FX_INT(said(&fx, " INVITE\r\n"), 1);
		FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
		FX_OK(fx_settle(&fx, 0));
	}
	FX_STR(fx.out.log, "ringing180 ringing180 ringing180 ringing180 "
	       "ringing180 ringing180 ringing180");
 out:
	fx_reset(&fx);
	return err;
}

static unsigned cseq_of(const char *msg)
{
	char value[64];
	struct pl n;

	fx_header(value, sizeof(value), msg, "CSeq");
	if (re_regex(value, strlen(value), "[0-9]+", &n))
		return 0;

	return pl_u32(&n);
}

/* What follows counts on from the PRACK, in the first fork and in others */
int test_leg_prack_counts(void)
{
	unsigned cseq;
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 50));
	cseq = cseq_of(fx.raw.invite);
	for (unsigned i = 0; i < 2; i++) {
		FX_OK(fx_raw_reply(&fx, fx.raw.invite, 183, i ? "b" : "a",
				   RELIABLE(1), "v=answer"));
		FX_OK(fx_settle(&fx, 0));
		FX_INT(cseq_of(fx.raw.msg), cseq + 1);
		FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
		FX_OK(fx_settle(&fx, 0));
	}
	FX_OK(fx_raw_reply(&fx, fx.raw.invite, 200, "a", NULL, NULL));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "INVITE PRACK PRACK ACK");
	FX_INT(cseq_of(fx.raw.msg), cseq);
	FX_OK(fx_raw_reply(&fx, fx.raw.invite, 200, "b", NULL, NULL));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "INVITE PRACK PRACK ACK ACK BYE");
	FX_INT(said(&fx, "tag=b"), 1);
	FX_INT(cseq_of(fx.raw.msg), cseq + 2);
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
	FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
	FX_OK(fx_settle(&fx, 0));
	FX_INT(said(&fx, "BYE sip:bob@"), 1);
	FX_INT(said(&fx, "tag=a"), 1);
	FX_INT(cseq_of(fx.raw.msg), cseq + 2);
 out:
	fx_reset(&fx);
	return err;
}

/* A callee who never stops */
int test_leg_prack_flood(void)
{
	unsigned prackc = 0;
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 50));
	for (unsigned i = 1; i < 200; i++) {
		char lines[64];

		(void)re_snprintf(lines, sizeof(lines), "Require: 100rel\r\n"
				  "RSeq: %u\r\n", i);
		FX_OK(fx_raw_reply(&fx, fx.raw.invite, 180, "a", lines,
				   NULL));
		fx.raw.log[0] = fx.out.log[0] = fx.wire[0] = '\0';
		FX_OK(fx_settle(&fx, 0));
		if (!fx.raw.log[0])
			continue;
		prackc++;
		FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
	}
	FX_INT(prackc, 64);
 out:
	fx_reset(&fx);
	return err;
}

static int ring(struct fx *fx, const char *headers, const char *offer,
		const char *sdp)
{
	int err = start(fx);

	if (!err)
		err = fx_raw_request(fx, "INVITE", 1, NULL, headers, offer);
	if (!err)
		err = fx_settle(fx, 50);
	if (!err)
		err = oh_leg_progress(fx->in.leg, 183, "Progress", sdp);

	return err ? err : fx_settle(fx, 0);
}

static int prack(struct fx *fx, unsigned cseq, unsigned plus,
		 const char *body)
{
	char tag[64], rack[64], rseq[32];
	struct pl pl;
	int err;

	fx_tag(tag, sizeof(tag), fx->raw.msg);
	fx_header(rseq, sizeof(rseq), fx->raw.msg, "RSeq");
	pl_set_str(&pl, rseq);
	(void)re_snprintf(rack, sizeof(rack), "RAck: %u 1 INVITE\r\n",
			  pl_u32(&pl) + plus);
	err = fx_raw_request(fx, "PRACK", cseq, tag, rack, body);

	return err ? err : fx_settle(fx, 0);
}

/* Required: repeated until PRACK, and the 200 waits for it */
int test_leg_prack_required(void)
{
	char first[64];
	struct fx fx;
	int err;

	FX_OK(ring(&fx, "Require: 100rel\r\n", "v=offer", "v=answer"));
	FX_STR(fx.raw.log, "100 183");
	FX_INT(said(&fx, "Require: 100rel\r\nRSeq: "), 1);
	FX_INT(said(&fx, "Contact: <sip:"), 1);
	fx_header(first, sizeof(first), fx.raw.msg, "RSeq");
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(fx_run(&fx, 1600));
	FX_STR(fx.raw.log, "100 183 183 183");
	FX_OK(prack(&fx, 2, 1, NULL));
	FX_STR(fx.raw.log, "100 183 183 183 481");
	FX_INT(oh_leg_state(fx.in.leg), OH_LEG_INCOMING);
	fx_reset(&fx);

	FX_OK(ring(&fx, "Require: 100rel\r\n", "v=offer", "v=answer"));
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(prack(&fx, 2, 0, NULL));
	FX_STR(fx.raw.log, "100 183 200 200");
	FX_INT(said(&fx, "CSeq: 1 INVITE"), 1);
	FX_INT(oh_leg_state(fx.in.leg), OH_LEG_ANSWERED);
 out:
	fx_reset(&fx);
	return err;
}

/* Without a description the 200 need not wait, but a PRACK is answered */
int test_leg_prack_late(void)
{
	char copy[FX_MSG];
	struct fx fx;
	int err;

	FX_OK(ring(&fx, "Require: 100rel\r\n", "v=offer", NULL));
	str_ncpy(copy, fx.raw.msg, sizeof(copy));
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "100 183 200");
	str_ncpy(fx.raw.msg, copy, sizeof(fx.raw.msg));
	FX_OK(prack(&fx, 2, 0, NULL));
	FX_STR(fx.raw.log, "100 183 200 200");
	FX_INT(said(&fx, "CSeq: 2 PRACK"), 1);
	str_ncpy(fx.raw.msg, copy, sizeof(fx.raw.msg));
	FX_OK(prack(&fx, 3, 0, NULL));
	FX_STR(fx.raw.log, "100 183 200 200 481");
 out:
	fx_reset(&fx);
	return err;
}

/* 64*T1 without a PRACK */
int test_leg_prack_never(void)
{
	struct fx fx;
	int err;

	FX_OK(ring(&fx, "Require: 100rel\r\n", "v=offer", "v=answer"));
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(fx_run(&fx, 31500));
	FX_STR(fx.raw.log, "100 183 183 183 183 183 183 183");
	FX_OK(fx_run(&fx, 700));
	FX_STR(fx.raw.log, "100 183 183 183 183 183 183 183 504");
	FX_STR(fx.in.log, "closed/network/504");
	FX_INT(fx.in.err, ETIMEDOUT);
 out:
	fx_reset(&fx);
	return err;
}

/* Given up by whoever, nothing of it is repeated */
int test_leg_prack_ended(void)
{
	struct fx fx;
	int err;

	FX_OK(ring(&fx, "Require: 100rel\r\n", "v=offer", "v=answer"));
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(oh_leg_hangup(fx.in.leg, 0, NULL));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "100 183 480");
	FX_OK(fx_raw_request(&fx, "ACK", 1, "x", NULL, NULL));
	fx_reset(&fx);

	FX_OK(ring(&fx, "Require: 100rel\r\n", "v=offer", "v=answer"));
	FX_OK(oh_leg_progress(fx.in.leg, 180, "Ringing", "v=x"));
	fx.in.leg = mem_deref(fx.in.leg);
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "100 183 480");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_prack_unknown(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(fx_raw_request(&fx, "INVITE", 1, NULL, NULL, "v=offer"));
	FX_OK(fx_settle(&fx, 50));
	FX_INT(oh_leg_progress_reliable(fx.in.leg, 183, "Progress", NULL),
	       ENOTSUP);
	FX_INT(oh_leg_progress_reliable(fx.in.leg, 200, "OK", NULL), EINVAL);
	FX_OK(fx_raw_request(&fx, "PRACK", 2, NULL, "RAck: 1 1 INVITE\r\n",
			     NULL));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "100 481");
 out:
	fx_reset(&fx);
	return err;
}

/* An offer of ours is answered in the PRACK */
int test_leg_prack_offerless(void)
{
	struct fx fx;
	int err;

	FX_OK(ring(&fx, "Require: 100rel\r\n", NULL, "v=offer"));
	FX_INT(oh_leg_wants_offer(fx.in.leg), false);
	FX_OK(prack(&fx, 2, 0, "v=answer"));
	FX_STR(fx.raw.log, "100 183 200");
	FX_STR(fx.in.log, "modified200");
	FX_STR(fx.in.body, "v=answer");
	/* no other offer of ours, now that this one is answered */
	FX_OK(oh_leg_progress(fx.in.leg, 180, "Ringing", "v=offer"));
	FX_OK(fx_settle(&fx, 0));
	FX_INT(said(&fx, "Content-Length: 0"), 1);
	FX_OK(prack(&fx, 3, 0, NULL));
	FX_OK(oh_leg_answer(fx.in.leg, "v=offer"));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "100 183 200 180 200 200");
	FX_INT(said(&fx, "CSeq: 1 INVITE"), 1);
	FX_INT(said(&fx, "Content-Length: 0"), 1);
	fx_reset(&fx);

	/* a PRACK without an answer: the offer is made again */
	FX_OK(ring(&fx, "Require: 100rel\r\n", NULL, "v=offer"));
	FX_OK(prack(&fx, 2, 0, NULL));
	FX_OK(oh_leg_answer(fx.in.leg, "v=offer"));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "100 183 200 200");
	FX_INT(said(&fx, "v=offer"), 1);
 out:
	fx_reset(&fx);
	return err;
}

static void accept_offer(struct fx *fx, const struct oh_leg_event *ev)
{
	if (ev->type == OH_LEG_EV_OFFER)
		(void)oh_leg_reply_offer(fx->in.leg, 200, "v=other");
}

static void hang_up(struct fx *fx, const struct oh_leg_event *ev)
{
	if (ev->type == OH_LEG_EV_OFFER)
		fx->in.leg = mem_deref(fx->in.leg);
}

/* What was agreed early may be changed early: by PRACK, by UPDATE */
int test_leg_prack_offer(void)
{
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(ring(&fx, "Require: 100rel\r\n", "v=offer", "v=answer"));
	fx.in.hook = accept_offer;
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(prack(&fx, 2, 0, "v=more"));
	FX_STR(fx.in.log, "offer");
	FX_STR(fx.raw.log, "100 183 200 200");
	fx_reset(&fx);

	FX_OK(ring(&fx, "Require: 100rel\r\n", "v=offer", "v=answer"));
	FX_OK(prack(&fx, 2, 0, NULL));
	fx_tag(tag, sizeof(tag), fx.raw.msg);
	FX_OK(fx_raw_request(&fx, "UPDATE", 3, tag, NULL, "v=more"));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.in.log, "offer");
	FX_OK(oh_leg_reply_offer(fx.in.leg, 200, "v=other"));
	FX_OK(fx_settle(&fx, 0));
	FX_STR(fx.raw.log, "100 183 200 200");
	FX_INT(said(&fx, "\r\n\r\nv=other"), 1);
	fx_reset(&fx);

	/* the owner goes when he hears of it */
	FX_OK(ring(&fx, "Require: 100rel\r\n", "v=offer", "v=answer"));
	fx.in.hook = hang_up;
	FX_OK(prack(&fx, 2, 0, "v=more"));
	FX_STR(fx.raw.log, "100 183 480 487");
 out:
	fx_reset(&fx);
	return err;
}
