/**
 * @file turn.h  One request on its way to its reply
 *
 * What a handler of a route gets. It answers in t->reply and returns 0, or
 * returns an errno: then the reply it gave stands, or, if it gave none, the
 * one that problem.h has for the errno.
 */
#ifndef OH_SIMREST_TURN_H
#define OH_SIMREST_TURN_H

#include <stdint.h>
#include "carrier/model.h"

enum { OH_TURN_VERSION_SIZE = 32 };

struct cJSON;
struct oh_faults;
struct oh_reply;
struct oh_request;
struct oh_store;

struct oh_turn {
	const struct oh_request *req;
	struct oh_reply  *reply;
	struct oh_store  *store;
	struct oh_faults *faults;
	const char       *scheme;           /**< "http" or "https"         */
	struct cJSON     *json;             /**< body, an object, or NULL  */
	char arg[OH_MODEL_ID];              /**< {what stood in the path}  */
	char version[OH_TURN_VERSION_SIZE]; /**< api-version               */
};

typedef int (oh_turn_h)(struct oh_turn *t);

/* 400 InvalidInput "NAME: WHY"; EBADMSG or ENOMEM */
int oh_turn_refuse(struct oh_turn *t, const char *name, const char *why);
/* A member of the query; absent: "". EBADMSG: refused, ENOMEM */
int oh_turn_query(char *buf, size_t size, struct oh_turn *t,
		  const char *name);
int oh_turn_type(enum oh_type *tp, struct oh_turn *t);
int oh_turn_assignment(enum oh_assignment *ap, struct oh_turn *t);
/* 202 with where to ask how it goes; name: of the header with the GUID */
int oh_turn_started(struct oh_turn *t, const struct oh_operation *op,
		    const char *name);

#endif
