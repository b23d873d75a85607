/**
 * @file webraw.c  An HTTP server and a client of raw bytes, for tests
 */
#include "webraw.h"
#include "test.h"

int webraw_answer(struct oh_httpd_req *req)
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
	struct webraw *f = arg;

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
		(void)webraw_answer(req);
	if (f->release)
		assert_int_equal(webraw_answer(req), ENOTCONN);
	else if (!f->drop)
		assert_true(webraw_answer(req) == EALREADY ||
			    test_or_refused(0));
}

static void look(struct webraw *f)
{
	if (f->until ? strstr(f->text, f->until) != NULL : f->closed)
		f->done = true;
}

static void got(struct mbuf *mb, void *arg)
{
	struct webraw *f = arg;
	const size_t n = mbuf_get_left(mb);

	assert_true(f->len + n < sizeof(f->text));
	memcpy(f->text + f->len, mbuf_buf(mb), n);
	f->len += n;
	look(f);
}

static void gone(int err, void *arg)
{
	struct webraw *f = arg;
	(void)err;

	f->closed = true;
	f->done = true;
}

static void established(void *arg)
{
	struct webraw *f = arg;

	f->connected = f->done = true;
}

int webraw_start(struct webraw *f, uint32_t request_ms)
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

int webraw_join(struct webraw *f)
{
	int err;

	f->closed = f->done = f->connected = false;
	f->len = 0;
	memset(f->text, 0, sizeof(f->text));
	f->tc = mem_deref(f->tc);
	err = tcp_connect(&f->tc, oh_httpd_laddr(f->s), established, got,
			  gone, f);
	if (!err)
		err = test_loop_until(&f->done, WEBRAW_WAIT_MS);

	return err ? err : f->connected ? 0 : test_or_refused(ECONNRESET);
}

void webraw_stop(struct webraw *f)
{
	tmr_cancel(&f->tmr);
	f->kept = mem_deref(f->kept);
	f->tc = mem_deref(f->tc);
	f->s = mem_deref(f->s);
}

int webraw_say(struct webraw *f, const void *data, size_t len)
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
int webraw_hear(struct webraw *f, const char *until)
{
	int err;

	f->done = false;
	f->until = until;
	look(f);
	err = f->done ? 0 : test_loop_until(&f->done, WEBRAW_WAIT_MS);
	if (err)
		return err;

	return test_or_refused(!until || strstr(f->text, until) ? 0 : EPROTO);
}

int webraw_talk(struct webraw *f, const char *text, const char *until)
{
	int err = webraw_say(f, text, strlen(text));

	return err ? err : webraw_hear(f, until);
}

static void set_flag(void *arg)
{
	*(bool *)arg = true;
}

int webraw_pause(struct webraw *f, uint32_t ms)
{
	f->done = false;
	tmr_start(&f->tmr, ms, set_flag, &f->done);

	return test_loop_until(&f->done, WEBRAW_WAIT_MS);
}
