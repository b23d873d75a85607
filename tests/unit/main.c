/**
 * @file main.c  Runs the unit tests, also with allocations refused
 *
 * unit-tests [--oom] [--jobs N] [PREFIX...]
 *
 * --oom: with each allocation refused in turn; --jobs: so many cases at once;
 * PREFIX: only cases whose name begins so.
 */
#include <getopt.h>
#include "base/compat.h"
#include "cases.h"
#include "base/clock.h"

enum {
	OOM_ROUNDS_MAX = 2000,
	REFUSED_US     = 20000,   /* what a loop gets after a refusal [us] */
};

/* Test programs may have state of their own; the library may not. */
static struct {
	bool     frozen;
	uint64_t us;
	uint64_t begun_us;        /* us when the case began */
	int64_t  allocs_left;     /* -1: no limit */
	bool     refused;         /* one, in this run of the case */
	bool     oom;
} world = { .us = 1000000, .allocs_left = -1 };

uint64_t __real_oh_clock_us(void);
uint64_t __real_oh_clock_wall_us(void);
uint64_t __wrap_oh_clock_us(void);
uint64_t __wrap_oh_clock_wall_us(void);
void *__real_mem_zalloc(size_t size, mem_destroy_h *dh);
void *__real_mem_alloc(size_t size, mem_destroy_h *dh);
void *__real_mem_realloc(void *data, size_t size);
void *__wrap_mem_zalloc(size_t size, mem_destroy_h *dh);
void *__wrap_mem_alloc(size_t size, mem_destroy_h *dh);
void *__wrap_mem_realloc(void *data, size_t size);

uint64_t __wrap_oh_clock_us(void)
{
	return world.frozen ? world.us : __real_oh_clock_us();
}

uint64_t __wrap_oh_clock_wall_us(void)
{
	/* 2026-01-02 03:04:06 UTC, plus what the case has added */
	return world.frozen ? 1767323046000000ull + world.us - world.begun_us
			    : __real_oh_clock_wall_us();
}

void test_clock_freeze(bool frozen)
{
	world.frozen = frozen;
}

void test_clock_add_us(uint64_t us)
{
	world.us += us;
}

static bool refuse(void)
{
	int64_t left = __atomic_load_n(&world.allocs_left, __ATOMIC_RELAXED);

	if (left < 0)
		return false;
	if (__atomic_fetch_sub(&world.allocs_left, 1, __ATOMIC_RELAXED) > 0)
		return false;
	__atomic_store_n(&world.refused, true, __ATOMIC_RELAXED);

	return true;
}

int test_or_refused(int err)
{
	return __atomic_load_n(&world.refused, __ATOMIC_RELAXED) ? ENOMEM
								 : err;
}

bool test_is_oom(void)
{
	return world.oom;
}

void *__wrap_mem_zalloc(size_t size, mem_destroy_h *dh)
{
	return refuse() ? NULL : __real_mem_zalloc(size, dh);
}

void *__wrap_mem_alloc(size_t size, mem_destroy_h *dh)
{
	return refuse() ? NULL : __real_mem_alloc(size, dh);
}

void *__wrap_mem_realloc(void *data, size_t size)
{
	return refuse() ? NULL : __real_mem_realloc(data, size);
}

struct waiting {
	struct tmr tmr;
	const bool *flag;
	uint64_t until;
	bool hurried;
	int err;
};

static void look(void *arg)
{
	struct waiting *w = arg;

	if (*w->flag)
		w->err = 0;
	else if (__real_oh_clock_us() > w->until)
		w->err = test_or_refused(ETIMEDOUT);
	else {
		if (test_or_refused(0) && !w->hurried) {
			w->hurried = true;
			w->until = __real_oh_clock_us() + REFUSED_US;
		}
		tmr_start(&w->tmr, 2, look, w);
		return;
	}
	re_cancel();
}

int test_loop_until(const bool *flag, uint32_t deadline_ms)
{
	struct waiting w = { .flag = flag, .err = EINTR };
	int err;

	w.until = __real_oh_clock_us() + 1000ull * deadline_ms;
	tmr_init(&w.tmr);
	tmr_start(&w.tmr, 1, look, &w);
	err = re_main(NULL);
	tmr_cancel(&w.tmr);

	return err ? err : w.err;
}

/* The frozen wall clock is that of the case; the other one, which timers go
   by, never goes back */
static void begin(void)
{
	world.frozen   = false;
	world.begun_us = world.us;
}

static void run_plain(void **state)
{
	const struct test *t = *state;

	begin();
	assert_int_equal(t->exec(), 0);
}

/* Refuse the first, the second, the third .. until the case passes. */
static void run_oom(void **state)
{
	const struct test *t = *state;

	for (int64_t n = 0; n < OOM_ROUNDS_MAX; n++) {
		int64_t left;
		int err;

		begin();
		world.refused = false;
		__atomic_store_n(&world.allocs_left, n, __ATOMIC_SEQ_CST);
		err = t->exec();
		left = __atomic_exchange_n(&world.allocs_left, -1,
					   __ATOMIC_SEQ_CST);
		if (left >= 0 && err == 0)
			return;
		if (err != 0)
			assert_int_equal(err, ENOMEM);
	}
	fail_msg("%s: not passed after %d refusals", t->name, OOM_ROUNDS_MAX);
}

static bool is_wanted(const struct test *t, int argc, char **argv)
{
	if (argc == 0)
		return true;
	for (int i = 0; i < argc; i++) {
		if (0 == strncmp(t->name, argv[i], strlen(argv[i])))
			return true;
	}
	return false;
}

static bool run_one(const struct test *t)
{
	const struct CMUnitTest one = {
		.name = t->name,
		.test_func = world.oom ? run_oom : run_plain,
		.initial_state = (void *)(intptr_t)t,
	};
	int failed;

	if (libre_init())
		return false;
	fd_setsize(4096);
	failed = _cmocka_run_group_tests("unit", &one, 1, NULL, NULL);
	libre_close();

	return failed == 0;
}

static size_t select_cases(const struct test **v, int argc, char **argv)
{
	size_t n = 0;

	for (size_t i = 0; testv[i].name; i++) {
		if (is_wanted(&testv[i], argc, argv))
			v[n++] = &testv[i];
	}
	return n;
}

int main(int argc, char **argv)
{
	static const struct option optv[] = {
		{ "oom",  no_argument,       NULL, 'o' },
		{ "jobs", required_argument, NULL, 'j' },
		{ NULL,   0,                 NULL, 0   },
	};
	const struct test **v;
	size_t n = 0, failed, jobs = 1;
	int opt;

	while ((opt = getopt_long(argc, argv, "j:", optv, NULL)) != -1) {
		if (opt == 'o')
			world.oom = true;
		else if (opt != 'j' || (jobs = strtoul(optarg, NULL, 10)) < 1)
			return 64;
	}
	while (testv[n].name)
		n++;
	v = calloc(n + 1, sizeof(*v));
	if (!v)
		return 1;
	n = select_cases(v, argc - optind, argv + optind);
	failed = cases_run(v, n, jobs, run_one);
	free(v);

	return failed || n == 0;
}
