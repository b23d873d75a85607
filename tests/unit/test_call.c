/**
 * @file test_call.c  Two calls over two real stacks and one media engine
 */
#include "base/compat.h"
#include "test.h"
#include "call/call.h"
#include "call/job.h"
#include "cdr/fold.h"
#include "media/tone.h"

enum { DEADLINE_MS = 8000 };

/** One side */
struct side {
	struct oh_sip    *sip;
	struct oh_call   *call;
	struct oh_job    *job;
	struct oh_result  res;
	struct oh_job_prm jobprm;
	bool              works;        /* has a job to do                 */
	bool              ended;
	unsigned          endedc;
	unsigned          eventc[OH_EVENT_MAX];
	const char       *answers;      /* digits it presses when answered */
	enum oh_cause     leaves;       /* hangs up when answered          */
	const enum oh_detected *hears;  /* the next at each PLAYING and
					   PLAYED, up to NONE            */
	uint16_t          refuses;
	bool              rings;        /* and never picks up              */
};

struct fix {
	struct oh_engine  *engine;
	struct oh_prompts *prompts;
	struct oh_prompt  *prompt;
	struct side        a, b;        /* a calls b */
	struct sa          laddr;
	bool               over;
	int                err;
};

static void job_handler(enum oh_cause cause, const char *digits, void *arg)
{
	struct side *s = arg;

	(void)digits;
	s->job = mem_deref(s->job);
	oh_call_hangup(s->call, cause);
}

static int answered(struct side *s)
{
	if (s->leaves != OH_CAUSE_NONE)
		oh_call_hangup(s->call, s->leaves);
	else if (s->works)
		return oh_job_start(&s->job, s->call, &s->jobprm,
				    job_handler, s);
	else if (s->answers)
		return oh_call_send_digits(s->call, s->answers);

	return 0;
}

static void hear_next(struct side *s)
{
	struct oh_event ev = { .type = OH_EVENT_DETECTED, .reason = "TEST",
			       .confidence = 1.0 };

	if (!s->hears || *s->hears == OH_DETECTED_NONE)
		return;
	ev.detected = *s->hears++;
	oh_call_tell(s->call, &ev);
}

static void side_event(struct fix *f, struct side *s,
		       const struct oh_event *ev)
{
	oh_fold(&s->res, ev);
	s->eventc[ev->type]++;
	if (ev->type == OH_EVENT_ANSWERED) {
		int err = answered(s);

		if (err) {
			f->err  = err;
			f->over = true;
		}
	}
	if (ev->type == OH_EVENT_PLAYING || ev->type == OH_EVENT_PLAYED)
		hear_next(s);
	if (ev->type == OH_EVENT_ENDED) {
		s->ended = true;
		s->endedc++;
		f->over = f->over || (f->a.ended && (f->b.ended ||
						     !f->b.call));
	}
}

static void a_handler(const struct oh_event *ev, void *arg)
{
	struct fix *f = arg;

	side_event(f, &f->a, ev);
}

static void b_handler(const struct oh_event *ev, void *arg)
{
	struct fix *f = arg;

	side_event(f, &f->b, ev);
}

static void set_prm(struct oh_call_prm *prm, struct fix *f, struct side *s)
{
	memset(prm, 0, sizeof(*prm));
	prm->sip          = s->sip;
	prm->engine       = f->engine;
	prm->stream.laddr = &f->laddr;
	prm->eventh       = s == &f->a ? a_handler : b_handler;
	prm->arg          = f;
}

static bool invite_handler(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;
	struct oh_call_prm prm;
	int err;

	set_prm(&prm, f, &f->b);
	prm.number = "+14255550199";
	prm.from   = "+14255550100";
	err = oh_call_take(&f->b.call, &prm, msg);
	if (!err && f->b.refuses)
		err = oh_call_refuse(f->b.call, f->b.refuses, "No", NULL);
	else if (!err && f->b.rings)
		err = oh_call_ring(f->b.call);
	else if (!err)
		err = oh_call_pickup(f->b.call);
	if (err) {
		f->err  = err;
		f->over = true;
	}

	return true;
}

