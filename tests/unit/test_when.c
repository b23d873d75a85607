/**
 * @file test_when.c  Moments as people write them
 */
#include "base/compat.h"
#include "command/when.h"
#include "test.h"

/* 2026-11-24 10:30:00 UTC, a Tuesday; in Berlin 11:30 */
static const uint64_t now_us = 1795516200000000ull;

static const struct {
	const char *text;
	int64_t     s;              /* since 1970; 0: refused */
} casev[] = {
	{ "90s",        1795516110 },
	{ "30m",        1795514400 },
	{ "2h",         1795509000 },
	{ "7d",         1794911400 },
	{ "1w",         1794911400 },
	{ "today",      1795474800 },
	{ "yesterday",  1795388400 },
	{ "2026-11-24", 1795474800 },
	{ "2026-07-01", 1782856800 },
	{ "2026-11-24T10:30", 1795512600 },
	{ "2026-11-24 10:30", 1795512600 },
	{ "2026-11-24T10:30:05", 1795512605 },
	{ "2026-11-24T10:30:05.678", 1795512605 },
	{ "2026-11-24T10:30Z", 1795516200 },
	{ "2026-11-24T10:30:00.000+01:00", 1795512600 },
	{ "2026-11-24T10:30:00-02:30", 1795525200 },
	{ "", 0 }, { "now", 0 }, { "h", 0 }, { "2", 0 }, { "2y", 0 },
	{ "2hh", 0 }, { "-2h", 0 }, { "123456d", 0 }, { "2026-11", 0 },
	{ "2026-13-01", 0 }, { "2026-02-30", 0 }, { "2026-11-24T", 0 },
	{ "2026-11-24T24:00", 0 }, { "2026-11-24T10:60", 0 },
	{ "2026-11-24T10:30+1", 0 }, { "2026-11-24T10:30Zx", 0 },
	{ "2026-11-24x", 0 }, { "24.11.2026", 0 },
};

int test_when_parse(void)
{
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		int64_t us = -1;
		int err = oh_when_parse(&us, casev[i].text, now_us);

		if (us != (casev[i].s ? casev[i].s * 1000000 : -1) ||
		    err != (casev[i].s ? 0 : EBADMSG))
			fail_msg("'%s': %lld, error %d", casev[i].text,
				 (long long)us, err);
	}
	unsetenv("TZ");
	tzset();

	return 0;
}
