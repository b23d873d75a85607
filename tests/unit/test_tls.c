/**
 * @file test_tls.c  Who is believed over TLS, and what is said of the others
 */
#include <unistd.h>
#include "base/compat.h"
#include "base/clock.h"
#include "certs.h"
#include "sip/ping.h"
#include "sip/sip_priv.h"
#include "sip/tls_priv.h"
#include "test.h"

enum { WAIT_MS = 8000 };

static const struct cert issuev[] = {
	{ "good.pem",    "sip.example",   90, false },
	{ "wrong.pem",   "other.example", 90, false },
	{ "wild.pem",    "*.sip.example", 90, false },
	{ "expired.pem", "sip.example",   -1, false },
	{ "foreign.pem", "sip.example",   90, true  },
	{ "address.pem", "127.0.0.1",     90, false },
	{ "client.pem",  "us.example",    90, false },
	{ "renewed.pem", "sip.example",   70, false },
};

/** Two ends */
struct world {
	struct certs certs;
	struct oh_tls *ctls, *stls;
	struct oh_sip *client, *server;
	struct oh_ping *p;
	struct tmr tmr;
	bool refused;           /* by the server, after our handshake     */
	bool done;
	uint16_t scode;
	int err;
};

static void done(uint16_t scode, int err, double rtt_ms, void *arg)
{
	struct world *w = arg;
	(void)rtt_ms;

	w->done = true;
	w->scode = scode;
	w->err = err;
	w->p = mem_deref(w->p);
}

/* In TLS 1.3 a server judges our certificate when we are through already. */
static void look(void *arg)
{
	struct world *w = arg;

	tmr_start(&w->tmr, 5, look, w);
	if (w->refused && *oh_tls_why(w->stls))
		w->done = true;
}

static int stack(struct oh_sip **sp, struct oh_tls *tls)
{
	struct oh_sip_prm prm = { .tls = tls, .software = "test" };
	struct sa laddr;

	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	prm.laddr = &laddr;

	return oh_sip_alloc(sp, &prm);
}

/** What each end has */
struct ends {
	const char *cert;        /* of the server                         */
	const char *demand;      /* authority of its clients, or NULL     */
	const char *name;        /* that we want to see                   */
	const char *ca;
	const char *mine;        /* our certificate, or NULL              */
	const char *why;         /* what goes wrong, or NULL              */
};

static int start(struct world *w, const struct ends *e)
{
	struct oh_tls_prm prm = { .server = true };
	char why[OH_TLS_WHY_SIZE];
	int err;

	memset(w, 0, sizeof(*w));
	w->refused = e->demand && e->why;
	tmr_start(&w->tmr, 5, look, w);
	certs_make(&w->certs);
	for (size_t i = 0; i < ARRAY_SIZE(issuev); i++)
		certs_issue(&w->certs, &issuev[i]);

	prm.cert = certs_path(&w->certs, e->cert);
	prm.ca   = certs_path(&w->certs, e->demand);
	err = oh_tls_alloc(&w->stls, &prm, why);
	if (err)
		return err;
	prm.server = false;
	prm.name = e->name;
	prm.ca   = certs_path(&w->certs, e->ca);
	prm.cert = certs_path(&w->certs, e->mine);
	err = oh_tls_alloc(&w->ctls, &prm, why);
	if (err)
		return err;
	err = stack(&w->server, w->stls);

	return err ? err : stack(&w->client, w->ctls);
}

static void stop(struct world *w)
{
	tmr_cancel(&w->tmr);
	mem_deref(w->p);
	mem_deref(w->client);
	mem_deref(w->server);
	mem_deref(w->ctls);
	mem_deref(w->stls);
	certs_remove(&w->certs);
}

static int ping(struct world *w)
{
	char route[64];
	const struct oh_ping_prm prm = {
		.uri = "sip:x", .from_uri = "sip:me@x", .route = route,
		.h = done, .arg = w,
	};
	int err;

	re_snprintf(route, sizeof(route), "sip:%J;transport=tls;lr",
		    oh_sip_laddr(w->server));
	w->done = false;
	err = oh_ping(&w->p, w->client, &prm);

	return err ? err : test_or_refused(test_loop_until(&w->done,
							   WAIT_MS));
}

