/**
 * @file test_trace_conf.c  [trace] in the configuration
 */
#include "test.h"
#include "base/compat.h"
#include "conf/conf.h"


int test_trace_conf_whole(void)
{
	struct oh_conf *c = NULL;
	int err;

	err = oh_conf_parse(&c, "t.conf",
			    "[trace]\n"
			    "keep = yes\n"
			    "hep = [2001:db8::4]:9061\n"
			    "hep_id = 2001\n"
			    "hep_password_env = HEP_PASSWORD\n");
	TEST_OK(err);
	assert_int_equal(c->faultc, 0);
	assert_string_equal(c->trace.hep, "[2001:db8::4]:9061");
	assert_int_equal(c->trace.hep_id, 2001);
	assert_true(c->trace.keep);
	assert_string_equal(c->trace.hep_password.env, "HEP_PASSWORD");
	mem_deref(c);
	c = NULL;
	err = oh_conf_parse(&c, "t.conf", "");
	TEST_OK(err);
	assert_string_equal(c->trace.hep, "");
	assert_int_equal(c->trace.hep_id, 1);

 out:
	mem_deref(c);
	return err;
}


int test_trace_conf_faults(void)
{
	static const struct {
		const char *text;
		int line;
		const char *want;
	} casev[] = {
	{"[trace]\nhep = collector.example", 2, "an address, ADDRESS:PORT"},
	{"[trace]\nhep_id = 7", 2, "[trace]: no collector: write hep ="},
	{"[trace]\nhep = ::1\nhep_id = 0", 3, "a number from 1 to 65535"},
	{"[trace]\nhep = ::1\nhep_password = x", 3, "hep_password_file"},
	{"[trace]\nhep = ::1\nhep_password_file = x\nhep_password_env = X", 3,
		"more than one of hep_password_file"},
	};
	struct oh_conf *c = NULL;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		err = oh_conf_parse(&c, "t.conf", casev[i].text);
		TEST_OK(err);
		assert_int_equal(c->faultc, 1);
		assert_int_equal(c->faultv[0].line, casev[i].line);
		if (!strstr(c->faultv[0].text, casev[i].want))
			fail_msg("'%s', not '%s'", c->faultv[0].text,
				 casev[i].want);
		c = mem_deref(c);
	}

 out:
	mem_deref(c);
	return err;
}
