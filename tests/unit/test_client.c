/**
 * @file test_client.c  HTTP requests against peers that behave and do not
 */
#include "base/compat.h"
#include "http/client.h"
#include "test.h"
#include "webpeer.h"

enum { WAIT_MS = 5000, BODY_SIZE = 256 };

/** A client, its peer, and what came back last */
struct fix {
	struct oh_http *h;
	struct oh_http_req *req;
	struct webpeer p;
	char url[64];
	bool done;
	uint32_t replies;
	int err;
	char why[OH_HTTP_WHY_SIZE];
	uint16_t status;
	size_t body_len;
	char body[BODY_SIZE];
	char header[64];              /**< X-Test */
	bool release;                 /**< request and client in the handler */
	uint32_t again;               /**< so many more from the handler     */
};

static int get(struct fix *f, uint32_t timeout_ms);

static void replied(const struct oh_http_reply *r, void *arg)
{
	struct fix *f = arg;
	const char *header = oh_http_header(r, "x-TEST");

	f->replies++;
	f->err = r->err;
	f->status = r->status;
	f->body_len = r->body_len;
	str_ncpy(f->why, r->why ? r->why : "", sizeof(f->why));
	str_ncpy(f->body, r->body, sizeof(f->body));
	str_ncpy(f->header, header ? header : "", sizeof(f->header));
	assert_int_equal(strlen(r->body), r->body_len);
	if (f->release) {
		f->req = mem_deref(f->req);
		f->h = mem_deref(f->h);
	}
	if (f->again && !r->err) {
		f->again--;
		f->err = get(f, WAIT_MS);
		f->done = f->err != 0;
		return;
	}
	f->done = true;
}

static int start(struct fix *f, const struct webpeer_reply *replyv,
		 uint32_t replyc)
{
	int err;

	memset(f, 0, sizeof(*f));
	err = webpeer_start(&f->p, replyv, replyc);
	if (!err)
		err = oh_http_alloc(&f->h, NULL);
	webpeer_url(&f->p, f->url, sizeof(f->url), "/a/../b?c=%7e");

	return err;
}

static void stop(struct fix *f)
{
	f->req = mem_deref(f->req);
	f->h = mem_deref(f->h);
	webpeer_stop(&f->p);
}

static int ask(struct fix *f, const struct oh_http_req_prm *prm)
{
	f->req = mem_deref(f->req);
	f->done = false;

	return oh_http_send(&f->req, f->h, prm, replied, f);
}

static int get(struct fix *f, uint32_t timeout_ms)
{
	const struct oh_http_req_prm prm = {
		.method = "GET", .url = f->url, .timeout_ms = timeout_ms,
	};

	return ask(f, &prm);
}

/* The peer may have been refused memory, which looks like its fault. */
static int wait_reply(struct fix *f)
{
	int err = test_loop_until(&f->done, WAIT_MS);

	return err ? err : f->err ? test_or_refused(0) : 0;
}

/** What the peer does, and what is made of it */
struct row {
	struct webpeer_reply reply;
	int err;
	const char *why;
	uint16_t status;
	const char *body;
	const char *header;
};

#define OK "HTTP/1.1 200 OK\r\n"

