/**
 * @file test_server.c  The HTTP server against raw bytes
 */
#include "base/compat.h"
#include "http/server.h"
#include "test.h"

enum { WAIT_MS = 5000, TEXT_SIZE = 64 * 1024, QUICK_MS = 40 };

/** A server, and a client that sends bytes and keeps what comes back */
struct fix {
	struct oh_httpd *s;
	struct tcp_conn *tc;
	struct oh_httpd_req *kept;
	struct tmr tmr;
	bool keep;                   /**< handler: answer later            */
	bool drop;                   /**< handler: do not answer           */
	bool release;                /**< handler: release the server      */
	uint32_t served;
	bool done;
	bool connected;
	const char *until;           /**< done when this has come,
					  or they have closed              */
	bool closed;
	size_t len;
	char text[TEXT_SIZE];
};

/* What was understood comes back as the body. */
static int answer(struct oh_httpd_req *req)
{
	char *body = NULL;
	const char *test = oh_httpd_header(req, "x-test");
	int err;

	if (req->fault)
		return oh_httpd_reply(req, req->fault, NULL, "text/plain",
				      req->why, strlen(req->why));
	if (0 == strcmp(req->path, "/none"))
		return oh_httpd_reply(req, 204, "X-A: b\r\n", NULL, NULL, 0);

	err = re_sdprintf(&body, "<%s %s ? %s : %s : %s>", req->method,
			  req->path, req->query, test ? test : "-",
			  req->body_len < 64 ? req->body : "long");
	if (!err)
		err = oh_httpd_reply(req, 200, NULL, "text/plain", body,
				     strlen(body));
	mem_deref(body);

	return err;
}

static void asked(struct oh_httpd_req *req, void *arg)
{
	struct fix *f = arg;

	f->served++;
	assert_non_null(req->path);
	assert_non_null(req->query);
	assert_int_equal(strlen(req->body), req->body_len);
	if (f->release)
		f->s = mem_deref(f->s);
	if (f->keep) {
		f->kept = mem_ref(req);
		f->done = true;
		return;
	}
	if (!f->drop)
		(void)answer(req);
	if (f->release)
		assert_int_equal(answer(req), ENOTCONN);
	else if (!f->drop)
		assert_true(answer(req) == EALREADY || test_or_refused(0));
}

static void look(struct fix *f)
{
	if (f->until ? strstr(f->text, f->until) != NULL : f->closed)
		f->done = true;
}

static void got(struct mbuf *mb, void *arg)
{
	struct fix *f = arg;
	const size_t n = mbuf_get_left(mb);

	assert_true(f->len + n < sizeof(f->text));
	memcpy(f->text + f->len, mbuf_buf(mb), n);
	f->len += n;
	look(f);
}

static void gone(int err, void *arg)
{
	struct fix *f = arg;
	(void)err;

	f->closed = true;
	f->done = true;
}

static void established(void *arg)
{
	struct fix *f = arg;

	f->connected = f->done = true;
}

