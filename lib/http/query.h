/**
 * @file query.h  URLs and their query (RFC 3986; WHATWG form encoding)
 */
#ifndef OH_HTTP_QUERY_H
#define OH_HTTP_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OH_URL_HOST_SIZE = 256 };

/** An endpoint: scheme, host and port */
struct oh_url {
	bool     tls;
	char     host[OH_URL_HOST_SIZE];      /**< no brackets               */
	uint16_t port;                        /**< 443 or 80 by default      */
	char     authority[OH_URL_HOST_SIZE + 8];   /**< as in Host: ":port"
						 when not the default one    */
	const char *path;                     /**< within the text, or ""    */
};

/* EBADMSG: not http(s)://host[:port][/path], or holds a user */
int  oh_url_parse(struct oh_url *u, const char *text);
bool oh_url_is_loopback(const struct oh_url *u);

/* %XX and, if plus, '+' as blank. EBADMSG: a NUL; ERANGE */
int  oh_url_decode(char *buf, size_t size, const char *text, size_t len,
		   bool plus);
/* Everything but unreserved characters as %XX. ERANGE */
int  oh_url_encode(char *buf, size_t size, const char *text);
/* Value of a name in a query, decoded. ENOENT, EBADMSG, ERANGE */
int  oh_query_get(char *buf, size_t size, const char *query,
		  const char *name);
/* A query as a browser's form would write it: what the JavaScript SDK
   signs. ERANGE */
int  oh_query_reencode(char *buf, size_t size, const char *query);

#endif
