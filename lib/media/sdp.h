/**
 * @file sdp.h  Offers and answers of one audio stream (RFC 3264, 8866)
 *
 * Values in, text out, and back. Each call works on a fresh sdp_session of
 * libre: one that has negotiated offers less the next time. Main loop only;
 * private to this folder, for it shows libre's struct sa.
 */
#ifndef OH_MEDIA_SDP_H
#define OH_MEDIA_SDP_H

#include "base/compat.h"
#include "media/codec.h"
#include "media/cipher.h"
#include "media/dtls.h"

enum {
	OH_SDP_BYTES_MAX  = 16 * 1024,  /**< of a body we look at          */
	OH_SDP_CODECS_MAX = 8,
	OH_SDP_TELEV_MAX  = 2,          /**< clocks: 8000 and 48000        */
	OH_SDP_PTIME_MS   = 20,
};

/** Who speaks first in DTLS (RFC 4145 4) */
enum oh_sdp_setup { OH_SDP_NO_SETUP, OH_SDP_ACTIVE, OH_SDP_PASSIVE };

/** What we say of ourselves */
struct oh_sdp_local {
	struct sa   addr;               /**< and port of RTP               */
	const char *host;               /**< in c= and o=, or NULL         */
	uint32_t    id;                 /**< of o=, the same for ever      */
	uint32_t    version;            /**< of o=, growing                */
	const struct oh_codec *codecv[OH_SDP_CODECS_MAX];
	uint32_t    codecc;
	uint32_t    ptime_ms;
	bool        telev;              /**< speak of telephone-event      */
	bool        hold;
	enum oh_srtp srtp;
	const char *proto;              /**< of offers; NULL: as of srtp   */
	uint8_t     keyv[OH_CIPHER_MAX][OH_CIPHER_KEY_MAX];  /**< by SDES */
	bool        dtls;               /**< keys of offers not by SDES    */
	const char *fingerprint;        /**< for DTLS, or NULL             */
	enum oh_sdp_setup setup;        /**< of the association there is   */
};

/** How the media is protected */
struct oh_sdp_keys {
	const char   *proto;            /**< of the media line, static     */
	enum oh_cipher suite;           /**< by SDES; NONE: in clear, DTLS */
	uint32_t      tag;              /**< of their a=crypto             */
	uint8_t       tx[OH_CIPHER_KEY_MAX];
	uint8_t       rx[OH_CIPHER_KEY_MAX];
	enum oh_sdp_setup setup;        /**< ours; none: no DTLS           */
	uint8_t       hash[OH_DTLS_HASH_BYTES];  /**< of their certificate */
};

/** A payload type and what it carries */
struct oh_sdp_format {
	uint8_t  pt;                    /**< OH_RTP_PT_NONE: none          */
	uint32_t clock_hz;
	const struct oh_codec *codec;   /**< NULL for telephone-event      */
};

/** What both said */
struct oh_sdp_agreed {
	struct sa            addr;      /**< theirs; any or unset: unknown */
	struct sa            rtcp;
	bool                 rtcp_mux;
	struct oh_sdp_format tx;
	struct oh_sdp_format telev_tx;
	struct oh_sdp_format rxv[OH_SDP_CODECS_MAX];
	uint32_t             rxc;
	struct oh_sdp_format telev_rxv[OH_SDP_TELEV_MAX];
	uint32_t             telev_rxc;
	uint32_t             ptime_ms;  /**< of what we send               */
	bool                 we_send;   /**< they want to hear us          */
	bool                 they_send;
	struct oh_sdp_keys   keys;      /**< wipe after use                */
};

int oh_sdp_set_codecs(struct oh_sdp_local *l, const char *const namev[],
		      uint32_t namec);
int oh_sdp_offer(char **sdpp, const struct oh_sdp_local *l);
int oh_sdp_answered(struct oh_sdp_agreed *a, const struct oh_sdp_local *l,
		    const char *sdp, size_t len);
int oh_sdp_answer(char **sdpp, struct oh_sdp_agreed *a,
		  const struct oh_sdp_local *l, const char *sdp, size_t len);

#endif