static int fix_prompt(struct fix *f)
{
	const struct oh_tone tone = { { 1004, 0 }, 300, -10 };
	int16_t *sampv = NULL;
	size_t sampc = 0;
	int err;

	err = oh_tone_make(&sampv, &sampc, 8000, &tone, 1);
	if (!err)
		err = oh_prompt_samples(&f->prompt, f->prompts, sampv, sampc,
					8000);
	mem_deref(sampv);

	return err;
}

static int fix_init(struct fix *f)
{
	struct oh_sip_prm prm = {
		.udp = true, .software = "test", .inviteh = invite_handler,
		.arg = f,
	};
	int err;

	memset(f, 0, sizeof(*f));
	oh_result_init(&f->a.res);
	oh_result_init(&f->b.res);
	err = sa_set_str(&f->laddr, "127.0.0.1", 0);
	prm.laddr = &f->laddr;
	if (!err)
		err = oh_engine_alloc(&f->engine, &(struct oh_engine_prm){
					.port_min = 0 });
	if (!err)
		err = oh_prompts_alloc(&f->prompts);
	if (!err)
		err = fix_prompt(f);
	if (!err)
		err = oh_sip_alloc(&f->a.sip, &prm);
	if (!err)
		err = oh_sip_alloc(&f->b.sip, &prm);

	return err;
}

static void fix_close(struct fix *f)
{
	mem_deref(f->a.job);
	mem_deref(f->b.job);
	mem_deref(f->a.call);
	mem_deref(f->b.call);
	mem_deref(f->a.sip);
	mem_deref(f->b.sip);
	oh_prompt_unref(f->prompt);
	mem_deref(f->prompts);
	mem_deref(f->engine);
}

static int fix_call(struct fix *f, uint32_t max_ms)
{
	struct oh_call_prm prm;
	char uri[128];
	int err;

	(void)re_snprintf(uri, sizeof(uri), "sip:+14255550100@%J",
			  oh_sip_laddr(f->b.sip));
	set_prm(&prm, f, &f->a);
	prm.number       = "+14255550100";
	prm.from         = "+14255550199";
	prm.uri          = uri;
	prm.max_ms       = max_ms;
	prm.ring_ms      = f->b.rings ? 300 : 5000;
	prm.leg.to_uri   = uri;
	prm.leg.from_uri = "sip:+14255550199@127.0.0.1";
	prm.leg.contact_user = "me";
	err = oh_call_dial(&f->a.call, &prm);
	if (err)
		return err;
	err = test_loop_until(&f->over, DEADLINE_MS);

	return err ? err : f->err;
}

/* They press 7 while we speak: it stops the prompt and is the result. */
int test_call_gather_barge(void)
{
	struct fix f;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	f.a.works  = true;
	f.a.jobprm = (struct oh_job_prm){
		.promptv = &f.prompt, .promptc = 1, .loops = 0,
		.gather = true, .barge = true,
		.rules = { .max = 1, .first_ms = 3000, .between_ms = 1000 },
	};
	f.b.answers = "7";
	err = fix_call(&f, 0);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.a.res.cause, OH_CAUSE_DONE);
	assert_string_equal(f.a.res.digits, "7");
	assert_true(f.a.res.digits_ok);
	assert_int_equal(f.a.res.dtmf, OH_DTMF_EVENT);
	assert_string_equal(f.a.res.codec, "PCMU/8000");
	assert_int_equal(f.a.res.hangup_by, OH_PARTY_US);
	assert_int_equal(f.b.res.cause, OH_CAUSE_HUNG_UP);
	assert_int_equal(f.b.res.hangup_by, OH_PARTY_THEM);
	assert_int_equal(f.a.endedc, 1);
	assert_int_equal(f.b.endedc, 1);
	assert_true(f.a.res.quality.rx > 0);
	assert_true(f.a.res.quality.tx > 0);
 out:
	fix_close(&f);

	return err;
}

