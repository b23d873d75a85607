/**
 * @file test_detect.c  Who or what is there, by sound
 */
#include <math.h>
#include "base/compat.h"
#include "audio.h"
#include "hearing.h"
#include "media/detect.h"
#include "test.h"

int test_detect_verdicts(void);
int test_detect_early(void);
int test_detect_blocks(void);
int test_detect_kinds(void);

enum { FOUND_MAX = 8, PIECES = 8 };

struct found {
	struct oh_finding v[FOUND_MAX];
	size_t n;
};

static void on_finding(const struct oh_finding *f, void *arg)
{
	struct found *found = arg;

	assert_true(found->n < FOUND_MAX);
	found->v[found->n++] = *f;
}

/* What stands for speech: noise that comes and goes thirty times a second */
static void babble(int16_t *sampv, size_t sampc, uint32_t *seed)
{
	for (size_t i = 0; i < sampc; i++) {
		double fade = 0.6 + 0.4 * sin(2 * M_PI * 30 * i / 8000.0);

		*seed = *seed * 1664525 + 1013904223;
		sampv[i] = (int16_t)(fade * ((int)(*seed >> 19) - 4096));
	}
}

/** hz 0: silence; 1: speech; else a tone */
struct piece {
	uint16_t hz;
	uint16_t ms;
};

static int feed(struct found *found, const struct oh_detect_prm *prm,
		const struct piece *v, size_t block)
{
	static int16_t sampv[8000 * 12];
	struct oh_detect *d = NULL;
	uint32_t seed = 1;
	size_t n = 0;
	int err;

	memset(found, 0, sizeof(*found));
	memset(sampv, 0, sizeof(sampv));
	for (size_t i = 0; i < PIECES && v[i].ms; i++) {
		size_t c = v[i].ms * 8u;

		assert_true(n + c <= ARRAY_SIZE(sampv));
		if (v[i].hz == 1)
			babble(sampv + n, c, &seed);
		else if (v[i].hz)
			audio_sine(sampv + n, c, 8000, v[i].hz, 6000);
		n += c;
	}
	err = oh_detect_alloc(&d, prm);
	if (err)
		return err;
	for (size_t at = 0; at < n; at += block)
		oh_detect_feed(d, sampv + at, min(block, n - at), on_finding,
			       found);
	mem_deref(d);

	return 0;
}

/** What is told, in order, with its reason and about when */
struct expect {
	struct piece v[PIECES];
	struct { enum oh_detected what; const char *reason; uint32_t ms; }
		wantv[3];
};

static const struct expect expectv[] = {
/* "Hello?" */
{ { { 0, 500 }, { 1, 500 }, { 0, 3000 } },
  { { OH_DETECTED_HUMAN, "HUMAN", 1800 } } },
/* A greeting, a beep, and then it records */
{ { { 0, 300 }, { 1, 5000 }, { 0, 500 }, { 1000, 400 }, { 0, 4000 } },
  { { OH_DETECTED_MACHINE, "LONGGREETING", 1800 },
    { OH_DETECTED_BEEP, "BEEP", 6320 } } },
/* The same, but the beep is not heard */
{ { { 0, 300 }, { 1, 4000 }, { 0, 5000 } },
  { { OH_DETECTED_MACHINE, "LONGGREETING", 1800 },
    { OH_DETECTED_SILENCE, "NOBEEP", 7300 } } },
/* A greeting so short that it could be a person's */
{ { { 0, 300 }, { 1, 1000 }, { 0, 1200 }, { 440, 500 }, { 0, 3000 } },
  { { OH_DETECTED_HUMAN, "HUMAN", 2100 },
    { OH_DETECTED_MACHINE, "BEEP", 3900 },
    { OH_DETECTED_BEEP, "BEEP", 3900 } } },
/* A person, and long after that somebody's device */
{ { { 1, 500 }, { 0, 11000 }, { 1000, 400 } },
  { { OH_DETECTED_HUMAN, "HUMAN", 1300 } } },
/* Nobody speaks */
{ { { 0, 6000 } }, { { OH_DETECTED_UNKNOWN, "INITIALSILENCE", 2500 } } },
/* Fax, answering and calling; the latter is no beep */
{ { { 0, 1000 }, { 2100, 3000 }, { 0, 1000 } },
  { { OH_DETECTED_FAX, "CED", 1500 } } },
{ { { 0, 300 }, { 1100, 500 }, { 0, 3000 }, { 1100, 500 }, { 0, 500 } },
  { { OH_DETECTED_FAX, "CNG", 800 } } },
/* Ringing is no person, and the network's tones are told though answered */
{ { { 425, 1000 }, { 0, 4000 }, { 425, 1000 } },
  { { OH_DETECTED_UNKNOWN, "INITIALSILENCE", 2500 } } },
{ { { 950, 330 }, { 1400, 330 }, { 1800, 330 }, { 0, 200 } },
  { { OH_DETECTED_SIT, "TONE", 880 } } },
};

