/**
 * @file prompt_priv.h  What prompt.c and encoded.c know of each other
 */
#ifndef OH_MEDIA_PROMPT_PRIV_H
#define OH_MEDIA_PROMPT_PRIV_H

#include <stdatomic.h>
#include <stdbool.h>
#include "media/codec.h"
#include "media/encoded.h"
#include "media/loader.h"
#include "media/prompt.h"
#include "media/source.h"

struct mbuf;

enum oh_encoded_state {
	OH_ENCODED_IDLE,        /**< nobody has asked for it             */
	OH_ENCODED_QUEUED,      /**< the loader's: nobody else may look  */
	OH_ENCODED_READY,       /**< will not change any more            */
	OH_ENCODED_FAILED,      /**< err says why                        */
};

struct oh_encoded {
	struct oh_load job;
	struct oh_prompt *prompt;         /**< that this is part of      */
	const struct oh_codec *codec;
	_Atomic enum oh_encoded_state state;
	int err;
	uint32_t ms;
	struct mbuf *payload;
	struct mbuf *ends;                /**< of each packet, uint32_t;
					       NULL if the rate is constant */
};

void oh_encoded_init(struct oh_encoded *enc, struct oh_prompt *pr,
		     const struct oh_codec *codec);
void oh_encoded_reset(struct oh_encoded *enc);
void oh_encoded_request(struct oh_encoded *enc, struct oh_loader *loader);
int  oh_encoded_look(const struct oh_encoded *enc,
		     const struct oh_encoded **readyp);

const struct oh_source *oh_prompt_source(const struct oh_prompt *pr);

#endif
