/**
 * @file test_journal.c  Purchases that were begun
 */
#include "test.h"
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/compat.h"
#include "carrier/journal.h"
#include "home.h"

#define FILE_NAME ".local/state/offhook/purchases"
#define GOOD "{\"carrier\":\"c\",\"search\":\"s\",\"operation\":\"\"," \
	"\"numbers\":\"+1\",\"total\":\"1.00\",\"currency\":\"USD\"," \
	"\"wall_us\":5,\"pid\":7,\"reservation\":false}"

enum { PUTS = 20 };


static struct oh_journal_entry make(const char *carrier, const char *search,
				    const char *operation)
{
	struct oh_journal_entry e = {
		.numbers = "+14255550100 +14255550101",
		.total = { 2000000, "USD" },
		.wall_us = 1767323045000001ull,
		.pid = 77,
		.reservation = true,
	};

	str_ncpy(e.carrier, carrier, sizeof(e.carrier));
	str_ncpy(e.search, search, sizeof(e.search));
	str_ncpy(e.operation, operation, sizeof(e.operation));

	return e;
}


/* The error that was expected, or that of a refused allocation */
static int expect(int want, int err)
{
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, want);

	return 0;
}


/** What a walk met, as one text, and the last entry */
struct met {
	char text[256];
	unsigned count;
	struct oh_journal_entry last;
};

static void met_handler(const struct oh_journal_entry *e, void *arg)
{
	struct met *m = arg;
	size_t n = strlen(m->text);

	snprintf(m->text + n, sizeof(m->text) - n, "%s/%s/%s ", e->carrier,
		 e->search, e->operation);
	m->last = *e;
	++m->count;
}


static int check_walk(struct met *m, int want, const char *text)
{
	int err;

	memset(m, 0, sizeof(*m));
	err = oh_journal_walk(met_handler, m);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, want);
	assert_string_equal(m->text, text);

	return 0;
}


static int put(const char *carrier, const char *search, const char *operation)
{
	struct oh_journal_entry e = make(carrier, search, operation);

	return oh_journal_put(&e);
}


