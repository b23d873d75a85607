/**
 * @file test_tones.c  What somebody hears who waits
 */
#include "base/compat.h"
#include "handset/tones.h"
#include "media/prompt.h"
#include "test.h"

int test_tones_of(void)
{
	static const struct {
		enum oh_cause cause;
		enum oh_party by;
		bool          answered;
		enum oh_tones want;
	} casev[] = {
		{ OH_CAUSE_BUSY,       OH_PARTY_THEM, false, OH_TONES_BUSY },
		{ OH_CAUSE_DECLINED,   OH_PARTY_THEM, false, OH_TONES_BUSY },
		{ OH_CAUSE_CONGESTION, OH_PARTY_THEM, false,
		  OH_TONES_CONGESTION },
		{ OH_CAUSE_BAD_NUMBER, OH_PARTY_THEM, false,
		  OH_TONES_CONGESTION },
		{ OH_CAUSE_NETWORK,    OH_PARTY_NETWORK, false,
		  OH_TONES_CONGESTION },
		{ OH_CAUSE_BUSY,       OH_PARTY_US,   false, OH_TONES_NONE },
		{ OH_CAUSE_HUNG_UP,    OH_PARTY_THEM, true,  OH_TONES_NONE },
		{ OH_CAUSE_DONE,       OH_PARTY_THEM, false, OH_TONES_NONE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++)
		assert_int_equal(oh_tones_of(casev[i].cause, casev[i].by,
					     casev[i].answered),
				 casev[i].want);

	return 0;
}

int test_tones_pick(void)
{
	static const struct {
		uint32_t      heard, ringing;
		enum oh_tones failed, want;
	} casev[] = {
		{ 0, 0, OH_TONES_NONE, OH_TONES_NONE },
		{ 0, 1, OH_TONES_NONE, OH_TONES_RINGBACK },
		{ 0, 2, OH_TONES_BUSY, OH_TONES_RINGBACK },
		{ 0, 0, OH_TONES_BUSY, OH_TONES_BUSY },
		{ 1, 1, OH_TONES_BUSY, OH_TONES_NONE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++)
		assert_int_equal(oh_tones_pick(casev[i].heard,
					       casev[i].ringing,
					       casev[i].failed),
				 casev[i].want);

	return 0;
}

/* Once through the cadence of the country; an unknown one has ours */
int test_tones_prompt(void)
{
	static const struct {
		const char   *country;
		enum oh_tones which;
		double        seconds;
	} casev[] = {
		{ "US", OH_TONES_RINGBACK,   6.0 },
		{ "DE", OH_TONES_RINGBACK,   5.0 },
		{ "GB", OH_TONES_BUSY,       0.75 },
		{ "GB", OH_TONES_CONGESTION, 1.5 },
		{ "",   OH_TONES_BUSY,       1.0 },
	};
	struct oh_prompts *cache = NULL;
	struct oh_prompt *pr = NULL;
	int err = oh_prompts_alloc(&cache);

	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		err = oh_tones_prompt(&pr, cache, casev[i].country,
				      casev[i].which);
		TEST_OK(err);
		assert_float_equal(oh_prompt_seconds(pr), casev[i].seconds,
				   0.001);
		oh_prompt_unref(pr);
		pr = NULL;
	}
	assert_int_equal(oh_tones_prompt(&pr, cache, "US", OH_TONES_NONE),
			 EINVAL);
 out:
	mem_deref(cache);
	return err;
}