/* The prompt is played to its end, then we hang up. */
int test_call_play(void)
{
	struct fix f;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	f.a.works  = true;
	f.a.jobprm = (struct oh_job_prm){
		.promptv = &f.prompt, .promptc = 1, .loops = 2,
	};
	err = fix_call(&f, 0);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.a.res.cause, OH_CAUSE_DONE);
	assert_true(f.a.res.played);
	/* 2 x 300 ms at 50 packets a second */
	assert_true(f.a.res.quality.tx >= 30);
	assert_int_equal(f.a.eventc[OH_EVENT_PLAYED], 1);
 out:
	fix_close(&f);

	return err;
}

/* They leave at once: our prompt was not heard to its end. */
int test_call_they_leave(void)
{
	struct fix f;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	f.a.works  = true;
	f.a.jobprm = (struct oh_job_prm){
		.promptv = &f.prompt, .promptc = 1, .loops = 0,
	};
	f.b.leaves = OH_CAUSE_DONE;
	err = fix_call(&f, 0);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.a.res.cause, OH_CAUSE_HUNG_UP);
	assert_int_equal(f.a.res.hangup_by, OH_PARTY_THEM);
	assert_false(f.a.res.played);
	assert_int_equal(f.b.res.cause, OH_CAUSE_DONE);
 out:
	fix_close(&f);

	return err;
}

int test_call_refused(void)
{
	struct fix f;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	f.b.refuses = 486;
	err = fix_call(&f, 0);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.a.res.cause, OH_CAUSE_BUSY);
	assert_int_equal(f.a.res.scode, 486);
	assert_int_equal(f.a.eventc[OH_EVENT_ANSWERED], 0);
	assert_int_equal(f.a.eventc[OH_EVENT_QUALITY], 0);
 out:
	fix_close(&f);

	return err;
}

/* The longest time is over: 21, and they hear a BYE. */
int test_call_max_duration(void)
{
	struct fix f;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	f.a.works  = true;
	f.a.jobprm = (struct oh_job_prm){ .promptc = 0 };
	err = fix_call(&f, 200);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.a.res.cause, OH_CAUSE_MAX_DURATION);
	assert_int_equal(f.b.res.hangup_by, OH_PARTY_THEM);
 out:
	fix_close(&f);

	return err;
}

/* Nobody presses anything. */
int test_call_no_digits(void)
{
	struct fix f;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	f.a.works  = true;
	f.a.jobprm = (struct oh_job_prm){
		.gather = true,
		.rules  = { .max = 1, .first_ms = 300, .between_ms = 100 },
	};
	err = fix_call(&f, 0);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.a.res.cause, OH_CAUSE_NO_DIGITS);
	assert_false(f.a.res.digits_ok);
 out:
	fix_close(&f);

	return err;
}

/* Done with the prompt, told to stay: the call ends when they go. */
int test_call_stay(void)
{
	struct fix f;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	f.a.works  = true;
	f.a.jobprm = (struct oh_job_prm){
		.promptv = &f.prompt, .promptc = 1, .loops = 1, .stay = true,
	};
	f.b.works  = true;
	f.b.jobprm = (struct oh_job_prm){
		.gather = true, .rules = { .max = 1, .first_ms = 600 },
	};
	err = fix_call(&f, 0);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_true(f.a.res.played);
	assert_int_equal(f.a.res.cause, OH_CAUSE_DONE);
	assert_int_equal(f.a.res.hangup_by, OH_PARTY_THEM);
	assert_int_equal(f.b.res.cause, OH_CAUSE_NO_DIGITS);
 out:
	fix_close(&f);

	return err;
}

