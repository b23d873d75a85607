/**
 * @file authhash.h  The hashes of digest authentication (RFC 7616 3.4)
 *
 * For both sides; private to this folder.
 */
#ifndef OH_SIP_AUTHHASH_H
#define OH_SIP_AUTHHASH_H

#include "base/compat.h"

enum oh_authhash_alg {
	OH_AUTHHASH_MD5,
	OH_AUTHHASH_MD5_SESS,
	OH_AUTHHASH_SHA256,
	OH_AUTHHASH_SHA256_SESS,
};

enum { OH_AUTHHASH_HEX_SIZE = 65 };   /**< Longest response and NUL [bytes] */

/** What a response is computed from */
struct oh_authhash_in {
	enum oh_authhash_alg alg;
	struct pl user, password, method, uri;   /**< plain                */
	struct pl realm, nonce, cnonce;          /**< as between quotes    */
	struct pl nc;       /**< 8 hex digits; unset: no qop, as RFC 2069  */
};

int  oh_authhash_find(enum oh_authhash_alg *algp, const struct pl *name);
const char *oh_authhash_name(enum oh_authhash_alg alg);
bool oh_authhash_is_sess(enum oh_authhash_alg alg);
bool oh_authhash_is_sha(enum oh_authhash_alg alg);
int  oh_authhash_response(char hex[OH_AUTHHASH_HEX_SIZE],
			  const struct oh_authhash_in *in);

#endif
