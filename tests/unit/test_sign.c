/**
 * @file test_sign.c  Signatures as the service makes them
 *
 * The key is base64 of "0123456789abcdef" twice. The expected signatures
 * were computed elsewhere, from the description of the scheme.
 */
#include "base/compat.h"
#include "carrier/sign.h"
#include "test.h"

#define KEY   "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
#define DATE  "Mon, 23 Nov 2026 12:00:00 GMT"
#define HOST  "contoso.communication.azure.com"
#define EMPTY "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define AREAS "/availablePhoneNumbers/countries/US/areaCodes" \
	"?phoneNumberType=geographic&locality="
#define DATE_US 1795435200000000ull

static const struct vector {
	const char *method, *target, *host, *body, *hash, *signature;
} vectorv[] = {
	{ "GET", "/phoneNumbers?skip=0&api-version=2025-06-01&top=100",
	  "127.0.0.1:8443", "", EMPTY,
	  "SoE8U5FPjgI/lRIN2syzGmXDl/eGd3Kn/vuhASt4Lm0=" },
	{ "POST", "/availablePhoneNumbers/:purchase?api-version=2025-06-01",
	  HOST, "{\"searchId\":\"11111111-2222-3333-4444-555555555555\"}",
	  "8Y9EDFeM4RL8dBK45JHtusuFU1OA4sBVSreltgcatYg=",
	  "GeMsQ+kupC9ZjcHcQdIw9O64p7smyDpCruEe/iIDPw0=" },
	{ "GET", AREAS "New+York&api-version=2025-06-01", HOST, "", EMPTY,
	  "6/ir6K6OAvMK3qGnDUHrCo3qVY83m58EPIzjCtNNyUU=" },
	{ "GET", AREAS "New%20York&api-version=2025-06-01", HOST, "", EMPTY,
	  "aH1iNlPHpGtHwglaghnXs0Q2JsUk8gSNiLPOr1iRVRw=" },
};

static int check_vector(const struct vector *v)
{
	char hash[OH_SIGN_B64_SIZE], signature[OH_SIGN_B64_SIZE];
	const struct oh_sign_prm prm = {
		.method = v->method, .target = v->target, .host = v->host,
		.date = DATE, .hash = hash,
	};
	struct oh_sign_key key;
	int err;

	assert_int_equal(oh_sign_key_parse(&key, KEY), 0);
	assert_int_equal(oh_sign_hash(hash, v->body, strlen(v->body)), 0);
	assert_string_equal(hash, v->hash);
	err = oh_sign(signature, &key, &prm);
	if (err)
		return err;
	assert_string_equal(signature, v->signature);

	return 0;
}

int test_sign_vectors(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(vectorv); i++)
		TEST_OK(check_vector(&vectorv[i]));
	return 0;
out:
	return ENOMEM;
}

int test_sign_hash_nothing(void)
{
	char hash[OH_SIGN_B64_SIZE];

	assert_int_equal(oh_sign_hash(hash, NULL, 0), 0);
	assert_string_equal(hash, EMPTY);

	return 0;
}

int test_sign_no_key(void)
{
	const struct oh_sign_prm prm = { "GET", "/", "h", DATE, EMPTY };
	const struct oh_sign_key key = { .len = 0 };
	char signature[OH_SIGN_B64_SIZE];

	assert_int_equal(oh_sign(signature, &key, &prm), EINVAL);

	return 0;
}

int test_sign_key_parse(void)
{
	static const struct { const char *text; const char *key; } v[] = {
		{ "Zg==",     "f"    }, { "Zm8=",     "fo"    },
		{ "Zm9v",     "foo"  }, { "Zm9vYg==", "foob"  },
		{ "Zm9vYmE=", "fooba" }, { KEY,
		  "0123456789abcdef0123456789abcdef"          },
	};
	struct oh_sign_key key;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		assert_int_equal(oh_sign_key_parse(&key, v[i].text), 0);
		assert_int_equal(key.len, strlen(v[i].key));
		assert_memory_equal(key.v, v[i].key, key.len);
	}
	return 0;
}

