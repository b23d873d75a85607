/**
 * @file child.c  Programs we start
 *
 * Between fork and exec only calls that are safe there (signal-safety(7)):
 * other threads may have held any lock. A failed exec is told through a pipe
 * that a successful one closes.
 *
 *    parent                     child
 *      | fork ------------------> own group, signals, fds
 *      | read(report) <---- errno  exec fails
 *      |              <---- EOF    exec works
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/child.h"
#include "base/clock.h"

enum {
	EXEC_MS   = 5000,      /* For the exec itself                    */
	STOP_MS   = 500,       /* From SIGTERM to SIGKILL                */
	NAP_MS    = 5,         /* Between two looks whether it is gone   */
	CHUNK     = 4096,
	CHUNKS    = 16,        /* At once: a full pipe                   */
	FIRST_FD  = 3,
};

/* What the child needs, decided before the fork */
struct plan {
	const struct oh_child_prm *prm;
	const char **envv;       /* all of it; NULL: ours */
	pid_t parent;
	int   report;
	int   fd_max;
};

/** Collects the output of a child */
struct sink {
	char  *buf;
	size_t size;
	size_t len;
	bool   open;
	bool   cut;
};

static void close_fd(int *fdp)
{
	if (*fdp >= 0)
		(void)close(*fdp);
	*fdp = -1;
}

static int open_max(void)
{
	struct rlimit lim;
	const rlim_t most = 1 << 16;

	if (getrlimit(RLIMIT_NOFILE, &lim) || lim.rlim_cur > most)
		return (int)most;

	return (int)lim.rlim_cur;
}

