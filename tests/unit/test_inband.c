/**
 * @file test_inband.c  Digits heard in the audio, each press once
 */
#include "base/compat.h"
#include "audio.h"
#include "media/codec.h"
#include "media/inband.h"
#include "media/tone.h"
#include "test.h"

int test_inband_all_digits(void);
int test_inband_through_g711_with_offset(void);
int test_inband_no_talk_off(void);
int test_inband_does_not_alias(void);
int test_inband_handler_releases(void);

enum { HEARD_MAX = 64 };

struct ear {
	struct oh_inband *inband;
	char heard[HEARD_MAX];
	size_t n;
	bool release;
};

static void on_digit(char digit, void *arg)
{
	struct ear *ear = arg;

	assert_true(ear->n < HEARD_MAX - 1);
	ear->heard[ear->n++] = digit;
	if (ear->release)
		ear->inband = mem_deref(ear->inband);
}

/* In packets of 20 ms, as they come */
static void feed(struct ear *ear, const int16_t *sampv, size_t sampc,
		 uint32_t rate_hz)
{
	const size_t frame = rate_hz / 50;

	for (size_t i = 0; i + frame <= sampc && ear->inband; i += frame)
		oh_inband_feed(ear->inband, sampv + i, frame);
}

static int press(struct ear *ear, const char *digits, uint32_t rate_hz,
		 uint32_t on_ms, uint32_t gap_ms)
{
	static const int16_t silence[48000];
	int16_t *sampv;
	size_t sampc;

	for (; *digits; digits++) {
		int err = oh_tone_dtmf(&sampv, &sampc, rate_hz, *digits,
				       on_ms);
		if (err)
			return err;
		feed(ear, sampv, sampc, rate_hz);
		mem_deref(sampv);
		feed(ear, silence, (size_t)rate_hz * gap_ms / 1000, rate_hz);
	}

	return 0;
}

int test_inband_all_digits(void)
{
	static const char all[] = "1234567890*#ABCD1122";
	static const struct {
		uint32_t rate_hz, on_ms, gap_ms;
	} v[] = {
		{  8000,   60,  60 }, {  8000,  200, 100 },
		{ 16000,   60,  60 }, { 16000, 1000, 100 },
		{ 48000,   80,  80 },
	};
	struct ear ear = { .inband = NULL };
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		ear = (struct ear){ .inband = NULL };
		err = oh_inband_alloc(&ear.inband, v[i].rate_hz, on_digit,
				      &ear);
		TEST_OK(err);
		err = press(&ear, all, v[i].rate_hz, v[i].on_ms, v[i].gap_ms);
		TEST_OK(err);
		assert_string_equal(ear.heard, all);
		ear.inband = mem_deref(ear.inband);
	}

 out:
	mem_deref(ear.inband);
	return err;
}

/* Through mu-law and with a DC offset, as cheap gateways send it */
int test_inband_through_g711_with_offset(void)
{
	const struct oh_codec *pcmu = oh_codec_find("PCMU");
	struct ear ear = { .inband = NULL };
	int16_t *sampv = NULL;
	void *dec = NULL;
	size_t sampc;
	int err;

	err = oh_inband_alloc(&ear.inband, 8000, on_digit, &ear);
	TEST_OK(err);
	err = oh_tone_dtmf(&sampv, &sampc, 8000, '5', 200);
	TEST_OK(err);
	err = pcmu->dec_alloc(&dec);
	TEST_OK(err);
	for (size_t i = 0; i < sampc; i += 160) {
		uint8_t buf[160];
		size_t len = sizeof(buf), n = 160;

		for (size_t k = 0; k < 160; k++)
			sampv[i + k] = (int16_t)(sampv[i + k] / 4 + 2500);
		assert_int_equal(pcmu->enc(NULL, buf, &len, sampv + i, 160),
				 0);
		assert_int_equal(pcmu->dec(dec, sampv + i, &n, buf, len), 0);
	}
	feed(&ear, sampv, sampc, 8000);
	assert_string_equal(ear.heard, "5");

 out:
	mem_deref(dec);
	mem_deref(sampv);
	mem_deref(ear.inband);
	return err;
}

int test_inband_no_talk_off(void)
{
	static const double freqv[] = { 0, 425, 697, 1004, 1209, 2100 };
	static const struct oh_tone ringback = { { 440, 480 }, 2000, -13 };
	static int16_t sampv[16000];
	struct ear ear = { .inband = NULL };
	int16_t *tone = NULL;
	size_t sampc;
	uint32_t seed = 1;
	int err;

	err = oh_inband_alloc(&ear.inband, 8000, on_digit, &ear);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(freqv); i++) {
		audio_sine(sampv, 16000, 8000, freqv[i], 12000);
		feed(&ear, sampv, 16000, 8000);
	}
	for (size_t i = 0; i < 16000; i++) {
		seed = seed * 1664525 + 1013904223;
		sampv[i] = (int16_t)((int)(seed >> 18) - 8192);
	}
	feed(&ear, sampv, 16000, 8000);
	err = oh_tone_make(&tone, &sampc, 8000, &ringback, 1);
	TEST_OK(err);
	feed(&ear, tone, sampc, 8000);
	assert_string_equal(ear.heard, "");

 out:
	mem_deref(tone);
	mem_deref(ear.inband);
	return err;
}

/* At 16 kHz a tone above 4 kHz must not fold down onto a key's. */
int test_inband_does_not_alias(void)
{
	static int16_t low[16000], high[16000];
	struct ear ear = { .inband = NULL };
	int err;

	err = oh_inband_alloc(&ear.inband, 16000, on_digit, &ear);
	TEST_OK(err);
	audio_sine(low, 16000, 16000, 770, 8000);
	audio_sine(high, 16000, 16000, 8000 - 1336, 8000);
	for (size_t i = 0; i < 16000; i++)
		low[i] = (int16_t)(low[i] + high[i]);
	feed(&ear, low, 16000, 16000);
	assert_string_equal(ear.heard, "");

 out:
	mem_deref(ear.inband);
	return err;
}

int test_inband_handler_releases(void)
{
	struct ear ear = { .release = true };
	static int16_t both[2 * 1600];
	int16_t *sampv = NULL;
	size_t sampc;
	int err;

	err = oh_inband_alloc(&ear.inband, 8000, on_digit, &ear);
	TEST_OK(err);
	for (size_t i = 0; i < 2; i++) {
		err = oh_tone_dtmf(&sampv, &sampc, 8000, "12"[i], 100);
		TEST_OK(err);
		memcpy(both + i * 1600, sampv, sampc * sizeof(*sampv));
		sampv = mem_deref(sampv);
	}
	oh_inband_feed(ear.inband, both, ARRAY_SIZE(both));
	assert_string_equal(ear.heard, "1");
	assert_int_equal(ERANGE, oh_inband_alloc(&ear.inband, 4000, on_digit,
						 &ear));
	assert_int_equal(EINVAL, oh_inband_alloc(&ear.inband, 8000, NULL,
						 NULL));

 out:
	mem_deref(sampv);
	mem_deref(ear.inband);
	return err;
}
