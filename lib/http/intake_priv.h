/**
 * @file intake_priv.h  Bytes of a connection on their way to become requests
 *
 * Needs no socket. Zero it before; oh_intake_reset() releases what it holds.
 */
#ifndef OH_HTTP_INTAKE_PRIV_H
#define OH_HTTP_INTAKE_PRIV_H

#include "request_priv.h"

struct mbuf;

enum {
	/* Of what is not read yet: one request, and as much behind it */
	OH_INTAKE_MAX = 2 * (OH_HTTPD_HEAD_MAX + OH_HTTPD_BODY_MAX),
};

struct oh_intake {
	struct mbuf *mb;         /**< from pos: not yet a request, or NULL */
	size_t scanned;          /**< known to hold no whole head [bytes]  */
	struct oh_request *req;  /**< its head is here, its body is not    */
};

int  oh_intake_feed(struct oh_intake *in, const void *data, size_t len);
int  oh_intake_next(struct oh_request **rp, struct oh_intake *in);
bool oh_intake_is_empty(const struct oh_intake *in);
void oh_intake_reset(struct oh_intake *in);

#endif
