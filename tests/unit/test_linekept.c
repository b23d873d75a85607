/**
 * @file test_linekept.c  The lines that were typed before
 */
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"
#include "base/compat.h"
#include "command/linekept.h"
#include "temp.h"

struct lines {
	char   text[4096];
	size_t len, c;
	char   first[64], last[64];
};

static void take(const char *line, void *arg)
{
	struct lines *l = arg;

	if (!l->c++)
		str_ncpy(l->first, line, sizeof(l->first));
	str_ncpy(l->last, line, sizeof(l->last));
	if (l->len < sizeof(l->text))
		l->len += (size_t)snprintf(&l->text[l->len],
					   sizeof(l->text) - l->len, "%s|",
					   line);
}

static const struct {
	const char *line;
	bool fit;
} fitv[] = {
	{ "call +14255550100", true },
	{ "dnd on", true },
	{ "detach", true },
	{ "select #1", true },
	{ "say hello", true },
	{ "", false },
	{ " call +14255550100", false },
	{ "send-digits 4711", false },
	{ "send-digits", false },
	{ "send 4711", false },
	{ "se 4711", false },
	{ "d 4711", false },
	{ "d\t4711", false },
	{ "4711", false },
	{ "*4711", false },
	{ "#", false },
	{ "+14255550100", true },
	{ "a\x1b[2J", false },
	{ "a\xff", false },
};

int test_linekept_fit(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(fitv); i++) {
		if (oh_linekept_is_fit(fitv[i].line) != fitv[i].fit)
			fail_msg("'%s'", fitv[i].line);
	}

	return 0;
}

/* A file of the owner's alone, also if it was not before */
int test_linekept_file(void)
{
	struct lines l = { .len = 0 };
	struct stat st;
	struct temp t;
	const char *path;
	int err;

	temp_make(&t);
	path = temp_path(&t, "kept");
	err = oh_linekept_read(path, take, &l);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ENOENT);
	TEST_OK(oh_linekept_add(path, "call 1"));
	TEST_OK(oh_linekept_add(path, "d 4711"));
	TEST_OK(oh_linekept_add(path, "hangup"));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, 14);
	assert_int_equal(chmod(path, 0644), 0);
	err = oh_linekept_read(path, take, &l);
	TEST_OK(err);
	assert_string_equal(l.text, "call 1|hangup|");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
 out:
	temp_remove(&t);

	return err;
}

/* What others have put there is passed over; what is no file is not read */
int test_linekept_hostile(void)
{
	static const char text[] = "call 1\n\x1b]0;x\x07\n\n\0\nd 4711\n"
				   "hang\0up\nhold";
	struct lines l = { .len = 0 };
	struct temp t;
	int err;

	temp_make(&t);
	temp_write(&t, "kept", text, sizeof(text) - 1);
	err = oh_linekept_read(temp_path(&t, "kept"), take, &l);
	TEST_OK(err);
	assert_string_equal(l.text, "call 1|hold|");
	assert_int_equal(symlink("kept", temp_path(&t, "link")), 0);
	assert_int_not_equal(oh_linekept_read(t.path, take, &l), 0);
	assert_int_not_equal(oh_linekept_add(t.path, "hold"), 0);
	assert_int_not_equal(oh_linekept_read(t.dir, take, &l), 0);
	assert_int_equal(l.c, 2);
 out:
	temp_remove(&t);

	return err;
}

/* The newest thousand; a file that is much longer is cut */
int test_linekept_many(void)
{
	struct lines l = { .len = 0 };
	struct stat st;
	struct temp t;
	FILE *f;
	int err;

	temp_make(&t);
	f = fopen(temp_path(&t, "kept"), "w");
	assert_non_null(f);
	for (int i = 0; i < 200000; i++)
		(void)fprintf(f, "call %d\n", 1000000 + i);
	(void)fclose(f);
	err = oh_linekept_read(t.path, take, &l);
	TEST_OK(err);
	assert_int_equal(l.c, OH_LINEKEPT_MAX);
	assert_string_equal(l.first, "call 1199000");
	assert_string_equal(l.last, "call 1199999");
	assert_int_equal(stat(t.path, &st), 0);
	if (test_or_refused(0) == 0)
		assert_int_equal(st.st_size, OH_LINEKEPT_MAX * 13);
	assert_int_equal(st.st_mode & 0777, 0600);
 out:
	temp_remove(&t);

	return err;
}
