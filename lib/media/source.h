/**
 * @file source.h  Sound of any kind as mono samples at a wanted rate
 *
 *	bytes -> libsndfile -> mixed down -> libsamplerate -> 16-bit samples
 *
 * The bytes are a regular file, a file in memory, or bare samples. A source
 * has no position: whoever decodes it reads all of it.
 */
#ifndef OH_MEDIA_SOURCE_H
#define OH_MEDIA_SOURCE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_SOURCE_BYTES_MAX    = 512 * 1024 * 1024,
	OH_SOURCE_SECONDS_MAX  = 2 * 60 * 60,
	OH_SOURCE_CHANNELS_MAX = 32,
	OH_SOURCE_RATE_MIN     = 1000,      /**< [Hz] */
	OH_SOURCE_RATE_MAX     = 384000,    /**< [Hz] */
};

struct oh_source {
	int            fd;       /**< the file, or -1                     */
	const uint8_t *data;     /**< else the bytes, borrowed            */
	size_t         size;     /**< of the file or the data [bytes]     */
	uint32_t       raw_hz;   /**< not 0: data is mono s16 at this rate */
};

/** A block of samples; an error returned ends the decoding with it */
typedef int (oh_source_h)(const int16_t *sampv, size_t sampc, void *arg);

int  oh_source_open(struct oh_source *src, const char *path,
		    const char **whyp);
void oh_source_close(struct oh_source *src);
int  oh_source_probe(const struct oh_source *src, double *secondsp,
		     const char **whyp);
int  oh_source_decode(const struct oh_source *src, uint32_t rate_hz,
		      oh_source_h *h, void *arg);

#endif
