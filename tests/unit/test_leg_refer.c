/**
 * @file test_leg_refer.c  REFER and its NOTIFYs, both ways
 */
#include "leg_fixture.h"

#define NOTIFY(state) "Event: refer\r\nSubscription-State: " state \
	"\r\nContent-Type: message/sipfrag\r\n"

static const struct oh_refer carol = {
	.uri = "sip:carol@example.com", .by = "sip:alice@example.com",
};

static const struct oh_refer nobody = { .uri = "<" };

static int start(struct fx *fx)
{
	int err = fx_init(fx, false);

	return err ? err : fx_up(fx);
}

static void hook_take(struct fx *fx, const struct oh_leg_event *ev)
{
	if (ev->type == OH_LEG_EV_REFER)
		fx->err = oh_leg_refer_reply(fx->in.leg, 202);
}

int test_leg_refer_both(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	fx.in.hook = hook_take;
	FX_INT(oh_leg_refer(fx.out.leg, &nobody), EINVAL);
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_INT(oh_leg_refer(fx.out.leg, &carol), EAGAIN);
	FX_OK(fx_settle(&fx, 100));
	FX_OK(fx.err);
	FX_STR(fx.in.log, "up refer");
	FX_STR(fx.in.refer.uri, carol.uri);
	FX_STR(fx.in.refer.by, carol.by);
	FX_INT(oh_leg_refer_reply(fx.in.leg, 202), EINVAL);
	FX_STR(fx.out.log, "trying up200 referred202 referred100");
	FX_STR(fx.wire, ">INVITE <100 <200 >ACK >REFER <202 <NOTIFY >200");

	/* what is overtaken by newer news is not told */
	FX_OK(oh_leg_refer_notify(fx.in.leg, 180, NULL));
	FX_OK(oh_leg_refer_notify(fx.in.leg, 183, NULL));
	FX_OK(oh_leg_refer_notify(fx.in.leg, 486, NULL));
	FX_INT(oh_leg_refer_notify(fx.in.leg, 200, NULL), ENOENT);
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "trying up200 referred202 referred100 referred180"
	       " outcome486");
	FX_STR(fx.out.text, "Busy Here");

	/* and once more: now it has an id */
	fx.out.log[0] = '\0';
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(oh_leg_refer_notify(fx.in.leg, 200, "Fine"));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "referred202 referred100 outcome200");
	FX_STR(fx.out.text, "Fine");
 out:
	fx_reset(&fx);
	return err;
}

/* Without a word of the owner's, and where it was not asked for */
int test_leg_refer_declined(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up refer");
	FX_STR(fx.out.log, "trying up200 outcome603");
	FX_INT(oh_leg_refer_notify(fx.in.leg, 200, NULL), ENOENT);
	FX_INT(oh_leg_refer(fx.in.leg, &carol), 0);
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.in.log, "up refer outcome603");
 out:
	fx_reset(&fx);
	return err;
}

static int raw_call(struct fx *fx, const char *headers)
{
	int err = fx_init(fx, false);

	if (!err)
		err = fx_raw_init(fx);
	if (!err)
		err = fx_call_raw(fx, "v=offer");
	if (!err)
		err = fx_settle(fx, 100);
	if (!err)
		err = fx_raw_reply(fx, fx->raw.invite, 200, "raw", headers,
				   "v=answer");
	if (!err)
		err = fx_settle(fx, 100);
	fx->raw.log[0] = '\0';
	fx->out.log[0] = '\0';

	return err;
}

/* A request of the callee's; its Call-ID and tags are our INVITE's */
static int callee(struct fx *fx, const char *met, unsigned cseq,
		  const char *headers, const char *body)
{
	char id[128], from[256], text[FX_MSG];

	fx_header(id, sizeof(id), fx->raw.invite, "Call-ID");
	fx_header(from, sizeof(from), fx->raw.invite, "From");
	(void)re_snprintf(text, sizeof(text),
			  "%s sip:alice@%J SIP/2.0\r\n"
			  "Via: SIP/2.0/UDP %J;branch=z9hG4bKc%u;rport\r\n"
			  "From: <sip:bob@%J>;tag=raw\r\nTo: %s\r\n"
			  "Call-ID: %s\r\nCSeq: %u %s\r\n"
			  "Contact: <sip:bob@%J>\r\n%s"
			  "Content-Length: %zu\r\n\r\n%s", met,
			  oh_sip_laddr(fx->a), &fx->raw.addr, cseq,
			  &fx->raw.addr, from, id, cseq, met, &fx->raw.addr,
			  headers, str_len(body), body ? body : "");

	return fx_raw_send(fx, text);
}

static int notify(struct fx *fx, unsigned cseq, const char *headers,
		  const char *body)
{
	int err = callee(fx, "NOTIFY", cseq, headers, body);

	return err ? err : fx_settle(fx, 100);
}

