/**
 * @file test_server.c  The HTTP server and its connections
 */
#include "test.h"
#include "webraw.h"

enum { QUICK_MS = 40 };

#define GET_(n) "GET /" n " HTTP/1.1\r\n" HOST "\r\n"

/* Many in one packet are answered one after the other, in order. */
int test_server_pipelined(void)
{
	const char *at;
	struct webraw f;
	int err;

	err = webraw_start(&f, 0);
	TEST_OK(err);
	err = webraw_join(&f);
	TEST_OK(err);
	err = webraw_talk(&f, GET_("1") "POST /2 HTTP/1.1\r\n" HOST
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
	webraw_stop(&f);

	return err;
}

struct drip {
	struct webraw *f;
	const char *text;
	struct tmr tmr;
};

static void drip(void *arg)
{
	struct drip *d = arg;

	if (!*d->text || webraw_say(d->f, d->text, 1))
		return;
	d->text++;
	tmr_start(&d->tmr, 0, drip, d);
}

int test_server_drip(void)
{
	struct drip d = { .text = "POST /x?y HTTP/1.1\r\n" HOST
		"X-Test: 1\r\nContent-Length: 3\r\n\r\nabc" };
	struct webraw f;
	int err;

	err = webraw_start(&f, 0);
	TEST_OK(err);
	err = webraw_join(&f);
	TEST_OK(err);
	d.f = &f;
	tmr_init(&d.tmr);
	tmr_start(&d.tmr, 0, drip, &d);
	err = webraw_hear(&f, "<POST /x ? y : 1 : abc>");
	tmr_cancel(&d.tmr);
	TEST_OK(err);
	assert_int_equal(f.served, 1);
 out:
	webraw_stop(&f);

	return err;
}

/* Head and body at their limits, and one byte or line beyond */
static int big(struct webraw *f, const char *first, size_t fill,
	       const char *last, const char *has)
{
	const size_t head = strlen(first), tail = strlen(last);
	char *text = NULL;
	int err;

	err = webraw_join(f);
	TEST_OK(err);
	text = mem_alloc(head + fill + tail, NULL);
	err = text ? 0 : ENOMEM;
	TEST_OK(err);
	memcpy(text, first, head);
	memset(text + head, 'x', fill);
	memcpy(text + head + fill, last, tail);
	err = webraw_say(f, text, head + fill + tail);
	TEST_OK(err);
	err = webraw_hear(f, has);
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
	struct webraw f;
	int err;

	err = webraw_start(&f, 0);
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
	err = webraw_hear(&f, NULL);
	TEST_OK(err);
 out:
	webraw_stop(&f);

	return err;
}

int test_server_header_lines(void)
{
	char text[1024] = "GET / HTTP/1.1\r\n" HOST;
	struct webraw f;
	int err;

	for (int i = 1; i < OH_HTTPD_HEADERS_MAX; i++)
		(void)snprintf(text + strlen(text),
			       sizeof(text) - strlen(text), "A:b\r\n");
	err = webraw_start(&f, 0);
	TEST_OK(err);
	err = webraw_join(&f);
	TEST_OK(err);
	err = webraw_say(&f, text, strlen(text));
	TEST_OK(err);
	err = webraw_talk(&f, "\r\n", "<GET /");
	TEST_OK(err);
	err = webraw_say(&f, text, strlen(text));
	TEST_OK(err);
	err = webraw_talk(&f, "A:b\r\n\r\n", "HTTP/1.1 431 ");
	TEST_OK(err);
 out:
	webraw_stop(&f);

	return err;
}

/* Half a request gets a 408, silence gets silence. */
int test_server_slow(void)
{
	struct webraw f;
	int err;

	err = webraw_start(&f, QUICK_MS);
	TEST_OK(err);
	err = webraw_join(&f);
	TEST_OK(err);
	err = webraw_talk(&f, "GET / HT", NULL);
	TEST_OK(err);
	assert_non_null(strstr(f.text, "HTTP/1.1 408 "));

	err = webraw_join(&f);
	TEST_OK(err);
	err = webraw_talk(&f, "POST / HTTP/1.1\r\n" HOST
			  "Content-Length: 2\r\n\r\nx", NULL);
	TEST_OK(err);
	assert_non_null(strstr(f.text, "HTTP/1.1 408 "));

	err = webraw_join(&f);
	TEST_OK(err);
	err = webraw_talk(&f, "", NULL);
	TEST_OK(err);
	assert_string_equal(f.text, "");
	assert_int_equal(f.served, 2);
 out:
	webraw_stop(&f);

	return err;
}

/* A handler may think; what comes meanwhile waits. */
int test_server_later(void)
{
	struct webraw f;
	int err;

	err = webraw_start(&f, QUICK_MS);
	TEST_OK(err);
	f.keep = true;
	err = webraw_join(&f);
	TEST_OK(err);
	f.done = false;
	err = webraw_say(&f, GET_("1") GET_("2"), 2 * strlen(GET_("1")));
	TEST_OK(err);
	err = test_loop_until(&f.done, WEBRAW_WAIT_MS);
	TEST_OK(err);
	if (!f.kept)
		err = test_or_refused(ECONNRESET);
	TEST_OK(err);
	assert_int_equal(f.served, 1);
	assert_string_equal(f.kept->path, "/1");

	f.keep = false;
	err = webraw_answer(f.kept);
	TEST_OK(err);
	f.kept = mem_deref(f.kept);
	err = webraw_hear(&f, "<GET /2 ");
	TEST_OK(err);
	assert_non_null(strstr(f.text, "<GET /1 "));
 out:
	webraw_stop(&f);

	return err;
}

/* They, or the server, have gone when the answer is ready. */
int test_server_gone(void)
{
	struct webraw f;
	int err;

	err = webraw_start(&f, 0);
	TEST_OK(err);
	f.keep = true;
	for (int i = 0; i < 2; i++) {
		err = webraw_join(&f);
		TEST_OK(err);
		f.done = false;
		err = webraw_say(&f, GET_("1"), strlen(GET_("1")));
		TEST_OK(err);
		err = test_loop_until(&f.done, WEBRAW_WAIT_MS);
		TEST_OK(err);
		if (!f.kept)
			err = test_or_refused(ECONNRESET);
		TEST_OK(err);
		if (i == 0) {
			f.tc = mem_deref(f.tc);
			err = webraw_pause(&f, 10);
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
	webraw_stop(&f);

	return err;
}

/* Nobody will answer: the connection ends, at once or when it is known. */
int test_server_unanswered(void)
{
	struct webraw f;
	int err;

	err = webraw_start(&f, 0);
	TEST_OK(err);
	f.drop = true;
	err = webraw_join(&f);
	TEST_OK(err);
	err = webraw_talk(&f, GET_("1"), NULL);
	TEST_OK(err);
	assert_string_equal(f.text, "");

	f.keep = true;
	err = webraw_join(&f);
	TEST_OK(err);
	f.done = false;
	err = webraw_say(&f, GET_("1"), strlen(GET_("1")));
	TEST_OK(err);
	err = test_loop_until(&f.done, WEBRAW_WAIT_MS);
	TEST_OK(err);
	f.kept = mem_deref(f.kept);
	err = webraw_hear(&f, NULL);
	TEST_OK(err);
	assert_string_equal(f.text, "");
 out:
	webraw_stop(&f);

	return err;
}

int test_server_handler_releases(void)
{
	struct webraw f;
	int err;

	err = webraw_start(&f, 0);
	TEST_OK(err);
	f.release = true;
	err = webraw_join(&f);
	TEST_OK(err);
	err = webraw_talk(&f, GET_("1"), NULL);
	TEST_OK(err);
	assert_null(f.s);
	assert_string_equal(f.text, "");
 out:
	webraw_stop(&f);

	return err;
}

/* Bytes behind a request that nobody answers do not pile up. */
int test_server_flood(void)
{
	struct webraw f;
	int err;

	err = webraw_start(&f, 0);
	TEST_OK(err);
	f.keep = true;
	err = big(&f, GET_("1"), 600 * 1024, "", NULL);
	TEST_OK(err);
	err = f.closed ? 0 : webraw_hear(&f, NULL);
	TEST_OK(err);
	assert_int_equal(f.served, 1);
 out:
	webraw_stop(&f);

	return err;
}

/* Beyond the last place there is a 503, and then a closed door. */
int test_server_full(void)
{
	struct tcp_conn *crowd[OH_HTTPD_CONNS_MAX] = { NULL };
	struct webraw f;
	int err;

	if (test_is_oom())
		return 0;
	err = webraw_start(&f, 0);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(crowd); i++) {
		err = tcp_connect(&crowd[i], oh_httpd_laddr(f.s), NULL, NULL,
				  NULL, NULL);
		TEST_OK(err);
		/* no more at once than can wait at the door */
		err = i % 64 == 63 ? webraw_pause(&f, 20) : 0;
		TEST_OK(err);
	}
	err = webraw_join(&f);
	TEST_OK(err);
	err = webraw_hear(&f, NULL);
	TEST_OK(err);
	assert_non_null(strstr(f.text, "HTTP/1.1 503 "));

	crowd[0] = mem_deref(crowd[0]);
	err = webraw_pause(&f, 20);
	TEST_OK(err);
	err = webraw_join(&f);
	TEST_OK(err);
	err = webraw_talk(&f, GET_("1"), "<GET /1 ");
	TEST_OK(err);
 out:
	for (size_t i = 0; i < ARRAY_SIZE(crowd); i++)
		mem_deref(crowd[i]);
	webraw_stop(&f);

	return err;
}
