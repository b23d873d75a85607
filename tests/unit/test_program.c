/**
 * @file test_program.c  Programs on answered calls: how they end, and are
 *                       ended
 */
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "flow/program.h"
#include "live_fixture.h"

enum { DEADLINE_MS = 8000, FLOWS = 200 };

struct fix {
	struct live           l;
	struct oh_program_prm prm;
	struct oh_job_prm     job;
	void                 *work;
	enum oh_cause         cause;
	unsigned              count;
	bool                  over;
	int                   status;
	struct oh_call_watch  watch;
};

static void flow_handler(const struct oh_event *ev, void *arg)
{
	struct fix *f = arg;

	if (ev->type == OH_EVENT_FLOW)
		f->status = ev->status;
}

static void job_handler(enum oh_cause cause, const char *digits, void *arg)
{
	struct fix *f = arg;

	(void)digits;
	f->cause = cause;
	f->count++;
	f->over = true;
	f->work = mem_deref(f->work);
}

static int fix_init(struct fix *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	f->status = -1;
	err = live_init(&f->l);
	if (!err)
		err = live_call(&f->l);
	if (!err) {
		f->watch = (struct oh_call_watch){ .eventh = flow_handler,
						   .arg = f };
		oh_call_watch(f->l.pairv[0].near.call, &f->watch);
	}
	f->prm = (struct oh_program_prm){ .calls = f->l.calls,
					  .socket = "/none",
					  .verbs = "/bin" };

	return err;
}

static void fix_reset(struct fix *f)
{
	mem_deref(f->work);
	oh_call_unwatch(f->l.pairv[0].near.call, &f->watch);
	live_close(&f->l);
}

/* An argv of "sh -c script", kept by the fixture's owner */
static int run(struct fix *f, const char *const *argv)
{
	f->prm.argv = argv;
	f->over     = false;

	return oh_program_work(&f->work, f->l.pairv[0].near.call, &f->job,
			       job_handler, f, &f->prm);
}

static int await(const bool *flag)
{
	return test_or_refused(*flag ? 0 : test_loop_until(flag,
							   DEADLINE_MS));
}

int test_program_status(void)
{
	static const struct { const char *script; int status; } v[] = {
		{ "exit 0", 0 },
		{ "exit 7", 7 },
		{ "exit 255", 255 },
		{ "kill -KILL $$", 128 + SIGKILL },
		{ "kill -TERM $$", 128 + SIGTERM },
	};
	struct fix f;

	LIVE_OK(fix_init(&f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const char *argv[] = { "/bin/sh", "-c", v[i].script, NULL };

		LIVE_OK(run(&f, argv));
		LIVE_OK(await(&f.over));
		LIVE_INT(f.status, v[i].status);
		LIVE_INT(f.cause, OH_CAUSE_DONE);
		LIVE_INT(f.count, i + 1);
	}
	LIVE_TRUE(oh_call_is_up(f.l.pairv[0].near.call));
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Told as a shell would, with a warning */
int test_program_cannot_be_run(void)
{
	static const char *const missing[] = { "/nowhere/flow", NULL };
	static const char *const folder[] = { "/tmp", NULL };
	struct fix f;

	LIVE_OK(fix_init(&f));
	LIVE_INT(run(&f, missing), ENOENT);
	LIVE_INT(f.status, 127);
	LIVE_INT(run(&f, folder), EACCES);
	LIVE_INT(f.status, 126);
	LIVE_INT(f.l.pairv[0].near.eventc[OH_EVENT_WARNING], 2);
	LIVE_INT(f.count, 0);
	/* Nobody keeps the call */
	oh_call_hangup(f.l.pairv[0].near.call, OH_CAUSE_DONE);
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED, 1));
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

static int await_file(struct fix *f, const char *name)
{
	const bool never = false;

	for (int i = 0; i < 500; i++) {
		if (0 == access(home_path(&f->l.home, name), F_OK))
			return 0;
		if (test_loop_until(&never, 10) == ENOMEM)
			return ENOMEM;
	}
	return ETIMEDOUT;
}

/* They hang up: it is told, and its end is what the call's waits for */
int test_program_they_hang_up(void)
{
	static const struct { const char *trap; enum oh_cause cause; } v[] = {
		{ "trap 'exit 0' HUP", OH_CAUSE_DONE },
		{ "trap 'exit 3' HUP", OH_CAUSE_HUNG_UP },
		{ ":", OH_CAUSE_HUNG_UP },
	};
	struct fix f;

	if (test_is_oom())
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		char script[512];
		const char *argv[] = { "/bin/sh", "-c", script, NULL };
		const struct live_end *e = &f.l.pairv[0].near;

		LIVE_OK(fix_init(&f));
		snprintf(script, sizeof(script), "cd %s; %s; echo >ready; "
			 "while :; do sleep 0.02; done", f.l.home.dir,
			 v[i].trap);
		LIVE_OK(run(&f, argv));
		LIVE_OK(await_file(&f, "ready"));
		oh_call_hangup(f.l.pairv[0].far.call, OH_CAUSE_DONE);
		LIVE_OK(await(&f.over));
		LIVE_INT(f.cause, v[i].cause);
		LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED,
				   1));
		LIVE_INT(e->eventc[OH_EVENT_FLOW], 1);
		fix_reset(&f);
	}
	return 0;
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Time goes twenty times as fast, and programs get their share of it */
static void tick(void *arg)
{
	(void)poll(NULL, 0, 1);
	test_clock_add_us(20000);
	tmr_start(arg, 0, tick, arg);
}

