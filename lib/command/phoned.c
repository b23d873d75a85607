/**
 * @file phoned.c  The process that holds a person's calls, seen from outside
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/scan.h"
#include "command/phoned.h"
#include "ctl/ctl.h"
#include "ctl/dir.h"

enum {
	PATH_SIZE = 1024,
	PID_SIZE  = 16,
	PID_MAX   = 1 << 22,
	LOCK_MS   = 300,         /* somebody looks whether it is held     */
	LOG_MAX   = 1024 * 1024,
};

static int lock_path(char *buf, size_t size)
{
	return oh_path_make(buf, size, OH_PATH_RUNTIME, "phoned.lock");
}

/* 0: nobody holds it; EAGAIN */
static int look_at_lock(const char *path)
{
	int fd = -1, err = oh_lock_take(&fd, path, 0);

	(void)oh_lock_drop(fd);

	return err;
}

/** Whether nobody is the phone of this user, nor about to be */
bool oh_phoned_is_free(void)
{
	char path[PATH_SIZE];

	return 0 == lock_path(path, sizeof(path)) && 0 == look_at_lock(path);
}

static int read_pid(pid_t *pidp, const char *path)
{
	char buf[PID_SIZE] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = fd < 0 ? -1 : read(fd, buf, sizeof(buf) - 1);
	uint32_t pid;

	if (fd >= 0)
		(void)close(fd);
	buf[n > 0 ? n : 0] = '\0';
	buf[strcspn(buf, "\n")] = '\0';
	if (oh_scan_u32(&pid, buf, 1, PID_MAX))
		return ENOENT;
	*pidp = (pid_t)pid;

	return 0;
}

/**
 * Find the phone of this user
 *
 * @param path Receives the path of its control socket
 * @param size Its size [bytes]
 *
 * @return 0, ENOENT (none runs, or not yet), or an errno of the run-time
 *         folder
 */
int oh_phoned_find(char *path, size_t size)
{
	char lock[PATH_SIZE];
	pid_t pid = 0;
	int err = lock_path(lock, sizeof(lock));

	if (err)
		return err;
	err = look_at_lock(lock);
	if (err != EWOULDBLOCK)
		return err ? err : ENOENT;
	err = read_pid(&pid, lock);

	return err ? err : oh_ctl_dir_path(path, size, pid);
}

/**
 * Be the phone of this user
 *
 * @param fdp Set to what holds the lock, for oh_lock_drop()
 *
 * @return 0, EAGAIN (another one runs), or an errno of the run-time folder
 */
int oh_phoned_lock(int *fdp)
{
	char path[PATH_SIZE], text[PID_SIZE];
	int err = lock_path(path, sizeof(path));
	int n;

	if (!err)
		err = oh_lock_take(fdp, path, LOCK_MS);
	if (err)
		return err;
	n = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	if (ftruncate(*fdp, 0) || pwrite(*fdp, text, n, 0) != n) {
		err = errno ? errno : EIO;
		*fdp = oh_lock_drop(*fdp);
	}

	return err;
}

/**
 * Find its log
 *
 * @param buf  Receives the path
 * @param size Its size [bytes]
 *
 * @return 0 or an errno of the state folder
 */
int oh_phoned_log_path(char *buf, size_t size)
{
	return oh_path_make(buf, size, OH_PATH_STATE, OH_PHONED_LOG);
}

/* The one before is kept; there are no more than two */
static void rotate(const char *path)
{
	char old[PATH_SIZE + 4];
	struct stat st;

	if (stat(path, &st) || st.st_size < LOG_MAX)
		return;
	(void)snprintf(old, sizeof(old), "%s.1", path);
	(void)rename(path, old);
}

/** What is said on stdout and stderr is lost */
void oh_phoned_mute(void)
{
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)dup2(fd, STDOUT_FILENO);
	(void)dup2(fd, STDERR_FILENO);
	(void)close(fd);
}

/**
 * Write what is said on stdout and stderr to the log
 *
 * @return 0 or an errno of the file
 */
int oh_phoned_log(void)
{
	char path[PATH_SIZE];
	int fd, err = oh_phoned_log_path(path, sizeof(path));

	if (err)
		return err;
	rotate(path);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC |
		  O_NOFOLLOW, S_IRUSR | S_IWUSR);
	if (fd < 0)
		return errno;
	if (dup2(fd, STDOUT_FILENO) < 0 || dup2(fd, STDERR_FILENO) < 0)
		err = errno;
	(void)close(fd);

	return err;
}
