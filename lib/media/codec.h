/**
 * @file codec.h  The codecs we speak: PCMU, PCMA (RFC 3551), G.722, Opus
 *
 * A static table. Encoders and decoders that need memory of the past keep it
 * in a state the caller owns; of the encoders, G.711's have none. Usable on
 * any thread, each state on one at a time.
 *
 * Errors of enc and dec: EBADMSG (no payload of this codec), ERANGE (no
 * room), EINVAL (Opus: not 2.5 to 60 ms; G.722: an odd number of samples).
 */
#ifndef OH_MEDIA_CODEC_H
#define OH_MEDIA_CODEC_H

#include <stddef.h>
#include <stdint.h>

enum {
	OH_CODEC_RATE_MAX   = 48000,
	OH_CODEC_PTIME_MAX  = 60,                    /**< [ms] */
	OH_CODEC_FRAME_MAX  = 48000 / 1000 * 60,     /**< samples per packet */
	OH_CODEC_PACKET_MAX = 1280,                  /**< payload [bytes]    */
	OH_CODEC_PT_DYNAMIC = 0xff,
};

/** enc's or dec's state is NULL where its alloc handler is */
struct oh_codec {
	const char *name;            /**< in SDP, "PCMU"                   */
	uint8_t     pt;              /**< static payload type, or DYNAMIC  */
	uint32_t    rate_hz;         /**< of the samples                   */
	uint32_t    clock_hz;        /**< of RTP timestamps (G.722: 8000)  */
	uint8_t     sdp_channels;    /**< in rtpmap (Opus: 2)              */
	const char *fmtp;            /**< or NULL                          */
	uint32_t    bytes_per_ms;    /**< constant rate; 0: it varies      */
	uint8_t     silence;         /**< payload byte of silence, if
					  constant rate and stateless      */
	int (*enc_alloc)(void **statep);        /* release with mem_deref */
	int (*dec_alloc)(void **statep);
	/* mono s16 in, payload out; *lenp: room in, bytes used out */
	int (*enc)(void *state, uint8_t *buf, size_t *lenp,
		   const int16_t *sampv, size_t sampc);
	/* *sampcp: room in, samples out; buf NULL: conceal that many */
	int (*dec)(void *state, int16_t *sampv, size_t *sampcp,
		   const uint8_t *buf, size_t len);
};

const struct oh_codec *oh_codec_find(const char *name);   /* any case */
const struct oh_codec *oh_codec_at(size_t i);             /* NULL at the end */

#endif
