/**
 * @file test_agi_vars.c  The variables of an AGI script
 */
#include "base/compat.h"
#include "test.h"
#include "flow/agi_vars.h"

static void check(const struct oh_agi_vars *v, const char *text,
		  const char *want)
{
	char buf[OH_AGI_VARS_VALUE];

	oh_agi_vars_print(buf, sizeof(buf), v, text);
	assert_string_equal(buf, want);
}

int test_agi_vars_set(void)
{
	struct oh_agi_vars *v = NULL;
	int err = oh_agi_vars_alloc(&v);

	TEST_OK(err);
	assert_null(oh_agi_vars_find(v, "A"));
	err = oh_agi_vars_set(v, "A", "one");
	TEST_OK(err);
	err = oh_agi_vars_set(v, "CALLERID(num)", "+14255550100");
	TEST_OK(err);
	err = oh_agi_vars_set(v, "A", "two");
	TEST_OK(err);
	assert_string_equal(oh_agi_vars_find(v, "A"), "two");
	assert_null(oh_agi_vars_find(v, "a"));

	check(v, "", "");
	check(v, "plain $A {A} ${", "plain $A {A} ${");
	check(v, "${A}", "two");
	check(v, "<${A}${CALLERID(num)}>", "<two+14255550100>");
	check(v, "${B}|${}|$${A}", "||$two");
	/* A value is not looked into. */
	err = oh_agi_vars_set(v, "A", "${A}");
	TEST_OK(err);
	check(v, "${A}", "${A}");
out:
	mem_deref(v);
	return err;
}

int test_agi_vars_limits(void)
{
	char name[300], small[8];
	struct oh_agi_vars *v = NULL;
	int err = oh_agi_vars_alloc(&v);

	TEST_OK(err);
	for (unsigned i = 0; i < OH_AGI_VARS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "V%u", i);
		err = oh_agi_vars_set(v, name, "0123456789");
		TEST_OK(err);
	}
	err = oh_agi_vars_set(v, "more", "");
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ERANGE);
	err = oh_agi_vars_set(v, "V0", "new");
	TEST_OK(err);
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(oh_agi_vars_set(v, name, ""), EINVAL);
	oh_agi_vars_print(small, sizeof(small), v, "${V1}${V2}");
	assert_string_equal(small, "0123456");
	oh_agi_vars_print(small, 1, v, "${V1}");
	assert_string_equal(small, "");
	err = 0;
out:
	mem_deref(v);
	return err;
}

int test_agi_vars_off(void)
{
	static const struct { const char *value; bool off; } v[] = {
		{ "no", true }, { "NO", true }, { "0", true },
		{ "false", true }, { "off", true },
		{ "yes", false }, { "", false }, { "nothing", false },
	};
	struct oh_agi_vars *vars = NULL;
	int err = oh_agi_vars_alloc(&vars);

	TEST_OK(err);
	assert_false(oh_agi_vars_is_off(vars, "AGISIGHUP"));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		err = oh_agi_vars_set(vars, "AGISIGHUP", v[i].value);
		TEST_OK(err);
		assert_int_equal(oh_agi_vars_is_off(vars, "AGISIGHUP"),
				 v[i].off);
	}
out:
	mem_deref(vars);
	return err;
}
