/**
 * @file test_fir.c  Change of sampling rate
 */
#include "base/compat.h"
#include "audio.h"
#include "media/codec.h"
#include "media/fir.h"
#include "test.h"

enum { FRAMES = 40 };

/* A tone through a converter, 20 ms at a time; the middle of what comes out */
static int pass(uint32_t in_hz, uint32_t out_hz, double freq_hz,
		int16_t *out, size_t *outcp)
{
	static int16_t in[48 * 20 * FRAMES];
	size_t frame = in_hz / 50, n = 0;
	struct oh_fir *f;
	int err;

	err = oh_fir_alloc(&f, in_hz, out_hz);
	if (err)
		return err;
	audio_sine(in, frame * FRAMES, in_hz, freq_hz, 10000.0);
	for (size_t i = 0; i < FRAMES; i++)
		n += oh_fir_run(f, out + n, in + i * frame, frame);
	mem_deref(f);
	assert_int_equal(n, out_hz / 50 * FRAMES);
	*outcp = n;

	return 0;
}

int test_fir_passes_and_stops(void)
{
	static const struct {
		uint32_t in_hz, out_hz;
		double freq_hz;
		bool passes;
	} casev[] = {
		{ 16000, 8000, 300, true },   { 16000, 8000, 3000, true },
		{ 16000, 8000, 5500, false }, { 48000, 8000, 1000, true },
		{ 48000, 8000, 3000, true },  { 48000, 8000, 6000, false },
		{ 48000, 16000, 6000, true }, { 48000, 16000, 10500, false },
		{ 8000, 16000, 1000, true },  { 8000, 48000, 3000, true },
		{ 16000, 48000, 6000, true },
	};
	static int16_t out[48 * 20 * FRAMES];

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		size_t n;
		double rms, tone;
		int err = pass(casev[i].in_hz, casev[i].out_hz,
			       casev[i].freq_hz, out, &n);

		if (err)
			return err;
		rms  = audio_rms(out + n / 4, n / 2);
		tone = audio_tone(out + n / 4, n / 2, casev[i].out_hz,
				  casev[i].freq_hz);
		/* 10000 is 7071 rms; stopped means 30 dB below. */
		if (casev[i].passes ? rms < 6300 || rms > 7500 || tone < 0.98
				    : rms > 223)
			fail_msg("%zu: rms %f, tone %f", i, rms, tone);
	}
	return 0;
}

int test_fir_refuses(void)
{
	struct oh_fir *f;

	assert_int_equal(oh_fir_alloc(&f, 44100, 8000), ENOTSUP);
	assert_int_equal(oh_fir_alloc(&f, 0, 0), ENOTSUP);
	return 0;
}

int test_fir_clips(void)
{
	static int16_t in[320], out[320];
	struct oh_fir *f = NULL;

	for (size_t i = 0; i < 320; i++)
		in[i] = i % 64 < 32 ? INT16_MAX : INT16_MIN;
	TEST_OK(oh_fir_alloc(&f, 16000, 8000));
	assert_int_equal(oh_fir_run(f, out, in, 320), 160);
	/* Overshoot beside each edge must not wrap around. */
	for (size_t i = 40; i < 150; i++) {
		if (abs(out[i] - out[i - 1]) > 60000)
			fail_msg("%zu: %d after %d", i, out[i], out[i - 1]);
	}
 out:
	mem_deref(f);
	return 0;
}
