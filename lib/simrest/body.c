/**
 * @file body.c  What a client wrote in the body of its request
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include "base/scan.h"
#include "carrier/word.h"
#include "simrest/body.h"
#include "simrest/problem.h"
#include "simrest/request.h"

/* The media type without its parameters */
static bool is_type(const char *type, const char *wanted)
{
	size_t len = strlen(wanted);

	return type && 0 == strncasecmp(type, wanted, len) &&
	       strchr("; \t", type[len]);
}

static bool is_json(const struct oh_request *req)
{
	if (is_type(req->type, "application/json"))
		return true;

	return 0 == strcmp(req->method, "PATCH") &&
	       is_type(req->type, "application/merge-patch+json");
}

/**
 * Parse the body of a request
 *
 * No body is an empty object: what it lacks is named by who needs it.
 *
 * @param t Turn; its json is set on success
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_body_parse(struct oh_turn *t)
{
	const struct oh_request *req = t->req;

	if (req->body_len == 0) {
		t->json = cJSON_CreateObject();
		return t->json ? 0 : ENOMEM;
	}
	if (!is_json(req)) {
		int err = oh_problem(t->reply, 415, NULL,
				     "The Content-Type must be JSON.");
		return err ? err : EBADMSG;
	}
	if (memchr(req->body, '\0', req->body_len) ||
	    !oh_scan_is_utf8(req->body, req->body_len))
		return oh_turn_refuse(t, "body", "not UTF-8");

	t->json = cJSON_ParseWithOpts(req->body, NULL, true);
	if (!cJSON_IsObject(t->json))
		return oh_turn_refuse(t, "body", "not a JSON object");

	return 0;
}

/**
 * Find a member
 *
 * @param json Object
 * @param name Name
 *
 * @return Borrowed from json; NULL when absent or null
 */
const struct cJSON *oh_body_find(const struct cJSON *json, const char *name)
{
	const struct cJSON *item;

	item = cJSON_GetObjectItemCaseSensitive(json, name);

	return cJSON_IsNull(item) ? NULL : item;
}

/**
 * Read a text
 *
 * @param sp   Set to it, borrowed from the body
 * @param t    Turn
 * @param name Member of the body
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_body_text(const char **sp, struct oh_turn *t, const char *name)
{
	const struct cJSON *item = oh_body_find(t->json, name);

	if (item && !cJSON_IsString(item))
		return oh_turn_refuse(t, name, "not a string");
	if (item)
		*sp = item->valuestring;

	return 0;
}

/**
 * Read a truth value
 *
 * @param bp   Set to it
 * @param t    Turn
 * @param json Object of the body
 * @param name Its member
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_body_bool(bool *bp, struct oh_turn *t, const struct cJSON *json,
		 const char *name)
{
	const struct cJSON *item = oh_body_find(json, name);

	if (item && !cJSON_IsBool(item))
		return oh_turn_refuse(t, name, "not a boolean");
	if (item)
		*bp = cJSON_IsTrue(item);

	return 0;
}

/**
 * Read a whole number
 *
 * @param vp    Set to it
 * @param t     Turn
 * @param name  Member of the body
 * @param least Smallest
 * @param most  Greatest
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_body_u32(uint32_t *vp, struct oh_turn *t, const char *name,
		uint32_t least, uint32_t most)
{
	const struct cJSON *item = oh_body_find(t->json, name);
	double d;

	if (!item)
		return 0;
	d = cJSON_IsNumber(item) ? item->valuedouble : -1;
	if (!(d >= least && d <= most) || d != (double)(uint32_t)d)
		return oh_turn_refuse(t, name,
				      "no whole number, or out of bounds");
	*vp = (uint32_t)d;

	return 0;
}

/**
 * Read phoneNumberType
 *
 * @param tp Set to it
 * @param t  Turn
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_body_type(enum oh_type *tp, struct oh_turn *t)
{
	const char *word = NULL;
	int err = oh_body_text(&word, t, "phoneNumberType");

	if (!err && word && oh_word_type_parse(tp, word))
		err = oh_turn_refuse(t, "phoneNumberType", "no such type");

	return err;
}

/**
 * Read assignmentType
 *
 * @param ap Set to it
 * @param t  Turn
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_body_assignment(enum oh_assignment *ap, struct oh_turn *t)
{
	const char *word = NULL;
	int err = oh_body_text(&word, t, "assignmentType");

	if (!err && word && oh_word_assignment_parse(ap, word))
		err = oh_turn_refuse(t, "assignmentType",
				     "no such assignment");

	return err;
}

static int capability(enum oh_capability *cp, struct oh_turn *t,
		      const struct cJSON *json, const char *name)
{
	const struct cJSON *item = oh_body_find(json, name);

	if (!item)
		return 0;
	if (!cJSON_IsString(item) ||
	    oh_word_capability_parse(cp, item->valuestring))
		return oh_turn_refuse(t, name, "no such capability");

	return 0;
}

/**
 * Read what a number shall be able to do
 *
 * @param c    Those of calling and sms are set that are there
 * @param t    Turn
 * @param json Object with them, of the body
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_body_capabilities(struct oh_capabilities *c, struct oh_turn *t,
			 const struct cJSON *json)
{
	int err;

	if (json && !cJSON_IsObject(json))
		return oh_turn_refuse(t, "capabilities", "not an object");

	err = capability(&c->calling, t, json, "calling");
	if (!err)
		err = capability(&c->sms, t, json, "sms");

	return err;
}

/**
 * Read an array of texts
 *
 * @param v    Filled; the texts are borrowed from the body
 * @param cp   Set to how many there are, 0 when absent
 * @param max  Room in v
 * @param t    Turn
 * @param name Member of the body
 *
 * @return 0, EBADMSG when it was refused, ENOMEM
 */
int oh_body_texts(const char **v, size_t *cp, size_t max, struct oh_turn *t,
		  const char *name)
{
	const struct cJSON *array = oh_body_find(t->json, name), *item;
	size_t n = 0;

	if (array && !cJSON_IsArray(array))
		return oh_turn_refuse(t, name, "not an array");
	cJSON_ArrayForEach(item, array) {
		if (!cJSON_IsString(item))
			return oh_turn_refuse(t, name, "not all strings");
		if (n == max)
			return oh_turn_refuse(t, name, "too many");
		v[n++] = item->valuestring;
	}
	*cp = n;

	return 0;
}
