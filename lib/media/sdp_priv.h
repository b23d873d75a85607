/**
 * @file sdp_priv.h  Keys in offers and answers
 */
#ifndef OH_MEDIA_SDP_PRIV_H
#define OH_MEDIA_SDP_PRIV_H

#include "media/sdp.h"

const char *oh_sdp_keys_proto(const struct oh_sdp_local *l);
int oh_sdp_keys_allow(struct sdp_media *m, const struct oh_sdp_local *l,
		      const char *sdp, size_t len);
int oh_sdp_keys_offer(struct sdp_media *m, const struct oh_sdp_local *l);
int oh_sdp_keys_offered(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
			const struct sdp_media *m,
			const struct sdp_session *s);
int oh_sdp_keys_answered(struct oh_sdp_keys *k, const struct oh_sdp_local *l,
			 const struct sdp_media *m,
			 const struct sdp_session *s);
int oh_sdp_keys_answer(struct sdp_media *m, const struct oh_sdp_local *l,
		       const struct oh_sdp_keys *k);

#endif
