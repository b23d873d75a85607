/**
 * @file test_dispatch.c  Requests that are refused before a handler, and
 *                        the path of every one that is not
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "base/clock.h"
#include "carrier/sign.h"
#include "rest_fixture.h"
#include "test.h"

#define V "api-version=2025-06-01"
#define JSON "application/json"
#define LOOKUP "/operatorInformation/:search"
#define NUMBER "{\"phoneNumbers\":[\"+12065550100\"]}"

/** token: what stands in Authorization */
static const struct {
	const char *method, *path, *query, *type, *body, *token;
	uint16_t status;
	const char *code, *text;
} rowv[] = {
	{ "GET", "/phoneNumbers", V, NULL, "", "Bearer x", 200, NULL, NULL },
	{ "GET", "/phoneNumbers", "api-version=2021-03-07", NULL, "",
	  "Bearer x", 200, NULL, NULL },
	{ "GET", "/phoneNumbers", "api-version=2025-06-01-preview", NULL, "",
	  "Bearer x", 200, NULL, NULL },
	{ "GET", "/phoneNumbers", "", NULL, "", "Bearer x",
	  400, "InvalidInput", "api-version" },
	{ "GET", "/phoneNumbers", "api-version=latest", NULL, "", "Bearer x",
	  400, "InvalidInput", "api-version" },
	{ "GET", "/phoneNumbers", "api-version=2025-06-01x", NULL, "",
	  "Bearer x", 400, "InvalidInput", "api-version" },
	{ "GET", "/phoneNumbers", "api-version=2025-06", NULL, "",
	  "Bearer x", 400, "InvalidInput", "api-version" },
	{ "GET", "/phoneNumbers", "api-version=2025-06-01%00", NULL, "",
	  "Bearer x", 400, "InvalidInput", "api-version: malformed" },
	{ "GET", "/phoneNumbers", V, NULL, "", NULL, 401, "Denied", "" },
	{ "GET", "/phoneNumbers", V, NULL, "", "Basic eA==", 401, "Denied",
	  "Denied by the resource provider." },
	{ "GET", "/", V, NULL, "", "Bearer x", 404, "NotFound", "" },
	{ "GET", "", V, NULL, "", "Bearer x", 404, "NotFound", "" },
	{ "GET", "/phonenumbers", V, NULL, "", "Bearer x", 404, "NotFound",
	  "" },
	{ "PUT", "/phoneNumbers", V, NULL, "", "Bearer x",
	  405, "MethodNotAllowed", "Allowed here: GET." },
	{ "get", "/phoneNumbers", V, NULL, "", "Bearer x",
	  405, "MethodNotAllowed", "" },
	{ "POST", LOOKUP, V, JSON, NUMBER, "Bearer x", 200, NULL, NULL },
	{ "POST", LOOKUP, V, "Application/JSON; charset=utf-8", NUMBER,
	  "Bearer x", 200, NULL, NULL },
	{ "POST", LOOKUP, V, "application/json5", NUMBER, "Bearer x",
	  415, "UnsupportedMediaType", "" },
	{ "POST", LOOKUP, V, "application/merge-patch+json", NUMBER,
	  "Bearer x", 415, "UnsupportedMediaType", "" },
	{ "POST", LOOKUP, V, NULL, NUMBER, "Bearer x",
	  415, "UnsupportedMediaType", "" },
	{ "POST", LOOKUP, V, NULL, "", "Bearer x",
	  400, "InvalidInput", "phoneNumbers: missing" },
	{ "POST", LOOKUP, V, JSON, "{\"phoneNumbers\":", "Bearer x",
	  400, "InvalidInput", "body" },
	{ "POST", LOOKUP, V, JSON, NUMBER "}", "Bearer x",
	  400, "InvalidInput", "body" },
	{ "POST", LOOKUP, V, JSON, "[]", "Bearer x",
	  400, "InvalidInput", "body: not a JSON object" },
	{ "POST", LOOKUP, V, JSON, "{\"a\":\"\xff\"}", "Bearer x",
	  400, "InvalidInput", "body: not UTF-8" },
	{ "POST", LOOKUP, V, JSON, "{\"a\":\"\xc0\x80\"}", "Bearer x",
	  400, "InvalidInput", "body: not UTF-8" },
	{ "POST", LOOKUP, V, JSON, "{\"a\":\"\xed\xa0\x80\"}", "Bearer x",
	  400, "InvalidInput", "body: not UTF-8" },
	{ "POST", LOOKUP, V, JSON, "{\"a\":\"\xf4\x90\x80\x80\"}", "Bearer x",
	  400, "InvalidInput", "body: not UTF-8" },
	{ "POST", LOOKUP, V, JSON, "{\"a\":\"\xe2\x82", "Bearer x",
	  400, "InvalidInput", "body: not UTF-8" },
	{ "POST", LOOKUP, V, JSON,
	  "{\"a\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x93\x9e\"}", "Bearer x",
	  400, "InvalidInput", "phoneNumbers: missing" },
};

static int row_run(struct rest *r, size_t i)
{
	const struct oh_request req = {
		.method = rowv[i].method, .path = rowv[i].path,
		.query = rowv[i].query, .type = rowv[i].type,
		.body = rowv[i].body, .body_len = strlen(rowv[i].body),
		.authorization = rowv[i].token, .host = "localhost",
	};
	int err;

	err = oh_dispatch(&r->reply, &r->d, &req);
	if (err)
		return err;
	cJSON_Delete(r->json);
	r->json = cJSON_Parse(r->reply.body);
	assert_non_null(r->json);
	if (r->reply.status != rowv[i].status)
		fail_msg("row %zu: %u %s", i, r->reply.status,
			 r->reply.body);
	if (!rowv[i].code)
		return 0;
	assert_string_equal(rest_text(r, "error.code"), rowv[i].code);
	if (!strstr(rest_text(r, "error.message"), rowv[i].text))
		fail_msg("row %zu: %s", i, r->reply.body);

	return 0;
}

