/**
 * @file attempt.c  One number, called once
 */
#include <errno.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/id.h"
#include "place/attempt.h"
#include "place/place_priv.h"

enum { ATTEMPT_URI = 512, ATTEMPT_HEADERS = 512, ATTEMPT_PATH = 1024 };

struct oh_attempt {
	char                  id[OH_ID_SIZE];
	struct oh_place      *place;
	struct oh_attempt_prm prm;
	struct oh_choice      choice;
	struct place_wait     wait;
	struct tmr            tmr;        /* to speak after start() only    */
	struct oh_call       *call;
	struct oh_job        *job;
	enum oh_cause         cause;
	bool                  told;       /* the last event has been told   */
	char                 *record;     /* path of the recording, or NULL */
	struct oh_attempt_ear ear;
};

static void attempt_destructor(void *arg)
{
	struct oh_attempt *a = arg;

	tmr_cancel(&a->tmr);
	list_unlink(&a->wait.le);
	mem_deref(a->job);
	mem_deref(a->call);
	mem_deref(a->record);
}

static void done_timeout(void *arg)
{
	struct oh_attempt *a = arg;

	a->ear.h(a->cause, a->ear.arg);
}

/* The last event is out; the owner hears of it from the loop, so that no
   caller of ours finds itself released. */
static void done(struct oh_attempt *a, enum oh_cause cause)
{
	a->told  = true;
	a->cause = cause;
	tmr_start(&a->tmr, 0, done_timeout, a);
}

static void tell(struct oh_attempt *a, struct oh_event *ev)
{
	ev->wall_us = oh_clock_wall_us();
	ev->call    = a->id;
	ev->number  = a->choice.number.kind == OH_NUMBER_URI ?
		a->choice.number.uri : a->choice.number.text;
	ev->from    = a->choice.from;
	ev->trunk   = a->choice.trunk ? a->choice.trunk->name : "";
	a->ear.eventh(ev, a->ear.arg);
}

/* Ended without a call: no leg ever said so */
static void tell_ended(struct oh_attempt *a, enum oh_cause cause, int err,
		       uint16_t scode, const char *why)
{
	struct oh_event ev = {
		.type  = OH_EVENT_ENDED,
		.cause = cause,
		.by    = err == ECANCELED ? OH_PARTY_US : OH_PARTY_NETWORK,
		.err   = err,
		.scode = scode,
		.text  = why,
	};

	tell(a, &ev);
	done(a, cause);
}

static void tell_refused(struct oh_attempt *a)
{
	struct oh_event ev = {
		.type  = OH_EVENT_REFUSED,
		.cause = OH_CAUSE_REFUSED,
		.by    = OH_PARTY_GUARD,
		.text  = a->choice.verdict.text,
		.hint  = a->choice.verdict.hint,
	};

	tell(a, &ev);
	done(a, OH_CAUSE_REFUSED);
}

static void job_handler(enum oh_cause cause, const char *digits, void *arg)
{
	struct oh_attempt *a = arg;

	(void)digits;
	a->job = mem_deref(a->job);
	oh_call_hangup(a->call, cause);
}

/* Named only now, when the file is made at once: two calls answered one
   after the other never get one name. */
static void name_recording(struct oh_attempt *a)
{
	char path[ATTEMPT_PATH];

	if (!a->prm.recordh)
		return;
	if (a->prm.recordh(path, sizeof(path), &a->choice, a->id,
			   a->prm.recordarg) || str_dup(&a->record, path))
		oh_call_warn(a->call, "no name for the recording");
}

static void begin_job(struct oh_attempt *a)
{
	struct oh_job_prm job = a->prm.job;

	name_recording(a);
	job.record = a->record;
	if (oh_job_start(&a->job, a->call, &job, job_handler, a))
		oh_call_hangup(a->call, OH_CAUSE_FAILED);
}

/* The call knows nothing of money */
static void tell_dialing(const struct oh_attempt *a, const struct oh_event *ev)
{
	struct oh_event mine = *ev;

	mine.rate = a->choice.rate;
	a->ear.eventh(&mine, a->ear.arg);
}

