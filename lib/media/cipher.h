/**
 * @file cipher.h  How media is protected: SRTP's suites, by their SDP names
 *
 * RFC 4568 6.2, RFC 6188 3, RFC 7714 12 and 14. Pure.
 */
#ifndef OH_MEDIA_CIPHER_H
#define OH_MEDIA_CIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_CIPHER_KEY_MAX = 46,      /**< master key and salt [bytes]       */
	OH_CIPHER_TAIL_MAX = 20,     /**< what protecting adds [bytes]      */
};

/** What we want of a call's media */
enum oh_srtp {
	OH_SRTP_OFF,                /**< in clear                          */
	OH_SRTP_PREFER,             /**< protected if they can (RFC 8643)  */
	OH_SRTP_REQUIRE,            /**< protected, or no call             */
};

/** Strongest first: the order of our offers */
enum oh_cipher {
	OH_CIPHER_NONE,
	OH_CIPHER_AES_256_GCM,
	OH_CIPHER_AES_256_80,
	OH_CIPHER_AES_128_GCM,
	OH_CIPHER_AES_128_80,
	OH_CIPHER_AES_128_32,
	OH_CIPHER_MAX
};

/** A suite's measures [bytes] */
struct oh_cipher_info {
	const char *name;           /**< in a=crypto                       */
	const char *dtls_name;      /**< OpenSSL's, or NULL                */
	size_t      key;
	size_t      salt;
	size_t      tag;            /**< of RTP                            */
	size_t      rtcp_tag;
	bool        gcm;            /**< else counter mode and HMAC-SHA1   */
};

const struct oh_cipher_info *oh_cipher_info(enum oh_cipher suite);
size_t        oh_cipher_key_bytes(enum oh_cipher suite);
enum oh_cipher oh_cipher_find(const char *name, size_t len);

#endif
