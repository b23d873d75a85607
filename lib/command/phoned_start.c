/**
 * @file phoned_start.c  The process that holds a person's calls is started
 *
 *   begin ──▶ look, look, .. ──▶ it speaks │ it has ended │ it is late
 *
 * Another one may be quicker than ours, or the one that was found may be
 * about to end: both are as good as our own.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "base/child.h"
#include "base/clock.h"
#include "base/compat.h"
#include "base/path.h"
#include "cli/exit.h"
#include "command/phoned.h"
#include "ctl/client.h"

enum {
	PATH_SIZE = 1024,
	NAP_MS    = 10,
	LINE_SIZE = 512,
	ARGS      = 14,
	BIRTHS    = 3,           /* others were in the way of the former  */
};

struct oh_phoned_birth {
	struct oh_app        *app;
	struct oh_phoned_prm  prm;
	pid_t    pid;                  /* 0: not ours, or it has ended    */
	unsigned births;               /* so far                          */
	bool     ended;
	int      wstatus;              /* then                            */
	char     log[PATH_SIZE];
	off_t    said;                 /* before it began                 */
	uint64_t until_us;
};

static void reap(struct oh_phoned_birth *b)
{
	if (b->pid && waitpid(b->pid, &b->wstatus, WNOHANG) == b->pid) {
		b->pid   = 0;
		b->ended = true;
	}
}

static void destructor(void *arg)
{
	reap(arg);
}

/* Whether it speaks; ENOENT: not yet */
static int greet(const char *path)
{
	struct oh_ctl_client *c = NULL;
	int err = oh_ctl_connect(&c, path);

	mem_deref(c);

	return err == ECONNREFUSED || err == EPIPE || err == ECONNRESET ?
		ENOENT : err;
}

static int spawn(struct oh_phoned_birth *b)
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
	if (b->prm.handset) {
		argv[n++] = "--handset";
		argv[n++] = b->prm.handset;
	}
	n += oh_devices_args(&argv[n], &b->prm.devices);
	b->ended = false;
	b->births++;

	return oh_child_spawn(&b->pid, &child);
}

/* The one who has it is another one, who was quicker */
static bool is_lost(const struct oh_phoned_birth *b)
{
	return b->ended && !(WIFEXITED(b->wstatus) &&
			     WEXITSTATUS(b->wstatus) == OH_EXIT_CANT_CREATE);
}

static void set_log(struct oh_phoned_birth *b)
{
	struct stat st;

	if (oh_phoned_log_path(b->log, sizeof(b->log)))
		str_ncpy(b->log, OH_PHONED_LOG, sizeof(b->log));
	else if (stat(b->log, &st) == 0)
		b->said = st.st_size;
}

/**
 * Begin to start the phone of this user, if there is none
 *
 * @param bp  Returned, release with mem_deref: what was started goes on
 * @param app The command, borrowed
 * @param prm How it is started, borrowed; NULL: as configured
 *
 * @return 0, ENOMEM, or why it cannot be started
 */
int oh_phoned_begin(struct oh_phoned_birth **bp, struct oh_app *app,
		    const struct oh_phoned_prm *prm)
{
	struct oh_phoned_birth *b = mem_zalloc(sizeof(*b), destructor);
	char path[PATH_SIZE];
	int err;

	if (!b)
		return ENOMEM;
	b->app = app;
	if (prm)
		b->prm = *prm;
	b->until_us = oh_clock_us() + OH_PHONED_START_MS * UINT64_C(1000);
	set_log(b);
	err = oh_phoned_find(path, sizeof(path));
	if (err == ENOENT)
		err = spawn(b);
	if (err)
		mem_deref(b);
	else
		*bp = b;

	return err;
}

/**
 * Look how far it is; whether it speaks is for the caller to see. Never waits
 *
 * @param b One that has been begun
 *
 * @return EAGAIN: it is on its way; ESRCH: it has ended; ETIMEDOUT: it should
 *         be there by now; or why another one cannot be started
 */
int oh_phoned_look(struct oh_phoned_birth *b)
{
	int err;

	reap(b);
	if (is_lost(b))
		return ESRCH;
	/* The one that was found has ended, or was in the way of ours */
	if (!b->pid && oh_phoned_is_free()) {
		if (b->births >= BIRTHS)
			return ESRCH;
		err = spawn(b);
		if (err)
			return err;
	}

	return oh_clock_us() < b->until_us ? EAGAIN : ETIMEDOUT;
}

/* Each line it has said since it began */
static void each_said(const struct oh_phoned_birth *b,
		      void (*h)(const char *line, void *arg), void *arg)
{
	char line[LINE_SIZE];
	FILE *f = fopen(b->log, "re");

	if (!f)
		return;
	if (fseeko(f, b->said, SEEK_SET) == 0) {
		while (fgets(line, sizeof(line), f)) {
			line[strcspn(line, "\n")] = '\0';
			h(line, arg);
		}
	}
	(void)fclose(f);
}

/** Where a line is kept */
struct kept {
	char  *buf;
	size_t size;
};

static void keep(const char *line, void *arg)
{
	const struct kept *k = arg;

	if (*line)
		str_ncpy(k->buf, line, k->size);
}

/**
 * Tell what it said last
 *
 * @param b    One that has been begun
 * @param buf  Receives the last line of its log that is its own; "": none
 * @param size Its size [bytes]
 */
void oh_phoned_said(const struct oh_phoned_birth *b, char *buf, size_t size)
{
	struct kept k = { .buf = buf, .size = size };

	buf[0] = '\0';
	each_said(b, keep, &k);
}

/** Where all of it stands; borrowed */
const char *oh_phoned_birth_log(const struct oh_phoned_birth *b)
{
	return b->log;
}

/* ------------------------------------------------------- and waited for */

static void repeat(const char *line, void *arg)
{
	const struct oh_phoned_birth *b = arg;

	oh_app_line(b->app, line);
}

static int has_ended(struct oh_phoned_birth *b)
{
	int status = OH_EXIT_SOFTWARE;

	each_said(b, repeat, b);
	if (WIFEXITED(b->wstatus) && WEXITSTATUS(b->wstatus))
		status = WEXITSTATUS(b->wstatus);

	return oh_app_fail(b->app, status, "phoned has ended at once; its "
			   "log is %s", b->log);
}

/* The one that runs. Its socket has its process for a name */
static int hangs(struct oh_phoned_birth *b, const char *path)
{
	const char *pid = strrchr(path, '/');

	return oh_app_fail(b->app, OH_EXIT_UNAVAILABLE, "phoned does not "
			   "answer; wait for it, or 'kill -KILL %s' ends it, "
			   "and its calls", pid ? pid + 1 : "PID");
}

static int await(struct oh_phoned_birth *b, char *path, size_t size)
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
		err = oh_phoned_look(b);
		if (err == ESRCH)
			return has_ended(b);
		if (err != EAGAIN)
			break;
		(void)poll(NULL, 0, NAP_MS);
	}

	if (err == ETIMEDOUT && !b->pid)
		return hangs(b, path);

	return oh_app_fail(b->app, OH_EXIT_SOFTWARE, "phoned does not speak "
			   "(%s); its log is %s", strerror(err), b->log);
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
	struct oh_phoned_birth *b = NULL;
	int status, err = oh_phoned_begin(&b, app, prm);

	if (err)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "phoned: %s",
				   strerror(err));
	status = await(b, path, size);
	mem_deref(b);

	return status;
}
