/**
 * @file test_leg_uac.c  Calls to a peer without manners
 */
#include "leg_fixture.h"
#include "sip/sip_priv.h"

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

/* Reply to the INVITE and let everything come to rest */
static int reply(struct fx *fx, unsigned scode, const char *tag,
		 const char *headers, const char *body)
{
	int err = fx_raw_reply(fx, fx->raw.invite, scode, tag, headers, body);

	return err ? err : fx_settle(fx, 100);
}

int test_leg_uac_invite(void)
{
	char buf[256];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	fx_header(buf, sizeof(buf), fx.raw.invite, "From");
	buf[28] = '\0';
	FX_STR(buf, "\"A \\\"B\\\"\" <sip:+14255550001@");
	fx_header(buf, sizeof(buf), fx.raw.invite, "Allow");
	FX_STR(buf, "INVITE, ACK, BYE, CANCEL, INFO, NOTIFY, "
	       "OPTIONS, PRACK, REFER, UPDATE");
	fx_header(buf, sizeof(buf), fx.raw.invite, "Supported");
	FX_STR(buf, "100rel, replaces, timer");
	fx_header(buf, sizeof(buf), fx.raw.invite, "Content-Length");
	FX_STR(buf, "7");
	FX_INT(strstr(fx.raw.invite, "\r\n\r\nv=offer") != NULL, 1);
	FX_INT(strstr(fx.raw.invite, "lr;lr") == NULL, 1);
 out:
	fx_reset(&fx);
	return err;
}

/* Two ring, both answer: the first has the call, the second is hung up */
int test_leg_uac_forks(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	FX_OK(reply(&fx, 183, "b", NULL, "v=early"));
	FX_OK(reply(&fx, 200, "a", NULL, "v=answer"));
	FX_OK(reply(&fx, 200, "b", NULL, "v=late"));
	FX_STR(fx.out.log, "ringing180 progress183 up200");
	FX_STR(fx.out.body, "v=answer");
	FX_STR(fx.raw.log, "INVITE ACK ACK BYE");
	FX_INT(strstr(fx.raw.msg, ";tag=b") != NULL, 1);
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 100));

	/* repeated: the ACK was lost */
	FX_OK(reply(&fx, 200, "b", NULL, "v=late"));
	FX_OK(reply(&fx, 200, "a", NULL, "v=answer"));
	FX_STR(fx.raw.log, "INVITE ACK ACK BYE ACK ACK");
	FX_INT(strstr(fx.raw.msg, ";tag=a") != NULL, 1);

	/* also when the call is over and the leg is gone */
	FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	fx.out.leg = mem_deref(fx.out.leg);
	FX_OK(reply(&fx, 200, "a", NULL, "v=answer"));
	FX_STR(fx.raw.log, "INVITE ACK ACK BYE ACK ACK BYE ACK");

	/* but not for ever */
	FX_OK(fx_run(&fx, 33000));
	FX_OK(reply(&fx, 200, "a", NULL, "v=answer"));
	FX_STR(fx.raw.log, "INVITE ACK ACK BYE ACK ACK BYE ACK");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uac_early_bound(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	for (int i = 0; i < OH_EARLY_MAX + 3; i++) {
		char tag[8];

		(void)re_snprintf(tag, sizeof(tag), "t%d", i);
		FX_OK(reply(&fx, 180, tag, NULL, NULL));
	}
	FX_STR(fx.out.log, "ringing180 ringing180 ringing180 ringing180 "
	       "ringing180 ringing180 ringing180 ringing180");
 out:
	fx_reset(&fx);
	return err;
}

/* Nothing heard yet: the CANCEL waits for the first 1xx (9.1) */
int test_leg_uac_cancel_early(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
	FX_INT(oh_leg_hangup(fx.out.leg, 0, NULL), EALREADY);
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "INVITE");
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	FX_STR(fx.raw.log, "INVITE CANCEL");
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
	FX_OK(reply(&fx, 487, "a", NULL, NULL));
	FX_STR(fx.raw.log, "INVITE CANCEL ACK");
	FX_STR(fx.out.log, "closed/us/487");
	FX_INT(fx.out.err, 0);
 out:
	fx_reset(&fx);
	return err;
}

/* The 200 crosses our CANCEL */
int test_leg_uac_cancel_race(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
	FX_OK(reply(&fx, 200, "a", NULL, "v=answer"));
	FX_STR(fx.raw.log, "INVITE CANCEL ACK BYE");
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "ringing180 closed/us/200");
	FX_INT(oh_sip_legs(fx.a), 0);
 out:
	fx_reset(&fx);
	return err;
}

