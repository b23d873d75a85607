/**
 * @file test_child.c  Programs we start
 */
#include "base/compat.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "test.h"
#include "base/child.h"
#include "base/clock.h"

enum {
	WAIT_MS = 10000,
	ARGS    = 4,
};

int test_child_output(void);
int test_child_fails(void);
int test_child_deadline(void);
int test_child_interrupted(void);
int test_child_grandchild(void);
int test_child_clean(void);
int test_child_all_out(void);
int test_child_stop(void);
int test_child_dies_with_us(void);
int test_child_split(void);
int test_child_split_refused(void);

static int run_sh(const char *script, uint32_t ms, char *out, size_t size,
		  int *statusp)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	return oh_child_run(argv, ms, out, size, statusp);
}

int test_child_output(void)
{
	char out[16] = "";
	int status = -1;

	assert_int_equal(run_sh("echo hello; exit 3", WAIT_MS, out,
				sizeof(out), &status), 0);
	assert_string_equal(out, "hello\n");
	assert_int_equal(status, 3);

	/* Too much: the beginning is kept, the program can finish. */
	assert_int_equal(run_sh("yes 12345 | head -c 300000; exit 4", WAIT_MS,
				out, sizeof(out), &status), ERANGE);
	assert_string_equal(out, "12345\n12345\n123");

	assert_int_equal(run_sh("echo; kill -9 $$", WAIT_MS, NULL, 0,
				&status), 0);
	assert_int_equal(status, 128 + SIGKILL);

	return 0;
}

