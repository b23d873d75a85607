/**
 * @file test_resolve.c  SIP servers found by a name server of the test's own
 */
#include "base/compat.h"
#include "nameserver.h"
#include "sip/resolve.h"
#include "test.h"

enum {
	WAIT_MS    = 10000,
	TIMEOUT_MS = 2000,
	SHORT_MS   = 60,
	SLOW_MS    = 600,
};

static const struct rr zone[] = {
	{ "plain.test",          DNS_TYPE_A,    60, "192.0.2.1", 0, 0 },
	{ "plain.test",          DNS_TYPE_A,    60, "192.0.2.2", 0, 0 },
	{ "six.test",            DNS_TYPE_AAAA, 60, "2001:db8::6", 0, 0 },
	{ "_sip._udp.srv.test",  DNS_TYPE_SRV,  30, "b.test", 20, 5070 },
	{ "_sip._udp.srv.test",  DNS_TYPE_SRV,  30, "a.test", 10, 5062 },
	{ "_sip._tcp.srv.test",  DNS_TYPE_SRV,  30, "b.test", 10, 5080 },
	{ "srv.test",            DNS_TYPE_A,    60, "192.0.2.9", 0, 0 },
	{ "a.test",              DNS_TYPE_A,    30, "192.0.2.3", 0, 0 },
	{ "b.test",              DNS_TYPE_A,    30, "192.0.2.4", 0, 0 },
	{ "_sip._udp.gone.test", DNS_TYPE_SRV,  30, "", 0, 0 },
	{ "gone.test",           DNS_TYPE_A,    60, "192.0.2.9", 0, 0 },
	{ "silent.test",         RR_SILENT,     0,  "", 0, 0 },
	{ "_sip._udp.slow.test", RR_SILENT,     0,  "", 0, 0 },
	{ "slow.test",           DNS_TYPE_A,    60, "192.0.2.6", 0, 0 },
	{ "broken.test",         RR_BROKEN,     0,  "", 0, 0 },
	{ "once.test",           DNS_TYPE_A,    0,  "192.0.2.5", 0, 0 },
	{ "_sip._udp.half.test", DNS_TYPE_SRV,  30, "nowhere.test", 1, 5060 },
	{ "_sip._udp.half.test", DNS_TYPE_SRV,  30, "a.test", 2, 5061 },
};

struct answer {
	bool done;
	int err;
	char text[400];         /* addresses, each followed by a blank    */
	struct oh_resolve *q;
};

static void answered(int err, const struct sa *addrv, uint32_t addrc,
		     void *arg)
{
	struct answer *a = arg;
	size_t n = 0;

	assert_false(a->done);
	a->done = true;
	a->err = err;
	a->text[0] = '\0';
	a->q = mem_deref(a->q);
	for (uint32_t i = 0; i < addrc; i++)
		n += (size_t)re_snprintf(a->text + n, sizeof(a->text) - n,
					 "%J ", &addrv[i]);
}

static int start(struct nameserver *s, struct oh_resolver **rp, uint32_t ms)
{
	struct oh_resolver_prm prm = { .timeout_ms = ms };
	char text[64];
	int err;

	err = nameserver_start(s, zone, ARRAY_SIZE(zone));
	if (err)
		return err;
	re_snprintf(text, sizeof(text), "%J", &s->addr);
	prm.dns_server = text;

	return oh_resolver_alloc(rp, &prm);
}

static int ask(struct answer *a, struct oh_resolver *r, const char *host,
	       uint16_t port, enum oh_sip_transp tp)
{
	const struct oh_resolve_prm prm = {
		.host = host, .port = port, .tp = tp, .h = answered, .arg = a,
	};
	int err;

	memset(a, 0, sizeof(*a));
	err = oh_resolve(&a->q, r, &prm);
	if (err)
		return err;
	assert_false(a->done);
	err = test_loop_until(&a->done, WAIT_MS);
	a->q = mem_deref(a->q);

	return test_or_refused(err);
}

struct row {
	const char *host;
	uint16_t port;
	enum oh_sip_transp tp;
	int err;
	const char *text;
	unsigned queries;
	unsigned again;         /* asked once more: how many queries      */
};

static const struct row rowv[] = {
	{ "192.0.2.7", 0, OH_SIP_UDP, 0, "192.0.2.7:5060 ", 0, 0 },
	{ "192.0.2.7", 5099, OH_SIP_UDP, 0, "192.0.2.7:5099 ", 0, 0 },
	{ "2001:db8::1", 0, OH_SIP_UDP, 0, "[2001:db8::1]:5060 ", 0, 0 },
	{ "[2001:db8::1]", 7, OH_SIP_UDP, 0, "[2001:db8::1]:7 ", 0, 0 },
	{ "LocalHost", 0, OH_SIP_TCP, 0, "127.0.0.1:5060 ", 0, 0 },
	/* a port: no SRV */
	{ "plain.test", 5065, OH_SIP_UDP, 0,
	  "192.0.2.1:5065 192.0.2.2:5065 ", 1, 0 },
	{ "PLAIN.test", 5065, OH_SIP_UDP, 0,
	  "192.0.2.1:5065 192.0.2.2:5065 ", 0, 0 },
	{ "srv.test", 5065, OH_SIP_UDP, 0, "192.0.2.9:5065 ", 1, 0 },
	/* none: SRV in the order of priority, each with its port */
	{ "srv.test", 0, OH_SIP_UDP, 0, "192.0.2.3:5062 192.0.2.4:5070 ",
	  3, 0 },
	{ "srv.test", 0, OH_SIP_TCP, 0, "192.0.2.4:5080 ", 2, 0 },
	/* no SRV: A, AAAA if there is none */
	{ "a.test", 0, OH_SIP_UDP, 0, "192.0.2.3:5060 ", 2, 0 },
	{ "six.test", 0, OH_SIP_UDP, 0, "[2001:db8::6]:5060 ", 3, 0 },
	/* a target that is not there does not hide the next */
	{ "half.test", 0, OH_SIP_UDP, 0, "192.0.2.3:5061 ", 4, 0 },
	{ "gone.test", 0, OH_SIP_UDP, ENOENT, "", 1, 0 },
	{ "nothere.test", 0, OH_SIP_UDP, ENOENT, "", 3, 0 },
	{ "broken.test", 9, OH_SIP_UDP, EAGAIN, "", 1, 1 },
	{ "once.test", 9, OH_SIP_UDP, 0, "192.0.2.5:9 ", 1, 1 },
	{ "nodot", 0, OH_SIP_UDP, ENOENT, "", 2, 0 },
};