int test_journal_story(void)
{
	struct stat st;
	struct home h;
	struct met m;
	int err;

	home_enter(&h);
	err = check_walk(&m, ENOENT, "");
	TEST_OK(err);
	err = expect(ENOENT, oh_journal_strike("a", "s1"));
	TEST_OK(err);
	err = put("a", "s1", "");
	TEST_OK(err);
	assert_int_equal(stat(home_path(&h, FILE_NAME), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	err = check_walk(&m, 0, "a/s1/ ");
	TEST_OK(err);
	assert_string_equal(m.last.numbers, "+14255550100 +14255550101");
	assert_int_equal(m.last.total.micro, 2000000);
	assert_string_equal(m.last.total.currency, "USD");
	assert_true(m.last.wall_us == 1767323045000001ull);
	assert_true(m.last.reservation);
	assert_int_equal(m.last.pid, 77);

	err = put("b", "s1", "");
	TEST_OK(err);
	err = put("a", "s1", "op \"1\"\n");
	TEST_OK(err);
	err = check_walk(&m, 0, "b/s1/ a/s1/op \"1\"\n ");
	TEST_OK(err);
	err = oh_journal_strike("b", "s1");
	TEST_OK(err);
	err = expect(ENOENT, oh_journal_strike("b", "s1"));
	TEST_OK(err);
	err = oh_journal_strike("a", "s1");
	TEST_OK(err);
	err = check_walk(&m, ENOENT, "");

 out:
	home_leave(&h);
	return err;
}


int test_journal_refused(void)
{
	struct oh_journal_entry e = make("a", "", "");

	assert_int_equal(oh_journal_put(NULL), EINVAL);
	assert_int_equal(oh_journal_put(&e), EINVAL);
	e = make("", "s", "");
	assert_int_equal(oh_journal_put(&e), EINVAL);
	e = make("a", "s", "");
	e.wall_us = UINT64_MAX;
	assert_int_equal(oh_journal_put(&e), EINVAL);
	assert_int_equal(oh_journal_strike(NULL, "s"), EINVAL);
	assert_int_equal(oh_journal_strike("a", NULL), EINVAL);
	assert_int_equal(oh_journal_walk(NULL, NULL), EINVAL);

	return 0;
}


/* A line that is broken hides no other, and is kept: it may be money. */
int test_journal_broken(void)
{
	static const char *const linev[] = {
		"", "x", "{}", "[]", "null", "{\"carrier\":\"c\"",
		GOOD " x", GOOD GOOD, " " GOOD "}",
		"{\"carrier\":1,\"search\":\"s\",\"operation\":\"\"}",
		"{\"carrier\":\"\",\"search\":\"s\",\"operation\":\"\","
		"\"numbers\":\"\",\"total\":\"1\",\"currency\":\"USD\","
		"\"wall_us\":5,\"pid\":7,\"reservation\":false}",
		"{\"carrier\":\"c\",\"search\":\"s\",\"operation\":\"\","
		"\"numbers\":\"\",\"total\":\"x\",\"currency\":\"USD\","
		"\"wall_us\":5,\"pid\":7,\"reservation\":false}",
		"{\"carrier\":\"c\",\"search\":\"s\",\"operation\":\"\","
		"\"numbers\":\"\",\"total\":\"1\",\"currency\":\"DOLLAR\","
		"\"wall_us\":5,\"pid\":7,\"reservation\":false}",
		"{\"carrier\":\"c\",\"search\":\"s\",\"operation\":\"\","
		"\"numbers\":\"\",\"total\":\"1\",\"currency\":\"USD\","
		"\"wall_us\":-1,\"pid\":7,\"reservation\":false}",
		"{\"carrier\":\"c\",\"search\":\"s\",\"operation\":\"\","
		"\"numbers\":\"\",\"total\":\"1\",\"currency\":\"USD\","
		"\"wall_us\":1e300,\"pid\":7,\"reservation\":false}",
		"{\"carrier\":\"c\",\"search\":\"s\",\"operation\":\"\","
		"\"numbers\":\"\",\"total\":\"1\",\"currency\":\"USD\","
		"\"wall_us\":5,\"pid\":7,\"reservation\":\"no\"}",
	};
	char text[2048];
	struct home h;
	struct met m;
	int err = 0;

	home_enter(&h);
	for (size_t i = 0; i < ARRAY_SIZE(linev); i++) {
		snprintf(text, sizeof(text), "%s\n%s\n", linev[i], GOOD);
		home_write(&h, FILE_NAME, text);
		err = check_walk(&m, EBADMSG, "c/s/ ");
		TEST_OK(err);
		err = oh_journal_strike("c", "s");
		TEST_OK(err);
		err = check_walk(&m, EBADMSG, "");
		TEST_OK(err);
	}

	/* A last line without its end is not glued to the next. */
	home_write(&h, FILE_NAME, GOOD "\ntorn");
	err = put("a", "s", "");
	TEST_OK(err);
	err = check_walk(&m, EBADMSG, "c/s/ a/s/ ");

 out:
	home_leave(&h);
	return err;
}


int test_journal_errors(void)
{
	struct home h;
	struct met m;
	char *big;
	int err;

	home_enter(&h);
	home_write(&h, ".local/state/offhook", "");
	err = expect(ENOTDIR, put("a", "s", ""));
	TEST_OK(err);
	err = check_walk(&m, ENOTDIR, "");
	TEST_OK(err);
	(void)unlink(home_path(&h, ".local/state/offhook"));

	/* A folder is no journal; a journal has its limit. */
	home_write(&h, FILE_NAME "/x", "");
	err = expect(ERANGE, put("a", "s", ""));
	TEST_OK(err);
	err = check_walk(&m, ERANGE, "");
	TEST_OK(err);
	(void)unlink(h.path);
	(void)unlink(home_path(&h, FILE_NAME "/x"));
	(void)rmdir(home_path(&h, FILE_NAME));

	big = malloc(1024 * 1024 + 1);
	assert_non_null(big);
	memset(big, 'x', 1024 * 1024);
	big[1024 * 1024 - 1] = '\n';
	big[1024 * 1024] = '\0';
	home_write(&h, FILE_NAME, big);
	free(big);
	err = check_walk(&m, EBADMSG, "");
	TEST_OK(err);
	err = expect(ERANGE, put("a", "s", ""));
	TEST_OK(err);
	err = check_walk(&m, EBADMSG, "");

 out:
	home_leave(&h);
	return err;
}


/* What a killed writer left is no part of the journal, and goes. */
int test_journal_leftover(void)
{
	struct home h;
	struct met m;
	int err;

	home_enter(&h);
	home_write(&h, FILE_NAME ".offhook-AbCdEf", GOOD "\n");
	err = check_walk(&m, ENOENT, "");
	TEST_OK(err);
	err = put("a", "s", "");
	TEST_OK(err);
	err = check_walk(&m, 0, "a/s/ ");
	TEST_OK(err);
	assert_int_equal(access(home_path(&h, FILE_NAME ".offhook-AbCdEf"),
				F_OK),
			 -1);

 out:
	home_leave(&h);
	return err;
}


static void put_many(const char *carrier)
{
	int err = 0;

	for (int i = 0; i < PUTS && !err; i++) {
		char search[16];

		snprintf(search, sizeof(search), "s%d", i);
		err = put(carrier, search, "");
		if (!err && i % 2)
			err = oh_journal_strike(carrier, search);
	}
	_exit(err);
}


int test_journal_two_writers(void)
{
	static const char *const carrierv[] = { "a", "b" };
	pid_t pidv[ARRAY_SIZE(carrierv)];
	struct met m = { .count = 0 };
	struct home h;
	int err;

	if (test_is_oom())
		return 0;

	home_enter(&h);
	for (size_t i = 0; i < ARRAY_SIZE(carrierv); i++) {
		pidv[i] = fork();
		assert_true(pidv[i] >= 0);
		if (pidv[i] == 0)
			put_many(carrierv[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(carrierv); i++) {
		int status = -1;

		assert_int_equal(waitpid(pidv[i], &status, 0), pidv[i]);
		assert_int_equal(status, 0);
	}
	err = oh_journal_walk(met_handler, &m);
	TEST_OK(err);
	assert_int_equal(m.count, PUTS);

 out:
	home_leave(&h);
	return err;
}
