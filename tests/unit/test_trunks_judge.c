/**
 * @file test_trunks_judge.c  What facts about a trunk mean
 */
#include "test.h"
#include "base/compat.h"
#include "cli/exit.h"
#include "command/trunks_priv.h"

enum { NOW = 1790000000, DAY = 24 * 60 * 60 };

/** Facts of a trunk that works, to be spoilt */
struct fixture {
	struct oh_conf_trunk conf;
	struct trunks_facts  f;
	struct trunks_row    rowv[TRUNKS_STEPS];
};

static void set(char *dst, const char *src)
{
	memcpy(dst, src, strlen(src) + 1);
}

static void init(struct fixture *x, enum oh_conf_transport tp)
{
	memset(x, 0, sizeof(*x));
	oh_conf_trunk_init(&x->conf);
	x->conf.transport = tp;
	set(x->conf.name, "a");
	set(x->conf.server, "sbc.example");
	x->f.conf  = &x->conf;
	x->f.days  = 14;
	x->f.now_s = NOW;
	x->f.dns   = FATE_DONE;
	set(x->f.addrs, "192.0.2.1:5061");
	x->f.tcp   = tp == OH_CONF_UDP ? FATE_UNTRIED : FATE_DONE;
	set(x->f.tcp_addr, "192.0.2.1:5061");
	x->f.tcp_ms = 1.25;
	x->f.probe = FATE_DONE;
	x->f.res.opened = true;
	x->f.res.scode  = 200;
	x->f.res.rtt_ms = 3.25;
	if (tp != OH_CONF_TLS)
		return;
	set(x->conf.fqdn, "us.example");
	set(x->conf.tls_cert, "us.pem");
	x->f.res.tls.shown = x->f.res.tls.verified = true;
	set(x->f.res.tls.protocol, "TLSv1.3");
	set(x->f.res.tls.names, "sbc.example");
	set(x->f.res.tls.issuer, "CN=CA");
	x->f.res.tls.not_after = NOW + 60 * DAY + 1;
}

/* Judge, and look at one step */
static void expect(struct fixture *x, enum trunks_step step,
		   enum trunks_status status, const char *what,
		   const char *fix)
{
	const struct trunks_row *row = &x->rowv[step];

	oh_trunks_judge(x->rowv, &x->f);
	if (row->status != status || !strstr(row->what, what) ||
	    !strstr(row->fix, fix))
		fail_msg("%s: %s: '%s', '%s'", oh_trunks_step_name(step),
			 oh_trunks_status_name(row->status), row->what,
			 row->fix);
}

static void expect_exit(struct fixture *x, int status)
{
	oh_trunks_judge(x->rowv, &x->f);
	assert_int_equal(oh_trunks_exit(x->rowv, &x->f), status);
}

int test_trunks_judge_good(void)
{
	struct fixture x;

	init(&x, OH_CONF_TLS);
	expect(&x, STEP_DNS, STEP_OK, "sbc.example: 192.0.2.1:5061", "");
	expect(&x, STEP_TCP, STEP_OK, "connected in 1.", "");
	expect(&x, STEP_TLS, STEP_OK, "TLSv1.3", "");
	expect(&x, STEP_CERTIFICATE, STEP_OK, "good for 60 more days", "");
	expect(&x, STEP_CONTACT, STEP_OK, "us.example", "");
	expect(&x, STEP_NUMBERS, STEP_OK, "with their +", "");
	expect(&x, STEP_OPTIONS, STEP_OK, "200 in 3.", "");
	expect(&x, STEP_REGISTRATION, STEP_SKIPPED, "never", "");
	expect(&x, STEP_ECHO, STEP_SKIPPED, "--echo", "");
	assert_int_equal(oh_trunks_worst(x.rowv), STEP_OK);
	expect_exit(&x, 0);
	init(&x, OH_CONF_UDP);
	expect(&x, STEP_TCP, STEP_SKIPPED, "UDP", "");
	expect(&x, STEP_CERTIFICATE, STEP_SKIPPED, "without TLS", "");
	expect(&x, STEP_CONTACT, STEP_SKIPPED, "by address", "");
	expect_exit(&x, 0);

	return 0;
}

