/**
 * @file test_lock.c  One process at a time
 */
#include "test.h"
#include <sys/wait.h>
#include <unistd.h>
#include "base/lock.h"
#include "temp.h"


/* In another process, which holds it until it is told, or we are gone */
static void hold(const char *path, const int *tellv, const int *untilv)
{
	char c = '.';
	int fd = -1;

	(void)close(untilv[1]);
	if (oh_lock_take(&fd, path, 0) || write(tellv[1], &c, 1) != 1 ||
	    read(untilv[0], &c, 1) != 1)
		_exit(1);
	/* Killed without a word: the lock ends all the same. */
	_exit(0);
}


int test_lock_waits(void)
{
	int tellv[2], untilv[2], status = -1, fd = -1;
	struct temp t;
	pid_t pid;
	char c;

	temp_make(&t);
	(void)temp_path(&t, "lock");
	assert_int_equal(pipe(tellv), 0);
	assert_int_equal(pipe(untilv), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		hold(t.path, tellv, untilv);
	assert_int_equal(read(tellv[0], &c, 1), 1);

	assert_int_equal(oh_lock_take(&fd, t.path, 0), EAGAIN);
	assert_int_equal(oh_lock_take(&fd, t.path, 10), EAGAIN);
	assert_int_equal(fd, -1);
	assert_int_equal(write(untilv[1], &c, 1), 1);
	assert_int_equal(oh_lock_take(&fd, t.path, OH_LOCK_WAIT_MS), 0);
	assert_true(fd >= 0);
	assert_int_equal(oh_lock_drop(fd), -1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);

	assert_int_equal(oh_lock_take(&fd, "/nonexistent/lock", 0), ENOENT);
	assert_int_equal(oh_lock_take(NULL, t.path, 0), EINVAL);
	assert_int_equal(oh_lock_drop(-1), -1);
	for (int i = 0; i < 2; i++) {
		close(tellv[i]);
		close(untilv[i]);
	}
	temp_remove(&t);

	return 0;
}