static int start(struct fix *f, uint32_t request_ms)
{
	struct sa laddr;
	const struct oh_httpd_prm prm = {
		.laddr = &laddr, .request_ms = request_ms,
		.h = asked, .arg = f,
	};
	int err;

	memset(f, 0, sizeof(*f));
	tmr_init(&f->tmr);
	err = sa_set_str(&laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_httpd_alloc(&f->s, &prm);

	return err;
}

static int join(struct fix *f)
{
	int err;

	f->closed = f->done = f->connected = false;
	f->len = 0;
	memset(f->text, 0, sizeof(f->text));
	f->tc = mem_deref(f->tc);
	err = tcp_connect(&f->tc, oh_httpd_laddr(f->s), established, got,
			  gone, f);
	if (!err)
		err = test_loop_until(&f->done, WAIT_MS);

	return err ? err : f->connected ? 0 : test_or_refused(ECONNRESET);
}

static void stop(struct fix *f)
{
	tmr_cancel(&f->tmr);
	f->kept = mem_deref(f->kept);
	f->tc = mem_deref(f->tc);
	f->s = mem_deref(f->s);
}

static int say(struct fix *f, const void *data, size_t len)
{
	struct mbuf *mb = mbuf_alloc(len ? len : 1);
	int err;

	if (!mb)
		return ENOMEM;
	tcp_conn_txqsz_set(f->tc, 1 << 20);
	err = mbuf_write_mem(mb, data, len);
	mb->pos = 0;
	if (!err && len)
		err = tcp_send(f->tc, mb);
	mem_deref(mb);

	return err ? test_or_refused(err) : 0;
}

/* until: text that must come, or NULL: until they close */
static int hear(struct fix *f, const char *until)
{
	int err;

	f->done = false;
	f->until = until;
	look(f);
	err = f->done ? 0 : test_loop_until(&f->done, WAIT_MS);
	if (err)
		return err;

	return test_or_refused(!until || strstr(f->text, until) ? 0 : EPROTO);
}

static int talk(struct fix *f, const char *text, const char *until)
{
	int err = say(f, text, strlen(text));

	return err ? err : hear(f, until);
}

#define HOST "Host: x\r\n"

/** What is sent on a connection of its own, and what must come back */
struct row {
	const char *text;
	const char *has;
	const char *hasnot;
	bool closes;
};

static const struct row rowv[] = {
	{ "GET / HTTP/1.1\r\n" HOST "\r\n", "<GET / ?  : - : >",
	  "Connection:", false },
	{ "GET /a/%2B?b=c%20&d=? HTTP/1.1\r\n" HOST "x-test:  v w \t\r\n\r\n",
	  "<GET /a/%2B ? b=c%20&d=? : v w : >", "Connection:", false },
	{ "\r\n\r\nPOST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc",
	  "<POST / ?  : - : abc>", "100 Continue", false },
	{ "GET http://h:1/p?q HTTP/1.1\r\n" HOST "\r\n", "<GET /p ? q : - : >",
	  "Connection:", false },
	{ "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", "<OPTIONS * ?  : - : >",
	  "Connection:", false },
	{ "HEAD /h HTTP/1.1\r\n" HOST "\r\n", "Content-Length: 19\r\n",
	  "<HEAD", false },
	{ "GET /none HTTP/1.1\r\n" HOST "\r\n", "204 No Content\r\nX-A: b\r\n",
	  "Content-", false },
	{ "GET / HTTP/1.1\r\n" HOST "Connection: a, Close\r\n\r\n",
	  "Connection: close\r\n", "400", true },
	{ "GET / HTTP/1.0\r\n\r\n", "Connection: close\r\n", "400", true },
	{ "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
	  "Connection: keep-alive\r\n", "400", false },
	{ "POST / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
	  "Content-Length: 2\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
	  "200", false },
	/* faults */
	{ "hello\r\n\r\n", "HTTP/1.1 400 ", "200", true },
	{ "GET /\r\n\r\n", "HTTP/1.1 400 ", "200", true },
	{ "GET / HTTP/x.1\r\n\r\n", "HTTP/1.1 400 ", "200", true },
	{ "GET / HTTP/1.1 \r\n" HOST "\r\n", "HTTP/1.1 400 ", "200", true },
	{ "GET  / HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 400 ", "200", true },
	{ "GET x HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 400 ", "200", true },
	{ "GET /# HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 400 ", "200", true },
	{ "GET /\xc3\xa9 HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 400 ", "200",
	  true },
	{ "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 ", "200", true },
	{ "GET / HTTP/1.1\r\n" HOST HOST "\r\n", "one Host", "200", true },
	{ "GET / HTTP/1.1\r\n" HOST "A : b\r\n\r\n", "HTTP/1.1 400 ", "200",
	  true },
	{ "GET / HTTP/1.1\r\n" HOST "A: b\r\n c\r\n\r\n", "HTTP/1.1 400 ",
	  "200", true },
	{ "GET / HTTP/1.1\r\n" HOST "nothing\r\n\r\n", "HTTP/1.1 400 ", "200",
	  true },
	{ "GET / HTTP/1.1\r\nA: \x01", "HTTP/1.1 400 ", "200", true },
	{ "GET / HTTP/1.1\nA: b", "HTTP/1.1 400 ", "200", true },
	{ "GET / HTTP/1.1\r\rA", "HTTP/1.1 400 ", "200", true },
	{ "\x16\x03\x01\x02", "HTTP/1.1 400 ", "200", true },
	{ "GET / HTTP/2.0\r\n" HOST "\r\n", "HTTP/1.1 505 ", "200", true },
	{ "AVERYLONGMETHODNAME / HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 501 ",
	  "200", true },
	{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
	  "0\r\n\r\n", "HTTP/1.1 411 ", "200", true },
	{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n\r\n",
	  "HTTP/1.1 501 ", "200", true },
	{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n"
	  "Content-Length: 3\r\n\r\n", "HTTP/1.1 400 ", "200", true },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n"
	  "Content-Length: 4\r\n\r\n", "HTTP/1.1 400 ", "200", true },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 3, 3\r\n\r\n",
	  "HTTP/1.1 400 ", "200", true },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n",
	  "HTTP/1.1 400 ", "200", true },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 262145\r\n\r\n",
	  "HTTP/1.1 413 ", "200", true },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999"
	  "\r\n\r\n", "HTTP/1.1 413 ", "200", true },
	{ "POST / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
	  "Content-Length: 262145\r\n\r\n", "HTTP/1.1 413 ", "100 C", true },
	{ "GET / HTTP/1.1\r\n" HOST "Expect: wonders\r\n\r\n",
	  "HTTP/1.1 417 ", "200", true },
};