/* What hears neither SIGHUP nor SIGTERM is killed, with what it started */
int test_program_killed_in_the_end(void)
{
	char script[512];
	const char *argv[] = { "/bin/sh", "-c", script, NULL };
	struct tmr ticker;
	struct fix f;

	if (test_is_oom())
		return 0;
	tmr_init(&ticker);
	LIVE_OK(fix_init(&f));
	snprintf(script, sizeof(script),
		 "cd %s; trap 'echo >hup' HUP; trap 'echo >term' TERM; "
		 "echo >ready; while :; do sleep 0.02; done",
		 f.l.home.dir);
	LIVE_OK(run(&f, argv));
	LIVE_OK(await_file(&f, "ready"));
	test_clock_freeze(true);
	tmr_start(&ticker, 0, tick, &ticker);
	oh_call_hangup(f.l.pairv[0].far.call, OH_CAUSE_DONE);
	LIVE_OK(await(&f.over));
	LIVE_INT(access(home_path(&f.l.home, "hup"), F_OK), 0);
	LIVE_INT(access(home_path(&f.l.home, "term"), F_OK), 0);
	LIVE_INT(f.status, 128 + SIGKILL);
	LIVE_INT(f.cause, OH_CAUSE_HUNG_UP);
 out:
	tmr_cancel(&ticker);
	test_clock_freeze(false);
	fix_reset(&f);
	return test_or_refused(0);
}

/* No time is left: released, it is gone at once and told no more */
int test_program_released(void)
{
	static const char *const argv[] = { "/bin/sleep", "60", NULL };
	struct fix f;

	LIVE_OK(fix_init(&f));
	LIVE_OK(run(&f, argv));
	f.work = mem_deref(f.work);
	LIVE_INT(waitpid(-1, NULL, WNOHANG), -1);      /* no child is left */
	LIVE_INT(f.count, 0);
	LIVE_INT(f.status, -1);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

static unsigned fds(void)
{
	DIR *d = opendir("/proc/self/fd");
	unsigned n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);

	return n;
}

struct crowd {
	void    *workv[FLOWS];
	unsigned left;
	bool     over;
};

struct one {
	struct crowd *crowd;
	size_t        i;
};

static void one_handler(enum oh_cause cause, const char *digits, void *arg)
{
	struct one *o = arg;

	(void)digits;
	assert_int_equal(cause, OH_CAUSE_DONE);
	o->crowd->workv[o->i] = mem_deref(o->crowd->workv[o->i]);
	o->crowd->over = --o->crowd->left == 0;
}

/* Hundreds at once; each end is seen, and no descriptor is left */
int test_program_hundreds(void)
{
	static const char *const argv[] = { "/bin/sleep", "0.2", NULL };
	static struct crowd c;
	static struct one onev[FLOWS];
	struct fix f;
	unsigned before;

	if (test_is_oom())
		return 0;
	memset(&c, 0, sizeof(c));
	LIVE_OK(fix_init(&f));
	f.prm.argv = argv;
	before = fds();
	for (size_t i = 0; i < FLOWS; i++) {
		onev[i] = (struct one){ &c, i };
		LIVE_OK(oh_program_work(&c.workv[i], f.l.pairv[0].near.call,
					&f.job, one_handler, &onev[i],
					&f.prm));
		c.left++;
	}
	LIVE_OK(await(&c.over));
	LIVE_INT(fds(), before);
	LIVE_INT(f.l.pairv[0].near.eventc[OH_EVENT_FLOW], FLOWS);
	LIVE_INT(waitpid(-1, NULL, WNOHANG), -1);
 out:
	for (size_t i = 0; i < FLOWS; i++)
		mem_deref(c.workv[i]);
	fix_reset(&f);
	return test_or_refused(0);
}
