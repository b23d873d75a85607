/**
 * @file encoded.h  A prompt as ready payloads of one codec
 *
 * Made by the loader thread of prompt.c, read by the media thread. Constant
 * rate codecs are cut at any packet interval; Opus is encoded for 20 ms.
 * An encoded prompt never changes and lives as long as its prompt.
 */
#ifndef OH_MEDIA_ENCODED_H
#define OH_MEDIA_ENCODED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "media/codec.h"
#include "media/prompt.h"

struct oh_encoded;

/* NULL until ready (asks the loader for it); *errp: it cannot be made.
   Safe on the media thread: no lock held long, no allocation, no wait. */
const struct oh_encoded *oh_prompt_encoded(struct oh_prompt *pr,
					   const struct oh_codec *codec,
					   int *errp);
uint32_t oh_encoded_ms(const struct oh_encoded *enc);
/* Payload of [pos_ms, pos_ms + ptime_ms), the tail padded with silence.
   false: past the end, or the interval does not suit the codec. */
bool oh_encoded_frame(const struct oh_encoded *enc, uint32_t pos_ms,
		      uint32_t ptime_ms, const uint8_t **bufp, size_t *lenp);

#endif
