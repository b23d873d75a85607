/**
 * @file resolve.c  Where a SIP server is (RFC 3263)
 *
 *     begin -> literal, cached, localhost ------------------> finish
 *           -> SRV -> order -> host, host, .. (A, then AAAA) -> finish
 *           -> the host itself ------^
 *
 * Hosts are asked for one after another until there are enough addresses.
 * The system's servers answer for SRV only, since getaddrinfo() also knows
 * /etc/hosts; a server given in the parameters answers for everything.
 */
#include "base/compat.h"
#include "sip/addrcache.h"
#include "sip/hostaddr.h"
#include "sip/resolve.h"
#include "sip/srv.h"

enum {
	TIMEOUT_MS   = 5000,
	SERVERS_MAX  = 8,
	SRV_MAX      = 16,     /* records looked at                       */
	NEGATIVE_TTL = 10,     /* [s]                                     */
	SYSTEM_TTL   = 60,     /* getaddrinfo() tells none [s]            */
};

struct oh_resolver {
	struct dnsc *dnsc;     /* or NULL: no server is known             */
	bool own;              /* its servers were given                  */
	uint32_t timeout_ms;
	struct oh_addrcache cache;
};

struct oh_resolve {
	struct oh_resolver *r;
	struct tmr tmr;
	uint64_t until;        /* [ms, of tmr_jiffies()]                  */
	char host[OH_SRV_NAME_SIZE];
	uint16_t port;         /* 0: SRV                                  */
	enum oh_sip_transp tp;
	struct dns_query *query;
	struct oh_hostaddr *ha;
	uint32_t hosti, hostc;
	struct oh_srv hostv[SRV_MAX];
	uint32_t addrc;
	struct sa addrv[OH_RESOLVE_ADDRS_MAX];
	uint32_t ttl;          /* least of all that was used [s]          */
	int err;               /* last failure that proves nothing        */
	oh_resolve_h *h;
	void *arg;
};

static void next_host(struct oh_resolve *q);

static void stop(struct oh_resolve *q)
{
	tmr_cancel(&q->tmr);
	q->query = mem_deref(q->query);
	q->ha = mem_deref(q->ha);
}

static void finish(struct oh_resolve *q, int err)
{
	oh_resolve_h *h = q->h;
	void *arg = q->arg;
	struct sa addrv[OH_RESOLVE_ADDRS_MAX];
	uint32_t addrc = err ? 0 : q->addrc;

	for (uint32_t i = 0; i < addrc; i++)
		addrv[i] = q->addrv[i];
	stop(q);
	h(err, addrv, addrc, arg);
}

static void key_print(char key[OH_ADDRCACHE_KEY_SIZE],
		      const struct oh_resolve *q)
{
	re_snprintf(key, OH_ADDRCACHE_KEY_SIZE, "%s:%u/%d", q->host, q->port,
		    q->tp);
}

/* All hosts have been asked for, or there is no time left. */
static void conclude(struct oh_resolve *q)
{
	char key[OH_ADDRCACHE_KEY_SIZE];
	int err = q->addrc ? 0 : q->err ? q->err : ENOENT;

	key_print(key, q);
	if (err == ENOENT)
		q->ttl = NEGATIVE_TTL;
	if (!err || err == ENOENT)
		oh_addrcache_set(&q->r->cache, key, q->addrv, q->addrc,
				 q->ttl);
	finish(q, err);
}

static void timeout(void *arg)
{
	struct oh_resolve *q = arg;

	q->err = ETIMEDOUT;
	conclude(q);
}

static void add_addr(struct oh_resolve *q, const struct sa *addr)
{
	if (q->addrc >= OH_RESOLVE_ADDRS_MAX)
		return;
	q->addrv[q->addrc] = *addr;
	sa_set_port(&q->addrv[q->addrc++], q->hostv[q->hosti].port);
}

static void use_ttl(struct oh_resolve *q, int64_t ttl)
{
	q->ttl = (uint32_t)min(max(ttl, 0), (int64_t)q->ttl);
}