static void judge(const struct world *w, const struct ends *e)
{
	const struct oh_tls_peer *peer = oh_tls_peer(w->ctls);
	const char *why = oh_sip_why(w->client, w->err);

	if (!e->why) {
		if (w->scode != 200)
			fail_msg("%s: %s", e->cert, oh_tls_why(w->ctls));
		assert_string_equal(peer->protocol, "TLSv1.3");
		assert_true(*peer->cipher && peer->verified);
		assert_string_equal(oh_tls_why(w->ctls), "");
		return;
	}
	assert_int_equal(w->scode, 0);
	if (e->demand) {
		assert_non_null(strstr(oh_tls_why(w->stls), e->why));
		if (!e->mine)
			assert_non_null(strstr(oh_sip_why(w->client,
							  ETIMEDOUT),
					       "demands a certificate"));
		return;
	}
	assert_int_not_equal(w->err, 0);
	if (!strstr(why, e->why))
		fail_msg("%s: '%s', not '%s' (%s)", e->cert, why, e->why,
			 strerror(w->err));
	assert_false(peer->verified);
}

static int run(const struct ends *e)
{
	struct world w;
	int err;

	err = start(&w, e);
	TEST_OK(err);
	err = ping(&w);
	TEST_OK(err);
	if (!test_or_refused(0))
		judge(&w, e);

out:
	stop(&w);

	return err;
}

