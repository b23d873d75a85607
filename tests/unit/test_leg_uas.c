/**
 * @file test_leg_uas.c  Calls from a peer without manners
 */
#include "leg_fixture.h"

static int start(struct fx *fx)
{
	int err = fx_init(fx, false);

	return err ? err : fx_raw_init(fx);
}

/* Send a request, let everything come to rest */
static int request(struct fx *fx, const char *met, unsigned cseq,
		   const char *tag, const char *headers)
{
	int err = fx_raw_request(fx, met, cseq, tag, headers, NULL);

	return err ? err : fx_settle(fx, 100);
}

static int ring(struct fx *fx, char tag[64])
{
	int err = request(fx, "INVITE", 1, NULL, NULL);

	if (err)
		return err;
	err = oh_leg_progress(fx->in.leg, 180, "Ringing", NULL);
	if (err)
		return err;
	err = fx_settle(fx, 100);
	fx_tag(tag, 64, fx->raw.msg);

	return err;
}

/* T1 doubling to T2, until 64*T1 have passed; then BYE (13.3.1.4) */
int test_leg_uas_no_ack(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(request(&fx, "INVITE", 1, NULL, NULL));
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(fx_run(&fx, 3000));
	FX_STR(fx.raw.log, "100 200 200 200");
	FX_OK(request(&fx, "INVITE", 1, NULL, NULL));
	FX_OK(fx_run(&fx, 28600));
	FX_STR(fx.raw.log,
	       "100 200 200 200 200 200 200 200 200 200 200 200");
	FX_STR(fx.in.log, "");
	FX_OK(fx_run(&fx, 500));
	FX_STR(fx.in.log, "closed/network/200");
	FX_INT(fx.in.err, ETIMEDOUT);
	FX_INT(strncmp(fx.raw.msg, "BYE ", 4), 0);
 out:
	fx_reset(&fx);
	return err;
}

/* No BYE before the ACK (15) */
int test_leg_uas_hangup_before_ack(void)
{
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(ring(&fx, tag));
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(oh_leg_hangup(fx.in.leg, 16, NULL));
	FX_INT(oh_leg_state(fx.in.leg), OH_LEG_LEAVING);
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "100 180 200");
	FX_OK(request(&fx, "ACK", 1, tag, NULL));
	FX_STR(fx.raw.log, "100 180 200 BYE");
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "closed/us/200");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uas_cancel(void)
{
	char via[256], text[FX_MSG];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(request(&fx, "INVITE", 1, NULL, NULL));
	(void)re_snprintf(via, sizeof(via),
			  "SIP/2.0/UDP %J;branch=z9hG4bKINVITE1;rport",
			  &fx.raw.addr);
	(void)re_snprintf(text, sizeof(text),
			  "CANCEL sip:alice@%J SIP/2.0\r\nVia: %s\r\n"
			  "From: <sip:bob@example.com>;tag=raw\r\n"
			  "To: <sip:alice@example.com>\r\n"
			  "Call-ID: raw-call\r\nCSeq: 1 CANCEL\r\n"
			  "Content-Length: 0\r\n\r\n",
			  oh_sip_laddr(fx.a), via);
	FX_OK(fx_raw_send(&fx, text));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "100 200 487");
	FX_STR(fx.in.log, "closed/them/487");
	FX_INT(oh_leg_answer(fx.in.leg, "v=x"), EALREADY);
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uas_reject(void)
{
	const struct oh_reason why = { .q850 = 1 };
	char buf[128];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(request(&fx, "INVITE", 1, NULL, NULL));
	FX_INT(oh_leg_reject(fx.in.leg, 302, "Moved", NULL, "X: y\r\n\r\nz"),
	       EINVAL);
	FX_INT(oh_leg_reject(fx.in.leg, 302, "Moved\r\n", NULL, NULL), EINVAL);
	FX_INT(oh_leg_reject(fx.in.leg, 200, "OK", NULL, NULL), EINVAL);
	FX_INT(oh_leg_modify(fx.in.leg, "v=x"), EINVAL);
	FX_OK(oh_leg_reject(fx.in.leg, 302, "Moved", &why,
			    "Contact: <sip:x@y>\r\n"));
	FX_STR(fx.in.log, "");
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "closed/us/302");
	FX_STR(fx.raw.log, "100 302");
	fx_header(buf, sizeof(buf), fx.raw.msg, "Contact");
	FX_STR(buf, "<sip:x@y>");
	fx_header(buf, sizeof(buf), fx.raw.msg, "Reason");
	FX_STR(buf, "Q.850;cause=1");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uas_bye_before_answer(void)
{
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(ring(&fx, tag));
	FX_OK(request(&fx, "BYE", 2, tag, NULL));
	FX_STR(fx.raw.log, "100 180 200 487");
	FX_STR(fx.in.log, "closed/them/487");
 out:
	fx_reset(&fx);
	return err;
}

