/**
 * @file stack.c  One SIP endpoint on one local address: life and transport
 */
#include "base/compat.h"
#include "sip/sip_priv.h"
#include "sip/headers.h"
#include "sip/tls_priv.h"

enum {
	CLIENT_HASH = 2048,  /**< libre's transactions                   */
	SERVER_HASH = 8192,  /**< each stays for 32 s after its end      */
	CONN_HASH   = 64,
	LEG_HASH    = 4096,
	PORT_TRIES  = 16,     /**< to find a port free for UDP and TCP    */
	DNS_MAX     = 4,
};

static void stack_destructor(void *arg)
{
	struct oh_sip *s = arg;
	struct oh_leg *leg;

	s->closing = false;
	tmr_cancel(&s->tmr_closed);
	tmr_cancel(&s->tmr_over);
	while ((leg = list_ledata(list_head(&s->legl))) != NULL)
		oh_leg_abort(leg);
	while ((leg = list_ledata(list_head(&s->overl))) != NULL)
		oh_leg_abort(leg);
	if (s->answered)
		oh_answered_flush(s);
	mem_deref(s->lsnr_req);
	mem_deref(s->lsnr_resp);
	mem_deref(s->sip);
	mem_deref(s->dnsc);
	mem_deref(s->legs);
	mem_deref(s->answered);
	mem_deref(s->public_host);
	mem_deref(s->tls);
	mem_deref(s->log);
}

static enum oh_sip_transp transp_of(enum sip_transp tp)
{
	switch (tp) {

	case SIP_TRANSP_TCP: return OH_SIP_TCP;
	case SIP_TRANSP_TLS: return OH_SIP_TLS;
	default:             return OH_SIP_UDP;
	}
}

static enum sip_transp transp_to(enum oh_sip_transp tp)
{
	switch (tp) {

	case OH_SIP_TCP: return SIP_TRANSP_TCP;
	case OH_SIP_TLS: return SIP_TRANSP_TLS;
	default:         return SIP_TRANSP_UDP;
	}
}

/* Without a certificate nobody can open a connection to us: the one we have
   opened is where we are reached. */
static bool is_flow_only(const struct oh_sip *s)
{
	return s->tls && !s->tls->cert.path;
}

static void trace(bool tx, enum sip_transp tp, const struct sa *src,
		  const struct sa *dst, const uint8_t *pkt, size_t len,
		  void *arg)
{
	struct oh_sip *s = arg;

	if (!tx && tp == SIP_TRANSP_TLS && is_flow_only(s))
		s->flow = *dst;
	if (s->prm.traceh)
		s->prm.traceh(tx, transp_of(tp), src, dst, pkt, len,
			      s->prm.arg);
}

/* The first hop is always a literal address, but a Contact may be a name. */
static int dns_alloc(struct dnsc **dnscp)
{
	struct sa srvv[DNS_MAX];
	uint32_t n = ARRAY_SIZE(srvv);

	if (dns_srv_get(NULL, 0, srvv, &n))
		n = 0;
	return dnsc_alloc(dnscp, NULL, srvv, n);
}

/* UDP chooses the port when none was asked for, TCP must get the same. */
static int bind_once(struct oh_sip *s, const struct oh_sip_prm *prm)
{
	enum sip_transp tp = prm->udp ? SIP_TRANSP_UDP : SIP_TRANSP_TCP;
	int err;

	err = sip_transp_add(s->sip, tp, prm->laddr);
	if (err)
		return err;
	err = sip_transp_laddr(s->sip, &s->laddr, tp, prm->laddr);
	if (err || !prm->udp || !prm->tcp)
		return err;

	return sip_transp_add(s->sip, SIP_TRANSP_TCP, &s->laddr);
}

static int bind_tls(struct oh_sip *s, const struct sa *laddr)
{
	int err;

	err = sip_transp_add(s->sip, SIP_TRANSP_TLS, laddr, s->tls->tls);

	return err ? err : sip_transp_laddr(s->sip, &s->tls_laddr,
					    SIP_TRANSP_TLS, laddr);
}

static int bind_clear(struct oh_sip *s, const struct oh_sip_prm *prm)
{
	int tries = sa_port(prm->laddr) ? 1 : PORT_TRIES;
	int err;

	do {
		err = bind_once(s, prm);
		if (err)
			sip_transp_flush(s->sip);
	} while (err == EADDRINUSE && --tries > 0);

	return err;
}

