/**
 * @file test_query.c  Reading call records
 */
#include "base/compat.h"
#include "cdr/query.h"
#include "cdr_fixture.h"
#include "test.h"

enum { CALLS = 6 };

/* One a second from this moment on [s] */
static const uint64_t begin_s = 1767323045;

static const struct {
	const char   *id, *trunk, *from, *to;
	bool          in;
	enum oh_cause cause;
	int64_t       micro;
	const char   *currency;
} callv[CALLS] = {
	{ "aaaa0001", "a", "+1", "+14255550101", false, OH_CAUSE_DONE,
	  100000, "USD" },
	{ "aaaa0002", "a", "+1", "+14255550102", false, OH_CAUSE_BUSY, 0,
	  "USD" },
	{ "aaaa0003", "b", "+1", "+442079460000", false, OH_CAUSE_NO_ANSWER,
	  0, "EUR" },
	{ "aaaa0004", "b", "+14255550101", "+1", true, OH_CAUSE_DONE, 0,
	  "" },
	{ "aaaa0005", "b", "+1", "+442079460000", false, OH_CAUSE_DONE,
	  200000, "EUR" },
	{ "bbbb0005", "a", "+1", "+442079460000", false, OH_CAUSE_DONE,
	  300000, "EUR" },
};

static int add(struct oh_cdr *c, size_t i)
{
	struct oh_result res;

	oh_result_init(&res);
	res.incoming = callv[i].in;
	str_ncpy(res.id, callv[i].id, sizeof(res.id));
	str_ncpy(res.trunk, callv[i].trunk, sizeof(res.trunk));
	str_ncpy(res.from, callv[i].from, sizeof(res.from));
	str_ncpy(res.to, callv[i].to, sizeof(res.to));
	res.cause    = callv[i].cause;
	res.start_us = (begin_s + i) * 1000000;
	res.end_us   = res.start_us + 61000000;
	if (res.cause == OH_CAUSE_DONE)
		res.answer_us = res.start_us + 1000000;
	str_ncpy(res.rate.currency, callv[i].currency, 4);
	str_ncpy(res.cost.currency, callv[i].currency, 4);
	res.cost.micro = callv[i].micro;

	return oh_cdr_add(c, &res, 0);
}

static int fill(struct temp *t)
{
	struct oh_cdr *c = NULL;
	int err;

	TEST_OK(err = cdr_open(&c, t));
	for (size_t i = 0; i < CALLS; i++)
		TEST_OK(err = add(c, i));
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));

 out:
	mem_deref(c);

	return err;
}

static int note(const struct oh_row *row, void *arg)
{
	const char *id = row->v[OH_ROW_ID].u.s;
	char *found = arg;
	size_t len = strlen(found);

	/* The last figure stands for it, a 'b' for the other five */
	found[len] = *id == 'b' ? 'b' : id[7];

	return 0;
}

static const struct {
	struct oh_query_prm prm;
	const char         *found;
} casev[] = {
	{ { .limit = 0 }, "12345b" },
	{ { .limit = 2 }, "5b" },
	{ { .limit = 9 }, "12345b" },
	{ { .trunk = "b" }, "345" },
	{ { .trunk = "b", .limit = 1 }, "5" },
	{ { .trunk = "'; DROP TABLE calls; --" }, "" },
	{ { .disposition = "BUSY" }, "2" },
	{ { .disposition = "ANSWERED", .trunk = "a" }, "1b" },
	{ { .direction = "in" }, "4" },
	{ { .number = "+14255550101" }, "14" },
	{ { .number = "+1425*" }, "124" },
	{ { .number = "+44*", .disposition = "NO ANSWER" }, "3" },
	{ { .since_us = 1767323048000000 }, "45b" },
	{ { .until_us = 1767323048000000 }, "123" },
	{ { .since_us = 1767323046000000, .until_us = 1767323047000000 },
	  "2" },
	{ { .id = "aaaa0002" }, "2" },
	{ { .id = "0003" }, "3" },
	{ { .id = "0005" }, "5b" },
	{ { .id = "005" }, "" },
	{ { .id = "b0005" }, "b" },
};

int test_query_run(void)
{
	char why[OH_QUERY_WHY];
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = fill(&t));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct oh_query_prm prm = casev[i].prm;
		char found[CALLS + 1] = "";

		prm.path = temp_path(&t, "calls.db");
		TEST_OK(err = oh_query_run(why, &prm, note, found));
		assert_string_equal(found, casev[i].found);
		assert_string_equal(why, "");
	}

 out:
	temp_remove(&t);

	return err;
}

