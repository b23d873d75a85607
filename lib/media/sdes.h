/**
 * @file sdes.h  Keys in the session description: a=crypto (RFC 4568)
 *
 *   a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7
 *
 * Text to value and back. Pure.
 */
#ifndef OH_MEDIA_SDES_H
#define OH_MEDIA_SDES_H

#include "media/cipher.h"

enum {
	OH_SDES_SIZE    = 128,         /**< of a value we print, with NUL  */
	OH_SDES_TAG_MAX = 999999999,
};

/** One line */
struct oh_sdes {
	uint32_t      tag;
	enum oh_cipher suite;
	uint8_t       key[OH_CIPHER_KEY_MAX];
};

int oh_sdes_parse(struct oh_sdes *s, const char *value);
int oh_sdes_print(char *buf, size_t size, const struct oh_sdes *s);

#endif
