/**
 * @file fir.c  Change of sampling rate by a polyphase low-pass
 *
 * In a thought rate of up * in_hz, zeros stand between the samples; a low-pass
 * over that, every down-th value of which is wanted. Only the taps that meet
 * a sample are computed: those of one phase.
 */
#include "base/compat.h"
#include <math.h>
#include <string.h>
#include "media/codec.h"
#include "media/fir.h"

enum {
	RATIO_MAX = 6,               /* 48 kHz and 8 kHz             */
	HALF_WAVES = 16,             /* of the narrower rate, in all */
	TAPS_MAX  = HALF_WAVES * RATIO_MAX,  /* and of all phases    */
};

/* Part of the narrower band that passes: the rest is the filter's slope */
#define PASS 0.9

struct oh_fir {
	uint32_t up;
	uint32_t down;
	size_t   taps;                        /* of one phase         */
	float    hv[TAPS_MAX];                /* of all phases        */
	int16_t  xv[TAPS_MAX + OH_CODEC_FRAME_MAX];  /* past, present */
};

static uint32_t gcd(uint32_t a, uint32_t b)
{
	return b ? gcd(b, a % b) : a;
}

/* Windowed sinc (Hann), its sum such that each phase has unit gain */
static void design(struct oh_fir *f)
{
	size_t n = f->taps * f->up;
	double cutoff = PASS / max(f->up, f->down);
	double sum = 0.0;

	for (size_t i = 0; i < n; i++) {
		double t = (double)i - (double)(n - 1) / 2.0;
		double x = M_PI * cutoff * t;
		double w = 0.5 - 0.5 * cos(2.0 * M_PI * ((double)i + 0.5) /
					   (double)n);

		f->hv[i] = (float)(w * (fabs(x) < 1e-9 ? 1.0 : sin(x) / x));
		sum += f->hv[i];
	}
	for (size_t i = 0; i < n; i++)
		f->hv[i] = (float)(f->hv[i] * f->up / sum);
}

/**
 * Make a converter
 *
 * @param fp     Receives it; release with mem_deref
 * @param in_hz  Rate of what goes in
 * @param out_hz Rate of what comes out
 *
 * @return 0, ENOMEM, or ENOTSUP: not a ratio of small numbers
 */
int oh_fir_alloc(struct oh_fir **fp, uint32_t in_hz, uint32_t out_hz)
{
	uint32_t g = gcd(in_hz, out_hz);
	struct oh_fir *f;

	if (!g || in_hz / g > RATIO_MAX || out_hz / g > RATIO_MAX)
		return ENOTSUP;
	f = mem_zalloc(sizeof(*f), NULL);
	if (!f)
		return ENOMEM;

	f->up   = out_hz / g;
	f->down = in_hz / g;
	f->taps = HALF_WAVES * max(f->down / f->up, 1u);
	design(f);
	*fp = f;

	return 0;
}

static int16_t clip(float v)
{
	if (v > INT16_MAX)
		return INT16_MAX;
	return v < INT16_MIN ? INT16_MIN : (int16_t)lrintf(v);
}

/**
 * Convert a block
 *
 * @param f   Converter
 * @param out Receives n * out_hz / in_hz samples
 * @param in  Samples
 * @param n   Their number, at most OH_CODEC_FRAME_MAX, of whole milliseconds
 *
 * @return Number of samples in out
 */
size_t oh_fir_run(struct oh_fir *f, int16_t *out, const int16_t *in, size_t n)
{
	size_t outc = n * f->up / f->down;

	if (n > OH_CODEC_FRAME_MAX)
		return 0;
	memcpy(f->xv + f->taps, in, n * sizeof(*in));

	for (size_t i = 0; i < outc; i++) {
		size_t t = i * f->down;
		const float *h = f->hv + t % f->up;
		const int16_t *x = f->xv + f->taps + t / f->up;
		float y = 0.0f;

		for (size_t k = 0; k < f->taps; k++, h += f->up)
			y += *h * *(x - k);
		out[i] = clip(y);
	}
	memmove(f->xv, f->xv + n, f->taps * sizeof(*f->xv));

	return outc;
}
