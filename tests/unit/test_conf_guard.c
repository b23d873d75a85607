/**
 * @file test_conf_guard.c  Countries and caps in the configuration
 */
#include "test.h"
#include "base/compat.h"
#include "conf/conf.h"

#define T "[trunk a]\nserver=h\n"

static const struct {
	const char *text;
	int line;
	const char *want;
} faultv[] = {
	{"[guard]\ncountries = XX", 2, "ISO 3166 country codes"},
	{"[guard]\ncountries = US all", 2, "ISO 3166 country codes"},
	{"[guard]\ncountries = +44", 2, "ISO 3166 country codes"},
	{"[guard]\nday_calls = many", 2, "a whole number from 0"},
	{"[guard]\nday_calls = -1", 2, "a whole number from 0"},
	{"[guard]\nday_minutes = 1000001", 2, "out of limits"},
	{"[guard]\nday_cost = 25", 2, "an amount and its currency"},
	{"[guard]\nexempt = 911", 2, "numbers with their country codes"},
	{"[guard]\ncalls_max = 1000001", 2, "out of limits"},
	{"[guard]\nnight = 22-6", 2, "hours such as 22:00-06:00, or off"},
	{"[guard]\nnight = 22:00-06:00x", 2, "hours such as"},
	{"[guard]\nnight = 22:60-06:00", 2, "hours such as"},
	{"[guard]\nnight = 24:00-06:00", 2, "hours such as"},
	{"[guard]\nnight = 06:00-06:00", 2, "hours such as"},
	{"[guard]\nnight = 06:00-24:01", 2, "hours such as"},
	{"[guard]\nnight_minute_max = 1", 2, "needs night"},
	{"[cdr]\nenabled = no\n[guard]\nnight = 22:00-06:00", 4,
	 "needs call records"},
	{"[guard]\nprefix_max = 1001", 2, "out of limits"},
	{"[cdr]\nenabled = no\n[guard]\nday_calls = 5", 4,
	 "needs call records"},
	{"[cdr]\nenabled = no\n" T "cps = 5", 3, "needs call records"},
	{T "cps = 1001", 3, "out of limits"},
	{T "calls = few", 3, "a whole number"},
};

int test_conf_guard_faults(void)
{
	struct oh_conf *c = NULL;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(faultv); i++) {
		err = oh_conf_parse(&c, "t.conf", faultv[i].text);
		TEST_OK(err);
		if (c->faultc != 1 || c->faultv[0].line != faultv[i].line ||
		    !strstr(c->faultv[0].text, faultv[i].want))
			fail_msg("'%s': %u faults, '%d: %s'", faultv[i].text,
				 c->faultc, c->faultv[0].line,
				 c->faultv[0].text);
		c = mem_deref(c);
	}
 out:
	mem_deref(c);

	return err;
}

int test_conf_guard_defaults(void)
{
	struct oh_conf *c = NULL;
	int err;

	err = oh_conf_parse(&c, "t.conf", T);
	TEST_OK(err);
	assert_string_equal(c->guard.countries, "");
	assert_string_equal(c->guard.exempt, "");
	assert_int_equal(c->guard.day_calls, 2000);
	assert_int_equal(c->guard.day_minutes, 2000);
	assert_string_equal(c->guard.day_cost.currency, "");
	assert_int_equal(c->guard.minute_warn, 120);
	assert_int_equal(c->guard.minute_max, 300);
	assert_int_equal(c->guard.prefix_warn, 100);
	assert_int_equal(c->guard.prefix_max, 300);
	assert_false(c->guard.strict);
 out:
	mem_deref(c);

	return err;
}

static const struct {
	const char *text;
	bool strict;
} strictv[] = {
	{ T, false },
	{ T "[guard]\nmax_duration = 5\ncountries = GB\n", false },
	{ T "[guard]\nminute_warn = 5\n", false },
	{ "[guard]\nday_calls = 2000\n", true },
	{ "[guard]\nday_cost = 1 USD\n", true },
	{ "[guard]\nminute_max = 10\n", true },
	{ T "calls = 2\n", true },
	{ T "cps = 0\n", false },
	{ T "[trunk b]\nserver=h\nday_cost = 5 EUR\n", true },
};

/* Whether somebody relies on a cap */
int test_conf_guard_strict(void)
{
	struct oh_conf *c = NULL;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(strictv); i++) {
		err = oh_conf_parse(&c, "t.conf", strictv[i].text);
		TEST_OK(err);
		assert_int_equal(c->faultc, 0);
		if (c->guard.strict != strictv[i].strict)
			fail_msg("'%s'", strictv[i].text);
		c = mem_deref(c);
	}
 out:
	mem_deref(c);

	return err;
}