/* The first news are faster than the 202 */
int test_leg_refer_overtaken(void)
{
	char refer[FX_MSG];
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, NULL));
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 100));
	str_ncpy(refer, fx.raw.msg, sizeof(refer));
	FX_INT(strstr(refer, "Refer-To: <sip:carol@example.com>") != NULL, 1);
	FX_OK(notify(&fx, 1, NOTIFY("active;expires=9"),
		     "SIP/2.0 100 Trying\r\n"));
	FX_STR(fx.raw.log, "REFER 200");
	FX_OK(fx_raw_reply(&fx, refer, 202, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.out.log, "referred100 referred202");

	/* of another event, of another REFER, in no state */
	FX_OK(notify(&fx, 2, "Event: presence\r\n"
		     "Subscription-State: active\r\n", NULL));
	FX_OK(notify(&fx, 3, "Event: refer;id=1\r\n"
		     "Subscription-State: active\r\n", NULL));
	FX_OK(notify(&fx, 4, "Event: refer\r\n", NULL));
	FX_STR(fx.raw.log, "REFER 200 489 481 400");

	/* the outcome twice: it is told once */
	FX_OK(notify(&fx, 5, NOTIFY("active"), "SIP/2.0 200 OK\r\n"));
	FX_OK(notify(&fx, 6, NOTIFY("terminated"), "SIP/2.0 200 OK\r\n"));
	FX_OK(notify(&fx, 7, NOTIFY("terminated"), "SIP/2.0 200 OK\r\n"));
	FX_STR(fx.raw.log, "REFER 200 489 481 400 200 200 481");
	FX_STR(fx.out.log, "referred100 referred202 outcome200");
 out:
	fx_reset(&fx);
	return err;
}

/* Even the outcome is faster than the 202 */
int test_leg_refer_outrun(void)
{
	char refer[FX_MSG];
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, NULL));
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 100));
	str_ncpy(refer, fx.raw.msg, sizeof(refer));
	FX_OK(notify(&fx, 1, NOTIFY("terminated"), "SIP/2.0 200 OK\r\n"));
	FX_OK(fx_raw_reply(&fx, refer, 202, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 60000));
	FX_STR(fx.out.log, "outcome200");
 out:
	fx_reset(&fx);
	return err;
}

/* Accepted, and never a word more */
int test_leg_refer_unheard(void)
{
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, NULL));
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 100));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 202, NULL, NULL, NULL));
	FX_OK(fx_run(&fx, 31000));
	FX_STR(fx.out.log, "referred202");
	FX_OK(fx_run(&fx, 2000));
	FX_STR(fx.out.log, "referred202 outcome0");
	FX_INT(fx.out.err, ETIMEDOUT);

	/* once, then no more, within the time they gave */
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 202, NULL, NULL, NULL));
	FX_OK(notify(&fx, 1, NOTIFY("active;expires=60"),
		     "SIP/2.0 180 Ringing\r\n"));
	FX_OK(fx_run(&fx, 58000));
	FX_STR(fx.out.log, "referred202 outcome0 referred202 referred180");
	FX_OK(fx_run(&fx, 3000));
	FX_STR(fx.out.log, "referred202 outcome0 referred202 referred180 "
	       "outcome0");
	/* they stop, and do not say how it went */
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(notify(&fx, 2, NOTIFY("terminated;reason=timeout"),
		     "SIP/2.0 180 Ringing\r\n"));
	FX_STR(fx.out.log, "referred202 outcome0 referred202 referred180 "
	       "outcome0 outcome0");
	FX_INT(fx.out.err, 0);
 out:
	fx_reset(&fx);
	return err;
}

/* No reply at all */
int test_leg_refer_no_reply(void)
{
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, NULL));
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_run(&fx, 33000));
	FX_STR(fx.out.log, "outcome0");
	FX_INT(fx.out.err, ETIMEDOUT);
	FX_INT(oh_leg_state(fx.out.leg), OH_LEG_UP);
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_refer_refused(void)
{
	static const struct { unsigned scode; bool may; } v[] = {
		{ 302, true }, { 403, true }, { 481, true }, { 500, true },
		{ 603, true }, { 401, true }, { 405, false },
	};
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, NULL));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		char want[32];

		FX_INT(oh_leg_may_refer(fx.out.leg), 1);
		fx.out.log[0] = '\0';
		FX_OK(oh_leg_refer(fx.out.leg, &carol));
		FX_OK(fx_settle(&fx, 50));
		FX_OK(fx_raw_reply(&fx, fx.raw.msg, v[i].scode, NULL, NULL,
				   NULL));
		FX_OK(fx_settle(&fx, 50));
		(void)re_snprintf(want, sizeof(want), "outcome%u",
				  v[i].scode);
		FX_STR(fx.out.log, want);
		FX_INT(oh_leg_may_refer(fx.out.leg), v[i].may);
	}
	FX_INT(oh_leg_refer(fx.out.leg, &carol), ENOTSUP);
 out:
	fx_reset(&fx);
	return err;
}

