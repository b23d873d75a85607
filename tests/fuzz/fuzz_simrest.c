/**
 * @file fuzz_simrest.c  Any requests to the simulated carrier
 *
 * Requests follow each other, with a record separator between them: a line
 * "METHOD PATH?QUERY", then the body. '@' stands for the GUID that the last
 * reply gave out, which no fuzzer could guess.
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "simrest/dispatch.h"
#include "simrest/store.h"

enum {
	REQUEST_SIZE = 8192,
	REQUESTS_MAX = 16,
	GUID_SIZE    = 37,
	SEPARATOR    = 0x1e,
};

struct run {
	struct oh_dispatch d;
	struct oh_reply    reply;
	char               guid[GUID_SIZE];
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_headers(const struct oh_reply *r)
{
	const char *line = r->headers, *end;

	for (; *line; line = end + 2) {
		end = strstr(line, "\r\n");
		if (!end || !memchr(line, ':', (size_t)(end - line)) ||
		    memchr(line, '\r', (size_t)(end - line)) ||
		    memchr(line, '\n', (size_t)(end - line)))
			__builtin_trap();
	}
}

static void check_reply(const struct oh_reply *r)
{
	cJSON *json = r->body ? cJSON_Parse(r->body) : NULL;

	if (r->status < 200 || r->status > 599 || (r->body && !json))
		__builtin_trap();
	if (r->status >= 400 &&
	    !cJSON_GetObjectItem(cJSON_GetObjectItem(json, "error"), "code"))
		__builtin_trap();
	cJSON_Delete(json);
	check_headers(r);
}

static void learn(struct run *run)
{
	const char *id = strstr(run->reply.headers, "operation-id: ");
	const char *guid = id ? strchr(id, '_') : NULL;

	if (guid)
		str_ncpy(run->guid, guid + 1, sizeof(run->guid));
}

/* A copy with '@' replaced; NUL-terminated */
static size_t expand(char buf[REQUEST_SIZE], const struct run *run,
		     const uint8_t *data, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < size && n + GUID_SIZE < REQUEST_SIZE; i++) {
		if (data[i] == '@') {
			memcpy(buf + n, run->guid, strlen(run->guid));
			n += strlen(run->guid);
		}
		else
			buf[n++] = (char)data[i];
	}
	buf[n] = '\0';

	return n;
}

/* Cuts the text at the first of the characters, which is replaced by NUL */
static char *cut(char *s, const char *at)
{
	size_t len = strcspn(s, at);
	char *rest = s + len;

	if (*rest)
		*rest++ = '\0';

	return rest;
}

static void ask(struct run *run, const uint8_t *data, size_t size)
{
	char buf[REQUEST_SIZE];
	size_t len = expand(buf, run, data, size);
	char *body = cut(buf, "\n"), *path = cut(buf, " ");
	const struct oh_request req = {
		.method = buf, .path = path, .query = cut(path, "?"),
		.body = body, .body_len = (size_t)(buf + len - body),
		.host = "localhost", .type = "application/json",
		.authorization = "Bearer x",
	};

	if (oh_dispatch(&run->reply, &run->d, &req))
		return;
	check_reply(&run->reply);
	learn(run);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run run = { .d.auth.any_token = true, .guid = "none" };
	const struct oh_store_prm prm = { .op_ms = 0 };
	const char *why;

	if (oh_store_open(&run.d.store, &prm, &why))
		return 0;
	for (unsigned i = 0; size && i < REQUESTS_MAX; i++) {
		const uint8_t *end = memchr(data, SEPARATOR, size);
		size_t len = end ? (size_t)(end - data) : size;

		ask(&run, data, len);
		len += end != NULL;
		data += len;
		size -= len;
	}
	oh_reply_reset(&run.reply);
	mem_deref(run.d.store);

	return 0;
}
