/**
 * @file authparam.h  Parameters of a Digest header (RFC 7235 2.1)
 *
 * For challenges and answers alike; private to this folder.
 */
#ifndef OH_SIP_AUTHPARAM_H
#define OH_SIP_AUTHPARAM_H

#include "base/compat.h"

enum { OH_AUTHPARAM_VALUE_MAX = 1024 };   /**< Longest value [bytes] */

/** The parameters we know, of a challenge or an answer */
struct oh_authparam {
	struct pl realm, nonce, opaque, stale, algorithm, qop;
	struct pl username, uri, response, nc, cnonce;
};

int  oh_authparam_parse(struct oh_authparam *v, const struct pl *hval);
bool oh_authparam_has_auth(const struct pl *qop);
bool oh_authparam_next(char *c, struct pl *raw);
bool oh_authparam_is(const struct pl *raw, const char *plain);

#endif
