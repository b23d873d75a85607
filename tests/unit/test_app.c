/**
 * @file test_app.c  The process around a command
 *
 * Each case runs a command in a child, as main() would, and looks at what a
 * shell would see: stdout, stderr and the exit status.
 */
#include "base/compat.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "test.h"
#include "base/clock.h"
#include "cli/app.h"
#include "cli/exit.h"

enum {
	WAIT_MS    = 20000,
	TEXT_SIZE  = 1024,
	DESCRIPTOR = 3,
};

int test_app_status(void);
int test_app_streams(void);
int test_app_closed(void);
int test_app_signals(void);
int test_app_second_signal(void);
int test_app_grace(void);
int test_app_nohup(void);
int test_app_timeout(void);
int test_app_stop_before_run(void);

/** What a shell sees */
struct seen {
	char out[TEXT_SIZE];
	char err[TEXT_SIZE];
	int  status;
};

typedef void (prepare_h)(void);

static const struct oh_app_about about = {
	.name = "cmd", .synopsis = "cmd [options]", .summary = "Test.",
};

/* In the child: stdin is /dev/null, the rest goes to pipes */
static void be_command(oh_app_cmd_h *cmd, prepare_h *prepare, char **argv,
		       const int outv[2], const int errv[2])
{
	int argc = 0, null = open("/dev/null", O_RDONLY);

	while (argv[argc])
		argc++;

	/* The parent's loop is not ours. */
	libre_close();
	fflush(stdout);
	dup2(null, STDIN_FILENO);
	dup2(outv[1], STDOUT_FILENO);
	dup2(errv[1], STDERR_FILENO);
	for (int fd = DESCRIPTOR; fd < 64; fd++)
		close(fd);
	if (prepare)
		prepare();

	_exit(oh_app_main(&about, cmd, argc, argv));
}

static void read_all(int fd, char *buf, size_t size)
{
	size_t n = 0;
	ssize_t got;

	while (n + 1 < size && (got = read(fd, buf + n, size - 1 - n)) > 0)
		n += (size_t)got;
	buf[n] = '\0';
	close(fd);
}

/* ENOMEM if the command was refused memory, by check-oom */
static int run(struct seen *seen, oh_app_cmd_h *cmd, prepare_h *prepare,
	       const char *arg)
{
	char *argv[] = { (char *)(uintptr_t)"cmd", (char *)(uintptr_t)arg,
			 NULL };
	int outv[2], errv[2], wstatus = 0;
	pid_t pid;

	fflush(stdout);
	assert_int_equal(pipe(outv), 0);
	assert_int_equal(pipe(errv), 0);
	pid = fork();
	if (pid == 0) {
		alarm(WAIT_MS / 1000);
		be_command(cmd, prepare, argv, outv, errv);
	}
	close(outv[1]);
	close(errv[1]);
	read_all(outv[0], seen->out, sizeof(seen->out));
	read_all(errv[0], seen->err, sizeof(seen->err));
	assert_int_equal(waitpid(pid, &wstatus, 0), pid);
	assert_true(WIFEXITED(wstatus));
	seen->status = WEXITSTATUS(wstatus);

	return seen->status == OH_EXIT_SOFTWARE ? ENOMEM : 0;
}

static int parse(struct oh_app *app, int argc, char **argv)
{
	return oh_opt_parse(app, NULL, &argc, &argv, 0, 0);
}

static int say_things(struct oh_app *app, int argc, char **argv)
{
	int err = parse(app, argc, argv);

	if (err)
		return oh_exit_usage(err);

	printf("result of %s\n", oh_app_about(app)->name);
	oh_app_say(app, "for %s", "people");
	oh_log(oh_app_log(app), OH_LOG_INFO, "detail");
	oh_log(oh_app_log(app), OH_LOG_DEBUG, "more detail");

	return oh_app_fail(app, OH_EXIT_DATA, "line %d: bad", 7);
}

