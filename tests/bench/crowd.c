/**
 * @file crowd.c  How long a call waits to be begun, where many write
 *
 *     crowd FILE
 *
 * Ten processes; each begins a call every 40 ms, asks what its limits are
 * about, and ends it 50 calls later. Prints one JSON object: quantiles of
 * the time from asking to the answer, in which no INVITE leaves.
 */
#include <sys/wait.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/id.h"
#include "cdr/store.h"
#include "part/late.h"

enum {
	WRITERS  = 10,
	CALLS    = 200,      /* of each; their times fit a pipe at once */
	EVERY_MS = 40,
	UP       = 50,
	FLUSH_MS = 30000,
	LIFE_S   = 120,
};

struct writer;

struct call {
	struct writer      *w;
	struct oh_cdr_call *row;
	struct oh_result    res;
	uint64_t            asked_us;
};

struct writer {
	struct oh_cdr *c;
	struct tmr     tmr;
	struct call    callv[CALLS];
	int32_t        waitv[CALLS];
	uint32_t       begun, told;
	int            err;
};

static void fail(struct writer *w, int err)
{
	w->err = err;
	re_cancel();
}

static bool decide_handler(const struct oh_cdr_usage *usage, char *why,
			   size_t size, void *arg)
{
	(void)usage;
	(void)why;
	(void)size;
	(void)arg;

	return true;
}

static void begun_handler(int err, const char *why, void *arg)
{
	struct call *call = arg;
	struct writer *w = call->w;
	(void)why;

	w->waitv[call - w->callv] = (int32_t)(oh_clock_us() -
					      call->asked_us);
	if (err)
		fail(w, err);
	else if (++w->told == CALLS)
		re_cancel();
}

static int begin(struct writer *w, struct call *call)
{
	struct oh_result *res = &call->res;
	const struct oh_cdr_begin_prm prm = {
		.res = res, .prefix = "+1425555", .decideh = decide_handler,
		.begunh = begun_handler, .arg = call,
	};

	oh_result_init(res);
	oh_id_make(res->id, oh_clock_wall_us());
	str_ncpy(res->trunk, "trunk", sizeof(res->trunk));
	str_ncpy(res->to, "+14255550100", sizeof(res->to));
	res->start_us  = oh_clock_wall_us();
	call->w        = w;
	call->asked_us = oh_clock_us();

	return oh_cdr_begin(&call->row, w->c, &prm);
}

static int end(struct call *call)
{
	int err;

	call->res.end_us = oh_clock_wall_us();
	err = oh_cdr_end(call->row, &call->res, 0);
	call->row = mem_deref(call->row);

	return err;
}

static void next(void *arg)
{
	struct writer *w = arg;
	int err = begin(w, &w->callv[w->begun]);

	if (!err && w->begun >= UP)
		err = end(&w->callv[w->begun - UP]);
	if (err)
		fail(w, err);
	else if (++w->begun < CALLS)
		tmr_start(&w->tmr, EVERY_MS, next, w);
}

static int write_all(const char *path, int fd)
{
	const struct oh_cdr_prm prm = { .path = path };
	static struct writer w;
	int err;

	(void)alarm(LIFE_S);
	err = libre_init();
	if (!err)
		err = oh_cdr_open(&w.c, &prm);
	if (err)
		return err;
	tmr_start(&w.tmr, 0, next, &w);
	err = re_main(NULL);
	for (uint32_t i = 0; i < CALLS && !err && !w.err; i++)
		err = w.callv[i].row ? end(&w.callv[i]) : 0;
	if (!err && !w.err)
		err = oh_cdr_flush(w.c, FLUSH_MS);
	mem_deref(w.c);
	if (err || w.err)
		return err ? err : w.err;

	return write(fd, w.waitv, sizeof(w.waitv)) ==
		(ssize_t)sizeof(w.waitv) ? 0 : EPIPE;
}

/* How many have failed */
static unsigned run_writers(const char *path, int fd)
{
	unsigned failed = 0;
	int status;

	for (unsigned i = 0; i < WRITERS; i++) {
		pid_t pid = fork();

		failed += pid < 0;
		if (!pid)
			_exit(write_all(path, fd) ? 1 : 0);
	}
	while (wait(&status) > 0)
		failed += status != 0;

	return failed;
}

int main(int argc, char *argv[])
{
	static int32_t v[WRITERS * CALLS];
	unsigned failed;
	ssize_t bytes;
	size_t n;
	int fdv[2];

	if (argc != 2 || pipe(fdv))
		return 2;
	failed = run_writers(argv[1], fdv[1]);
	close(fdv[1]);
	bytes = read(fdv[0], v, sizeof(v));
	n = bytes > 0 ? (size_t)bytes / sizeof(*v) : 0;
	printf("{\"writers\":%d,\"calls\":%zu,\"failed\":%u,\"wait_ms\":"
	       "{\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}}\n", WRITERS, n,
	       failed, late_quantile(v, n, 0.5) / 1e3,
	       late_quantile(v, n, 0.99) / 1e3,
	       late_quantile(v, n, 1.0) / 1e3);

	return failed ? 1 : 0;
}