int test_trunks_judge_certificate(void)
{
	static const struct {
		int64_t left_s;
		enum trunks_status status;
		const char *what;
		long days;
	} casev[] = {
		{ 14 * DAY,     STEP_OK,      "14 more days", 14 },
		{ 14 * DAY - 1, STEP_WARNING, "13 more days", 13 },
		{ DAY,          STEP_WARNING, "1 more day",   1 },
		{ 1,            STEP_WARNING, "0 more days",  0 },
		{ -1,           STEP_FAILED,  "expired",      -1 },
		{ -DAY,         STEP_FAILED,  "expired",      -1 },
		{ -DAY - 1,     STEP_FAILED,  "expired",      -2 },
	};
	struct fixture x;

	init(&x, OH_CONF_TLS);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		x.f.res.tls.not_after = NOW + casev[i].left_s;
		assert_int_equal(oh_trunks_days(&x.f), casev[i].days);
		expect(&x, STEP_CERTIFICATE, casev[i].status, casev[i].what,
		       casev[i].status == STEP_OK ? "" : "renew");
	}

	return 0;
}

int test_trunks_judge_tls(void)
{
	static const char *const casev[][2] = {
		{ "its certificate is for a, not for b", "tls_name" },
		{ "its certificate expired on 2026-01-01", "renew" },
		{ "its certificate is not valid before 2030-01-01", "clock" },
		{ "its certificate is from an unknown authority: X",
			"tls_ca" },
		{ "its certificate: unsuitable certificate purpose",
			"serverAuth" },
		{ "it demands a certificate of ours", "tls_cert" },
		{ "it refuses our certificate: unknown CA", "clientAuth" },
		{ "no shared protocol: we speak TLS 1.2 and later",
			"TLS 1.2" },
		{ "it does not speak TLS", "port" },
		{ "something new", "" },
	};
	struct fixture x;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		init(&x, OH_CONF_TLS);
		set(x.f.res.tls_why, casev[i][0]);
		x.f.res.scode = 0;
		expect(&x, STEP_TLS, STEP_FAILED, casev[i][0], casev[i][1]);
		expect(&x, STEP_OPTIONS, STEP_SKIPPED, "no connection", "");
		expect_exit(&x, OH_EXIT_NETWORK);
	}
	init(&x, OH_CONF_TLS);
	x.f.res.opened = false;
	set(x.f.res.why, "TLS: x.pem: No such file");
	expect(&x, STEP_TLS, STEP_FAILED, "x.pem", "");
	init(&x, OH_CONF_TLS);
	x.f.res.scode = 0;
	x.f.res.tls.protocol[0] = '\0';
	set(x.f.res.why, "no answer");
	expect(&x, STEP_TLS, STEP_FAILED, "no handshake: no answer", "port");

	return 0;
}

int test_trunks_judge_direct(void)
{
	struct fixture x;

	init(&x, OH_CONF_TLS);
	x.conf.tls_cert[0] = '\0';
	expect(&x, STEP_CONTACT, STEP_WARNING, "no certificate", "tls_key");
	set(x.conf.fqdn, "192.0.2.7:5061");
	expect(&x, STEP_CONTACT, STEP_WARNING, "is an address", "a name");
	x.conf.fqdn[0] = '\0';
	expect(&x, STEP_CONTACT, STEP_WARNING, "an address", "set fqdn");
	x.conf.number_format = OH_NUMBER_BARE_E164;
	expect(&x, STEP_NUMBERS, STEP_WARNING, "without", "number_format");
	expect_exit(&x, 0);

	return 0;
}

int test_trunks_judge_network(void)
{
	struct fixture x;

	init(&x, OH_CONF_TCP);
	x.f.dns_err = ENOENT;
	x.f.tcp = x.f.probe = FATE_UNTRIED;
	expect(&x, STEP_DNS, STEP_FAILED, "no host sbc.example", "spelt");
	expect(&x, STEP_TCP, STEP_SKIPPED, "not tried", "");
	expect(&x, STEP_OPTIONS, STEP_SKIPPED, "not tried", "");
	x.f.dns_err = ETIMEDOUT;
	expect(&x, STEP_DNS, STEP_FAILED, "cannot find sbc", "name server");
	x.f.dns_err = 0;
	x.f.cut = true;
	expect(&x, STEP_OPTIONS, STEP_FAILED, "stopped before", "");
	assert_int_equal(oh_trunks_worst(x.rowv), STEP_FAILED);
	x.f.cut = false;
	x.f.literal = true;
	expect(&x, STEP_DNS, STEP_OK, "no name", "");
	x.f.tcp = FATE_DONE;
	x.f.tcp_err = ECONNREFUSED;
	expect(&x, STEP_TCP, STEP_FAILED, "192.0.2.1:5061: ", "firewall");
	expect_exit(&x, OH_EXIT_NETWORK);

	return 0;
}

