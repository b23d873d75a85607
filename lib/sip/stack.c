/**
 * @file stack.c  One SIP endpoint on one local address: life and legs
 */
#include "base/compat.h"
#include "sip/sip_priv.h"
#include "sip/headers.h"

enum {
	CLIENT_HASH = 2048,  /**< libre's transactions                   */
	SERVER_HASH = 8192,  /**< each stays for 32 s after its end      */
	CONN_HASH   = 64,
	LEG_HASH    = 4096,
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
	mem_deref(s->cancel);
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

/* The first hop is always a literal address, but a Contact may be a name. */
static int dns_alloc(struct dnsc **dnscp)
{
	struct sa srvv[DNS_MAX];
	uint32_t n = ARRAY_SIZE(srvv);

	if (dns_srv_get(NULL, 0, srvv, &n))
		n = 0;
	return dnsc_alloc(dnscp, NULL, srvv, n);
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
	sip_set_trace_handler(s->sip, oh_peek);
	err = oh_transp_bind(s, prm);
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
	oh_leg_cancel_stop(leg);
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