int test_tls_believed(void)
{
	static const struct ends v[] = {
		{ "good.pem", NULL, "sip.example", "ca.pem", NULL, NULL },
		{ "good.pem", NULL, "SIP.Example", "ca.pem", NULL, NULL },
		{ "wild.pem", NULL, "a.sip.example", "ca.pem", NULL, NULL },
		{ "address.pem", NULL, "127.0.0.1", "ca.pem", NULL, NULL },
		{ "good.pem", "ca.pem", "sip.example", "ca.pem",
		  "client.pem", NULL },
		{ "good.pem", NULL, "sip.example", "ca.pem", "client.pem",
		  NULL },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = run(&v[i]);

	return err;
}

int test_tls_not_believed(void)
{
	static const struct ends v[] = {
		{ "wrong.pem", NULL, "sip.example", "ca.pem", NULL,
		  "its certificate is for other.example, not for "
		  "sip.example" },
		{ "wild.pem", NULL, "b.a.sip.example", "ca.pem", NULL,
		  "is for *.sip.example, not for b.a.sip.example" },
		{ "good.pem", NULL, "127.0.0.1", "ca.pem", NULL,
		  "not for 127.0.0.1" },
		{ "expired.pem", NULL, "sip.example", "ca.pem", NULL,
		  "its certificate expired on 20" },
		{ "foreign.pem", NULL, "sip.example", "ca.pem", NULL,
		  "from an unknown authority: CN=Other CA" },
		{ "good.pem", NULL, "sip.example", NULL, NULL,
		  "from an unknown authority: CN=Good CA" },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = run(&v[i]);

	return err;
}

/* Who connects and says half a word takes nothing from the others. */
int test_tls_half_open(void)
{
	static const struct ends e = { "good.pem", NULL, "sip.example",
				       "ca.pem", NULL, NULL };
	static const uint8_t half[] = { 22, 3, 1, 0, 200, 1 };
	const struct sip_msg msg = { .tp = SIP_TRANSP_TLS };
	const struct sa *laddr;
	struct world w;
	int err, fd = -1;

	err = start(&w, &e);
	TEST_OK(err);
	err = ping(&w);
	TEST_OK(err);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	laddr = oh_sip_laddr(w.server);
	assert_int_equal(connect(fd, &laddr->u.sa, laddr->len), 0);
	assert_int_equal(write(fd, half, sizeof(half)), sizeof(half));
	for (int i = 0; i < 4; i++) {
		err = ping(&w);
		TEST_OK(err);
		if (test_or_refused(0))
			break;
		assert_int_equal(w.scode, 200);
		assert_memory_equal(oh_sip_tls(w.server, &msg), "TLS", 3);
	}

out:
	if (fd >= 0)
		close(fd);
	stop(&w);

	return err;
}

/* What a listener says of its clients */
int test_tls_clients(void)
{
	static const struct ends v[] = {
		{ "good.pem", "ca.pem", "sip.example", "ca.pem", NULL,
		  "it shows no certificate" },
		{ "good.pem", "other.pem", "sip.example", "ca.pem",
		  "client.pem", "from an unknown authority: CN=Good CA" },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = run(&v[i]);

	return err;
}

/* A far end that knows nothing newer is not spoken to (RFC 8996). */
int test_tls_too_old(void)
{
	static const struct ends e = {
		"good.pem", NULL, "sip.example", "ca.pem", NULL,
		"no shared protocol: we speak TLS 1.2 and later",
	};
	struct world w;
	SSL_CTX *ctx;
	int err;

	err = start(&w, &e);
	TEST_OK(err);
	ctx = tls_openssl_context(w.stls->tls);
	SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION);
	SSL_CTX_set_max_proto_version(ctx, TLS1_1_VERSION);
	SSL_CTX_set_cipher_list(ctx, "ALL:@SECLEVEL=0");
	err = ping(&w);
	TEST_OK(err);
	if (!test_or_refused(0))
		judge(&w, &e);

out:
	stop(&w);

	return err;
}

int test_tls_peer(void)
{
	static const struct ends e = {
		"good.pem", NULL, "sip.example", "ca.pem", NULL, NULL,
	};
	const struct oh_tls_peer *peer;
	const int64_t before = (int64_t)time(NULL);
	struct world w;
	int64_t after;
	int err;

	err = start(&w, &e);
	TEST_OK(err);
	after = (int64_t)time(NULL);
	assert_false(oh_tls_peer(w.ctls)->shown);
	err = ping(&w);
	TEST_OK(err);
	peer = oh_tls_peer(w.ctls);
	if (test_or_refused(0))
		goto out;
	assert_true(peer->shown);
	assert_string_equal(peer->subject, "CN=sip.example");
	assert_string_equal(peer->issuer, "CN=Good CA");
	assert_string_equal(peer->names, "sip.example");
	assert_in_range(peer->not_after, before + 89 * 86400,
			after + 90 * 86400);
	assert_false(oh_tls_peer(w.stls)->shown);
	assert_true(sa_cmp(oh_sip_tls_laddr(w.client), oh_sip_laddr(w.client),
			   SA_ALL));

out:
	stop(&w);

	return err;
}

/* The next connection sees the new certificate; the old one goes on. */
int test_tls_reload(void)
{
	static const struct ends e = {
		"good.pem", NULL, "sip.example", "ca.pem", NULL, NULL,
	};
	char why[OH_TLS_WHY_SIZE];
	const struct oh_tls_peer *peer;
	struct world w;
	int64_t before;
	int err;

	err = start(&w, &e);
	TEST_OK(err);
	peer = oh_tls_peer(w.ctls);
	err = ping(&w);
	TEST_OK(err);
	before = peer->not_after;
	assert_false(oh_tls_is_stale(w.stls));

	/* what cannot be used changes nothing */
	temp_write(&w.certs.t, "good.pem", "nothing", 7);
	assert_true(oh_tls_is_stale(w.stls));
	assert_int_equal(oh_tls_reload(w.stls, why), EBADMSG);
	assert_non_null(strstr(why, "good.pem: no certificate in PEM"));
	assert_false(oh_tls_is_stale(w.stls));

	certs_issue(&w.certs, &(struct cert){ "good.pem", "sip.example", 70,
					      false });
	assert_true(oh_tls_is_stale(w.stls));
	assert_int_equal(oh_tls_reload(w.stls, why), 0);
	err = ping(&w);
	TEST_OK(err);
	if (test_or_refused(0))
		goto out;
	assert_int_equal(w.scode, 200);
	assert_int_equal(peer->not_after, before);

	w.client = mem_deref(w.client);
	err = stack(&w.client, w.ctls);
	TEST_OK(err);
	err = ping(&w);
	TEST_OK(err);
	if (test_or_refused(0))
		goto out;
	assert_int_equal(w.scode, 200);
	assert_in_range(before - peer->not_after, 19 * 86400, 21 * 86400);

out:
	stop(&w);

	return err;
}

int test_tls_bad_files(void)
{
	static const struct {
		const char *ca, *cert, *key;
		int err;
		const char *why;
	} v[] = {
		{ "none.pem", NULL, NULL, ENOENT,
		  "none.pem: No such file or directory" },
		{ "key.pem", NULL, NULL, EBADMSG,
		  "key.pem: no certificate in PEM" },
		{ NULL, "none.pem", NULL, ENOENT, "none.pem: No such" },
		{ NULL, "ca.pem", NULL, EBADMSG, "ca.pem: no key in PEM" },
		{ NULL, "good.pem", "wrong.pem", EBADMSG,
		  "wrong.pem: not the key of the certificate" },
		{ NULL, "good.pem", "key.pem", EBADMSG,
		  "key.pem: no key in PEM, or one with a pass phrase" },
	};
	static const struct ends e = {
		"good.pem", NULL, "sip.example", "ca.pem", NULL, NULL,
	};
	struct world w;
	int err;

	err = start(&w, &e);
	TEST_OK(err);
	temp_write(&w.certs.t, "key.pem", "-----BEGIN\n", 11);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_tls_prm prm = {
			.name = "x", .ca = certs_path(&w.certs, v[i].ca),
			.cert = certs_path(&w.certs, v[i].cert),
			.key = certs_path(&w.certs, v[i].key),
		};
		char why[OH_TLS_WHY_SIZE];
		struct oh_tls *t = NULL;

		err = oh_tls_alloc(&t, &prm, why);
		if (err == ENOMEM)
			goto out;
		if (err != v[i].err || !strstr(why, v[i].why))
			fail_msg("%zu: %d, '%s'", i, err, why);
		assert_null(t);
	}
	err = 0;

out:
	stop(&w);

	return err;
}

int test_tls_bad_prm(void)
{
	const struct oh_tls_prm nobody = { .name = "" };
	const struct oh_tls_prm naked = { .server = true, .name = "x" };
	char why[OH_TLS_WHY_SIZE];
	struct oh_tls *t = NULL;

	assert_int_equal(oh_tls_alloc(&t, &nobody, why), EINVAL);
	assert_int_equal(oh_tls_alloc(&t, &naked, why), EINVAL);
	assert_int_equal(oh_tls_alloc(&t, NULL, why), EINVAL);
	assert_null(t);
	assert_null(oh_tls_peer(NULL));
	assert_string_equal(oh_tls_why(NULL), "");
	assert_false(oh_tls_is_stale(NULL));

	return 0;
}

/* Wireshark reads what the handshake agreed on. */
int test_tls_keylog(void)
{
	static const struct ends e = {
		"good.pem", NULL, "sip.example", "ca.pem", NULL, NULL,
	};
	struct oh_tls_prm prm = { .name = "sip.example" };
	char why[OH_TLS_WHY_SIZE], line[128] = "";
	struct world w;
	FILE *f;
	int err;

	err = start(&w, &e);
	TEST_OK(err);
	w.client = mem_deref(w.client);
	w.ctls = mem_deref(w.ctls);
	prm.ca = certs_path(&w.certs, "ca.pem");
	prm.keylog = certs_path(&w.certs, "keys");
	err = oh_tls_alloc(&w.ctls, &prm, why);
	TEST_OK(err);
	err = stack(&w.client, w.ctls);
	TEST_OK(err);
	err = ping(&w);
	TEST_OK(err);
	if (test_or_refused(0))
		goto out;
	f = fopen(prm.keylog, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	assert_non_null(strstr(line, "_TRAFFIC_SECRET "));

out:
	stop(&w);

	return err;
}
