/**
 * @file test_phoned.c  The phone of a user, and who looks for it
 */
#include "base/compat.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/lock.h"
#include "command/phoned.h"
#include "ctl/ctl.h"
#include "home.h"
#include "test.h"

int test_phoned_lock(void)
{
	char path[OH_CTL_PATH_SIZE] = "", want[64];
	int fd = -1, second = -1;
	struct home h;

	home_enter(&h);
	setenv("XDG_RUNTIME_DIR", h.dir, 1);
	assert_int_equal(oh_phoned_find(path, sizeof(path)), ENOENT);
	TEST_OK(oh_phoned_lock(&fd));
	TEST_OK(oh_phoned_find(path, sizeof(path)));
	(void)snprintf(want, sizeof(want), "/offhook/ctl/%ld",
		       (long)getpid());
	assert_non_null(strstr(path, want));
	assert_int_equal(oh_phoned_lock(&second), EWOULDBLOCK);
	fd = oh_lock_drop(fd);
	assert_int_equal(oh_phoned_find(path, sizeof(path)), ENOENT);
	TEST_OK(oh_phoned_lock(&fd));
 out:
	(void)oh_lock_drop(fd);
	home_leave(&h);
	return 0;
}

/* Whoever has the lock and does not say who it is, is not there yet */
int test_phoned_unnamed(void)
{
	static const char *const textv[] = { "", "\n", "x\n", "0\n", "-1\n",
					     "12x\n", "99999999999999\n" };
	char path[OH_CTL_PATH_SIZE];
	struct home h;
	int fd = -1;

	home_enter(&h);
	setenv("XDG_RUNTIME_DIR", h.dir, 1);
	TEST_OK(oh_phoned_lock(&fd));
	for (size_t i = 0; i < ARRAY_SIZE(textv); i++) {
		assert_int_equal(ftruncate(fd, 0), 0);
		assert_int_equal(pwrite(fd, textv[i], strlen(textv[i]), 0),
				 strlen(textv[i]));
		assert_int_equal(oh_phoned_find(path, sizeof(path)), ENOENT);
	}
 out:
	(void)oh_lock_drop(fd);
	home_leave(&h);
	return 0;
}

/* It is nobody else's, and one of before is kept */
int test_phoned_log(void)
{
	int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO), status;
	struct home h;
	struct stat st;

	home_enter(&h);
	setenv("XDG_STATE_HOME", h.dir, 1);
	status = oh_phoned_log();
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	assert_int_equal(status, 0);
	assert_int_equal(stat(home_path(&h, "offhook/phoned.log"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(truncate(home_path(&h, "offhook/phoned.log"),
				  1024 * 1024), 0);
	status = oh_phoned_log();
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	assert_int_equal(status, 0);
	assert_int_equal(stat(home_path(&h, "offhook/phoned.log"), &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(stat(home_path(&h, "offhook/phoned.log.1"), &st), 0);
	close(out);
	close(err);
	home_leave(&h);
	return 0;
}
