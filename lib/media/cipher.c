/**
 * @file cipher.c  The suites of SRTP
 */
#include <string.h>
#include "media/cipher.h"

/* RTCP's tag stays at 80 bits where RTP's is 32 (RFC 4568 6.2.2). OpenSSL
   knows no profile for AES-256 in counter mode: none has been registered. */
static const struct oh_cipher_info infov[OH_CIPHER_MAX] = {
	[OH_CIPHER_AES_256_GCM] = { "AEAD_AES_256_GCM",
		"SRTP_AEAD_AES_256_GCM", 32, 12, 16, 16, true },
	[OH_CIPHER_AES_256_80]  = { "AES_256_CM_HMAC_SHA1_80",
		NULL, 32, 14, 10, 10, false },
	[OH_CIPHER_AES_128_GCM] = { "AEAD_AES_128_GCM",
		"SRTP_AEAD_AES_128_GCM", 16, 12, 16, 16, true },
	[OH_CIPHER_AES_128_80]  = { "AES_CM_128_HMAC_SHA1_80",
		"SRTP_AES128_CM_SHA1_80", 16, 14, 10, 10, false },
	[OH_CIPHER_AES_128_32]  = { "AES_CM_128_HMAC_SHA1_32",
		"SRTP_AES128_CM_SHA1_32", 16, 14, 4, 10, false },
};

/**
 * Measures of a suite
 *
 * @param suite Suite
 *
 * @return Static, or NULL: it is none
 */
const struct oh_cipher_info *oh_cipher_info(enum oh_cipher suite)
{
	return suite > OH_CIPHER_NONE && suite < OH_CIPHER_MAX ? &infov[suite]
							     : NULL;
}

/**
 * Length of a suite's master key with its salt
 *
 * @param suite Suite
 *
 * @return Length [bytes]; 0: it is none
 */
size_t oh_cipher_key_bytes(enum oh_cipher suite)
{
	const struct oh_cipher_info *info = oh_cipher_info(suite);

	return info ? info->key + info->salt : 0;
}

/**
 * Find a suite by its name in a=crypto
 *
 * @param name Name, not terminated
 * @param len  Its length [bytes]
 *
 * @return Suite, or OH_CIPHER_NONE
 */
enum oh_cipher oh_cipher_find(const char *name, size_t len)
{
	for (int i = OH_CIPHER_NONE + 1; i < OH_CIPHER_MAX; i++) {
		if (strlen(infov[i].name) == len &&
		    0 == memcmp(infov[i].name, name, len))
			return (enum oh_cipher)i;
	}
	return OH_CIPHER_NONE;
}
