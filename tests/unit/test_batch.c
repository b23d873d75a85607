/**
 * @file test_batch.c  Numbers placed through a real trunk, in order and all
 *
 * The far end is a stack of ours that answers by the last digit of the
 * number: 0 refuses as busy, 1 answers and hangs up at once, 2 declines,
 * 3 answers and waits.
 */
#include "base/compat.h"
#include "test.h"
#include "call/call.h"
#include "place/batch.h"
#include "sip/resolve.h"

enum { DEADLINE_MS = 8000, CALLS_MAX = 8, RESULTS_MAX = 8 };

struct fix {
	struct oh_engine   *engine;
	struct oh_resolver *resolver;
	struct oh_conf     *conf;
	struct oh_place    *place;
	struct oh_batch    *batch;
	struct oh_sip      *far;
	struct oh_call     *callv[CALLS_MAX];
	unsigned            callc;
	struct oh_result    resultv[RESULTS_MAX];
	unsigned            resultc;
	unsigned            upc;          /* answered and not ended now */
	unsigned            up_max;
	enum oh_cause       cause;
	enum oh_cause       stop;         /* told to the batch, once a call
					     is up                      */
	bool                done;
	bool                closed;
};

static void far_event(const struct oh_event *ev, void *arg)
{
	struct fix *f = arg;

	if (ev->type != OH_EVENT_ANSWERED)
		return;
	for (unsigned i = 0; i < f->callc; i++) {
		const char *id = oh_call_id(f->callv[i]);

		if (0 == str_cmp(id, ev->call) &&
		    ev->number[strlen(ev->number) - 1] == '1')
			oh_call_hangup(f->callv[i], OH_CAUSE_DONE);
	}
}

static int far_take(struct fix *f, const struct sip_msg *msg)
{
	char last = msg->uri.user.p[msg->uri.user.l - 1], user[32];
	struct oh_call_prm prm = {
		.number = user, .sip = f->far, .engine = f->engine,
		.stream.laddr = oh_sip_laddr(f->far),
		.eventh = far_event, .arg = f,
	};
	struct oh_call **cp = &f->callv[f->callc];
	int err;

	(void)re_snprintf(user, sizeof(user), "%r", &msg->uri.user);
	err = oh_call_take(cp, &prm, msg);
	if (err)
		return err;
	f->callc++;
	if (last == '0')
		return oh_call_refuse(*cp, 486, "Busy Here", NULL);
	if (last == '2')
		return oh_call_refuse(*cp, 603, "Decline", NULL);

	return oh_call_pickup(*cp);
}

static bool far_invite(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;

	if (f->callc >= CALLS_MAX || far_take(f, msg))
		(void)oh_sip_reply(f->far, msg, 500, "No", NULL);

	return true;
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct fix *f = arg;

	if (ev->type == OH_EVENT_ANSWERED) {
		f->upc++;
		f->up_max = max(f->up_max, f->upc);
		if (f->stop != OH_CAUSE_NONE)
			oh_batch_stop(f->batch, f->stop);
	}
	/* Only answered calls tell their quality */
	if (ev->type == OH_EVENT_QUALITY)
		f->upc--;
}

static void result_handler(const struct oh_result *res, void *arg)
{
	struct fix *f = arg;

	assert_true(f->resultc < RESULTS_MAX);
	f->resultv[f->resultc++] = *res;
}

static void done_handler(enum oh_cause cause, void *arg)
{
	struct fix *f = arg;

	f->cause = cause;
	f->done  = true;
}

static void closed_handler(void *arg)
{
	struct fix *f = arg;

	f->closed = true;
}

static int fix_conf(struct fix *f)
{
	char text[256];

	(void)re_snprintf(text, sizeof(text),
			  "[trunk far]\nserver = 127.0.0.1\nport = %u\n"
			  "caller_id = +14255550199\n",
			  sa_port(oh_sip_laddr(f->far)));

	return oh_conf_parse(&f->conf, "test", text);
}

