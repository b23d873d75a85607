/**
 * @file crypt.h  SRTP and SRTCP, one direction (RFC 3711, 6188, 7714)
 *
 * Packets are protected and opened where they lie; nothing is allocated on
 * the way. libre's srtp_* is not used: it counts the roll-over and keeps
 * sources before it has checked a packet, so that one forged packet deafens
 * the call; its SRTCP has the wrong tag with the 32 bit suites.
 *
 * Usable on any thread, each object on one at a time.
 */
#ifndef OH_MEDIA_CRYPT_H
#define OH_MEDIA_CRYPT_H

#include <stddef.h>
#include <stdint.h>
#include "media/cipher.h"

struct oh_crypt;

int oh_crypt_alloc(struct oh_crypt **cp, enum oh_cipher suite,
		   const uint8_t *key);
int oh_crypt_seal(struct oh_crypt *c, uint8_t *buf, size_t *lenp,
		  size_t size);
int oh_crypt_open(struct oh_crypt *c, uint8_t *buf, size_t *lenp);
int oh_crypt_seal_rtcp(struct oh_crypt *c, uint8_t *buf, size_t *lenp,
		       size_t size);
int oh_crypt_open_rtcp(struct oh_crypt *c, uint8_t *buf, size_t *lenp);

#endif
