/**
 * @file test_history.c  The latest calls, from their records
 */
#include "base/compat.h"
#include "test.h"
#include "phone/contacts.h"
#include "phone/history.h"
#include "cdr_fixture.h"

enum { CALLS = 3, MINUTE_US = 60000000 };

static const char people[] = "\"Anna Bell\" <+14255550100>\n";

static int add(struct oh_cdr *c, unsigned i)
{
	struct oh_result res;

	cdr_make_result(&res, "carrier\x1b[2J", "+14255550100");
	(void)re_snprintf(res.id, sizeof(res.id), "call%u", i);
	res.start_us = 1000000ull * MINUTE_US + i * MINUTE_US;
	res.end_us   = res.start_us + 90000000;
	res.incoming = i == 1;
	res.cause    = i == 1 ? OH_CAUSE_BUSY : OH_CAUSE_DONE;
	if (i == 1)
		str_ncpy(res.from, "+442079460000", sizeof(res.from));
	if (i == 2) {
		res.answer_us   = res.start_us + 30000000;
		res.quality.rx  = 100;
		res.quality.tx  = 100;
		res.quality.mos = 4.25;
		(void)oh_money_parse(&res.cost, "0.6", "USD");
	}

	return oh_cdr_add(c, &res, 0);
}

/* Three that are over, and one that goes on */
static int record(struct temp *t, struct oh_cdr **cp,
		  struct oh_cdr_call **callp)
{
	struct cdr_told told = { .may = true };
	struct oh_result res;
	int err;

	TEST_OK(err = cdr_open(cp, t));
	for (unsigned i = 0; i < CALLS; i++)
		TEST_OK(err = add(*cp, i));
	cdr_make_result(&res, "carrier", "+1");
	TEST_OK(err = cdr_begin(callp, *cp, &res, "", &told));
	TEST_OK(err = oh_cdr_flush(*cp, FLUSH_MS));
 out:
	return err;
}

int test_history_read(void)
{
	struct oh_contacts *names = NULL;
	struct oh_cdr_call *call = NULL;
	struct oh_history *h = NULL;
	struct oh_cdr *c = NULL;
	const struct oh_past *p;
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = oh_history_alloc(&h));
	TEST_OK(err = oh_contacts_alloc(&names));
	TEST_OK(err = oh_contacts_parse(names, people, strlen(people), "",
					NULL));
	TEST_OK(err = record(&t, &c, &call));
	TEST_OK(err = oh_history_read(h, temp_path(&t, "calls.db"), names));
	assert_int_equal(oh_history_count(h), CALLS);
	assert_null(oh_history_at(h, CALLS));
	p = oh_history_at(h, 0);
	assert_string_equal(p->id, "call2");
	assert_string_equal(p->number, "+14255550100");
	assert_string_equal(p->name, "Anna Bell");
	assert_string_equal(p->disposition, "ANSWERED");
	assert_string_equal(p->cause, "done");
	assert_string_equal(p->cost, "0.60 USD");
	assert_true(p->talked_s == 60.0 && p->mos == 4.25 && !p->incoming);
	assert_int_equal(p->start_us, 1000002ull * MINUTE_US);
	p = oh_history_at(h, 1);
	assert_true(p->incoming && p->talked_s == 0.0 && p->mos == 0.0);
	assert_string_equal(p->number, "+442079460000");
	assert_string_equal(p->name, "");
	assert_string_equal(p->disposition, "BUSY");
	assert_string_equal(p->cost, "");
	assert_string_equal(p->trunk, "carrier\xef\xbf\xbd[2J");
	/* Again: in place of those, without names */
	TEST_OK(err = oh_history_read(h, temp_path(&t, "calls.db"), NULL));
	assert_int_equal(oh_history_count(h), CALLS);
	assert_string_equal(oh_history_at(h, 0)->name, "");
	/* What cannot be read leaves it as it is */
	err = oh_history_read(h, temp_path(&t, "none"), NULL);
	if (err != ENOENT)
		TEST_OK(err);
	temp_write(&t, "bad", "no database, but some text", 26);
	err = oh_history_read(h, temp_path(&t, "bad"), NULL);
	if (err != EBADMSG)
		TEST_OK(err);
	assert_int_equal(err, EBADMSG);
	assert_int_equal(oh_history_count(h), CALLS);
	err = 0;
 out:
	mem_deref(call);
	mem_deref(c);
	mem_deref(h);
	mem_deref(names);
	temp_remove(&t);

	return err;
}

int test_history_add(void)
{
	static const uint64_t startv[] = { 5, 9, 1, 7 };
	struct oh_past p = { .trunk = "x" };
	struct oh_history *h = NULL;
	int err;

	TEST_OK(err = oh_history_alloc(&h));
	assert_int_equal(oh_history_count(h), 0);
	for (size_t i = 0; i < ARRAY_SIZE(startv); i++) {
		p.start_us = startv[i];
		assert_int_equal(oh_history_add(h, &p), 0);
	}
	assert_int_equal(oh_history_at(h, 0)->start_us, 9);
	assert_int_equal(oh_history_at(h, 1)->start_us, 7);
	assert_int_equal(oh_history_at(h, 2)->start_us, 5);
	assert_int_equal(oh_history_at(h, 3)->start_us, 1);
	while (oh_history_count(h) < OH_HISTORY_MAX)
		assert_int_equal(oh_history_add(h, &p), 0);
	assert_int_equal(oh_history_add(h, &p), ERANGE);
 out:
	mem_deref(h);

	return err;
}

static const struct {
	const char *id, *number, *name;
} callv[] = {
	{ "01a20e35-aa01-beef", "+14255550100", "Anna Bell" },
	{ "01a20e35-bb02-cafe", "+14255550110", "Night desk" },
	{ "01a20e35-cc03-cafe", "+14255550100", "Anna Bell" },
};

static const struct {
	const char *word;
	int  at;                 /* of callv; -1: none */
	bool several;
} namedv[] = {
	{ "01a20e35-aa01-beef", 0, false }, { "beef", 0, false },
	{ "01a20e35-bb", 1, false }, { "03-cafe", 2, false },
	{ "cafe", -1, true }, { "01a20e35", -1, true },
	{ "eef", -1, false }, { "", -1, false }, { "x", -1, false },
	{ "+14255550100", 2, false }, { "+14255550110", 1, false },
	{ "anna bell", 2, false }, { "Anna", -1, false },
};

int test_history_named(void)
{
	struct oh_history *h = NULL;
	bool several;
	int err;

	TEST_OK(err = oh_history_alloc(&h));
	assert_null(oh_history_named(h, "beef", &several));
	for (size_t i = 0; i < ARRAY_SIZE(callv); i++) {
		struct oh_past p = { .start_us = i + 1 };

		str_ncpy(p.id, callv[i].id, sizeof(p.id));
		str_ncpy(p.number, callv[i].number, sizeof(p.number));
		str_ncpy(p.name, callv[i].name, sizeof(p.name));
		assert_int_equal(oh_history_add(h, &p), 0);
	}
	for (size_t i = 0; i < ARRAY_SIZE(namedv); i++) {
		const struct oh_past *p = oh_history_named(h, namedv[i].word,
							   &several);
		const int at = namedv[i].at;

		if ((p ? p->id : NULL) != (at < 0 ? NULL : oh_history_find(
				h, callv[at].id)->id) ||
		    several != namedv[i].several)
			fail_msg("%s: %s", namedv[i].word, p ? p->id : "none");
	}
	assert_null(oh_history_find(h, "beef"));
out:
	mem_deref(h);

	return err;
}
