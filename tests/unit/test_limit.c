/**
 * @file test_limit.c  What may still be called
 */
#include "test.h"
#include "route/limit.h"

#define USD(m) { .micro = (m), .currency = "USD" }
#define EUR(m) { .micro = (m), .currency = "EUR" }

static const struct {
	struct oh_limit_prm   prm;
	struct oh_limit_usage usage;
	enum oh_limit_verdict verdict;
	const char           *why;
} casev[] = {
	{ { .trunk = "a" }, { .now = 9000, .second = 9, .day = 1 },
	  OH_LIMIT_OK, "" },
	{ { .trunk = "a", .calls = 2 }, { .now = 1 }, OH_LIMIT_OK, "" },
	{ { .trunk = "a", .calls = 2 }, { .now = 2 }, OH_LIMIT_FULL,
	  "[trunk a] calls = 2: 2 calls are up; wait until one ends, or "
	  "raise it" },
	{ { .trunk = "b", .cps = 1 }, { .second = 1 }, OH_LIMIT_LATER,
	  "[trunk b] cps = 1: 1 calls were begun in the last second; wait, "
	  "or raise it" },
	{ { .trunk = "b", .day_calls = 10 }, { .day = 12 },
	  OH_LIMIT_SPENT, "[trunk b] day_calls = 10: 12 calls were begun "
	  "today; wait until tomorrow, or raise it" },
	{ { .trunk = "b", .day_minutes = 10 }, { .day_ms = 599999 },
	  OH_LIMIT_OK, "" },
	{ { .trunk = "b", .day_minutes = 10 }, { .day_ms = 600000 },
	  OH_LIMIT_SPENT, "[trunk b] day_minutes = 10: 10 minutes were "
	  "talked today; wait until tomorrow, or raise it" },
	{ { .all_day_calls = 3 }, { .all_day = 3 }, OH_LIMIT_REFUSED,
	  "[guard] day_calls = 3: 3 calls were begun today; wait until "
	  "tomorrow, or raise it" },
	{ { .all_day_minutes = 1 }, { .all_day_ms = 61000 },
	  OH_LIMIT_REFUSED, "[guard] day_minutes = 1: 1 minutes were talked "
	  "today; wait until tomorrow, or raise it" },
	{ { .trunk = "a", .day_cost = USD(2500000) },
	  { .day_cost = USD(2499999) }, OH_LIMIT_OK, "" },
	{ { .trunk = "a", .day_cost = USD(2500000) },
	  { .day_cost = USD(2500000) }, OH_LIMIT_SPENT,
	  "[trunk a] day_cost = 2.50 USD: 2.50 USD were spent today; wait "
	  "until tomorrow, or raise it" },
	{ { .all_day_cost = USD(1000000) }, { .all_day_cost = USD(1200000) },
	  OH_LIMIT_REFUSED, "[guard] day_cost = 1.00 USD: 1.20 USD were "
	  "spent today; wait until tomorrow, or raise it" },
	{ { .all_day_cost = USD(1000000) }, { .all_day_cost = EUR(1) },
	  OH_LIMIT_WARN, "[guard] day_cost = 1.00 USD: does not count what "
	  "calls cost in EUR" },
	{ { .trunk = "a", .day_cost = EUR(1), .all_day_cost = USD(1) },
	  { .day_cost = USD(9), .all_day_cost = USD(9) },
	  OH_LIMIT_REFUSED, "[guard] day_cost = 0.000001 USD: 0.000009 USD "
	  "were spent today; wait until tomorrow, or raise it" },
	{ { .minute_warn = 10, .minute_max = 20 }, { .minute = 9 },
	  OH_LIMIT_OK, "" },
	{ { .minute_warn = 10, .minute_max = 20 }, { .minute = 10 },
	  OH_LIMIT_WARN, "[guard] minute_warn = 10: 10 calls were begun in "
	  "the last minute; more of them will be refused" },
	{ { .minute_warn = 10, .minute_max = 20 }, { .minute = 20 },
	  OH_LIMIT_REFUSED, "[guard] minute_max = 20: 20 calls were begun "
	  "in the last minute; wait, or raise it" },
	{ { .calls_warn = 3, .calls_max = 5 }, { .all_out = 2 },
	  OH_LIMIT_OK, "" },
	{ { .calls_warn = 3, .calls_max = 5 }, { .all_out = 4 },
	  OH_LIMIT_WARN, "[guard] calls_warn = 3: 4 calls are up; more of "
	  "them will be refused" },
	{ { .calls_warn = 3, .calls_max = 5 }, { .all_out = 5 },
	  OH_LIMIT_REFUSED, "[guard] calls_max = 5: 5 calls are up; wait "
	  "until one ends, or raise it" },
	{ { .minute_max = 20, .night_minute = 2 }, { .minute = 2 },
	  OH_LIMIT_REFUSED, "[guard] night_minute_max = 2: 2 calls were "
	  "begun in the last minute; wait until morning, or raise it" },
	{ { .calls_max = 9, .night_calls = 1 }, { .all_out = 1 },
	  OH_LIMIT_REFUSED, "[guard] night_calls_max = 1: 1 calls are up; "
	  "wait until morning, or raise it" },
	{ { .prefix_warn = 3, .prefix_max = 5 }, { .same_prefix = 3 },
	  OH_LIMIT_WARN, "[guard] prefix_warn = 3: 3 calls in a row to "
	  "numbers that begin alike; more of them will be refused" },
	{ { .prefix_warn = 3, .prefix_max = 5 }, { .same_prefix = 6 },
	  OH_LIMIT_REFUSED, "[guard] prefix_max = 5: 6 calls in a row to "
	  "numbers that begin alike; wait, or raise it" },
};

