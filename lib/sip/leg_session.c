/**
 * @file leg_session.c  The session timer of a leg (RFC 4028)
 *
 * Whoever refreshes does so after half of the interval, by UPDATE if they
 * allow it, else by a re-INVITE that changes nothing. A refresh that fails
 * is tried again. When none has come near the end, the call is hung up: the
 * far end, or the way to it, is gone.
 */
#include "base/compat.h"
#include "sip/sip_priv.h"

static void due(void *arg);

/* RFC 4028 10; Q.850 has a cause for it */
static void expire(struct oh_leg *leg)
{
	if (!oh_leg_step(leg, OH_LEG_ON_EXPIRED))
		return;
	if (!leg->reason
	    && str_dup(&leg->reason, "Reason: Q.850;cause=102"
		       ";text=\"session timer expired\"\r\n"))
		leg->reason = NULL;   /* a BYE without one, then */
	leg->by = OH_PARTY_NETWORK;
	leg->err = ETIMEDOUT;
	leg->q850 = OH_Q850_TIMER;
	oh_leg_bye(leg);
	oh_leg_tell_closed(leg, NULL);
}

static void refresh(struct oh_leg *leg)
{
	if (leg->they_update)
		(void)oh_leg_refresh(leg);
	else if (leg->local)
		(void)oh_leg_modify(leg, leg->local);
}

/* What could not be sent, or was refused, is tried again until the end. */
static void due(void *arg)
{
	struct oh_leg *leg = arg;
	const struct oh_session *se = &leg->session;
	uint64_t end = leg->session_ms + oh_session_expire_ms(se);
	uint64_t now = tmr_jiffies();

	if (now >= end) {
		expire(leg);
		return;
	}
	tmr_start(&leg->tmr_session,
		  MIN(end - now, oh_session_retry_ms(se)), due, leg);
	refresh(leg);
}

static void start(struct oh_leg *leg)
{
	const struct oh_session *se = &leg->session;

	tmr_cancel(&leg->tmr_session);
	if (!se->expires_s)
		return;
	leg->session_ms = tmr_jiffies();
	tmr_start(&leg->tmr_session, se->we_refresh
		  ? oh_session_refresh_ms(se) : oh_session_expire_ms(se),
		  due, leg);
}

/**
 * Refuse a request whose session interval is too brief (RFC 4028 9)
 *
 * @param s   Stack
 * @param msg INVITE, first or later, or UPDATE
 *
 * @return true if it was refused with 422
 */
bool oh_leg_session_refuse(struct oh_sip *s, const struct sip_msg *msg)
{
	struct oh_session_msg sm;

	oh_session_read(&sm, msg);
	if (!oh_session_is_brief(&s->prm.session, &sm))
		return false;

	(void)sip_treplyf(NULL, NULL, s->sip, msg, false, 422,
			  "Session Interval Too Small",
			  "Min-SE: %u\r\nContent-Length: 0\r\n\r\n",
			  OH_SESSION_MIN_S);
	return true;
}

/**
 * Print what our requests ask for (RFC 4028 7.1), for "%H"
 *
 * @param pf  Print function
 * @param leg Leg
 *
 * @return 0 or an errno
 */
int oh_leg_session_ask(struct re_printf *pf, const struct oh_leg *leg)
{
	static const char *const rolev[] = {
		[OH_SESSION_AUTO] = "",
		[OH_SESSION_US]   = ";refresher=uac",
		[OH_SESSION_THEM] = ";refresher=uas",
	};
	const struct oh_session_prm *prm = &leg->sip->prm.session;
	const struct oh_session *se = &leg->session;
	enum oh_session_refresher who = prm->refresher;
	uint32_t expires_s = prm->expires_s;
	int err = 0;

	if (se->expires_s) {
		expires_s = se->expires_s;
		who = se->we_refresh ? OH_SESSION_US : OH_SESSION_THEM;
	}
	if (expires_s && !prm->off)
		err = re_hprintf(pf, "Session-Expires: %u%s\r\n",
				 MAX(expires_s, se->min_s), rolev[who]);
	if (!err && se->min_s > OH_SESSION_MIN_S && !prm->off)
		err = re_hprintf(pf, "Min-SE: %u\r\n", se->min_s);

	return err;
}

/**
 * Print what a 2xx of ours agrees to (RFC 4028 9), for "%H"
 *
 * @param pf Print function
 * @param se What is agreed
 *
 * @return 0 or an errno
 */
int oh_leg_session_print(struct re_printf *pf, const struct oh_session *se)
{
	if (!se->expires_s)
		return 0;

	return re_hprintf(pf, "%sSession-Expires: %u;refresher=%s\r\n",
			  se->supported ? "Require: timer\r\n" : "",
			  se->expires_s, se->we_refresh ? "uas" : "uac");
}

/**
 * Decide what our 2xx to a request will agree to
 *
 * @param leg Leg
 * @param msg INVITE, first or later, or UPDATE
 *
 * @return What oh_leg_session_start() is to be given once it was sent
 */
struct oh_session oh_leg_session_answer(const struct oh_leg *leg,
					const struct sip_msg *msg)
{
	struct oh_session se = leg->session;
	struct oh_session_msg sm;

	oh_session_read(&sm, msg);
	oh_session_answer(&se, &leg->sip->prm.session, &sm);

	return se;
}

/**
 * Our 2xx has been sent: the interval begins
 *
 * @param leg Leg
 * @param se  What it agreed to
 * @param msg What it answered; says whether they allow UPDATE
 */
void oh_leg_session_start(struct oh_leg *leg, const struct oh_session *se,
			  const struct sip_msg *msg)
{
	leg->session = *se;
	oh_leg_note_allow(leg, msg);
	start(leg);
}

/**
 * A 2xx to an INVITE or UPDATE of ours has come: the interval begins
 *
 * @param leg Leg
 * @param msg Response
 */
void oh_leg_session_answered(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct oh_session_msg sm;

	oh_session_read(&sm, msg);
	oh_session_answered(&leg->session, &leg->sip->prm.session, &sm);
	oh_leg_note_allow(leg, msg);
	start(leg);
}

/**
 * Take a 422 to a request of ours (RFC 4028 7.3)
 *
 * @param leg Leg
 * @param msg Response
 *
 * @return 0: send it again; EPROTO: that would not help
 */
int oh_leg_session_refused(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct oh_session_msg sm;
	int err;

	if (msg->scode != 422 || leg->challenges >= OH_CHALLENGES_MAX)
		return EPROTO;

	oh_session_read(&sm, msg);
	err = oh_session_refused(&leg->session, &leg->sip->prm.session, &sm);
	if (!err)
		leg->challenges++;

	return err;
}

/**
 * Refresh soon, by whatever way is left
 *
 * @param leg Leg
 */
void oh_leg_session_again(struct oh_leg *leg)
{
	if (tmr_isrunning(&leg->tmr_session) && leg->session.we_refresh)
		tmr_start(&leg->tmr_session, 0, due, leg);
}