static int rcode_err(int err, const struct dnshdr *hdr)
{
	if (err)
		return err;

	switch (hdr->rcode) {

	case DNS_RCODE_OK:
	case DNS_RCODE_NAME_ERR: return 0;
	default:                 return EAGAIN;
	}
}

/* ------------------------------------------------------------------ hosts */

static void rr_add(struct oh_resolve *q, const struct dnsrr *rr)
{
	struct sa addr;

	if (rr->dnsclass != DNS_CLASS_IN)
		return;
	if (rr->type == DNS_TYPE_A)
		sa_set_in(&addr, rr->rdata.a.addr, 0);
	else if (rr->type == DNS_TYPE_AAAA)
		sa_set_in6(&addr, rr->rdata.aaaa.addr, 0);
	else
		return;
	add_addr(q, &addr);
	use_ttl(q, rr->ttl);
}

static void rrs_add(struct oh_resolve *q, const struct list *ansl)
{
	for (struct le *le = list_head(ansl); le; le = le->next)
		rr_add(q, le->data);
}

static void host_done(struct oh_resolve *q, int err)
{
	if (err && err != ENOENT)
		q->err = err;
	q->hosti++;
	next_host(q);
}

static int dns_query(struct oh_resolve *q, const char *name, uint16_t type,
		     dns_query_h *h)
{
	return dnsc_query(&q->query, q->r->dnsc, name, type, DNS_CLASS_IN,
			  true, h, q);
}

static void aaaa_answer(int err, const struct dnshdr *hdr, struct list *ansl,
			struct list *authl, struct list *addl, void *arg)
{
	struct oh_resolve *q = arg;
	(void)authl;
	(void)addl;

	err = rcode_err(err, hdr);
	if (!err)
		rrs_add(q, ansl);
	host_done(q, err);
}

static void a_answer(int err, const struct dnshdr *hdr, struct list *ansl,
		     struct list *authl, struct list *addl, void *arg)
{
	struct oh_resolve *q = arg;
	const uint32_t before = q->addrc;
	(void)authl;
	(void)addl;

	err = rcode_err(err, hdr);
	if (!err)
		rrs_add(q, ansl);
	if (!err && q->addrc == before)
		err = dns_query(q, q->hostv[q->hosti].target, DNS_TYPE_AAAA,
				aaaa_answer);
	if (!q->query)
		host_done(q, err);
}

static void system_answer(int err, const struct sa *addrv, uint32_t addrc,
			  void *arg)
{
	struct oh_resolve *q = arg;

	q->ha = mem_deref(q->ha);
	for (uint32_t i = 0; i < addrc; i++)
		add_addr(q, &addrv[i]);
	use_ttl(q, SYSTEM_TTL);
	host_done(q, err);
}

static int host_start(struct oh_resolve *q)
{
	const char *name = q->hostv[q->hosti].target;

	return q->r->own ? dns_query(q, name, DNS_TYPE_A, a_answer)
			 : oh_hostaddr_find(&q->ha, name, system_answer, q);
}

static void next_host(struct oh_resolve *q)
{
	for (; q->hosti < q->hostc; q->hosti++) {
		int err;

		if (q->addrc >= OH_RESOLVE_ADDRS_MAX)
			break;
		err = host_start(q);
		if (!err)
			return;
		q->err = err;
	}
	conclude(q);
}

static void hosts_start(struct oh_resolve *q)
{
	const uint64_t now = tmr_jiffies();

	tmr_start(&q->tmr, q->until > now ? q->until - now : 0, timeout, q);
	next_host(q);
}

static uint16_t usual_port(const struct oh_resolve *q)
{
	return q->tp == OH_SIP_TLS ? SIP_PORT_TLS : SIP_PORT;
}