static void call_handler(const struct oh_event *ev, void *arg)
{
	struct oh_attempt *a = arg;

	if (a->told)
		return;
	if (ev->type == OH_EVENT_DIALING)
		tell_dialing(a, ev);
	else
		a->ear.eventh(ev, a->ear.arg);
	if (ev->type == OH_EVENT_ANSWERED)
		begin_job(a);
	else if (ev->type == OH_EVENT_ENDED)
		done(a, ev->cause);
}

/* Our name towards the far end: RFC 3323 4.1 when we have none */
static int from_uri(char *buf, size_t size, const struct oh_attempt *a,
		    const struct oh_trunk *t)
{
	if (a->prm.anonymous)
		return re_snprintf(buf, size,
				   "sip:anonymous@anonymous.invalid") < 0 ?
			ERANGE : 0;

	return oh_trunk_uri(buf, size, t, a->choice.from);
}

static int headers(char *buf, size_t size, const struct oh_attempt *a)
{
	const char *more = a->prm.headers ? a->prm.headers : "";

	return re_snprintf(buf, size, "%s%s",
			   a->prm.anonymous ? "Privacy: id\r\n" : "",
			   more) < 0 ? ERANGE : 0;
}

static void set_stream(struct oh_stream_prm *sp,
		       const struct oh_conf_trunk *conf)
{
	sp->codecc = conf->codecc < OH_STREAM_CODECS_MAX ?
		conf->codecc : OH_STREAM_CODECS_MAX;
	for (uint32_t i = 0; i < sp->codecc; i++)
		sp->codecv[i] = conf->codecs[i];
	if (0 == str_casecmp(conf->dtmf, "rfc4733"))
		sp->dtmf = OH_DTMF_EVENT;
	else if (0 == str_casecmp(conf->dtmf, "info"))
		sp->dtmf = OH_DTMF_INFO;
	else if (0 == str_casecmp(conf->dtmf, "inband"))
		sp->dtmf = OH_DTMF_INBAND;
}

static uint32_t max_ms(const struct oh_attempt *a)
{
	uint32_t cap = a->place->prm.conf->guard.max_duration_s * 1000;

	return a->prm.max_ms && a->prm.max_ms < cap ? a->prm.max_ms : cap;
}

static int dial(struct oh_attempt *a, const struct oh_trunk *t)
{
	char uri[ATTEMPT_URI], from[ATTEMPT_URI], more[ATTEMPT_HEADERS * 4];
	struct oh_call_prm prm = {
		.id     = a->id,
		.number = a->choice.number.kind == OH_NUMBER_URI ?
			a->choice.number.uri : a->choice.number.text,
		.from    = a->choice.from,
		.trunk   = a->choice.trunk->name,
		.uri     = uri,
		.sip     = oh_trunk_sip(t),
		.engine  = a->place->prm.engine,
		.ring_ms = a->prm.ring_ms,
		.max_ms  = max_ms(a),
		.eventh  = call_handler,
		.arg     = a,
	};
	int err;

	err = oh_trunk_uri(uri, sizeof(uri), t, a->choice.user);
	if (!err)
		err = from_uri(from, sizeof(from), a, t);
	if (!err)
		err = headers(more, sizeof(more), a);
	if (err)
		return err;
	prm.leg.to_uri       = uri;
	prm.leg.from_uri     = from;
	prm.leg.from_name    = a->prm.anonymous ? "Anonymous" :
		a->choice.trunk->display;
	prm.leg.contact_user = a->prm.anonymous ? "anonymous" :
		a->choice.trunk->user[0] ? a->choice.trunk->user : "offhook";
	prm.leg.route        = oh_trunk_route(t);
	prm.leg.headers      = more;
	prm.leg.cred         = oh_trunk_cred(t);
	set_stream(&prm.stream, a->choice.trunk);
	prm.stream.laddr       = oh_trunk_laddr(t);
	prm.stream.public_host = oh_trunk_public_host(t);
	prm.stream.silence_ms  = a->prm.silence_ms;

	return oh_call_dial(&a->call, &prm);
}

