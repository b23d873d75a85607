/**
 * @file test_http_tls.c  Client and server, over TLS too
 */
#include "base/compat.h"
#include "http/client.h"
#include "http/server.h"
#include "test.h"
#include "webca.h"

enum { WAIT_MS = 5000, BODY = 200 * 1024 };

/** Server, client, and what they heard */
struct fix {
	struct temp temp;
	struct oh_httpd *s;
	bool tls;
	struct oh_http *h;
	struct oh_http_req *req;
	char *big;                     /**< BODY bytes                     */
	uint32_t served;
	bool done;
	int err;
	uint16_t status;
	char why[OH_HTTP_WHY_SIZE];
	char text[64];
	size_t len;
};

static void asked(struct oh_httpd_req *req, void *arg)
{
	struct fix *f = arg;

	f->served++;
	/* What is long comes back as it is. */
	if (req->body_len == BODY)
		assert_int_equal(memcmp(req->body, f->big, BODY), 0);
	(void)oh_httpd_reply(req, 201, "X-Test: yes\r\n", "text/plain",
			     req->body_len ? req->body : req->query,
			     req->body_len ? req->body_len
				     : strlen(req->query));
}

static void replied(const struct oh_http_reply *r, void *arg)
{
	struct fix *f = arg;

	f->err = r->err;
	f->status = r->status;
	f->len = r->body_len;
	str_ncpy(f->why, r->why ? r->why : "", sizeof(f->why));
	str_ncpy(f->text, r->body, sizeof(f->text));
	if (!r->err)
		assert_string_equal(oh_http_header(r, "x-test"), "yes");
	f->done = true;
}

/* cert, ca: files in the folder, or NULL */
static int start(struct fix *f, const char *cert, const char *ca)
{
	struct sa laddr;
	struct oh_httpd_prm prm = { .laddr = &laddr, .h = asked, .arg = f };
	int err;

	memset(f, 0, sizeof(*f));
	temp_make(&f->temp);
	webca_make(&f->temp, "good", "127.0.0.1");
	webca_make(&f->temp, "other", "127.0.0.2");
	f->tls = cert;
	if (cert)
		prm.cert = temp_path(&f->temp, cert);
	err = sa_set_str(&laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_httpd_alloc(&f->s, &prm);
	if (!err)
		err = oh_http_alloc(&f->h, ca ? temp_path(&f->temp, ca)
				    : NULL);

	return err;
}

static void stop(struct fix *f)
{
	f->req = mem_deref(f->req);
	f->h = mem_deref(f->h);
	f->s = mem_deref(f->s);
	f->big = mem_deref(f->big);
	temp_remove(&f->temp);
}

static int exchange(struct fix *f, const void *body, size_t len)
{
	struct oh_http_req_prm prm = {
		.method = body ? "POST" : "GET", .body = body,
		.body_len = len, .timeout_ms = WAIT_MS,
	};
	char url[64];
	int err;

	(void)re_snprintf(url, sizeof(url), "http%s://%J/p?q=%%20",
			  f->tls ? "s" : "",
			  oh_httpd_laddr(f->s));
	prm.url = url;
	f->done = false;
	f->req = mem_deref(f->req);
	err = oh_http_send(&f->req, f->h, &prm, replied, f);
	if (!err)
		err = test_loop_until(&f->done, WAIT_MS);

	return err ? err : f->err ? test_or_refused(0) : 0;
}

/* Short and long, there and back, on kept connections and new ones */
static int both_ways(const char *cert, const char *ca)
{
	struct fix f;
	int err;

	err = start(&f, cert, ca);
	TEST_OK(err);
	f.big = mem_alloc(BODY, NULL);
	err = f.big ? 0 : ENOMEM;
	TEST_OK(err);
	for (size_t i = 0; i < BODY; i++)
		f.big[i] = (char)('a' + i % 23);

	for (uint32_t i = 0; i < 3; i++) {
		err = exchange(&f, NULL, 0);
		TEST_OK(err);
		assert_string_equal(f.why, "");
		assert_int_equal(f.status, 201);
		assert_string_equal(f.text, "q=%20");
	}
	err = exchange(&f, f.big, BODY);
	TEST_OK(err);
	assert_string_equal(f.why, "");
	assert_int_equal(f.len, BODY);
	assert_memory_equal(f.text, f.big, sizeof(f.text) - 1);
	assert_int_equal(f.served, 4);
 out:
	stop(&f);

	return err;
}

int test_http_tls_without(void)
{
	return both_ways(NULL, NULL);
}

int test_http_tls_with(void)
{
	return both_ways("good.pem", "good.ca");
}

/** Who must not be spoken to, and what is said about it */
static const struct {
	const char *cert, *ca;
	const char *why;
} refusedv[] = {
	{ "good.pem",  "other.ca", "ca_file" },       /* wrong authority */
	{ "good.pem",  NULL,       "ca_file" },       /* the system's    */
	{ "other.pem", "other.ca", "127.0.0.1" },     /* wrong name      */
	{ "good.pem",  "none.ca",  "ca_file cannot be read" },
};

static int refuse(const char *cert, const char *ca, const char *why)
{
	struct fix f;
	int err;

	err = start(&f, cert, ca);
	TEST_OK(err);
	err = exchange(&f, "secret", 6);
	TEST_OK(err);
	assert_int_equal(f.err, ECONNABORTED);
	if (!strstr(f.why, why))
		fail_msg("%s", f.why);
	assert_int_equal(f.served, 0);
 out:
	stop(&f);

	return err;
}

int test_http_tls_refused(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(refusedv) && !err; i++)
		err = refuse(refusedv[i].cert, refusedv[i].ca,
			     refusedv[i].why);

	return err;
}

/* A port that does not speak TLS, and one that does */
int test_http_tls_mixed(void)
{
	struct fix f;
	char url[64];
	struct oh_http_req_prm prm = {
		.method = "GET", .url = url, .timeout_ms = WAIT_MS,
	};
	int err;

	err = start(&f, NULL, "good.ca");
	TEST_OK(err);
	(void)re_snprintf(url, sizeof(url), "https://%J/",
			  oh_httpd_laddr(f.s));
	err = oh_http_send(&f.req, f.h, &prm, replied, &f);
	TEST_OK(err);
	err = test_loop_until(&f.done, WAIT_MS);
	TEST_OK(err);
	if (f.err != ECONNABORTED)
		err = test_or_refused(0);
	TEST_OK(err);
	assert_int_equal(f.err, ECONNABORTED);
	assert_non_null(strstr(f.why, "TLS failed"));
 out:
	stop(&f);

	return err;
}
