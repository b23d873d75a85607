/**
 * @file test_attempt_gate.c  Caps and brakes, as an attempt meets them
 *
 * Two trunks to a far end that is busy; what was called before is in a store
 * of its own.
 */
#include "base/compat.h"
#include "test.h"
#include "cdr_fixture.h"
#include "base/clock.h"
#include "cdr/fold.h"
#include "place/attempt.h"
#include "sip/resolve.h"

enum { DEADLINE_MS = 8000, CONF_SIZE = 1024 };

struct fix {
	struct temp         temp;
	struct oh_cdr      *cdr;
	struct oh_engine   *engine;
	struct oh_resolver *resolver;
	struct oh_conf     *conf;
	struct oh_place    *place;
	struct oh_attempt  *attempt;
	struct oh_sip      *far;
	struct oh_cdr_call *row;
	struct oh_result    res;
	bool                done;
	bool                closed;
};

static bool far_invite(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;

	(void)oh_sip_reply(f->far, msg, 486, "Busy", NULL);

	return true;
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct fix *f = arg;

	oh_fold(&f->res, ev);
	if (!f->row)
		f->row = oh_attempt_row(f->attempt);
	oh_cdr_event(&f->row, f->cdr, ev, &f->res);
}

static void attempt_handler(enum oh_cause cause, void *arg)
{
	struct fix *f = arg;

	assert_int_equal(cause, f->res.cause);
	f->done = true;
}

static void closed_handler(void *arg)
{
	struct fix *f = arg;

	f->closed = true;
}

static int fix_conf(struct fix *f, const char *a, const char *guard)
{
	unsigned port = sa_port(oh_sip_laddr(f->far));
	char text[CONF_SIZE];

	(void)re_snprintf(text, sizeof(text), "[dial]\ncountry = US\n"
			  "[trunk a]\nserver = 127.0.0.1\nport = %u\n%s"
			  "[trunk b]\nserver = 127.0.0.1\nport = %u\n"
			  "[route ab]\npattern = ^\\+1425\ntrunks = a b\n"
			  "[route a]\npattern = ^\\+1\ntrunks = a\n"
			  "[guard]\nmax_duration = 30m\n%s",
			  port, a, port, guard);

	return oh_conf_parse(&f->conf, "test", text);
}

/* store: a working one */
static int fix_init(struct fix *f, const char *a, const char *guard,
		    bool store)
{
	struct sa laddr;
	const struct oh_sip_prm prm = {
		.laddr = &laddr, .udp = true, .software = "far",
		.inviteh = far_invite, .arg = f,
	};
	int err;

	memset(f, 0, sizeof(*f));
	temp_make(&f->temp);
	oh_result_init(&f->res);
	err = sa_set_str(&laddr, "127.0.0.1", 0);
	if (!err && store)
		err = cdr_open(&f->cdr, &f->temp);
	if (!err)
		err = oh_engine_alloc(&f->engine, NULL);
	if (!err)
		err = oh_resolver_alloc(&f->resolver, NULL);
	if (!err)
		err = oh_sip_alloc(&f->far, &prm);
	if (!err)
		err = fix_conf(f, a, guard);
	if (!err) {
		const struct oh_place_prm pprm = {
			.automation = true, .conf = f->conf,
			.engine = f->engine, .resolver = f->resolver,
			.cdr = f->cdr,
		};

		assert_int_equal(f->conf->faultc, 0);
		err = oh_place_alloc(&f->place, &pprm);
	}

	return test_or_refused(err);
}

static void fix_close(struct fix *f)
{
	mem_deref(f->attempt);
	mem_deref(f->row);
	mem_deref(f->place);
	mem_deref(f->far);
	mem_deref(f->conf);
	mem_deref(f->resolver);
	mem_deref(f->engine);
	mem_deref(f->cdr);
	temp_remove(&f->temp);
}

static int fix_call(struct fix *f, const char *number, uint32_t ring_ms)
{
	const struct oh_attempt_prm prm = { .ring_ms = ring_ms };
	const struct oh_attempt_ear ear = { event_handler, attempt_handler,
					    f };
	int err;

	oh_result_init(&f->res);
	f->done = false;
	err = oh_attempt_start(&f->attempt, f->place, number, &prm, &ear);
	if (!err)
		err = test_loop_until(&f->done, DEADLINE_MS);
	f->attempt = mem_deref(f->attempt);

	return err;
}