int test_child_fails(void)
{
	const char *const nov[] = { "/no/such/program", NULL };
	const char *const dirv[] = { "/tmp", NULL };
	const char *const emptyv[] = { NULL };
	struct oh_child ch;

	assert_int_equal(oh_child_start(&ch, nov, true), ENOENT);
	assert_int_equal(ch.pid, -1);
	assert_int_equal(ch.out, -1);
	oh_child_stop(&ch);
	assert_int_equal(oh_child_run(dirv, WAIT_MS, NULL, 0, NULL), EACCES);
	assert_int_equal(oh_child_start(&ch, emptyv, true), EINVAL);
	/* No zombie is left. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);

	return 0;
}

int test_child_deadline(void)
{
	char out[64] = "";
	uint64_t begin = oh_clock_us();

	assert_int_equal(run_sh("echo early; sleep 60", 1000, out,
				sizeof(out), NULL), ETIMEDOUT);
	assert_string_equal(out, "early\n");
	assert_int_equal(run_sh("exec yes", 50, out, sizeof(out), NULL),
			 ETIMEDOUT);
	assert_true(oh_clock_us() - begin < 30000000);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);

	return 0;
}

/* The shell ends, but what it leaves behind holds our pipe. */
/* Who takes signals in a loop has them blocked until it runs */
int test_child_interrupted(void)
{
	static const int sigv[] = { SIGINT, SIGTERM, SIGHUP };
	const struct timespec now = { .tv_sec = 0 };
	sigset_t set, old;

	for (size_t i = 0; i < ARRAY_SIZE(sigv); i++) {
		sigemptyset(&set);
		sigaddset(&set, sigv[i]);
		assert_int_equal(sigprocmask(SIG_BLOCK, &set, &old), 0);
		assert_int_equal(kill(getpid(), sigv[i]), 0);
		assert_int_equal(run_sh("sleep 1000", WAIT_MS, NULL, 0, NULL),
				 ECANCELED);
		/* It is still there for the loop. */
		assert_int_equal(sigtimedwait(&set, NULL, &now), sigv[i]);
		assert_int_equal(sigprocmask(SIG_SETMASK, &old, NULL), 0);
	}

	return 0;
}

int test_child_grandchild(void)
{
	char out[64] = "";
	uint64_t begin = oh_clock_us();
	int status = -1;
	pid_t left;

	assert_int_equal(run_sh("sleep 60 & echo $!", WAIT_MS, out,
				sizeof(out), &status), 0);
	assert_true(oh_clock_us() - begin < WAIT_MS * 1000);
	assert_int_equal(status, 0);
	left = (pid_t)strtol(out, NULL, 10);
	assert_true(left > 1);
	assert_int_equal(kill(left, SIGKILL), 0);

	return 0;
}

/* Nothing of ours comes through: signals, descriptors, stdin. */
int test_child_clean(void)
{
	/* Two are the C library's own: nobody can change them. */
	const unsigned long long libc = 3ull << (32 - 1);
	unsigned long long blocked = 1, ignored = 1;
	char out[512] = "", fds[64] = "";
	sigset_t all, old;
	int fd;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	signal(SIGUSR1, SIG_IGN);
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_true(fd > 2);

	assert_int_equal(run_sh("grep -E '^Sig(Blk|Ign)' /proc/self/status;"
				"ls /proc/self/fd | tr '\n' ',';"
				"readlink /proc/self/fd/0",
				WAIT_MS, out, sizeof(out), NULL), 0);
	assert_int_equal(sscanf(out, "SigBlk: %llx SigIgn: %llx %63s",
				&blocked, &ignored, fds), 3);
	assert_int_equal(blocked, 0);
	assert_int_equal(ignored & ~libc, 0);
	/* ls has the folder itself open: 3 */
	assert_string_equal(fds, "0,1,2,3,/dev/null");
	close(fd);
	signal(SIGUSR1, SIG_DFL);
	sigprocmask(SIG_SETMASK, &old, NULL);

	return 0;
}

/* Nothing it says comes to our terminal */
int test_child_all_out(void)
{
	const char *const argv[] = { "sh", "-c", "echo a; echo b >&2", NULL };
	struct oh_child_prm prm = { .argv = argv, .in = -1, .all_out = true };
	char buf[16] = "";
	int pipev[2];
	pid_t pid;

	assert_int_equal(pipe(pipev), 0);
	prm.out = pipev[1];
	assert_int_equal(oh_child_spawn(&pid, &prm), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(read(pipev[0], buf, sizeof(buf) - 1), 4);
	assert_string_equal(buf, "a\nb\n");
	close(pipev[0]);
	close(pipev[1]);

	return 0;
}

static size_t read_line(int fd, char *buf, size_t size)
{
	uint64_t until = oh_clock_us() + WAIT_MS * 1000;
	size_t n = 0;

	while (n + 1 < size && oh_clock_us() < until) {
		ssize_t got = read(fd, &buf[n], 1);

		if (got == 0 || (got > 0 && buf[n] == '\n'))
			break;
		n += got > 0;
	}
	buf[n] = '\0';

	return n;
}

int test_child_stop(void)
{
	const char *const stubborn[] = {
		"sh", "-c", "trap '' TERM; echo on; while :; do sleep 1; done",
		NULL
	};
	const char *const meek[] = { "sleep", "60", NULL };
	struct oh_child ch;
	char buf[8];
	pid_t pid;

	assert_int_equal(oh_child_start(&ch, stubborn, true), 0);
	read_line(ch.out, buf, sizeof(buf));
	assert_string_equal(buf, "on");
	pid = ch.pid;
	assert_int_equal(getpgid(pid), pid);
	oh_child_stop(&ch);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(ch.out, -1);

	assert_int_equal(oh_child_start(&ch, meek, false), 0);
	pid = ch.pid;
	oh_child_stop(&ch);
	assert_int_equal(kill(pid, 0), -1);
	oh_child_stop(&ch);
	oh_child_stop(NULL);

	return 0;
}

/* A parent that is killed takes its child along: its pipe closes then. */
int test_child_dies_with_us(void)
{
	const char *const argv[] = { "sleep", "60", NULL };
	char pidtext[16], rest[8];
	int pipev[2];
	pid_t parent;

	assert_int_equal(pipe(pipev), 0);
	parent = fork();
	if (parent == 0) {
		struct oh_child ch;

		/* The child inherits this as its stderr */
		dup2(pipev[1], STDERR_FILENO);
		if (oh_child_start(&ch, argv, true))
			_exit(1);
		dprintf(pipev[1], "%d\n", (int)ch.pid);
		raise(SIGKILL);
		_exit(1);
	}
	close(pipev[1]);
	assert_true(read_line(pipev[0], pidtext, sizeof(pidtext)) > 0);
	waitpid(parent, NULL, 0);
	assert_int_equal(fcntl(pipev[0], F_SETFL, O_NONBLOCK), 0);
	read_line(pipev[0], rest, sizeof(rest));
	assert_int_equal(read(pipev[0], rest, 1), 0);
	close(pipev[0]);

	return 0;
}

int test_child_split(void)
{
	static const struct {
		const char *command;
		const char *argv[ARGS];
	} casev[] = {
		{ "date",                    { "date" } },
		{ "  espeak-ng \t-v en ",    { "espeak-ng", "-v", "en" } },
		{ "say \"two words\" x",     { "say", "two words", "x" } },
		{ "say 'a \"b\"' \"it's\"",  { "say", "a \"b\"", "it's" } },
		{ "a=\"b c\"d",              { "a=b cd" } },
		{ "x \"\"",                  { "x", "" } },
		{ "a $HOME;b \\n",           { "a", "$HOME;b", "\\n" } },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		const char *argv[ARGS];
		char buf[64];

		assert_int_equal(oh_child_split(casev[i].command, buf,
						sizeof(buf), argv, ARGS), 0);
		for (size_t n = 0; n < ARGS; n++) {
			const char *want = casev[i].argv[n];

			if (!want) {
				assert_null(argv[n]);
				break;
			}
			assert_string_equal(argv[n], want);
		}
	}
	return 0;
}

int test_child_split_refused(void)
{
	const char *argv[ARGS];
	char buf[8];

	assert_int_equal(oh_child_split("", buf, 8, argv, ARGS), EBADMSG);
	assert_int_equal(oh_child_split("  ", buf, 8, argv, ARGS), EBADMSG);
	assert_int_equal(oh_child_split("a \"b", buf, 8, argv, ARGS),
			 EBADMSG);
	assert_int_equal(oh_child_split("a b c", buf, 8, argv, ARGS), 0);
	assert_int_equal(oh_child_split("a b c d", buf, 8, argv, ARGS),
			 ERANGE);
	assert_int_equal(oh_child_split("1234567", buf, 8, argv, ARGS), 0);
	assert_int_equal(oh_child_split("12345678", buf, 8, argv, ARGS),
			 ERANGE);
	assert_int_equal(oh_child_split("1 345 \"\" ", buf, 6, argv, ARGS),
			 ERANGE);
	assert_int_equal(oh_child_split(NULL, buf, 8, argv, ARGS), EINVAL);

	return 0;
}
