/**
 * @file test_rate.c  A voice, and devices that run away
 */
#include "handset/rate.h"
#include "test.h"

enum { LOOK_US = 100000, MAX = 100 };

/* When it is over [looks]; 0: never in a minute */
static unsigned over_after(const uint32_t *perv, size_t n)
{
	struct oh_rate r = { 0 };
	uint32_t packets = 0;

	for (unsigned i = 0; i < 600; i++) {
		packets += perv[i < n ? i : n - 1];
		if (oh_rate_is_over(&r, packets, 1000000 + i * LOOK_US, MAX))
			return i + 1;
	}

	return 0;
}

int test_rate_over(void)
{
	static const struct {
		const char *what;
		uint32_t    perv[6];   /* packets between looks; the last
					  one for ever               */
		size_t      n;
		unsigned    want;
	} casev[] = {
		{ "a voice of 20 ms",       { 5 },                1, 0 },
		{ "a voice of 10 ms",       { 10 },               1, 0 },
		{ "a second late",          { 5, 5, 0, 0, 95, 5 }, 6, 0 },
		{ "alsa,null",              { 3800 },             1, 1 },
		{ "which begins later",     { 5, 5, 3800 },       3, 3 },
		{ "twice a voice's most",   { 20 },               1, 10 },
		{ "a little too much",      { 11 },               1, 91 },
	};

	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		unsigned got = over_after(casev[i].perv, casev[i].n);

		if (got != casev[i].want)
			fail_msg("%s: %u, not %u", casev[i].what, got,
				 casev[i].want);
	}

	return 0;
}