static int row_run(struct fix *f, const struct row *r)
{
	int err;

	err = join(f);
	TEST_OK(err);
	err = talk(f, r->text, r->has);
	if (err && err != ENOMEM)
		fail_msg("%s: %s", r->text, f->text);
	TEST_OK(err);
	if (strstr(f->text, r->hasnot))
		fail_msg("%s: %s", r->text, f->text);
	if (!r->closes)
		return 0;
	err = hear(f, NULL);
	TEST_OK(err);
	assert_non_null(strstr(f->text, "Connection: close\r\n"));
 out:
	return err;
}

int test_server_rows(void)
{
	/* Their allocations are all alike. */
	const size_t n = test_is_oom() ? 3 : ARRAY_SIZE(rowv);
	struct fix f;
	int err;

	err = start(&f, 0);
	for (size_t i = 0; i < n && !err; i++)
		err = row_run(&f, &rowv[i]);
	stop(&f);

	return err;
}

#define GET_(n) "GET /" n " HTTP/1.1\r\n" HOST "\r\n"

/* Many in one packet are answered one after the other, in order. */
int test_server_pipelined(void)
{
	const char *at;
	struct fix f;
	int err;

	err = start(&f, 0);
	TEST_OK(err);
	err = join(&f);
	TEST_OK(err);
	err = talk(&f, GET_("1") "POST /2 HTTP/1.1\r\n" HOST
		   "Content-Length: 4\r\n\r\nbody" GET_("3")
		   "GET /4 HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"
		   GET_("5"), NULL);
	TEST_OK(err);
	assert_int_equal(f.served, 4);
	at = strstr(f.text, "<GET /1 ");
	assert_non_null(at);
	at = strstr(at, "<POST /2 ?  : - : body>");
	assert_non_null(at);
	at = strstr(at, "<GET /3 ");
	assert_non_null(at);
	assert_non_null(strstr(at, "<GET /4 "));
	assert_null(strstr(at, "/5"));
 out:
	stop(&f);

	return err;
}

struct drip {
	struct fix *f;
	const char *text;
	struct tmr tmr;
};

static void drip(void *arg)
{
	struct drip *d = arg;

	if (!*d->text || say(d->f, d->text, 1))
		return;
	d->text++;
	tmr_start(&d->tmr, 0, drip, d);
}

int test_server_drip(void)
{
	struct drip d = { .text = "POST /x?y HTTP/1.1\r\n" HOST
		"X-Test: 1\r\nContent-Length: 3\r\n\r\nabc" };
	struct fix f;
	int err;

	err = start(&f, 0);
	TEST_OK(err);
	err = join(&f);
	TEST_OK(err);
	d.f = &f;
	tmr_init(&d.tmr);
	tmr_start(&d.tmr, 0, drip, &d);
	err = hear(&f, "<POST /x ? y : 1 : abc>");
	tmr_cancel(&d.tmr);
	TEST_OK(err);
	assert_int_equal(f.served, 1);
 out:
	stop(&f);

	return err;
}

/* Head and body at their limits, and one byte or line beyond */
static int big(struct fix *f, const char *first, size_t fill,
	       const char *last, const char *has)
{
	const size_t head = strlen(first), tail = strlen(last);
	char *text = NULL;
	int err;

	err = join(f);
	TEST_OK(err);
	text = mem_alloc(head + fill + tail, NULL);
	err = text ? 0 : ENOMEM;
	TEST_OK(err);
	memcpy(text, first, head);
	memset(text + head, 'x', fill);
	memcpy(text + head + fill, last, tail);
	err = say(f, text, head + fill + tail);
	TEST_OK(err);
	err = hear(f, has);
	TEST_OK(err);
 out:
	mem_deref(text);

	return err;
}

