/**
 * @file audio.c  What tests ask about samples
 */
#include <math.h>
#include "audio.h"

void audio_sine(int16_t *sampv, size_t sampc, uint32_t rate_hz,
		double freq_hz, double peak)
{
	for (size_t i = 0; i < sampc; i++) {
		double turns = freq_hz * (double)i / rate_hz;

		sampv[i] = (int16_t)lrint(peak * sin(2 * M_PI * turns));
	}
}

double audio_tone(const int16_t *sampv, size_t sampc, uint32_t rate_hz,
		  double freq_hz)
{
	const double coeff = 2 * cos(2 * M_PI * freq_hz / rate_hz);
	double s1 = 0, s2 = 0, energy = 0;

	for (size_t i = 0; i < sampc; i++) {
		double s = sampv[i] + coeff * s1 - s2;

		s2 = s1;
		s1 = s;
		energy += (double)sampv[i] * sampv[i];
	}
	if (energy == 0)
		return 0;

	return 2 * (s1 * s1 + s2 * s2 - coeff * s1 * s2) /
		((double)sampc * energy);
}

double audio_rms(const int16_t *sampv, size_t sampc)
{
	double energy = 0;

	for (size_t i = 0; i < sampc; i++)
		energy += (double)sampv[i] * sampv[i];

	return sampc ? sqrt(energy / (double)sampc) : 0;
}

static double snr_at(const int16_t *ref, const int16_t *got, size_t sampc)
{
	double signal = 0, noise = 0;

	for (size_t i = 0; i < sampc; i++) {
		double d = (double)got[i] - ref[i];

		signal += (double)ref[i] * ref[i];
		noise += d * d;
	}

	return noise == 0 ? 200 : 10 * log10(signal / noise);
}

double audio_snr(const int16_t *ref, const int16_t *got, size_t sampc,
		 size_t delay_max)
{
	double best = -200;

	for (size_t d = 0; d <= delay_max && d < sampc; d++)
		best = fmax(best, snr_at(ref, got + d, sampc - d));

	return best;
}
