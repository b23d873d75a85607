/**
 * @file test_request.c  What the HTTP server makes of heads and bodies
 */
#include "test.h"
#include "webraw.h"

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
	{ "GET / 5\r\n\r\n", "HTTP/1.1 400 ", "200", true },
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

static int row_run(struct webraw *f, const struct row *r)
{
	int err;

	err = webraw_join(f);
	TEST_OK(err);
	err = webraw_talk(f, r->text, r->has);
	if (err && err != ENOMEM)
		fail_msg("%s: %s", r->text, f->text);
	TEST_OK(err);
	if (strstr(f->text, r->hasnot))
		fail_msg("%s: %s", r->text, f->text);
	if (!r->closes)
		return 0;
	err = webraw_hear(f, NULL);
	TEST_OK(err);
	assert_non_null(strstr(f->text, "Connection: close\r\n"));
 out:
	return err;
}

int test_request_rows(void)
{
	/* Their allocations are all alike. */
	const size_t n = test_is_oom() ? 3 : ARRAY_SIZE(rowv);
	struct webraw f;
	int err;

	err = webraw_start(&f, 0);
	for (size_t i = 0; i < n && !err; i++)
		err = row_run(&f, &rowv[i]);
	webraw_stop(&f);

	return err;
}