int test_dispatch_refused(void)
{
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = row_run(&r, i);

out:
	rest_reset(&r);

	return err;
}

/* What stands behind a NUL is not overlooked */
int test_dispatch_nul(void)
{
	static const char body[] = NUMBER "\0{}";
	struct oh_request req = {
		.method = "POST", .path = LOOKUP, .query = V, .type = JSON,
		.body = body, .body_len = sizeof(body) - 1,
		.authorization = "Bearer x", .host = "localhost",
	};
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = oh_dispatch(&r.reply, &r.d, &req);
	TEST_OK(err);
	assert_int_equal(r.reply.status, 400);
	req.body_len = strlen(body);
	err = oh_dispatch(&r.reply, &r.d, &req);
	TEST_OK(err);
	assert_int_equal(r.reply.status, 200);

out:
	rest_reset(&r);

	return err;
}

int test_dispatch_deep(void)
{
	enum { DEPTH = 100000, HEAD = 5 };
	char *body = malloc(HEAD + DEPTH + 1);
	struct rest r;
	int err;

	assert_non_null(body);
	memset(body, '[', HEAD + DEPTH);
	memcpy(body, "{\"a\":", HEAD);
	body[HEAD + DEPTH] = '\0';
	err = rest_init(&r);
	TEST_OK(err);
	err = rest_ask(&r, 400, "POST", LOOKUP, body);
	TEST_OK(err);

out:
	free(body);
	rest_reset(&r);

	return err;
}

/* What HTTP found wrong has its status, and the body all others have */
int test_dispatch_http(void)
{
	struct oh_request req = {
		.method = "", .path = "", .query = "", .body = "",
		.fault = 431, .why = "Too many headers",
	};
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = oh_dispatch(&r.reply, &r.d, &req);
	TEST_OK(err);
	assert_int_equal(r.reply.status, 431);
	assert_string_equal(r.reply.body,
			    "{\"error\":{\"code\":\"BadRequest\","
			    "\"message\":\"Too many headers.\"}}");

	req.fault = 0;
	req.method = "GET";
	req.path = "/phoneNumbers";
	req.query = V;
	req.authorization = "Bearer x";
	for (unsigned i = 0; i < 3; i++) {
		static const char *const hostv[] = { NULL, "", "a/b\"" };

		req.host = hostv[i];
		err = oh_dispatch(&r.reply, &r.d, &req);
		TEST_OK(err);
		assert_int_equal(r.reply.status, 400);
	}

out:
	rest_reset(&r);

	return err;
}

int test_dispatch_signed(void)
{
	char date[OH_SIGN_DATE_SIZE], hash[OH_SIGN_B64_SIZE];
	char signature[OH_SIGN_B64_SIZE], header[REST_TEXT_SIZE];
	struct oh_request req = {
		.method = "GET", .path = "/phoneNumbers", .query = V,
		.body = "", .host = "localhost:1", .ms_date = date,
		.hash = hash, .authorization = header,
	};
	const struct oh_sign_prm prm = {
		.method = "GET", .target = "/phoneNumbers?" V,
		.host = "localhost:1", .date = date, .hash = hash,
	};
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = oh_sign_key_parse(&r.d.auth.key, "c2VjcmV0");
	TEST_OK(err);
	err = oh_sign_date_print(date, oh_clock_wall_us());
	TEST_OK(err);
	err = oh_sign_hash(hash, NULL, 0);
	TEST_OK(err);
	err = oh_sign(signature, &r.d.auth.key, &prm);
	TEST_OK(err);
	(void)re_snprintf(header, sizeof(header), "HMAC-SHA256 SignedHeaders="
			  "x-ms-date;host;x-ms-content-sha256&Signature=%s",
			  signature);
	err = oh_dispatch(&r.reply, &r.d, &req);
	TEST_OK(err);
	assert_int_equal(r.reply.status, 200);

	req.host = "localhost:2";
	err = oh_dispatch(&r.reply, &r.d, &req);
	TEST_OK(err);
	assert_int_equal(r.reply.status, 401);
	rest_header(header, &r, "WWW-Authenticate");
	assert_string_equal(header, "HMAC-SHA256, Bearer");

out:
	rest_reset(&r);

	return err;
}

int test_dispatch_fault(void)
{
	char retry[REST_TEXT_SIZE];
	const char *why;
	struct rest r;
	int err;

	err = rest_init(&r);
	TEST_OK(err);
	err = oh_fault_add(&r.d.faults,
			   "GET /phoneNumbers=429,retry=2,times=1", &why);
	TEST_OK(err);
	err = oh_fault_add(&r.d.faults, "/phoneNumbers*=503,times=1", &why);
	TEST_OK(err);

	err = rest_get(&r, 429, "/phoneNumbers");
	TEST_OK(err);
	assert_string_equal(rest_text(&r, "error.code"), "TooManyRequests");
	rest_header(retry, &r, "Retry-After");
	assert_string_equal(retry, "2");
	err = rest_get(&r, 503, "/phoneNumbers/+12065550100");
	TEST_OK(err);
	rest_header(retry, &r, "Retry-After");
	assert_string_equal(retry, "");
	err = rest_get(&r, 200, "/phoneNumbers");
	TEST_OK(err);

out:
	rest_reset(&r);

	return err;
}
