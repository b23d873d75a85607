/**
 * @file stream_priv.h  The inside of a stream's half on the main loop
 */
#ifndef OH_MEDIA_STREAM_PRIV_H
#define OH_MEDIA_STREAM_PRIV_H

#include "media/engine_priv.h"

struct oh_stream {
	struct oh_engine    *eng;
	struct oh_session   *ses;         /* NULL once told to close ..    */
	struct oh_session   *leaving;     /* .. when it is this, till then */
	struct oh_stream_prm prm;         /* laddr, public_host not kept   */
	char                *host;
	struct oh_sdp_local  local;
	struct oh_sdp_agreed agreed;
	bool                 negotiated;
	uint32_t             last_id;
	uint32_t             sends;       /* under way                     */
	enum oh_cipher       dtls_suite;  /* NONE: DTLS is not up          */
};

void *oh_stream_message(struct oh_stream *st, size_t size, mem_destroy_h *dh,
			enum oh_msg_kind kind);
void  oh_stream_post(struct oh_stream *st, struct oh_msg *msg);
enum oh_dtmf oh_stream_digits_way(const struct oh_stream *st);

#endif
