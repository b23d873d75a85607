/**
 * @file run.c  The process around a command: set-up, signals, the end
 *
 *   signal or --timeout ---> stop handler ---> oh_app_stop() ---> return
 *                       \--> 2 s -------------------------------> return
 *                       \--> second signal --> exit at once
 *
 * Signals are blocked before the first thread starts, so that every thread
 * inherits that, and are read from a signalfd by the loop: no code runs
 * inside a signal handler.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include "base/compat.h"
#define DEBUG_MODULE "run"      /* re_dbg.h insists on both */
#define DEBUG_LEVEL  4
#include <re_dbg.h>
#include "base/clock.h"
#include "cli/cli_priv.h"
#include "cli/exit.h"

enum {
	FDS_MAX  = 16384,
	FDS_VERB = 1024,      /* libre's table of all takes 150 pages   */
	GRACE_MS = 2000,      /* From the first signal to the return    */
	ECHO_US  = 200000,    /* What comes sooner is the first again   */
	TIDY_MS  = 100,       /* A later run has at least               */
};

struct oh_run {
	struct tmr      grace;
	struct tmr      timeout;
	uint64_t        begin_us;
	uint64_t        signal_us;      /* of the first; 0: none yet */
	uint64_t        stop_us;      /* when the grace began   */
	oh_app_stop_h  *stoph;
	void           *arg;
	oh_app_notice_h *noticeh;
	void           *noticearg;
	enum oh_cause   cause;
	bool            stopped;
	int             sigfd;
	int             kickfd;
};

/*
 * Cron and daemons may start us without stdin, stdout or stderr. A socket
 * that got such a number would be written to by the next printf.
 */
static int open_missing_fds(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);

	if (fd < 0)
		return errno;

	(void)close(fd);

	return 0;
}

static void raise_fd_limit(void)
{
	struct rlimit lim;

	if (getrlimit(RLIMIT_NOFILE, &lim) || lim.rlim_cur >= FDS_MAX)
		return;

	/* What cannot be had is missed only by very many calls. */
	lim.rlim_cur = lim.rlim_max < FDS_MAX ? lim.rlim_max : FDS_MAX;
	(void)setrlimit(RLIMIT_NOFILE, &lim);
}

static void libre_says(int level, const char *p, size_t len, void *arg)
{
	struct oh_app *app = arg;
	(void)level;

	while (len && p[len - 1] == '\n')
		len--;
	oh_log(app->log, OH_LOG_INFO, "%.*s", (int)len, p);
}

/* libre writes a line for each malformed packet, libmpg123 for damaged
   files: strangers could fill a cron job's mail. */
static ssize_t murmur(void *arg, const char *buf, size_t size)
{
	libre_says(DBG_WARNING, buf, size, arg);

	return (ssize_t)size;
}

/* What libraries print on stderr goes where their warnings go. */
static void hush(struct oh_app *app)
{
	const cookie_io_functions_t io = { .write = murmur };

	app->murmur = fopencookie(app, "w", io);
	if (!app->murmur)
		return;
	(void)setvbuf(app->murmur, NULL, _IOLBF, BUFSIZ);
	stderr = app->murmur;
}

static void unhush(struct oh_app *app)
{
	if (!app->murmur)
		return;
	stderr = app->err;
	(void)fclose(app->murmur);
}

static bool is_ignored(int sig)
{
	struct sigaction sa;

	return 0 == sigaction(sig, NULL, &sa) && sa.sa_handler == SIG_IGN;
}

/* fd -1: none yet */
static int open_signals(int *fdp, bool notice)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	/* nohup(1) has its say; an ignored SIGINT does not, because shells
	   set that for every background job and it must hang up even so. */
	if (!is_ignored(SIGHUP))
		sigaddset(&set, SIGHUP);
	if (notice)
		sigaddset(&set, SIGUSR1);

	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return errno;
	fd = signalfd(*fdp, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		return errno;
	*fdp = fd;

	return 0;
}

static void kicked(int flags, void *arg)
{
	int *fdp = arg;

	(void)flags;
	fd_close(*fdp);
	(void)close(*fdp);
	*fdp = -1;
}

static void run_destructor(void *data)
{
	struct oh_run *run = data;

	tmr_cancel(&run->grace);
	tmr_cancel(&run->timeout);
	if (run->kickfd >= 0)
		kicked(0, &run->kickfd);
	if (run->sigfd >= 0)
		(void)close(run->sigfd);
}

static int run_alloc(struct oh_run **runp)
{
	struct oh_run *run;
	int err;

	run = mem_zalloc(sizeof(*run), run_destructor);
	if (!run)
		return ENOMEM;

	run->sigfd = run->kickfd = -1;
	run->begin_us = oh_clock_us();
	err = open_signals(&run->sigfd, false);
	if (err)
		mem_deref(run);
	else
		*runp = run;

	return err;
}

