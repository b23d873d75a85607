/**
 * @file fork.c  A second telephone that answers the same INVITE
 *
 *   caller         the person       this one (its own address)
 *     |-- INVITE ------>|
 *     |<---- 200 tag a -|
 *     |<---- 200 tag b ------------------|   again until the ACK comes
 *     |-- ACK a ------->|
 *     |-- ACK b ------------------------>|
 *     |-- BYE b ------------------------>|   (RFC 3261 13.2.2.4)
 *
 * The 200 leaves through the socket the INVITE came from, as if a proxy had
 * passed it on.
 */
#include "sim/sim_priv.h"
#include <errno.h>

enum {
	T1_MS     = 500,
	T2_MS     = 4000,
	LIFE_MS   = 32000,      /* 64*T1 */
	LINGER_MS = 2000,       /* the BYE may be repeated */
	HASH_SIZE = 32,
};

struct fork {
	struct le le;
	struct sim_call call;
	struct sip *sip;
	struct sip_lsnr *lsnr;
	struct sip_msg *invite;
	struct sa laddr;
	char *sdp;
	uint64_t tag;
	struct tmr tmr;         /* next 200 */
	struct tmr life;
	uint32_t wait_ms;
};

static void destructor(void *arg)
{
	struct fork *f = arg;

	tmr_cancel(&f->tmr);
	tmr_cancel(&f->life);
	list_unlink(&f->le);
	mem_deref(f->lsnr);
	if (f->sip)
		sip_close(f->sip, true);
	mem_deref(f->sip);
	mem_deref(f->invite);
	mem_deref(f->sdp);
}

static void expire(void *arg)
{
	mem_deref(arg);
}

static void tell(const struct fork *f, const char *text)
{
	struct oh_event ev = { .type = OH_EVENT_WARNING, .text = text };

	oh_sim_call_tell(&f->call, NULL, &ev);
}

static bool request(const struct sip_msg *msg, void *arg)
{
	struct fork *f = arg;

	if (0 == pl_strcmp(&msg->met, "ACK")) {
		if (tmr_isrunning(&f->tmr))
			tell(f, "the second fork was acknowledged");
		tmr_cancel(&f->tmr);
		return true;
	}
	if (0 == pl_strcmp(&msg->met, "BYE")) {
		tell(f, "the second fork was hung up");
		(void)sip_replyf(f->sip, msg, 200, "OK",
				 "Content-Length: 0\r\n\r\n");
		tmr_start(&f->life, LINGER_MS, expire, f);
		return true;
	}

	(void)sip_replyf(f->sip, msg, 405, "Method Not Allowed",
			 "Content-Length: 0\r\n\r\n");
	return true;
}

/* libre makes the To tag of a reply from the tag in the message */
static int answer(struct fork *f)
{
	struct sip_msg msg = *f->invite;

	msg.tag = f->tag;

	return sip_replyf(f->sip, &msg, 200, "OK",
			  "Contact: <sip:%s@%J%s>\r\n"
			  "Content-Type: application/sdp\r\n"
			  "Content-Length: %zu\r\n\r\n%s",
			  f->call.number, &f->laddr,
			  sip_transp_param(msg.tp),
			  strlen(f->sdp), f->sdp);
}

static void answer_again(void *arg)
{
	struct fork *f = arg;

	f->wait_ms = f->wait_ms * 2 < T2_MS ? f->wait_ms * 2 : T2_MS;
	tmr_start(&f->tmr, f->wait_ms, answer_again, f);
	(void)answer(f);      /* the next may get through */
}

static int open_stack(struct fork *f)
{
	struct sa laddr = *oh_sip_laddr(f->call.net->sip);
	enum sip_transp tp = f->invite->tp;
	int err;

	if (tp == SIP_TRANSP_TLS)
		return ENOTSUP;
	sa_set_port(&laddr, 0);
	err = sip_alloc(&f->sip, NULL, HASH_SIZE, HASH_SIZE, HASH_SIZE,
			"pstn-sim", NULL, NULL);
	if (err)
		return err;

	err = sip_transp_add(f->sip, tp, &laddr);
	if (err)
		return err;

	err = sip_transp_laddr(f->sip, &f->laddr, tp, &laddr);
	if (err)
		return err;

	return sip_listen(&f->lsnr, f->sip, true, request, f);
}

/**
 * Answer an INVITE a second time, from another telephone
 *
 * @param call The call, whose network owns the fork from now on
 * @param msg  The INVITE
 * @param sdp  Session description
 *
 * @return 0, ENOMEM, ENOTSUP: the call came by TLS, or an error of the
 *         sockets
 */
int oh_sim_fork_answer(const struct sim_call *call, const struct sip_msg *msg,
		    const char *sdp)
{
	struct fork *f;
	int err;

	f = mem_zalloc(sizeof(*f), destructor);
	if (!f)
		return ENOMEM;
	f->call = *call;
	f->invite = mem_ref((void *)msg);
	f->tag = rand_u64();
	f->wait_ms = T1_MS;

	err = str_dup(&f->sdp, sdp);
	if (err)
		goto out;

	err = open_stack(f);
	if (err)
		goto out;

	err = answer(f);
	if (err)
		goto out;

	list_append(&call->net->forkl, &f->le, f);
	tmr_start(&f->tmr, f->wait_ms, answer_again, f);
	tmr_start(&f->life, LIFE_MS, expire, f);

 out:
	if (err)
		mem_deref(f);

	return err;
}
