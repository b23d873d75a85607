/**
 * @file rest_fixture.h  The carrier's API, asked without a socket
 *
 * The clock stands still; operations take REST_OP_MS of it.
 */
#ifndef REST_FIXTURE_H
#define REST_FIXTURE_H

#include "simrest/dispatch.h"

enum {
	REST_OP_MS     = 1000,
	REST_TEXT_SIZE = 512,
};

struct cJSON;

struct rest {
	struct oh_dispatch d;
	struct oh_reply    reply;
	struct cJSON      *json;        /**< of the last reply, or NULL    */
};

int  rest_init(struct rest *r);
void rest_reset(struct rest *r);
/* target: path and perhaps "?query"; api-version is added where it is not
   named. Refuses a status that is not expected, and an error without the
   documented body */
int  rest_ask(struct rest *r, uint16_t status, const char *method,
	      const char *target, const char *body);
/* rest_ask() with a printed target, "" in place of NULL bodies */
int  rest_get(struct rest *r, uint16_t status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Of the last reply; "" if it has no such header */
void rest_header(char value[REST_TEXT_SIZE], const struct rest *r,
		 const char *name);
/* Of the last reply's JSON, "phoneNumbers.0.id"; NULL: none */
const struct cJSON *rest_at(const struct rest *r, const char *path);
const char *rest_text(const struct rest *r, const char *path);
size_t rest_count(const struct rest *r, const char *path);
/* As a client would: starts, waits, polls. id: set to the header's GUID */
int  rest_operation(struct rest *r, const char *end, char id[REST_TEXT_SIZE],
		    const char *name);

#endif
