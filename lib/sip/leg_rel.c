/**
 * @file leg_rel.c  Provisional answers that must arrive (RFC 3262 3)
 *
 * Repeated until the PRACK, one at a time; what comes after it waits. An
 * answer of ours that went this way is agreed once its PRACK has come, and
 * the 200 comes only then.
 *
 *    them                       us
 *     | INVITE                   |
 *     | <- 183 RSeq: 7           |
 *     | <- 183 RSeq: 7           |   after T1, 2*T1 .. 64*T1 in all
 *     | PRACK RAck: 7 1 INVITE ->|
 *     | <- 200 (PRACK)           |
 *     | <- 200 (INVITE)          |
 */
#include "base/compat.h"
#include "sip/headers.h"
#include "sip/rseq.h"
#include "sip/sip_priv.h"

static void repeat(void *arg);

static void forget_next(struct oh_leg_rel *rel)
{
	rel->next_scode  = 0;
	rel->next_reason = mem_deref(rel->next_reason);
	rel->next_sdp    = mem_deref(rel->next_sdp);
}

/**
 * Stop to repeat a provisional answer, and forget what waited for its PRACK
 *
 * @param leg Leg
 */
void oh_leg_rel_stop(struct oh_leg *leg)
{
	struct oh_leg_rel *rel = &leg->rel;

	oh_leg_repeat_stop(&rel->out);
	forget_next(rel);
	rel->answer = false;
	rel->answer_sdp = mem_deref(rel->answer_sdp);
}

/* The caller never confirmed: 5xx (3) */
static void give_up(struct oh_leg *leg, uint16_t scode, int err)
{
	if (!oh_leg_step(leg, OH_LEG_ON_NO_PRACK))
		return;
	(void)oh_leg_send_final(leg, scode, scode == 504 ? "Server Time-out"
				: "Server Internal Error", NULL);
	leg->by    = OH_PARTY_NETWORK;
	leg->scode = scode;
	leg->err   = err;
	oh_leg_close(leg, NULL);
}

static void repeat(void *arg)
{
	struct oh_leg *leg = arg;

	if (!oh_leg_repeat(leg, &leg->rel.out, OH_SIP_GIVE_UP_MS, repeat))
		give_up(leg, 504, ETIMEDOUT);
}

static int send_1xx(struct oh_leg *leg, uint16_t scode, const char *reason,
		    const char *sdp)
{
	const struct oh_contact c = { leg->sip, leg->contact_user,
				      leg->msg->tp };
	const struct oh_body body = { "application/sdp", sdp };
	struct oh_leg_rel *rel = &leg->rel;
	int err;

	if (!rel->rseq)
		rel->rseq = rand_u16();   /* below 2^31 (7.1) */
	err = sip_treplyf(&leg->strans, &rel->out.mb, leg->sip->sip, leg->msg,
			  true, scode, reason, "%H%H%H"
			  "Require: 100rel\r\nRSeq: %u\r\n%H",
			  oh_contact_print, &c, oh_sip_allow, leg->sip,
			  oh_sip_supported, leg->sip,
			  rel->rseq + 1, oh_leg_body_print, &body);
	if (err)
		return err;

	rel->rseq++;
	rel->cseq = leg->msg->cseq.num;
	rel->body = sdp != NULL;
	rel->open = true;
	oh_leg_repeat_start(leg, &rel->out, repeat);

	return 0;
}

/* What waits gives way to what comes later, but no description is lost */
static int wait_turn(struct oh_leg_rel *rel, uint16_t scode,
		     const char *reason, const char *sdp)
{
	char *r = NULL, *s = NULL;
	int err;

	if (rel->next_sdp && !sdp)
		return 0;
	err = str_dup(&r, reason);
	if (!err && sdp)
		err = str_dup(&s, sdp);
	if (err) {
		mem_deref(r);
		return err;
	}
	forget_next(rel);
	rel->next_scode  = scode;
	rel->next_reason = r;
	rel->next_sdp    = s;

	return 0;
}

/**
 * Decide whether the caller requires reliable provisional answers
 *
 * @param leg Leg in INCOMING
 *
 * @return true if so
 */
bool oh_leg_rel_required(const struct oh_leg *leg)
{
	return sip_msg_hdr_has_value(leg->msg, SIP_HDR_REQUIRE, "100rel");
}

/**
 * Decide whether the next provisional answer must hold an offer of ours
 *
 * So it is with the first one that must arrive, if their INVITE had none
 * (RFC 3262 5); the answer comes in its PRACK.
 *
 * @param leg Leg in INCOMING
 *
 * @return true if so
 */