static int fix_close_place(struct fix *f)
{
	oh_place_close(f->place, closed_handler, f);

	return test_loop_until(&f->closed, DEADLINE_MS);
}

/* "a congestion, b busy" */
static const char *tries(const struct fix *f, char *buf, size_t size)
{
	size_t n = 0;

	buf[0] = '\0';
	for (uint32_t i = 0; i < f->res.tryc; i++)
		n += (size_t)snprintf(buf + n, size - n, "%s%s %s",
				      i ? ", " : "", f->res.tryv[i].trunk,
				      oh_cause_name(f->res.tryv[i].cause));

	return buf;
}

/* What was called before: so many calls are up on trunk a, or were */
static int before(struct fix *f, unsigned count, bool up)
{
	struct oh_cdr_call *row = NULL;
	struct oh_result res;
	int err = 0;

	for (unsigned i = 0; i < count && !err; i++) {
		const struct oh_cdr_begin_prm prm = { .res = &res };

		cdr_make_result(&res, "a", "+14255550199");
		err = oh_cdr_begin(&row, f->cdr, &prm);
		if (!err)
			err = oh_cdr_flush(f->cdr, FLUSH_MS);
		if (!err && !up) {
			cdr_end_result(&res);
			err = oh_cdr_end(row, &res, 0);
		}
		row = mem_deref(row);
	}

	return err ? err : oh_cdr_flush(f->cdr, FLUSH_MS);
}

static const struct {
	const char *trunk, *guard;       /* their lines             */
	unsigned    calls;               /* before this one         */
	bool        up;
	const char *number;
	const char *tries;
	const char *text;                /* of guard, reason or note */
} casev[] = {
	{ "", "", 3, true, "+14255550100", "a busy", "Busy" },
	{ "calls = 2\n", "", 1, true, "+14255550100", "a busy", "Busy" },
	{ "calls = 2\n", "", 2, true, "+14255550100",
	  "a congestion, b busy", "Busy" },
	{ "calls = 2\n", "", 2, true, "+12065550100", "a congestion",
	  "[trunk a] calls = 2: 2 calls are up; wait until one ends, or "
	  "raise it" },
	{ "calls = 2\n", "", 2, false, "+14255550100", "a busy", "Busy" },
	{ "day_calls = 2\n", "", 2, false, "+14255550100",
	  "a refused, b busy", "Busy" },
	{ "day_calls = 2\n", "", 2, false, "+12065550100", "a refused",
	  "[trunk a] day_calls = 2: 2 calls were begun today" },
	{ "", "day_calls = 2\n", 2, false, "+14255550100", "a refused",
	  "[guard] day_calls = 2: 2 calls were begun today" },
	{ "", "day_calls = 2\nexempt = +14255550100\n", 2, false,
	  "+14255550100", "a busy", "Busy" },
	{ "calls = 1\n", "day_calls = 2\nexempt = +12065550100\n", 2, true,
	  "+12065550100", "a congestion", "[trunk a] calls = 1: 2" },
	{ "", "prefix_max = 2\n", 2, false, "+14255550100", "a refused",
	  "[guard] prefix_max = 2: 2 calls in a row" },
	{ "", "prefix_max = 2\n", 2, false, "+12065550100", "a busy", "Busy" },
	{ "", "minute_max = 2\n", 2, false, "+14255550100", "a refused",
	  "[guard] minute_max = 2: 2 calls were begun in the last minute" },
	{ "", "minute_warn = 2\n", 2, false, "+14255550100", "a busy",
	  "[guard] minute_warn = 2: 2 calls were begun in the last minute; "
	  "more of them will be refused" },
	{ "", "calls_max = 2\n", 2, true, "+12065550100", "a refused",
	  "[guard] calls_max = 2: 2 calls are up" },
	{ "", "calls_max = 2\n", 2, false, "+12065550100", "a busy", "Busy" },
	{ "", "calls_warn = 2\n", 2, true, "+12065550100", "a busy",
	  "[guard] calls_warn = 2: 2 calls are up; more of them will be" },
	{ "", "night = 00:00-24:00\nnight_minute_max = 2\n", 2, false,
	  "+12065550100", "a refused", "[guard] night_minute_max = 2: 2" },
	{ "", "night = 00:00-24:00\nnight_calls_max = 2\n", 2, true,
	  "+12065550100", "a refused", "[guard] night_calls_max = 2: 2" },
	{ "cps = 2\n", "", 2, false, "+14255550100", "a busy", "Busy" },
	{ "", "day_calls = 9\ncountries = GB\n", 0, false, "+14255550100",
	  "a refused, b refused", "country US (United States): trunk b calls "
	  "only GB" },
};