/* While it rings, make the prompts ready in the codec most likely agreed */
static void warm(const struct oh_attempt *a)
{
	const struct oh_conf_trunk *t = a->choice.trunk;
	const char *codec = t->codecc ? t->codecs[0] : "PCMU";

	for (uint32_t i = 0; i < a->prm.job.promptc; i++)
		(void)oh_prompt_warm(a->prm.job.promptv[i], codec);
}

static void trunk_handler(int err, uint16_t scode, const char *why, void *arg)
{
	struct oh_attempt *a = arg;
	struct place_trunk *pt;

	if (err == EACCES || scode == 401 || scode == 403 || scode == 407) {
		tell_ended(a, OH_CAUSE_AUTH, err, scode, why);
		return;
	}
	if (!err)
		err = oh_place_trunk_get(&pt, a->place, a->choice.trunk);
	else {
		tell_ended(a, OH_CAUSE_NETWORK, err, scode, why);
		return;
	}
	if (!err)
		err = dial(a, pt->trunk);
	if (err)
		tell_ended(a, OH_CAUSE_FAILED, err, 0, strerror(err));
	else
		warm(a);
}

static void begin(void *arg)
{
	struct oh_attempt *a = arg;
	struct place_trunk *pt;
	int err;

	if (a->choice.verdict.rule != OH_GUARD_OK) {
		tell_refused(a);
		return;
	}
	err = oh_place_trunk_get(&pt, a->place, a->choice.trunk);
	if (err) {
		tell_ended(a, err == EACCES ? OH_CAUSE_AUTH : OH_CAUSE_FAILED,
			   err, 0, strerror(err));
		return;
	}
	oh_place_trunk_wait(pt, &a->wait);
}

static int choose(struct oh_attempt *a, const char *number)
{
	struct oh_choose_prm prm;

	oh_place_ask(&prm, a->place);
	prm.number    = number;
	prm.from      = a->prm.from;
	prm.trunk     = a->prm.trunk;
	prm.anonymous = a->prm.anonymous;

	return oh_choose(&a->choice, &prm);
}

/**
 * Call a number
 *
 * @param ap     Returned attempt, release with mem_deref
 * @param place  From where, borrowed
 * @param number As typed
 * @param prm    How, borrowed while the attempt lives
 * @param ear    Who is told; never before this returns
 *
 * @return 0, or an errno of oh_choose(): then nothing happens at all
 */
int oh_attempt_start(struct oh_attempt **ap, struct oh_place *place,
		     const char *number, const struct oh_attempt_prm *prm,
		     const struct oh_attempt_ear *ear)
{
	struct oh_attempt *a;
	int err;

	if (!ap || !place || !number || !prm || !ear || !ear->eventh ||
	    !ear->h)
		return EINVAL;
	a = mem_zalloc(sizeof(*a), attempt_destructor);
	if (!a)
		return ENOMEM;
	tmr_init(&a->tmr);
	oh_id_make(a->id, oh_clock_wall_us());
	a->place    = place;
	a->prm      = *prm;
	a->ear      = *ear;
	a->wait.h   = trunk_handler;
	a->wait.arg = a;
	err = choose(a, number);
	if (err) {
		mem_deref(a);
		return err;
	}
	tmr_start(&a->tmr, 0, begin, a);
	*ap = a;

	return 0;
}

/**
 * End it cleanly: CANCEL or BYE; the handler follows within about 2 s
 *
 * @param a     Attempt
 * @param cause What the result will say
 */
void oh_attempt_stop(struct oh_attempt *a, enum oh_cause cause)
{
	if (!a || a->told)
		return;
	if (a->call) {
		oh_call_hangup(a->call, cause);
		return;
	}
	list_unlink(&a->wait.le);
	tell_ended(a, cause, ECANCELED, 0, "");
}

/**
 * Tell its end now, because no time is left; the handler is not called
 *
 * @param a     Attempt
 * @param cause What the result will say
 */
void oh_attempt_abandon(struct oh_attempt *a, enum oh_cause cause)
{
	if (!a || a->told)
		return;
	a->call = mem_deref(a->call);
	tell_ended(a, cause, ECANCELED, 0, "");
	tmr_cancel(&a->tmr);
}