static void check(size_t i, const struct expect *e, const struct found *f)
{
	for (size_t k = 0; k < 3; k++) {
		const struct oh_finding *got = &f->v[k];
		uint32_t ms = e->wantv[k].ms;

		if (e->wantv[k].what == OH_DETECTED_NONE) {
			if (f->n != k)
				fail_msg("%zu: %s %s at %u ms", i,
					 oh_detected_name(got->what),
					 got->reason, got->at_ms);
			return;
		}
		if (k >= f->n || got->what != e->wantv[k].what ||
		    strcmp(got->reason, e->wantv[k].reason) ||
		    got->at_ms > ms + 80 || got->at_ms + 80 < ms)
			fail_msg("%zu.%zu: %s %s at %u ms", i, k,
				 oh_detected_name(got->what),
				 got->reason ? got->reason : "", got->at_ms);
		assert_true(got->confidence >= 0 && got->confidence <= 1);
	}
}

int test_detect_verdicts(void)
{
	struct oh_detect_prm prm;
	struct found found;
	int err = 0;

	oh_detect_prm_init(&prm);
	for (size_t i = 0; i < ARRAY_SIZE(expectv); i++) {
		err = feed(&found, &prm, expectv[i].v, 160);
		TEST_OK(err);
		check(i, &expectv[i], &found);
	}
 out:
	return err;
}

/* Before the answer nobody is there to be judged. */
int test_detect_early(void)
{
	static const struct piece speech[PIECES] = {
		{ 1, 5000 }, { 0, 500 }, { 1000, 400 }, { 0, 4000 },
	};
	static const struct piece busy[PIECES] = {
		{ 425, 480 }, { 0, 480 }, { 425, 480 }, { 0, 480 },
		{ 425, 480 }, { 0, 480 }, { 425, 480 },
	};
	struct oh_detect_prm prm;
	struct found found;
	int err;

	oh_detect_prm_init(&prm);
	prm.early = true;
	err = feed(&found, &prm, speech, 160);
	TEST_OK(err);
	assert_int_equal(found.n, 0);
	err = feed(&found, &prm, busy, 160);
	TEST_OK(err);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].what, OH_DETECTED_BUSY_TONE);
	assert_string_equal(found.v[0].reason, "TONE");
 out:
	return err;
}

/* However the samples are cut, the same is heard. */
int test_detect_blocks(void)
{
	static const size_t blockv[] = { 1, 80, 160, 240, 480, 1000 };
	struct oh_detect_prm prm;
	struct found found;
	int err = 0;

	oh_detect_prm_init(&prm);
	for (size_t i = 0; i < ARRAY_SIZE(blockv); i++) {
		err = feed(&found, &prm, expectv[1].v, blockv[i]);
		TEST_OK(err);
		check(i, &expectv[1], &found);
	}
 out:
	return err;
}

int test_detect_kinds(void)
{
	struct oh_detect_prm prm;
	struct oh_detect *d = NULL;
	int err;

	oh_detect_prm_init(&prm);
	assert_int_equal(oh_detect_alloc(NULL, &prm), EINVAL);
	assert_int_equal(oh_detect_alloc(&d, NULL), EINVAL);
	err = oh_detect_alloc(&d, &prm);
	TEST_OK(err);
	mem_deref(d);
	assert_string_equal(oh_detected_name(OH_DETECTED_SIT_NO_CIRCUIT),
			    "sit-no-circuit");
	assert_string_equal(oh_detected_name(OH_DETECTED_MAX), "none");
 out:
	return err;
}