/* A peer that answers nothing any more: the owner waits 5 s at the most */
int test_leg_uac_cancel_unanswered(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
	FX_OK(fx_run(&fx, 5500));
	FX_STR(fx.out.log, "ringing180 closed/us/0");
	FX_INT(oh_sip_legs(fx.a), 1);
	FX_OK(fx_run(&fx, 30000));
	FX_INT(oh_sip_legs(fx.a), 0);
	FX_INT(fx.out.closed, 1);
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uac_refused(void)
{
	static const struct {
		unsigned scode;
		const char *headers, *log;
		int q850;
		bool challenged;
	} v[] = {
		{ 486, NULL, "closed/them/486", 0, false },
		{ 404, "Reason: SIP;cause=404, q.850 ;cause=1\r\n",
		  "closed/them/404", 1, false },
		{ 302, NULL, "closed/them/302", 0, false },
		{ 401, "WWW-Authenticate: Digest realm=\"r\",nonce=\"n\"\r\n",
		  "closed/them/401", 0, true },
		{ 407, NULL, "closed/them/407", 0, true },
	};
	struct fx fx;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		FX_OK(start(&fx));
		FX_OK(reply(&fx, v[i].scode, "a", v[i].headers, NULL));
		FX_STR(fx.out.log, v[i].log);
		FX_STR(fx.out.text, "Word");
		FX_INT(fx.out.q850, v[i].q850);
		FX_INT(fx.out.challenged, v[i].challenged);
		FX_INT(!strcmp(fx.out.contact, "") , v[i].scode != 302);
		FX_STR(fx.raw.log, "INVITE ACK");
		fx_reset(&fx);
	}
	return 0;
 out:
	fx_reset(&fx);
	return err;
}

