/**
 * @file server_priv.h  The server's connections
 */
#ifndef OH_HTTP_SERVER_PRIV_H
#define OH_HTTP_SERVER_PRIV_H

#include "base/compat.h"
#include "http/server.h"
#include "intake_priv.h"

enum {
	OH_CONN_LINGER_MS = 500,       /**< To read our last words         */
	OH_CONN_TX_MAX    = 2 * 1024 * 1024,  /**< Not yet read by them    */
};

struct oh_httpd {
	struct tcp_sock *ts;
	struct tls      *tls;
	struct sa        laddr;
	struct list      connl;
	uint32_t         request_ms;
	struct oh_log   *log;
	oh_httpd_h      *h;
	void            *arg;
};

struct oh_conn {
	struct le         le;
	struct oh_httpd  *s;
	struct tcp_conn  *tc;
	struct tls_conn  *sc;
	struct tmr        tmr;
	struct oh_intake  in;
	struct oh_request *req;     /**< being answered; not ours           */
	size_t            tx_left;  /**< when last looked at [bytes]        */
	bool              reading;  /**< the timer is a request's           */
	bool              ending;   /**< nothing more is read               */
};

int  oh_conn_accept(struct oh_httpd *s, bool full);
void oh_conn_detach(struct oh_conn *c);
int  oh_conn_reply(struct oh_conn *c, uint16_t status, const char *headers,
		   const char *type, const struct pl *body);

/* The status line and the headers */
int  oh_reply_print(struct mbuf *mb, const struct oh_request *r,
		    uint16_t status, const char *headers, const char *type,
		    size_t len);

#endif
