/**
 * @file codec.c  The codecs we speak: PCMU, PCMA (RFC 3551), G.722, Opus
 *
 * The mathematics are spandsp's and libopus'; what is here makes them look
 * alike: mono 16-bit samples on one side, payload on the other, lengths
 * checked, and a lost packet concealed by the decoder.
 *
 * G.711 is spandsp's too, not librem's: both libraries export goertzel_init()
 * and its like, so that a program linked with both has spandsp's detectors
 * call librem's functions. Nothing of ours may refer to librem. spandsp's
 * own concealment (plc_fillin) copies overlapping memory with memcpy().
 */
#include "base/compat.h"
#include <string.h>
#include <strings.h>
#include <opus/opus.h>
#include "media/codec.h"
#include "media/spandsp.h"

enum {
	G711_RATE_HZ        = 8000,
	G722_RATE_HZ        = 16000,
	G722_BITRATE        = 64000,
	G722_SAMPLES_A_BYTE = 2,
	PAST_MS             = 20,
	PAST_MAX            = 16 * PAST_MS,
	FADE_MS             = 60,
	OPUS_RATE_HZ        = 48000,
	OPUS_BITRATE        = 28000,   /**< speech, wideband and above */
	OPUS_COMPLEXITY     = 5,
	OPUS_LOSS_PCT       = 5,       /**< expected; turns FEC on     */
};

/** The last that was heard, to make up for what was lost */
struct past {
	int16_t  sampv[PAST_MAX];
	size_t   sampc;          /**< how many are kept: 20 ms    */
	uint32_t lost;           /**< samples made up in a row    */
	uint32_t fade;           /**< silence after so many: 60 ms */
};

struct g722_enc {
	struct oh_spandsp    lib;
	g722_encode_state_t *g722;
};

struct g722_dec {
	struct oh_spandsp    lib;
	g722_decode_state_t *g722;
	struct past past;
};

static void past_init(struct past *p, uint32_t rate_hz)
{
	p->sampc = rate_hz / 1000 * PAST_MS;
	p->fade = rate_hz / 1000 * FADE_MS;
}

static void past_add(struct past *p, const int16_t *sampv, size_t sampc)
{
	const size_t n = min(sampc, p->sampc), keep = p->sampc - n;

	memmove(p->sampv, p->sampv + n, keep * sizeof(*sampv));
	memcpy(p->sampv + keep, sampv + sampc - n, n * sizeof(*sampv));
	p->lost = 0;
}

/* Backwards and forwards in turn, so that the joins are seamless:

	heard   a b c d | d c b a a b c d | ...  fading
 */
static void past_replay(struct past *p, int16_t *sampv, size_t sampc)
{
	for (size_t i = 0; i < sampc; i++) {
		size_t k = p->lost % (2 * p->sampc);
		int32_t gain = (int32_t)(p->fade - p->lost);
		int32_t v = k < p->sampc ? p->sampv[p->sampc - 1 - k]
					 : p->sampv[k - p->sampc];

		sampv[i] = (int16_t)(v * gain / (int32_t)p->fade);
		if (p->lost < p->fade)
			p->lost++;
	}
}

static int pcmu_enc(void *state, uint8_t *buf, size_t *lenp,
		    const int16_t *sampv, size_t sampc)
{
	(void)state;

	if (sampc > *lenp)
		return ERANGE;
	for (size_t i = 0; i < sampc; i++)
		buf[i] = linear_to_ulaw(sampv[i]);
	*lenp = sampc;

	return 0;
}

static int pcma_enc(void *state, uint8_t *buf, size_t *lenp,
		    const int16_t *sampv, size_t sampc)
{
	(void)state;

	if (sampc > *lenp)
		return ERANGE;
	for (size_t i = 0; i < sampc; i++)
		buf[i] = linear_to_alaw(sampv[i]);
	*lenp = sampc;

	return 0;
}

static int g711_dec_alloc(void **statep)
{
	struct past *past = mem_zalloc(sizeof(*past), NULL);

	if (!past)
		return ENOMEM;
	past_init(past, G711_RATE_HZ);
	*statep = past;

	return 0;
}

