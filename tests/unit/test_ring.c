/**
 * @file test_ring.c  Samples from one thread to another
 */
#include "base/compat.h"
#include <pthread.h>
#include "media/ring.h"
#include "test.h"

enum { MANY = 200000, BATCH = 37 };

int test_ring_goes_round(void)
{
	int16_t sampv[100], got[100];
	struct oh_ring *r = NULL;
	int16_t next = 0, want = 0;

	TEST_OK(oh_ring_alloc(&r, 100));
	assert_int_equal(oh_ring_room(r), 128);
	for (int round = 0; round < 50; round++) {
		size_t n = 0;

		for (int i = 0; i < 90; i++)
			sampv[i] = next++;
		assert_int_equal(oh_ring_put(r, sampv, 90), 90);
		assert_int_equal(oh_ring_count(r), 90);
		assert_int_equal(oh_ring_drop(r, 5), 5);
		want += 5;
		n = oh_ring_get(r, got, 100);
		assert_int_equal(n, 85);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(got[i], want++);
	}
	assert_int_equal(oh_ring_get(r, got, 100), 0);
	assert_int_equal(oh_ring_drop(r, 1), 0);
	assert_int_equal(oh_ring_put(r, sampv, 100), 100);
	assert_int_equal(oh_ring_put(r, sampv, 100), 28);
	assert_int_equal(oh_ring_room(r), 0);
 out:
	mem_deref(r);
	return r ? 0 : ENOMEM;
}

static void *put_all(void *arg)
{
	int16_t sampv[BATCH];
	int n = 0;

	while (n < MANY) {
		int m = min(BATCH, MANY - n);

		for (int i = 0; i < m; i++)
			sampv[i] = (int16_t)(n + i);
		n += (int)oh_ring_put(arg, sampv, (size_t)m);
	}
	return NULL;
}

int test_ring_two_threads(void)
{
	struct oh_ring *r = NULL;
	pthread_t thread;
	int16_t got[64];
	int n = 0;

	TEST_OK(oh_ring_alloc(&r, 256));
	assert_int_equal(pthread_create(&thread, NULL, put_all, r), 0);
	while (n < MANY) {
		size_t c = oh_ring_get(r, got, 64);

		for (size_t i = 0; i < c; i++, n++) {
			if (got[i] != (int16_t)n)
				fail_msg("%d: %d", n, got[i]);
		}
	}
	assert_int_equal(pthread_join(thread, NULL), 0);
 out:
	mem_deref(r);
	return r ? 0 : ENOMEM;
}
