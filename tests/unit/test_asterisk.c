/**
 * @file test_asterisk.c  Records as lines of Master.csv
 */
#include "base/compat.h"
#include "cdr/asterisk.h"
#include "test.h"

static void fill(struct oh_result *res)
{
	oh_result_init(res);
	str_ncpy(res->id, "01a20d82-7f9a-7f37-897c-dc54eb9e42ea",
		 sizeof(res->id));
	str_ncpy(res->from, "+14255550100", sizeof(res->from));
	str_ncpy(res->to, "+14255550199", sizeof(res->to));
	str_ncpy(res->to_rewritten, "4255550199", sizeof(res->to_rewritten));
	str_ncpy(res->trunk, "a\"b", sizeof(res->trunk));
	res->start_us = 1767323045000000;
	res->end_us   = 1767323050900000;
	res->cause    = OH_CAUSE_BUSY;
}

static int check(const struct oh_result *res, const char *line)
{
	char buf[OH_ASTERISK_LINE];
	struct oh_row *row = NULL;
	int err;

	TEST_OK(err = oh_row_alloc(&row, res, 0, NULL));
	assert_int_equal(oh_asterisk_print(buf, sizeof(buf), row), 0);
	assert_string_equal(buf, line);
	assert_int_equal(oh_asterisk_print(buf, strlen(line), row), ERANGE);
	assert_int_equal(oh_asterisk_print(buf, strlen(line) + 1, row), 0);

 out:
	mem_deref(row);

	return err;
}

int test_asterisk_print(void)
{
	struct oh_result res;
	int err;

	setenv("TZ", "UTC", 1);
	tzset();
	fill(&res);
	TEST_OK(err = check(&res, "\"\",\"+14255550100\",\"+14255550199\","
		"\"\",\"+14255550100\",\"\",\"SIP/a\"\"b-eb9e42ea\",\"Dial\","
		"\"4255550199\",\"2026-01-02 03:04:05\",,"
		"\"2026-01-02 03:04:10\",5,0,\"BUSY\",\"DOCUMENTATION\","
		"\"01a20d82-7f9a-7f37-897c-dc54eb9e42ea\",\"\""));
	res.incoming  = true;
	res.answer_us = res.start_us + 2000000;
	TEST_OK(err = check(&res, "\"\",\"+14255550100\",\"+14255550199\","
		"\"\",\"+14255550100\",\"SIP/a\"\"b-eb9e42ea\",\"\","
		"\"Answer\",\"4255550199\",\"2026-01-02 03:04:05\","
		"\"2026-01-02 03:04:07\",\"2026-01-02 03:04:10\",5,3,"
		"\"ANSWERED\",\"DOCUMENTATION\","
		"\"01a20d82-7f9a-7f37-897c-dc54eb9e42ea\",\"\""));

 out:
	unsetenv("TZ");
	tzset();

	return err;
}
