/**
 * @file test_lines.c  The spectral lines of a moment of sound
 */
#include "base/compat.h"
#include <math.h>
#include "audio.h"
#include "media/lines.h"
#include "test.h"

int test_lines_one(void);
int test_lines_two(void);
int test_lines_none(void);
int test_lines_beat(void);

enum { N = 2 * OH_LINES_HOP };

/* Two sines of the same loudness, seen in two steps */
static void look(struct oh_moment *m, double hz1, double hz2, double noise)
{
	static int16_t a[N], b[N];
	struct oh_lines lines;
	uint32_t seed = 7;

	audio_sine(a, N, 8000, hz1, 6000);
	audio_sine(b, N, 8000, hz2, hz2 > 0 ? 6000 : 0);
	for (size_t i = 0; i < N; i++) {
		seed = seed * 1664525 + 1013904223;
		a[i] = (int16_t)(a[i] + b[i] + noise *
				 ((double)(seed >> 16) / 32768 - 1));
	}
	oh_lines_init(&lines);
	oh_lines_feed(&lines, m, a);
	oh_lines_feed(&lines, m, a + OH_LINES_HOP);
}

/* Through noise, too: 15 dB below */
int test_lines_one(void)
{
	static const double hzv[] = {
		330, 400, 425, 440.5, 913.8, 985.2, 1000, 1428.5, 2100, 3400,
	};
	struct oh_moment m;

	for (size_t i = 0; i < ARRAY_SIZE(hzv); i++) {
		look(&m, hzv[i], 0, 0);
		assert_int_equal(m.linec, 1);
		assert_true(m.steady);
		if (fabs(m.hzv[0] - hzv[i]) > 2.0)
			fail_msg("%.1f: %.1f", hzv[i], m.hzv[0]);
		assert_true(m.mean > 3000 && m.mean < 4000);

		look(&m, hzv[i], 0, 1800);
		assert_int_equal(m.linec, 1);
		assert_true(m.steady);
		if (fabs(m.hzv[0] - hzv[i]) > 8.0)
			fail_msg("%.1f: %.1f in noise", hzv[i], m.hzv[0]);
	}

	return 0;
}

int test_lines_two(void)
{
	static const double hzv[][2] = {
		{ 480, 620 }, { 350, 440 }, { 697, 1209 }, { 941, 1633 },
	};
	struct oh_moment m;

	for (size_t i = 0; i < ARRAY_SIZE(hzv); i++) {
		look(&m, hzv[i][0], hzv[i][1], 0);
		assert_int_equal(m.linec, 2);
		if (fabs(fmin(m.hzv[0], m.hzv[1]) - hzv[i][0]) > 6.0 ||
		    fabs(fmax(m.hzv[0], m.hzv[1]) - hzv[i][1]) > 6.0)
			fail_msg("%.0f+%.0f: %.1f %.1f", hzv[i][0], hzv[i][1],
				 m.hzv[0], m.hzv[1]);
	}

	return 0;
}

int test_lines_none(void)
{
	struct oh_moment m;

	look(&m, 1000, 0, 20000);
	assert_int_equal(m.linec, 0);
	assert_true(m.mean > 5000);

	/* Hum is none, and silence is nothing. */
	look(&m, 50, 0, 0);
	assert_int_equal(m.linec, 0);
	look(&m, 0, 0, 10);
	assert_int_equal(m.linec, 0);
	assert_true(m.mean < 10);
	assert_false(m.steady);

	return 0;
}

/* What is too close to be told apart is not steady. */
int test_lines_beat(void)
{
	static const double hzv[][2] = {
		{ 440, 480 }, { 400, 450 }, { 413, 438 }, { 375, 425 },
		{ 385, 415 }, { 367, 433 }, { 401, 449 },
	};
	struct oh_moment m;

	for (size_t i = 0; i < ARRAY_SIZE(hzv); i++) {
		look(&m, hzv[i][0], hzv[i][1], 0);
		if (m.linec == 1 && m.steady)
			fail_msg("%.0f+%.0f", hzv[i][0], hzv[i][1]);
	}

	return 0;
}