int test_trunks_judge_options(void)
{
	static const struct {
		uint16_t scode;
		enum trunks_status status;
		const char *fix;
	} casev[] = {
		{ 200, STEP_OK, "" }, { 202, STEP_OK, "" },
		{ 401, STEP_WARNING, "OPTIONS" }, { 403, STEP_FAILED, "fqdn" },
		{ 404, STEP_WARNING, "" }, { 405, STEP_WARNING, "" },
		{ 408, STEP_FAILED, "" }, { 500, STEP_FAILED, "" },
		{ 503, STEP_FAILED, "ask them" }, { 603, STEP_FAILED, "" },
		{ 0, STEP_FAILED, "firewall" },
	};
	struct fixture x;

	init(&x, OH_CONF_UDP);
	set(x.f.res.why, "no answer");
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		x.f.res.scode = casev[i].scode;
		expect(&x, STEP_OPTIONS, casev[i].status, "", casev[i].fix);
		assert_true((x.rowv[STEP_OPTIONS].ms >= 0) ==
			    (casev[i].scode != 0));
		expect_exit(&x, casev[i].status == STEP_FAILED
			    ? OH_EXIT_NETWORK : 0);
	}

	return 0;
}

int test_trunks_judge_registration(void)
{
	struct fixture x;

	init(&x, OH_CONF_UDP);
	x.conf.reg = OH_CONF_REGISTER_ALWAYS;
	set(x.conf.user, "bob");
	expect(&x, STEP_REGISTRATION, STEP_SKIPPED, "not tried", "");
	x.f.res.reg = OH_PROBE_DONE;
	expect(&x, STEP_REGISTRATION, STEP_OK, "as bob", "");
	x.f.res.reg = OH_PROBE_FAILED;
	set(x.f.res.reg_why, "no answer");
	expect(&x, STEP_REGISTRATION, STEP_FAILED, "no answer", "firewall");
	expect_exit(&x, OH_EXIT_NETWORK);
	x.f.res.reg_scode = 403;
	expect(&x, STEP_REGISTRATION, STEP_FAILED, "", "password");
	expect_exit(&x, OH_EXIT_AUTH);

	return 0;
}

int test_trunks_judge_echo(void)
{
	struct fixture x;

	init(&x, OH_CONF_UDP);
	x.f.want_echo = true;
	expect(&x, STEP_ECHO, STEP_SKIPPED, "not tried", "");
	x.f.echo = FATE_DONE;
	x.f.call.cause = OH_CAUSE_BUSY;
	x.f.call.scode = 486;
	expect(&x, STEP_ECHO, STEP_FAILED, "busy (486", "--trace");
	expect_exit(&x, OH_EXIT_BUSY);
	x.f.call.answer_us = 1;
	expect(&x, STEP_ECHO, STEP_FAILED, "no audio", "public_address");
	expect_exit(&x, OH_EXIT_NO_MEDIA);
	x.f.call.media = true;
	expect(&x, STEP_ECHO, STEP_OK, "audio both ways", "");
	expect_exit(&x, 0);
	set(x.f.call.guard, "premium");
	set(x.f.call.hint, "allow_premium");
	expect(&x, STEP_ECHO, STEP_FAILED, "premium", "allow_premium");
	expect_exit(&x, OH_EXIT_REFUSED);
	set(x.f.echo_why, "no number");
	expect(&x, STEP_ECHO, STEP_FAILED, "no number", "");

	return 0;
}

int test_trunks_judge_nagios(void)
{
	char line[TRUNKS_LINE_SIZE];
	struct fixture x;

	init(&x, OH_CONF_TLS);
	x.f.tcp_ms = 1.5;
	x.f.res.rtt_ms = 2.5;
	oh_trunks_judge(x.rowv, &x.f);
	assert_int_equal(oh_trunks_nagios(line, sizeof(line), x.rowv, &x.f),
			 0);
	assert_string_equal(line, "TRUNK OK - a: options: 200 in 2.5 ms | "
			    "tcp=1.5ms;;;0 options=2.5ms;;;0 "
			    "certificate_days=60;14:;0:");
	x.f.res.tls.not_after = NOW + 2 * DAY;
	set(x.f.res.tls.names, "a|b");
	oh_trunks_judge(x.rowv, &x.f);
	assert_int_equal(oh_trunks_nagios(line, sizeof(line), x.rowv, &x.f),
			 1);
	assert_non_null(strstr(line, "TRUNK WARNING - a: certificate: for "
			       "a/b, by CN=CA, good for 2 more days | tcp"));
	x.f.tcp_err = ECONNREFUSED;
	memset(&x.f.res, 0, sizeof(x.f.res));
	x.f.probe = FATE_UNTRIED;
	oh_trunks_judge(x.rowv, &x.f);
	assert_int_equal(oh_trunks_nagios(line, sizeof(line), x.rowv, &x.f),
			 2);
	assert_string_equal(line, "TRUNK CRITICAL - a: tcp: 192.0.2.1:5061: "
			    "Connection refused");

	return 0;
}