static void grace_over(void *arg)
{
	oh_app_stop(arg);
}

/* What is left of it: whoever waits for us has 2 s, not 2 s each time */
static void start_grace(struct oh_app *app)
{
	uint64_t gone_ms = (oh_clock_us() - app->run->stop_us) / 1000;
	uint64_t ms = TIDY_MS;

	if (gone_ms + TIDY_MS < GRACE_MS)
		ms = GRACE_MS - gone_ms;
	tmr_start(&app->run->grace, ms, grace_over, app);
}

/* Asks the command to end; the first reason counts */
static void ask_to_stop(struct oh_app *app, enum oh_cause cause)
{
	struct oh_run *run = app->run;

	run->cause = cause;
	run->stop_us = oh_clock_us();
	start_grace(app);
	if (run->stoph)
		run->stoph(cause, run->arg);
	else
		oh_app_stop(app);
}

static void timeout_over(void *arg)
{
	struct oh_app *app = arg;

	if (app->run->cause == OH_CAUSE_NONE)
		ask_to_stop(app, OH_CAUSE_TIMEOUT);
}

/* timeout(1) signals its child and then its process group, in which the child
   is; a terminal that goes away does so by the kernel and by the shell. */
static bool is_echo(struct oh_run *run)
{
	uint64_t now_us = oh_clock_us();

	if (run->signal_us)
		return now_us - run->signal_us < ECHO_US;
	run->signal_us = now_us;

	return false;
}

/* Whoever sat at a terminal is gone with it; a daemon never had one. */
static bool has_terminal(void)
{
	int fd = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return false;
	(void)close(fd);

	return true;
}

static bool is_noticed(const struct oh_run *run, int sig)
{
	if (sig != SIGUSR1 && (sig != SIGHUP || has_terminal()))
		return false;

	return (run->noticeh && run->noticeh(sig, run->noticearg)) ||
		sig == SIGUSR1;
}

/* NONE: no signal waits */
static enum oh_cause take_signal(const struct oh_run *run)
{
	struct signalfd_siginfo si;

	if (read(run->sigfd, &si, sizeof(si)) != (ssize_t)sizeof(si))
		return OH_CAUSE_NONE;
	if (is_noticed(run, (int)si.ssi_signo))
		return OH_CAUSE_NONE;

	return si.ssi_signo == SIGINT ? OH_CAUSE_INTERRUPTED
				      : OH_CAUSE_TERMINATED;
}

static void signalled(int flags, void *arg)
{
	struct oh_app *app = arg;
	enum oh_cause cause = take_signal(app->run);
	(void)flags;

	if (cause == OH_CAUSE_NONE)
		return;

	if (is_echo(app->run))
		return;
	/* Who asks twice does not want to wait for anything. */
	if (app->run->cause != OH_CAUSE_NONE)
		_exit(oh_exit_of(cause));

	ask_to_stop(app, cause);
}

static void start_timeout(struct oh_app *app)
{
	struct oh_run *run = app->run;
	uint64_t gone_ms = (oh_clock_us() - run->begin_us) / 1000;
	uint32_t ms = app->opts.timeout_ms;

	if (ms && run->cause == OH_CAUSE_NONE)
		tmr_start(&run->timeout, gone_ms < ms ? ms - gone_ms : 1,
			  timeout_over, app);
}

/* libre sleeps 1 ms before a timer that is due already, and every command
   begins with such a one: a tenth of the time from exec to the INVITE. */
static void kick(struct oh_run *run)
{
	if (run->kickfd >= 0)
		return;
	run->kickfd = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
	if (run->kickfd >= 0 &&
	    fd_listen(run->kickfd, FD_READ, kicked, &run->kickfd))
		kicked(0, &run->kickfd);
}

/**
 * Run the main loop until oh_app_stop(), a signal or --timeout. After one of
 * the latter two the stop handler is called, once, and the command has 2 s.
 * It may be run again to clean up, in what is left of them, 0.1 s at least
 *
 * @param app   Application
 * @param stoph Called from the loop to end the work; NULL: nothing to do
 * @param arg   Handler argument
 *
 * @return INTERRUPTED, TERMINATED or TIMEOUT if that ended it, now or in an
 *         earlier run; FAILED if the loop cannot run; else NONE
 */
enum oh_cause oh_app_run(struct oh_app *app, oh_app_stop_h *stoph, void *arg)
{
	struct oh_run *run;
	int err;

	if (!app || !app->run)
		return OH_CAUSE_FAILED;

	run = app->run;
	run->stoph = stoph;
	run->arg   = arg;
	start_timeout(app);
	if (run->cause != OH_CAUSE_NONE)
		start_grace(app);

	err = fd_listen(run->sigfd, FD_READ, signalled, app);
	kick(run);
	if (!err && !run->stopped)
		err = re_main(NULL);