/* It rang and nobody came: not the network's fault. They hear a CANCEL. */
int test_call_nobody_answers(void)
{
	struct fix f;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	f.b.rings = true;
	err = fix_call(&f, 0);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.a.res.cause, OH_CAUSE_NO_ANSWER);
	assert_int_equal(f.a.res.hangup_by, OH_PARTY_US);
	assert_int_equal(f.b.res.hangup_by, OH_PARTY_THEM);
	assert_int_equal(f.a.eventc[OH_EVENT_ANSWERED], 0);
 out:
	fix_close(&f);

	return err;
}

/** What is asked of who answers, what is heard, and what comes of it */
struct who {
	bool             human, after_beep, gather;
	enum oh_detected hears[4];
	enum oh_cause    cause;
	unsigned         plays;          /* prompts begun                */
	enum oh_detected by;
};

#define HUMAN   OH_DETECTED_HUMAN
#define MACHINE OH_DETECTED_MACHINE
#define BEEP    OH_DETECTED_BEEP

static const struct who whov[] = {
{ false, false, false, { HUMAN },         OH_CAUSE_DONE, 1, HUMAN },
{ true,  true,  false, { HUMAN },         OH_CAUSE_DONE, 1, HUMAN },
{ false, false, false, { MACHINE },       OH_CAUSE_DONE, 1, MACHINE },
{ true,  false, false, { MACHINE },       OH_CAUSE_MACHINE, 1, MACHINE },
{ false, true,  false, { MACHINE, BEEP }, OH_CAUSE_DONE, 2, MACHINE },
{ true,  true,  false, { MACHINE, BEEP }, OH_CAUSE_MACHINE, 2, MACHINE },
{ false, true,  true,  { MACHINE, BEEP }, OH_CAUSE_MACHINE, 2, MACHINE },
{ false, true,  false, { MACHINE, OH_DETECTED_SILENCE },
					  OH_CAUSE_DONE, 2, MACHINE },
/* Somebody takes the call out of the machine, while it greets */
{ true,  true,  false, { MACHINE, HUMAN }, OH_CAUSE_DONE, 2, HUMAN },
{ false, false, false, { OH_DETECTED_FAX }, OH_CAUSE_FAX, 1,
					  OH_DETECTED_FAX },
/* A person is who is not known, and who is not known in time */
{ true,  true,  false, { OH_DETECTED_UNKNOWN }, OH_CAUSE_DONE, 1,
					  OH_DETECTED_UNKNOWN },
{ true,  true,  false, { OH_DETECTED_NONE }, OH_CAUSE_DONE, 1,
					  OH_DETECTED_NONE },
};

static int call_who(size_t i, const struct who *w)
{
	const struct oh_detect_prm how = { .amd = { .greeting = 1 } };
	struct fix f;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	f.a.works  = true;
	f.a.hears  = w->hears;
	f.a.jobprm = (struct oh_job_prm){
		.promptv = &f.prompt, .promptc = 1, .loops = 1,
		.gather = w->gather,
		.rules = { .max = 1, .first_ms = 9000, .between_ms = 1000 },
		.detect = &how, .human = w->human,
		.after_beep = w->after_beep,
	};
	err = fix_call(&f, 0);
	err = test_or_refused(err);
	TEST_OK(err);
	if (f.a.res.cause != w->cause || f.a.res.answered_by != w->by ||
	    f.a.eventc[OH_EVENT_PLAYING] != w->plays)
		fail_msg("%zu: %s, %s, %u prompts", i,
			 oh_cause_name(f.a.res.cause),
			 oh_detected_name(f.a.res.answered_by),
			 f.a.eventc[OH_EVENT_PLAYING]);
	assert_int_equal(f.a.endedc, 1);
 out:
	fix_close(&f);

	return err;
}

/* What a job makes of who answers */
int test_call_who(void)
{
	size_t n = test_is_oom() ? 1 : ARRAY_SIZE(whov);
	int err = 0;

	for (size_t i = 0; i < n && !err; i++)
		err = call_who(i, &whov[i]);

	return err;
}
