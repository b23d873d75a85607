/**
 * @file test_cdr.c  Call records: written, counted, taken back
 */
#include <sqlite3.h>
#include <sys/stat.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cdr_fixture.h"
#include "test.h"

/* Answered now, and so long ago begun */
static void answer(struct oh_result *res, uint64_t s)
{
	res->answer_us = oh_clock_wall_us();
	test_clock_add_us(s * 1000000);
}

int test_cdr_call(void)
{
	struct oh_cdr_call *call = NULL;
	struct cdr_told told = { .may = true };
	struct oh_cdr *c = NULL;
	struct oh_result res;
	struct stat st;
	struct temp t;
	int err;

	temp_make(&t);
	test_clock_freeze(true);
	TEST_OK(err = cdr_open(&c, &t));
	cdr_make_result(&res, "a", "+14255550123");
	TEST_OK(err = cdr_begin(&call, c, &res, NULL, &told));
	assert_true(told.begun);
	assert_int_equal(told.err, 0);
	assert_string_equal(told.why, "careful");
	assert_string_equal(cdr_ask(&t, "SELECT pid IS NOT NULL AND \"end\" "
				"IS NULL AND disposition IS NULL FROM calls"),
			    "1");
	answer(&res, 90);
	cdr_end_result(&res);
	TEST_OK(err = oh_cdr_end(call, &res, 0));
	assert_int_equal(oh_cdr_end(call, &res, 0), EALREADY);
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	assert_string_equal(cdr_ask(&t, "SELECT disposition || ' ' || billsec "
				"|| ' ' || cost || ' ' || currency || ' ' || "
				"exit_code FROM calls WHERE pid IS NULL"),
			    "ANSWERED 90.0 900000 USD 0");
	assert_string_equal(cdr_ask(&t, "SELECT count(*) FROM calls"), "1");
	assert_int_equal(stat(temp_path(&t, "calls.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(temp_path(&t, "calls.db-wal"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_string_equal(oh_cdr_fault(c), "");

 out:
	test_clock_freeze(false);
	mem_deref(call);
	mem_deref(c);
	temp_remove(&t);

	return err;
}

/* Events as they come, and calls that were refused before they began */
int test_cdr_event(void)
{
	const struct oh_event dialing = { .type = OH_EVENT_DIALING };
	const struct oh_event answered = { .type = OH_EVENT_ANSWERED };
	const struct oh_event ended = { .type = OH_EVENT_ENDED };
	const struct oh_event refused = { .type = OH_EVENT_REFUSED };
	struct oh_cdr_call *call = NULL;
	struct oh_cdr *c = NULL;
	struct oh_result res;
	struct temp t;
	int err;

	temp_make(&t);
	oh_cdr_event(&call, NULL, &dialing, &res);
	TEST_OK(err = cdr_open(&c, &t));
	cdr_make_result(&res, "a", "+14255550123");
	oh_cdr_event(&call, c, &dialing, &res);
	TEST_OK(err = test_or_refused(call ? 0 : EINVAL));
	res.answer_us = res.start_us + 1000000;
	oh_cdr_event(&call, c, &answered, &res);
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	TEST_OK(err = test_or_refused(0));
	assert_string_equal(cdr_ask(&t, "SELECT answer - start FROM calls "
				"WHERE pid IS NOT NULL"), "1000000");
	cdr_end_result(&res);
	oh_cdr_event(&call, c, &ended, &res);
	assert_null(call);
	cdr_make_result(&res, "a", "+19005550123");
	res.start_us = 0;
	res.end_us = oh_clock_wall_us();
	res.cause = OH_CAUSE_REFUSED;
	oh_cdr_event(&call, c, &refused, &res);
	assert_null(call);
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	TEST_OK(err = test_or_refused(0));
	assert_string_equal(cdr_ask(&t, "SELECT group_concat(cause || "
				"(start > 0) || (pid IS NULL)) FROM "
				"(SELECT * FROM calls ORDER BY cause)"),
			    "done11,refused11");

 out:
	mem_deref(call);
	mem_deref(c);
	temp_remove(&t);

	return err;
}

static int talk(struct oh_cdr *c, const char *trunk, const char *to,
		uint64_t s)
{
	struct cdr_told told = { .may = true };
	struct oh_cdr_call *call;
	struct oh_result res;
	int err;

	cdr_make_result(&res, trunk, to);
	err = cdr_begin(&call, c, &res, NULL, &told);
	if (err)
		return err;
	answer(&res, s);
	cdr_end_result(&res);
	err = oh_cdr_end(call, &res, 0);
	mem_deref(call);

	return err ? err : oh_cdr_flush(c, FLUSH_MS);
}

/* What a call by trunk a to +1425.. is told now; it does not begin */
static int look(struct oh_cdr_usage *u, struct oh_cdr *c)
{
	struct cdr_told told = { .may = false };
	struct oh_cdr_call *call;
	struct oh_result res;
	int err;

	cdr_make_result(&res, "a", "+14255550199");
	err = cdr_begin(&call, c, &res, "+1425", &told);
	if (err)
		return err;
	assert_int_equal(told.err, EACCES);
	assert_string_equal(told.why, "too much");
	mem_deref(call);
	*u = told.usage;

	return 0;
}

static void check_used(const struct oh_cdr_usage *u, uint32_t day,
		       uint64_t day_ms, int64_t micro)
{
	assert_int_equal(u->day, day);
	assert_int_equal(u->day_ms, day_ms);
	assert_int_equal(u->day_cost.micro, micro);
}

int test_cdr_usage(void)
{
	struct cdr_told told = { .may = true };
	struct oh_cdr_call *call = NULL;
	struct oh_cdr *c = NULL;
	struct oh_cdr_usage u;
	struct oh_result res;
	struct temp t;
	int err;

	temp_make(&t);
	test_clock_freeze(true);
	TEST_OK(err = cdr_open(&c, &t));
	TEST_OK(err = look(&u, c));
	check_used(&u, 0, 0, 0);
	assert_int_equal(u.same_prefix, 0);
	TEST_OK(err = talk(c, "a", "+14255550101", 30));
	TEST_OK(err = talk(c, "b", "+14255550102", 60));
	TEST_OK(err = look(&u, c));
	check_used(&u, 1, 30000, 300000);
	assert_int_equal(u.now, 0);
	assert_int_equal(u.all_day, 2);
	assert_int_equal(u.all_day_ms, 90000);
	assert_int_equal(u.all_day_cost.micro, 900000);
	assert_string_equal(u.all_day_cost.currency, "USD");
	assert_int_equal(u.minute, 0);
	assert_int_equal(u.same_prefix, 2);

	/* One that goes on counts as far as it has got */
	cdr_make_result(&res, "a", "+14255550103");
	res.answer_us = oh_clock_wall_us();
	TEST_OK(err = cdr_begin(&call, c, &res, NULL, &told));
	TEST_OK(err = look(&u, c));
	assert_int_equal(u.second, 1);
	test_clock_add_us(6000000);
	TEST_OK(err = look(&u, c));
	check_used(&u, 2, 36000, 360000);
	assert_int_equal(u.now, 1);
	assert_int_equal(u.all_now, 1);
	assert_int_equal(u.second, 0);
	assert_int_equal(u.minute, 1);
	assert_int_equal(u.same_prefix, 3);

	/* Elsewhere: the row of calls that begin alike is broken */
	TEST_OK(err = talk(c, "b", "+442075550101", 0));
	TEST_OK(err = look(&u, c));
	assert_int_equal(u.same_prefix, 0);

 out:
	test_clock_freeze(false);
	mem_deref(call);
	mem_deref(c);
	temp_remove(&t);

	return err;
}

/* Where it is a minute before midnight by the frozen clock */
static void set_zone(void)
{
	enum { DAY_S = 24 * 3600 };
	unsigned s = (unsigned)(oh_clock_wall_us() / 1000000 % DAY_S);
	unsigned west = (s + 60) % DAY_S;
	char zone[32];

	(void)snprintf(zone, sizeof(zone), "XXX+%u:%02u:%02u", west / 3600,
		       west / 60 % 60, west % 60);
	setenv("TZ", zone, 1);
	tzset();
}

int test_cdr_midnight(void)
{
	struct oh_cdr *c = NULL;
	struct oh_cdr_usage u;
	struct temp t;
	int err;

	temp_make(&t);
	test_clock_freeze(true);
	set_zone();
	TEST_OK(err = cdr_open(&c, &t));
	TEST_OK(err = talk(c, "a", "+14255550101", 10));
	TEST_OK(err = look(&u, c));
	check_used(&u, 1, 10000, 100000);
	test_clock_add_us(60000000);
	TEST_OK(err = look(&u, c));
	check_used(&u, 0, 0, 0);
	assert_int_equal(u.minute, 0);

 out:
	test_clock_freeze(false);
	unsetenv("TZ");
	tzset();
	mem_deref(c);
	temp_remove(&t);

	return err;
}

/* Given up before it was heard of: nothing is left of it */
int test_cdr_taken_back(void)
{
	struct cdr_told told = { .may = true };
	struct oh_cdr_call *call;
	struct oh_cdr *c = NULL;
	struct oh_cdr_usage u;
	struct oh_result res;
	struct temp t;
	int err;

	temp_make(&t);
	test_clock_freeze(true);
	TEST_OK(err = cdr_open(&c, &t));
	for (unsigned i = 0; i < 8; i++) {
		const struct oh_cdr_begin_prm prm = {
			.res     = &res,
			.decideh = cdr_decide_handler,
			.begunh  = cdr_begun_handler,
			.arg     = &told,
		};

		cdr_make_result(&res, "a", "+14255550101");
		TEST_OK(err = oh_cdr_begin(&call, c, &prm));
		/* Sometimes the thread has been at it by then */
		if (i % 2)
			(void)sqlite3_sleep(2);
		mem_deref(call);
	}
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	assert_false(told.begun);
	assert_string_equal(cdr_ask(&t, "SELECT count(*) FROM calls"), "0");
	TEST_OK(err = look(&u, c));
	check_used(&u, 0, 0, 0);
	assert_int_equal(u.now, 0);

 out:
	test_clock_freeze(false);
	mem_deref(c);
	temp_remove(&t);

	return err;
}
