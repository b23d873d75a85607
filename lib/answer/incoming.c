/**
 * @file incoming.c  One call that comes in
 *
 *   INVITE ──policy──▶ refused, redirected, or: 180, wait, 200 ──▶ job
 */
#include <errno.h>
#include "answer/answer_priv.h"
#include "base/clock.h"
#include "base/scan.h"
#include "call/call.h"
#include "cdr/fold.h"
#include "number/number.h"
#include "sip/phrase.h"

#define RETRY_AFTER_S "10"

enum { NAME_SIZE = 256, HEADER_SIZE = 600 };

static void call_destructor(void *arg)
{
	struct answer_call *ac = arg;

	tmr_cancel(&ac->tmr);
	list_unlink(&ac->le);
	mem_deref(ac->work);
	mem_deref(ac->call);
	mem_deref(ac->row);
}

/* Who a header speaks of: a number in E.164, or the user part made safe */
static void name_of(char *buf, size_t size, const struct uri *uri)
{
	struct oh_number n;

	(void)oh_scan_safe(buf, size, uri->user.p ? uri->user.p : "",
			   uri->user.l);
	if (0 == oh_number_parse(&n, buf, NULL, NULL) &&
	    n.kind == OH_NUMBER_E164)
		str_ncpy(buf, n.text, size);
}

static void job_handler(enum oh_cause cause, const char *digits, void *arg)
{
	struct answer_call *ac = arg;

	(void)digits;
	ac->work = mem_deref(ac->work);
	oh_call_hangup(ac->call, cause);
}

static void name_recording(struct answer_call *ac)
{
	const struct oh_answer_prm *prm = &ac->answer->prm;

	if (prm->recordh &&
	    prm->recordh(ac->record, sizeof(ac->record), ac->res.from,
			 ac->res.to, oh_call_id(ac->call), prm->recordarg)) {
		ac->record[0] = '\0';
		oh_call_warn(ac->call, "no name for the recording");
	}
}

/* On a call that somebody else has taken nothing is done but to record it. */
static void begin_job(struct answer_call *ac)
{
	struct oh_job_prm job = ac->answer->prm.job;

	if (ac->taken)
		memset(&job, 0, sizeof(job));
	name_recording(ac);
	job.record = ac->record[0] ? ac->record : NULL;
	if (oh_work_start(&ac->work, &ac->answer->prm.work, ac->call, &job,
			  job_handler, ac))
		oh_call_hangup(ac->call, OH_CAUSE_FAILED);
}

static void ended(struct answer_call *ac, enum oh_cause cause)
{
	struct oh_answer *a = ac->answer;
	struct answer_door *d = ac->door;

	a->prm.resulth(&ac->res, a->prm.arg);
	mem_deref(ac);
	oh_answer_door_call_ended(d);
	if (a->prm.once)
		oh_answer_done(a, cause, "");
	else if (a->draining && list_isempty(&a->calll))
		oh_answer_done(a, OH_CAUSE_DONE, "");
	oh_answer_maybe_closed(a);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct answer_call *ac = arg;
	const struct oh_answer_prm *prm = &ac->answer->prm;

	oh_fold(&ac->res, ev);
	oh_cdr_event(&ac->row, prm->cdr, ev, &ac->res);
	prm->eventh(ev, prm->arg);
	if (ev->type == OH_EVENT_ANSWERED)
		begin_job(ac);
	else if (ev->type == OH_EVENT_ENDED)
		ended(ac, ev->cause);
}

static void pickup(void *arg)
{
	struct answer_call *ac = arg;

	if (oh_call_pickup(ac->call))
		oh_call_hangup(ac->call, OH_CAUSE_FAILED);
}

static int refuse(struct answer_call *ac, const struct oh_policy_verdict *v)
{
	const char *to = ac->answer->prm.policy.redirect;
	char header[HEADER_SIZE] = "";

	if (v->scode / 100 == 3 && to &&
	    re_snprintf(header, sizeof(header), "Contact: <%s>\r\n", to) < 0)
		return ERANGE;

	return oh_call_refuse(ac->call, v->scode, v->reason,
			      header[0] ? header : NULL);
}

/*
 * Whom they called. A registrar sends to the Contact it was given, which
 * says nothing but who we are: the number dialled is in To (RFC 3261 8.1.1.2).
 */
static const struct pl *called_uri(const struct answer_door *d,
				   const struct sip_msg *msg)
{
	const char *user = d->trunk ? oh_trunk_conf(d->trunk)->user : "";

	return 0 == pl_strcmp(&msg->uri.user, user) && *user ? &msg->to.auri
							      : &msg->ruri;
}