/* There are no SRV records: the host has the service's usual port. */
static void host_itself(struct oh_resolve *q)
{
	str_ncpy(q->hostv[0].target, q->host, sizeof(q->hostv[0].target));
	q->hostv[0].port = q->port ? q->port : usual_port(q);
	q->hostc = 1;
	hosts_start(q);
}

/* -------------------------------------------------------------------- SRV */

static uint32_t random_to(uint32_t limit, void *arg)
{
	(void)arg;

	return (uint32_t)(rand_u32() % (1 + (uint64_t)limit));
}

static void srv_add(struct oh_resolve *q, const struct dnsrr *rr)
{
	struct oh_srv *s = &q->hostv[q->hostc];
	const char *target = rr->rdata.srv.target;

	if (q->hostc >= SRV_MAX || strlen(target) >= sizeof(s->target))
		return;
	str_ncpy(s->target, target, sizeof(s->target));
	s->priority = rr->rdata.srv.pri;
	s->weight   = rr->rdata.srv.weight;
	s->port     = rr->rdata.srv.port;
	q->hostc++;
	use_ttl(q, rr->ttl);
}

static void srv_answer(int err, const struct dnshdr *hdr, struct list *ansl,
		       struct list *authl, struct list *addl, void *arg)
{
	struct oh_resolve *q = arg;
	bool refused = false;
	(void)authl;
	(void)addl;

	err = rcode_err(err, hdr);
	for (struct le *le = err ? NULL : list_head(ansl); le; le = le->next) {
		const struct dnsrr *rr = le->data;

		if (rr->type != DNS_TYPE_SRV || rr->dnsclass != DNS_CLASS_IN)
			continue;
		/* A target of "." says: not here (RFC 2782). */
		if (!str_isset(rr->rdata.srv.target) ||
		    0 == str_cmp(rr->rdata.srv.target, "."))
			refused = true;
		else
			srv_add(q, rr);
	}
	oh_srv_order(q->hostv, q->hostc, random_to, NULL);
	if (q->hostc > 0)
		hosts_start(q);
	else if (refused)
		conclude(q);
	else
		host_itself(q);
}

static void srv_timeout(void *arg)
{
	struct oh_resolve *q = arg;

	q->query = mem_deref(q->query);
	host_itself(q);
}

/* RFC 3263 4.1: TLS is the service "sips" over TCP */
static const char *service(const struct oh_resolve *q)
{
	switch (q->tp) {

	case OH_SIP_TCP: return "_sip._tcp";
	case OH_SIP_TLS: return "_sips._tcp";
	default:         return "_sip._udp";
	}
}

static int srv_start(struct oh_resolve *q)
{
	char name[OH_SRV_NAME_SIZE];

	if (re_snprintf(name, sizeof(name), "%s.%s", service(q), q->host) < 0)
		return ENAMETOOLONG;

	/* Half of the time must be left for the host itself. */
	tmr_start(&q->tmr, q->r->timeout_ms / 2, srv_timeout, q);

	return dns_query(q, name, DNS_TYPE_SRV, srv_answer);
}

/* ---------------------------------------------------------------- look-up */

/* Ready at once: an address, or RFC 6761 6.3 */
static bool is_known(struct oh_resolve *q)
{
	const char *host = q->host;
	const size_t n = strlen(host);
	char v6[INET6_ADDRSTRLEN];
	struct sa addr;

	if (host[0] == '[' && host[n - 1] == ']' && n <= sizeof(v6)) {
		str_ncpy(v6, &host[1], n - 1);
		host = v6;
	}
	if (0 == str_casecmp(host, "localhost"))
		host = "127.0.0.1";
	if (sa_set_str(&addr, host, 0))
		return false;

	q->hostv[0].port = q->port ? q->port : usual_port(q);
	add_addr(q, &addr);

	return true;
}

static bool is_cached(struct oh_resolve *q)
{
	const struct oh_addrcache_entry *e;
	char key[OH_ADDRCACHE_KEY_SIZE];

	key_print(key, q);
	e = oh_addrcache_find(&q->r->cache, key);
	if (!e)
		return false;
	for (q->addrc = 0; q->addrc < e->addrc; q->addrc++)
		q->addrv[q->addrc] = e->addrv[q->addrc];

	return true;
}