static const struct row rowv[] = {
	{ { .text = OK "Content-Length: 5\r\nX-Test:  a b \r\n\r\nhello" },
	  0, "", 200, "hello", "a b" },
	{ { .text = OK "Content-Length: 5\r\n\r\nhello", .split = 41 },
	  0, "", 200, "hello", "" },
	{ { .text = OK "Content-Length: 5\r\n\r\nhello", .split = 9 },
	  0, "", 200, "hello", "" },
	{ { .text = OK "Transfer-Encoding: chunked\r\n\r\n"
	    "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" },
	  0, "", 200, "abcde", "" },
	{ { .text = OK "\r\nuntil the end", .close = true },
	  0, "", 200, "until the end", "" },
	{ { .text = "HTTP/1.1 204 No Content\r\n\r\n" }, 0, "", 204, "", "" },
	{ { .text = "HTTP/1.1 429 Slow\r\nX-Test: 1\r\nX-Test: 2\r\n"
	    "Content-Length: 0\r\n\r\n" }, 0, "", 429, "", "1" },
	{ { .text = "HTTP/1.1 100 Continue\r\n\r\n" OK
	    "Content-Length: 1\r\n\r\nz" }, 0, "", 200, "z", "" },
	/* a redirect is an answer like others */
	{ { .text = "HTTP/1.1 302 Found\r\nX-Test: to\r\n"
	    "Location: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n" },
	  0, "", 302, "", "to" },
	/* more than it said: the rest is not read */
	{ { .text = OK "Content-Length: 2\r\n\r\nhello" },
	  0, "", 200, "he", "" },
	/* less than it said */
	{ { .text = OK "Content-Length: 50\r\n\r\nhello", .close = true },
	  EPROTO, "stopped before its end", 0, "", "" },
	{ { .text = OK "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
	    .close = true }, EPROTO, "", 0, "", "" },
	{ { .text = NULL, .close = true }, ECONNRESET,
	  "without a reply", 0, "", "" },
	{ { .text = "SSH-2.0-x\r\n", .close = true },
	  EPROTO, "no HTTP", 0, "", "" },
	{ { .text = OK "Content-Length: -1\r\n\r\n", .close = true },
	  EPROTO, "", 0, "", "" },
	/* too much of it */
	{ { .text = OK "Content-Length: 5242880\r\n\r\n",
	    .fill = 5242880 }, EMSGSIZE, "too large", 0, "", "" },
	{ { .text = OK "\r\n", .fill = 5242880 },
	  EMSGSIZE, "too large", 0, "", "" },
	{ { .text = OK "X-Test: ", .fill = 200 * 1024 },
	  EMSGSIZE, "too large", 0, "", "" },
};

static void check_row(const struct fix *f, const struct row *r)
{
	if (f->err != r->err)
		fail_msg("%s: %d %s", r->reply.text, f->err, f->why);
	assert_int_equal(f->status, r->status);
	assert_string_equal(f->body, r->body);
	assert_string_equal(f->header, r->header);
	if (!strstr(f->why, r->why))
		fail_msg("%s: why: %s", r->reply.text, f->why);
}

static int row_run(const struct row *r)
{
	struct fix f;
	int err;

	err = start(&f, &r->reply, 1);
	TEST_OK(err);
	err = get(&f, WAIT_MS);
	TEST_OK(err);
	err = wait_reply(&f);
	TEST_OK(err);
	check_row(&f, r);
 out:
	stop(&f);

	return err;
}

int test_client_replies(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = row_run(&rowv[i]);

	return err;
}

static const struct webpeer_reply hello = {
	.text = OK "Content-Length: 5\r\n\r\nhello",
};

static int exchange(struct fix *f, const char *method, const char *body)
{
	static const char *const headerv[] = {
		"Content-Type: application/json", "x-ms-date: now",
	};
	const struct oh_http_req_prm prm = {
		.method = method, .url = f->url, .headerv = headerv,
		.headerc = body ? ARRAY_SIZE(headerv) : 0,
		.body = body, .body_len = body ? strlen(body) : 0,
		.timeout_ms = WAIT_MS,
	};
	int err = ask(f, &prm);

	return err ? err : wait_reply(f);
}

static void check_has(const struct fix *f, const char *has)
{
	const char *text = f->p.textv[f->p.seen - 1];

	if (!strstr(text, has))
		fail_msg("not in it: %s: %s", has, text);
}

static void check_lacks(const struct fix *f, const char *lacks)
{
	const char *text = f->p.textv[f->p.seen - 1];

	if (strstr(text, lacks))
		fail_msg("in it: %s: %s", lacks, text);
}

