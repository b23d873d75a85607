/**
 * @file process.c  A process that works on a call
 */
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/child.h"
#include "base/compat.h"
#include "flow/environ.h"
#include "flow/process.h"

enum { STATUS_SIGNAL = 128, STATUS_NOT_FOUND = 127, STATUS_NOT_RUN = 126 };

struct oh_process {
	struct oh_call      *call;
	struct oh_call_watch watch;
	pid_t                pid;        /* and group; 0: none           */
	int                  pidfd;
	struct tmr           tmr;        /* to the next signal           */
	bool                 kept;       /* ENDED waits for us           */
	bool                 left;       /* they hung up first           */
	bool                 spared;
	int                  status;     /* as a shell says it           */
	struct oh_process_prm prm;       /* its handlers                 */
};

static int open_pidfd(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

static void reap(struct oh_process *p, int *wstatusp)
{
	while (waitpid(p->pid, wstatusp, 0) < 0 && errno == EINTR)
		;
	p->pid = 0;
}

static void destructor(void *arg)
{
	struct oh_process *p = arg;

	tmr_cancel(&p->tmr);
	if (p->pidfd >= 0) {
		fd_close(p->pidfd);
		(void)close(p->pidfd);
	}
	/* No time is left for it */
	if (p->pid > 0) {
		(void)kill(-p->pid, SIGKILL);
		reap(p, NULL);
	}
	oh_call_unwatch(p->call, &p->watch);
	if (p->kept)
		oh_call_let_go(p->call);
	mem_deref(p->call);
}

static void tell_flow(struct oh_process *p, int status)
{
	struct oh_event ev = { .type = OH_EVENT_FLOW, .status = status };

	oh_call_tell(p->call, &ev);
}

static void warn(struct oh_call *call, const char *name, int err)
{
	char text[256];

	(void)re_snprintf(text, sizeof(text), "%s: %m", name, err);
	oh_call_warn(call, text);
}

static void ended_handler(int flags, void *arg)
{
	struct oh_process *p = arg;
	int wstatus = 0;

	(void)flags;
	fd_close(p->pidfd);
	tmr_cancel(&p->tmr);
	/* What it has left running without care ends as with a terminal */
	if (p->left)
		(void)kill(-p->pid, SIGHUP);
	reap(p, &wstatus);
	p->status = WIFSIGNALED(wstatus) ? STATUS_SIGNAL + WTERMSIG(wstatus)
					 : WEXITSTATUS(wstatus);
	p->prm.h(p->prm.arg);
}

static void kill_timeout(void *arg)
{
	struct oh_process *p = arg;

	(void)kill(-p->pid, SIGKILL);
}

static void term_timeout(void *arg)
{
	struct oh_process *p = arg;

	(void)kill(-p->pid, SIGTERM);
	tmr_start(&p->tmr, OH_PROGRAM_TERM_MS, kill_timeout, p);
}

/* The program alone: what it waits for is told in its own way that the call
   is gone, and ends before it */
static void hup(struct oh_process *p)
{
	if (!p->spared)
		(void)kill(p->pid, SIGHUP);
	tmr_start(&p->tmr, OH_PROGRAM_HUP_MS, term_timeout, p);
}

static void hup_timeout(void *arg)
{
	hup(arg);
}

/* The call is gone: so it shall end, but may put things in order first. If
   it has hung up by itself it knows, and is on its way to its end. */
static void leaving_handler(void *arg)
{
	struct oh_process *p = arg;

	if (p->pid <= 0 || p->left)
		return;
	p->left = true;
	if (oh_call_verdict(p->call) == OH_CAUSE_DONE)
		tmr_start(&p->tmr, OH_PROGRAM_HUP_MS, hup_timeout, p);
	else
		hup(p);
}

static int spawn(struct oh_process *p, const struct oh_process_prm *pp)
{
	const struct oh_program_prm *prm = pp->program;
	struct oh_environ *env = NULL;
	struct oh_child_prm cprm = {
		.argv = prm->argv, .in = pp->in, .out = pp->out,
		.die_with_us = true,
		.without = OH_ENVIRON_SIP,
	};
	int err = oh_environ_make(&env, p->call, prm->calls, prm->socket,
				  prm->verbs);

	if (err)
		return err;
	cprm.envv = oh_environ_strings(env);
	err = oh_child_spawn(&p->pid, &cprm);
	mem_deref(env);
	if (err) {
		p->pid = 0;
		return err;
	}
	p->pidfd = open_pidfd(p->pid);
	if (p->pidfd < 0)
		return errno;

	return fd_listen(p->pidfd, FD_READ, ended_handler, p);
}

/**
 * Start a process on an answered call
 *
 * @param pp   Returned process, release with mem_deref: it is killed then
 * @param call Call, shared
 * @param prm  What, and who is told
 *
 * @return 0 or an errno; what is wrong has been told of the call, and jobh
 *         will not be called
 */
int oh_process_start(struct oh_process **pp, struct oh_call *call,
		     const struct oh_process_prm *prm)
{
	struct oh_process *p = mem_zalloc(sizeof(*p), destructor);
	int err;

	if (!p)
		return ENOMEM;
	tmr_init(&p->tmr);
	p->pidfd = -1;
	p->call  = mem_ref(call);
	p->prm   = *prm;
	p->watch = (struct oh_call_watch){
		.leavingh = leaving_handler,
		.arg      = p,
	};
	err = spawn(p, prm);
	if (err) {
		warn(call, prm->program->argv[0], err);
		tell_flow(p, err == ENOENT ? STATUS_NOT_FOUND
					   : STATUS_NOT_RUN);
		mem_deref(p);
		return err;
	}
	oh_call_watch(call, &p->watch);
	oh_call_keep(call);
	p->kept = true;
	*pp = p;

	return 0;
}

/** Whether it gets no SIGHUP when they hang up */
void oh_process_spare(struct oh_process *p, bool on)
{
	p->spared = on;
}

/** Give it a while to end by itself, and have it end then */
void oh_process_expire(struct oh_process *p)
{
	if (p->pid > 0 && !tmr_isrunning(&p->tmr))
		tmr_start(&p->tmr, OH_PROGRAM_HUP_MS, hup_timeout, p);
}

/* They hung up before it had ended: it alone knows whether all was done. */
static enum oh_cause judge(const struct oh_process *p)
{
	return p->left && p->status ? OH_CAUSE_HUNG_UP : OH_CAUSE_DONE;
}

/**
 * Tell the call that a process has ended, and what came of it
 *
 * @param p Process that has ended; it may be gone afterwards
 */
void oh_process_finish(struct oh_process *p)
{
	struct oh_call *call = mem_ref(p->call);
	enum oh_cause cause = judge(p);
	bool kept = p->kept;

	p->kept = false;
	tell_flow(p, p->status);
	p->prm.jobh(cause, "", p->prm.jobarg);
	if (kept)
		oh_call_let_go(call);
	mem_deref(call);
}
