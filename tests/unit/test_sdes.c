/**
 * @file test_sdes.c  a=crypto, as others write it
 */
#include "base/compat.h"
#include "media/sdes.h"
#include "test.h"

#define K30 "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz"
#define K28 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGw=="
#define K44 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKis="
#define K46 \
	"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLQ=="
#define S80 "AES_CM_128_HMAC_SHA1_80"

static const struct {
	const char   *value;
	int           err;
	uint32_t      tag;
	enum oh_cipher suite;
} casev[] = {
	{ "1 " S80 " inline:" K30, 0, 1, OH_CIPHER_AES_128_80 },
	{ "999999999 AES_CM_128_HMAC_SHA1_32 inline:" K30, 0, 999999999,
	  OH_CIPHER_AES_128_32 },
	{ "2 AEAD_AES_128_GCM inline:" K28, 0, 2, OH_CIPHER_AES_128_GCM },
	{ "3 AEAD_AES_256_GCM inline:" K44, 0, 3, OH_CIPHER_AES_256_GCM },
	{ "4 AES_256_CM_HMAC_SHA1_80 inline:" K46, 0, 4,
	  OH_CIPHER_AES_256_80 },
	{ "1 " S80 " inline:" K30 "|2^20", 0, 1, OH_CIPHER_AES_128_80 },
	{ "1 " S80 " inline:" K30 "|2^48", 0, 1, OH_CIPHER_AES_128_80 },
	{ "1 " S80 " inline:" K30 "|1048576", 0, 1, OH_CIPHER_AES_128_80 },
	{ "1 " S80 " inline:" K30 " WSH=64", 0, 1, OH_CIPHER_AES_128_80 },
	{ "1 " S80 " inline:" K30 " -x=y WSH=128", 0, 1,
	  OH_CIPHER_AES_128_80 },

	{ "1 " S80 " inline:" K30 "|2^20|1:4", ENOTSUP, 1, 0 },
	{ "1 " S80 " inline:" K30 "|1:4", ENOTSUP, 1, 0 },
	{ "1 " S80 " inline:" K30 ";inline:" K30, ENOTSUP, 1, 0 },
	{ "1 " S80 " inline:" K30 " KDR=1", ENOTSUP, 1, 0 },
	{ "1 " S80 " inline:" K30 " UNENCRYPTED_SRTP", ENOTSUP, 1, 0 },
	{ "1 " S80 " inline:" K30 " WSH=64 UNAUTHENTICATED_SRTP", ENOTSUP, 1,
	  0 },
	{ "1 F8_128_HMAC_SHA1_80 inline:" K30, ENOTSUP, 1, 0 },
	{ "1 aes_cm_128_hmac_sha1_80 inline:" K30, ENOTSUP, 1, 0 },

	{ "", EBADMSG, 0, 0 },
	{ "1", EBADMSG, 0, 0 },
	{ "1 ", EBADMSG, 0, 0 },
	{ "1 " S80, EBADMSG, 0, 0 },
	{ "1 " S80 " ", EBADMSG, 0, 0 },
	{ "0 " S80 " inline:" K30, EBADMSG, 0, 0 },
	{ "-1 " S80 " inline:" K30, EBADMSG, 0, 0 },
	{ "1000000000 " S80 " inline:" K30, EBADMSG, 0, 0 },
	{ "11111111111111111111111111111 " S80 " inline:" K30, EBADMSG, 0,
	  0 },
	{ "x " S80 " inline:" K30, EBADMSG, 0, 0 },
	{ "1 " S80 " outline:" K30, EBADMSG, 0, 0 },
	{ "1 " S80 " " K30, EBADMSG, 0, 0 },
	{ "1 " S80 " inline:", EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K28, EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K46, EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K30 "A", EBADMSG, 0, 0 },
	{ "1 " S80 " inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubG\nz",
	  EBADMSG, 0, 0 },
	{ "1 " S80 " inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGV=",
	  EBADMSG, 0, 0 },
	{ "1 AEAD_AES_128_GCM inline:"
	  "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaG===", EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K30 "|", EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K30 "|0", EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K30 "|2^", EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K30 "|2^0", EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K30 "|2^49", EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K30 "|9999999999999999", EBADMSG, 0, 0 },
	{ "1 " S80 " inline:" K30 "|2^20|", EBADMSG, 0, 0 },
};

int test_sdes_parse(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct oh_sdes s;
		int err = oh_sdes_parse(&s, casev[i].value);

		if (err != casev[i].err)
			fail_msg("'%s': %d, not %d", casev[i].value, err,
				 casev[i].err);
		if (err != EBADMSG)
			assert_int_equal(s.tag, casev[i].tag);
		if (!err)
			assert_int_equal(s.suite, casev[i].suite);
	}
	return 0;
}

/* Text to value and back; the bytes are those of the base64 */
int test_sdes_print(void)
{
	char buf[OH_SDES_SIZE];
	struct oh_sdes s;

	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(oh_sdes_parse(&s, casev[i].value), 0);
		assert_int_equal(oh_sdes_print(buf, sizeof(buf), &s), 0);
		assert_string_equal(buf, casev[i].value);
		assert_int_equal(oh_sdes_print(buf, strlen(buf), &s), ERANGE);
	}
	assert_int_equal(oh_sdes_parse(&s, casev[4].value), 0);
	for (uint8_t i = 0; i < 46; i++)
		assert_int_equal(s.key[i], i);
	s.suite = OH_CIPHER_NONE;
	assert_int_equal(oh_sdes_print(buf, sizeof(buf), &s), EINVAL);
	return 0;
}

int test_sdes_suites(void)
{
	assert_int_equal(oh_cipher_find("AEAD_AES_256_GCM", 15), 0);
	assert_int_equal(oh_cipher_find("", 0), 0);
	assert_null(oh_cipher_info(OH_CIPHER_MAX));
	assert_int_equal(oh_cipher_key_bytes(OH_CIPHER_NONE), 0);
	for (int i = OH_CIPHER_NONE + 1; i < OH_CIPHER_MAX; i++) {
		const struct oh_cipher_info *info = oh_cipher_info(i);

		assert_int_equal(oh_cipher_find(info->name,
					       strlen(info->name)), i);
		assert_in_range(oh_cipher_key_bytes(i), 28, OH_CIPHER_KEY_MAX);
		/* RTCP has an index besides */
		assert_in_range(info->rtcp_tag + 4, 1, OH_CIPHER_TAIL_MAX);
	}
	return 0;
}
