/**
 * @file ear.c  Payloads to samples of one rate, and samples to payloads
 */
#include "base/compat.h"
#include "media/ear.h"

/**
 * Decode a payload
 *
 * @param ear    Ear
 * @param codec  Of the payload
 * @param sampv  Receives the samples, at the codec's rate
 * @param sampcp In: room; out: samples
 * @param buf    Payload
 * @param len    Its length [bytes]
 *
 * @return 0, ENOMEM, or an error of the codec
 */
int oh_ear_decode(struct oh_ear *ear, const struct oh_codec *codec,
		  int16_t *sampv, size_t *sampcp, const uint8_t *buf,
		  size_t len)
{
	int err;

	if (ear->codec != codec) {
		ear->dec   = mem_deref(ear->dec);
		ear->codec = NULL;
		err = codec->dec_alloc ? codec->dec_alloc(&ear->dec) : 0;
		if (err)
			return err;
		ear->codec = codec;
	}
	return codec->dec(ear->dec, sampv, sampcp, buf, len);
}

/**
 * Bring samples to another rate
 *
 * @param ear    Ear
 * @param in_hz  Of the samples [Hz]
 * @param out_hz What is wanted [Hz]
 * @param sampvp The samples; buf if they had to change
 * @param sampcp Their number, before and after
 * @param buf    Room for OH_CODEC_FRAME_MAX samples, not the same
 *
 * @return 0, ENOMEM, or ENOTSUP: no such rates
 */
int oh_ear_convert(struct oh_ear *ear, uint32_t in_hz, uint32_t out_hz,
		   const int16_t **sampvp, size_t *sampcp, int16_t *buf)
{
	int err;

	if (in_hz == out_hz)
		return 0;
	if (ear->fir_in_hz != in_hz || ear->fir_out_hz != out_hz) {
		ear->fir = mem_deref(ear->fir);
		ear->fir_in_hz = 0;
		err = oh_fir_alloc(&ear->fir, in_hz, out_hz);
		if (err)
			return err;
		ear->fir_in_hz  = in_hz;
		ear->fir_out_hz = out_hz;
	}
	*sampcp = oh_fir_run(ear->fir, buf, *sampvp, *sampcp);
	*sampvp = buf;

	return 0;
}

/**
 * Forget all
 *
 * @param ear Ear
 */
void oh_ear_reset(struct oh_ear *ear)
{
	mem_deref(ear->dec);
	mem_deref(ear->fir);
	memset(ear, 0, sizeof(*ear));
}

/**
 * Encode samples
 *
 * @param m     Mouth
 * @param codec To be spoken
 * @param buf   Receives the payload
 * @param lenp  In: room in buf [bytes]; out: used
 * @param sampv Samples at the codec's rate
 * @param sampc Their number
 *
 * @return 0, ENOMEM, or an error of the codec
 */
int oh_mouth_encode(struct oh_mouth *m, const struct oh_codec *codec,
		    uint8_t *buf, size_t *lenp, const int16_t *sampv,
		    size_t sampc)
{
	int err;

	if (m->codec != codec) {
		m->enc   = mem_deref(m->enc);
		m->codec = NULL;
		err = codec->enc_alloc ? codec->enc_alloc(&m->enc) : 0;
		if (err)
			return err;
		m->codec = codec;
	}
	return codec->enc(m->enc, buf, lenp, sampv, sampc);
}

/**
 * Forget all
 *
 * @param m Mouth
 */
void oh_mouth_reset(struct oh_mouth *m)
{
	mem_deref(m->enc);
	memset(m, 0, sizeof(*m));
}
