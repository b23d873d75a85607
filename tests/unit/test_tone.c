/**
 * @file test_tone.c  Tones have their frequency, length and level
 */
#include "base/compat.h"
#include <math.h>
#include "audio.h"
#include "media/tone.h"
#include "test.h"

int test_tone_cadence(void);
int test_tone_level(void);
int test_tone_joins_smoothly(void);
int test_tone_dtmf(void);
int test_tone_refuses(void);

int test_tone_cadence(void)
{
	static const struct oh_tone ringback[] = {
		{ { 440, 480 }, 500, -19 },
		{ { 0 },        300,   0 },
		{ { 1400, 0 },  200, -13 },
	};
	static const uint32_t ratev[] = { 8000, 16000, 48000 };
	int16_t *sampv = NULL;
	size_t sampc;
	int err = 0;

	for (size_t i = 0; i < sizeof(ratev) / sizeof(ratev[0]); i++) {
		uint32_t r = ratev[i];

		err = oh_tone_make(&sampv, &sampc, r, ringback, 3);
		TEST_OK(err);
		assert_int_equal(sampc, r);
		assert_true(audio_tone(sampv, r / 2, r, 440) > 0.48);
		assert_true(audio_tone(sampv, r / 2, r, 480) > 0.48);
		assert_true(audio_rms(sampv + r / 2, r * 3 / 10) == 0);
		assert_true(audio_tone(sampv + r * 8 / 10, r / 5, r, 1400)
			    > 0.98);
		sampv = mem_deref(sampv);
	}

 out:
	mem_deref(sampv);
	return err;
}

int test_tone_level(void)
{
	/* 0 dBm0 is 3.14 dB below a full-scale sine. */
	static const struct {
		int8_t dbm0;
		double rms;
	} v[] = {
		{   0, 16141 },
		{ -13,  3614 },
		{ -26,   809 },
	};
	int16_t *sampv = NULL;
	size_t sampc;
	int err = 0;

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		struct oh_tone t = { { 1000, 0 }, 1000, v[i].dbm0 };

		err = oh_tone_make(&sampv, &sampc, 8000, &t, 1);
		TEST_OK(err);
		assert_true(fabs(audio_rms(sampv + 800, 6400) / v[i].rms - 1)
			    < 0.01);
		sampv = mem_deref(sampv);
	}

 out:
	mem_deref(sampv);
	return err;
}

/* Equal neighbours join without a trace; a tone begins and ends softly. */
int test_tone_joins_smoothly(void)
{
	static const struct oh_tone one = { { 425, 0 }, 400, -10 };
	static const struct oh_tone two[] = {
		{ { 425, 0 }, 150, -10 }, { { 425, 0 }, 250, -10 },
	};
	int16_t *a = NULL, *b = NULL;
	size_t ac, bc;
	int err;

	err = oh_tone_make(&a, &ac, 8000, &one, 1);
	TEST_OK(err);
	err = oh_tone_make(&b, &bc, 8000, two, 2);
	TEST_OK(err);
	assert_int_equal(ac, bc);
	assert_memory_equal(a, b, ac * sizeof(*a));
	assert_int_equal(a[0], 0);
	assert_true(audio_rms(a, 8) < 0.5 * audio_rms(a + 800, 160));
	assert_true(audio_rms(a + ac - 8, 8) < 0.5 * audio_rms(a + 800, 160));

 out:
	mem_deref(a);
	mem_deref(b);
	return err;
}

int test_tone_dtmf(void)
{
	static const struct {
		char digit;
		double low_hz, high_hz;
	} v[] = {
		{ '1', 697, 1209 }, { '2', 697, 1336 }, { '5', 770, 1336 },
		{ '9', 852, 1477 }, { '0', 941, 1336 }, { '*', 941, 1209 },
		{ '#', 941, 1477 }, { 'A', 697, 1633 }, { 'D', 941, 1633 },
	};
	int16_t *sampv = NULL;
	size_t sampc;
	int err = 0;

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		err = oh_tone_dtmf(&sampv, &sampc, 8000, v[i].digit, 100);
		TEST_OK(err);
		assert_int_equal(sampc, 800);
		assert_true(audio_tone(sampv, sampc, 8000, v[i].low_hz)
			    > 0.45);
		assert_true(audio_tone(sampv, sampc, 8000, v[i].high_hz)
			    > 0.45);
		sampv = mem_deref(sampv);
	}

 out:
	mem_deref(sampv);
	return err;
}

int test_tone_refuses(void)
{
	static const struct oh_tone shrill = { { 5000, 0 }, 100, -10 };
	static const struct oh_tone empty = { { 400, 0 }, 0, -10 };
	struct oh_tone longv[11];
	int16_t *sampv = NULL;
	size_t sampc;

	for (size_t i = 0; i < 11; i++)
		longv[i] = (struct oh_tone){ { 400, 0 }, 60000, -10 };
	assert_int_equal(ERANGE, oh_tone_make(&sampv, &sampc, 8000,
					      &shrill, 1));
	assert_int_equal(ERANGE, oh_tone_make(&sampv, &sampc, 8000,
					      longv, 11));
	assert_int_equal(ERANGE, oh_tone_make(&sampv, &sampc, 0, &empty, 1));
	assert_int_equal(EINVAL, oh_tone_make(&sampv, &sampc, 8000,
					      &empty, 1));
	assert_int_equal(EINVAL, oh_tone_make(&sampv, &sampc, 8000, NULL, 0));
	assert_int_equal(EINVAL, oh_tone_dtmf(&sampv, &sampc, 8000, 'E', 9));
	assert_int_equal(EINVAL, oh_tone_dtmf(&sampv, &sampc, 8000, 0, 9));
	assert_int_equal(ERANGE, oh_tone_dtmf(&sampv, &sampc, 8000, '1',
					      70000));
	assert_null(sampv);

	return 0;
}
