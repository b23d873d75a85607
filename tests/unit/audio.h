/**
 * @file audio.h  What tests ask about samples
 */
#ifndef AUDIO_H
#define AUDIO_H

#include <stddef.h>
#include <stdint.h>

/* A sine of this frequency and peak, from phase zero */
void audio_sine(int16_t *sampv, size_t sampc, uint32_t rate_hz,
		double freq_hz, double peak);
/* Part of the energy that lies at the frequency, 0 to 1 (Goertzel) */
double audio_tone(const int16_t *sampv, size_t sampc, uint32_t rate_hz,
		  double freq_hz);
double audio_rms(const int16_t *sampv, size_t sampc);
/* Signal to noise [dB] at the best delay up to delay_max samples */
double audio_snr(const int16_t *ref, const int16_t *got, size_t sampc,
		 size_t delay_max);

#endif
