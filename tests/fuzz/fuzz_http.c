/**
 * @file fuzz_http.c  Bytes to the HTTP server's intake, and to the queries
 *
 * The first byte says how many bytes come at a time.
 */
#include "base/compat.h"
#include <assert.h>
#include "http/intake_priv.h"
#include "http/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { QUERY_MAX = 4096 };

/* What was re-encoded once does not change, and means the same. */
static void check_query(const char *query)
{
	char once[3 * QUERY_MAX + 2], twice[sizeof(once)];
	struct oh_url u;

	if (strlen(query) >= QUERY_MAX)
		return;
	assert(!oh_query_reencode(once, sizeof(once), query));
	assert(!oh_query_reencode(twice, sizeof(twice), once));
	assert(!strcmp(once, twice));
	(void)oh_query_get(once, sizeof(once), query, "a");
	(void)oh_query_get(once, 8, query, "api-version");
	assert(!oh_url_encode(once, sizeof(once), query));
	assert(!oh_url_decode(twice, sizeof(twice), once, strlen(once),
			      false));
	assert(!strcmp(twice, query));
	if (!oh_url_parse(&u, query))
		assert(*u.host && u.port && (!*u.path || *u.path == '/'));
}

static void check_request(const struct oh_request *r)
{
	const struct oh_httpd_req *q = &r->pub;

	assert(memchr(q->method, 0, sizeof(q->method)));
	assert(strlen(q->body) == q->body_len ||
	       memchr(q->body, 0, q->body_len));
	assert(!q->fault == !q->why);
	assert(q->fault || *q->path == '/' || !strcmp(q->path, "*"));
	assert(!r->keep || !q->fault);
	for (unsigned i = 0; i < r->headerc; i++)
		assert(oh_httpd_header(q, r->headerv[i].name));
	check_query(q->query);
	check_query(q->path);
}

/* False: the bytes are of no more use */
static bool take_all(struct oh_intake *in)
{
	struct oh_request *r = NULL;

	while (!oh_intake_next(&r, in)) {
		const bool fault = r->pub.fault;

		check_request(r);
		mem_deref(r);
		if (fault)
			return false;
	}

	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct oh_intake in = { .scanned = 0 };
	size_t step, n;
	char *text;

	if (!size)
		return 0;
	text = mem_alloc(size, NULL);
	if (!text)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	check_query(text);
	mem_deref(text);

	step = data[0] ? data[0] : size;
	for (size_t i = 1; i < size; i += n) {
		n = min(step, size - i);
		if (oh_intake_feed(&in, data + i, n) || !take_all(&in))
			break;
	}
	oh_intake_reset(&in);

	return 0;
}
