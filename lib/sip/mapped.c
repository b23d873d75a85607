/**
 * @file mapped.c  How others see an address of ours (STUN, RFC 8489)
 *
 * The socket is closed before the answer is told, so that SIP can have the
 * same port: the translator in between remembers it for half a minute.
 */
#include "base/compat.h"
#include "sip/mapped.h"

enum { TIMEOUT_MS = 2000 };

struct oh_mapped {
	struct udp_sock *us;
	struct stun *stun;
	struct stun_ctrans *ct;
	struct tmr tmr;
	struct sa laddr;
	oh_mapped_h *h;
	void *arg;
};

static void stop(struct oh_mapped *m)
{
	tmr_cancel(&m->tmr);
	m->ct = mem_deref(m->ct);
	m->us = mem_deref(m->us);
}

static void destructor(void *data)
{
	struct oh_mapped *m = data;

	stop(m);
	mem_deref(m->stun);
}

static void tell(struct oh_mapped *m, int err, const struct sa *mapped)
{
	struct sa none;

	sa_init(&none, AF_UNSPEC);
	stop(m);
	m->h(err, &m->laddr, mapped ? mapped : &none, m->arg);
}

static void timeout(void *arg)
{
	tell(arg, ETIMEDOUT, NULL);
}

static void answered(int err, uint16_t scode, const char *reason,
		     const struct stun_msg *msg, void *arg)
{
	struct oh_mapped *m = arg;
	const struct stun_attr *attr = NULL;
	struct sa mapped;
	(void)reason;

	if (!err && !scode)
		attr = stun_msg_attr(msg, STUN_ATTR_XOR_MAPPED_ADDR);
	if (!err && !scode && !attr)
		attr = stun_msg_attr(msg, STUN_ATTR_MAPPED_ADDR);
	if (!attr || !sa_isset(&attr->v.sa, SA_ALL)) {
		tell(m, err ? err : EPROTO, NULL);
		return;
	}
	mapped = attr->v.sa;     /* the message goes with the socket */
	tell(m, 0, &mapped);
}

static void received(const struct sa *src, struct mbuf *mb, void *arg)
{
	struct oh_mapped *m = arg;
	(void)src;

	/* What is no answer to our request is nobody's business. */
	(void)stun_recv(m->stun, mb);
}

static int ask(struct oh_mapped *m, const struct sa *server)
{
	int err;

	err = udp_listen(&m->us, &m->laddr, received, m);
	if (err)
		return err;
	err = udp_local_get(m->us, &m->laddr);
	if (err)
		return err;
	err = stun_alloc(&m->stun, NULL, NULL, NULL);
	if (err)
		return err;

	return stun_request(&m->ct, m->stun, IPPROTO_UDP, m->us, server, 0,
			    STUN_METHOD_BINDING, NULL, 0, false, answered, m,
			    0);
}

/**
 * Ask a STUN server how others see an address of ours
 *
 * @param mp     Returned; mem_deref() stops, also inside the handler
 * @param laddr  Local address, port 0: any
 * @param server Server; of the same family
 * @param h      Handler
 * @param arg    Its argument
 *
 * @return 0, EINVAL, ENOMEM, or an error of the socket
 */
int oh_mapped_find(struct oh_mapped **mp, const struct sa *laddr,
		   const struct sa *server, oh_mapped_h *h, void *arg)
{
	struct oh_mapped *m;
	int err;

	if (!mp || !laddr || !server || !h || sa_af(laddr) != sa_af(server))
		return EINVAL;

	m = mem_zalloc(sizeof(*m), destructor);
	if (!m)
		return ENOMEM;
	m->laddr = *laddr;
	m->h = h;
	m->arg = arg;
	err = ask(m, server);
	if (err)
		goto out;
	tmr_start(&m->tmr, TIMEOUT_MS, timeout, m);

out:
	if (err)
		mem_deref(m);
	else
		*mp = m;

	return err;
}
