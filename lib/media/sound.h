/**
 * @file sound.h  What a packet says, as samples
 *
 * Passed from whoever decodes to whoever listens; private to this folder.
 */
#ifndef OH_MEDIA_SOUND_H
#define OH_MEDIA_SOUND_H

#include "media/codec.h"
#include "media/rtp.h"

struct oh_sound {
	const struct oh_codec *codec;
	const struct oh_rtp   *rtp;
	uint64_t               us;       /**< when it came, or was due     */
	const int16_t         *sampv;    /**< at the codec's rate          */
	size_t                 sampc;
};

#endif
