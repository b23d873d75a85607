/**
 * @file test_log.c  Lines, levels and masked secrets
 */
#include "base/compat.h"
#include "test.h"
#include "base/log.h"

enum { CUT = 4095 };

struct seen {
	unsigned          n;
	enum oh_log_level level;
	char              line[8192];
};

int test_log_levels(void);
int test_log_mask(void);
int test_log_cut(void);
int test_log_null(void);

static void keep(enum oh_log_level level, const char *line, void *arg)
{
	struct seen *seen = arg;

	seen->n++;
	seen->level = level;
	str_ncpy(seen->line, line, sizeof(seen->line));
}

int test_log_levels(void)
{
	struct seen seen = { 0 };
	struct oh_log *log = NULL;
	int err;

	err = oh_log_alloc(&log, OH_LOG_WARN, keep, &seen);
	TEST_OK(err);

	oh_log(log, OH_LOG_INFO, "not shown");
	oh_log(log, OH_LOG_DEBUG, "not shown");
	assert_int_equal(seen.n, 0);
	oh_log(log, OH_LOG_WARN, "%s: %d", "lost", 7);
	assert_int_equal(seen.level, OH_LOG_WARN);
	assert_string_equal(seen.line, "lost: 7");
	oh_log(log, OH_LOG_ERROR, "from \x1b[2J\n<sip:x>");
	assert_string_equal(seen.line, "from ?[2J?<sip:x>");
	assert_int_equal(seen.n, 2);
 out:
	mem_deref(log);
	return err;
}

int test_log_mask(void)
{
	static const struct {
		const char *in, *out;
	} casev[] = {
		{ "password hunter2",   "password ***" },
		{ "hunter2hunter2",     "******" },
		{ "hunter",             "***" },
		{ "hunter22",           "***2" },
		{ "hunte",              "hunte" },
		{ "a tab\there",        "a ***here" },
		{ "",                   "" },
	};
	struct seen seen = { 0 };
	struct oh_log *log = NULL;
	int err;

	err = oh_log_alloc(&log, OH_LOG_DEBUG, keep, &seen);
	TEST_OK(err);
	/* One begins like another: the longer must win. */
	err = oh_log_mask(log, "hunter");
	TEST_OK(err);
	err = oh_log_mask(log, "hunter2");
	TEST_OK(err);
	err = oh_log_mask(log, "tab\t");
	TEST_OK(err);
	err = oh_log_mask(log, "");
	TEST_OK(err);

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		oh_log(log, OH_LOG_INFO, "%s", casev[i].in);
		assert_string_equal(seen.line, casev[i].out);
	}
 out:
	mem_deref(log);
	return err;
}

/* A secret must not show where the line is cut. */
int test_log_cut(void)
{
	struct seen seen = { 0 };
	struct oh_log *log = NULL;
	char text[5000];
	int err;

	memset(text, 'x', sizeof(text));
	memcpy(&text[CUT - 4], "hunter2", 8);
	err = oh_log_alloc(&log, OH_LOG_DEBUG, keep, &seen);
	TEST_OK(err);
	err = oh_log_mask(log, "hunter2");
	TEST_OK(err);

	oh_log(log, OH_LOG_INFO, "%s", text);
	assert_int_equal(strlen(seen.line), CUT - 4 + 3);
	assert_string_equal(&seen.line[CUT - 5], "x***");

	/* One that ends with a whole line's last letters stays. */
	oh_log(log, OH_LOG_INFO, "the hunt");
	assert_string_equal(seen.line, "the hunt");

	/* Longer by masking: still within bounds */
	err = oh_log_mask(log, "x");
	TEST_OK(err);
	oh_log(log, OH_LOG_INFO, "%s", text);
	assert_int_equal(strlen(seen.line), CUT);
 out:
	mem_deref(log);
	return err;
}

int test_log_null(void)
{
	struct oh_log *log;

	oh_log(NULL, OH_LOG_ERROR, "%s", "swallowed");
	assert_int_equal(oh_log_mask(NULL, "x"), 0);
	assert_int_equal(oh_log_alloc(NULL, OH_LOG_WARN, keep, NULL), EINVAL);
	assert_int_equal(oh_log_alloc(&log, OH_LOG_WARN, NULL, NULL), EINVAL);

	return 0;
}