static int bind_all(struct oh_sip *s, const struct oh_sip_prm *prm)
{
	int err = 0;

	if (prm->udp || prm->tcp)
		err = bind_clear(s, prm);
	if (err || !s->tls)
		return err;
	err = bind_tls(s, prm->tls_laddr ? prm->tls_laddr : prm->laddr);
	if (!err && !prm->udp && !prm->tcp)
		s->laddr = s->tls_laddr;

	return err;
}

static int stack_start(struct oh_sip *s, const struct oh_sip_prm *prm)
{
	int err;

	err = dns_alloc(&s->dnsc);
	if (err)
		return err;
	err = sip_alloc(&s->sip, s->dnsc, CLIENT_HASH, SERVER_HASH, CONN_HASH,
			prm->software, NULL, s);
	if (err)
		return err;
	if (prm->traceh || is_flow_only(s))
		sip_set_trace_handler(s->sip, trace);
	err = bind_all(s, prm);
	if (err)
		return err;
	err = sip_listen(&s->lsnr_req, s->sip, true, oh_recv_request, s);
	if (err)
		return err;

	return sip_listen(&s->lsnr_resp, s->sip, false, oh_recv_response, s);
}

static bool is_addr(const struct sa *sa)
{
	return sa && sa_isset(sa, SA_ADDR) && !sa_is_any(sa);
}

static bool is_transp(const struct oh_sip_prm *prm)
{
	if (!prm->tls)
		return prm->udp || prm->tcp;

	return is_addr(prm->tls_laddr) ||
		(!prm->tls_laddr && !prm->udp && !prm->tcp);
}

static bool is_sane(const struct oh_sip_prm *prm)
{
	return prm && is_addr(prm->laddr) && is_transp(prm)
		&& !oh_headers_check_value(prm->public_host)
		&& !oh_headers_check_value(prm->software);
}

/**
 * Make a SIP endpoint and listen
 *
 * @param sp  Where it goes; release it with mem_deref from outside its
 *            handlers, or from closedh
 * @param prm What is wanted; borrowed, but for log and tls (shared) and arg.
 *            Addresses must be concrete: they are written into Via and
 *            Contact
 *
 * @return 0; EINVAL; EADDRINUSE; ENOMEM; or what bind() says
 */
int oh_sip_alloc(struct oh_sip **sp, const struct oh_sip_prm *prm)
{
	struct oh_sip *s;
	int err;

	if (!sp || !is_sane(prm))
		return EINVAL;

	s = mem_zalloc(sizeof(*s), stack_destructor);
	if (!s)
		return ENOMEM;

	s->prm = *prm;
	s->prm.laddr = s->prm.tls_laddr = NULL;
	s->tls = mem_ref(prm->tls);
	s->prm.software = s->prm.public_host = NULL;
	s->log = mem_ref(prm->log);
	oh_bucket_init(&s->bucket, rand_u32(), tmr_jiffies());
	tmr_init(&s->tmr_over);
	tmr_init(&s->tmr_closed);
	if (prm->public_host)
		err = str_dup(&s->public_host, prm->public_host);
	else
		err = 0;
	if (err)
		goto out;
	err = hash_alloc(&s->legs, LEG_HASH);
	if (err)
		goto out;
	err = hash_alloc(&s->answered, LEG_HASH);
	if (err)
		goto out;
	err = stack_start(s, prm);

 out:
	if (err)
		mem_deref(s);
	else
		*sp = s;
	return err;
}

static void closed(void *arg)
{
	struct oh_sip *s = arg;
	oh_sip_closed_h *h = s->prm.closedh;

	s->prm.closedh = NULL;
	if (h)
		h(s->prm.arg);
}

static void check_drained(struct oh_sip *s)
{
	if (s->closing && s->holds == 0 && list_isempty(&s->legl)
	    && list_isempty(&s->overl))
		tmr_start(&s->tmr_closed, 0, closed, s);
}

static void tell_over(void *arg)
{
	struct oh_sip *s = arg;
	struct oh_leg *leg;

	while ((leg = list_ledata(list_head(&s->overl))) != NULL) {
		list_unlink(&leg->le);
		oh_leg_tell_closed(leg, NULL);
	}
	check_drained(s);
}