bool oh_leg_wants_offer(const struct oh_leg *leg)
{
	return leg && leg->msg && leg->offerless && !leg->rel.rseq &&
		oh_leg_rel_required(leg);
}

/**
 * Send a provisional answer that must arrive (RFC 3262 3)
 *
 * While another one waits for its PRACK, this one waits too.
 *
 * @param leg    Leg in INCOMING
 * @param scode  Status, 101 to 199
 * @param reason Reason phrase
 * @param sdp    Early media, or NULL. Without an offer of theirs it is ours,
 *               and only the first one holds it
 *
 * @return 0; EINVAL; EALREADY: it is over; ENOTSUP: the caller does not know
 *         how; ENOMEM; or a transport error
 */
int oh_leg_progress_reliable(struct oh_leg *leg, uint16_t scode,
			     const char *reason, const char *sdp)
{
	if (!leg || !reason || oh_headers_check_value(reason))
		return EINVAL;
	if (scode < 101 || scode > 199)
		return EINVAL;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_PROGRESS))
		return oh_legstate_error(leg->st);
	if (!oh_leg_rel_required(leg)
	    && !sip_msg_hdr_has_value(leg->msg, SIP_HDR_SUPPORTED, "100rel"))
		return ENOTSUP;
	if (leg->offerless && leg->rel.rseq)
		sdp = NULL;
	if (leg->rel.out.mb)
		return wait_turn(&leg->rel, scode, reason, sdp);

	return send_1xx(leg, scode, reason, sdp);
}

/**
 * Keep an answer until the PRACK it has to wait for (RFC 3262 3)
 *
 * @param leg Leg in INCOMING
 * @param sdp The answer, or NULL
 *
 * @return 0: it is kept; ENOENT: it need not wait; EALREADY; ENOMEM
 */
int oh_leg_rel_answer(struct oh_leg *leg, const char *sdp)
{
	struct oh_leg_rel *rel = &leg->rel;

	if (rel->answer)
		return EALREADY;
	if (!rel->out.mb || (!rel->body && !rel->next_sdp))
		return ENOENT;
	if (sdp && str_dup(&rel->answer_sdp, sdp))
		return ENOMEM;
	rel->answer = true;

	return 0;
}

/* Its turn has come */
static void proceed(struct oh_leg *leg)
{
	struct oh_leg_rel *rel = &leg->rel;
	int err = 0;

	if (rel->next_scode) {
		err = send_1xx(leg, rel->next_scode, rel->next_reason,
			   rel->next_sdp);
		forget_next(rel);
	}
	else if (rel->answer)
		err = oh_leg_answer_now(leg, rel->answer_sdp);
	if (err)
		give_up(leg, 500, err);
}

/* Our answer is agreed, theirs is told, another offer is one */
static void take_body(struct oh_leg *leg, const struct sip_msg *msg)
{
	const char *body;
	bool offered = leg->rel.body && leg->offerless;

	if (leg->rel.body && (!offered || oh_recv_body(msg, &body)))
		leg->agreed = true;
	if (oh_recv_body(msg, &body) && !offered) {
		oh_leg_recv_offer(leg, msg);
		return;
	}
	(void)sip_treply(NULL, leg->sip->sip, msg, 200, "OK");
	if (oh_recv_body(msg, &body))
		oh_leg_tell(leg, OH_LEG_EV_MODIFIED, msg);
}

static bool is_match(const struct oh_leg_rel *rel, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_RACK);
	struct oh_rack rack;

	return rel->open && hdr && !oh_rseq_rack(&rack, &hdr->val)
		&& rack.rseq == rel->rseq && rack.cseq == rel->cseq;
}

/**
 * Take a PRACK (RFC 3262 3)
 *
 * @param leg Leg
 * @param msg Request; one that acknowledges nothing gets 481
 */
void oh_leg_recv_prack(struct oh_leg *leg, const struct sip_msg *msg)
{
	if (!oh_leg_step(leg, OH_LEG_RX_PRACK)
	    || !is_match(&leg->rel, msg)) {
		oh_recv_refuse(leg->sip, msg, 481, "Call Does Not Exist");
		return;
	}
	leg->rel.open = false;
	oh_leg_repeat_stop(&leg->rel.out);

	/* the owner may release the leg when he hears of it */
	mem_ref(leg);
	take_body(leg, msg);
	if (leg->st == OH_LEG_INCOMING)
		proceed(leg);
	mem_deref(leg);
}
