/**
 * @file test_leg_update.c  UPDATE in both directions (RFC 3311)
 */
#include "leg_fixture.h"

static int start(struct fx *fx)
{
	int err = fx_init(fx, false);

	return err ? err : fx_up(fx);
}

int test_leg_update_ours(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(oh_leg_update(fx.out.leg, "v=hold"));
	FX_INT(oh_leg_update(fx.out.leg, "v=twice"), EAGAIN);
	FX_INT(oh_leg_modify(fx.out.leg, "v=twice"), EAGAIN);
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up offer");
	FX_STR(fx.in.body, "v=hold");
	FX_OK(oh_leg_reply_offer(fx.in.leg, 200, "v=held"));
	FX_INT(oh_leg_reply_offer(fx.in.leg, 200, "v=held"), EALREADY);
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "trying up200 modified200");
	FX_STR(fx.out.body, "v=held");
	FX_STR(fx.wire, ">INVITE <100 <200 >ACK >UPDATE <200");

	/* and back, refused; then by re-INVITE */
	FX_OK(oh_leg_update(fx.in.leg, "v=resume"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(oh_leg_reply_offer(fx.out.leg, 488, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up offer modified488");
	FX_OK(oh_leg_modify(fx.in.leg, "v=resume"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(oh_leg_reply_offer(fx.out.leg, 200, "v=resumed"));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up offer modified488 modified200");
 out:
	fx_reset(&fx);
	return err;
}

/* An offer crosses another, by whatever method */
int test_leg_update_glare(void)
{
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_raw_up(&fx));
	fx_tag(tag, sizeof(tag), fx.raw.msg);
	FX_OK(oh_leg_modify(fx.in.leg, "v=ours"));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_request(&fx, "UPDATE", 2, tag, NULL, "v=theirs"));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "100 200 INVITE 491");
	/* but a refresh is no offer */
	FX_OK(fx_raw_request(&fx, "UPDATE", 3, tag, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "100 200 INVITE 491 200");
	FX_OK(fx_raw_reply(&fx, fx.raw.invite, 200, NULL, NULL, "v=ok"));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.in.log, "up modified200");

	/* theirs is open: a second one has to wait */
	FX_OK(fx_raw_request(&fx, "UPDATE", 4, tag, NULL, "v=1"));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_request(&fx, "UPDATE", 5, tag, NULL, "v=2"));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.in.log, "up modified200 offer");
	FX_STR(fx.raw.log, "100 200 INVITE 491 200 ACK 500");
	FX_INT(strstr(fx.raw.msg, "Retry-After: ") != NULL, 1);
	FX_INT(oh_leg_update(fx.in.leg, "v=x"), ENOTSUP);
	FX_OK(oh_leg_hangup(fx.in.leg, 0, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "100 200 INVITE 491 200 ACK 500 487 BYE");
 out:
	fx_reset(&fx);
	return err;
}

/* Ours is refused with 491: again, and by the same method */
int test_leg_update_again(void)
{
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(fx_raw_reply(&fx, fx.raw.invite, 200, "raw",
			   "Allow: UPDATE\r\n", "v=answer"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(oh_leg_update(fx.out.leg, "v=more"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 491, NULL, NULL, NULL));
	for (unsigned i = 0; i < 42 && fx.raw.n < 4; i++)
		FX_OK(fx_run(&fx, 100));
	FX_STR(fx.raw.log, "INVITE ACK UPDATE UPDATE");
	FX_INT(strstr(fx.raw.msg, "\r\n\r\nv=more") != NULL, 1);
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 481, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "up200 closed/network/481");
 out:
	fx_reset(&fx);
	return err;
}

/* Before the answer only what changes nothing: nothing was reliable */
int test_leg_update_early(void)
{
	char tag[64], text[1024], to[256], from[256], id[128];
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_raw_request(&fx, "INVITE", 1, NULL, NULL, "v=offer"));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(oh_leg_progress(fx.in.leg, 183, "Progress", "v=early"));
	FX_OK(fx_settle(&fx, 50));
	fx_tag(tag, sizeof(tag), fx.raw.msg);
	FX_OK(fx_raw_request(&fx, "UPDATE", 2, tag, NULL, "v=more"));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "100 183 500");
	FX_OK(fx_raw_request(&fx, "UPDATE", 3, tag, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "100 183 500 200");
	fx_reset(&fx);

	/* the same, from whom we call */
	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_reply(&fx, fx.raw.invite, 183, "t", NULL, "v=early"));
	FX_OK(fx_settle(&fx, 50));
	fx_header(to, sizeof(to), fx.raw.invite, "From");
	fx_header(from, sizeof(from), fx.raw.invite, "To");
	fx_header(id, sizeof(id), fx.raw.invite, "Call-ID");
	(void)re_snprintf(text, sizeof(text), "UPDATE sip:a@b SIP/2.0\r\n"
			  "Via: SIP/2.0/UDP %J;branch=z9hG4bKu;rport\r\n"
			  "From: %s;tag=t\r\nTo: %s\r\nCall-ID: %s\r\n"
			  "CSeq: 1 UPDATE\r\nContact: <sip:bob@%J>\r\n"
			  "Content-Type: application/sdp\r\n"
			  "Content-Length: 3\r\n\r\nv=x", &fx.raw.addr, from,
			  to, id, &fx.raw.addr);
	FX_OK(fx_raw_send(&fx, text));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "INVITE 491");
	FX_STR(fx.out.log, "progress183");
 out:
	fx_reset(&fx);
	return err;
}
