/**
 * @file test_clock.c  The time as it is told and printed
 */
#include "base/compat.h"
#include <time.h>
#include "test.h"
#include "base/clock.h"

int test_clock_runs(void);
int test_clock_timers(void);
int test_clock_print(void);

int test_clock_runs(void)
{
	uint64_t a = oh_clock_us(), b = oh_clock_us();

	assert_true(b >= a);
	/* After 2020, before 2100 */
	assert_true(oh_clock_wall_us() > 1577836800000000ull);
	assert_true(oh_clock_wall_us() < 4102444800000000ull);

	return 0;
}

/* libre must take its time from us: the clock stands, so its timers do. */
int test_clock_timers(void)
{
	struct tmr tmr;

	test_clock_freeze(true);
	tmr_init(&tmr);
	tmr_start(&tmr, 1000, NULL, NULL);
	tmr_cancel(&tmr);
	tmr_start(&tmr, 1000, (tmr_h *)(uintptr_t)1, NULL);
	assert_int_equal(tmr_get_expire(&tmr), 1000);
	test_clock_add_us(400000);
	assert_int_equal(tmr_get_expire(&tmr), 600);
	tmr_cancel(&tmr);
	test_clock_freeze(false);

	return 0;
}

int test_clock_print(void)
{
	static const struct {
		const char *tz;
		uint64_t    us;
		const char *text;
	} casev[] = {
		{ "UTC0", 0, "1970-01-01T00:00:00.000+00:00" },
		{ "UTC0", 1767323045678901,
		  "2026-01-02T03:04:05.678+00:00" },
		{ "XXX-5:30", 1767323045000000,
		  "2026-01-02T08:34:05.000+05:30" },
		{ "XXX8", 1767323045009999,
		  "2026-01-01T19:04:05.009-08:00" },
	};
	char buf[OH_CLOCK_ISO_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		setenv("TZ", casev[i].tz, 1);
		tzset();
		assert_int_equal(oh_clock_print(buf, sizeof(buf),
						casev[i].us), 0);
		assert_string_equal(buf, casev[i].text);
	}
	assert_int_equal(oh_clock_print(buf, 29, 0), ERANGE);
	assert_string_equal(buf, "");
	assert_int_equal(oh_clock_print(buf, sizeof(buf), UINT64_MAX), 0);
	assert_int_equal(oh_clock_print(NULL, 0, 0), EINVAL);
	unsetenv("TZ");
	tzset();

	return 0;
}
