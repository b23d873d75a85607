/**
 * @file client.h  HTTP requests on the main loop (libcurl)
 *
 * TLS certificates and names are always verified, redirects are never
 * followed (a signature must not travel), a reply is bounded by
 * OH_HTTP_BODY_MAX. Connections are kept and used again.
 */
#ifndef OH_HTTP_CLIENT_H
#define OH_HTTP_CLIENT_H

#include <stddef.h>
#include <stdint.h>

enum {
	OH_HTTP_BODY_MAX    = 4 * 1024 * 1024,    /**< Of a reply [bytes]  */
	OH_HTTP_HEADERS_MAX = 64 * 1024,          /**< Of a reply [bytes]  */
	OH_HTTP_WHY_SIZE    = 256,
};

struct oh_http;            /**< Client: what requests share  */
struct oh_http_req;        /**< One request under way        */

/** All borrowed during oh_http_send() */
struct oh_http_req_prm {
	const char        *method;       /**< "GET"                        */
	const char        *url;          /**< absolute                     */
	const char *const *headerv;      /**< "Name: value"                */
	size_t             headerc;
	const void        *body;         /**< or NULL                      */
	size_t             body_len;     /**< [bytes]                      */
	uint32_t           timeout_ms;   /**< of the whole exchange        */
};

/** What came of it; valid during the handler */
struct oh_http_reply {
	int         err;        /**< 0: status is valid. ETIMEDOUT,
				     EHOSTUNREACH (DNS), ECONNREFUSED,
				     ECONNRESET, ECONNABORTED (TLS), EPROTO
				     (broken HTTP, or stopped before its end),
				     EMSGSIZE, or another                   */
	const char *why;        /**< text if err                           */
	uint16_t    status;
	const char *body;       /**< NUL-terminated, "" if none            */
	size_t      body_len;
	const struct oh_http_headers *headers;
};

/** Called once, unless the request is released before */
typedef void (oh_http_reply_h)(const struct oh_http_reply *reply, void *arg);

/* ca_file: PEM of a private authority, or NULL: the system's */
int  oh_http_alloc(struct oh_http **hp, const char *ca_file);
/* mem_deref of the request gives it up */
int  oh_http_send(struct oh_http_req **rp, struct oh_http *h,
		  const struct oh_http_req_prm *prm,
		  oh_http_reply_h *replyh, void *arg);
/* Of the reply: value or NULL; the name's case does not matter */
const char *oh_http_header(const struct oh_http_reply *reply,
			   const char *name);

#endif
