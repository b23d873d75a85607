/**
 * @file keys.h  Digits as ready payloads of tones, for peers without
 *               telephone-event
 */
#ifndef OH_MEDIA_KEYS_H
#define OH_MEDIA_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mbuf;
struct oh_codec;

bool oh_keys_is_valid(const char *digits);
/* *mbp: [16 bit length, payload] for each packet; release with mem_deref */
int  oh_keys_encode(struct mbuf **mbp, const struct oh_codec *codec,
		    uint32_t ptime_ms, const char *digits, uint32_t on_ms,
		    uint32_t gap_ms);

#endif