/* What their Allow leaves out is not tried */
int test_leg_refer_not_allowed(void)
{
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, "Allow: INVITE, ACK, BYE\r\n"));
	FX_INT(oh_leg_may_refer(fx.out.leg), 0);
	FX_INT(oh_leg_refer(fx.out.leg, &carol), ENOTSUP);
	fx_reset(&fx);
	FX_OK(raw_call(&fx, "Allow: INVITE, REFER\r\n"));
	FX_INT(oh_leg_may_refer(fx.out.leg), 1);
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 50));
	/* they take it, and will say no more (RFC 4488) */
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL,
			   "Refer-Sub: false\r\n", NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.out.log, "outcome0");
 out:
	fx_reset(&fx);
	return err;
}

int test_leg_refer_challenged(void)
{
	static const struct oh_cred cred = { .user = "u", .password = "p" };
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	fx.cred = &cred;
	FX_OK(fx_call_raw(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_reply(&fx, fx.raw.invite, 200, "raw", NULL, "v=ok"));
	FX_OK(fx_settle(&fx, 50));
	fx.raw.log[0] = fx.out.log[0] = '\0';
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 407, NULL,
			   "Proxy-Authenticate: Digest realm=\"r\","
			   "nonce=\"n\",qop=\"auth\"\r\n", NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "REFER REFER");
	FX_INT(strstr(fx.raw.msg, "Proxy-Authorization: Digest ") != NULL, 1);
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 202, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.out.log, "referred202");
 out:
	fx_reset(&fx);
	return err;
}

/* They hang up as soon as they have taken it; the outcome follows */
int test_leg_refer_last_word(void)
{
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, NULL));
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 202, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(callee(&fx, "BYE", 1, "", NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "REFER 200");
	FX_STR(fx.out.log, "referred202");
	FX_OK(notify(&fx, 2, NOTIFY("terminated"), "SIP/2.0 200 OK\r\n"));
	FX_STR(fx.raw.log, "REFER 200 200");
	FX_STR(fx.out.log, "referred202 outcome200 closed/them/200");
 out:
	fx_reset(&fx);
	return err;
}

/* or does not; and the leg is not kept waiting for it */
int test_leg_refer_no_last_word(void)
{
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, NULL));
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(callee(&fx, "BYE", 1, "", NULL));
	FX_OK(fx_run(&fx, 1500));
	FX_STR(fx.out.log, "closed/them/200");
	/* there is no such dialog any more */
	FX_OK(notify(&fx, 2, NOTIFY("terminated"), "SIP/2.0 200 OK\r\n"));
	FX_STR(strstr(fx.raw.log, " 481"), " 481");
 out:
	fx_reset(&fx);
	return err;
}

/* Our BYE crosses their NOTIFY; the leg is released meanwhile */
int test_leg_refer_crossing(void)
{
	char bye[FX_MSG];
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, NULL));
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 202, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(oh_leg_hangup(fx.out.leg, 0, NULL));
	FX_OK(fx_settle(&fx, 50));
	str_ncpy(bye, fx.raw.msg, sizeof(bye));
	FX_OK(notify(&fx, 1, NOTIFY("terminated"), "SIP/2.0 200 OK\r\n"));
	FX_STR(fx.raw.log, "REFER BYE 200");
	FX_STR(fx.out.log, "referred202 outcome200");
	fx.out.leg = mem_deref(fx.out.leg);
	FX_OK(fx_raw_reply(&fx, bye, 200, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.out.log, "referred202 outcome200");
	FX_INT(oh_sip_legs(fx.a), 0);
 out:
	fx_reset(&fx);
	return err;
}

static void hook_release(struct fx *fx, const struct oh_leg_event *ev)
{
	if (ev->type == OH_LEG_EV_REFERRED || ev->type == OH_LEG_EV_REFER)
		fx->out.leg = mem_deref(fx->out.leg);
}

/* The handler may let go of the leg */
int test_leg_refer_released(void)
{
	struct fx fx;
	int err;

	FX_OK(raw_call(&fx, NULL));
	fx.out.hook = hook_release;
	FX_OK(oh_leg_refer(fx.out.leg, &carol));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 202, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.out.log, "referred202");
	FX_STR(fx.raw.log, "REFER BYE");
	fx_reset(&fx);

	FX_OK(raw_call(&fx, NULL));
	fx.out.hook = hook_release;
	FX_OK(callee(&fx, "REFER", 1, "Refer-To: <sip:c@d>\r\n", NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "603 BYE");
 out:
	fx_reset(&fx);
	return err;
}