static int row_run(const struct row *r, struct nameserver *s,
		   struct oh_resolver *rs)
{
	const unsigned expected[] = { r->queries, r->again };
	struct answer a;
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
		s->queries = 0;
		err = ask(&a, rs, r->host, r->port, r->tp);
		if (err)
			return err;
		assert_string_equal(a.text, r->text);
		assert_int_equal(a.err, r->err);
		assert_int_equal(s->queries, expected[i]);
	}
	return 0;
}

int test_resolve_table(void)
{
	struct oh_resolver *r = NULL;
	struct nameserver s;
	int err;

	err = start(&s, &r, TIMEOUT_MS);
	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = row_run(&rowv[i], &s, r);
	mem_deref(r);
	nameserver_stop(&s);

	return err;
}

int test_resolve_timeout(void)
{
	struct oh_resolver *r = NULL;
	struct answer a;
	struct nameserver s;
	int err;

	err = start(&s, &r, SHORT_MS);
	TEST_OK(err);
	err = ask(&a, r, "silent.test", 5060, OH_SIP_UDP);
	TEST_OK(err);
	assert_int_equal(a.err, ETIMEDOUT);
	assert_string_equal(a.text, "");
	assert_int_equal(s.queries, 1);
	/* not remembered */
	err = ask(&a, r, "silent.test", 5060, OH_SIP_UDP);
	TEST_OK(err);
	assert_int_equal(s.queries, 2);

out:
	mem_deref(r);
	nameserver_stop(&s);

	return err;
}

/* A server that swallows SRV leaves time for the host itself. */
int test_resolve_srv_timeout(void)
{
	struct oh_resolver *r = NULL;
	struct answer a;
	struct nameserver s;
	int err;

	err = start(&s, &r, SLOW_MS);
	TEST_OK(err);
	err = ask(&a, r, "slow.test", 0, OH_SIP_UDP);
	TEST_OK(err);
	assert_string_equal(a.text, "192.0.2.6:5060 ");
	assert_int_equal(a.err, 0);

out:
	mem_deref(r);
	nameserver_stop(&s);

	return err;
}

/* Before, during and after */
int test_resolve_cancel(void)
{
	struct oh_resolver *r = NULL;
	struct answer a = {0}, b;
	struct oh_resolve_prm prm = {
		.host = "192.0.2.1", .h = answered, .arg = &a,
	};
	struct nameserver s;
	int err;

	err = start(&s, &r, TIMEOUT_MS);
	TEST_OK(err);
	err = oh_resolve(&a.q, r, &prm);
	TEST_OK(err);
	a.q = mem_deref(a.q);
	prm.host = "silent.test";
	err = oh_resolve(&a.q, r, &prm);
	TEST_OK(err);
	err = ask(&b, r, "plain.test", 0, OH_SIP_UDP);
	TEST_OK(err);
	assert_false(a.done);

out:
	mem_deref(a.q);
	mem_deref(r);
	nameserver_stop(&s);

	return err;
}

/* The system's own way, which must not need a name server */
int test_resolve_system(void)
{
	struct oh_resolver *r = NULL;
	struct answer a;
	int err;

	err = oh_resolver_alloc(&r, NULL);
	TEST_OK(err);
	err = ask(&a, r, "localhost.", 5070, OH_SIP_UDP);
	TEST_OK(err);
	if (a.err == 0)
		assert_memory_equal(a.text, "127.0.0.1:5070 ", 15);

out:
	mem_deref(r);

	return err;
}

int test_resolve_bad(void)
{
	struct oh_resolver_prm prm = { .dns_server = "not an address" };
	struct oh_resolver *r = NULL;
	struct answer a = {0};
	char name[300];
	struct oh_resolve_prm ask_prm = {
		.host = name, .h = answered, .arg = &a,
	};
	int err;

	err = oh_resolver_alloc(&r, &prm);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, EINVAL);
	prm.dns_server = "127.0.0.1";
	err = oh_resolver_alloc(&r, &prm);
	TEST_OK(err);
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(oh_resolve(&a.q, r, &ask_prm), ENAMETOOLONG);
	name[0] = '\0';
	assert_int_equal(oh_resolve(&a.q, r, &ask_prm), EINVAL);

out:
	mem_deref(r);

	return err;
}
