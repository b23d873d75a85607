/**
 * @file test_replace.c  A file is replaced as a whole, or not at all
 */
#include "test.h"
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/replace.h"
#include "temp.h"


static void check_text(struct temp *t, const char *want)
{
	char buf[64];
	FILE *f = fopen(temp_path(t, "file"), "r");

	assert_non_null(f);
	buf[fread(buf, 1, sizeof(buf) - 1, f)] = '\0';
	fclose(f);
	assert_string_equal(buf, want);
}


int test_replace_commit(void)
{
	struct oh_replace *r = NULL;
	struct temp t;
	struct stat st;
	char path[320];
	int err;

	temp_make(&t);
	temp_write(&t, "file", "old", 3);
	str_ncpy(path, temp_path(&t, "file"), sizeof(path));

	for (int i = 0; i < 2; i++) {
		err = oh_replace_alloc(&r, path);
		TEST_OK(err);
		assert_true(fputs("new", oh_replace_stream(r)) >= 0);
		check_text(&t, "old");
		if (i == 0) {
			r = mem_deref(r);
			assert_int_equal(temp_count(&t), 1);
		}
	}
	err = oh_replace_commit(r, OH_REPLACE_SYNCED);
	TEST_OK(err);
	assert_int_equal(oh_replace_commit(r, OH_REPLACE_PLAIN), EINVAL);
	r = mem_deref(r);
	check_text(&t, "new");
	assert_int_equal(temp_count(&t), 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);

 out:
	mem_deref(r);
	temp_remove(&t);
	return err;
}


/* Only what a crash left goes: not what somebody has put beside it */
int test_replace_sweeps(void)
{
	struct oh_replace *r = NULL;
	struct temp t;
	int err;

	temp_make(&t);
	temp_write(&t, "file.backup", "mine", 4);
	temp_write(&t, "file.offhook-backup2", "mine", 4);
	temp_write(&t, "file.offhook-AbCdEf", "left", 4);
	err = oh_replace_alloc(&r, temp_path(&t, "file"));
	TEST_OK(err);
	assert_int_equal(oh_replace_commit(r, OH_REPLACE_PLAIN), 0);
	assert_int_equal(access(temp_path(&t, "file.backup"), F_OK), 0);
	assert_int_equal(temp_count(&t), 3);

 out:
	mem_deref(r);
	temp_remove(&t);

	return err;
}

/* A full disk, and a folder in the way */
int test_replace_fails(void)
{
	struct oh_replace *r = NULL;
	struct temp t;
	char path[320];
	FILE *full = NULL;
	int err;

	temp_make(&t);
	str_ncpy(path, temp_path(&t, "file"), sizeof(path));
	assert_int_equal(mkdir(path, 0700), 0);
	err = oh_replace_alloc(&r, path);
	TEST_OK(err);
	assert_int_equal(oh_replace_commit(r, OH_REPLACE_PLAIN), EISDIR);

	full = fopen("/dev/full", "w");
	if (full) {
		assert_int_equal(dup2(fileno(full),
				      fileno(oh_replace_stream(r))),
				 fileno(oh_replace_stream(r)));
		assert_true(fputs("x", oh_replace_stream(r)) >= 0);
		assert_int_equal(oh_replace_commit(r, OH_REPLACE_PLAIN),
				 ENOSPC);
		fclose(full);
	}
	r = mem_deref(r);
	assert_int_equal(temp_count(&t), 1);

	assert_int_equal(oh_replace_alloc(NULL, path), EINVAL);
	err = oh_replace_alloc(&r, "/nonexistent/file");
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ENOENT);
	err = 0;

 out:
	mem_deref(r);
	temp_remove(&t);
	return err;
}
