/**
 * @file test_resolve.c  SIP servers found by a name server of the test's own
 */
#include "base/compat.h"
#include "sip/resolve.h"
#include "test.h"

enum {
	WAIT_MS    = 10000,
	TIMEOUT_MS = 2000,
	SHORT_MS   = 60,
	SLOW_MS    = 600,
	RR_SILENT  = 0xff01,    /* no answer to any question of this name */
	RR_BROKEN  = 0xff02,    /* SERVFAIL                               */
	POINTER    = 0xc00c,    /* to the question's name                 */
};

/** A line of the zone */
struct rr {
	const char *name;
	uint16_t type;
	uint32_t ttl;
	const char *data;       /* address or target                      */
	uint16_t priority, port;
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

/** The name server */
struct server {
	struct udp_sock *us;
	struct sa addr;
	unsigned queries;
};

static int rdata_write(struct mbuf *mb, const struct rr *rr)
{
	const size_t lenpos = mb->pos;
	struct sa sa;
	uint8_t v6[16];
	int err;

	err = mbuf_write_u16(mb, 0);
	switch (rr->type) {

	case DNS_TYPE_A:
		assert_int_equal(sa_set_str(&sa, rr->data, 0), 0);
		err = err ? err : mbuf_write_u32(mb, htonl(sa_in(&sa)));
		break;

	case DNS_TYPE_AAAA:
		assert_int_equal(sa_set_str(&sa, rr->data, 0), 0);
		sa_in6(&sa, v6);
		err = err ? err : mbuf_write_mem(mb, v6, sizeof(v6));
		break;

	default:
		err = err ? err : mbuf_write_u16(mb, htons(rr->priority));
		err = err ? err : mbuf_write_u16(mb, htons(1));
		err = err ? err : mbuf_write_u16(mb, htons(rr->port));
		err = err ? err : dns_dname_encode(mb, rr->data, NULL, 0,
						   false);
	}
	if (err)
		return err;
	mb->pos = lenpos;
	err = mbuf_write_u16(mb, htons((uint16_t)(mb->end - lenpos - 2)));
	mb->pos = mb->end;

	return err;
}

static int rr_write(struct mbuf *mb, const struct rr *rr)
{
	int err;

	err = mbuf_write_u16(mb, htons(POINTER));
	if (!err)
		err = mbuf_write_u16(mb, htons(rr->type));
	if (!err)
		err = mbuf_write_u16(mb, htons(DNS_CLASS_IN));
	if (!err)
		err = mbuf_write_u32(mb, htonl(rr->ttl));
	if (!err)
		err = rdata_write(mb, rr);

	return err;
}

/* Turns the query in mb into the reply; ENODATA: there is none */
static int reply_make(struct mbuf *mb, struct dnshdr *hdr, const char *name,
		      uint16_t type)
{
	const size_t start = mb->pos;
	int err = 0;

	hdr->qr = true;
	hdr->rcode = DNS_RCODE_NAME_ERR;
	for (size_t i = 0; i < ARRAY_SIZE(zone) && !err; i++) {
		const struct rr *rr = &zone[i];

		if (str_casecmp(rr->name, name))
			continue;
		if (rr->type == RR_SILENT)
			return ENODATA;
		hdr->rcode = rr->type == RR_BROKEN ? DNS_RCODE_SRV_FAIL
						   : DNS_RCODE_OK;
		if (rr->type != type)
			continue;
		hdr->nans++;
		err = rr_write(mb, rr);
	}
	mb->end = err ? start : mb->pos;
	mb->pos = 0;
	if (!err)
		err = dns_hdr_encode(mb, hdr);
	mb->pos = 0;

	return err;
}

static void query_recv(const struct sa *src, struct mbuf *mb, void *arg)
{
	struct server *s = arg;
	struct dnshdr hdr;
	char *name = NULL;
	uint16_t type;

	s->queries++;
	assert_int_equal(dns_hdr_decode(mb, &hdr), 0);
	if (dns_dname_decode(mb, &name, 0))
		return;
	type = ntohs(mbuf_read_u16(mb));
	mbuf_advance(mb, 2);
	if (0 == reply_make(mb, &hdr, name, type))
		(void)udp_send(s->us, src, mb);
	mem_deref(name);
}

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

static int start(struct server *s, struct oh_resolver **rp, uint32_t ms)
{
	struct oh_resolver_prm prm = { .timeout_ms = ms };
	char text[64];
	int err;

	memset(s, 0, sizeof(*s));
	err = sa_set_str(&s->addr, "127.0.0.1", 0);
	if (!err)
		err = udp_listen(&s->us, &s->addr, query_recv, s);
	if (!err)
		err = udp_local_get(s->us, &s->addr);
	if (err)
		return err;
	re_snprintf(text, sizeof(text), "%J", &s->addr);
	prm.dns_server = text;

	return oh_resolver_alloc(rp, &prm);
}

static int ask(struct answer *a, struct oh_resolver *r, const char *host,
	       uint16_t port, enum oh_sip_transp tp)
{
	int err;

	memset(a, 0, sizeof(*a));
	err = oh_resolve(&a->q, r, host, port, tp, answered, a);
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

static int row_run(const struct row *r, struct server *s,
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
	struct server s;
	int err;

	err = start(&s, &r, TIMEOUT_MS);
	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = row_run(&rowv[i], &s, r);
	mem_deref(r);
	mem_deref(s.us);

	return err;
}

int test_resolve_timeout(void)
{
	struct oh_resolver *r = NULL;
	struct answer a;
	struct server s;
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
	mem_deref(s.us);

	return err;
}

/* A server that swallows SRV leaves time for the host itself. */
int test_resolve_srv_timeout(void)
{
	struct oh_resolver *r = NULL;
	struct answer a;
	struct server s;
	int err;

	err = start(&s, &r, SLOW_MS);
	TEST_OK(err);
	err = ask(&a, r, "slow.test", 0, OH_SIP_UDP);
	TEST_OK(err);
	assert_string_equal(a.text, "192.0.2.6:5060 ");
	assert_int_equal(a.err, 0);

out:
	mem_deref(r);
	mem_deref(s.us);

	return err;
}

/* Before, during and after */
int test_resolve_cancel(void)
{
	struct oh_resolver *r = NULL;
	struct answer a = {0}, b;
	struct server s;
	int err;

	err = start(&s, &r, TIMEOUT_MS);
	TEST_OK(err);
	err = oh_resolve(&a.q, r, "192.0.2.1", 0, OH_SIP_UDP, answered, &a);
	TEST_OK(err);
	a.q = mem_deref(a.q);
	err = oh_resolve(&a.q, r, "silent.test", 0, OH_SIP_UDP, answered, &a);
	TEST_OK(err);
	err = ask(&b, r, "plain.test", 0, OH_SIP_UDP);
	TEST_OK(err);
	assert_false(a.done);

out:
	mem_deref(a.q);
	mem_deref(r);
	mem_deref(s.us);

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
	assert_int_equal(oh_resolve(&a.q, r, name, 0, OH_SIP_UDP, answered,
				    &a), ENAMETOOLONG);
	assert_int_equal(oh_resolve(&a.q, r, "", 0, OH_SIP_UDP, answered,
				    &a), EINVAL);

out:
	mem_deref(r);

	return err;
}