int test_app_status(void)
{
	static const struct {
		const char *arg, *out, *err;
		int status;
	} casev[] = {
		{ NULL, "result of cmd\n",
		  "cmd: for people\ncmd: line 7: bad\n", 65 },
		{ "-q", "result of cmd\n", "cmd: line 7: bad\n", 65 },
		{ "-v", "result of cmd\n",
		  "cmd: for people\ncmd: detail\ncmd: line 7: bad\n", 65 },
		{ "-vv", "result of cmd\n",
		  "cmd: for people\ncmd: detail\ncmd: more detail\n"
		  "cmd: line 7: bad\n", 65 },
		{ "--version", "cmd (offhook) " OH_VERSION "\n", "", 0 },
		{ "--foo", "", "cmd: unknown option '--foo'; "
		  "try 'cmd --help'\n", 64 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct seen seen;
		int err = run(&seen, say_things, NULL, casev[i].arg);

		if (err)
			return err;
		assert_string_equal(seen.out, casev[i].out);
		assert_string_equal(seen.err, casev[i].err);
		assert_int_equal(seen.status, casev[i].status);
	}
	return 0;
}

static void full_stdout(void)
{
	dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
}

static void broken_stdout(void)
{
	int pipev[2];

	(void)!pipe(pipev);
	dup2(pipev[1], STDOUT_FILENO);
	close(pipev[0]);
	close(pipev[1]);
}

static int print_much(struct oh_app *app, int argc, char **argv)
{
	(void)app, (void)argc, (void)argv;

	for (int i = 0; i < 10000; i++)
		puts("a line");

	return OH_EXIT_OK;
}

static int print_busy(struct oh_app *app, int argc, char **argv)
{
	(void)print_much(app, argc, argv);

	return OH_EXIT_BUSY;
}

int test_app_streams(void)
{
	struct seen seen;
	int err;

	err = run(&seen, print_much, full_stdout, NULL);
	if (err)
		return err;
	assert_int_equal(seen.status, 1);
	assert_string_equal(seen.err,
			    "cmd: stdout: No space left on device\n");

	/* Nobody reads: no word and no SIGPIPE, but not success either */
	err = run(&seen, print_much, broken_stdout, NULL);
	if (err)
		return err;
	assert_int_equal(seen.status, 1);
	assert_string_equal(seen.err, "");

	/* What the call came to is worth more than that. */
	err = run(&seen, print_busy, broken_stdout, NULL);
	if (err)
		return err;
	assert_int_equal(seen.status, OH_EXIT_BUSY);

	return 0;
}

static void close_streams(void)
{
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	/* A copy, so that the case can tell what it has seen */
	dup2(STDERR_FILENO, DESCRIPTOR + 60);
	close(STDERR_FILENO);
}

static int look_at_fds(struct oh_app *app, int argc, char **argv)
{
	int fd = open("/dev/null", O_RDONLY);
	struct rlimit lim;
	(void)argc, (void)argv;

	getrlimit(RLIMIT_NOFILE, &lim);
	dprintf(DESCRIPTOR + 60, "%d %d %d", fd > STDERR_FILENO,
		oh_app_is_automation(app),
		lim.rlim_cur >= 16384 || lim.rlim_cur == lim.rlim_max);
	puts("nobody reads this");

	return OH_EXIT_OK;
}

int test_app_closed(void)
{
	struct seen seen;
	int err = run(&seen, look_at_fds, close_streams, NULL);

	if (err)
		return err;
	assert_string_equal(seen.err, "1 1 1");
	assert_int_equal(seen.status, 0);

	return 0;
}

/** A command that a signal ends */
struct work {
	struct oh_app *app;
	struct tmr     tmr;
	int            sig;
	bool           stubborn;
	uint64_t       apart_us;   /* of the second signal      */
	enum oh_cause  cause;      /* as the stop handler got it */
};

static void send_signal(void *arg)
{
	struct work *w = arg;

	(void)kill(getpid(), w->sig);
}

static void stop_later(void *arg)
{
	struct work *w = arg;

	oh_app_stop(w->app);
}

static void on_stop(enum oh_cause cause, void *arg)
{
	struct work *w = arg;

	w->cause = cause;
	if (!w->stubborn)
		tmr_start(&w->tmr, 1, stop_later, w);
}

static int work(struct oh_app *app, int sig, bool stubborn)
{
	struct work w = { .app = app, .sig = sig, .stubborn = stubborn };
	enum oh_cause cause;

	tmr_init(&w.tmr);
	if (sig)
		tmr_start(&w.tmr, 1, send_signal, &w);
	cause = oh_app_run(app, on_stop, &w);
	tmr_cancel(&w.tmr);
	printf("%s %s\n", oh_cause_name(cause), oh_cause_name(w.cause));

	return oh_exit_of(cause);
}

static int end_by_int(struct oh_app *app, int argc, char **argv)
{
	(void)argc, (void)argv;
	return work(app, SIGINT, false);
}

static int end_by_term(struct oh_app *app, int argc, char **argv)
{
	(void)argc, (void)argv;
	return work(app, SIGTERM, false);
}

static int end_by_hup(struct oh_app *app, int argc, char **argv)
{
	(void)argc, (void)argv;
	return work(app, SIGHUP, false);
}

static void ignore_int(void)
{
	signal(SIGINT, SIG_IGN);
}

int test_app_signals(void)
{
	static const struct {
		oh_app_cmd_h *cmd;
		prepare_h    *prepare;
		const char   *out;
		int           status;
	} casev[] = {
		{ end_by_int,  NULL, "interrupted interrupted\n", 130 },
		{ end_by_term, NULL, "terminated terminated\n",   143 },
		{ end_by_hup,  NULL, "terminated terminated\n",   143 },
		/* As a shell starts what it puts into the background */
		{ end_by_int,  ignore_int, "interrupted interrupted\n",
		  130 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct seen seen;
		int err = run(&seen, casev[i].cmd, casev[i].prepare, NULL);

		if (err)
			return err;
		assert_string_equal(seen.out, casev[i].out);
		assert_int_equal(seen.status, casev[i].status);
	}
	return 0;
}

static bool on_notice(int sig, void *arg)
{
	struct work *w = arg;

	w->sig = sig == SIGUSR1 ? 0 : sig;
	oh_app_stop(w->app);

	return true;
}

/* Asked for, SIGUSR1 is told and ends nothing; before a thread is started */
static int take_notice(struct oh_app *app, int argc, char **argv)
{
	struct work w = { .app = app, .sig = SIGUSR1 };
	enum oh_cause cause;
	int err;

	(void)argc, (void)argv;
	err = oh_app_notice(app, on_notice, &w);
	tmr_init(&w.tmr);
	tmr_start(&w.tmr, 1, send_signal, &w);
	cause = oh_app_run(app, on_stop, &w);
	tmr_cancel(&w.tmr);
	printf("%s %d %d\n", oh_cause_name(cause), w.sig, err);
	(void)oh_app_notice(app, NULL, NULL);
	(void)kill(getpid(), SIGUSR1);

	return oh_exit_of(cause);
}

int test_app_notice(void)
{
	struct seen seen;
	int err = run(&seen, take_notice, NULL, NULL);

	if (err)
		return err;
	assert_string_equal(seen.out, "none 0 0\n");

	return 0;
}

static void second_signal(void *arg)
{
	struct work *w = arg;

	test_clock_add_us(w->apart_us);
	(void)kill(getpid(), SIGTERM);
	if (w->apart_us < 200000)
		tmr_start(&w->tmr, 0, stop_later, w);
}

static void on_first(enum oh_cause cause, void *arg)
{
	struct work *w = arg;

	w->cause = cause;
	tmr_start(&w->tmr, 0, second_signal, w);
}

static int work_twice(struct oh_app *app, uint64_t apart_us)
{
	struct work w = { .app = app, .sig = SIGTERM, .apart_us = apart_us };
	enum oh_cause cause;

	test_clock_freeze(true);
	tmr_init(&w.tmr);
	tmr_start(&w.tmr, 0, send_signal, &w);
	cause = oh_app_run(app, on_first, &w);
	tmr_cancel(&w.tmr);
	printf("%s\n", oh_cause_name(cause));

	return oh_exit_of(cause);
}

static int twice(struct oh_app *app, int argc, char **argv)
{
	(void)argc, (void)argv;
	return work_twice(app, 200000);
}

static int echoed(struct oh_app *app, int argc, char **argv)
{
	(void)argc, (void)argv;
	return work_twice(app, 199999);
}

/* At once: the command does not come to its end */
int test_app_second_signal(void)
{
	struct seen seen;
	int err = run(&seen, twice, NULL, NULL);

	if (err)
		return err;
	assert_string_equal(seen.out, "");
	assert_int_equal(seen.status, 143);

	return 0;
}

/* As timeout(1) sends it: to the process, and then to its group */
int test_app_signal_echo(void)
{
	struct seen seen;
	int err = run(&seen, echoed, NULL, NULL);

	if (err)
		return err;
	assert_string_equal(seen.out, "terminated\n");
	assert_int_equal(seen.status, 143);

	return 0;
}

/* The clock jumps by a second each time the loop comes round. */
static void let_time_pass(void *arg)
{
	struct tmr *tmr = arg;

	test_clock_add_us(1000000);
	tmr_start(tmr, 0, let_time_pass, tmr);
}

static int stuck(struct oh_app *app, int argc, char **argv)
{
	struct tmr tmr;
	int status, err = parse(app, argc, argv);

	if (err)
		return OH_EXIT_SOFTWARE;

	test_clock_freeze(true);
	tmr_init(&tmr);
	tmr_start(&tmr, 0, let_time_pass, &tmr);
	status = work(app, 0, true);
	tmr_cancel(&tmr);

	return status;
}

/* A command that cannot end has 2 s after --timeout. */
int test_app_grace(void)
{
	struct seen seen;
	int err = run(&seen, stuck, NULL, "--timeout=1ms");

	if (err)
		return err;
	assert_string_equal(seen.out, "timeout timeout\n");
	assert_int_equal(seen.status, 124);

	return 0;
}

static void ignore_hup(void)
{
	signal(SIGHUP, SIG_IGN);
}

static int hup_then_int(struct oh_app *app, int argc, char **argv)
{
	(void)kill(getpid(), SIGHUP);

	return end_by_int(app, argc, argv);
}

int test_app_nohup(void)
{
	struct seen seen;
	int err = run(&seen, hup_then_int, ignore_hup, NULL);

	if (err)
		return err;
	/* Had SIGHUP counted, it would have been "terminated". */
	assert_string_equal(seen.out, "interrupted interrupted\n");
	assert_int_equal(seen.status, 130);

	return 0;
}

static int wait_for_ever(struct oh_app *app, int argc, char **argv)
{
	if (parse(app, argc, argv))
		return OH_EXIT_SOFTWARE;

	return work(app, 0, false);
}

int test_app_timeout(void)
{
	struct seen seen;
	int err = run(&seen, wait_for_ever, NULL, "--timeout=20ms");

	if (err)
		return err;
	assert_string_equal(seen.out, "timeout timeout\n");
	assert_int_equal(seen.status, 124);

	return 0;
}

static int stop_first(struct oh_app *app, int argc, char **argv)
{
	(void)argc, (void)argv;

	oh_app_stop(app);
	if (oh_app_run(app, NULL, NULL) != OH_CAUSE_NONE)
		return OH_EXIT_FAILED;

	/* Only once: now it waits again, for the signal that is there. */
	(void)kill(getpid(), SIGINT);

	return oh_exit_of(oh_app_run(app, NULL, NULL));
}

int test_app_stop_before_run(void)
{
	struct seen seen;
	int err = run(&seen, stop_first, NULL, NULL);

	if (err)
		return err;
	assert_int_equal(seen.status, 130);

	return 0;
}