int test_server_limits(void)
{
	static const char head[] = "GET / HTTP/1.1\r\n" HOST "A: ";
	static const char line[] = " HTTP/1.1\r\n" HOST "\r\n";
	const size_t room = OH_HTTPD_HEAD_MAX - strlen(head) - 4;
	struct fix f;
	int err;

	err = start(&f, 0);
	TEST_OK(err);
	err = big(&f, head, room, "\r\n\r\n", "<GET /");
	TEST_OK(err);
	err = big(&f, head, room + 1, "\r\n\r\n", "HTTP/1.1 431 ");
	TEST_OK(err);
	err = big(&f, "GET /", OH_HTTPD_HEAD_MAX, line, "HTTP/1.1 414 ");
	TEST_OK(err);
	err = big(&f, "POST / HTTP/1.1\r\n" HOST "Content-Length: 262144"
		  "\r\n\r\n", OH_HTTPD_BODY_MAX, "", " : long>");
	TEST_OK(err);
	/* what is refused may still be on its way */
	err = big(&f, "POST / HTTP/1.1\r\n" HOST "Content-Length: 300000"
		  "\r\n\r\n", 300000, "", "HTTP/1.1 413 ");
	TEST_OK(err);
	err = hear(&f, NULL);
	TEST_OK(err);
 out:
	stop(&f);

	return err;
}

int test_server_header_lines(void)
{
	char text[1024] = "GET / HTTP/1.1\r\n" HOST;
	struct fix f;
	int err;

	for (int i = 1; i < OH_HTTPD_HEADERS_MAX; i++)
		(void)snprintf(text + strlen(text),
			       sizeof(text) - strlen(text), "A:b\r\n");
	err = start(&f, 0);
	TEST_OK(err);
	err = join(&f);
	TEST_OK(err);
	err = say(&f, text, strlen(text));
	TEST_OK(err);
	err = talk(&f, "\r\n", "<GET /");
	TEST_OK(err);
	err = say(&f, text, strlen(text));
	TEST_OK(err);
	err = talk(&f, "A:b\r\n\r\n", "HTTP/1.1 431 ");
	TEST_OK(err);
 out:
	stop(&f);

	return err;
}

/* Half a request gets a 408, silence gets silence. */
int test_server_slow(void)
{
	struct fix f;
	int err;

	err = start(&f, QUICK_MS);
	TEST_OK(err);
	err = join(&f);
	TEST_OK(err);
	err = talk(&f, "GET / HT", NULL);
	TEST_OK(err);
	assert_non_null(strstr(f.text, "HTTP/1.1 408 "));

	err = join(&f);
	TEST_OK(err);
	err = talk(&f, "POST / HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nx",
		   NULL);
	TEST_OK(err);
	assert_non_null(strstr(f.text, "HTTP/1.1 408 "));

	err = join(&f);
	TEST_OK(err);
	err = talk(&f, "", NULL);
	TEST_OK(err);
	assert_string_equal(f.text, "");
	assert_int_equal(f.served, 2);
 out:
	stop(&f);

	return err;
}

/* A handler may think; what comes meanwhile waits. */
int test_server_later(void)
{
	struct fix f;
	int err;

	err = start(&f, QUICK_MS);
	TEST_OK(err);
	f.keep = true;
	err = join(&f);
	TEST_OK(err);
	f.done = false;
	err = say(&f, GET_("1") GET_("2"), 2 * strlen(GET_("1")));
	TEST_OK(err);
	err = test_loop_until(&f.done, WAIT_MS);
	TEST_OK(err);
	if (!f.kept)
		err = test_or_refused(ECONNRESET);
	TEST_OK(err);
	assert_int_equal(f.served, 1);
	assert_string_equal(f.kept->path, "/1");

	f.keep = false;
	err = answer(f.kept);
	TEST_OK(err);
	f.kept = mem_deref(f.kept);
	err = hear(&f, "<GET /2 ");
	TEST_OK(err);
	assert_non_null(strstr(f.text, "<GET /1 "));
 out:
	stop(&f);

	return err;
}

