/**
 * @file test_policy.c  What is done with somebody who rings
 */
#include "test.h"
#include "answer/policy.h"

static const char *const friendv[] = { "+14255550100", "+44*" };
static const char *const foev[]    = { "+14255550199", "+449*" };

#define LISTS .allowv = friendv, .allowc = 2, .denyv = foev, .denyc = 2

static const struct {
	struct oh_policy p;
	const char *caller;
	uint32_t active;
	uint16_t want;
} casev[] = {
	{ { .reject = 0 },           "+1",           0, 0   },
	{ { .reject = 0 },           "",             9, 0   },
	{ { .reject = 486 },         "+1",           0, 486 },
	{ { .redirect = "sip:x@y" }, "+1",           0, 302 },
	{ { .max_calls = 2 },        "+1",           1, 0   },
	{ { .max_calls = 2 },        "+1",           2, 486 },
	{ { LISTS },                 "+14255550100", 0, 0   },
	{ { LISTS },                 "+14255550101", 0, 603 },
	{ { LISTS },                 "+142555501000", 0, 603 },
	{ { LISTS },                 "+442079460000", 0, 0   },
	{ { LISTS },                 "+449000000000", 0, 603 },
	{ { .denyv = foev, .denyc = 2 }, "+14255550199", 0, 603 },
	{ { .denyv = foev, .denyc = 2 }, "+14255550198", 0, 0   },
	{ { .denyv = foev, .denyc = 2, .reject = 486 },
	  "+14255550199", 0, 603 },
};

int test_policy_table(void)
{
	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		struct oh_policy_verdict v;

		oh_policy_decide(&v, &casev[i].p, casev[i].caller,
				 casev[i].active);
		if (v.scode != casev[i].want)
			fail_msg("%zu: %s: got %u, want %u", i,
				 casev[i].caller, v.scode, casev[i].want);
	}

	return 0;
}
