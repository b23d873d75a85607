/**
 * @file test_exit.c  Exit codes
 */
#include "base/compat.h"
#include "test.h"
#include "cli/exit.h"

int test_exit_of(void);
int test_exit_usage(void);

int test_exit_of(void)
{
	/* The numbers, not their names: this is what scripts rely on */
	static const struct {
		enum oh_cause cause;
		int           code;
	} casev[] = {
		{ OH_CAUSE_NONE, 1 },          { OH_CAUSE_DONE, 0 },
		{ OH_CAUSE_FAILED, 1 },        { OH_CAUSE_BUSY, 10 },
		{ OH_CAUSE_NO_ANSWER, 11 },    { OH_CAUSE_DECLINED, 12 },
		{ OH_CAUSE_BAD_NUMBER, 13 },   { OH_CAUSE_CONGESTION, 14 },
		{ OH_CAUSE_BLOCKED, 15 },      { OH_CAUSE_MACHINE, 16 },
		{ OH_CAUSE_FAX, 17 },          { OH_CAUSE_NO_DIGITS, 18 },
		{ OH_CAUSE_HUNG_UP, 19 },      { OH_CAUSE_NO_MEDIA, 20 },
		{ OH_CAUSE_MAX_DURATION, 21 }, { OH_CAUSE_REFUSED, 30 },
		{ OH_CAUSE_AUTH, 31 },         { OH_CAUSE_NETWORK, 32 },
		{ OH_CAUSE_NO_ROUTE, 78 },     { OH_CAUSE_TIMEOUT, 124 },
		{ OH_CAUSE_INTERRUPTED, 130 }, { OH_CAUSE_TERMINATED, 143 },
		{ OH_CAUSE_TRANSFER, 22 },
		{ OH_CAUSE_MAX, 1 },           { (enum oh_cause)-1, 1 },
	};

	/* Each cause is here once, and two that do not exist. */
	assert_int_equal(ARRAY_SIZE(casev), OH_CAUSE_MAX + 2);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++)
		assert_int_equal(oh_exit_of(casev[i].cause), casev[i].code);

	return 0;
}

int test_exit_usage(void)
{
	assert_int_equal(oh_exit_usage(0), 0);
	assert_int_equal(oh_exit_usage(ECANCELED), 0);
	assert_int_equal(oh_exit_usage(EINVAL), 64);
	assert_int_equal(oh_exit_usage(ENOMEM), 70);

	return 0;
}