/* A lost packet is made up, one that came is remembered for that. */
static int g711_dec(struct past *past, int16_t (*expand)(uint8_t code),
		    int16_t *sampv, size_t *sampcp,
		    const uint8_t *buf, size_t len)
{
	if (!buf) {
		past_replay(past, sampv, *sampcp);
		return 0;
	}
	if (len > *sampcp)
		return ERANGE;
	for (size_t i = 0; i < len; i++)
		sampv[i] = expand(buf[i]);
	past_add(past, sampv, len);
	*sampcp = len;

	return 0;
}

static int pcmu_dec(void *state, int16_t *sampv, size_t *sampcp,
		    const uint8_t *buf, size_t len)
{
	return g711_dec(state, ulaw_to_linear, sampv, sampcp, buf, len);
}

static int pcma_dec(void *state, int16_t *sampv, size_t *sampcp,
		    const uint8_t *buf, size_t len)
{
	return g711_dec(state, alaw_to_linear, sampv, sampcp, buf, len);
}

static void g722_enc_destructor(void *arg)
{
	struct g722_enc *enc = arg;

	if (enc->g722)
		enc->lib.g722_encode_free(enc->g722);
}

static int g722_enc_alloc(void **statep)
{
	struct g722_enc *enc = mem_zalloc(sizeof(*enc), g722_enc_destructor);
	int err;

	if (!enc)
		return ENOMEM;
	err = oh_spandsp_load(&enc->lib);
	if (err)
		goto out;
	enc->g722 = enc->lib.g722_encode_init(NULL, G722_BITRATE, 0);
	if (!enc->g722)
		err = ENOMEM;

 out:
	if (err)
		mem_deref(enc);
	else
		*statep = enc;

	return err;
}

static int g722_enc(void *state, uint8_t *buf, size_t *lenp,
		    const int16_t *sampv, size_t sampc)
{
	struct g722_enc *enc = state;

	if (sampc % G722_SAMPLES_A_BYTE)
		return EINVAL;
	if (sampc / G722_SAMPLES_A_BYTE > *lenp)
		return ERANGE;
	*lenp = (size_t)enc->lib.g722_encode(enc->g722, buf, sampv,
					     (int)sampc);

	return 0;
}

static void g722_dec_destructor(void *arg)
{
	struct g722_dec *dec = arg;

	if (dec->g722)
		dec->lib.g722_decode_free(dec->g722);
}

static int g722_dec_alloc(void **statep)
{
	struct g722_dec *dec = mem_zalloc(sizeof(*dec), g722_dec_destructor);
	int err;

	if (!dec)
		return ENOMEM;
	past_init(&dec->past, G722_RATE_HZ);
	err = oh_spandsp_load(&dec->lib);
	if (err)
		goto out;
	dec->g722 = dec->lib.g722_decode_init(NULL, G722_BITRATE, 0);
	if (!dec->g722)
		err = ENOMEM;

 out:
	if (err)
		mem_deref(dec);
	else
		*statep = dec;

	return err;
}

static int g722_dec(void *state, int16_t *sampv, size_t *sampcp,
		    const uint8_t *buf, size_t len)
{
	struct g722_dec *dec = state;

	if (!buf) {
		past_replay(&dec->past, sampv, *sampcp);
		return 0;
	}
	if (len > *sampcp / G722_SAMPLES_A_BYTE)
		return ERANGE;
	*sampcp = (size_t)dec->lib.g722_decode(dec->g722, sampv, buf,
					       (int)len);
	past_add(&dec->past, sampv, *sampcp);

	return 0;
}

static int opus_errno(int code)
{
	switch (code) {

	case OPUS_OK:               return 0;
	case OPUS_BAD_ARG:          return EINVAL;
	case OPUS_BUFFER_TOO_SMALL: return ERANGE;
	case OPUS_INVALID_PACKET:   return EBADMSG;
	case OPUS_ALLOC_FAIL:       return ENOMEM;
	default:                    return EPROTO;
	}
}

