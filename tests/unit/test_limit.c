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
	{ { .trunk = "a", .calls = 2 }, { .now = 2 }, OH_LIMIT_REFUSED,
	  "[trunk a] calls = 2: 2 calls are up; wait until one ends, or "
	  "raise it" },
	{ { .trunk = "b", .cps = 1 }, { .second = 1 }, OH_LIMIT_REFUSED,
	  "[trunk b] cps = 1: 1 calls were begun in the last second; wait, "
	  "or raise it" },
	{ { .trunk = "b", .day_calls = 10 }, { .day = 12 },
	  OH_LIMIT_REFUSED, "[trunk b] day_calls = 10: 12 calls were begun "
	  "today; wait until tomorrow, or raise it" },
	{ { .trunk = "b", .day_minutes = 10 }, { .day_ms = 599999 },
	  OH_LIMIT_OK, "" },
	{ { .trunk = "b", .day_minutes = 10 }, { .day_ms = 600000 },
	  OH_LIMIT_REFUSED, "[trunk b] day_minutes = 10: 10 minutes were "
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
	  { .day_cost = USD(2500000) }, OH_LIMIT_REFUSED,
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
	{ { .prefix_warn = 3, .prefix_max = 5 }, { .same_prefix = 3 },
	  OH_LIMIT_WARN, "[guard] prefix_warn = 3: 3 calls in a row to "
	  "numbers that begin alike; more of them will be refused" },
	{ { .prefix_warn = 3, .prefix_max = 5 }, { .same_prefix = 6 },
	  OH_LIMIT_REFUSED, "[guard] prefix_max = 5: 6 calls in a row to "
	  "numbers that begin alike; wait, or raise it" },
};

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
			 OH_LIMIT_REFUSED);
	assert_string_equal(why, "[trunk a] c");

	return 0;
}