/* A leg's handler may release other legs, so walk a list that only shrinks */
static void leave_all(struct oh_sip *s)
{
	struct list todo = LIST_INIT;
	struct oh_leg *leg;

	while ((leg = list_ledata(list_head(&s->legl))) != NULL) {
		list_unlink(&leg->le);
		list_append(&todo, &leg->le, leg);
	}
	while ((leg = list_ledata(list_head(&todo))) != NULL) {
		list_unlink(&leg->le);
		list_append(&s->legl, &leg->le, leg);
		oh_leg_leave(leg);
	}
}

static void abort_all(struct oh_sip *s)
{
	struct oh_leg *leg;

	while ((leg = list_ledata(list_head(&s->legl))) != NULL) {
		leg->err = ECONNABORTED;
		oh_sip_leg_over(leg, true);
	}
	s->holds = 0;
}

/**
 * Hang up all legs, take no more, and tell closedh when all have ended
 *
 * closedh is called once, from the main loop. It waits for our requests to
 * be answered (64*T1 at the most), not for libre's memory of what we
 * answered. Calling again with force cuts the waiting short.
 *
 * @param s     Stack, or NULL
 * @param force Send CANCEL, BYE and refusals as well, but wait for nothing:
 *              legs close with ECONNABORTED
 */
void oh_sip_close(struct oh_sip *s, bool force)
{
	if (!s)
		return;

	s->closing = true;
	leave_all(s);
	if (force)
		abort_all(s);
	check_drained(s);
}

/**
 * Get the address a stack is bound to
 *
 * @param s Stack
 *
 * @return Address and port, borrowed
 */
const struct sa *oh_sip_laddr(const struct oh_sip *s)
{
	return s ? &s->laddr : NULL;
}

/**
 * Get the address at which a stack speaks TLS
 *
 * @param s Stack
 *
 * @return Address and port, borrowed; NULL if it does not
 */
const struct sa *oh_sip_tls_laddr(const struct oh_sip *s)
{
	return s && s->tls ? &s->tls_laddr : NULL;
}

/* In TLS 1.3 a server that demands a certificate turns us away when we think
   that we are in; its alert is mostly lost with the connection. */
static const char *tls_why(const struct oh_sip *s)
{
	const char *why = oh_tls_why(s->tls);

	if (*why || !is_flow_only(s) || sa_isset(&s->flow, SA_ALL) ||
	    !*oh_tls_peer(s->tls)->protocol)
		return why;

	return "not a word after the handshake: perhaps it demands a "
		"certificate of ours";
}

/**
 * Say why a request failed, where the system's words say too little
 *
 * @param s   Stack
 * @param err What the request's handler was given
 *
 * @return What is wrong with their TLS, or ""; borrowed, may change
 */
const char *oh_sip_why(const struct oh_sip *s, int err)
{
	switch (err) {

	case 0:
	case ECONNREFUSED:
	case EHOSTUNREACH:
	case ENETUNREACH: return "";
	default:          return s ? tls_why(s) : "";
	}
}

/**
 * Tell how well a message was protected on its way to us
 *
 * @param s   Stack
 * @param msg Message
 *
 * @return Version of TLS, borrowed; "TLS" while another handshake hides it;
 *         NULL: it came in the clear
 */
const char *oh_sip_tls(const struct oh_sip *s, const struct sip_msg *msg)
{
	if (!s || !s->tls || !msg || msg->tp != SIP_TRANSP_TLS)
		return NULL;

	return *s->tls->peer.protocol ? s->tls->peer.protocol : "TLS";
}

/**
 * Keep a connection open, or make it anew if it was lost
 *
 * Over UDP it is the way through NATs that is kept (RFC 5626 4.4 has STUN
 * for that; four bytes do as well, and no server minds them).
 *
 * @param s   Stack
 * @param tp  Transport
 * @param dst Where to
 *
 * @return 0, ENOMEM, or an error of the transport
 */
int oh_sip_keepalive(struct oh_sip *s, enum oh_sip_transp tp,
		     const struct sa *dst)
{
	struct mbuf *mb = mbuf_alloc(4);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_write_str(mb, "\r\n\r\n");
	mb->pos = 0;
	if (!err)
		err = sip_send(s->sip, NULL, transp_to(tp), dst, mb);
	mem_deref(mb);

	return err;
}

/**
 * Count the legs that are not yet terminated, silent ones included
 *
 * @param s Stack
 *
 * @return Number of legs
 */
unsigned oh_sip_legs(const struct oh_sip *s)
{
	return s ? s->legc : 0;
}

