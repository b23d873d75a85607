/**
 * @file test_amd.c  A person or a machine, by what is said
 */
#include "media/amd.h"
#include "test.h"

int test_amd_causes(void);
int test_amd_parameters(void);
int test_amd_names(void);

enum { STEPS = 12, STEP_MS = 20 };

/* Silence, sound, silence ... in ms; the last goes on */
static enum oh_amd_cause hear(struct oh_amd *a, const uint32_t *msv)
{
	enum oh_amd_cause cause = OH_AMD_NONE;
	uint32_t total = 0;

	for (size_t i = 0; cause == OH_AMD_NONE && total < 20000; i++) {
		bool last = i + 1 == STEPS || (i && !msv[i + 1]);

		for (uint32_t ms = 0; cause == OH_AMD_NONE &&
		     (last ? total < 20000 : ms < msv[i]); ms += STEP_MS) {
			cause = oh_amd_feed(a, i % 2, STEP_MS);
			total += STEP_MS;
		}
	}

	return cause;
}

int test_amd_causes(void)
{
	static const struct {
		uint32_t msv[STEPS];
		enum oh_amd_cause cause;
		uint32_t at_ms;
	} v[] = {
	/* Nobody speaks, or only clicks */
	{ { 5000 }, OH_AMD_INITIALSILENCE, 2500 },
	{ { 500, 60, 500, 60, 500 }, OH_AMD_INITIALSILENCE, 2500 },
	/* "Hello?", "Hello, Mary?" */
	{ { 400, 500, 1000 }, OH_AMD_HUMAN, 1700 },
	{ { 400, 500, 100, 600, 1000 }, OH_AMD_HUMAN, 2400 },
	{ { 0, 100, 1000 }, OH_AMD_HUMAN, 900 },
	/* A pause too short to end a word */
	{ { 400, 300, 40, 300, 40, 300, 40, 300, 900 }, OH_AMD_HUMAN, 2520 },
	/* A greeting */
	{ { 400, 5000 }, OH_AMD_LONGGREETING, 1900 },
	{ { 400, 800, 200, 5000 }, OH_AMD_LONGGREETING, 2100 },
	{ { 400, 300, 200, 300, 200, 300, 200 }, OH_AMD_MAXWORDS, 1500 },
	/* The pauses are too short for a person, the words too few */
	{ { 0, 500, 780, 500, 780, 80, 780, 80, 780, 80, 780 },
	  OH_AMD_TOOLONG, 5000 },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		struct oh_amd_prm prm;
		struct oh_amd a;
		enum oh_amd_cause got;

		oh_amd_prm_init(&prm);
		oh_amd_init(&a, &prm);
		got = hear(&a, v[i].msv);
		if (got != v[i].cause || a.total_ms > v[i].at_ms + STEP_MS ||
		    a.total_ms + STEP_MS < v[i].at_ms)
			fail_msg("%zu: %s at %u ms, wanted %s at %u ms", i,
				 oh_amd_name(got), a.total_ms,
				 oh_amd_name(v[i].cause), v[i].at_ms);
		/* Once decided it stays so. */
		assert_int_equal(oh_amd_feed(&a, true, 60000), got);
	}

	return 0;
}

int test_amd_parameters(void)
{
	static const uint32_t one[STEPS] = { 400, 5000 };
	static const uint32_t three[STEPS] = { 400, 300, 200, 300, 200, 300,
					       2000 };
	struct oh_amd_prm prm;
	struct oh_amd a;

	oh_amd_prm_init(&prm);
	prm.greeting = 9000;
	prm.maximum_word_length = 2000;
	oh_amd_init(&a, &prm);
	assert_int_equal(hear(&a, one), OH_AMD_MAXWORDLENGTH);

	oh_amd_prm_init(&prm);
	prm.maximum_number_of_words = 3;
	oh_amd_init(&a, &prm);
	assert_int_equal(hear(&a, three), OH_AMD_HUMAN);

	prm.after_greeting_silence = 150;
	oh_amd_init(&a, &prm);
	assert_int_equal(hear(&a, three), OH_AMD_HUMAN);
	assert_int_equal(a.words, 1);

	prm.total_analysis_time = 0;
	oh_amd_init(&a, &prm);
	assert_int_equal(hear(&a, one), OH_AMD_TOOLONG);

	return 0;
}

int test_amd_names(void)
{
	assert_string_equal(oh_amd_name(OH_AMD_LONGGREETING), "LONGGREETING");
	assert_string_equal(oh_amd_name(OH_AMD_CAUSES), "");
	assert_int_equal(oh_amd_verdict(OH_AMD_MAXWORDS),
			 OH_DETECTED_MACHINE);
	assert_int_equal(oh_amd_verdict(OH_AMD_INITIALSILENCE),
			 OH_DETECTED_UNKNOWN);
	assert_int_equal(oh_amd_verdict(OH_AMD_HUMAN), OH_DETECTED_HUMAN);
	assert_int_equal(oh_amd_verdict(OH_AMD_NONE), OH_DETECTED_NONE);
	assert_int_equal(oh_amd_verdict(OH_AMD_CAUSES), OH_DETECTED_NONE);

	return 0;
}