static int fix_init(struct fix *f)
{
	struct sa laddr;
	const struct oh_sip_prm prm = {
		.laddr = &laddr, .udp = true, .software = "far",
		.inviteh = far_invite, .arg = f,
	};
	struct oh_place_prm place = { .automation = true };
	int err;

	memset(f, 0, sizeof(*f));
	err = sa_set_str(&laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_engine_alloc(&f->engine, NULL);
	if (!err)
		err = oh_resolver_alloc(&f->resolver, NULL);
	if (!err)
		err = oh_sip_alloc(&f->far, &prm);
	if (!err)
		err = fix_conf(f);
	if (err)
		return err;
	err = test_or_refused(0);
	if (err)
		return err;
	assert_int_equal(f->conf->faultc, 0);
	place.conf     = f->conf;
	place.engine   = f->engine;
	place.resolver = f->resolver;

	return oh_place_alloc(&f->place, &place);
}

static void fix_close(struct fix *f)
{
	mem_deref(f->batch);
	mem_deref(f->place);
	for (unsigned i = 0; i < f->callc; i++)
		mem_deref(f->callv[i]);
	mem_deref(f->far);
	mem_deref(f->conf);
	mem_deref(f->resolver);
	mem_deref(f->engine);
}

static int fix_run(struct fix *f, struct oh_batch_prm *prm)
{
	int err;

	prm->attempt.ring_ms = 4000;
	prm->eventh  = event_handler;
	prm->resulth = result_handler;
	prm->doneh   = done_handler;
	prm->arg     = f;
	err = oh_batch_start(&f->batch, f->place, prm);
	if (!err)
		err = test_loop_until(&f->done, DEADLINE_MS);
	if (err)
		return err;
	f->batch = mem_deref(f->batch);
	oh_place_close(f->place, closed_handler, f);

	return test_loop_until(&f->closed, DEADLINE_MS);
}

/* Busy, declined, then somebody who answers: one result with three tries.
   The fourth is never called. */
int test_batch_in_order(void)
{
	const char *const v[] = { "+14255550110", "+14255550112",
				  "+14255550111", "+14255550110" };
	struct oh_batch_prm prm = { .numberv = v, .numberc = 4 };
	struct fix f;
	int err;

	err = fix_init(&f);
	if (!err)
		err = fix_run(&f, &prm);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.resultc, 1);
	assert_int_equal(f.cause, OH_CAUSE_DONE);
	assert_string_equal(f.resultv[0].to, "+14255550111");
	assert_int_equal(f.resultv[0].tryc, 3);
	assert_int_equal(f.resultv[0].tryv[0].cause, OH_CAUSE_BUSY);
	assert_int_equal(f.resultv[0].tryv[1].cause, OH_CAUSE_DECLINED);
	assert_int_equal(f.resultv[0].tryv[2].cause, OH_CAUSE_DONE);
	assert_int_equal(f.callc, 3);
 out:
	fix_close(&f);

	return err;
}

int test_batch_nobody(void)
{
	const char *const v[] = { "+14255550112", "+14255550110" };
	struct oh_batch_prm prm = { .numberv = v, .numberc = 2 };
	struct fix f;
	int err;

	err = fix_init(&f);
	if (!err)
		err = fix_run(&f, &prm);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.resultc, 1);
	assert_int_equal(f.cause, OH_CAUSE_BUSY);
	assert_int_equal(f.resultv[0].cause, OH_CAUSE_BUSY);
 out:
	fix_close(&f);

	return err;
}

/* Every number is called, one result each; no more at once than allowed. */
int test_batch_all(void)
{
	const char *const v[] = { "+14255550111", "+14255550110",
				  "+14255550111", "+14255550111" };
	struct oh_batch_prm prm = { .numberv = v, .numberc = 4, .all = true,
				    .concurrency = 1 };
	struct fix f;
	int err;

	err = fix_init(&f);
	if (!err)
		err = fix_run(&f, &prm);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.resultc, 4);
	assert_int_equal(f.up_max, 1);
	assert_int_equal(f.cause, OH_CAUSE_BUSY);
	for (unsigned i = 0; i < f.resultc; i++)
		assert_int_equal(f.resultv[i].tryc, 1);
 out:
	fix_close(&f);

	return err;
}

/* Told to stop while one is up: it is hung up, the rest never called. */
int test_batch_stop(void)
{
	const char *const v[] = { "+14255550113", "+14255550113" };
	struct oh_batch_prm prm = { .numberv = v, .numberc = 2, .all = true,
				    .concurrency = 1 };
	struct fix f;
	int err;

	err = fix_init(&f);
	if (!err) {
		f.stop = OH_CAUSE_INTERRUPTED;
		err = fix_run(&f, &prm);
	}
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.resultc, 1);
	assert_int_equal(f.callc, 1);
	assert_int_equal(f.resultv[0].cause, OH_CAUSE_INTERRUPTED);
	assert_int_equal(f.resultv[0].hangup_by, OH_PARTY_US);
	assert_int_equal(f.cause, OH_CAUSE_INTERRUPTED);
 out:
	fix_close(&f);

	return err;
}

/* The guard says no: nobody is called, the next number is. */
int test_batch_refused(void)
{
	const char *const v[] = { "911", "+14255550111" };
	struct oh_batch_prm prm = { .numberv = v, .numberc = 2 };
	struct fix f;
	int err;

	err = fix_init(&f);
	if (!err)
		err = fix_run(&f, &prm);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(f.callc, 1);
	assert_int_equal(f.resultv[0].tryv[0].cause, OH_CAUSE_REFUSED);
	assert_int_equal(f.resultv[0].cause, OH_CAUSE_DONE);
 out:
	fix_close(&f);

	return err;
}

/* A bad number is found before anybody is called. */
int test_batch_check(void)
{
	const char *const v[] = { "+14255550111", "abc" };
	struct oh_batch_prm prm = { .numberv = v, .numberc = 2 };
	struct oh_choice ch;
	struct fix f;
	uint32_t bad = 9;
	int err;

	err = fix_init(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	assert_int_equal(oh_batch_check(&prm, f.place, &bad, &ch), EBADMSG);
	assert_int_equal(bad, 1);
	assert_non_null(strstr(ch.why, "abc"));
	assert_int_equal(f.callc, 0);
 out:
	fix_close(&f);

	return err;
}
