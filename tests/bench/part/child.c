/**
 * @file child.c  The process that is measured
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include "base/clock.h"
#include "part/child.h"

/* For posix_spawn() there would be no PDEATHSIG. */
static void become(char *const argv[], int in, int out)
{
	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL))
		_exit(127);
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

/**
 * Start it
 *
 * @param c     Child
 * @param argv  Its program and arguments, ends with NULL
 * @param which Whether its stdin is ours to write or its stdout to read
 *
 * @return 0 or what the system said
 */
int child_start(struct child *c, char *const argv[], enum child_pipe which)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int fdv[2] = { -1, -1 };
	int in = null, out = null;

	if (null < 0 || (which != CHILD_NO_PIPE &&
			 pipe2(fdv, O_CLOEXEC) < 0))
		return errno;
	if (which == CHILD_STDIN)
		in = fdv[0];
	if (which == CHILD_STDOUT)
		out = fdv[1];
	*c = (struct child){
		.pipe_fd  = which == CHILD_STDIN ? fdv[1] : fdv[0],
		.start_us = oh_clock_us(),
	};
	c->pid = fork();
	if (c->pid == 0)
		become(argv, in, out);
	close(null);
	if (which != CHILD_NO_PIPE)
		close(which == CHILD_STDIN ? in : out);

	return c->pid < 0 ? errno : 0;
}

/**
 * Its processor time so far, all threads, user and system
 *
 * @param c Child that runs
 *
 * @return Time [us], 0 if it cannot be told
 */
uint64_t child_cpu_us(const struct child *c)
{
	struct timespec ts;
	clockid_t id;

	if (clock_getcpuclockid(c->pid, &id) || clock_gettime(id, &ts))
		return 0;

	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

/**
 * Its resident memory
 *
 * @param c Child that runs
 *
 * @return Size [KiB], 0 if it cannot be told
 */
uint64_t child_rss_kib(const struct child *c)
{
	char path[64], line[128];
	uint64_t kib = 0;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/status", (int)c->pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	while (!kib && fgets(line, sizeof(line), f)) {
		if (0 == strncmp(line, "VmRSS:", 6))
			kib = strtoul(line + 6, NULL, 10);
	}
	fclose(f);

	return kib;
}

/**
 * See whether it has ended
 *
 * @param c Child; its end, what it used and its status are filled
 *          when it has
 *
 * @return 0: it has; EAGAIN: it runs; or what the system said
 */
int child_poll(struct child *c)
{
	struct rusage ru;
	pid_t pid = wait4(c->pid, &c->status, WNOHANG, &ru);

	if (pid < 0)
		return errno;
	if (!pid)
		return EAGAIN;
	c->end_us = oh_clock_us();
	c->cpu_us = (uint64_t)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) *
		1000000 +
		(uint64_t)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec);
	c->peak_kib = (uint64_t)ru.ru_maxrss;

	return 0;
}

/**
 * Ask it to end, by closing the pipe and by SIGTERM; see child_poll()
 *
 * @param c Child. One that does not listen dies with us.
 */
void child_stop(struct child *c)
{
	if (c->pid <= 0)
		return;
	if (c->pipe_fd >= 0)
		close(c->pipe_fd);
	c->pipe_fd = -1;
	(void)kill(c->pid, SIGTERM);
}