static int take(struct answer_call *ac, const struct answer_door *d,
		const struct sip_msg *msg)
{
	const struct oh_conf_trunk *peer = oh_answer_door_peer(d, msg);
	const struct oh_conf_trunk *known = oh_answer_door_known(d, msg);
	const struct oh_answer_prm *ap = &d->answer->prm;
	char from[NAME_SIZE], uri[NAME_SIZE];
	const struct pl *called;
	struct oh_identity id;
	struct oh_call_prm prm = {
		.identity = &id,
		.number = from,
		.from   = from,
		.uri    = uri,
		.trunk  = known ? known->name : "",
		.sip    = d->trunk ? oh_trunk_sip(d->trunk) : d->sip,
		.engine = ap->engine,
		.refer  = known && known->refer,
		.max_ms = ap->max_ms,
		.detect = ap->job.detect,
		.stream = {
			.laddr      = oh_answer_door_laddr(d),
			.silence_ms = ap->silence_ms,
		},
		.eventh = event_handler,
		.arg    = ac,
	};

	name_of(from, sizeof(from), &msg->from.uri);
	called = called_uri(d, msg);
	(void)oh_scan_safe(uri, sizeof(uri), called->p, called->l);
	prm.trusted = oh_answer_door_trusts(d, msg);
	oh_identity_read(&id, msg, prm.trusted);
	if (d->trunk)
		prm.stream.public_host = oh_trunk_public_host(d->trunk);
	if (peer) {
		prm.stream.srtp = (enum oh_srtp)peer->srtp;
		prm.stream.dtls = peer->srtp_keys == OH_CONF_DTLS;
	}

	return oh_call_take(&ac->call, &prm, msg);
}

/* To whoever takes it, or it is ours and rings */
static int give(struct answer_call *ac, const struct sip_msg *msg)
{
	const struct oh_answer_prm *prm = &ac->answer->prm;
	int err = ENOENT;

	ac->taken = prm->takeh;
	if (ac->taken)
		err = prm->takeh(ac->call, &ac->res, msg, prm->takearg);
	if (err != ENOENT)
		return err;
	ac->taken = false;
	/* It shall take the place of one of ours: there is none to take */
	if (sip_msg_hdr(msg, SIP_HDR_REPLACES))
		return oh_call_refuse(ac->call, 481, oh_phrase(481), NULL);
	err = oh_call_ring(ac->call);
	if (!err)
		tmr_start(&ac->tmr, prm->ring_ms, pickup, ac);

	return err;
}

/* It is ours: judge it, and let it ring */
static void begin(struct answer_call *ac, const struct sip_msg *msg)
{
	const struct oh_answer_prm *prm = &ac->answer->prm;
	struct oh_policy_verdict v;
	int err;

	oh_policy_decide(&v, &prm->policy, ac->res.from,
			 list_count(&ac->answer->calll) - 1);
	if (v.scode)
		err = refuse(ac, &v);
	else
		err = give(ac, msg);
	if (err)
		oh_call_hangup(ac->call, OH_CAUSE_FAILED);
}

static void reply_error(const struct answer_door *d,
			const struct sip_msg *msg, int err)
{
	struct oh_sip *sip = d->trunk ? oh_trunk_sip(d->trunk) : d->sip;

	switch (err) {

	case ENOTSUP:
	case EACCES:
	case EBADMSG:
		(void)oh_sip_reply(sip, msg, 488, "Not Acceptable Here",
				   NULL);
		break;

	default:
		(void)oh_sip_reply(sip, msg, 500, "Server Internal Error",
				   NULL);
		break;
	}
}

/* Who drains will be replaced by another in a moment. */
static void turn_away(const struct answer_door *d, const struct sip_msg *msg)
{
	struct oh_sip *sip = d->trunk ? oh_trunk_sip(d->trunk) : d->sip;

	if (d->answer->draining)
		(void)oh_sip_reply(sip, msg, 503, "Service Unavailable",
				   "Retry-After: " RETRY_AFTER_S "\r\n");
	else
		(void)oh_sip_reply(sip, msg, 480, "Temporarily Unavailable",
				   NULL);
}

/* Take an INVITE at a door */
bool oh_answer_invite(const struct sip_msg *msg, void *arg)
{
	struct answer_door *d = arg;
	struct oh_answer *a = d->answer;
	struct answer_call *ac;
	int err;

	if (a->stopping != OH_CAUSE_NONE || a->done || a->draining) {
		turn_away(d, msg);
		return true;
	}
	ac = mem_zalloc(sizeof(*ac), call_destructor);
	if (!ac) {
		reply_error(d, msg, ENOMEM);
		return true;
	}
	ac->answer = a;
	ac->door   = d;
	tmr_init(&ac->tmr);
	oh_result_init(&ac->res);
	list_append(&a->calll, &ac->le, ac);
	err = take(ac, d, msg);
	if (err) {
		reply_error(d, msg, err);
		mem_deref(ac);
		return true;
	}
	if (a->prm.callh)
		a->prm.callh(ac->call, msg, a->prm.callarg);
	begin(ac, msg);

	return true;
}
