/**
 * @file test_look.c  What records say of a trunk, beside their writers
 */
#include <errno.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cdr_fixture.h"
#include "test.h"
#include "cdr/look.h"

static int call(struct oh_cdr *c, const char *trunk, bool up)
{
	struct cdr_told told = { .may = true };
	struct oh_cdr_call *row = NULL;
	struct oh_result res;
	int err;

	cdr_make_result(&res, trunk, "+14255550101");
	err = cdr_begin(&row, c, &res, "+1425555", &told);
	if (!err && !up) {
		res.answer_us = oh_clock_wall_us();
		test_clock_add_us(30000000);
		res.scode = 200;
		cdr_end_result(&res);
		err = oh_cdr_end(row, &res, 0);
	}
	mem_deref(row);

	return err ? err : oh_cdr_flush(c, FLUSH_MS);
}

int test_look_read(void)
{
	char why[OH_QUERY_WHY];
	struct oh_look_prm prm = { .trunk = "a", .currency = "USD",
				   .prefix = "+1425555" };
	struct oh_cdr *c = NULL;
	struct oh_look l;
	struct temp t;
	int err;

	temp_make(&t);
	test_clock_freeze(true);
	prm.path = temp_path(&t, "calls.db");
	err = oh_look_read(&l, why, &prm);
	assert_int_equal(err, ENOENT);
	TEST_OK(err = cdr_open(&c, &t));
	TEST_OK(err = call(c, "a", false));
	TEST_OK(err = call(c, "b", true));
	test_clock_add_us(1000000);
	TEST_OK(err = oh_look_read(&l, why, &prm));
	assert_int_equal(l.usage.now, 0);
	assert_int_equal(l.usage.all_out, 1);
	assert_int_equal(l.usage.day, 1);
	assert_int_equal(l.usage.all_day, 2);
	assert_int_equal(l.usage.day_ms, 30000);
	assert_int_equal(l.usage.day_cost.micro, 300000);
	assert_string_equal(l.disposition, "ANSWERED");
	assert_string_equal(l.cause, "done");
	assert_int_equal(l.scode, 200);
	prm.trunk = "b";
	TEST_OK(err = oh_look_read(&l, why, &prm));
	assert_int_equal(l.usage.now, 1);
	assert_true(l.last_us > 0);
	assert_string_equal(l.disposition, "");
	prm.trunk = "c";
	TEST_OK(err = oh_look_read(&l, why, &prm));
	assert_int_equal(l.last_us, 0);
	c = mem_deref(c);
	cdr_exec(&t, "PRAGMA application_id = 7");
	err = oh_look_read(&l, why, &prm);
	assert_int_equal(err, EBADMSG);
	assert_non_null(strstr(why, "another program"));
	err = 0;
 out:
	test_clock_freeze(false);
	mem_deref(c);
	temp_remove(&t);

	return err;
}
