/**
 * @file loop.c  What we say comes back: after which time, and how loud
 *
 * Both sides become the strength of the tone, millisecond by millisecond; the
 * distance at which the one fits best over the other is the delay.
 */
#include <errno.h>
#include <math.h>
#include "base/compat.h"
#include "handset/loop.h"

enum {
	SIDES      = 2,
	WINDOW_MS  = 10,
	LEVEL_MS   = 20,
	LEVEL_DBM0 = -10,
};

static const double fit_min     = 0.6;    /* correlation, 1 being the same */
static const double strength_min = 1e-5;  /* of full scale, squared        */
static const double silence_dbov = -127.0;

/**
 * Make the bursts
 *
 * @param tonev Receives them
 */
void oh_loop_tones(struct oh_tone tonev[OH_LOOP_TONES])
{
	static const uint16_t msv[OH_LOOP_TONES] = {
		200, 80, 220, 80, 370, 80, 470,
	};

	for (size_t i = 0; i < OH_LOOP_TONES; i++)
		tonev[i] = (struct oh_tone){
			.freq_hz    = { i % 2 ? OH_LOOP_HZ : 0, 0 },
			.ms         = msv[i],
			.level_dbm0 = LEVEL_DBM0,
		};
}

/* Power of the tone in a window, 1 being full scale */
static double strength(const int16_t *sampv, size_t n, uint32_t rate_hz)
{
	const double step = 2.0 * M_PI * OH_LOOP_HZ / rate_hz;
	double re = 0.0, im = 0.0;

	for (size_t i = 0; i < n; i++) {
		double s = sampv[i * SIDES] / 32768.0;

		re += s * cos(step * (double)i);
		im += s * sin(step * (double)i);
	}
	re *= 2.0 / (double)n;
	im *= 2.0 / (double)n;

	return re * re + im * im;
}

static void envelope(double *v, size_t n, const int16_t *sampv,
		     uint32_t rate_hz)
{
	const size_t per_ms = rate_hz / 1000;

	for (size_t i = 0; i < n; i++)
		v[i] = strength(&sampv[i * per_ms * SIDES],
				WINDOW_MS * per_ms, rate_hz);
}

static double loudest(const double *v, size_t n)
{
	double most = 0.0;

	for (size_t i = 0; i < n; i++)
		most = fmax(most, v[i]);

	return most;
}

/* Of n values each */
static double correlate(const double *a, const double *b, size_t n)
{
	double aa = 0.0, bb = 0.0, ab = 0.0;

	for (size_t i = 0; i < n; i++) {
		aa += a[i] * a[i];
		bb += b[i] * b[i];
		ab += a[i] * b[i];
	}

	return aa > 0.0 && bb > 0.0 ? ab / sqrt(aa * bb) : 0.0;
}

/* n: values of which all that come up to the longest delay are there */
static void find_delay(struct oh_loop *l, const double *us,
		       const double *them, size_t n)
{
	double best = fit_min;

	if (loudest(us, n) < strength_min ||
	    loudest(them, n + OH_LOOP_MAX_MS) < strength_min)
		return;
	for (size_t i = 0; i <= OH_LOOP_MAX_MS; i++) {
		double fit = correlate(us, them + i, n);

		if (fit <= best)
			continue;
		best        = fit;
		l->heard    = true;
		l->delay_ms = (double)i;
	}
}

static double level(const int16_t *sampv, size_t framec, uint32_t rate_hz)
{
	const size_t n = rate_hz / 1000 * LEVEL_MS;
	double most = 0.0;

	for (size_t at = 0; at + n <= framec; at += n) {
		double sum = 0.0;

		for (size_t i = at; i < at + n; i++) {
			double s = sampv[i * SIDES] / 32768.0;

			sum += s * s;
		}
		most = fmax(most, sum / (double)n);
	}

	return most > 0.0 ? fmax(10.0 * log10(most), silence_dbov)
			  : silence_dbov;
}

/**
 * Measure what came back
 *
 * @param l       Receives it
 * @param sampv   Both sides in turn, what we said first
 * @param framec  Samples of each side; the bursts are at the beginning
 * @param rate_hz Their rate, in thousands [Hz]
 *
 * @return 0; EINVAL: too short, or another rate; ENOMEM
 */
int oh_loop_measure(struct oh_loop *l, const int16_t *sampv, size_t framec,
		    uint32_t rate_hz)
{
	size_t ms = rate_hz >= 1000 ? framec / (rate_hz / 1000) : 0;
	double *v;
	size_t n;

	memset(l, 0, sizeof(*l));
	l->level_dbov = silence_dbov;
	if (rate_hz % 1000 || ms < OH_LOOP_MAX_MS + 2 * WINDOW_MS)
		return EINVAL;
	n = min(ms - WINDOW_MS, (size_t)(OH_LOOP_MS + OH_LOOP_MAX_MS));
	v = mem_alloc(SIDES * n * sizeof(*v), NULL);
	if (!v)
		return ENOMEM;
	envelope(v, n, sampv, rate_hz);
	envelope(v + n, n, sampv + 1, rate_hz);
	find_delay(l, v, v + n, n - OH_LOOP_MAX_MS);
	l->level_dbov = level(sampv + 1, framec, rate_hz);
	mem_deref(v);

	return 0;
}
