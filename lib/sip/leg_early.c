/**
 * @file leg_early.c  Early dialogs of a call we make, and the PRACK of
 *                    reliable 1xx in them (RFC 3261 12.1, RFC 3262)
 *
 * One INVITE may ring in several places: each To-tag is an early dialog.
 * One that is heard of reliably needs a real dialog, with numbers of its
 * own; of the others the tag is enough, to know requests inside them.
 *
 *    INVITE  Supported: 100rel   ->
 *        <-  183 tag=a  Require: 100rel  RSeq: 7
 *    PRACK a  RAck: 7 1 INVITE   ->
 *        <-  183 tag=a  RSeq: 7            repeated: dropped
 *        <-  180 tag=a  RSeq: 9            8 is missing: dropped
 *        <-  200 tag=a                     the dialog of the call
 */
#include "base/compat.h"
#include "sip/rseq.h"
#include "sip/sip_priv.h"

enum { PRACKS_MAX = 64 };   /* In one early dialog */

/** An early dialog */
struct early {
	struct le le;
	char *tag;
	struct sip_dialog *dlg;    /**< once one of its 1xx was reliable   */
	uint32_t rseq;             /**< the last one that was acknowledged */
	unsigned prackc;
};

static void early_destructor(void *arg)
{
	struct early *e = arg;

	list_unlink(&e->le);
	mem_deref(e->tag);
	mem_deref(e->dlg);
}

static struct early *find(const struct list *earlyl, const struct pl *tag)
{
	for (struct le *le = list_head(earlyl); le; le = le->next) {
		struct early *e = le->data;

		if (0 == pl_strcmp(tag, e->tag))
			return e;
	}
	return NULL;
}

static struct early *add(struct oh_leg *leg, const struct pl *tag)
{
	struct early *e;

	if (list_count(&leg->earlyl) >= OH_EARLY_MAX)
		return NULL;

	e = mem_zalloc(sizeof(*e), early_destructor);
	if (!e)
		return NULL;
	if (pl_strdup(&e->tag, tag)) {
		mem_deref(e);
		return NULL;
	}
	list_append(&leg->earlyl, &e->le, e);

	return e;
}

/* The sequence number of a reliable 1xx, 0 if it is not (RFC 3262 4, 7.1) */
static uint32_t rseq_of(const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_RSEQ);
	uint32_t rseq;

	if (!hdr || !sip_msg_hdr_has_value(msg, SIP_HDR_REQUIRE, "100rel")
	    || oh_rseq_parse(&rseq, &hdr->val))
		return 0;

	return rseq;
}

static int send_prack(struct oh_leg *leg, struct early *e)
{
	int err = oh_leg_auth(leg, "PRACK");

	if (err)
		return err;

	return sip_drequestf(NULL, leg->sip->sip, true, "PRACK", e->dlg, 0,
			     NULL, NULL, NULL, NULL, "RAck: %u %u INVITE\r\n"
			     "%bContent-Length: 0\r\n\r\n", e->rseq,
			     leg->cseq, OH_AUTH(leg->auth));
}

/* One that was lost, repeated or overtaken is not for us (RFC 3262 4):
   theirs is to repeat it until our PRACK has come. */
static bool acknowledge(struct oh_leg *leg, struct early *e, uint32_t rseq,
			const struct sip_msg *msg)
{
	if ((e->rseq && rseq != e->rseq + 1) || e->prackc >= PRACKS_MAX)
		return false;
	if (!e->dlg && sip_dialog_fork(&e->dlg, leg->root, msg))
		return true;   /* no Contact: it cannot be acknowledged */

	e->rseq = rseq;
	e->prackc++;
	if (leg->sdp && oh_recv_has_sdp(msg))
		leg->agreed = true;
	(void)send_prack(leg, e);   /* one lost is worth an INVITE's end */

	return true;
}

/**
 * Take a 1xx with a To-tag: note its early dialog, acknowledge it
 *
 * @param leg Leg
 * @param msg Response, 101 to 199
 *
 * @return true if the owner should hear of it
 */
bool oh_leg_note_early(struct oh_leg *leg, const struct sip_msg *msg)
{
	uint32_t rseq = rseq_of(msg);
	struct early *e;

	if (!pl_isset(&msg->to.tag))
		return true;

	e = find(&leg->earlyl, &msg->to.tag);
	if (!e)
		e = add(leg, &msg->to.tag);
	if (!e)
		return false;

	return !rseq || acknowledge(leg, e, rseq, msg);
}

/**
 * Make the dialog of a 2xx (RFC 3261 13.2.2.4)
 *
 * One that was made early goes on: its CSeq has counted the PRACKs.
 *
 * @param dlgp   Dialog, returned
 * @param earlyl Early dialogs of its INVITE
 * @param root   Dialog as the INVITE opened it
 * @param msg    Response
 *
 * @return 0; ENOMEM; or what is wrong with it
 */
int oh_early_confirm(struct sip_dialog **dlgp, const struct list *earlyl,
		     struct sip_dialog *root, const struct sip_msg *msg)
{
	struct early *e = find(earlyl, &msg->to.tag);
	int err;

	if (!e || !e->dlg)
		return sip_dialog_fork(dlgp, root, msg);

	err = sip_dialog_update(e->dlg, msg);
	if (!err)
		*dlgp = mem_ref(e->dlg);

	return err;
}

/**
 * Give the early dialogs of a leg away
 *
 * @param earlyl Where they go
 * @param leg    Leg
 */
void oh_early_move(struct list *earlyl, struct oh_leg *leg)
{
	struct early *e;

	while ((e = list_ledata(list_head(&leg->earlyl))) != NULL) {
		list_unlink(&e->le);
		list_append(earlyl, &e->le, e);
	}
}

/**
 * Forget the early dialogs of a leg
 *
 * @param leg Leg
 */
void oh_leg_forget_early(struct oh_leg *leg)
{
	list_flush(&leg->earlyl);
	leg->agreed = false;
}

/**
 * Decide whether a request is inside an early dialog of a leg
 *
 * @param leg Leg
 * @param msg Request
 *
 * @return true if so
 */
bool oh_leg_is_early(const struct oh_leg *leg, const struct sip_msg *msg)
{
	return leg->root && sip_dialog_cmp_half(leg->root, msg)
		&& find(&leg->earlyl, &msg->from.tag);
}

/**
 * Find the dialog of a request from the far end
 *
 * @param leg Leg that it belongs to
 * @param msg Request
 *
 * @return Dialog, borrowed; NULL: an early one that needs none
 */
struct sip_dialog *oh_leg_dialog(const struct oh_leg *leg,
				 const struct sip_msg *msg)
{
	const struct early *e;

	if (leg->dlg)
		return leg->dlg;
	e = find(&leg->earlyl, &msg->from.tag);

	return e ? e->dlg : NULL;
}