	fd_close(run->sigfd);
	tmr_cancel(&run->grace);
	tmr_cancel(&run->timeout);
	run->stopped = false;
	run->stoph   = NULL;
	if (err) {
		(void)oh_app_fail(app, 0, "main loop: %s", strerror(err));
		return OH_CAUSE_FAILED;
	}

	return run->cause;
}

/**
 * Have SIGUSR1, and a daemon's SIGHUP, told instead of dying of them
 *
 * @param app Application
 * @param h   Called from the loop; NULL: they mean nothing special any more
 * @param arg Handler argument
 *
 * @return 0, EINVAL, or what the system said
 */
int oh_app_notice(struct oh_app *app, oh_app_notice_h *h, void *arg)
{
	if (!app || !app->run)
		return EINVAL;

	app->run->noticeh   = h;
	app->run->noticearg = arg;

	return open_signals(&app->run->sigfd, true);
}

/**
 * Let oh_app_run() return; a next one returns at once if none runs now
 *
 * @param app Application
 */
void oh_app_stop(struct oh_app *app)
{
	if (!app || !app->run)
		return;

	app->run->stopped = true;
	re_cancel();
}

/**
 * Tell what has ended the work, without waiting for it
 *
 * @param app Application
 *
 * @return INTERRUPTED, TERMINATED or TIMEOUT; NONE: nothing has
 */
enum oh_cause oh_app_cause(const struct oh_app *app)
{
	return app && app->run ? app->run->cause : OH_CAUSE_NONE;
}

static void readable(int flags, void *arg)
{
	(void)flags;
	oh_app_stop(arg);
}

/**
 * Wait until a descriptor can be read, with signals and --timeout in force
 *
 * @param app Application
 * @param fd  Terminal, pipe or socket
 *
 * @return 0, EINVAL, ECANCELED if a signal or --timeout came first, or an
 *         error of the main loop
 */
int oh_app_wait(struct oh_app *app, int fd)
{
	enum oh_cause cause;
	int err;

	if (!app || fd < 0)
		return EINVAL;

	err = fd_listen(fd, FD_READ, readable, app);
	if (err)
		return err;
	cause = oh_app_run(app, NULL, NULL);
	fd_close(fd);

	return cause == OH_CAUSE_NONE ? 0 : ECANCELED;
}

/* OpenSSL starts by itself at the first use of it. In libre_init() it would
   read its files in every verb, a third of all there is to do for one. */
static int start_libre(void)
{
#if OH_LIBRE < 0x020000
	rand_init();

	return net_sock_init();
#else
	return libre_init();
#endif
}

static int set_up(struct oh_app **appp, const struct oh_app_about *about)
{
	struct oh_app *app = NULL;
	int err;

	if (!about->verb)
		raise_fd_limit();
	err = start_libre();
	if (err)
		return err;
	err = fd_setsize(about->verb ? FDS_VERB : FDS_MAX);
	if (err)
		return err;

	/* A reader that goes away is an error of write(2). After libre's
	   start, which sets a handler. */
	(void)signal(SIGPIPE, SIG_IGN);

	err = oh_app_alloc(&app, about);
	if (!err)
		err = run_alloc(&app->run);
	if (err) {
		mem_deref(app);
		return err;
	}

	dbg_init(DBG_WARNING, DBG_NONE);
	dbg_handler_set(libre_says, app);
	hush(app);
	*appp = app;

	return 0;
}

static int tear_down(struct oh_app *app, int status)
{
	int err = oh_app_flush(app);
	enum oh_cause cause = take_signal(app->run);

	/* What failed before the loop ran may have been interrupted by it */
	if (status != OH_EXIT_OK && app->run->cause == OH_CAUSE_NONE && cause)
		status = oh_exit_of(cause);

	/* A reader that has left wants no more: no word, but the status. */
	if (err && err != EPIPE)
		(void)oh_app_fail(app, 0, "stdout: %s", strerror(err));

	unhush(app);
	dbg_handler_set(NULL, NULL);
	app->run = mem_deref(app->run);
	mem_deref(app);

	return err && status == OH_EXIT_OK ? OH_EXIT_FAILED : status;
}

/**
 * Run a command from main()
 *
 * @param about What it is; borrowed
 * @param cmd   Its function
 * @param argc  As main() got it
 * @param argv  As main() got it
 *
 * @return Exit status: that of cmd, 1 if all went well but stdout could not
 *         be written, 70 if nothing could be set up
 */
int oh_app_main(const struct oh_app_about *about, oh_app_cmd_h *cmd,
		int argc, char **argv)
{
	struct oh_app *app = NULL;
	int status = OH_EXIT_SOFTWARE, err;

	err = open_missing_fds();
	if (!err)
		err = set_up(&app, about);
	if (err)
		fprintf(stderr, "%s: start: %s\n", about->name,
			strerror(err));
	else
		status = tear_down(app, cmd(app, argc, argv));

	libre_close();

	return status;
}
