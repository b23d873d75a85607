/**
 * @file transp.c  Where packets of an endpoint leave and come in: sockets,
 *                 the connection of TLS, and what Contact says of them
 */
#include "base/compat.h"
#include "sip/sip_priv.h"
#include "sip/tls_priv.h"

enum {
	PORT_TRIES = 16,     /**< to find a port free for UDP and TCP    */
};

/**
 * Name a transport of libre's in our words
 *
 * @param tp Transport
 *
 * @return Ours
 */
enum oh_sip_transp oh_transp_of(enum sip_transp tp)
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

/**
 * Decide whether we are reached by the connections that we open alone
 *
 * Without a certificate nobody can open a connection to us: the one we have
 * opened is where we are reached.
 *
 * @param s Stack
 *
 * @return true if so
 */
bool oh_transp_is_flow_only(const struct oh_sip *s)
{
	return s->tls && !s->tls->cert.path;
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

/**
 * Bind the sockets of a stack; its addresses are set
 *
 * @param s   Stack
 * @param prm As of oh_sip_alloc()
 *
 * @return 0, ENOMEM, or what bind() says
 */
int oh_transp_bind(struct oh_sip *s, const struct oh_sip_prm *prm)
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

	if (*why || !oh_transp_is_flow_only(s) || sa_isset(&s->flow, SA_ALL) ||
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
 * Tell whether the certificate of who sends a message is a trunk's
 *
 * @param s    Stack
 * @param msg  Request, being heard
 * @param whom The trunk's context; NULL: it has none
 *
 * @return true if so; false also for what came in the clear
 */
bool oh_sip_is_from(const struct oh_sip *s, const struct sip_msg *msg,
		    const struct oh_tls *whom)
{
	return s && whom && msg->tp == SIP_TRANSP_TLS &&
		oh_tls_caller_is(s->tls, whom);
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
