/**
 * @file sign.c  Request signatures (HMAC-SHA256 over method, path, date,
 *               host and the hash of the body)
 */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <time.h>
#include "base/compat.h"
#include "carrier/sign.h"

#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" \
	"0123456789+/"

enum {
	HASH_SIZE = 32,
	YEAR_MAX  = 9999,
	SECOND_US = 1000000,
};

/* RFC 1123 dates are English in every locale. */
static const char dayv[][4] = {
	"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
};
static const char monthv[][4] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};


/**
 * Decode an access key (RFC 4648 4: padded, no white space)
 *
 * @param key    Key; wiped after an error. The caller wipes it in the end
 * @param base64 Text of it
 *
 * @return 0; EBADMSG: no base64, or nothing; ERANGE: too long
 */
int oh_sign_key_parse(struct oh_sign_key *key, const char *base64)
{
	/* OpenSSL writes the padding's zeros too, and forgives too much. */
	uint8_t buf[OH_SIGN_KEY_MAX + 2];
	size_t digits = strspn(base64, BASE64);
	size_t pad = strspn(base64 + digits, "=");
	size_t len = (digits + pad) / 4 * 3;
	int err = 0;

	memset(key, 0, sizeof(*key));
	if (!digits || base64[digits + pad] || pad > 2 || (digits + pad) % 4)
		return EBADMSG;
	if (len - pad > sizeof(key->v))
		return ERANGE;

	if (EVP_DecodeBlock(buf, (const uint8_t *)base64,
			    (int)(digits + pad)) == (int)len) {
		key->len = len - pad;
		memcpy(key->v, buf, key->len);
	}
	else {
		err = EBADMSG;
	}
	OPENSSL_cleanse(buf, sizeof(buf));

	return err;
}


static void print_base64(char text[OH_SIGN_B64_SIZE],
			 const uint8_t hash[HASH_SIZE])
{
	(void)EVP_EncodeBlock((uint8_t *)text, hash, HASH_SIZE);
}


/**
 * Hash a body for x-ms-content-sha256
 *
 * @param hash Base64 of its SHA-256
 * @param body Body, borrowed; NULL if there is none
 * @param len  Length of it [bytes]
 *
 * @return 0; ENOMEM
 */
int oh_sign_hash(char hash[OH_SIGN_B64_SIZE], const void *body, size_t len)
{
	uint8_t md[HASH_SIZE];

	if (!EVP_Digest(body ? body : "", body ? len : 0, md, NULL,
			EVP_sha256(), NULL))
		return ENOMEM;
	print_base64(hash, md);

	return 0;
}


/**
 * Sign a request
 *
 * @param signature Base64, as it stands behind "&Signature="
 * @param key       Access key
 * @param prm       What is signed, borrowed
 *
 * @return 0; EINVAL: no key; ENOMEM
 */
int oh_sign(char signature[OH_SIGN_B64_SIZE], const struct oh_sign_key *key,
	    const struct oh_sign_prm *prm)
{
	uint8_t md[HASH_SIZE];
	char *text = NULL;
	int err;

	if (!key->len)
		return EINVAL;

	err = re_sdprintf(&text, "%s\n%s\n%s;%s;%s", prm->method,
			  prm->target, prm->date, prm->host, prm->hash);
	if (err)
		return err;

	if (HMAC(EVP_sha256(), key->v, (int)key->len, (uint8_t *)text,
		 strlen(text), md, NULL))
		print_base64(signature, md);
	else
		err = ENOMEM;
	mem_deref(text);

	return err;
}


/**
 * Print a date as RFC 1123 has it
 *
 * @param date    Receives "Mon, 23 Nov 2026 12:00:00 GMT"
 * @param wall_us Since 1970 [us]; whole seconds count
 *
 * @return 0; ERANGE: a year of more than four digits
 */
int oh_sign_date_print(char date[OH_SIGN_DATE_SIZE], uint64_t wall_us)
{
	time_t t = (time_t)(wall_us / SECOND_US);
	struct tm tm;

	if (!gmtime_r(&t, &tm) || tm.tm_year + 1900 > YEAR_MAX)
		return ERANGE;
	(void)re_snprintf(date, OH_SIGN_DATE_SIZE,
			  "%s, %02d %s %04d %02d:%02d:%02d GMT",
			  dayv[tm.tm_wday], tm.tm_mday, monthv[tm.tm_mon],
			  tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
			  tm.tm_sec);

	return 0;
}


static int find_month(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(monthv); i++) {
		if (0 == strcmp(name, monthv[i]))
			return (int)i;
	}

	return -1;
}


/**
 * Parse a date as oh_sign_date_print() prints it; nothing else will do
 *
 * @param wall_us Since 1970 [us]; set on success only
 * @param date    Date
 *
 * @return 0; EBADMSG
 */
int oh_sign_date_parse(uint64_t *wall_us, const char *date)
{
	char month[4] = "", again[OH_SIGN_DATE_SIZE];
	struct tm tm = { 0 };
	uint64_t us;
	time_t t;

	if (6 != sscanf(date, "%*3s, %2d %3s %4d %2d:%2d:%2d", &tm.tm_mday,
			month, &tm.tm_year, &tm.tm_hour, &tm.tm_min,
			&tm.tm_sec))
		return EBADMSG;
	tm.tm_mon   = find_month(month);
	tm.tm_year -= 1900;
	t = timegm(&tm);
	if (t < 0)
		return EBADMSG;

	/* Whatever was lax above prints differently. */
	us = (uint64_t)t * SECOND_US;
	if (oh_sign_date_print(again, us) || strcmp(again, date))
		return EBADMSG;
	*wall_us = us;

	return 0;
}