/* libre's sockets are not close-on-exec; the report must not be closed yet */
static void hide_fds(int fd_max)
{
	if (0 == close_range(FIRST_FD, ~0u, CLOSE_RANGE_CLOEXEC))
		return;

	/* Before Linux 5.11 */
	for (int fd = FIRST_FD; fd < fd_max; fd++)
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static void reset_signals(void)
{
	const struct sigaction dfl = { .sa_handler = SIG_DFL };
	sigset_t none;

	/* Those that cannot be changed refuse: right. */
	for (int sig = 1; sig < NSIG; sig++)
		(void)sigaction(sig, &dfl, NULL);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static int set_streams(const struct oh_child_prm *prm)
{
	int in  = prm->in < 0 ? open("/dev/null", O_RDONLY) : prm->in;
	int out = prm->out < 0 ? STDERR_FILENO : prm->out;

	if (in < 0 || dup2(in, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0)
		return errno;
	if (prm->all_out && dup2(out, STDERR_FILENO) < 0)
		return errno;

	return 0;
}

static int become(const struct plan *plan)
{
	int err;

	/* A group of its own: Ctrl-C is for us, we tell it when to stop, and
	   what it started can be stopped with it. */
	if (plan->prm->session ? setsid() < 0 : setpgid(0, 0))
		return errno;

	if (plan->prm->die_with_us) {
		if (prctl(PR_SET_PDEATHSIG,
			  plan->prm->at_once ? SIGKILL : SIGTERM))
			return errno;
		/* The parent may have died before the line above. */
		if (getppid() != plan->parent)
			return ESRCH;
	}

	err = set_streams(plan->prm);
	if (err)
		return err;
	hide_fds(plan->fd_max);
	reset_signals();
	/* execvpe() wants its strings writable but does not write. */
	if (plan->envv)
		environ = (char **)(uintptr_t)plan->envv;
	execvp(plan->prm->argv[0], (char *const *)(uintptr_t)plan->prm->argv);

	return errno;
}

/* Reads the child's errno; its absence means that exec has worked */
static int read_report(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	int told = 0;
	int n;

	do {
		n = poll(&pfd, 1, EXEC_MS);
	} while (n < 0 && errno == EINTR);
	if (n <= 0)
		return n ? errno : ETIMEDOUT;

	if (read(fd, &told, sizeof(told)) != (ssize_t)sizeof(told))
		return 0;

	return told;
}

static void reap(pid_t pid, int *wstatusp)
{
	while (waitpid(pid, wstatusp, 0) < 0 && errno == EINTR)
		;
}

static int spawn(pid_t *pidp, struct plan *plan)
{
	int pipev[2], err;
	pid_t pid;

	if (pipe2(pipev, O_CLOEXEC))
		return errno;

	plan->report = pipev[1];
	pid = fork();
	if (pid == 0) {
		err = become(plan);
		/* If this fails nobody is left to be told. */
		(void)!write(plan->report, &err, sizeof(err));
		_exit(127);
	}
	err = pid < 0 ? errno : 0;
	close_fd(&pipev[1]);
	if (!err)
		err = read_report(pipev[0]);
	close_fd(&pipev[0]);

	if (err && pid > 0) {
		(void)kill(pid, SIGKILL);
		reap(pid, NULL);
	}
	*pidp = err ? -1 : pid;

	return err;
}

static bool is_named(const char *entry, const char *const envv[])
{
	size_t len = strcspn(entry, "=") + 1;

	for (; *envv; envv++) {
		if (0 == strncmp(*envv, entry, len))
			return true;
	}
	return false;
}

static bool begins(const char *entry, const char *without)
{
	return without && 0 == strncmp(entry, without, strlen(without));
}

/* Ours, without what is replaced, and theirs. execvp() looks for the program
   in the PATH of what comes out of it. */
static int make_env(const char ***envvp, const struct oh_child_prm *prm)
{
	const char *const *envv = prm->envv;
	size_t n = 0, count = 1;
	const char **all;

	if (!envv)
		return 0;
	for (size_t i = 0; environ[i]; i++)
		count++;
	for (size_t i = 0; envv[i]; i++)
		count++;
	all = calloc(count, sizeof(*all));
	if (!all)
		return ENOMEM;
	for (size_t i = 0; environ[i]; i++) {
		if (!is_named(environ[i], envv) &&
		    !begins(environ[i], prm->without))
			all[n++] = environ[i];
	}
	for (size_t i = 0; envv[i]; i++)
		all[n++] = envv[i];
	*envvp = all;

	return 0;
}

/**
 * Start a program with streams and surroundings of one's own. It has a
 * process group of its own, none of our other descriptors, and default
 * signals. Our own descriptors 0 to 2 must be open
 *
 * @param pidp Its process id and group; the caller must wait for it
 * @param prm  What it gets
 *
 * @return 0, EINVAL, ENOMEM, or the errno of pipe, fork or exec (ENOENT: no
 *         such program)
 */
int oh_child_spawn(pid_t *pidp, const struct oh_child_prm *prm)
{
	struct plan plan = { .prm = prm };
	int err;

	if (!pidp || !prm || !prm->argv || !prm->argv[0])
		return EINVAL;
	err = make_env(&plan.envv, prm);
	if (err)
		return err;
	plan.parent = getpid();
	plan.fd_max = open_max();
	err = spawn(pidp, &plan);
	free(plan.envv);

	return err;
}

/**
 * Start a program. Its stdin is /dev/null, its stdout a pipe to us, its
 * stderr is ours; it has a process group of its own, none of our other
 * descriptors, and default signals. Our own descriptors 0 to 2 must be open
 *
 * @param ch          Set on success; release with oh_child_stop()
 * @param argv        Program (sought in $PATH) and arguments, NULL at the end
 * @param die_with_us Send it SIGTERM when the calling thread ends: call from
 *                    the main thread
 *
 * @return 0, EINVAL, or the errno of pipe, fork or exec (ENOENT: no such
 *         program)
 */
int oh_child_start(struct oh_child *ch, const char *const argv[],
		   bool die_with_us)
{
	struct oh_child_prm prm = { .argv = argv, .in = -1,
				    .die_with_us = die_with_us };
	int pipev[2], err;

	if (!ch || !argv || !argv[0])
		return EINVAL;

	if (pipe2(pipev, O_CLOEXEC))
		return errno;

	prm.out = pipev[1];
	err = fcntl(pipev[0], F_SETFL, O_NONBLOCK) ? errno :
		oh_child_spawn(&ch->pid, &prm);
	close_fd(&pipev[1]);
	if (err)
		close_fd(&pipev[0]);
	ch->out = pipev[0];

	return err;
}

static bool is_gone(pid_t pid, int *wstatusp)
{
	pid_t got = waitpid(pid, wstatusp, WNOHANG);

	return got == pid || (got < 0 && errno != EINTR);
}

/* Kills the child and what it has started */
static void kill_group(pid_t pid, int *wstatusp)
{
	(void)kill(-pid, SIGKILL);
	reap(pid, wstatusp);
}

/**
 * Stop a program: SIGTERM to its process group, SIGKILL after half a second.
 * Waits that long at most
 *
 * @param ch Child; NULL and one that is stopped already are accepted
 */
void oh_child_stop(struct oh_child *ch)
{
	uint64_t until = oh_clock_us() + STOP_MS * 1000;

	if (!ch)
		return;

	close_fd(&ch->out);
	if (ch->pid <= 0)
		return;

	(void)kill(-ch->pid, SIGTERM);
	while (!is_gone(ch->pid, NULL)) {
		if (oh_clock_us() >= until) {
			kill_group(ch->pid, NULL);
			break;
		}
		(void)poll(NULL, 0, NAP_MS);
	}
	ch->pid = -1;
}

/**
 * Kill a program and what it has started, at once
 *
 * @param ch Child; NULL and one that has ended already are accepted
 */
void oh_child_kill(struct oh_child *ch)
{
	if (!ch)
		return;

	close_fd(&ch->out);
	if (ch->pid > 0)
		kill_group(ch->pid, NULL);
	ch->pid = -1;
}

/* As a shell says it */
static int shell_status(int wstatus)
{
	return WIFSIGNALED(wstatus) ? 128 + WTERMSIG(wstatus)
				    : WEXITSTATUS(wstatus);
}

/* Takes what is there now, without waiting */
static void drain(struct sink *sink, int fd)
{
	/* A child that writes without end must not hold us here. */
	for (int i = 0; i < CHUNKS; i++) {
		char chunk[CHUNK];
		size_t room = sink->size - sink->len, len;
		ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n <= 0) {
			sink->open = n < 0 && errno == EAGAIN;
			return;
		}
		len = (size_t)n < room ? (size_t)n : room;
		if (len)
			memcpy(&sink->buf[sink->len], chunk, len);
		sink->len += len;
		sink->cut = sink->cut || len < (size_t)n;
	}
}

/* Signals that our loop takes are blocked, so none breaks a wait before it
   runs: whoever has pressed Ctrl-C shall not sit through the rest of it. */
static bool is_asked_to_stop(void)
{
	sigset_t set;

	return 0 == sigpending(&set) &&
		(sigismember(&set, SIGINT) == 1 ||
		 sigismember(&set, SIGTERM) == 1 ||
		 sigismember(&set, SIGHUP) == 1);
}

/*
 * Until the program is gone or the time is over. Its end counts, not that of
 * its output: something it has left behind may hold the pipe for ever.
 */
static int collect(struct oh_child *ch, uint64_t until, struct sink *sink,
		   int *wstatusp)
{
	for (;;) {
		struct pollfd pfd = { .fd = ch->out, .events = POLLIN };
		bool gone = is_gone(ch->pid, wstatusp);

		if (sink->open)
			drain(sink, ch->out);
		if (gone)
			return 0;
		if (oh_clock_us() >= until)
			return ETIMEDOUT;
		if (is_asked_to_stop())
			return ECANCELED;
		(void)poll(&pfd, sink->open ? 1 : 0, NAP_MS);
	}
}

/**
 * Run a program to its end and keep what it prints. Blocks: for the time
 * before the loop runs, or a thread that may wait
 *
 * @param argv       Program (sought in $PATH) and arguments, NULL at the end
 * @param timeout_ms The program and its group are killed after this [ms]
 * @param out        Receives its stdout, NUL-terminated; may be NULL
 * @param size       Size of out
 * @param statusp    Exit status, or 128 + signal, as a shell says it; may be
 *                   NULL
 *
 * @return 0, EINVAL, ETIMEDOUT, ECANCELED if SIGINT, SIGTERM or SIGHUP is
 *         blocked and waits for us, ERANGE if it printed more than fits (out
 *         holds the beginning), or an error of oh_child_start()
 */
int oh_child_run(const char *const argv[], uint32_t timeout_ms,
		 char *out, size_t size, int *statusp)
{
	uint64_t until = oh_clock_us() + timeout_ms * 1000ull;
	struct sink sink = { .buf = out, .open = true };
	struct oh_child ch;
	int wstatus = 0, err;

	sink.size = out && size ? size - 1 : 0;
	err = oh_child_start(&ch, argv, true);
	if (err)
		return err;

	err = collect(&ch, until, &sink, &wstatus);
	if (err)
		kill_group(ch.pid, NULL);
	close_fd(&ch.out);
	if (out && size)
		out[sink.len] = '\0';
	if (err)
		return err;

	if (statusp)
		*statusp = shell_status(wstatus);

	return sink.cut && out ? ERANGE : 0;
}

/**
 * Look whether a program has ended, and throw away what it has printed
 *
 * @param ch      Child; once it has ended there is nothing left to stop
 * @param statusp Exit status, or 128 + signal, as a shell says it; may be
 *                NULL
 *
 * @return 0 if it has ended, EAGAIN if it runs, EINVAL
 */
int oh_child_look(struct oh_child *ch, int *statusp)
{
	struct sink sink = { .open = true };
	int wstatus = 0;

	if (!ch || ch->pid <= 0)
		return EINVAL;
	if (ch->out >= 0)
		drain(&sink, ch->out);
	if (!is_gone(ch->pid, &wstatus))
		return EAGAIN;

	close_fd(&ch->out);
	ch->pid = -1;
	if (statusp)
		*statusp = shell_status(wstatus);

	return 0;
}

/* One word from *sp to *dp, quotes removed; both moved behind it */
static int split_word(const char **sp, char **dp, const char *end)
{
	const char *s = *sp;
	char *d = *dp, quote = '\0';

	for (; *s && (quote || !strchr(" \t", *s)); s++) {
		if (*s == quote) {
			quote = '\0';
			continue;
		}
		if (!quote && (*s == '"' || *s == '\'')) {
			quote = *s;
			continue;
		}
		if (d >= end)
			return ERANGE;
		*d++ = *s;
	}
	if (quote)
		return EBADMSG;
	if (d >= end)
		return ERANGE;

	*d++ = '\0';
	*sp = s;
	*dp = d;

	return 0;
}

/**
 * Split a command line into arguments at blanks. "..." and '...' group and
 * may hold blanks; there are no escapes, no variables, no patterns
 *
 * @param command Command line
 * @param buf     Receives the words, one after another
 * @param size    Size of it
 * @param argv    Receives pointers into buf, NULL after the last
 * @param argc    Number of pointers it can hold, with the NULL
 *
 * @return 0, EINVAL, EBADMSG if it is empty or a quote is left open, ERANGE
 *         if it does not fit
 */
int oh_child_split(const char *command, char *buf, size_t size,
		   const char *argv[], size_t argc)
{
	const char *end;
	size_t n = 0;

	if (!command || !buf || !argv || !argc)
		return EINVAL;

	end = buf + size;
	for (;;) {
		int err;

		command += strspn(command, " \t");
		if (!*command)
			break;
		if (n + 1 >= argc)
			return ERANGE;
		argv[n++] = buf;
		err = split_word(&command, &buf, end);
		if (err)
			return err;
	}
	argv[n] = NULL;

	return n ? 0 : EBADMSG;
}
