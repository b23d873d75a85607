/**
 * @file problem.c  The documented error body
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include "simrest/problem.h"
#include "simrest/reply.h"

/** The first four are documented, the others are common among its kin */
static const struct {
	uint16_t status;
	const char *code;
} codev[] = {
	{ 400, "InvalidInput" },
	{ 401, "Denied" },
	{ 404, "NotFound" },
	{ 429, "TooManyRequests" },
	{ 405, "MethodNotAllowed" },
	{ 408, "RequestTimeout" },
	{ 409, "Conflict" },
	{ 413, "RequestTooLarge" },
	{ 415, "UnsupportedMediaType" },
	{ 422, "UnprocessableConfiguration" },
	{ 500, "InternalError" },
	{ 501, "NotImplemented" },
	{ 503, "ServiceUnavailable" },
};

static const struct {
	int err;
	uint16_t status;
	const char *text;
} errorv[] = {
	{ ENOENT,   404, "There is no such thing." },
	{ EALREADY, 409, "It has expired, ended or been bought before." },
	{ EPERM,    400, "agreeToNotResell: must be true for these numbers." },
	{ ENOTSUP,  400, "Unsupported capabilities requested." },
	{ ENOSPC,   409, "A limit of this carrier is reached." },
	{ EBADMSG,  400, "The request cannot be understood." },
	{ ERANGE,   400, "The request is out of limits." },
	{ EINVAL,   400, "The request cannot be understood." },
};

static const char *code_of(uint16_t status)
{
	for (size_t i = 0; i < sizeof(codev) / sizeof(codev[0]); i++) {
		if (codev[i].status == status)
			return codev[i].code;
	}

	return status < 500 ? "BadRequest" : "InternalError";
}

static int put(struct cJSON *error, const char *code, const char *text)
{
	return cJSON_AddStringToObject(error, "code", code) &&
	       cJSON_AddStringToObject(error, "message", text) ? 0 : ENOMEM;
}

static int answer(struct oh_reply *r, uint16_t status, const char *code,
		  struct cJSON *json)
{
	int err = oh_reply_json(r, status, json);

	return err ? err : oh_reply_header(r, "x-ms-error-code", "%s", code);
}

/**
 * Answer with an error
 *
 * @param r      Reply
 * @param status 400 .. 599
 * @param code   Machine's word, or NULL: the one of the status
 * @param fmt    Format of the text for people; valid UTF-8, and what is
 *               longer than OH_PROBLEM_TEXT is cut: only ASCII can be long
 *
 * @return 0 or ENOMEM
 */
int oh_problem(struct oh_reply *r, uint16_t status, const char *code,
	       const char *fmt, ...)
{
	char text[OH_PROBLEM_TEXT];
	struct cJSON *json = cJSON_CreateObject();
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!code)
		code = code_of(status);
	if (put(cJSON_AddObjectToObject(json, "error"), code, text)) {
		cJSON_Delete(json);
		return ENOMEM;
	}

	return answer(r, status, code, json);
}

/**
 * Answer with an error that has another one in it
 *
 * @param r      Reply
 * @param status 400 .. 599
 * @param text   Text for people, of the status
 * @param code   Machine's word for what is wrong in particular
 * @param why    Text for people, of that
 *
 * @return 0 or ENOMEM
 */
int oh_problem_inner(struct oh_reply *r, uint16_t status, const char *text,
		     const char *code, const char *why)
{
	struct cJSON *json = cJSON_CreateObject();
	struct cJSON *error = cJSON_AddObjectToObject(json, "error");

	if (put(error, code_of(status), text) ||
	    put(cJSON_AddObjectToObject(error, "innererror"), code, why)) {
		cJSON_Delete(json);
		return ENOMEM;
	}

	return answer(r, status, code_of(status), json);
}

/**
 * Answer with what an errno means to a client
 *
 * @param r   Reply
 * @param err Of the store or of a reader; what is not listed is our fault
 *
 * @return 0 or ENOMEM
 */
int oh_problem_of(struct oh_reply *r, int err)
{
	if (err == ENOMEM)
		return err;

	for (size_t i = 0; i < sizeof(errorv) / sizeof(errorv[0]); i++) {
		if (errorv[i].err == err)
			return oh_problem(r, errorv[i].status, NULL, "%s",
					  errorv[i].text);
	}

	return oh_problem(r, 500, NULL, "The simulator failed.");
}
