/**
 * @file test_answer.c  Calls that come in at an address we listen on
 */
#include "base/compat.h"
#include "test.h"
#include "answer/answer.h"
#include "call/call.h"
#include "cdr/fold.h"

enum { DEADLINE_MS = 8000, CALLS_MAX = 2 };

struct caller {
	struct fix       *fix;
	struct oh_call   *call;
	struct oh_result  res;
	bool              ended;
};

struct fix {
	struct oh_engine    *engine;
	struct oh_conf      *conf;
	struct oh_answer    *answer;
	struct oh_sip       *sip;             /* the callers' */
	struct sa            laddr;
	struct oh_answer_prm prm;
	struct caller        callerv[CALLS_MAX];
	unsigned             callerc;         /* that shall call */
	struct oh_result     resultv[CALLS_MAX];
	unsigned             resultc;
	enum oh_cause        cause;
	bool                 done;
	bool                 all_ended;
	bool                 closed;
	int                  err;
};

static void caller_event(const struct oh_event *ev, void *arg)
{
	struct caller *c = arg;
	struct fix *f = c->fix;
	bool all = true;

	oh_fold(&c->res, ev);
	if (ev->type == OH_EVENT_ENDED)
		c->ended = true;
	for (unsigned i = 0; i < f->callerc; i++)
		all = all && f->callerv[i].ended;
	f->all_ended = all;
}

static int ring(struct fix *f, struct caller *c, const char *uri)
{
	const struct oh_call_prm prm = {
		.number = "callee", .uri = uri, .sip = f->sip,
		.engine = f->engine, .ring_ms = 5000,
		.leg = { .to_uri = uri, .contact_user = "caller",
			 .from_uri = "sip:+14255550142@127.0.0.1" },
		.stream.laddr = &f->laddr,
		.eventh = caller_event, .arg = c,
	};

	c->fix = f;
	oh_result_init(&c->res);

	return oh_call_dial(&c->call, &prm);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct fix *f = arg;

	if (ev->type != OH_EVENT_READY)
		return;
	for (unsigned i = 0; i < f->callerc && !f->err; i++)
		f->err = ring(f, &f->callerv[i], ev->text);
	f->all_ended = f->err != 0;
}

static void result_handler(const struct oh_result *res, void *arg)
{
	struct fix *f = arg;

	assert_true(f->resultc < CALLS_MAX);
	f->resultv[f->resultc++] = *res;
}

static void done_handler(enum oh_cause cause, const char *why, void *arg)
{
	struct fix *f = arg;

	(void)why;
	f->cause = cause;
	f->done  = true;
}

static void closed_handler(void *arg)
{
	struct fix *f = arg;

	f->closed = true;
}

static int fix_init(struct fix *f, unsigned callers)
{
	const struct oh_sip_prm sip = { .laddr = &f->laddr, .udp = true,
					.software = "test" };
	int err;

	memset(f, 0, sizeof(*f));
	f->callerc = callers;
	err = sa_set_str(&f->laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_engine_alloc(&f->engine, NULL);
	if (!err)
		err = oh_sip_alloc(&f->sip, &sip);
	if (!err)
		err = oh_conf_parse(&f->conf, "test", "");
	f->prm = (struct oh_answer_prm){
		.conf = f->conf, .engine = f->engine, .listenc = 1,
		.listenv = { { .laddr = &f->laddr, .udp = true } },
		.ring_ms = 1,
		.eventh = event_handler, .resulth = result_handler,
		.doneh = done_handler, .arg = f,
	};

	return err;
}

static void fix_close(struct fix *f)
{
	for (unsigned i = 0; i < CALLS_MAX; i++)
		mem_deref(f->callerv[i].call);
	mem_deref(f->answer);
	mem_deref(f->sip);
	mem_deref(f->conf);
	mem_deref(f->engine);
}

/* Start, let the callers call, wait for their ends, stop */
static int fix_run(struct fix *f)
{
	int err;

	err = oh_answer_start(&f->answer, &f->prm);
	if (!err)
		err = test_loop_until(&f->all_ended, DEADLINE_MS);
	if (!err)
		err = f->err;
	if (err)
		return test_or_refused(err);
	oh_answer_stop(f->answer, OH_CAUSE_TERMINATED, closed_handler);
	err = test_loop_until(&f->closed, DEADLINE_MS);

	return test_or_refused(err);
}

/* A job that ends by itself: no digits come */
static void give_job(struct fix *f, uint32_t first_ms)
{
	f->prm.job.gather = true;
	f->prm.job.rules  = (struct oh_gather_prm){ .max = 1,
						    .first_ms = first_ms };
}

int test_answer_takes(void)
{
	struct fix f;
	int err;

	err = fix_init(&f, 1);
	if (!err) {
		give_job(&f, 200);
		f.prm.once = true;
		err = fix_run(&f);
	}
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.resultc, 1);
	assert_true(f.resultv[0].incoming);
	assert_string_equal(f.resultv[0].from, "+14255550142");
	assert_int_equal(f.resultv[0].cause, OH_CAUSE_NO_DIGITS);
	assert_int_equal(f.callerv[0].res.cause, OH_CAUSE_HUNG_UP);
	assert_true(f.callerv[0].res.answer_us > 0);
	assert_true(f.done);
	assert_int_equal(f.cause, OH_CAUSE_NO_DIGITS);
 out:
	fix_close(&f);

	return err;
}

int test_answer_rejects(void)
{
	struct fix f;
	int err;

	err = fix_init(&f, 1);
	if (!err) {
		f.prm.policy.reject = 603;
		err = fix_run(&f);
	}
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.callerv[0].res.cause, OH_CAUSE_DECLINED);
	assert_int_equal(f.callerv[0].res.scode, 603);
	assert_int_equal(f.resultc, 1);
	assert_int_equal(f.resultv[0].answer_us, 0);
 out:
	fix_close(&f);

	return err;
}

int test_answer_redirects(void)
{
	struct fix f;
	int err;

	err = fix_init(&f, 1);
	if (!err) {
		f.prm.policy.redirect = "sip:other@127.0.0.1:9";
		err = fix_run(&f);
	}
	err = test_or_refused(err);
	TEST_OK(err);
	/* Not followed: nobody was told to */
	assert_int_equal(f.callerv[0].res.scode, 302);
	assert_int_equal(f.callerv[0].res.cause, OH_CAUSE_FAILED);
 out:
	fix_close(&f);

	return err;
}

/* One at once: the second hears busy while the first is up. */
int test_answer_max_calls(void)
{
	unsigned busy = 0, up = 0;
	struct fix f;
	int err;

	err = fix_init(&f, 2);
	if (!err) {
		give_job(&f, 300);
		f.prm.policy.max_calls = 1;
		err = fix_run(&f);
	}
	err = test_or_refused(err);
	TEST_OK(err);
	for (unsigned i = 0; i < 2; i++) {
		busy += f.callerv[i].res.cause == OH_CAUSE_BUSY;
		up   += f.callerv[i].res.answer_us > 0;
	}
	assert_int_equal(busy, 1);
	assert_int_equal(up, 1);
	assert_int_equal(f.resultc, 2);
 out:
	fix_close(&f);

	return err;
}
