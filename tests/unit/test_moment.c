/**
 * @file test_moment.c  Times as they stand in lists
 */
#include "base/compat.h"
#include "test.h"
#include "tui/moment.h"

/* 2026-11-24 17:47:19 UTC */
#define NOW_US 1795542439000000ull

int test_moment_day(void)
{
	static const struct {
		int64_t ago_s, offset_s;
		const char *day, *clock;
	} dayv[] = {
		{ 0, 0,              "today 17:47", "17:47:19" },
		{ 0, 3600,           "today 18:47", "18:47:19" },
		{ 18 * 3600, 0,      "11-23 23:47", "23:47:19" },
		{ 18 * 3600, 3600,   "today 00:47", "00:47:19" },
		{ 3600, -86400 * 9,  "today 16:47", "16:47:19" },
		{ 400 * 86400, 0,    "2025-10-20",  "17:47:19" },
	};
	char buf[OH_MOMENT_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(dayv); i++) {
		uint64_t at = NOW_US - (uint64_t)dayv[i].ago_s * 1000000;

		oh_moment_day(buf, at, NOW_US, dayv[i].offset_s);
		assert_string_equal(buf, dayv[i].day);
		oh_moment_clock(buf, at, dayv[i].offset_s);
		assert_string_equal(buf, dayv[i].clock);
	}
	oh_moment_day(buf, UINT64_MAX, NOW_US, 0);
	oh_moment_clock(buf, UINT64_MAX, 0);
	assert_true(strlen(buf) < OH_MOMENT_SIZE);

	return 0;
}

int test_moment_length(void)
{
	static const struct { double s; const char *text; } lengthv[] = {
		{ 0, "" }, { -1, "" }, { 0.5, "0:00" }, { 62.9, "1:02" },
		{ 3723, "1:02:03" }, { 1e30, "999:00:00" },
	};
	char buf[OH_MOMENT_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(lengthv); i++) {
		oh_moment_length(buf, lengthv[i].s);
		assert_string_equal(buf, lengthv[i].text);
	}

	return 0;
}