/* What they may ask for, and when */
int test_leg_refer_asked(void)
{
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	fx.in.hook = hook_take;
	FX_OK(fx_raw_request(&fx, "INVITE", 1, NULL, NULL, "v=offer"));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(oh_leg_progress(fx.in.leg, 180, "Ringing", NULL));
	FX_OK(fx_settle(&fx, 50));
	fx_tag(tag, sizeof(tag), fx.raw.msg);
	/* not before it is up */
	FX_OK(fx_raw_request(&fx, "REFER", 2, tag, "Refer-To: <sip:c@d>\r\n",
			     NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(fx_settle(&fx, 50));
	FX_OK(fx_raw_request(&fx, "ACK", 1, tag, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "100 180 491 200");
	FX_STR(fx.in.log, "up");

	fx.raw.log[0] = '\0';
	FX_OK(fx_raw_request(&fx, "REFER", 3, tag, NULL, NULL));
	FX_OK(fx_raw_request(&fx, "REFER", 4, tag,
			     "Refer-To: <mailto:c@d>\r\n", NULL));
	FX_OK(fx_raw_request(&fx, "REFER", 5, tag, "Refer-To: <sip:c@d>\r\n"
			     "Refer-To: <sip:e@f>\r\n", NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "400 603 400");

	/* two at once: the second has to wait */
	FX_OK(fx_raw_request(&fx, "REFER", 6, tag, "Refer-To: <sip:c@d>\r\n",
			     NULL));
	FX_OK(fx_raw_request(&fx, "REFER", 7, tag, "Refer-To: <sip:e@f>\r\n",
			     NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "400 603 400 202 NOTIFY 491");
	FX_STR(fx.in.log, "up refer");
	FX_STR(fx.in.refer.uri, "sip:c@d");
 out:
	fx_reset(&fx);
	return err;
}

/* Our NOTIFYs: one at a time, until they want no more */
int test_leg_refer_told(void)
{
	char tag[64];
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_raw_init(&fx));
	FX_OK(fx_raw_up(&fx));
	fx_tag(tag, sizeof(tag), fx.raw.msg);
	fx.in.hook = hook_take;
	fx.raw.log[0] = '\0';
	FX_OK(fx_raw_request(&fx, "REFER", 2, tag, "Refer-To: <sip:c@d>\r\n",
			     NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_INT(strstr(fx.raw.msg, "Event: refer\r\n") != NULL, 1);
	FX_INT(strstr(fx.raw.msg, "\r\n\r\nSIP/2.0 100 Trying\r\n") != NULL,
	       1);
	FX_OK(oh_leg_refer_notify(fx.in.leg, 180, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "202 NOTIFY");
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 200, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "202 NOTIFY NOTIFY");
	FX_INT(strstr(fx.raw.msg, "Subscription-State: active") != NULL, 1);
	FX_OK(fx_raw_reply(&fx, fx.raw.msg, 481, NULL, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_INT(oh_leg_refer_notify(fx.in.leg, 200, NULL), ENOENT);

	/* another one, and the call ends before it is decided */
	FX_OK(fx_raw_request(&fx, "REFER", 3, tag, "Refer-To: <sip:c@d>\r\n",
			     NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_INT(strstr(fx.raw.msg, "Event: refer;id=3\r\n") != NULL, 1);
	FX_OK(fx_raw_request(&fx, "BYE", 4, tag, NULL, NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_INT(oh_leg_refer_notify(fx.in.leg, 200, NULL), ENOENT);
	FX_OK(fx_raw_request(&fx, "REFER", 5, tag, "Refer-To: <sip:c@d>\r\n",
			     NULL));
	FX_OK(fx_settle(&fx, 50));
	FX_STR(fx.raw.log, "202 NOTIFY NOTIFY 202 NOTIFY 200 481");
 out:
	fx_reset(&fx);
	return err;
}

/* Each end names the dialog as the other one does */
int test_leg_refer_replaces(void)
{
	struct oh_replaces a, b;
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_call(&fx, "v=offer"));
	FX_INT(oh_leg_replaces(&a, fx.out.leg), ENOTCONN);
	FX_OK(fx_settle(&fx, 200));
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(fx_settle(&fx, 200));
	FX_OK(oh_leg_replaces(&a, fx.out.leg));
	FX_OK(oh_leg_replaces(&b, fx.in.leg));
	FX_STR(a.callid, oh_leg_callid(fx.in.leg));
	FX_STR(a.callid, b.callid);
	FX_STR(a.to_tag, b.from_tag);
	FX_STR(a.from_tag, b.to_tag);
	FX_INT(strcmp(a.from_tag, a.to_tag) != 0, 1);
 out:
	fx_reset(&fx);
	return err;
}
