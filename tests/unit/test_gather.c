/**
 * @file test_gather.c  Rules for collecting digits
 */
#include "test.h"
#include "call/gather.h"

/* '!' in `in` is the timeout; want is the state after the whole of it */
static const struct {
	const char *in;
	unsigned max;
	char terminator;
	const char *match;
	enum oh_gather_state want;
	const char *digits;
} casev[] = {
	{ "",       1, 0,   NULL,       OH_GATHER_OPEN,     ""     },
	{ "1",      1, 0,   NULL,       OH_GATHER_COMPLETE, "1"    },
	{ "1",      2, 0,   NULL,       OH_GATHER_OPEN,     "1"    },
	{ "12",     2, 0,   NULL,       OH_GATHER_COMPLETE, "12"   },
	{ "123",    2, 0,   NULL,       OH_GATHER_COMPLETE, "12"   },
	{ "1!",     2, 0,   NULL,       OH_GATHER_COMPLETE, "1"    },
	{ "!",      2, 0,   NULL,       OH_GATHER_MISSING,  ""     },
	{ "!5",     2, 0,   NULL,       OH_GATHER_MISSING,  ""     },
	{ "1234#",  8, '#', NULL,       OH_GATHER_COMPLETE, "1234" },
	{ "1234#5", 8, '#', NULL,       OH_GATHER_COMPLETE, "1234" },
	{ "#",      8, '#', NULL,       OH_GATHER_MISSING,  ""     },
	{ "12#",    3, 0,   NULL,       OH_GATHER_COMPLETE, "12#"  },
	{ "*1*",    3, '#', NULL,       OH_GATHER_COMPLETE, "*1*"  },
	{ "12",     2, 0,   "^[12]+$",  OH_GATHER_COMPLETE, "12"   },
	{ "13",     2, 0,   "^[12]+$",  OH_GATHER_INVALID,  "13"   },
	{ "1!",     4, 0,   "^[0-9]{4}$", OH_GATHER_INVALID, "1"   },
};

int test_gather_table(void)
{
	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		struct oh_gather_prm prm = {
			.max        = casev[i].max,
			.terminator = casev[i].terminator,
		};
		struct oh_gather g;
		regex_t re;

		if (casev[i].match) {
			assert_int_equal(regcomp(&re, casev[i].match,
						 REG_EXTENDED | REG_NOSUB), 0);
			prm.match = &re;
		}
		oh_gather_init(&g, &prm);
		for (const char *p = casev[i].in; *p; p++) {
			if (*p == '!')
				(void)oh_gather_timeout(&g);
			else
				(void)oh_gather_digit(&g, *p);
		}
		if (casev[i].match)
			regfree(&re);
		if (g.state != casev[i].want)
			fail_msg("'%s': state %d, want %d", casev[i].in,
				 g.state, casev[i].want);
		assert_string_equal(g.digits, casev[i].digits);
	}

	return 0;
}

int test_gather_clocks(void)
{
	const struct oh_gather_prm prm = {
		.max = 4, .first_ms = 5000, .between_ms = 3000,
	};
	struct oh_gather g;

	oh_gather_init(&g, &prm);
	assert_int_equal(oh_gather_wait_ms(&g), 5000);
	oh_gather_digit(&g, '1');
	assert_int_equal(oh_gather_wait_ms(&g), 3000);

	return 0;
}

int test_gather_bounds(void)
{
	const struct oh_gather_prm prm = { .max = 0 };
	struct oh_gather g;

	oh_gather_init(&g, &prm);
	for (int i = 0; i < 200; i++)
		(void)oh_gather_digit(&g, '7');
	assert_int_equal(strlen(g.digits), OH_GATHER_MAX);
	assert_int_equal(g.state, OH_GATHER_COMPLETE);

	return 0;
}
