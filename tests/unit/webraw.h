/**
 * @file webraw.h  An HTTP server and a client of raw bytes, for tests
 */
#ifndef WEBRAW_H
#define WEBRAW_H

#include "base/compat.h"
#include "http/server.h"

enum { WEBRAW_TEXT_SIZE = 64 * 1024, WEBRAW_WAIT_MS = 5000 };

#define HOST "Host: x\r\n"

/** A server, and a client that sends bytes and keeps what comes back */
struct webraw {
	struct oh_httpd *s;
	struct tcp_conn *tc;
	struct oh_httpd_req *kept;
	struct tmr tmr;
	bool keep;                   /**< handler: answer later            */
	bool drop;                   /**< handler: do not answer           */
	bool release;                /**< handler: release the server      */
	uint32_t served;
	bool done;
	bool connected;
	const char *until;           /**< done when this has come,
					  or they have closed              */
	bool closed;
	size_t len;
	char text[WEBRAW_TEXT_SIZE];
};

int  webraw_start(struct webraw *f, uint32_t request_ms);
int  webraw_join(struct webraw *f);
void webraw_stop(struct webraw *f);
/* What was understood comes back: "<METHOD PATH ? QUERY : X-TEST : BODY>" */
int  webraw_answer(struct oh_httpd_req *req);
int  webraw_say(struct webraw *f, const void *data, size_t len);
int  webraw_hear(struct webraw *f, const char *until);
int  webraw_talk(struct webraw *f, const char *text, const char *until);
int  webraw_pause(struct webraw *f, uint32_t ms);

#endif
