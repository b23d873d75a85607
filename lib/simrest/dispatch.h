/**
 * @file dispatch.h  From a request to its reply: the API without HTTP
 *
 *   what HTTP found wrong? ──▶ signed? ──▶ fault asked for? ──▶ route
 *   ──▶ api-version ──▶ body ──▶ handler ──▶ reply
 */
#ifndef OH_SIMREST_DISPATCH_H
#define OH_SIMREST_DISPATCH_H

#include <stdbool.h>
#include <stdint.h>
#include "simrest/auth.h"
#include "simrest/fault.h"
#include "simrest/reply.h"
#include "simrest/request.h"

struct oh_store;

struct oh_dispatch {
	struct oh_store *store;       /**< borrowed                        */
	struct oh_auth   auth;
	struct oh_faults faults;
	bool             tls;         /**< for absolute links              */
};

/* ENOMEM: the reply is empty. oh_reply_reset() in any case */
int oh_dispatch(struct oh_reply *reply, struct oh_dispatch *d,
		const struct oh_request *req);

#endif
