/**
 * @file fir.h  Change of sampling rate, block by block
 *
 * For live audio between 8, 16 and 48 kHz: a block of N ms goes in, one of
 * N ms comes out, with 1 ms of delay. Prompts are resampled elsewhere, with
 * more patience.
 */
#ifndef OH_MEDIA_FIR_H
#define OH_MEDIA_FIR_H

#include <stddef.h>
#include <stdint.h>

struct oh_fir;

int    oh_fir_alloc(struct oh_fir **fp, uint32_t in_hz, uint32_t out_hz);
size_t oh_fir_run(struct oh_fir *f, int16_t *out, const int16_t *in,
		  size_t n);

#endif