static void set_flag(void *arg)
{
	*(bool *)arg = true;
}

static int pause_ms(struct fix *f, uint32_t ms)
{
	f->done = false;
	tmr_start(&f->tmr, ms, set_flag, &f->done);

	return test_loop_until(&f->done, WAIT_MS);
}

/* They, or the server, have gone when the answer is ready. */
int test_server_gone(void)
{
	struct fix f;
	int err;

	err = start(&f, 0);
	TEST_OK(err);
	f.keep = true;
	for (int i = 0; i < 2; i++) {
		err = join(&f);
		TEST_OK(err);
		f.done = false;
		err = say(&f, GET_("1"), strlen(GET_("1")));
		TEST_OK(err);
		err = test_loop_until(&f.done, WAIT_MS);
		TEST_OK(err);
		if (!f.kept)
			err = test_or_refused(ECONNRESET);
		TEST_OK(err);
		if (i == 0) {
			f.tc = mem_deref(f.tc);
			err = pause_ms(&f, 10);
			TEST_OK(err);
		}
		else {
			f.s = mem_deref(f.s);
		}
		assert_int_equal(oh_httpd_reply(f.kept, 204, NULL, NULL, NULL,
						0), ENOTCONN);
		assert_string_equal(f.kept->path, "/1");
		f.kept = mem_deref(f.kept);
	}
 out:
	stop(&f);

	return err;
}

/* Nobody will answer: the connection ends, at once or when it is known. */
int test_server_unanswered(void)
{
	struct fix f;
	int err;

	err = start(&f, 0);
	TEST_OK(err);
	f.drop = true;
	err = join(&f);
	TEST_OK(err);
	err = talk(&f, GET_("1"), NULL);
	TEST_OK(err);
	assert_string_equal(f.text, "");

	f.keep = true;
	err = join(&f);
	TEST_OK(err);
	f.done = false;
	err = say(&f, GET_("1"), strlen(GET_("1")));
	TEST_OK(err);
	err = test_loop_until(&f.done, WAIT_MS);
	TEST_OK(err);
	f.kept = mem_deref(f.kept);
	err = hear(&f, NULL);
	TEST_OK(err);
	assert_string_equal(f.text, "");
 out:
	stop(&f);

	return err;
}

int test_server_handler_releases(void)
{
	struct fix f;
	int err;

	err = start(&f, 0);
	TEST_OK(err);
	f.release = true;
	err = join(&f);
	TEST_OK(err);
	err = talk(&f, GET_("1"), NULL);
	TEST_OK(err);
	assert_null(f.s);
	assert_string_equal(f.text, "");
 out:
	stop(&f);

	return err;
}

/* Bytes behind a request that nobody answers do not pile up. */
int test_server_flood(void)
{
	struct fix f;
	int err;

	err = start(&f, 0);
	TEST_OK(err);
	f.keep = true;
	err = big(&f, GET_("1"), 600 * 1024, "", NULL);
	TEST_OK(err);
	err = f.closed ? 0 : hear(&f, NULL);
	TEST_OK(err);
	assert_int_equal(f.served, 1);
 out:
	stop(&f);

	return err;
}

/* Beyond the last place there is a 503, and then a closed door. */
int test_server_full(void)
{
	struct tcp_conn *crowd[OH_HTTPD_CONNS_MAX] = { NULL };
	struct fix f;
	int err;

	if (test_is_oom())
		return 0;
	err = start(&f, 0);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(crowd); i++) {
		err = tcp_connect(&crowd[i], oh_httpd_laddr(f.s), NULL, NULL,
				  NULL, NULL);
		TEST_OK(err);
		/* no more at once than can wait at the door */
		err = i % 64 == 63 ? pause_ms(&f, 20) : 0;
		TEST_OK(err);
	}
	err = join(&f);
	TEST_OK(err);
	err = hear(&f, NULL);
	TEST_OK(err);
	assert_non_null(strstr(f.text, "HTTP/1.1 503 "));

	crowd[0] = mem_deref(crowd[0]);
	err = pause_ms(&f, 20);
	TEST_OK(err);
	err = join(&f);
	TEST_OK(err);
	err = talk(&f, GET_("1"), "<GET /1 ");
	TEST_OK(err);
 out:
	for (size_t i = 0; i < ARRAY_SIZE(crowd); i++)
		mem_deref(crowd[i]);
	stop(&f);

	return err;
}