/* What goes over the wire: nothing but what was asked for */
int test_client_request(void)
{
	struct fix f;
	char host[64];
	int err;

	err = start(&f, &hello, 1);
	TEST_OK(err);
	(void)re_snprintf(host, sizeof(host), "\r\nHost: %J\r\n", &f.p.addr);

	err = exchange(&f, "GET", NULL);
	TEST_OK(err);
	check_has(&f, "GET /a/../b?c=%7e HTTP/1.1\r\n");
	check_has(&f, host);
	check_lacks(&f, "Expect");
	check_lacks(&f, "Content-");
	check_lacks(&f, "Accept-Encoding");

	err = exchange(&f, "PATCH", "{\"a\":1}");
	TEST_OK(err);
	check_has(&f, "PATCH /a/../b?c=%7e HTTP/1.1\r\n");
	check_has(&f, "\r\nContent-Length: 7\r\n");
	check_has(&f, "\r\nContent-Type: application/json\r\n");
	check_has(&f, "\r\nx-ms-date: now\r\n");
	check_has(&f, "\r\n\r\n{\"a\":1}");
	check_lacks(&f, "Expect");

	err = exchange(&f, "POST", NULL);
	TEST_OK(err);
	check_has(&f, "POST /");
	check_has(&f, "\r\nContent-Length: 0\r\n");
	check_lacks(&f, "Content-Type");

	err = exchange(&f, "DELETE", NULL);
	TEST_OK(err);
	check_has(&f, "DELETE /");
	check_lacks(&f, "Content-");
 out:
	stop(&f);

	return err;
}

/* GETs share a connection; what changes something gets a new one */
int test_client_reuse(void)
{
	struct fix f;
	int err;

	err = start(&f, &hello, 1);
	TEST_OK(err);
	for (int i = 0; i < 3; i++) {
		err = exchange(&f, "GET", NULL);
		TEST_OK(err);
		assert_string_equal(f.body, "hello");
	}
	assert_int_equal(f.p.conns, 1);
	err = exchange(&f, "POST", "x");
	TEST_OK(err);
	assert_int_equal(f.p.conns, 2);
 out:
	stop(&f);

	return err;
}

/* The peer closes what is kept: a GET is sent anew */
int test_client_kept_died(void)
{
	struct fix f;
	int err;

	err = start(&f, &hello, 1);
	TEST_OK(err);
	err = exchange(&f, "GET", NULL);
	TEST_OK(err);
	list_flush(&f.p.connl);
	err = exchange(&f, "GET", NULL);
	TEST_OK(err);
	assert_int_equal(f.err, 0);
	assert_int_equal(f.p.conns, 2);
 out:
	stop(&f);

	return err;
}

int test_client_handler_again(void)
{
	struct fix f;
	int err;

	err = start(&f, &hello, 1);
	TEST_OK(err);
	f.again = 3;
	err = exchange(&f, "GET", NULL);
	TEST_OK(err);
	assert_int_equal(f.replies, 4);
	assert_int_equal(f.p.seen, 4);
	assert_int_equal(f.err, 0);
 out:
	stop(&f);

	return err;
}

int test_client_handler_releases(void)
{
	struct fix f;
	int err;

	err = start(&f, &hello, 1);
	TEST_OK(err);
	f.release = true;
	err = exchange(&f, "GET", NULL);
	TEST_OK(err);
	assert_string_equal(f.body, "hello");
	assert_null(f.h);
 out:
	stop(&f);

	return err;
}

static void set_flag(void *arg)
{
	*(bool *)arg = true;
}

/* Given up before anything came: no reply is told, the other goes on */
int test_client_cancel(void)
{
	static const struct webpeer_reply silence = { .text = NULL };
	struct tmr tmr;
	struct fix f;
	bool later = false;
	int err;

	tmr_init(&tmr);
	err = start(&f, &silence, 1);
	TEST_OK(err);
	err = get(&f, WAIT_MS);
	TEST_OK(err);
	f.h = mem_deref(f.h);
	tmr_start(&tmr, 30, set_flag, &later);
	err = test_loop_until(&later, WAIT_MS);
	TEST_OK(err);
	f.req = mem_deref(f.req);
	later = false;
	tmr_start(&tmr, 30, set_flag, &later);
	err = test_loop_until(&later, WAIT_MS);
	TEST_OK(err);
	assert_int_equal(f.replies, 0);
 out:
	tmr_cancel(&tmr);
	stop(&f);

	return err;
}