static int stop(const struct oh_row *row, void *arg)
{
	(void)row;
	++*(int *)arg;

	return EPIPE;
}

int test_query_errors(void)
{
	char why[OH_QUERY_WHY];
	struct oh_query_prm prm = { .limit = 0 };
	struct temp t;
	int n = 0, err;

	temp_make(&t);
	prm.path = temp_path(&t, "calls.db");
	assert_int_equal(oh_query_run(why, &prm, stop, &n), ENOENT);
	TEST_OK(err = fill(&t));
	prm.path = temp_path(&t, "calls.db");
	assert_int_equal(oh_query_run(why, &prm, stop, &n), EPIPE);
	assert_int_equal(n, 1);

	/* A column of a later release is not known, one of ours not there */
	cdr_exec(&t, "ALTER TABLE calls ADD COLUMN aura TEXT; "
		 "ALTER TABLE calls DROP COLUMN mos");
	prm.path = temp_path(&t, "calls.db");
	assert_int_equal(oh_query_run(why, &prm, stop, &n), EPIPE);

	temp_write(&t, "notes", "notes of mine, which are none of calls", 38);
	prm.path = temp_path(&t, "notes");
	assert_int_equal(oh_query_run(why, &prm, stop, &n), EBADMSG);
	assert_non_null(strstr(why, "not a database"));

 out:
	temp_remove(&t);

	return err;
}

static int note_sum(const struct oh_query_sum *sum, void *arg)
{
	char *text = arg;
	size_t len = strlen(text);

	(void)snprintf(text + len, 256 - len, "%s/%s %lld %lld %.1f %lld%s;",
		       sum->keyv[0], sum->keyv[1] ? sum->keyv[1] : "",
		       (long long)sum->calls, (long long)sum->answered,
		       sum->minutes, (long long)sum->micro, sum->currency);

	return 0;
}

static const struct {
	const char *by, *sums;
} sumv[] = {
	{ "trunk", "a/ 3 2 2.0 400000;b/ 3 2 2.0 200000EUR;" },
	{ "trunk,currency", "a/EUR 1 1 1.0 300000EUR;a/USD 2 1 1.0 "
	  "100000USD;b/ 1 1 1.0 0;b/EUR 2 1 1.0 200000EUR;" },
	{ "direction,disposition", "in/ANSWERED 1 1 1.0 0;out/ANSWERED 3 3 "
	  "3.0 600000;out/BUSY 1 0 0.0 0USD;out/NO ANSWER 1 0 0.0 0EUR;" },
};

int test_query_sum(void)
{
	char why[OH_QUERY_WHY], text[256];
	struct oh_query_prm prm = { .limit = 0 };
	struct temp t;
	int err;

	temp_make(&t);
	assert_int_equal(oh_query_sum(why, &prm, "x", note_sum, text),
			 EINVAL);
	TEST_OK(err = fill(&t));
	prm.path = temp_path(&t, "calls.db");
	for (size_t i = 0; i < ARRAY_SIZE(sumv); i++) {
		text[0] = '\0';
		TEST_OK(err = oh_query_sum(why, &prm, sumv[i].by, note_sum,
					   text));
		assert_string_equal(text, sumv[i].sums);
	}
	text[0] = '\0';
	TEST_OK(err = oh_query_sum(why, &prm, "day", note_sum, text));
	assert_string_equal(text, "2026-01-02/ 6 4 4.0 600000;");

 out:
	temp_remove(&t);

	return err;
}

int test_query_keys(void)
{
	static const struct { const char *by; size_t n; const char *bad; }
	keysv[] = {
		{ "day", 1, NULL },
		{ "trunk,day,to,hour", 4, NULL },
		{ "trunk,day,to,hour,from", 0, "from" },
		{ "", 0, "" },
		{ "day,", 0, "" },
		{ "day,dayx", 0, "dayx" },
		{ "da", 0, "da" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(keysv); i++) {
		const char *namev[OH_QUERY_KEYS_MAX], *bad = NULL;

		assert_int_equal(oh_query_keys(namev, keysv[i].by, &bad),
				 keysv[i].n);
		if (keysv[i].bad)
			assert_string_equal(bad, keysv[i].bad);
	}

	return 0;
}