static int check(size_t i)
{
	char buf[128];
	struct fix f;
	int err = fix_init(&f, casev[i].trunk, casev[i].guard, true);

	if (!err)
		err = before(&f, casev[i].calls, casev[i].up);
	if (!err)
		err = fix_call(&f, casev[i].number, 6000);
	if (!err)
		err = fix_close_place(&f);
	err = test_or_refused(err);
	TEST_OK(err);
	if (strcmp(tries(&f, buf, sizeof(buf)), casev[i].tries))
		fail_msg("%zu: %s", i, buf);
	if (strncmp(*f.res.guard ? f.res.guard : *f.res.note ? f.res.note
		    : f.res.reason, casev[i].text, strlen(casev[i].text)))
		fail_msg("%zu: '%s' '%s' '%s'", i, f.res.guard, f.res.note,
			 f.res.reason);
 out:
	fix_close(&f);

	return err;
}

int test_attempt_gate_caps(void)
{
	int err = 0;

	if (test_is_oom())
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(casev) && !err; i++)
		err = check(i);

	return err;
}

/* The one that is also run with every allocation refused */
int test_attempt_gate_next(void)
{
	return check(2);
}

/* A moment longer than patience lasts: never sent */
int test_attempt_gate_late(void)
{
	char buf[64];
	struct fix f;
	int err;

	if (test_is_oom())
		return 0;
	err = fix_init(&f, "cps = 1\n", "", true);
	TEST_OK(err);
	err = before(&f, 1, false);
	TEST_OK(err);
	err = fix_call(&f, "+12065550100", 1);
	TEST_OK(err);
	assert_string_equal(tries(&f, buf, sizeof(buf)), "a congestion");
	assert_non_null(strstr(f.res.reason, "[trunk a] cps = 1"));
	err = fix_close_place(&f);
	TEST_OK(err);
	assert_string_equal(cdr_ask(&f.temp, "SELECT count(*) FROM calls"),
			    "2");
	assert_string_equal(cdr_ask(&f.temp, "SELECT sum(calls) FROM spent"),
			    "1");
 out:
	fix_close(&f);

	return err;
}

/* Stopped while the store decides: nothing is counted */
int test_attempt_gate_stop(void)
{
	const struct oh_attempt_prm prm = { .ring_ms = 6000 };
	struct oh_attempt_ear ear = { event_handler, attempt_handler, NULL };
	struct fix f;
	int err;

	if (test_is_oom())
		return 0;
	err = fix_init(&f, "cps = 1\n", "", true);
	TEST_OK(err);
	err = before(&f, 1, false);
	TEST_OK(err);
	ear.arg = &f;
	err = oh_attempt_start(&f.attempt, f.place, "+12065550100", &prm,
			       &ear);
	TEST_OK(err);
	assert_int_equal(test_loop_until(&f.done, 50), ETIMEDOUT);
	oh_attempt_stop(f.attempt, OH_CAUSE_INTERRUPTED);
	err = test_loop_until(&f.done, DEADLINE_MS);
	TEST_OK(err);
	assert_int_equal(f.res.cause, OH_CAUSE_INTERRUPTED);
	err = oh_cdr_flush(f.cdr, FLUSH_MS);
	TEST_OK(err);
	assert_string_equal(cdr_ask(&f.temp, "SELECT sum(calls) FROM spent"),
			    "1");
 out:
	fix_close(&f);

	return err;
}

static const struct {
	const char *guard, *tries;
} blindv[] = {
	{ "", "a busy" },
	{ "minute_warn = 3\n", "a busy" },
	{ "day_calls = 3\n", "a refused" },
	{ "day_calls = 3\nexempt = +14255550100\n", "a busy" },
};

/* Nothing is kept: who relies on a cap is not called */
int test_attempt_gate_blind(void)
{
	int err = 0;

	if (test_is_oom())
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(blindv) && !err; i++) {
		char buf[64];
		struct fix f;

		err = fix_init(&f, "", blindv[i].guard, false);
		if (!err)
			err = fix_call(&f, "+14255550100", 6000);
		if (!err)
			err = fix_close_place(&f);
		assert_string_equal(tries(&f, buf, sizeof(buf)),
				    blindv[i].tries);
		fix_close(&f);
	}

	return err;
}
