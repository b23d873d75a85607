/**
 * @file test_hours.c  Hours of every day
 */
#include <stdlib.h>
#include <time.h>
#include "base/compat.h"
#include "test.h"
#include "conf/conf.h"

#define AT(h, m) (60 * (h) + (m))

static const struct {
	const char *text;
	uint16_t    min;
	bool        is;
} casev[] = {
	{ "22:00-06:00", AT(21, 59), false },
	{ "22:00-06:00", AT(22, 0),  true },
	{ "22:00-06:00", AT(23, 59), true },
	{ "22:00-06:00", AT(0, 0),   true },
	{ "22:00-06:00", AT(5, 59),  true },
	{ "22:00-06:00", AT(6, 0),   false },
	{ "12:30-13:00", AT(12, 30), true },
	{ "12:30-13:00", AT(13, 0),  false },
	{ "12:30-13:00", AT(0, 0),   false },
	{ "00:00-24:00", AT(0, 0),   true },
	{ "00:00-24:00", AT(23, 59), true },
	{ "20:00-00:00", AT(23, 59), true },
	{ "20:00-00:00", AT(0, 0),   false },
	{ "20:00-24:00", AT(23, 59), true },
	{ "20:00-24:00", AT(0, 0),   false },
	{ "off",         AT(0, 0),   false },
};

int test_hours_has(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct oh_conf_hours h;

		assert_int_equal(oh_conf_hours_parse(&h, casev[i].text), 0);
		if (oh_conf_hours_has(&h, casev[i].min) != casev[i].is)
			fail_msg("%s at minute %u", casev[i].text,
				 casev[i].min);
	}

	return 0;
}

/* A zone whose clock is set forward on 2026-03-29 at 01:00 UTC, and back on
   2026-10-25 at 01:00 UTC */
#define ZONE "CET-1CEST,M3.5.0,M10.5.0/3"

static const struct {
	time_t utc;
	bool   is;             /* of 02:00-03:00 */
} zonev[] = {
	{ 1774745999, false }, /* 2026-03-29 00:59:59, 01:59:59 there    */
	{ 1774746000, false }, /* 01:00:00, 03:00:00: that hour is none  */
	{ 1774832400, false }, /* the next night: 03:00:00               */
	{ 1774832399, true },  /* and a second before                    */
	{ 1792886399, false }, /* 2026-10-24 23:59:59, 01:59:59          */
	{ 1792886400, true },  /* 2026-10-25 00:00:00, 02:00:00          */
	{ 1792889999, true },  /* 00:59:59, 02:59:59                     */
	{ 1792890000, true },  /* 01:00:00, 02:00:00 once more           */
	{ 1792893599, true },
	{ 1792893600, false }, /* 02:00:00, 03:00:00                     */
};

int test_hours_zone(void)
{
	const char *old = getenv("TZ");
	char *kept = old ? strdup(old) : NULL;
	struct oh_conf_hours h;

	assert_int_equal(oh_conf_hours_parse(&h, "02:00-03:00"), 0);
	assert_int_equal(setenv("TZ", ZONE, 1), 0);
	tzset();
	for (size_t i = 0; i < ARRAY_SIZE(zonev); i++) {
		if (oh_conf_hours_at(&h, 1000000ull * (uint64_t)zonev[i].utc)
		    != zonev[i].is)
			fail_msg("%zu", i);
	}
	if (kept)
		(void)setenv("TZ", kept, 1);
	else
		(void)unsetenv("TZ");
	tzset();
	free(kept);

	return 0;
}
