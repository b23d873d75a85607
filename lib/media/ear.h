/**
 * @file ear.h  Payloads to samples of one rate, and samples to payloads
 *
 * Whatever memory a codec or a converter needs is made when it is first
 * needed, and anew when the codec or the rates have changed. Each on one
 * thread at a time.
 */
#ifndef OH_MEDIA_EAR_H
#define OH_MEDIA_EAR_H

#include "media/codec.h"
#include "media/fir.h"

/** Payloads of one direction to samples; all zero to begin with */
struct oh_ear {
	const struct oh_codec *codec;    /**< of dec                      */
	void                  *dec;
	struct oh_fir         *fir;
	uint32_t               fir_in_hz;
	uint32_t               fir_out_hz;
};

/** And back; all zero to begin with */
struct oh_mouth {
	const struct oh_codec *codec;    /**< of enc                      */
	void                  *enc;
};

int  oh_ear_decode(struct oh_ear *ear, const struct oh_codec *codec,
		   int16_t *sampv, size_t *sampcp, const uint8_t *buf,
		   size_t len);
int  oh_ear_convert(struct oh_ear *ear, uint32_t in_hz, uint32_t out_hz,
		    const int16_t **sampvp, size_t *sampcp, int16_t *buf);
void oh_ear_reset(struct oh_ear *ear);

int  oh_mouth_encode(struct oh_mouth *m, const struct oh_codec *codec,
		     uint8_t *buf, size_t *lenp, const int16_t *sampv,
		     size_t sampc);
void oh_mouth_reset(struct oh_mouth *m);

#endif
