/**
 * @file body.h  What a client wrote in the body of its request
 *
 * Every reader refuses a wrong type with 400 InvalidInput and the member's
 * name (EBADMSG); a member that is absent or null leaves the value alone.
 */
#ifndef OH_SIMREST_BODY_H
#define OH_SIMREST_BODY_H

#include <stdbool.h>
#include <stdint.h>
#include "simrest/turn.h"

struct cJSON;

/* Sets t->json; 415: not JSON by its type, 400: not JSON by its bytes */
int oh_body_parse(struct oh_turn *t);
/* Borrowed from the body; NULL: absent or null */
const struct cJSON *oh_body_find(const struct cJSON *json, const char *name);
int oh_body_text(const char **sp, struct oh_turn *t, const char *name);
int oh_body_bool(bool *bp, struct oh_turn *t, const struct cJSON *json,
		 const char *name);
int oh_body_u32(uint32_t *vp, struct oh_turn *t, const char *name,
		uint32_t least, uint32_t most);
int oh_body_type(enum oh_type *tp, struct oh_turn *t);
int oh_body_assignment(enum oh_assignment *ap, struct oh_turn *t);
/* Both of calling and sms that json, an object, has */
int oh_body_capabilities(struct oh_capabilities *c, struct oh_turn *t,
			 const struct cJSON *json);
/* An array of texts, borrowed from the body; *cp: how many, at most max */
int oh_body_texts(const char **v, size_t *cp, size_t max, struct oh_turn *t,
		  const char *name);

#endif
