/**
 * @file answered.c  Our INVITEs that got a final answer (RFC 3261 13.2.2.4)
 *
 * The first 2xx ends the client transaction. For 64*T1 more, it may be
 * repeated because our ACK was lost, also after the call is over; and a
 * proxy may have let several callees answer, each a dialog of its own. So
 * may one whose answer has crossed our CANCEL, or comes after the INVITE was
 * refused. The memory of such an INVITE lives here, apart from its leg:
 *
 *   INVITE   ->
 *            <-  200 tag=a       the leg's dialog
 *   ACK a    ->
 *            <-  200 tag=a       ACK a
 *            <-  200 tag=b       ACK b, BYE b
 *            <-  200 tag=b       ACK b
 *
 *   INVITE   ->
 *            <-  503 tag=a
 *            <-  200 tag=b       ACK b, BYE b
 */
#include "base/compat.h"
#include "sip/sip_priv.h"

#define ELSEWHERE \
	"Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n"

struct answered {
	struct le he;
	struct tmr tmr;
	struct oh_sip     *sip;
	struct sip_dialog *root;     /**< to fork; NULL: a re-INVITE       */
	struct list        earlyl;   /**< its early dialogs                */
	struct sip_dialog *dlgv[OH_FORKS_MAX];
	unsigned           dlgc;
	uint32_t           cseq;
	struct mbuf       *auth;     /**< the INVITE's credentials         */
	bool               failed;   /**< the final answer was no 2xx      */
	bool               lingers;  /**< libre would hide a 2xx from us   */
};

static void answered_destructor(void *arg)
{
	struct answered *a = arg;

	hash_unlink(&a->he);
	tmr_cancel(&a->tmr);
	if (a->lingers)
		a->sip->lingerc--;
	for (unsigned i = 0; i < a->dlgc; i++)
		mem_deref(a->dlgv[i]);
	list_flush(&a->earlyl);
	mem_deref(a->root);
	mem_deref(a->auth);
}

static void expire(void *arg)
{
	mem_deref(arg);
}

static int send_ack(struct oh_sip *s, struct sip_dialog *dlg, uint32_t cseq,
		    const struct mbuf *auth)
{
	return sip_drequestf(NULL, s->sip, false, "ACK", dlg, cseq, NULL,
			     NULL, NULL, NULL,
			     "%bContent-Length: 0\r\n\r\n", OH_AUTH(auth));
}

/* Another callee has answered too, or one too late: thank, hang up. */
static bool hang_up_fork(struct answered *a, const struct sip_msg *msg)
{
	struct sip_dialog *dlg;

	if (!a->root || a->dlgc >= OH_FORKS_MAX)
		return false;
	if (!sip_dialog_cmp_half(a->root, msg))
		return false;
	if (oh_early_confirm(&dlg, &a->earlyl, a->root, msg))
		return false;

	a->dlgv[a->dlgc++] = dlg;
	(void)send_ack(a->sip, dlg, a->cseq, a->auth);
	(void)sip_drequestf(NULL, a->sip->sip, true, "BYE", dlg, 0, NULL,
			    NULL, NULL, NULL, "%sContent-Length: 0\r\n\r\n",
			    a->failed ? "" : ELSEWHERE);
	return true;
}

static bool recv_2xx(struct le *le, void *arg)
{
	struct answered *a = le->data;
	const struct sip_msg *msg = arg;

	if (msg->cseq.num != a->cseq)
		return false;
	for (unsigned i = 0; i < a->dlgc; i++) {
		if (!sip_dialog_cmp(a->dlgv[i], msg))
			continue;
		(void)send_ack(a->sip, a->dlgv[i], a->cseq, a->auth);
		return true;
	}
	return hang_up_fork(a, msg);
}

static int remember(struct answered **ap, struct oh_leg *leg)
{
	const struct sip_dialog *dlg = leg->dlg ? leg->dlg : leg->root;
	struct answered *a;

	a = mem_zalloc(sizeof(*a), answered_destructor);
	if (!a)
		return ENOMEM;

	a->sip = leg->sip;
	a->root = mem_ref(leg->root);
	if (leg->dlg)
		a->dlgv[a->dlgc++] = mem_ref(leg->dlg);
	oh_early_move(&a->earlyl, leg);
	a->cseq = leg->cseq;
	a->auth = mem_ref(leg->auth);
	hash_append(a->sip->answered, hash_joaat_str(sip_dialog_callid(dlg)),
		    &a->he, a);
	tmr_start(&a->tmr, OH_SIP_GIVE_UP_MS, expire, a);
	*ap = a;

	return 0;
}

/**
 * Acknowledge the 2xx to a leg's INVITE, and do so whenever it is repeated
 *
 * The leg's early dialogs are taken: others may yet answer in them.
 *
 * @param leg Leg with an established dialog; its root, if it has one, is
 *            what other forks are made from
 *
 * @return 0; ENOMEM or a transport error: the ACK was not sent now
 */
int oh_answered_ack(struct oh_leg *leg)
{
	struct answered *a;
	int err = remember(&a, leg);

	if (err)
		return err;

	return send_ack(a->sip, leg->dlg, a->cseq, a->auth);
}

/**
 * Be ready for a 2xx to a leg's INVITE that has failed
 *
 * The leg's early dialogs are taken: they may yet be answered.
 *
 * @param leg Leg without a dialog
 * @param msg The final answer, or NULL: none came
 *
 * @return 0 or ENOMEM
 */
int oh_answered_failed(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct answered *a;
	int err = remember(&a, leg);

	if (err)
		return err;
	a->failed  = true;
	a->lingers = msg && msg->tp == SIP_TRANSP_UDP;
	if (a->lingers)
		a->sip->lingerc++;

	return 0;
}

static bool recv_late(struct le *le, void *arg)
{
	const struct answered *a = le->data;

	return a->lingers && recv_2xx(le, arg);
}

/**
 * Take a 2xx that libre will hide, since its transaction was refused
 *
 * @param s   Stack
 * @param msg Response
 *
 * @return true if it answers such an INVITE of ours
 */
bool oh_answered_late(struct oh_sip *s, const struct sip_msg *msg)
{
	return NULL != hash_lookup(s->answered, hash_joaat_pl(&msg->callid),
				   recv_late, (void *)msg);
}

/**
 * Take a 2xx to an INVITE that belongs to no transaction
 *
 * @param s   Stack
 * @param msg Response
 *
 * @return true if it answers an INVITE of ours
 */
bool oh_answered_recv(struct oh_sip *s, const struct sip_msg *msg)
{
	return NULL != hash_lookup(s->answered, hash_joaat_pl(&msg->callid),
				   recv_2xx, (void *)msg);
}

static bool forget(struct le *le, void *arg)
{
	(void)arg;
	mem_deref(le->data);
	return false;
}

/**
 * Forget all of them
 *
 * @param s Stack
 */
void oh_answered_flush(struct oh_sip *s)
{
	hash_apply(s->answered, forget, NULL);
}
