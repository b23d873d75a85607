/**
 * @file lines.c  The spectral lines of a moment of sound
 *
 *	40 ms -> Hann window -> 512-point transform -> two highest peaks
 *
 * The real samples are transformed as half as many complex ones.
 */
#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "media/lines.h"

enum {
	POINTS     = OH_LINES_BINS,      /* complex ones                 */
	LOWEST     = 10,       /* bin: no tone is below 156 Hz            */
	REACH      = 4,        /* bins either side that belong to a line  */
	PARTS      = 8,        /* of the span, for its loudness           */
	PART       = OH_LINES_SPAN / PARTS,
	QUIET_MEAN = 24,       /* of samples: silence, about -60 dBm0     */
};

static const double bin_hz = (double)OH_LINES_RATE_HZ / (2 * POINTS);

/* So much of the power makes a tone; a second line has so much at least. */
static const float tone_share   = 0.85F;
static const float second_share = 0.1F;

/* Loudest to least loud part: more than 3 dB is a beat, or an edge */
static const float steady_ratio = 2.0F;

typedef float complex point;

/**
 * Begin, with silence before
 *
 * @param l Caller's memory
 */
void oh_lines_init(struct oh_lines *l)
{
	memset(l, 0, sizeof(*l));
	for (size_t i = 0; i < OH_LINES_SPAN; i++)
		l->window[i] = (float)(0.5 - 0.5 * cos(2.0 * M_PI * (i + 0.5) /
						       OH_LINES_SPAN));
	for (size_t k = 0; k < OH_LINES_BINS; k++) {
		l->turnv[k][0] = (float)cos(M_PI * k / POINTS);
		l->turnv[k][1] = (float)-sin(M_PI * k / POINTS);
	}
}

static point turn(const struct oh_lines *l, size_t k)
{
	return l->turnv[k][0] + l->turnv[k][1] * I;
}

static void reorder(point v[POINTS])
{
	for (size_t i = 1, j = 0; i < POINTS; i++) {
		size_t bit = POINTS >> 1;

		for (; j & bit; bit >>= 1)
			j ^= bit;
		j |= bit;
		if (i < j) {
			point t = v[i];

			v[i] = v[j];
			v[j] = t;
		}
	}
}

/* Decimation in time, in place */
static void transform(const struct oh_lines *l, point v[POINTS])
{
	reorder(v);
	for (size_t half = 1; half < POINTS; half *= 2) {
		size_t step = POINTS / half;

		for (size_t i = 0; i < POINTS; i++) {
			point a, b;

			if (i & half)
				continue;
			a = v[i];
			b = v[i + half] * turn(l, (i & (half - 1)) * step);
			v[i] = a + b;
			v[i + half] = a - b;
		}
	}
}

/* Cheap gateways send a constant offset: it is no sound. */
static float offset(const struct oh_lines *l)
{
	int32_t sum = 0;

	for (size_t i = 0; i < OH_LINES_SPAN; i++)
		sum += l->past[i];

	return (float)sum / OH_LINES_SPAN;
}

/* Power of each bin of the real samples */
static void spectrum(const struct oh_lines *l, float powerv[OH_LINES_BINS])
{
	point v[POINTS] = { 0 };
	float zero = offset(l);

	for (size_t i = 0; i < OH_LINES_SPAN / 2; i++)
		v[i] = (l->past[2 * i] - zero) * l->window[2 * i] +
			(l->past[2 * i + 1] - zero) *
			l->window[2 * i + 1] * I;
	transform(l, v);

	powerv[0] = 0.0F;
	for (size_t k = 1; k < POINTS; k++) {
		point other = conjf(v[POINTS - k]);
		point x = (v[k] + other) -
			turn(l, k) * I * (v[k] - other);

		powerv[k] = crealf(x) * crealf(x) + cimagf(x) * cimagf(x);
	}
}

static size_t highest(const float powerv[OH_LINES_BINS])
{
	size_t best = LOWEST;

	for (size_t k = LOWEST; k < OH_LINES_BINS - 1; k++) {
		if (powerv[k] > powerv[best])
			best = k;
	}

	return best;
}

/* The top of a parabola through the logarithms of three bins */
static double top_hz(const float powerv[OH_LINES_BINS], size_t k)
{
	double a = log(powerv[k - 1] + 1e-9), b = log(powerv[k] + 1e-9);
	double c = log(powerv[k + 1] + 1e-9);
	double bend = a - 2.0 * b + c;

	return bin_hz * ((double)k + (bend < 0.0 ? 0.5 * (a - c) / bend
						 : 0.0));
}

/* Take a line out of the spectrum: its power */
static float take(float powerv[OH_LINES_BINS], size_t at)
{
	size_t end = at + REACH + 1;
	float sum = 0.0F;

	if (end > OH_LINES_BINS)
		end = OH_LINES_BINS;
	for (size_t k = at - REACH; k < end; k++) {
		sum += powerv[k];
		powerv[k] = 0.0F;
	}

	return sum;
}

static void find_lines(struct oh_moment *m, float powerv[OH_LINES_BINS])
{
	float sharev[OH_LINES_MAX], all = 0.0F;

	for (size_t k = 1; k < OH_LINES_BINS; k++)
		all += powerv[k];
	if (all <= 0.0F)
		return;
	for (size_t i = 0; i < OH_LINES_MAX; i++) {
		size_t k = highest(powerv);

		m->hzv[i] = top_hz(powerv, k);
		sharev[i] = take(powerv, k) / all;
	}
	if (sharev[0] >= tone_share)
		m->linec = 1;
	else if (sharev[0] + sharev[1] >= tone_share &&
		 sharev[1] >= second_share)
		m->linec = 2;
}

static bool is_steady(const struct oh_lines *l)
{
	float least = INFINITY, most = 0.0F;

	for (size_t i = 0; i < PARTS; i++) {
		float sum = 0.0F;

		for (size_t k = i * PART; k < (i + 1) * PART; k++)
			sum += (float)l->past[k] * (float)l->past[k];
		least = fminf(least, sum);
		most = fmaxf(most, sum);
	}

	return most <= steady_ratio * least;
}

/**
 * Look at the next 20 ms
 *
 * @param l     Lines
 * @param m     Receives what is heard
 * @param sampv Samples at 8 kHz
 */
void oh_lines_feed(struct oh_lines *l, struct oh_moment *m,
		   const int16_t sampv[OH_LINES_HOP])
{
	float powerv[OH_LINES_BINS];
	uint32_t sum = 0;

	memmove(l->past, l->past + OH_LINES_HOP,
		(OH_LINES_SPAN - OH_LINES_HOP) * sizeof(l->past[0]));
	memcpy(l->past + OH_LINES_SPAN - OH_LINES_HOP, sampv,
	       OH_LINES_HOP * sizeof(l->past[0]));
	for (size_t i = 0; i < OH_LINES_HOP; i++)
		sum += (uint32_t)abs(sampv[i]);

	memset(m, 0, sizeof(*m));
	m->mean = sum / OH_LINES_HOP;
	if (m->mean < QUIET_MEAN)
		return;
	spectrum(l, powerv);
	find_lines(m, powerv);
	m->steady = is_steady(l);
}
