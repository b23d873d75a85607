/**
 * @file server.h  HTTP/1.1 server for small requests (RFC 9112)
 *
 * On libre's TCP and TLS. libre's own http_listen() closes without a word on
 * whatever it does not like; here every fault has its 4xx, and every size
 * and wait a limit below.
 *
 * One request of a connection at a time: the next is read when the one
 * before was answered. A handler may keep the request (mem_ref) and answer
 * later.
 */
#ifndef OH_HTTP_SERVER_H
#define OH_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_HTTPD_HEAD_MAX    = 16 * 1024,  /**< Request line, headers      */
	OH_HTTPD_HEADERS_MAX = 100,        /**< Lines                      */
	OH_HTTPD_BODY_MAX    = 256 * 1024, /**< [bytes]                    */
	OH_HTTPD_CONNS_MAX   = 256,        /**< Beyond: 503 and closed     */
	OH_HTTPD_REQUEST_MS  = 10000,      /**< To send a whole request    */
	OH_HTTPD_IDLE_MS     = 60000,      /**< Between two requests       */
	OH_HTTPD_METHOD_SIZE = 16,
};

struct sa;
struct oh_log;
struct oh_httpd;

/** A request; plain members are valid as long as it lives */
struct oh_httpd_req {
	char        method[OH_HTTPD_METHOD_SIZE];
	const char *path;         /**< as on the wire, without the query   */
	const char *query;        /**< after '?', as on the wire, or ""    */
	const char *body;         /**< NUL-terminated, "" if none          */
	size_t      body_len;
	uint16_t    fault;        /**< 0, or the status that this broken
				       request deserves: 400 408 411 413 414
				       417 431 501 505. Answer with it; the
				       connection closes                   */
	const char *why;          /**< of a fault                          */
};

typedef void (oh_httpd_h)(struct oh_httpd_req *req, void *arg);

struct oh_httpd_prm {
	const struct sa *laddr;   /**< port 0: any                         */
	const char      *cert;    /**< PEM file, certificate and key; NULL:
				       no TLS                              */
	uint32_t         request_ms;   /**< 0: OH_HTTPD_REQUEST_MS         */
	struct oh_log   *log;
	oh_httpd_h      *h;
	void            *arg;
};

int  oh_httpd_alloc(struct oh_httpd **sp, const struct oh_httpd_prm *prm);
const struct sa *oh_httpd_laddr(const struct oh_httpd *s);
/* Of a request: value without surrounding blanks, or NULL */
const char *oh_httpd_header(const struct oh_httpd_req *req,
			    const char *name);
/* headers: lines "Name: value\r\n", or NULL; type NULL: no body.
   ENOTCONN: they have gone */
int  oh_httpd_reply(struct oh_httpd_req *req, uint16_t status,
		    const char *headers, const char *type,
		    const char *body, size_t len);

#endif
