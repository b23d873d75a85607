/**
 * @file test_pair.c  [keys] and [colors] of the configuration
 */
#include "test.h"
#include "base/compat.h"
#include "conf/conf.h"

#define S16 "0123456789abcdef"
#define S63 S16 S16 S16 "0123456789abcde"
#define V127 S63 "=" S63


static void check_pair(const struct oh_conf_pair *p, int line,
		       const char *name, const char *value)
{
	assert_int_equal(p->line, line);
	assert_string_equal(p->name, name);
	assert_string_equal(p->value, value);
}


int test_pair_kept(void)
{
	struct oh_conf *c = NULL;
	int err;

	err = oh_conf_parse(&c, "t.conf",
			    "[keys]\n"
			    "F5 = hold\n"
			    "calls.h = hangup ; or x\n"
			    "q =\n"
			    "ctrl d = :transfer +1\n"
			    "[colors]\n"
			    "held = black on yellow bold\n"
			    "[keys]\n"
			    "\xc3\xa9 = mute\n"
			    S63 " = " V127 "\n"
			    "[colors]\n"
			    "q = red\n");
	TEST_OK(err);
	assert_int_equal(c->faultc, 0);
	assert_int_equal(c->boundc, 6);
	assert_int_equal(c->colorc, 2);
	check_pair(&c->boundv[0], 2, "F5", "hold");
	check_pair(&c->boundv[1], 3, "calls.h", "hangup");
	check_pair(&c->boundv[2], 4, "q", "");
	check_pair(&c->boundv[3], 5, "ctrl d", ":transfer +1");
	check_pair(&c->boundv[4], 9, "\xc3\xa9", "mute");
	check_pair(&c->boundv[5], 10, S63, V127);
	check_pair(&c->colorv[0], 7, "held", "black on yellow bold");
	check_pair(&c->colorv[1], 12, "q", "red");
 out:
	mem_deref(c);

	return err;
}


static const struct {
	const char *text;
	int line;
	const char *want;
} faultv[] = {
	{"[keys]\nx = hangup\nh = hold\nx = hold", 4,
	 "[keys]: x: set in line 2 already"},
	{"[keys]\nx = hangup\n[dial]\nring = 5\n[keys]\nx =", 6,
	 "[keys]: x: set in line 2 already"},
	{"[colors]\nheld = red\nheld = red", 3,
	 "[colors]: held: set in line 2 already"},
	{"[keys]\n= hold", 2, "[keys]: nothing stands before the '='"},
	{"[keys]\n" S63 "x = hold", 2, "longer than 63 bytes"},
	{"[colors]\na\xe2\x80\xae" S63 " = red", 2, "longer than 63 bytes"},
	{"[colors]\nheld = " V127 "x", 2,
	 "[colors]: held: longer than 127 bytes"},
	{"[keys]\nhold", 2, "neither [section] nor key = value"},
	{"[key]\nx = hold", 1, "did you mean [keys]?"},
	{"[colours]\nx = hold", 1, "did you mean [colors]?"},
	{"[keys mine]\nx = hold", 1, "no section [keys mine]"},
	{"[dial]\nF5 = hold", 2, "[dial]: no key 'F5' (see offhook.conf(5))"},
};


int test_pair_faults(void)
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
		assert_null(strstr(c->faultv[0].text, "\xe2\x80\xae"));
		c = mem_deref(c);
	}
 out:
	mem_deref(c);

	return err;
}


/* As many as may be, and one more */
int test_pair_limit(void)
{
	struct oh_conf *c = NULL;
	char text[4096];
	size_t n;
	int err;

	n = (size_t)snprintf(text, sizeof(text), "[keys]\n");
	for (int i = 0; i <= OH_CONF_PAIRS_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
				      "k%d = hold\n", i);
	err = oh_conf_parse(&c, "t.conf", text);
	TEST_OK(err);
	assert_int_equal(c->boundc, OH_CONF_PAIRS_MAX);
	assert_int_equal(c->faultc, 1);
	assert_int_equal(c->faultv[0].line, OH_CONF_PAIRS_MAX + 2);
	assert_string_equal(c->faultv[0].text, "[keys]: more than 64 lines");
 out:
	mem_deref(c);

	return err;
}