/* A second INVITE before the first is done (14.2) */
int test_leg_uas_reinvite_too_early(void)
{
	char tag[64], buf[32];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(ring(&fx, tag));
	FX_OK(request(&fx, "INVITE", 2, tag, NULL));
	FX_STR(fx.raw.log, "100 180 500");
	fx_header(buf, sizeof(buf), fx.raw.msg, "Retry-After");
	FX_INT(buf[0] >= '0' && strtoul(buf, NULL, 10) <= 10, 1);
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(request(&fx, "INVITE", 3, tag, NULL));
	FX_STR(fx.raw.log, "100 180 500 200 500");
	FX_OK(request(&fx, "ACK", 1, tag, NULL));
	FX_STR(fx.in.log, "up");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uas_in_dialog(void)
{
	static const struct {
		const char *met;
		unsigned cseq;
		const char *headers, *answer, *log;
	} v[] = {
		{ "INFO",    5, NULL, "200", "up info" },
		{ "OPTIONS", 6, NULL, "200", "up info" },
		{ "UPDATE",  7, NULL, "200", "up info" },
		{ "REFER",   8, NULL, "400", "up info" },
		{ "NOTIFY",  9, NULL, "481", "up info" },
		{ "MESSAGE", 9, NULL, "405", "up info" },
		{ "INFO",    3, NULL, "500", "up info" },
		{ "OPTIONS", 10, "Require: join\r\n", "420", "up info" },
		{ "BYE",    11, "Require: x\r\nReason: Q.850;cause=31\r\n",
		  "200", "up info closed/them/200" },
		{ "BYE",    12, NULL, "481", "up info closed/them/200" },
	};
	char tag[64], want[256], allow[96];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(fx_raw_up(&fx));
	fx_tag(tag, sizeof(tag), fx.raw.msg);
	str_ncpy(want, "100 200", sizeof(want));
	FX_STR(fx.raw.log, want);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		size_t len = strlen(want);

		FX_OK(request(&fx, v[i].met, v[i].cseq, tag, v[i].headers));
		(void)re_snprintf(want + len, sizeof(want) - len, " %s",
				  v[i].answer);
		FX_STR(fx.raw.log, want);
		FX_STR(fx.in.log, v[i].log);
		fx_header(allow, sizeof(allow), fx.raw.msg, "Allow");
		if (!strcmp(v[i].answer, "405"))
			FX_STR(allow, "INVITE, ACK, BYE, CANCEL, INFO, "
			       "NOTIFY, OPTIONS, PRACK, REFER, UPDATE");
	}
	FX_INT(fx.in.q850, 31);
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uas_delayed_offer(void)
{
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(ring(&fx, tag));
	FX_OK(oh_leg_answer(fx.in.leg, "v=ouroffer"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(fx_raw_request(&fx, "ACK", 1, tag, NULL, "v=theiranswer"));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up");
	FX_STR(fx.in.body, "v=theiranswer");
	/* an ACK repeated is nothing new */
	FX_OK(request(&fx, "ACK", 1, tag, NULL));
	FX_STR(fx.in.log, "up");
 out:
	fx_reset(&fx);
	return err;
}
