/**
 * @file test_failover.c  Whether another trunk may do better
 */
#include "base/compat.h"
#include "test.h"
#include "conf/conf.h"
#include "route/failover.h"

static const struct {
	struct oh_cause_in in;
	bool may;
} casev[] = {
	{ { .scode = 408 }, true },
	{ { .scode = 408, .ringing = true }, false },
	{ { .scode = 500 }, true },
	{ { .scode = 502 }, true },
	{ { .scode = 503 }, true },
	{ { .scode = 503, .q850 = 34 }, true },
	{ { .scode = 503, .q850 = 17 }, false },
	{ { .scode = 503, .q850 = 1 }, false },
	{ { .scode = 504 }, true },
	{ { .err = ECONNREFUSED }, true },
	{ { .err = EPROTO }, true },
	{ { .err = ETIMEDOUT }, true },
	{ { .err = ETIMEDOUT, .ringing = true }, false },
	{ { .scode = 200 }, false },
	{ { .scode = 302 }, false },
	{ { .scode = 403 }, false },
	{ { .scode = 404 }, false },
	{ { .scode = 480 }, false },
	{ { .scode = 484 }, false },
	{ { .scode = 486 }, false },
	{ { .scode = 501 }, false },
	{ { .scode = 600 }, false },
	{ { .scode = 603 }, false },
	{ { .scode = 604 }, false },
	{ { .scode = 607 }, false },
	{ { .challenged = true }, false },
	{ { .scode = 407, .challenged = true }, false },
};

int test_failover_default(void)
{
	struct oh_conf_trunk t;

	oh_conf_trunk_init(&t);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		if (oh_failover_may(t.failover, &casev[i].in) != casev[i].may)
			fail_msg("case %zu: %u", i, casev[i].in.scode);
		assert_false(oh_failover_may("none", &casev[i].in));
	}

	return 0;
}

static const struct {
	const char *list;
	struct oh_cause_in in;
	bool may;
} listv[] = {
	{ "403, 480",    { .scode = 403 }, true },
	{ "403, 480",    { .scode = 480 }, true },
	{ "403, 480",    { .scode = 480, .ringing = true }, false },
	{ "403, 480",    { .scode = 480, .q850 = 17 }, false },
	{ "403, 480",    { .scode = 503 }, false },
	{ "403, 480",    { .err = ETIMEDOUT }, false },
	{ "network",     { .scode = 503 }, false },
	{ "network",     { .err = ETIMEDOUT }, true },
	{ "5030 50",     { .scode = 503 }, false },
	{ "486",         { .scode = 486 }, false },
};

int test_failover_list(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(listv); i++) {
		if (oh_failover_may(listv[i].list, &listv[i].in) !=
		    listv[i].may)
			fail_msg("%s: %u", listv[i].list, listv[i].in.scode);
	}

	return 0;
}
