/**
 * @file ping.c  Ask a peer whether it is there (OPTIONS, RFC 3261 11)
 */
#include "base/compat.h"
#include "base/clock.h"
#include "sip/dialog.h"
#include "sip/ping.h"
#include "sip/sip_priv.h"

struct oh_ping {
	struct oh_sip *sip;        /* held while a request is out         */
	struct sip_dialog *dlg;
	struct sip_request *req;
	uint64_t sent_us;
	oh_ping_h *h;
	void *arg;
};

static void destructor(void *data)
{
	struct oh_ping *p = data;

	mem_deref(p->req);
	mem_deref(p->dlg);
	if (p->sip)
		oh_sip_release(p->sip);
}

/* Direct routing knows us by the name in here. */
static int send_contact(enum sip_transp tp, OH_SIP_SRC *src,
			const struct sa *dst, struct mbuf *mb, void *arg)
{
	const struct oh_ping *p = arg;
	const struct oh_contact c = { p->sip, NULL, tp };
	(void)src;
	(void)dst;

	return mbuf_printf(mb, "%H", oh_contact_print, &c);
}

/* Whatever it says, somebody is there. */
static void response(int err, const struct sip_msg *msg, void *arg)
{
	struct oh_ping *p = arg;
	const double ms = (double)(oh_clock_us() - p->sent_us) / 1000;
	struct oh_sip *sip = p->sip;

	if (msg && msg->scode < 200)
		return;
	p->sip = NULL;
	if (err || !msg)
		p->h(0, err ? err : ETIMEDOUT, 0, p->arg);
	else
		p->h(msg->scode, 0, ms, p->arg);
	oh_sip_release(sip);
}

/**
 * Send one OPTIONS request
 *
 * @param pp  Returned; mem_deref() cancels, also inside the handler
 * @param sip Where it leaves from; held open until the answer
 * @param prm Whom to ask; borrowed. Its handler is called once, never before
 *            this returns: at the answer, or without one after 32 s
 *            (RFC 3261 17.1.2.2)
 *
 * @return 0, EINVAL, ENOMEM, or why nothing could be sent
 */
int oh_ping(struct oh_ping **pp, struct oh_sip *sip,
	    const struct oh_ping_prm *prm)
{
	struct oh_ping *p;
	int err;

	if (!pp || !sip || !prm || !prm->uri || !prm->from_uri || !prm->h)
		return EINVAL;

	p = mem_zalloc(sizeof(*p), destructor);
	if (!p)
		return ENOMEM;
	oh_sip_hold(sip);
	p->sip = sip;
	p->h   = prm->h;
	p->arg = prm->arg;
	p->sent_us = oh_clock_us();
	err = oh_dialog_alloc(&p->dlg, prm->uri, prm->uri, prm->from_uri,
			      prm->route);
	if (err)
		goto out;
	err = sip_drequestf(&p->req, sip->sip, true, "OPTIONS", p->dlg, 0,
			    NULL, send_contact, response, p,
			    "Accept: application/sdp\r\n"
			    "Content-Length: 0\r\n\r\n");

out:
	if (err)
		mem_deref(p);
	else
		*pp = p;

	return err;
}
