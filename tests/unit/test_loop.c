/**
 * @file test_loop.c  What we say comes back
 */
#include "base/compat.h"
#include <math.h>
#include "handset/loop.h"
#include "test.h"

enum { RATE = 8000, FRAMES = 3 * RATE };

/* The bursts, and after delay_ms again, so much weaker, in noise */
static int make(int16_t **vp, uint32_t delay_ms, double gain, int noise)
{
	struct oh_tone tonev[OH_LOOP_TONES];
	int16_t *sampv = NULL, *v;
	size_t n = 0, late = RATE / 1000 * delay_ms;
	uint32_t seed = 1;
	int err;

	oh_loop_tones(tonev);
	err = oh_tone_make(&sampv, &n, RATE, tonev, OH_LOOP_TONES);
	if (err)
		return err;
	v = mem_zalloc(2 * FRAMES * sizeof(*v), NULL);
	if (!v) {
		mem_deref(sampv);
		return ENOMEM;
	}
	for (size_t i = 0; i < FRAMES; i++) {
		seed = seed * 1664525 + 1013904223;
		v[2 * i + 1] = noise ? (int)(seed >> 16) % noise : 0;
		v[2 * i] = i < n ? sampv[i] : 0;
		if (i >= late && i - late < n)
			v[2 * i + 1] += (int16_t)(gain * sampv[i - late]);
	}
	mem_deref(sampv);
	*vp = v;

	return 0;
}

int test_loop_delay(void)
{
	static const struct {
		uint32_t delay_ms;
		double   gain;
		int      noise;
		bool     heard;
	} casev[] = {
		{   0, 1.0,    0, true  },
		{  41, 1.0,    0, true  },
		{ 120, 0.1,  100, true  },
		{ 480, 0.3,  400, true  },
		{  60, 0.0,    0, false },
		{  60, 0.0, 3000, false },
		{ 900, 1.0,    0, false },
	};
	struct oh_loop l;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		int16_t *v = NULL;

		err = make(&v, casev[i].delay_ms, casev[i].gain,
			   casev[i].noise);
		if (!err)
			err = oh_loop_measure(&l, v, FRAMES, RATE);
		mem_deref(v);
		TEST_OK(err);
		if (l.heard != casev[i].heard)
			fail_msg("case %zu: heard %d", i, l.heard);
		if (l.heard)
			assert_float_equal(l.delay_ms, casev[i].delay_ms, 2);
	}
 out:
	return err;
}

int test_loop_level(void)
{
	static int16_t v[2 * FRAMES];
	struct oh_loop l;
	int err;

	memset(v, 0, sizeof(v));
	err = oh_loop_measure(&l, v, FRAMES, RATE);
	TEST_OK(err);
	assert_float_equal(l.level_dbov, -127.0, 0.001);
	for (size_t i = RATE; i < RATE + 400; i++)
		v[2 * i + 1] = i % 2 ? 16384 : -16384;
	err = oh_loop_measure(&l, v, FRAMES, RATE);
	TEST_OK(err);
	assert_float_equal(l.level_dbov, -6.02, 0.01);
	assert_int_equal(oh_loop_measure(&l, v, RATE / 10, RATE), EINVAL);
	assert_int_equal(oh_loop_measure(&l, v, FRAMES, 11025), EINVAL);
	err = 0;
 out:
	return err;
}
