/**
 * @file test_tls_caller.c  Whose certificate it is that somebody shows who
 *                          connects to us
 */
#include "base/compat.h"
#include "certs.h"
#include "sip/ping.h"
#include "sip/sip_priv.h"
#include "sip/tls_priv.h"
#include "test.h"

enum { WAIT_MS = 8000, CLIENTS = 2 };

static const struct cert issuev[] = {
	{ "good.pem",    "sip.example",   90, false },
	{ "wild.pem",    "*.sip.example", 90, false },
	{ "expired.pem", "sip.example",   -1, false },
	{ "foreign.pem", "sip.example",   90, true  },
	{ "address.pem", "127.0.0.1",     90, false },
};

/** Who shows what to a listener, and what it is asked about them */
struct show {
	const char *cert;        /* of the client, or NULL                 */
	const char *demand;      /* authority of the listener, or NULL     */
	const char *name;        /* whom they are taken for                */
	const char *ca;          /* and who must vouch for it              */
	bool is;
};

/** A listener, who is asked about, and those who connect */
struct world {
	struct certs certs;
	struct oh_tls *ltls, *whom;
	struct oh_sip *listener, *clientv[CLIENTS];
	struct oh_ping *p;
	bool done;
	unsigned heardc;
	bool is;                 /* what was said of the last one          */
};

static void done(uint16_t scode, int err, double rtt_ms, void *arg)
{
	struct world *w = arg;
	(void)rtt_ms;

	w->done = true;
	w->p = mem_deref(w->p);
	if (!test_or_refused(err))
		assert_int_equal(scode, 200);
}

static bool hear(const struct sip_msg *msg, void *arg)
{
	struct world *w = arg;

	w->heardc++;
	w->is = oh_sip_is_from(w->listener, msg, w->whom);

	return true;
}

static int context(struct oh_tls **tp, struct world *w,
		   const struct oh_tls_prm *prm, const char *ca,
		   const char *cert)
{
	struct oh_tls_prm p = *prm;
	char why[OH_TLS_WHY_SIZE];

	p.ca   = certs_path(&w->certs, ca);
	p.cert = certs_path(&w->certs, cert);

	return oh_tls_alloc(tp, &p, why);
}

static int stack(struct oh_sip **sp, struct oh_tls *tls, struct world *w)
{
	struct oh_sip_prm prm = {
		.tls = tls, .software = "test", .sourceh = hear, .arg = w,
	};
	struct sa laddr;

	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	prm.laddr = &laddr;

	return oh_sip_alloc(sp, &prm);
}

static int connect_as(struct oh_sip **sp, struct world *w, const char *cert)
{
	const struct oh_tls_prm prm = { .name = "sip.example" };
	struct oh_tls *tls = NULL;
	int err;

	err = context(&tls, w, &prm, "ca.pem", cert);
	if (!err)
		err = stack(sp, tls, w);
	mem_deref(tls);

	return err;
}

static int start(struct world *w, const struct show *s)
{
	const struct oh_tls_prm listens = { .server = true };
	const struct oh_tls_prm trunk = { .name = s->name };
	int err;

	memset(w, 0, sizeof(*w));
	certs_make(&w->certs);
	for (size_t i = 0; i < ARRAY_SIZE(issuev); i++)
		certs_issue(&w->certs, &issuev[i]);
	err = context(&w->ltls, w, &listens, s->demand, "good.pem");
	if (!err)
		err = context(&w->whom, w, &trunk, s->ca, NULL);
	if (!err)
		err = stack(&w->listener, w->ltls, w);

	return err ? err : connect_as(&w->clientv[0], w, s->cert);
}

static void stop(struct world *w)
{
	mem_deref(w->p);
	for (size_t i = 0; i < CLIENTS; i++)
		mem_deref(w->clientv[i]);
	mem_deref(w->listener);
	mem_deref(w->ltls);
	mem_deref(w->whom);
	certs_remove(&w->certs);
}

