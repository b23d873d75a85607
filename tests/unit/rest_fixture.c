/**
 * @file rest_fixture.c  The carrier's API, asked without a socket
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "simrest/store.h"
#include "rest_fixture.h"
#include "test.h"

int rest_init(struct rest *r)
{
	const struct oh_store_prm prm = { .op_ms = REST_OP_MS };
	const char *why;

	memset(r, 0, sizeof(*r));
	test_clock_freeze(true);
	r->d.auth.any_token = true;

	return oh_store_open(&r->d.store, &prm, &why);
}

void rest_reset(struct rest *r)
{
	oh_reply_reset(&r->reply);
	cJSON_Delete(r->json);
	r->json = NULL;
	r->d.store = mem_deref(r->d.store);
	test_clock_freeze(false);
}

static void check_reply(const struct rest *r, uint16_t status,
			const char *target)
{
	const char *body = r->reply.body ? r->reply.body : "";

	if (r->reply.status != status)
		fail_msg("%s: %u, not %u: %s", target, r->reply.status,
			 status, body);
	assert_non_null(strstr(r->reply.headers, "x-ms-request-id: "));
	if (r->reply.body)
		assert_non_null(r->json);
	if (status < 400)
		return;
	assert_non_null(rest_text(r, "error.code"));
	assert_non_null(rest_text(r, "error.message"));
}

int rest_ask(struct rest *r, uint16_t status, const char *method,
	     const char *target, const char *body)
{
	struct oh_request req = {
		.method = method, .host = "127.0.0.1:8443",
		.authorization = "Bearer x", .type = "application/json",
		.body = body ? body : "",
	};
	const size_t path = strcspn(target, "?");
	char pathbuf[REST_TEXT_SIZE], query[REST_TEXT_SIZE];
	int err;

	assert_true(re_snprintf(pathbuf, sizeof(pathbuf), "%b", target,
				path) >= 0);
	assert_true(re_snprintf(query, sizeof(query), "%s%s%s",
				target[path] ? target + path + 1 : "",
				target[path] ? "&" : "",
				strstr(target, "api-version=") ? "" :
				"api-version=2025-06-01") >= 0);
	req.path = pathbuf;
	req.query = query;
	req.body_len = strlen(req.body);

	err = oh_dispatch(&r->reply, &r->d, &req);
	cJSON_Delete(r->json);
	r->json = r->reply.body ? cJSON_Parse(r->reply.body) : NULL;
	if (!err)
		check_reply(r, status, target);

	return err;
}

int rest_get(struct rest *r, uint16_t status, const char *fmt, ...)
{
	char target[REST_TEXT_SIZE];
	va_list ap;

	va_start(ap, fmt);
	assert_true(vsnprintf(target, sizeof(target), fmt, ap) <
		    (int)sizeof(target));
	va_end(ap);

	return rest_ask(r, status, "GET", target, NULL);
}

void rest_header(char value[REST_TEXT_SIZE], const struct rest *r,
		 const char *name)
{
	const char *line = r->reply.headers;
	size_t len = strlen(name);

	value[0] = '\0';
	for (; *line; line = strstr(line, "\r\n") + 2) {
		if (strncmp(line, name, len) || strncmp(line + len, ": ", 2))
			continue;
		line += len + 2;
		str_ncpy(value, line, strcspn(line, "\r") + 1);
		return;
	}
}

const struct cJSON *rest_at(const struct rest *r, const char *path)
{
	const struct cJSON *json = r->json;
	char name[REST_TEXT_SIZE];

	while (json && *path) {
		size_t len = strcspn(path, ".");

		str_ncpy(name, path, len + 1);
		json = cJSON_IsArray(json)
			? cJSON_GetArrayItem(json, name[0] - '0')
			: cJSON_GetObjectItemCaseSensitive(json, name);
		path += len + (path[len] == '.');
	}

	return json;
}

const char *rest_text(const struct rest *r, const char *path)
{
	return cJSON_GetStringValue(rest_at(r, path));
}

size_t rest_count(const struct rest *r, const char *path)
{
	return (size_t)cJSON_GetArraySize(rest_at(r, path));
}

int rest_operation(struct rest *r, const char *end, char id[REST_TEXT_SIZE],
		   const char *name)
{
	char op[REST_TEXT_SIZE], at[REST_TEXT_SIZE], same[REST_TEXT_SIZE];
	int err;

	rest_header(op, r, "operation-id");
	rest_header(at, r, "Operation-Location");
	rest_header(id, r, name);
	assert_string_equal(strchr(op, '_') + 1, id);
	(void)re_snprintf(same, sizeof(same),
			  "/phoneNumbers/operations/%s"
			  "?api-version=2025-06-01", op);
	assert_string_equal(at, same);

	err = rest_get(r, 200, "/phoneNumbers/operations/%s", op);
	if (err)
		return err;
	assert_string_equal(rest_text(r, "status"), "running");
	test_clock_add_us(1000ull * REST_OP_MS);
	err = rest_get(r, 200, "/phoneNumbers/operations/%s", op);
	if (err)
		return err;
	assert_string_equal(rest_text(r, "id"), op);
	assert_string_equal(rest_text(r, "status"), end);

	return 0;
}