/* Answered once, answered again when the nonce is stale, then refused */
int test_leg_uac_challenge(void)
{
	static const struct oh_cred cred = { "alice", "secret", NULL };
	static const char first[] = "WWW-Authenticate: Digest "
		"realm=\"tel\",nonce=\"1\",algorithm=SHA-256,qop=\"auth\"\r\n";
	char cseq[32], auth[512];
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	fx.cred = &cred;
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 100));
	fx_header(auth, sizeof(auth), fx.raw.invite, "Authorization");
	FX_STR(auth, "");
	FX_OK(reply(&fx, 401, "a", first, NULL));
	FX_STR(fx.out.log, "challenged401");
	FX_STR(fx.out.text, "tel");
	FX_STR(fx.raw.log, "INVITE ACK INVITE");
	fx_header(auth, sizeof(auth), fx.raw.invite, "Authorization");
	FX_INT(strstr(auth, "username=\"alice\"") != NULL, 1);
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	FX_OK(reply(&fx, 200, "a", NULL, "v=answer"));
	FX_STR(fx.raw.log, "INVITE ACK INVITE ACK");

	/* the ACK has the INVITE's number and credentials (13.2.2.4) */
	fx_header(cseq, sizeof(cseq), fx.raw.invite, "CSeq");
	FX_INT(strtoul(cseq, NULL, 10), fx.out.leg->cseq);
	fx_header(cseq, sizeof(cseq), fx.raw.msg, "CSeq");
	FX_INT(strtoul(cseq, NULL, 10), fx.out.leg->cseq);
	FX_INT(strstr(fx.raw.msg, auth) != NULL, 1);

	/* a BYE may be challenged once more */
	FX_OK(oh_leg_hangup(fx.out.leg, 16, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 401, NULL,
			   "WWW-Authenticate: Digest realm=\"tel\","
			   "nonce=\"2\",stale=true\r\n", NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "INVITE ACK INVITE ACK BYE BYE");
	fx_header(auth, sizeof(auth), fx.raw.msg, "Authorization");
	FX_INT(strstr(auth, "nonce=\"2\"") != NULL, 1);
	fx_header(auth, sizeof(auth), fx.raw.msg, "Reason");
	FX_STR(auth, "Q.850;cause=16");
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "challenged401 ringing180 up200 closed/us/200");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uac_challenge_refused(void)
{
	static const struct oh_cred cred = { "alice", "wrong", NULL };
	static const char chal[] = "Proxy-Authenticate: Digest "
		"realm=\"tel\",nonce=\"1\"\r\n";
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	fx.cred = &cred;
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(reply(&fx, 407, "a", chal, NULL));
	FX_OK(reply(&fx, 407, "a", chal, NULL));
	FX_STR(fx.out.log, "challenged407 closed/them/407");
	FX_INT(fx.out.challenged, 1);
	FX_STR(fx.raw.log, "INVITE ACK INVITE ACK");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uac_no_answer_at_all(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(fx_run(&fx, 31000));
	FX_STR(fx.out.log, "");
	FX_OK(fx_run(&fx, 2000));
	FX_STR(fx.out.log, "closed/network/0");
	FX_INT(fx.out.err, ETIMEDOUT);
 out:
	fx_reset(&fx);
	return err;
}

/* The branch is right, the rest is not ours */
int test_leg_uac_foreign_answer(void)
{
	char msg[FX_MSG], *p;
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	str_ncpy(msg, fx.raw.invite, sizeof(msg));
	p = strstr(msg, "Call-ID: ");
	p[9] = p[9] == 'f' ? 'e' : 'f';
	FX_OK(fx_raw_reply(&fx, msg, 180, "a", NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "");
	FX_OK(fx_raw_reply(&fx, msg, 486, "a", NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "closed/network/0");
	FX_INT(fx.out.err, EPROTO);
 out:
	fx_reset(&fx);
	return err;
}

/* BYE, INFO and OPTIONS before the answer, in an early dialog */
int test_leg_uac_early_requests(void)
{
	static const char *const metv[] = { "OPTIONS", "INFO", "BYE" };
	char from[128], to[128], id[128], text[FX_MSG];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(reply(&fx, 180, "a", NULL, NULL));
	fx_header(from, sizeof(from), fx.raw.invite, "From");
	fx_header(to, sizeof(to), fx.raw.invite, "To");
	fx_header(id, sizeof(id), fx.raw.invite, "Call-ID");
	for (size_t i = 0; i < ARRAY_SIZE(metv); i++) {
		(void)re_snprintf(text, sizeof(text),
			"%s sip:alice@%J SIP/2.0\r\n"
			"Via: SIP/2.0/UDP %J;branch=z9hG4bKe%zu\r\n"
			"From: %s;tag=a\r\nTo: %s\r\nCall-ID: %s\r\n"
			"CSeq: %zu %s\r\nContent-Length: 0\r\n\r\n",
			metv[i], oh_sip_laddr(fx.a), &fx.raw.addr, i, to,
			from, id, i + 1, metv[i]);
		FX_OK(fx_raw_send(&fx, text));
		FX_OK(fx_settle(&fx, 100));
	}
	FX_STR(fx.raw.log, "INVITE 200 200 200 CANCEL");
	FX_OK(reply(&fx, 487, "a", NULL, NULL));
	FX_STR(fx.out.log, "ringing180 info closed/them/487");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uac_no_contact(void)
{
	char msg[FX_MSG], via[256], from[256], to[256], id[128], cseq[64];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	fx_header(via, sizeof(via), fx.raw.invite, "Via");
	fx_header(from, sizeof(from), fx.raw.invite, "From");
	fx_header(to, sizeof(to), fx.raw.invite, "To");
	fx_header(id, sizeof(id), fx.raw.invite, "Call-ID");
	fx_header(cseq, sizeof(cseq), fx.raw.invite, "CSeq");
	(void)re_snprintf(msg, sizeof(msg), "SIP/2.0 200 OK\r\nVia: %s\r\n"
			  "From: %s\r\nTo: %s;tag=a\r\nCall-ID: %s\r\n"
			  "CSeq: %s\r\nContent-Length: 0\r\n\r\n",
			  via, from, to, id, cseq);
	FX_OK(fx_raw_send(&fx, msg));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "closed/network/0");
	FX_INT(fx.out.err, EPROTO);
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_uac_bad_parameters(void)
{
	static const struct oh_leg_prm good = {
		.to_uri = "sip:b@127.0.0.1:9", .from_uri = "sip:a@b",
		.h = (oh_leg_h *)1,
	};
	struct oh_leg_prm prm;
	struct oh_leg *leg = NULL;
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	prm = good;
	prm.to_uri = "sip:b@h\r\nX: y";
	FX_INT(oh_leg_invite(&leg, fx.a, &prm, NULL), EINVAL);
	prm = good;
	prm.to_uri = "sip:b@h>";
	FX_INT(oh_leg_invite(&leg, fx.a, &prm, NULL), EINVAL);
	prm = good;
	prm.from_name = "x\r\nTo: y";
	FX_INT(oh_leg_invite(&leg, fx.a, &prm, NULL), EINVAL);
	prm = good;
	prm.headers = "X: y";
	FX_INT(oh_leg_invite(&leg, fx.a, &prm, NULL), EINVAL);
	prm = good;
	prm.h = NULL;
	FX_INT(oh_leg_invite(&leg, fx.a, &prm, NULL), EINVAL);
	FX_INT(leg == NULL, 1);
 out:
	fx_reset(&fx);
	return err;
}
