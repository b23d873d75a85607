/**
 * @file test_tap.c  Who answers, heard beside playback on the media thread
 */
#include "base/compat.h"
#include "media/tone.h"
#include "stream_fixture.h"
#include "test.h"

int test_tap_detects(void);
int test_tap_hears_nothing(void);
int test_tap_stops(void);

static const struct oh_tone sit[] = {
	{ { 0, 0 }, 100, 0 },
	{ { 985, 0 }, 380, -13 }, { { 1371, 0 }, 274, -13 },
	{ { 1777, 0 }, 380, -13 },
};

static int make_prompt(struct oh_prompt **prp, struct stream_pair *p,
		       const struct oh_tone *tonev, size_t tonec)
{
	int16_t *sampv;
	size_t sampc;
	int err = oh_tone_make(&sampv, &sampc, 8000, tonev, tonec);

	if (err)
		return err;
	err = oh_prompt_samples(prp, p->prompts, sampv, sampc, 8000);
	mem_deref(sampv);

	return err;
}

static int hear_sit(const char *codec)
{
	const struct oh_stream_prm prm = { .codecv = { codec }, .codecc = 1 };
	struct oh_prompt *prompt = NULL;
	struct oh_detect_prm how;
	const struct oh_finding *f;
	struct stream_pair p;
	int err;

	oh_detect_prm_init(&how);
	err = stream_pair_init(&p, &prm, &prm);
	TEST_OK(err);
	err = make_prompt(&prompt, &p, sit, ARRAY_SIZE(sit));
	TEST_OK(err);
	err = oh_stream_detect(p.b.st, &how);
	TEST_OK(err);
	/* Meanwhile b plays, and is not disturbed. */
	err = oh_stream_play(p.b.st, &p.tone, 1, 1, NULL);
	TEST_OK(err);
	err = oh_stream_play(p.a.st, &prompt, 1, 1, NULL);
	TEST_OK(err);
	err = stream_wait(&p, &p.b, OH_STREAM_DETECTED, 0);
	TEST_OK(test_or_refused(err));
	f = &p.b.lastv[OH_STREAM_DETECTED].finding;
	assert_int_equal(f->what, OH_DETECTED_SIT_VACANT);
	assert_string_equal(f->reason, "TONE");
	assert_true(f->at_ms >= 800);
	assert_int_equal(p.a.countv[OH_STREAM_DETECTED], 0);
	assert_true(p.b.lastv[OH_STREAM_PLAYED].ok);
 out:
	oh_prompt_unref(prompt);
	stream_pair_reset(&p);
	return err;
}

int test_tap_detects(void)
{
	static const char *const codecv[] = { "PCMU", "G722", "opus" };
	int err = 0;

	/* Seconds long: one codec is enough to refuse allocations with. */
	for (size_t i = 0; i < (test_is_oom() ? 1 : ARRAY_SIZE(codecv)) &&
	     !err; i++)
		err = hear_sit(codecv[i]);

	return err;
}

/* One that sends no packets is silent all the same. */
int test_tap_hears_nothing(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	struct oh_detect_prm how;
	const struct oh_finding *f;
	struct stream_pair p;
	int err;

	oh_detect_prm_init(&how);
	how.amd.initial_silence = 200;
	err = stream_pair_init(&p, &prm, &prm);
	TEST_OK(err);
	oh_stream_quiet(p.a.st, true);
	err = oh_stream_detect(p.b.st, &how);
	TEST_OK(err);
	err = stream_wait(&p, &p.b, OH_STREAM_DETECTED, 0);
	TEST_OK(test_or_refused(err));
	f = &p.b.lastv[OH_STREAM_DETECTED].finding;
	assert_int_equal(f->what, OH_DETECTED_UNKNOWN);
	assert_string_equal(f->reason, "INITIALSILENCE");
 out:
	stream_pair_reset(&p);
	return err;
}

/* Begun anew it is told anew; ended, nothing is told. */
int test_tap_stops(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	struct oh_detect_prm how;
	struct stream_pair p;
	int err;

	oh_detect_prm_init(&how);
	how.amd.initial_silence = 40;
	err = stream_pair_init(&p, &prm, &prm);
	TEST_OK(err);
	for (unsigned i = 0; i < 2; i++) {
		err = oh_stream_detect(p.b.st, &how);
		TEST_OK(err);
		err = stream_wait(&p, &p.b, OH_STREAM_DETECTED, 0);
		TEST_OK(test_or_refused(err));
		assert_int_equal(p.b.countv[OH_STREAM_DETECTED], i + 1);
	}
	how.amd.initial_silence = 300;
	err = oh_stream_detect(p.b.st, &how);
	TEST_OK(err);
	err = oh_stream_detect(p.b.st, NULL);
	TEST_OK(err);
	err = oh_stream_play(p.b.st, &p.tone, 1, 2, NULL);
	TEST_OK(err);
	err = stream_wait(&p, &p.b, OH_STREAM_PLAYED, 0);
	TEST_OK(test_or_refused(err));
	assert_int_equal(p.b.countv[OH_STREAM_DETECTED], 2);
	oh_stream_close(p.b.st);
	assert_int_equal(oh_stream_detect(p.b.st, &how), ENOTCONN);
 out:
	stream_pair_reset(&p);
	return err;
}