int test_client_timeout(void)
{
	static const struct webpeer_reply stuck = {
		.text = OK "Content-Length: 5\r\n\r\nhe",
	};
	struct fix f;
	int err;

	err = start(&f, &stuck, 1);
	TEST_OK(err);
	err = get(&f, 50);
	TEST_OK(err);
	err = wait_reply(&f);
	TEST_OK(err);
	assert_int_equal(f.err, ETIMEDOUT);
	assert_non_null(strstr(f.why, "no answer in time"));
	assert_int_equal(f.body_len, 0);
 out:
	stop(&f);

	return err;
}

int test_client_refused(void)
{
	char port[32];
	struct fix f;
	int err;

	err = start(&f, &hello, 1);
	TEST_OK(err);
	f.p.ts = mem_deref(f.p.ts);
	err = exchange(&f, "GET", NULL);
	TEST_OK(err);
	assert_int_equal(f.err, ECONNREFUSED);
	(void)re_snprintf(port, sizeof(port), "%J: cannot connect", &f.p.addr);
	assert_ptr_equal(strstr(f.why, port), f.why);
 out:
	stop(&f);

	return err;
}

/* 100 KiB of headers, in lines that are each small */
int test_client_headers_max(void)
{
	enum { LINES = 1024, LINE = 100, HEAD = 17 };
	struct webpeer_reply many = { .close = true };
	char *text = NULL;
	struct fix f;
	int err;

	err = start(&f, &many, 1);
	TEST_OK(err);
	text = mem_alloc(HEAD + LINES * LINE + 3, NULL);
	err = text ? 0 : ENOMEM;
	TEST_OK(err);
	memcpy(text, OK, HEAD);
	for (int i = 0; i < LINES; i++) {
		char *line = text + HEAD + i * LINE;

		memset(line, 'x', LINE);
		memcpy(line, "X-Test: ", 8);
		memcpy(line + LINE - 2, "\r\n", 2);
	}
	memcpy(text + HEAD + LINES * LINE, "\r\n", 3);
	many.text = text;
	err = exchange(&f, "GET", NULL);
	TEST_OK(err);
	assert_int_equal(f.err, EMSGSIZE);
	assert_non_null(strstr(f.why, "too large"));
 out:
	stop(&f);
	mem_deref(text);

	return err;
}

int test_client_contract(void)
{
	static const char *const badv[] = { "A: b\r\nC: d" };
	static const struct {
		struct oh_http_req_prm prm; int err;
	} casev[] = {
		{ { .method = "GET", .url = "http://a/" }, EINVAL },
		{ { .url = "http://a/", .timeout_ms = 1 }, EINVAL },
		{ { .method = "get", .url = "http://127.0.0.1/",
		    .timeout_ms = 1 }, EINVAL },
		{ { .method = "GET", .url = "ftp://127.0.0.1/",
		    .timeout_ms = 1 }, EBADMSG },
		{ { .method = "GET", .url = "file:///etc/passwd",
		    .timeout_ms = 1 }, EBADMSG },
		{ { .method = "GET", .url = "http://127.0.0.1/",
		    .headerv = badv, .headerc = 1, .timeout_ms = 1 },
		  EBADMSG },
		{ { .method = "POST", .url = "http://127.0.0.1/",
		    .body_len = 1, .timeout_ms = 1 }, EINVAL },
	};
	struct fix f;
	int err;

	err = start(&f, &hello, 1);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		err = ask(&f, &casev[i].prm);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, casev[i].err);
		assert_null(f.req);
	}
	err = 0;
 out:
	stop(&f);

	return err;
}
