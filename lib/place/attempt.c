/**
 * @file attempt.c  One number, called by one trunk after the other
 */
#include <errno.h>
#include "base/clock.h"
#include "place/attempt_priv.h"

enum { ATTEMPT_PATH = 1024 };

static void attempt_destructor(void *arg)
{
	struct oh_attempt *a = arg;

	tmr_cancel(&a->tmr);
	tmr_cancel(&a->reply_tmr);
	list_unlink(&a->wait.le);
	oh_attempt_shut(a);
	mem_deref(a->work);
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

/**
 * Tell an event of which no call knows
 *
 * @param a  Attempt
 * @param ev Event; time and names are filled in
 */
void oh_attempt_tell(struct oh_attempt *a, struct oh_event *ev)
{
	ev->wall_us = oh_clock_wall_us();
	ev->call    = a->id;
	ev->number  = a->choice.number.kind == OH_NUMBER_URI ?
		a->choice.number.uri : a->choice.number.text;
	ev->from    = a->choice.from;
	ev->trunk   = a->choice.trunk ? a->choice.trunk->name : "";
	a->ear.eventh(ev, a->ear.arg);
}

/* No leg ever said so */
static void tell_end(struct oh_attempt *a, enum oh_cause cause, int err,
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

	oh_attempt_tell(a, &ev);
}

static void tell_ended(struct oh_attempt *a, enum oh_cause cause, int err,
		       uint16_t scode, const char *why)
{
	tell_end(a, cause, err, scode, why);
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

	oh_attempt_tell(a, &ev);
}

static void job_handler(enum oh_cause cause, const char *digits, void *arg)
{
	struct oh_attempt *a = arg;

	(void)digits;
	a->work = mem_deref(a->work);
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
	if (oh_work_start(&a->work, &a->prm.work, a->call, &job, job_handler,
			  a))
		oh_call_hangup(a->call, OH_CAUSE_FAILED);
}

/* The call knows nothing of money */
static void tell_dialing(const struct oh_attempt *a, const struct oh_event *ev)
{
	struct oh_event mine = *ev;

	mine.rate = a->choice.rate;
	a->ear.eventh(&mine, a->ear.arg);
}

static void begin(void *arg);

/* From the loop: the call that has just ended is still speaking */
static void begin_again(struct oh_attempt *a)
{
	a->again = true;
	tmr_start(&a->tmr, 0, begin, a);
}

static void ended(struct oh_attempt *a, const struct oh_event *ev)
{
	const struct oh_cause_in in = {
		.scode      = ev->scode,
		.q850       = ev->why.q850,
		.ringing    = a->ringing,
		.challenged = ev->cause == OH_CAUSE_AUTH,
		.err        = ev->err,
	};

	if (ev->by != OH_PARTY_US &&
	    (oh_attempt_redirect(a, ev) || oh_attempt_next(a, &in)))
		begin_again(a);
	else
		done(a, ev->cause);
}

/* Whatever it is, they are there. */
static void heard(struct oh_attempt *a, const struct oh_event *ev)
{
	if (ev->type == OH_EVENT_DIALING)
		return;
	tmr_cancel(&a->reply_tmr);
	if (ev->scode || ev->type == OH_EVENT_TRYING)
		oh_place_note(a->place, a->choice.trunk, true);
	else if (ev->type == OH_EVENT_ENDED && ev->cause == OH_CAUSE_NETWORK)
		oh_place_note(a->place, a->choice.trunk, false);
	if (ev->type == OH_EVENT_RINGING || ev->type == OH_EVENT_PROGRESS)
		a->ringing = true;
}

/** Take an event of the call, an oh_event_h */
void oh_attempt_event(const struct oh_event *ev, void *arg)
{
	struct oh_attempt *a = arg;

	if (a->told)
		return;
	heard(a, ev);
	if (ev->type == OH_EVENT_DIALING)
		tell_dialing(a, ev);
	else
		a->ear.eventh(ev, a->ear.arg);
	if (ev->type == OH_EVENT_ANSWERED) {
		a->answered = true;
		begin_job(a);
	}
	else if (ev->type == OH_EVENT_ENDED)
		ended(a, ev);
}

/* The trunk is of no use, whatever is behind it: the next one may be. */
static void unusable(struct oh_attempt *a, int err, uint16_t scode,
		     const char *why)
{
	bool auth = err == EACCES || scode == 401 || scode == 403 ||
		scode == 407;
	enum oh_cause cause = auth ? OH_CAUSE_AUTH : OH_CAUSE_NETWORK;

	tmr_cancel(&a->reply_tmr);
	tell_end(a, cause, err, scode, why);
	if (oh_attempt_next(a, NULL))
		begin_again(a);
	else
		done(a, cause);
}

/* Nothing was heard, and there is another way. Released, the call takes
   itself back in silence. */
static void reply_timeout(void *arg)
{
	const struct oh_cause_in silence = { .err = ETIMEDOUT };
	struct oh_attempt *a = arg;

	list_unlink(&a->wait.le);
	if (a->call)
		oh_place_leave(a->place, a->choice.trunk);
	a->call = mem_deref(a->call);
	oh_place_note(a->place, a->choice.trunk, false);
	tell_end(a, OH_CAUSE_NETWORK, ETIMEDOUT, 0, "no reply");
	if (oh_attempt_next(a, &silence))
		begin_again(a);
	else
		done(a, OH_CAUSE_NETWORK);
}

static void dial(struct oh_attempt *a)
{
	struct place_trunk *pt;
	int err;

	err = oh_place_trunk_get(&pt, a->place, a->choice.trunk);
	if (!err)
		err = oh_attempt_dial(a, pt->trunk);
	if (err)
		tell_ended(a, OH_CAUSE_FAILED, err, 0, strerror(err));
	else if (oh_attempt_may_wait(a))
		tmr_start(&a->reply_tmr, a->choice.trunk->reply_ms,
			  reply_timeout, a);
}

/* It takes no more; another trunk may. */
static void tell_full(struct oh_attempt *a, const char *why)
{
	struct oh_event ev = {
		.type  = OH_EVENT_ENDED,
		.cause = OH_CAUSE_CONGESTION,
		.by    = OH_PARTY_GUARD,
		.text  = why,
	};

	oh_attempt_tell(a, &ev);
}

/* "the rule and its setting; how to allow more" */
static void tell_capped(struct oh_attempt *a, const char *why)
{
	char text[OH_CDR_WHY_SIZE];
	struct oh_event ev = {
		.type  = OH_EVENT_REFUSED,
		.cause = OH_CAUSE_REFUSED,
		.by    = OH_PARTY_GUARD,
		.text  = text,
	};
	char *hint;

	str_ncpy(text, why, sizeof(text));
	hint = strstr(text, "; ");
	if (hint) {
		*hint = '\0';
		ev.hint = hint + 2;
	}
	oh_attempt_tell(a, &ev);
}

static bool next_trunk(struct oh_attempt *a)
{
	/* Another address of this one is still this one */
	a->route[0] = '\0';

	return oh_attempt_next(a, NULL);
}

/** Go on, as caps and brakes say */
void oh_attempt_gated(struct oh_attempt *a, enum oh_limit_verdict v,
		      const char *why)
{
	bool full = v == OH_LIMIT_FULL;

	if (v <= OH_LIMIT_WARN) {
		dial(a);
		if (*why && a->call && !a->told)
			oh_attempt_warn(a, why);
		return;
	}
	if (full)
		tell_full(a, why);
	else
		tell_capped(a, why);
	if (v != OH_LIMIT_REFUSED && next_trunk(a))
		begin_again(a);
	else
		done(a, full ? OH_CAUSE_CONGESTION : OH_CAUSE_REFUSED);
}

/* A registrar that refuses us may take a call for help all the same */
static bool is_worth_it(const struct oh_attempt *a, uint16_t scode)
{
	return scode && a->choice.emergency == OH_EMERGENCY_CALL;
}

static void trunk_handler(int err, uint16_t scode, const char *why, void *arg)
{
	struct oh_attempt *a = arg;

	if ((err || scode) && !is_worth_it(a, scode)) {
		unusable(a, err, scode, why);
		return;
	}
	tmr_cancel(&a->reply_tmr);
	err = oh_attempt_gate(a);
	if (err)
		tell_ended(a, OH_CAUSE_FAILED, err, 0, strerror(err));
}

/* Only a country may be called by one trunk and not by another. */
static void refused(struct oh_attempt *a)
{
	bool country = a->choice.verdict.rule == OH_GUARD_COUNTRY;

	tell_refused(a);
	if (country && next_trunk(a))
		begin_again(a);
	else
		done(a, OH_CAUSE_REFUSED);
}

static void begin(void *arg)
{
	struct oh_attempt *a = arg;
	struct place_trunk *pt;
	int err;

	a->again = false;
	a->call  = mem_deref(a->call);
	if (a->choice.verdict.rule != OH_GUARD_OK) {
		refused(a);
		return;
	}
	err = oh_place_trunk_get(&pt, a->place, a->choice.trunk);
	if (err) {
		unusable(a, err, 0, strerror(err));
		return;
	}
	if (oh_attempt_may_wait(a))
		tmr_start(&a->reply_tmr, a->choice.trunk->reply_ms,
			  reply_timeout, a);
	oh_place_trunk_wait(pt, &a->wait);
}

/**
 * Say what is to be chosen
 *
 * @param prm    Receives it
 * @param a      Attempt
 * @param number As typed; borrowed
 */
void oh_attempt_ask(struct oh_choose_prm *prm, const struct oh_attempt *a,
		    const char *number)
{
	oh_place_ask(prm, a->place);
	prm->number    = number;
	prm->from      = a->prm.from;
	prm->trunk     = a->prm.trunk;
	prm->anonymous = a->prm.anonymous;
	prm->forwarded = a->prm.forwarded;
	prm->person    = a->prm.person;
}

/* A call for help ends when a person ends it, however long it rings, lasts or
   is silent, and does not hide who calls */
static void set_emergency(struct oh_attempt *a)
{
	a->prm.from       = NULL;
	a->prm.anonymous  = false;
	a->prm.forwarded  = false;
	a->prm.ring_ms    = 0;
	a->prm.max_ms     = 0;
	a->prm.silence_ms = 0;
}

static int choose(struct oh_attempt *a, const char *number)
{
	struct oh_choose_prm prm;
	int err;

	oh_attempt_ask(&prm, a, number);
	err = oh_choose_ways(&a->ways, &a->choice, &prm);

	return err ? err : oh_choose_way(&a->choice, &prm, a->ways.trunkv[0]);
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
	tmr_init(&a->reply_tmr);
	tmr_init(&a->gate.tmr);
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
	if (a->choice.emergency == OH_EMERGENCY_CALL)
		set_emergency(a);
	tmr_start(&a->tmr, 0, begin, a);
	*ap = a;

	return 0;
}

/**
 * Get what the number became
 *
 * @param a Attempt
 *
 * @return Choice of the try under way, borrowed; that of the first before
 *         anything was told
 */
const struct oh_choice *oh_attempt_choice(const struct oh_attempt *a)
{
	return &a->choice;
}

/**
 * Find the call of the try under way
 *
 * @param a Attempt
 *
 * @return Call, borrowed until its ENDED has been told; NULL: there is none
 */
struct oh_call *oh_attempt_call(const struct oh_attempt *a)
{
	return a ? a->call : NULL;
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
	a->stopped = true;
	tmr_cancel(&a->reply_tmr);
	if (a->call && !a->again) {
		oh_call_hangup(a->call, cause);
		return;
	}
	tmr_cancel(&a->tmr);
	list_unlink(&a->wait.le);
	oh_attempt_shut(a);
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
	tmr_cancel(&a->reply_tmr);
	list_unlink(&a->wait.le);
	oh_attempt_shut(a);
	tell_ended(a, cause, ECANCELED, 0, "");
	tmr_cancel(&a->tmr);
}
