/**
 * @file test_stack.c  Whose request is it, and how a stack ends
 */
#include "leg_fixture.h"
#include "sip/sip_priv.h"

static int start(struct fx *fx)
{
	int err = fx_init(fx, true);

	return err ? err : fx_raw_init(fx);
}

int test_stack_alloc(void)
{
	struct oh_sip *s = NULL, *second = NULL;
	struct sa any, local;
	struct oh_sip_prm prm = { .laddr = &any, .udp = true, .tcp = true };
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	TEST_OK(sa_set_str(&any, "0.0.0.0", 0));
	FX_INT(oh_sip_alloc(&s, &prm), EINVAL);
	TEST_OK(sa_set_str(&local, "127.0.0.1", 0));
	prm.laddr = &local;
	prm.udp = prm.tcp = false;
	FX_INT(oh_sip_alloc(&s, &prm), EINVAL);
	prm.tcp = true;
	FX_OK(oh_sip_alloc(&s, &prm));
	FX_INT(sa_port(oh_sip_laddr(s)) > 0, 1);

	/* the port is taken, and it is the one we want */
	sa_set_port(&local, sa_port(oh_sip_laddr(s)));
	FX_INT(oh_sip_alloc(&second, &prm), EADDRINUSE);
	FX_INT(second == NULL, 1);
 out:
	mem_deref(s);
	fx_reset(&fx);
	return err;
}

/* Raw requests and what comes back; "" is silence */
int test_stack_requests(void)
{
#define VIA "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK%u;rport\r\n"
#define FROM "From: <sip:x@y>;tag=1\r\n"
#define TO "To: <sip:a@b>\r\n"
#define REST "Call-ID: c%u\r\nCSeq: 1 %s\r\nContact: <sip:x@127.0.0.1>\r\n"
#define END "Content-Length: 0\r\n\r\n"
	static const struct {
		const char *met, *fmt, *answer;
	} v[] = {
		{ "OPTIONS", VIA FROM TO REST END, "200" },
		{ "REGISTER", VIA FROM TO REST END, "405" },
		{ "BYE",     VIA FROM TO REST END, "481" },
		{ "CANCEL",  VIA FROM TO REST END, "481" },
		{ "ACK",     VIA FROM TO REST END, "" },
		{ "INFO",    VIA FROM "To: <sip:a@b>;tag=2\r\n" REST END,
		  "481" },
		{ "INVITE",  VIA FROM TO REST
		  "Require: join, timer\r\n" END, "420" },
		{ "INVITE",  VIA TO REST END, "400" },
		{ "INVITE",  VIA "From: <sip:x@y>\r\n" TO REST END, "400" },
		{ "INVITE",  VIA FROM REST END, "400" },
		{ "INVITE",  VIA FROM TO "CSeq: 1 INVITE\r\n" END, "400" },
		{ "INVITE",  VIA FROM TO "Call-ID: 9\r\n" END, "400" },
		{ "INVITE",  VIA FROM TO "Call-ID: 9\r\n"
		  "CSeq: 1 BYE\r\n" END, "400" },
		{ "INVITE",  VIA FROM TO "Call-ID: 9\r\n"
		  "CSeq: 4294967295 INVITE\r\n" END, "400" },
		/* without a branch libre drops it unread */
		{ "INVITE",  "Via: SIP/2.0/UDP 127.0.0.1:9;rport\r\n"
		  FROM TO REST END, "" },
		{ "INVITE",  FROM TO REST END, "" },
		{ "ACK",     VIA FROM TO END, "" },
		{ "OPTIONS", VIA FROM TO REST "Content-Length: 5\r\n\r\n",
		  "400" },
		{ "\x01\xff", "\r\n\r\n", "" },
		{ "INVITE",  VIA FROM TO REST END, "404" },
	};
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	fx.deaf = true;
	for (unsigned i = 0; i < ARRAY_SIZE(v); i++) {
		char fmt[1024], text[1024];
		bool via = !strncmp(v[i].fmt, VIA, sizeof(VIA) - 1);

		fx.raw.log[0] = '\0';
		(void)re_snprintf(fmt, sizeof(fmt),
				  "%s sip:127.0.0.1 SIP/2.0\r\n%s",
				  v[i].met, v[i].fmt);
		(void)(via ? re_snprintf(text, sizeof(text), fmt, i, i,
					 v[i].met)
			   : re_snprintf(text, sizeof(text), fmt, i,
					 v[i].met));
		FX_OK(fx_raw_send(&fx, text));
		FX_OK(fx_settle(&fx, 100));
		FX_STR(fx.raw.log, v[i].answer);
	}
 out:
	fx_reset(&fx);
	return err;
}

int test_stack_unsupported(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	FX_OK(fx_raw_request(&fx, "INVITE", 1, NULL,
			     "Require: join, timer, path\r\n", NULL));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "420");
	FX_INT(strstr(fx.raw.msg, "Unsupported: join\r\n"
		      "Unsupported: path\r\n") != NULL, 1);
 out:
	fx_reset(&fx);
	return err;
}

/* Not a word to a stranger, whatever he says */
int test_stack_strangers(void)
{
	static const char *const metv[] = { "INVITE", "OPTIONS", "BYE", "X" };
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	fx.strange = true;
	for (unsigned i = 0; i < ARRAY_SIZE(metv); i++) {
		FX_OK(fx_raw_request(&fx, metv[i], i, NULL, NULL, NULL));
		FX_OK(fx_raw_request(&fx, metv[i], i + 10, "t", NULL, NULL));
	}
	FX_OK(fx_raw_send(&fx, "OPTIONS sip:x SIP/2.0\r\n\r\n"));
	FX_OK(fx_settle(&fx, 1000));
	FX_STR(fx.raw.log, "");
 out:
	fx_reset(&fx);
	return err;
}

