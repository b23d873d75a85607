/**
 * @file auth.h  Whether a request may be answered (HMAC-SHA256, Bearer)
 */
#ifndef OH_SIMREST_AUTH_H
#define OH_SIMREST_AUTH_H

#include <stdbool.h>
#include <stdint.h>
#include "carrier/sign.h"

struct oh_request;

struct oh_auth {
	struct oh_sign_key key;
	bool               any_token;   /**< take whatever Bearer comes    */
};

/* EACCES: *whyp says why, static text; ENOMEM */
int oh_auth_check(const struct oh_auth *a, const struct oh_request *req,
		  uint64_t wall_us, const char **whyp);

#endif
