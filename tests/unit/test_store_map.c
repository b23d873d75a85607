/**
 * @file test_store_map.c  Numbers by their digits
 */
#include "test.h"
#include "simrest/store_priv.h"

enum { NUMBERS = 500, ROUNDS = 20000 };

/* Scattered: neighbours hardly ever collide. Cubes modulo a prime that is
   2 modulo 3 are all different */
static void print(char number[OH_NUMBER_SIZE], unsigned i)
{
	uint64_t n = i + 1;

	(void)snprintf(number, OH_NUMBER_SIZE, "+12%08u",
		       (unsigned)(n * n * n % 10000019));
}

/* Against a plain array, whatever the order */
int test_store_map_random(void)
{
	struct oh_store_map m = { .room = 0 };
	bool inv[NUMBERS] = { false };
	char number[OH_NUMBER_SIZE];
	uint32_t seed = 1;
	size_t count = 0;
	int err;

	TEST_OK(err = oh_store_map_reserve(&m, 10));
	TEST_OK(err = oh_store_map_reserve(&m, NUMBERS));
	for (unsigned i = 0; i < ROUNDS; i++) {
		unsigned k = (seed = seed * 1664525 + 1013904223) / 65536 %
			NUMBERS;

		print(number, k);
		assert_int_equal(oh_store_map_find(&m, number) != NULL,
				 inv[k]);
		if (inv[k])
			oh_store_map_drop(&m, number);
		else
			oh_store_map_put(&m, number, k);
		count += inv[k] ? (size_t)-1 : 1;
		inv[k] = !inv[k];
		assert_int_equal(m.count, count);
	}
	for (unsigned k = 0; k < NUMBERS; k++) {
		uint32_t *at;

		print(number, k);
		at = oh_store_map_find(&m, number);
		assert_int_equal(at != NULL, inv[k]);
		if (at)
			assert_int_equal(*at, k);
	}

 out:
	oh_store_map_reset(&m);

	return err;
}

/* Growing keeps what is there; what is no number is nowhere */
int test_store_map_grow(void)
{
	static const char *const nonev[] = {
		"", "+", "1", "+1x", "x", "+1234567890123456",
	};
	struct oh_store_map m = { .room = 0 };
	char number[OH_NUMBER_SIZE];
	int err = 0;

	assert_null(oh_store_map_find(&m, "+1"));
	oh_store_map_drop(&m, "+1");
	for (unsigned k = 0; k < NUMBERS; k++) {
		TEST_OK(err = oh_store_map_reserve(&m, m.count + 1));
		print(number, k);
		oh_store_map_put(&m, number, k);
	}
	for (unsigned k = 0; k < NUMBERS; k++) {
		print(number, k);
		assert_int_equal(*oh_store_map_find(&m, number), k);
	}
	for (size_t i = 0; i < ARRAY_SIZE(nonev); i++) {
		oh_store_map_put(&m, nonev[i], 1);
		assert_null(oh_store_map_find(&m, nonev[i]));
	}
	assert_int_equal(m.count, NUMBERS);

 out:
	oh_store_map_reset(&m);

	return err;
}
