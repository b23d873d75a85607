/**
 * @file request_priv.h  A request as the server holds it
 */
#ifndef OH_HTTP_REQUEST_PRIV_H
#define OH_HTTP_REQUEST_PRIV_H

#include "http/server.h"

struct oh_conn;

struct oh_request {
	struct oh_httpd_req pub;
	struct oh_conn *conn;       /**< owes the answer, NULL: gone        */
	bool     answered;
	bool     keep;              /**< the connection, after the answer   */
	bool     old;               /**< HTTP/1.0                           */
	bool     expect;            /**< waits for "100 Continue"           */
	uint32_t body_size;         /**< as the head says [bytes]           */
	char    *head;              /**< what names and values point to     */
	char    *body;
	unsigned headerc;
	struct {
		const char *name;
		const char *value;
	} headerv[OH_HTTPD_HEADERS_MAX];
};

int  oh_request_alloc(struct oh_request **rp);
int  oh_request_parse(struct oh_request *r, const void *head, size_t len);
void oh_request_fault(struct oh_request *r, uint16_t status,
		      const char *why);

/* Of server_conn.c: nobody will answer its request any more */
void oh_conn_abandon(struct oh_conn *c);

#endif