int test_sign_key_refuses(void)
{
	static const char *const v[] = {
		"", "=", "====", "Zg", "Zg=", "Zg===", "Zm9", "Z===",
		" Zg==", "Zg== ", "Zg==\n", "Zg==Zg==", "Z-8_", "Zm9v\xc3",
		"Zm 9v", "Zm9v=", "Zm9v====",
	};
	struct oh_sign_key key = { .len = 5 };

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (oh_sign_key_parse(&key, v[i]) != EBADMSG)
			fail_msg("'%s' was taken", v[i]);
		assert_int_equal(key.len, 0);
	}
	return 0;
}

/* 256 bytes are a key, 257 and more are not. */
int test_sign_key_long(void)
{
	char text[4 * 87 + 1];
	struct oh_sign_key key;

	memset(text, 'A', sizeof(text));
	memcpy(text + 340, "AA==", 5);
	assert_int_equal(oh_sign_key_parse(&key, text), 0);
	assert_int_equal(key.len, OH_SIGN_KEY_MAX);
	memcpy(text + 340, "AAA=", 5);
	assert_int_equal(oh_sign_key_parse(&key, text), ERANGE);
	memcpy(text + 340, "AAAAAAAA", 9);
	assert_int_equal(oh_sign_key_parse(&key, text), ERANGE);

	return 0;
}

int test_sign_date(void)
{
	static const struct { uint64_t us; const char *text; } v[] = {
		{ 0,                     "Thu, 01 Jan 1970 00:00:00 GMT" },
		{ 951782400000000ull,    "Tue, 29 Feb 2000 00:00:00 GMT" },
		{ DATE_US,               DATE                            },
		{ 253402300799000000ull, "Fri, 31 Dec 9999 23:59:59 GMT" },
	};
	char date[OH_SIGN_DATE_SIZE];
	uint64_t us;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		assert_int_equal(oh_sign_date_print(date, v[i].us + 999999),
				 0);
		assert_string_equal(date, v[i].text);
		assert_int_equal(oh_sign_date_parse(&us, v[i].text), 0);
		assert_int_equal(us, v[i].us);
	}
	assert_int_equal(oh_sign_date_print(date, 253402300800000000ull),
			 ERANGE);
	assert_int_equal(oh_sign_date_print(date, UINT64_MAX), ERANGE);

	return 0;
}

int test_sign_date_refuses(void)
{
	static const char *const v[] = {
		"", "Mon", "Mon, 23 Nov 2026 12:00:00",
		"Mon, 23 Nov 2026 12:00:00 UTC",
		"Mon, 23 Nov 2026 12:00:00 GMT ",
		" Mon, 23 Nov 2026 12:00:00 GMT",
		"Tue, 23 Nov 2026 12:00:00 GMT",      /* it was a Monday */
		"mon, 23 Nov 2026 12:00:00 GMT",
		"Mon, 23 nov 2026 12:00:00 GMT",
		"Mon, 23  Nov 2026 12:00:00 GMT",
		"Mon, 23 Xyz 2026 12:00:00 GMT",
		"Sun, 30 Feb 2026 12:00:00 GMT",
		"Mon, 23 Nov 2026 24:00:00 GMT",
		"Mon, 23 Nov 2026 12:60:00 GMT",
		"Mon, 23 Nov 2026 12:00:60 GMT",
		"Mon, 23 Nov 2026 -2:00:00 GMT",
		"Mon, +3 Nov 2026 12:00:00 GMT",
		"Mon, 23 Nov 26 12:00:00 GMT",
		"Wed, 31 Dec 1969 23:59:59 GMT",
		"Monday, 23-Nov-26 12:00:00 GMT",     /* RFC 850 */
		"2026-11-23T12:00:00Z",
		"Mon, 99 Nov 9999 99:99:99 GMT",
	};
	uint64_t us = 7;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (oh_sign_date_parse(&us, v[i]) != EBADMSG)
			fail_msg("'%s' was taken", v[i]);
		assert_int_equal(us, 7);
	}
	return 0;
}
