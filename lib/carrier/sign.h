/**
 * @file sign.h  Request signatures (HMAC-SHA256 over method, path, date,
 *               host and the hash of the body)
 *
 * The scheme of the Phone Numbers API: no Credential= part, dates in RFC
 * 1123 form. Used by the client and by the simulator's REST side.
 */
#ifndef OH_CARRIER_SIGN_H
#define OH_CARRIER_SIGN_H

#include <stddef.h>
#include <stdint.h>

enum {
	OH_SIGN_KEY_MAX   = 256,    /**< Access key, decoded [bytes]       */
	OH_SIGN_B64_SIZE  = 48,     /**< SHA-256 in base64, and NUL        */
	OH_SIGN_DATE_SIZE = 32,     /**< "Mon, 23 Nov 2026 12:00:00 GMT"   */
};

struct oh_sign_key {
	uint8_t v[OH_SIGN_KEY_MAX];
	size_t  len;
};

struct oh_sign_prm {
	const char *method;         /**< upper case                        */
	const char *target;         /**< path and "?query"                 */
	const char *host;           /**< authority, ":port" if not default */
	const char *date;
	const char *hash;           /**< of the body, see oh_sign_hash()   */
};

int oh_sign_key_parse(struct oh_sign_key *key, const char *base64);
int oh_sign_hash(char hash[OH_SIGN_B64_SIZE], const void *body, size_t len);
int oh_sign(char signature[OH_SIGN_B64_SIZE], const struct oh_sign_key *key,
	    const struct oh_sign_prm *prm);
int oh_sign_date_print(char date[OH_SIGN_DATE_SIZE], uint64_t wall_us);
int oh_sign_date_parse(uint64_t *wall_us, const char *date);

#endif