/**
 * Answer a request for which there is no leg
 *
 * @param s       Stack
 * @param msg     Request, borrowed
 * @param scode   Status, 200 to 699
 * @param reason  Reason phrase
 * @param headers More header lines, each with CRLF, or NULL
 *
 * @return 0; EINVAL, also for unsafe headers; ENOMEM; or a transport error
 */
int oh_sip_reply(struct oh_sip *s, const struct sip_msg *msg,
		 uint16_t scode, const char *reason, const char *headers)
{
	if (!s || !msg || !reason || scode < 200 || scode > 699)
		return EINVAL;
	if (oh_headers_check(headers) || oh_headers_check_value(reason))
		return EINVAL;

	return sip_treplyf(NULL, NULL, s->sip, msg, false, scode, reason,
			   "%sContent-Length: 0\r\n\r\n",
			   headers ? headers : "");
}

/**
 * Forget the connection by which we were reached: it is lost
 *
 * @param s Stack
 */
void oh_sip_forget_flow(struct oh_sip *s)
{
	sa_init(&s->flow, AF_UNSPEC);
}

static const struct sa *contact_addr(const struct oh_contact *c)
{
	if (c->tp != SIP_TRANSP_TLS)
		return &c->sip->laddr;

	return sa_isset(&c->sip->flow, SA_ALL) ? &c->sip->flow
					       : &c->sip->tls_laddr;
}

/**
 * Print our Contact header line (RFC 3261 8.1.1.8), for "%H"
 *
 * @param pf Print function
 * @param c  Stack, user part and transport
 *
 * @return 0 or an errno
 */
int oh_contact_print(struct re_printf *pf, const struct oh_contact *c)
{
	const char *host = c->sip->public_host;
	struct pl user;
	int err;

	pl_set_str(&user, c->user ? c->user : "");
	err = re_hprintf(pf, "Contact: <sip:%H%s", uri_user_escape, &user,
			 user.l ? "@" : "");
	if (!host)
		err |= re_hprintf(pf, "%J", contact_addr(c));
	else if (strchr(host, ':'))
		err |= re_hprintf(pf, "[%s]", host);
	else
		err |= re_hprintf(pf, "%s", host);
	if (host && c->sip->prm.public_port)
		err |= re_hprintf(pf, ":%u", c->sip->prm.public_port);
	err |= re_hprintf(pf, "%s>\r\n", sip_transp_param(c->tp));

	return err;
}

/**
 * Keep a closing stack open until oh_sip_release()
 *
 * @param s Stack
 */
void oh_sip_hold(struct oh_sip *s)
{
	s->holds++;
}

/**
 * Take back a hold
 *
 * @param s Stack
 */
void oh_sip_release(struct oh_sip *s)
{
	if (s->holds)
		s->holds--;
	check_drained(s);
}

/**
 * Take a new leg
 *
 * @param s      Stack
 * @param leg    Leg, neither shared nor given
 * @param callid Its Call-ID
 */
void oh_sip_leg_add(struct oh_sip *s, struct oh_leg *leg, const char *callid)
{
	hash_append(s->legs, hash_joaat_str(callid), &leg->he, leg);
	list_append(&s->legl, &leg->le, leg);
	s->legc++;
}

/**
 * Terminate a leg: nothing reaches it any more
 *
 * @param leg  Leg
 * @param tell Tell CLOSED from the main loop; else the caller does
 */
void oh_sip_leg_over(struct oh_leg *leg, bool tell)
{
	struct oh_sip *s = leg->sip;

	leg->st = OH_LEG_TERMINATED;
	hash_unlink(&leg->he);
	list_unlink(&leg->le);
	tmr_cancel(&leg->tmr_leave);
	tmr_cancel(&leg->tmr_session);
	oh_leg_reinvite_stop(leg);
	oh_leg_2xx_stop(leg);
	oh_leg_rel_stop(leg);
	oh_leg_refer_stop(leg);
	oh_leg_referred_stop(leg);
	oh_leg_forget_early(leg);
	leg->invite = mem_deref(leg->invite);
	leg->update = mem_deref(leg->update);
	leg->bye = mem_deref(leg->bye);
	leg->strans = mem_deref(leg->strans);
	s->legc--;

	if (tell) {
		list_append(&s->overl, &leg->le, leg);
		tmr_start(&s->tmr_over, 0, tell_over, s);
	}
	else {
		check_drained(s);
	}
}