/* There is an end to how many legs we keep */
int test_stack_full(void)
{
	char buf[32];
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	fx.a->legc = OH_LEGS_MAX;
	FX_OK(fx_raw_request(&fx, "INVITE", 1, NULL, NULL, "v=x"));
	FX_OK(fx_settle(&fx, 2000));
	FX_STR(fx.raw.log, "503");
	fx_header(buf, sizeof(buf), fx.raw.msg, "Retry-After");
	FX_STR(buf, "10");
	FX_INT(fx_call(&fx, "v=x"), EAGAIN);
 out:
	if (fx.a)
		fx.a->legc = 0;
	fx_reset(&fx);
	return err;
}

int test_stack_close(void)
{
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, false));
	FX_OK(fx_up(&fx));
	FX_INT(oh_sip_legs(fx.a), 1);
	oh_sip_close(fx.a, false);
	FX_INT(fx.closed, 0);
	FX_INT(fx_call(&fx, "v=x"), ECANCELED);
	FX_OK(fx_settle(&fx, 100));
	FX_INT(fx.closed, 1);
	FX_STR(fx.out.log, "trying up200 closed/us/200");
	FX_STR(fx.in.log, "up closed/them/200");
 out:
	fx_reset(&fx);
	return err;
}

/* A registration, say, keeps the stack open until it has said goodbye */
int test_stack_hold(void)
{
	struct fx fx;
	int err;

	FX_OK(start(&fx));
	oh_sip_hold(fx.a);
	oh_sip_close(fx.a, false);
	FX_OK(fx_settle(&fx, 500));
	FX_INT(fx.closed, 0);
	FX_OK(fx_raw_request(&fx, "INVITE", 1, NULL, NULL, "v=x"));
	FX_OK(fx_settle(&fx, 100));
	FX_STR(fx.raw.log, "503");
	oh_sip_release(fx.a);
	FX_OK(fx_settle(&fx, 100));
	FX_INT(fx.closed, 1);
 out:
	fx_reset(&fx);
	return err;
}

int test_stack_contact(void)
{
	static const struct {
		const char *host;
		uint16_t port;
		const char *user;
		enum sip_transp tp;
		const char *want;
	} v[] = {
		{ NULL, 0, "alice", SIP_TRANSP_UDP,
		  "Contact: <sip:alice@192.0.2.1:5060>\r\n" },
		{ NULL, 0, NULL, SIP_TRANSP_TCP,
		  "Contact: <sip:192.0.2.1:5060;transport=tcp>\r\n" },
		{ NULL, 0, "bob", SIP_TRANSP_TLS,
		  "Contact: <sip:bob@192.0.2.1:5061;transport=tls>\r\n" },
		{ "sbc.example", 5067, NULL, SIP_TRANSP_TLS,
		  "Contact: <sip:sbc.example:5067;transport=tls>\r\n" },
		{ "pbx.example", 5080, "+1 >", SIP_TRANSP_UDP,
		  "Contact: <sip:+1%20%3E@pbx.example:5080>\r\n" },
		{ "2001:db8::1", 5080, NULL, SIP_TRANSP_UDP,
		  "Contact: <sip:[2001:db8::1]:5080>\r\n" },
	};
	struct oh_sip s;
	char buf[256];

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_contact c = { &s, v[i].user, v[i].tp };

		memset(&s, 0, sizeof(s));
		assert_int_equal(sa_set_str(&s.laddr, "192.0.2.1", 5060), 0);
		s.tls_laddr = s.laddr;
		sa_set_port(&s.tls_laddr, 5061);
		s.public_host = (char *)(uintptr_t)v[i].host;
		s.prm.public_port = v[i].port;
		assert_int_not_equal(re_snprintf(buf, sizeof(buf), "%H",
						 oh_contact_print, &c), -1);
		assert_string_equal(buf, v[i].want);
	}
	return 0;
}

static int tcp_up(struct fx *fx)
{
	int err = start(fx);

	if (err)
		return err;
	err = fx_call_tcp(fx, "v=offer");
	if (err)
		return err;
	err = fx_await(fx, fx->out.log, "trying");
	if (err)
		return err;
	err = oh_leg_answer(fx->in.leg, "v=answer");
	if (err)
		return err;
	err = fx_await(fx, fx->out.log, "trying up200");

	return err ? err : fx_await(fx, fx->in.log, "up");
}

int test_stack_tcp_call(void)
{
	struct fx fx;
	int err;

	FX_OK(tcp_up(&fx));
	FX_STR(fx.out.log, "trying up200");
	FX_OK(oh_leg_hangup(fx.in.leg, 16, NULL));
	FX_OK(fx_await(&fx, fx.in.log, "up closed/us/200"));
	FX_STR(fx.out.log, "trying up200 closed/them/200");
	FX_STR(fx.in.log, "up closed/us/200");
	FX_STR(fx.wire, ">INVITE <100 <200 >ACK <BYE >200");
	FX_INT(fx.tcp, fx.seen);
 out:
	fx_reset(&fx);
	return err;
}

int test_stack_tcp_offer(void)
{
	struct fx fx;
	int err;

	FX_OK(tcp_up(&fx));
	FX_OK(oh_leg_modify(fx.in.leg, "v=hold"));
	FX_OK(fx_await(&fx, fx.out.log, "trying up200 offer"));
	FX_OK(oh_leg_reply_offer(fx.out.leg, 200, "v=held"));
	FX_OK(fx_await(&fx, fx.in.log, "up modified200"));
	FX_STR(fx.out.log, "trying up200 offer");
	FX_STR(fx.in.log, "up modified200");
	FX_INT(fx.tcp, fx.seen);
 out:
	fx_reset(&fx);
	return err;
}