static void begin(void *arg)
{
	struct oh_resolve *q = arg;

	if (is_known(q) || is_cached(q)) {
		finish(q, q->addrc ? 0 : ENOENT);
		return;
	}
	q->until = tmr_jiffies() + q->r->timeout_ms;

	/* A name without a dot is one of this network: no SRV for it. */
	if (q->port || !q->r->dnsc || !strchr(q->host, '.') || srv_start(q))
		host_itself(q);
}

static void resolve_destructor(void *arg)
{
	struct oh_resolve *q = arg;

	stop(q);
	mem_deref(q->r);
}

/**
 * Find the addresses of a SIP server
 *
 * @param qp  Returned; mem_deref() stops, also inside or after the handler
 * @param r   Resolver; shared
 * @param prm What to look for; borrowed. Its handler is called once, never
 *            before this returns. ENOENT: there is no such server;
 *            ETIMEDOUT and others: nobody could tell
 *
 * @return 0, EINVAL, ENAMETOOLONG, ENOMEM
 */
int oh_resolve(struct oh_resolve **qp, struct oh_resolver *r,
	       const struct oh_resolve_prm *prm)
{
	struct oh_resolve *q;

	if (!qp || !r || !prm || !str_isset(prm->host) || !prm->h)
		return EINVAL;
	if (strlen(prm->host) >= sizeof(q->host))
		return ENAMETOOLONG;

	q = mem_zalloc(sizeof(*q), resolve_destructor);
	if (!q)
		return ENOMEM;
	q->r    = mem_ref(r);
	q->port = prm->port;
	q->tp   = prm->tp;
	q->ttl  = OH_ADDRCACHE_TTL_MAX;
	q->h    = prm->h;
	q->arg  = prm->arg;
	str_ncpy(q->host, prm->host, sizeof(q->host));
	tmr_start(&q->tmr, 0, begin, q);
	*qp = q;

	return 0;
}

/* --------------------------------------------------------------- resolver */

static void resolver_destructor(void *arg)
{
	struct oh_resolver *r = arg;

	mem_deref(r->dnsc);
}

static int servers_get(struct sa *srvv, uint32_t *srvc, const char *server)
{
	if (!server) {
		/* A machine without any still has /etc/hosts. */
		if (dns_srv_get(NULL, 0, srvv, srvc))
			*srvc = 0;
		return 0;
	}
	*srvc = 1;
	if (0 == sa_set_str(&srvv[0], server, DNS_PORT))
		return 0;

	return sa_decode(&srvv[0], server, strlen(server)) ? EINVAL : 0;
}

/**
 * Make a resolver with a cache of its own
 *
 * @param rp  Returned; release with mem_deref()
 * @param prm Server and timeout, or NULL: the system's, 5 s; borrowed
 *
 * @return 0, EINVAL: the server is no address, ENOMEM
 */
int oh_resolver_alloc(struct oh_resolver **rp,
		      const struct oh_resolver_prm *prm)
{
	struct sa srvv[SERVERS_MAX];
	uint32_t srvc = SERVERS_MAX;
	struct oh_resolver *r;
	int err;

	if (!rp)
		return EINVAL;

	r = mem_zalloc(sizeof(*r), resolver_destructor);
	if (!r)
		return ENOMEM;
	r->timeout_ms = prm && prm->timeout_ms ? prm->timeout_ms : TIMEOUT_MS;
	r->own = prm && prm->dns_server;
	err = servers_get(srvv, &srvc, prm ? prm->dns_server : NULL);
	if (err)
		goto out;
	if (srvc > 0)
		err = dnsc_alloc(&r->dnsc, NULL, srvv, srvc);

out:
	if (err)
		mem_deref(r);
	else
		*rp = r;

	return err;
}
