/**
 * @file phoned.c  The process that holds a person's calls, seen from outside
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/child.h"
#include "base/clock.h"
#include "base/compat.h"
#include "base/lock.h"
#include "base/path.h"
#include "base/scan.h"
#include "cli/exit.h"
#include "command/phoned.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/dir.h"

enum {
	PATH_SIZE = 1024,
	PID_SIZE  = 16,
	PID_MAX   = 1 << 22,
	NAP_MS    = 10,
	LOCK_MS   = 300,         /* somebody looks whether it is held     */
	LOG_MAX   = 1024 * 1024,
	LINE_SIZE = 512,
	ARGS      = 12,
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

static int log_path(char *buf, size_t size)
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

/**
 * Write what is said on stdout and stderr to the log
 *
 * @return 0 or an errno of the file
 */
int oh_phoned_log(void)
{
	char path[PATH_SIZE];
	int fd, err = log_path(path, sizeof(path));

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

/* ------------------------------------------------------------- starting it */

/** One that is being started */
struct birth {
	struct oh_app *app;
	pid_t          pid;            /* 0: not ours, or it has ended    */
	bool           ended;
	int            wstatus;        /* then                            */
	char           log[PATH_SIZE];
	off_t          said;           /* before it began                 */
	uint64_t       until_us;
};

/* Whether it speaks; ENOENT: not yet */
static int greet(const char *path)
{
	struct oh_ctl_client *c = NULL;
	int err = oh_ctl_connect(&c, path);

	mem_deref(c);

	return err == ECONNREFUSED || err == EPIPE || err == ECONNRESET ?
		ENOENT : err;
}

static int spawn(struct birth *b, const struct oh_phoned_prm *prm)
{
	const char *config = oh_app_opts(b->app)->config;
	char path[PATH_SIZE];
	const char *argv[ARGS] = { path, "--for-screen" };
	const struct oh_child_prm child = {
		.argv = argv, .in = -1, .out = -1, .session = true,
	};
	size_t n = 2;

	if (oh_path_beside(path, sizeof(path), "phoned"))
		str_ncpy(path, "phoned", sizeof(path));   /* by PATH */
	if (config) {
		argv[n++] = "--config";
		argv[n++] = config;
	}
	if (prm && prm->handset) {
		argv[n++] = "--handset";
		argv[n++] = prm->handset;
	}
	if (prm && prm->device) {
		argv[n++] = "--audio-device";
		argv[n++] = prm->device;
	}

	return oh_child_spawn(&b->pid, &child);
}

/* What it said before it ended, for who reads our stderr */
static void repeat_log(const struct birth *b)
{
	char line[LINE_SIZE];
	FILE *f = fopen(b->log, "re");

	if (!f)
		return;
	if (fseeko(f, b->said, SEEK_SET) == 0) {
		while (fgets(line, sizeof(line), f)) {
			line[strcspn(line, "\n")] = '\0';
			oh_app_line(b->app, line);
		}
	}
	(void)fclose(f);
}

static int has_ended(struct birth *b)
{
	int status = OH_EXIT_SOFTWARE;

	repeat_log(b);
	if (WIFEXITED(b->wstatus) && WEXITSTATUS(b->wstatus))
		status = WEXITSTATUS(b->wstatus);

	return oh_app_fail(b->app, status, "phoned has ended at once; its "
			   "log is %s", b->log);
}

/* Another one may have been quicker, which is as well */
static bool is_lost(struct birth *b)
{
	if (b->pid && waitpid(b->pid, &b->wstatus, WNOHANG) == b->pid) {
		b->pid   = 0;
		b->ended = true;
	}

	return b->ended && !(WIFEXITED(b->wstatus) &&
			     WEXITSTATUS(b->wstatus) == OH_EXIT_CANT_CREATE);
}

/* The one that was found has ended meanwhile, or it was in the way of ours */
static int replace_it(struct birth *b, const struct oh_phoned_prm *prm)
{
	char lock[PATH_SIZE];

	if (b->pid || lock_path(lock, sizeof(lock)) || look_at_lock(lock))
		return 0;
	b->ended = false;

	return spawn(b, prm);
}

static int await(struct birth *b, char *path, size_t size,
		 const struct oh_phoned_prm *prm)
{
	int err;

	for (;;) {
		err = oh_phoned_find(path, size);
		if (!err)
			err = greet(path);
		if (!err)
			return 0;
		if (err != ENOENT)
			break;
		if (is_lost(b))
			return has_ended(b);
		err = replace_it(b, prm);
		if (err)
			break;
		err = ENOENT;
		if (oh_clock_us() >= b->until_us)
			break;
		(void)poll(NULL, 0, NAP_MS);
	}

	return oh_app_fail(b->app, OH_EXIT_SOFTWARE, "phoned does not speak "
			   "(%s); its log is %s", err == ENOENT ?
			   "no socket of its own" : strerror(err), b->log);
}

static void set_log(struct birth *b)
{
	struct stat st;

	if (log_path(b->log, sizeof(b->log)))
		str_ncpy(b->log, OH_PHONED_LOG, sizeof(b->log));
	else if (stat(b->log, &st) == 0)
		b->said = st.st_size;
}

/**
 * Find the phone of this user, or start it and wait until it speaks
 *
 * Waits, at most 5 s: for the time before the main loop runs.
 *
 * @param path Receives the path of its control socket
 * @param size Its size [bytes]
 * @param app  The command
 * @param prm  How it is started, if it is; NULL: as configured
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_phoned_start(char *path, size_t size, struct oh_app *app,
		    const struct oh_phoned_prm *prm)
{
	struct birth b = { .app = app };
	int err = oh_phoned_find(path, size);

	b.until_us = oh_clock_us() + OH_PHONED_START_MS * 1000ull;
	set_log(&b);
	if (err == ENOENT)
		err = spawn(&b, prm);
	if (err)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "phoned: %s",
				   strerror(err));

	return await(&b, path, size, prm);
}
