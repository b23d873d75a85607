/**
 * @file reply.h  A reply of the carrier, as values
 */
#ifndef OH_SIMREST_REPLY_H
#define OH_SIMREST_REPLY_H

#include <stddef.h>
#include <stdint.h>

enum { OH_REPLY_HEADERS_SIZE = 2048 };

struct cJSON;

/** Zero is a valid one: nothing said yet */
struct oh_reply {
	uint16_t status;                        /**< 0: not answered yet   */
	char     headers[OH_REPLY_HEADERS_SIZE];   /**< "Name: value\r\n"s */
	size_t   len;                           /**< of headers            */
	char    *body;                          /**< JSON, NULL: none      */
};

void oh_reply_reset(struct oh_reply *r);
int  oh_reply_header(struct oh_reply *r, const char *name,
		     const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
int  oh_reply_json(struct oh_reply *r, uint16_t status, struct cJSON *json);

#endif
