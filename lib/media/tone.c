/**
 * @file tone.c  Tones as samples: sines, cadences, DTMF
 */
#include "base/compat.h"
#include <math.h>
#include <string.h>
#include "media/tone.h"

enum {
	TONES           = 2,        /**< frequencies at once             */
	RAMP_MS         = 2,        /**< in and out, against clicks      */
	TONE_MS_MAX     = 10 * 60 * 1000,
	RATE_HZ_MIN     = 8000,
	RATE_HZ_MAX     = 48000,
	DTMF_LEVEL_DBM0 = -9,
};

/* The level of a full-scale sine in G.711 A-law (ITU-T G.711). */
static const double full_scale_dbm0 = 3.14;

/* Rows and columns of the keypad (ITU-T Q.23). */
static const char dtmf_keys[] = "123A456B789C*0#D";
static const uint16_t dtmf_low_hz[4]  = { 697, 770, 852, 941 };
static const uint16_t dtmf_high_hz[4] = { 1209, 1336, 1477, 1633 };

static size_t samples(const struct oh_tone *t, uint32_t rate_hz)
{
	return (size_t)t->ms * rate_hz / 1000;
}

static bool is_same(const struct oh_tone *a, const struct oh_tone *b)
{
	return a->freq_hz[0] == b->freq_hz[0] &&
		a->freq_hz[1] == b->freq_hz[1] &&
		a->level_dbm0 == b->level_dbm0;
}

static int16_t to_sample(double v)
{
	if (v > INT16_MAX)
		return INT16_MAX;
	if (v < -INT16_MAX)
		return -INT16_MAX;
	return (int16_t)lrint(v);
}

static void add_ramps(double *gain, size_t i, size_t sampc, size_t rampc,
		      const bool soft[2])
{
	if (soft[0] && i < rampc)
		*gain *= (double)i / (double)rampc;
	if (soft[1] && sampc - i < rampc)
		*gain *= (double)(sampc - i) / (double)rampc;
}

/* Phases go on from piece to piece, so that equal neighbours join. */
static void write_tone(int16_t *sampv, const struct oh_tone *t,
		       uint32_t rate_hz, const bool soft[2],
		       double phasev[TONES])
{
	const double amp = INT16_MAX *
		pow(10, (t->level_dbm0 - full_scale_dbm0) / 20);
	const size_t sampc = samples(t, rate_hz);
	const size_t rampc = rate_hz * RAMP_MS / 1000;

	for (size_t i = 0; i < sampc; i++) {
		double gain = amp, sum = 0;

		for (size_t k = 0; k < TONES; k++) {
			if (!t->freq_hz[k])
				continue;
			sum += sin(2 * M_PI * phasev[k]);
			phasev[k] += (double)t->freq_hz[k] / rate_hz;
			phasev[k] -= floor(phasev[k]);
		}
		add_ramps(&gain, i, sampc, rampc, soft);
		sampv[i] = to_sample(sum * gain);
	}
}

static int measure(size_t *sampcp, uint32_t rate_hz,
		   const struct oh_tone *tonev, size_t tonec)
{
	uint64_t ms = 0;
	size_t sampc = 0;

	for (size_t i = 0; i < tonec; i++) {
		for (size_t k = 0; k < TONES; k++) {
			if (tonev[i].freq_hz[k] * 2u > rate_hz)
				return ERANGE;
		}
		ms += tonev[i].ms;
		if (ms > TONE_MS_MAX)
			return ERANGE;
		sampc += samples(&tonev[i], rate_hz);
	}
	*sampcp = sampc;

	return sampc ? 0 : EINVAL;
}

/**
 * Make the samples of a cadence
 *
 * Each piece begins and ends softly unless its neighbour is the same tone.
 *
 * @param sampvp  Mono samples, *returned*
 * @param sampcp  Their number
 * @param rate_hz Sampling rate, 8000 to 48000 [Hz]
 * @param tonev   Pieces of the cadence, once each
 * @param tonec   Their number
 *
 * @return 0, EINVAL (nothing to make), ERANGE (longer than ten minutes, a
 *         frequency above half the rate, an odd rate), ENOMEM
 */
int oh_tone_make(int16_t **sampvp, size_t *sampcp, uint32_t rate_hz,
		 const struct oh_tone *tonev, size_t tonec)
{
	double phasev[TONES] = { 0 };
	int16_t *sampv, *p;
	size_t sampc;
	int err;

	if (!sampvp || !sampcp || !tonev)
		return EINVAL;
	if (rate_hz < RATE_HZ_MIN || rate_hz > RATE_HZ_MAX)
		return ERANGE;
	err = measure(&sampc, rate_hz, tonev, tonec);
	if (err)
		return err;
	p = sampv = mem_zalloc(sampc * sizeof(*sampv), NULL);
	if (!sampv)
		return ENOMEM;

	for (size_t i = 0; i < tonec; i++) {
		const struct oh_tone *t = &tonev[i];
		const bool soft[2] = {
			i == 0 || !is_same(t, t - 1),
			i + 1 == tonec || !is_same(t, t + 1),
		};

		write_tone(p, t, rate_hz, soft, phasev);
		p += samples(t, rate_hz);
	}
	*sampvp = sampv;
	*sampcp = sampc;

	return 0;
}

/**
 * Make the samples of one pressed key (ITU-T Q.23)
 *
 * @param sampvp  Mono samples, *returned*
 * @param sampcp  Their number
 * @param rate_hz Sampling rate, 8000 to 48000 [Hz]
 * @param digit   One of 0-9 * # A-D
 * @param ms      How long [ms]
 *
 * @return 0, EINVAL (no such key), ERANGE, ENOMEM
 */
int oh_tone_dtmf(int16_t **sampvp, size_t *sampcp, uint32_t rate_hz,
		 char digit, uint32_t ms)
{
	const char *key = digit ? strchr(dtmf_keys, digit) : NULL;
	struct oh_tone t = { .level_dbm0 = DTMF_LEVEL_DBM0 };

	if (!key)
		return EINVAL;
	if (ms > UINT16_MAX)
		return ERANGE;
	t.freq_hz[0] = dtmf_low_hz[(key - dtmf_keys) / 4];
	t.freq_hz[1] = dtmf_high_hz[(key - dtmf_keys) % 4];
	t.ms = (uint16_t)ms;

	return oh_tone_make(sampvp, sampcp, rate_hz, &t, 1);
}
