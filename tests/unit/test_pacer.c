/**
 * @file test_pacer.c  Which stream is served at which tick
 */
#include "media/pacer.h"
#include "test.h"

struct thing {
	struct oh_pacer_entry e;
	unsigned served;
	uint64_t tick;
};

static void on_turn(void *data, uint64_t tick, void *arg)
{
	struct thing *t = data;

	(void)arg;
	t->served++;
	t->tick = tick;
}

int test_pacer_first_turn_is_at_once(void)
{
	struct oh_pacer p = { .tick = 0 };
	struct thing t = { .served = 0 };

	oh_pacer_add(&p, &t.e, 20, 1000, &t);
	oh_pacer_run(&p, 1000, on_turn, NULL);
	assert_int_equal(t.served, 1);
	oh_pacer_run(&p, 1009, on_turn, NULL);
	assert_int_equal(t.served, 1);
	oh_pacer_run(&p, 1010, on_turn, NULL);
	assert_int_equal(t.served, 2);
	oh_pacer_remove(&p, &t.e);
	oh_pacer_remove(&p, &t.e);
	oh_pacer_run(&p, 1020, on_turn, NULL);
	assert_int_equal(t.served, 2);
	assert_int_equal(p.count, 0);
	return 0;
}

int test_pacer_intervals(void)
{
	static const uint32_t ptimev[] = { 10, 20, 30, 60 };
	struct oh_pacer p = { .tick = 0 };
	struct thing v[4] = { { .served = 0 } };

	for (int i = 0; i < 4; i++)
		oh_pacer_add(&p, &v[i].e, ptimev[i], 100, &v[i]);
	for (uint64_t t = 100; t < 100 + 300; t++)          /* 600 ms */
		oh_pacer_run(&p, t, on_turn, NULL);
	for (int i = 0; i < 4; i++)
		assert_int_equal(v[i].served, 600 / ptimev[i]);
	for (int i = 0; i < 4; i++)
		oh_pacer_remove(&p, &v[i].e);
	return 0;
}

/* A second late: one packet, at the turn that would have been the last. */
int test_pacer_late(void)
{
	struct oh_pacer p = { .tick = 0 };
	struct thing t = { .served = 0 };

	oh_pacer_add(&p, &t.e, 20, 100, &t);
	oh_pacer_run(&p, 100, on_turn, NULL);
	oh_pacer_run(&p, 605, on_turn, NULL);
	assert_int_equal(t.served, 2);
	assert_int_equal(t.tick, 600);
	oh_pacer_run(&p, 610, on_turn, NULL);
	assert_int_equal(t.served, 3);
	/* Time does not go backwards. */
	oh_pacer_run(&p, 600, on_turn, NULL);
	assert_int_equal(t.served, 3);
	oh_pacer_remove(&p, &t.e);
	return 0;
}

int test_pacer_spreads(void)
{
	struct oh_pacer p = { .tick = 0 };
	static struct thing v[1000];
	unsigned most = 0;

	for (int i = 0; i < 1000; i++)
		oh_pacer_add(&p, &v[i].e, i % 10 ? 20 : 30, 100, &v[i]);
	for (int i = 0; i < OH_PACER_CYCLE; i++)
		most = max(most, p.loadv[i]);
	/* 900 over ten phases and 100 over fifteen */
	assert_in_range(most, 96, 99);
	for (int i = 0; i < 1000; i++)
		oh_pacer_remove(&p, &v[i].e);
	for (int i = 0; i < OH_PACER_CYCLE; i++)
		assert_int_equal(p.loadv[i], 0);
	memset(v, 0, sizeof(v));
	return 0;
}
