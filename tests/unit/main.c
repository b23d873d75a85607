/**
 * @file main.c  Runs the unit tests, also with allocations refused
 *
 * unit-tests [--oom] [PREFIX...]   only cases whose name begins so
 */
#include "base/compat.h"
#include "test.h"
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

int main(int argc, char **argv)
{
	struct CMUnitTest *v;
	size_t n = 0, all = 0;
	bool oom = argc > 1 && 0 == strcmp(argv[1], "--oom");
	int failed;

	world.oom = oom;
	argc -= 1 + oom;
	argv += 1 + oom;

	while (testv[all].name)
		all++;
	v = calloc(all + 1, sizeof(*v));
	if (!v || libre_init())
		return 1;
	fd_setsize(4096);
	for (size_t i = 0; i < all; i++) {
		if (!is_wanted(&testv[i], argc, argv))
			continue;
		v[n].name = testv[i].name;
		v[n].test_func = oom ? run_oom : run_plain;
		v[n++].initial_state = (void *)(intptr_t)&testv[i];
	}
	failed = _cmocka_run_group_tests(oom ? "oom" : "unit", v, n,
					 NULL, NULL);
	libre_close();
	free(v);

	return failed || n == 0;
}
