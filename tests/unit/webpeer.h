/**
 * @file webpeer.h  A scripted HTTP peer on raw TCP, for tests
 *
 * Each whole request gets the next reply of the script, byte for byte; what
 * was asked is kept as text.
 */
#ifndef WEBPEER_H
#define WEBPEER_H

#include "base/compat.h"

enum { WEBPEER_REQUESTS_MAX = 16, WEBPEER_TEXT_SIZE = 2048 };

/** One reply */
struct webpeer_reply {
	const char *text;         /**< NULL: silence                      */
	size_t fill;              /**< then so many 'x'                   */
	size_t split;             /**< so many bytes first, the rest in a
				       later packet; 0: all at once       */
	bool close;               /**< then closed                        */
};

struct webpeer {
	struct tcp_sock *ts;
	struct sa addr;
	struct list connl;
	const struct webpeer_reply *replyv;
	uint32_t replyc;          /**< the last one is repeated for ever  */
	uint32_t seen;            /**< requests                           */
	uint32_t conns;           /**< connections so far                 */
	char textv[WEBPEER_REQUESTS_MAX][WEBPEER_TEXT_SIZE];
};

int  webpeer_start(struct webpeer *p, const struct webpeer_reply *replyv,
		   uint32_t replyc);
void webpeer_stop(struct webpeer *p);
void webpeer_url(const struct webpeer *p, char *buf, size_t size,
		 const char *path);

#endif
