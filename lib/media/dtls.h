/**
 * @file dtls.h  Keys of SRTP by a handshake on the media's path (RFC 5764)
 *
 * No sockets and no clock of its own: datagrams go in and come out, and time
 * is OpenSSL's. Both ends prove themselves by the certificate whose
 * fingerprint their SDP has.
 */
#ifndef OH_MEDIA_DTLS_H
#define OH_MEDIA_DTLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "media/cipher.h"

enum {
	OH_DTLS_HASH_BYTES  = 32,      /**< SHA-256                        */
	OH_DTLS_PRINT_SIZE  = 112,     /**< "sha-256 AB:CD...", with NUL   */
	OH_DTLS_MTU         = 1200,    /**< of what we send [bytes]        */
};

/** What both ends derive, each for what it sends and receives */
struct oh_dtls_keys {
	enum oh_cipher suite;
	uint8_t        tx[OH_CIPHER_KEY_MAX];
	uint8_t        rx[OH_CIPHER_KEY_MAX];
};

struct oh_dtls_id;                     /* our certificate */
struct oh_dtls;                        /* one association */

/** Send a datagram */
typedef void (oh_dtls_send_h)(const uint8_t *buf, size_t len, void *arg);

int  oh_dtls_id_alloc(struct oh_dtls_id **idp);
const char *oh_dtls_id_print(const struct oh_dtls_id *id);
int  oh_dtls_print_parse(uint8_t hash[OH_DTLS_HASH_BYTES], const char *value);

int  oh_dtls_alloc(struct oh_dtls **dp, const struct oh_dtls_id *id,
		   bool client, const uint8_t hash[OH_DTLS_HASH_BYTES]);
bool oh_dtls_is_packet(const uint8_t *buf, size_t len);
/* EAGAIN: not done yet; 0: it is; else it has failed, and stays so */
int  oh_dtls_input(struct oh_dtls *d, const uint8_t *buf, size_t len,
		   oh_dtls_send_h *sendh, void *arg);
int  oh_dtls_poll(struct oh_dtls *d, oh_dtls_send_h *sendh, void *arg);
/* As if nothing had been said */
int  oh_dtls_restart(struct oh_dtls *d);
/* close_notify; nothing is said afterwards */
void oh_dtls_close(struct oh_dtls *d, oh_dtls_send_h *sendh, void *arg);
int  oh_dtls_export(const struct oh_dtls *d, struct oh_dtls_keys *k);

#endif
