/**
 * @file cases.c  Each case in a process of its own
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/compat.h"
#include "cases.h"

enum { AHEAD = 100 };   /* so many wait for one that takes its time */

/** A case and its process */
struct one {
	const struct test *t;
	FILE *tap;              /* its output; NULL: not begun         */
	FILE *said;             /* its error output                    */
	pid_t pid;              /* 0: it is over                       */
	int   status;           /* as of waitpid()                     */
};

static void child(const struct one *o, case_h *h)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (dup2(fileno(o->tap), STDOUT_FILENO) < 0 ||
	    dup2(fileno(o->said), STDERR_FILENO) < 0)
		_exit(1);
	setenv("CMOCKA_MESSAGE_OUTPUT", "TAP", 1);
	alarm(CASE_DEADLINE_S);
	exit(h(o->t) ? 0 : 1);
}

static bool start(struct one *o, case_h *h)
{
	o->tap = tmpfile();
	o->said = tmpfile();
	if (!o->tap || !o->said)
		return false;
	fflush(NULL);
	o->pid = fork();
	if (o->pid == 0)
		child(o, h);

	return o->pid > 0;
}

/* One of those that run ends */
static void reap(struct one *v, size_t begun)
{
	int status;
	pid_t pid = waitpid(-1, &status, 0);

	for (size_t i = 0; i < begun; i++) {
		if (pid > 0 && v[i].pid == pid) {
			v[i].pid = 0;
			v[i].status = status;
		}
	}
}

static bool begins(const char *line, const char *with)
{
	return 0 == strncmp(line, with, strlen(with));
}

static void tell_all(FILE *f)
{
	char line[4096];

	rewind(f);
	while (fgets(line, sizeof(line), f))
		printf("%s%s", *line == '#' ? "" : "# ", line);
}

static void tell_why(const struct one *o)
{
	tell_all(o->tap);
	tell_all(o->said);
	if (WIFSIGNALED(o->status))
		printf("# killed by signal %d\n", WTERMSIG(o->status));
	else
		printf("# exit status %d\n", WEXITSTATUS(o->status));
}

/* Its line, with the number it has among all; true: it passed */
static bool tell(const struct one *o, size_t number)
{
	static const char passed[] = "ok 1 ";
	char line[4096] = "";
	bool ok = false;

	rewind(o->tap);
	while (!ok && fgets(line, sizeof(line), o->tap))
		ok = begins(line, passed);
	ok = ok && o->status == 0;
	if (ok)
		printf("ok %zu %s", number, line + strlen(passed));
	else {
		printf("not ok %zu - %s\n", number, o->t->name);
		tell_why(o);
	}
	fflush(stdout);

	return ok;
}

size_t cases_run(const struct test *const *v, size_t n, size_t jobs,
		 case_h *h)
{
	struct one *onev = calloc(n ? n : 1, sizeof(*onev));
	size_t begun = 0, running = 0, told = 0, failed = 0;

	if (!onev)
		return n;
	printf("1..%zu\n", n);
	while (told < n) {
		for (; begun < n && running < jobs &&
		       begun - told < AHEAD; begun++, running++) {
			onev[begun].t = v[begun];
			if (!start(&onev[begun], h))
				goto out;
		}
		reap(onev, begun);
		running--;
		for (; told < begun && !onev[told].pid; told++) {
			failed += !tell(&onev[told], told + 1);
			fclose(onev[told].tap);
			fclose(onev[told].said);
		}
	}
 out:
	free(onev);
	return failed + n - told;
}