/* What cannot be waited for is said first; a warning, last. */
static const struct {
	struct oh_limit_usage usage;
	enum oh_limit_verdict verdict;
	const char           *begins;
} orderv[] = {
	{ { .now = 5, .second = 5, .day = 5, .all_day = 5, .minute = 5 },
	  OH_LIMIT_REFUSED, "[guard] day_calls" },
	{ { .now = 5, .second = 5, .day = 5, .minute = 5 },
	  OH_LIMIT_REFUSED, "[guard] minute_max" },
	{ { .now = 5, .second = 5, .day = 5, .minute = 4 },
	  OH_LIMIT_SPENT, "[trunk a] day_calls" },
	{ { .now = 5, .second = 5, .minute = 4, .all_day_cost = USD(9) },
	  OH_LIMIT_REFUSED, "[guard] day_cost" },
	{ { .now = 5, .second = 5, .minute = 4, .all_day_cost = EUR(9) },
	  OH_LIMIT_FULL, "[trunk a] calls" },
	{ { .second = 5, .minute = 4 }, OH_LIMIT_LATER, "[trunk a] cps" },
	{ { .minute = 4 }, OH_LIMIT_WARN, "[guard] minute_warn" },
};

int test_limit_order(void)
{
	const struct oh_limit_prm prm = {
		.trunk = "a", .calls = 1, .cps = 1, .day_calls = 5,
		.all_day_calls = 5, .minute_warn = 4, .minute_max = 5,
		.all_day_cost = USD(9),
	};

	for (size_t i = 0; i < sizeof(orderv) / sizeof(orderv[0]); i++) {
		char why[256];

		assert_int_equal(oh_limit_check(why, sizeof(why), &prm,
						&orderv[i].usage),
				 orderv[i].verdict);
		if (strncmp(why, orderv[i].begins, strlen(orderv[i].begins)))
			fail_msg("%zu: %s", i, why);
	}

	return 0;
}

static const struct {
	struct oh_limit_prm   prm;
	struct oh_limit_usage usage;
	struct oh_money       rate;
	uint64_t              ms;
	const char           *why;
} leftv[] = {
	{ { .trunk = "a" }, { .day_ms = 9 }, USD(5), UINT64_MAX, "" },
	{ { .trunk = "a", .day_minutes = 10 }, { .day_ms = 590000 },
	  USD(0), 10000, "[trunk a] day_minutes" },
	{ { .trunk = "a", .day_minutes = 10, .all_day_minutes = 20 },
	  { .day_ms = 590000, .all_day_ms = 1199000 },
	  USD(0), 1000, "[guard] day_minutes" },
	{ { .day_minutes = 1 }, { .day_ms = 99999999 }, USD(0), 0,
	  "[trunk ] day_minutes" },
	{ { .all_day_cost = USD(1000000) }, { .all_day_cost = USD(900000) },
	  USD(50000), 120000, "[guard] day_cost" },
	{ { .trunk = "a", .day_cost = USD(1000000) }, { .now = 1 },
	  USD(1000000), 60000, "[trunk a] day_cost" },
	{ { .trunk = "a", .day_cost = USD(1) }, { .day_cost = USD(2) },
	  USD(7), 0, "[trunk a] day_cost" },
	/* No price, or none in that currency */
	{ { .all_day_cost = USD(1) }, { .now = 1 }, { 0, "" }, UINT64_MAX,
	  "" },
	{ { .all_day_cost = USD(1) }, { .now = 1 }, EUR(9), UINT64_MAX, "" },
	{ { .all_day_cost = USD(INT64_MAX) }, { .now = 1 }, USD(1),
	  UINT64_MAX, "" },
};

int test_limit_left(void)
{
	for (size_t i = 0; i < sizeof(leftv) / sizeof(leftv[0]); i++) {
		char why[64] = "x";
		uint64_t ms = oh_limit_left_ms(why, sizeof(why),
					       &leftv[i].prm,
					       &leftv[i].usage,
					       &leftv[i].rate);

		if (ms != leftv[i].ms)
			fail_msg("%zu: %llu", i, (unsigned long long)ms);
		assert_string_equal(why, leftv[i].why);
	}

	return 0;
}

int test_limit_check(void)
{
	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		char why[256] = "x";
		enum oh_limit_verdict v =
			oh_limit_check(why, sizeof(why), &casev[i].prm,
				       &casev[i].usage);

		assert_string_equal(why, casev[i].why);
		assert_int_equal(v, casev[i].verdict);
	}

	return 0;
}

int test_limit_short(void)
{
	const struct oh_limit_prm prm = { .trunk = "a", .calls = 1 };
	const struct oh_limit_usage usage = { .now = 1 };
	char why[12];

	assert_int_equal(oh_limit_check(why, sizeof(why), &prm, &usage),
			 OH_LIMIT_FULL);
	assert_string_equal(why, "[trunk a] c");

	return 0;
}
