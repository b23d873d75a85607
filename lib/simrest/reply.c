/**
 * @file reply.c  A reply of the carrier, as values
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "simrest/reply.h"

/**
 * Release what a reply holds, and say nothing again
 *
 * @param r Reply
 */
void oh_reply_reset(struct oh_reply *r)
{
	cJSON_free(r->body);
	memset(r, 0, sizeof(*r));
}

/**
 * Add a header
 *
 * @param r    Reply
 * @param name Name
 * @param fmt  Format of its value, which must hold no line end
 *
 * @return 0, or ERANGE when there is no room: nothing was added
 */
int oh_reply_header(struct oh_reply *r, const char *name, const char *fmt,
		    ...)
{
	const size_t size = sizeof(r->headers);
	size_t at = r->len;
	va_list ap;
	int n;

	n = snprintf(r->headers + at, size - at, "%s: ", name);
	if (n < 0 || (size_t)n >= size - at)
		goto full;
	at += (size_t)n;

	va_start(ap, fmt);
	n = vsnprintf(r->headers + at, size - at, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n + 2 >= size - at)
		goto full;
	at += (size_t)n;

	memcpy(r->headers + at, "\r\n", 3);
	r->len = at + 2;

	return 0;

 full:
	r->headers[r->len] = '\0';

	return ERANGE;
}

/**
 * Answer with JSON
 *
 * @param r      Reply; an earlier answer is replaced, its headers are kept
 * @param status HTTP status
 * @param json   Body, given, also on failure; NULL gives ENOMEM, which is
 *               what encoders mean by it
 *
 * @return 0 or ENOMEM
 */
int oh_reply_json(struct oh_reply *r, uint16_t status, struct cJSON *json)
{
	char *body = json ? cJSON_PrintUnformatted(json) : NULL;

	cJSON_Delete(json);
	if (!body)
		return ENOMEM;

	cJSON_free(r->body);
	r->body = body;
	r->status = status;

	return 0;
}