static int say(struct world *w, struct oh_sip *client)
{
	char route[64];
	const struct oh_ping_prm prm = {
		.uri = "sip:x", .from_uri = "sip:me@x", .route = route,
		.h = done, .arg = w,
	};
	int err;

	re_snprintf(route, sizeof(route), "sip:%J;transport=tls;lr",
		    oh_sip_laddr(w->listener));
	w->done = w->is = false;
	w->heardc = 0;
	err = oh_ping(&w->p, client, &prm);

	return err ? err : test_or_refused(test_loop_until(&w->done,
							   WAIT_MS));
}

static int run(const struct show *s, int version)
{
	struct world w;
	int err;

	err = start(&w, s);
	TEST_OK(err);
	SSL_CTX_set_max_proto_version(tls_openssl_context(w.ltls->tls),
				      version);
	err = say(&w, w.clientv[0]);
	TEST_OK(err);
	if (test_or_refused(0))
		goto out;
	assert_int_equal(w.heardc, 1);
	if (w.is != s->is)
		fail_msg("%s as %s by %s: %s", s->cert ? s->cert : "nobody",
			 s->name, s->ca, w.is ? "is" : "is not");

out:
	stop(&w);

	return err;
}

int test_tls_caller_is(void)
{
	static const struct show v[] = {
		{ NULL,          NULL, "sip.example", "ca.pem",    false },
		{ "good.pem",    NULL, "sip.example", "ca.pem",    true  },
		{ "good.pem",    NULL, "sip.example", "other.pem", false },
		{ "good.pem",    NULL, "us.example",  "ca.pem",    false },
		{ "foreign.pem", NULL, "sip.example", "ca.pem",    false },
		{ "foreign.pem", NULL, "sip.example", "other.pem", true  },
		{ "expired.pem", NULL, "sip.example", "ca.pem",    false },
		{ "address.pem", NULL, "127.0.0.1",   "ca.pem",    true  },
		{ "address.pem", NULL, "127.0.0.2",   "ca.pem",    false },
		{ "wild.pem",    NULL, "a.sip.example", "ca.pem",  true  },
		{ "wild.pem",    NULL, "sip.example", "ca.pem",    false },
		/* whom the listener believes will do */
		{ "good.pem", "ca.pem", "sip.example", "other.pem", true },
		{ "good.pem", "ca.pem", "us.example",  "other.pem", false },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = run(&v[i], TLS1_3_VERSION);
	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = run(&v[i], TLS1_2_VERSION);

	return err;
}

/* Each is judged by its own connection, whoever else has one. */
int test_tls_caller_of_many(void)
{
	static const struct show s = {
		"good.pem", NULL, "sip.example", "ca.pem", true,
	};
	struct world w;
	int err;

	err = start(&w, &s);
	TEST_OK(err);
	err = connect_as(&w.clientv[1], &w, NULL);
	TEST_OK(err);
	for (unsigned i = 0; i < 6; i++) {
		err = say(&w, w.clientv[i % 2]);
		TEST_OK(err);
		if (!test_or_refused(0))
			assert_int_equal(w.is, i % 2 == 0);
	}
	w.clientv[0] = mem_deref(w.clientv[0]);
	err = say(&w, w.clientv[1]);
	TEST_OK(err);
	assert_false(w.is);

out:
	stop(&w);

	return err;
}

/* By UDP nobody is anybody, whoever has connected before. */
int test_tls_caller_in_the_clear(void)
{
	static const struct show s = {
		"good.pem", NULL, "sip.example", "ca.pem", true,
	};
	const struct sip_msg clear = { .tp = SIP_TRANSP_UDP };
	const struct sip_msg tls = { .tp = SIP_TRANSP_TLS };
	struct world w;
	int err;

	err = start(&w, &s);
	TEST_OK(err);
	err = say(&w, w.clientv[0]);
	TEST_OK(err);
	if (test_or_refused(0))
		goto out;
	assert_true(oh_sip_is_from(w.listener, &tls, w.whom));
	assert_false(oh_sip_is_from(w.listener, &clear, w.whom));
	assert_false(oh_sip_is_from(w.listener, &tls, NULL));
	assert_false(oh_sip_is_from(NULL, &tls, w.whom));

out:
	stop(&w);

	return err;
}
