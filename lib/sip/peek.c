/**
 * @file peek.c  What libre keeps to itself, seen as it goes past
 *
 * And what a trace is not to see: keys that are secret, in INFO requests.
 *
 * Its transactions take two kinds of message without a word of what was in
 * them: a CANCEL, whose Reason says why, and a 2xx to an INVITE that another
 * fork has already refused, which leaves a call up that nobody wants.
 */
#include "base/compat.h"
#include "sip/sip_priv.h"

static bool begins(const uint8_t *pkt, size_t len, const char *words)
{
	size_t n = strlen(words);

	return len > n && 0 == memcmp(pkt, words, n);
}

static int decode(struct sip_msg **msgp, enum sip_transp tp,
		  const struct sa *src, const uint8_t *pkt, size_t len)
{
	struct mbuf *mb = mbuf_alloc(len);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_write_mem(mb, pkt, len);
	mb->pos = 0;
	if (!err)
		err = sip_msg_decode(msgp, mb);
	mem_deref(mb);
	if (err)
		return err;
	(*msgp)->tp  = tp;
	(*msgp)->src = *src;

	return 0;
}

/* One that is repeated is no less secret, though it comes later. */
static bool is_secret(const struct oh_sip *s, const struct sip_msg *msg)
{
	struct oh_leg *leg = oh_leg_find(s, msg);

	if (!leg)
		return false;
	if (leg->secret)
		leg->secret_cseq = max(leg->secret_cseq, msg->cseq.num);

	return msg->cseq.num <= leg->secret_cseq;
}

static void blank(struct mbuf *mb)
{
	for (size_t i = mb->pos; i < mb->end; i++) {
		if (!strchr("\r\n\t ", mb->buf[i]))
			mb->buf[i] = 'x';
	}
}

/* Their message as a trace may see it. ENOMEM: not at all. *msgp: to be
   released after that */
static int hide(struct sip_msg **msgp, struct oh_sip *s, const uint8_t **pktp,
		size_t len)
{
	int err;

	if (!s->secrets || !begins(*pktp, len, "INFO "))
		return 0;
	err = decode(msgp, SIP_TRANSP_NONE, &s->laddr, *pktp, len);
	if (err || !is_secret(s, *msgp))
		return err == ENOMEM ? err : 0;
	blank((*msgp)->mb);
	*pktp = (*msgp)->mb->buf;

	return 0;
}

/* Over UDP a transaction that was refused lingers, and swallows the 2xx */
static void look_at_2xx(struct oh_sip *s, const struct sip_msg *msg)
{
	if (!msg->req && 0 == pl_strcmp(&msg->cseq.met, "INVITE"))
		(void)oh_answered_late(s, msg);
}

static void look(struct oh_sip *s, enum sip_transp tp, const struct sa *src,
		 const uint8_t *pkt, size_t len)
{
	struct sip_msg *msg = NULL;

	s->cancel = mem_deref(s->cancel);
	if (begins(pkt, len, "CANCEL ")) {
		(void)decode(&s->cancel, tp, src, pkt, len);
		return;
	}
	if (!s->lingerc || tp != SIP_TRANSP_UDP ||
	    !begins(pkt, len, "SIP/2.0 2") || decode(&msg, tp, src, pkt, len))
		return;
	look_at_2xx(s, msg);
	mem_deref(msg);
}

/**
 * Look at a message before anybody else does; sip_trace_h of libre
 *
 * @param tx  We send it
 * @param tp  Transport
 * @param src Whence
 * @param dst Whither
 * @param pkt Message, counted by len
 * @param len Length [bytes]
 * @param arg Stack
 */
void oh_peek(bool tx, enum sip_transp tp, const struct sa *src,
	     const struct sa *dst, const uint8_t *pkt, size_t len, void *arg)
{
	const uint8_t *shown = pkt;
	struct sip_msg *msg = NULL;
	struct oh_sip *s = arg;

	if (!tx && tp == SIP_TRANSP_TLS && oh_transp_is_flow_only(s))
		s->flow = *dst;
	if (s->prm.traceh && (tx || !hide(&msg, s, &shown, len)))
		s->prm.traceh(tx, oh_transp_of(tp), src, dst, shown, len,
			      s->prm.arg);
	mem_deref(msg);
	if (!tx)
		look(s, tp, src, pkt, len);
}

/**
 * Find the CANCEL that libre has just taken for a leg
 *
 * @param leg Leg
 *
 * @return The message, borrowed, or NULL
 */
const struct sip_msg *oh_peek_cancel(const struct oh_leg *leg)
{
	const struct sip_msg *msg = leg->sip->cancel;

	if (!msg || pl_strcmp(&msg->callid, oh_leg_callid(leg)))
		return NULL;

	return msg;
}