static int opus_enc_alloc(void **statep)
{
	OpusEncoder *enc;
	int err;

	enc = mem_zalloc((size_t)opus_encoder_get_size(1), NULL);
	if (!enc)
		return ENOMEM;
	err = opus_errno(opus_encoder_init(enc, OPUS_RATE_HZ, 1,
					   OPUS_APPLICATION_VOIP));
	if (err)
		goto out;
	/* Constants within range: these requests cannot fail. */
	(void)opus_encoder_ctl(enc, OPUS_SET_BITRATE(OPUS_BITRATE));
	(void)opus_encoder_ctl(enc, OPUS_SET_COMPLEXITY(OPUS_COMPLEXITY));
	(void)opus_encoder_ctl(enc, OPUS_SET_INBAND_FEC(1));
	(void)opus_encoder_ctl(enc, OPUS_SET_PACKET_LOSS_PERC(OPUS_LOSS_PCT));

 out:
	if (err)
		mem_deref(enc);
	else
		*statep = enc;

	return err;
}

static int opus_enc(void *state, uint8_t *buf, size_t *lenp,
		    const int16_t *sampv, size_t sampc)
{
	int n = opus_encode(state, sampv, (int)sampc, buf, (int)*lenp);

	if (n < 0)
		return opus_errno(n);
	*lenp = (size_t)n;

	return 0;
}

static int opus_dec_alloc(void **statep)
{
	OpusDecoder *dec;
	int err;

	dec = mem_zalloc((size_t)opus_decoder_get_size(1), NULL);
	if (!dec)
		return ENOMEM;
	err = opus_errno(opus_decoder_init(dec, OPUS_RATE_HZ, 1));
	if (err)
		mem_deref(dec);
	else
		*statep = dec;

	return err;
}

static int opus_dec(void *state, int16_t *sampv, size_t *sampcp,
		    const uint8_t *buf, size_t len)
{
	int n;

	/* libopus takes no data for a lost packet; an empty one is none. */
	if (buf && !len)
		return EBADMSG;
	n = opus_decode(state, buf, (int)len, sampv, (int)*sampcp, 0);
	if (n < 0)
		return opus_errno(n);
	*sampcp = (size_t)n;

	return 0;
}

/* In order of our preference on the phone network. */
static const struct oh_codec codecv[] = {
	{
		.name = "PCMU", .pt = 0, .rate_hz = 8000, .clock_hz = 8000,
		.sdp_channels = 1, .bytes_per_ms = 8, .silence = 0xff,
		.dec_alloc = g711_dec_alloc, .enc = pcmu_enc, .dec = pcmu_dec,
	},
	{
		.name = "PCMA", .pt = 8, .rate_hz = 8000, .clock_hz = 8000,
		.sdp_channels = 1, .bytes_per_ms = 8, .silence = 0xd5,
		.dec_alloc = g711_dec_alloc, .enc = pcma_enc, .dec = pcma_dec,
	},
	{
		/* The clock is half the sampling rate by a historic error
		   (RFC 3551 section 4.5.2). */
		.name = "G722", .pt = 9, .rate_hz = 16000, .clock_hz = 8000,
		.sdp_channels = 1, .bytes_per_ms = 8,
		.enc_alloc = g722_enc_alloc, .dec_alloc = g722_dec_alloc,
		.enc = g722_enc, .dec = g722_dec,
	},
	{
		/* Always two channels in rtpmap (RFC 7587 section 7). */
		.name = "opus", .pt = OH_CODEC_PT_DYNAMIC,
		.rate_hz = OPUS_RATE_HZ, .clock_hz = 48000,
		.sdp_channels = 2, .fmtp = "useinbandfec=1",
		.enc_alloc = opus_enc_alloc, .dec_alloc = opus_dec_alloc,
		.enc = opus_enc, .dec = opus_dec,
	},
};

/**
 * Find a codec by its name in SDP
 *
 * @param name Encoding name in any case, "PCMU"; may be NULL
 *
 * @return The codec (static), NULL if we do not speak it
 */
const struct oh_codec *oh_codec_find(const char *name)
{
	for (size_t i = 0; name && i < ARRAY_SIZE(codecv); i++) {
		if (0 == strcasecmp(codecv[i].name, name))
			return &codecv[i];
	}

	return NULL;
}

/**
 * Walk through the codecs in order of preference
 *
 * @param i Index from 0
 *
 * @return The codec (static), NULL past the end
 */
const struct oh_codec *oh_codec_at(size_t i)
{
	return i < ARRAY_SIZE(codecv) ? &codecv[i] : NULL;
}
