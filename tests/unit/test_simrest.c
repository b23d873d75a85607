/**
 * @file test_simrest.c  The simulated carrier over HTTP
 */
#include "base/compat.h"
#include "base/clock.h"
#include "carrier/connstr.h"
#include "carrier/sign.h"
#include "http/client.h"
#include "http/query.h"
#include "http/server.h"
#include "simrest/simrest.h"
#include "temp.h"
#include "test.h"

enum { WAIT_MS = 5000, DELAY_MS = 40, TEXT_SIZE = 512, KEY_BYTES = 64 };

/** A carrier, a client with its key, and what came back last */
struct fix {
	struct oh_simrest *s;
	struct oh_http *h;
	struct oh_http_req *req;
	struct oh_connstr cs;
	struct oh_sign_key key;
	char why[OH_SIMREST_WHY_SIZE];
	bool done;
	int err;
	uint16_t status;
	char body[TEXT_SIZE];
};

static int start(struct fix *f, struct oh_simrest_prm *prm)
{
	struct sa laddr;
	const char *why;
	int err;

	memset(f, 0, sizeof(*f));
	assert_int_equal(sa_set_str(&laddr, "127.0.0.1", 0), 0);
	prm->laddr = &laddr;
	err = oh_simrest_alloc(&f->s, prm, f->why);
	if (err)
		return err;
	err = oh_http_alloc(&f->h, NULL);
	if (err)
		return err;
	err = oh_connstr_parse(&f->cs, oh_simrest_connection(f->s), &why);

	return err ? err : oh_sign_key_parse(&f->key, f->cs.key);
}

static void stop(struct fix *f)
{
	f->req = mem_deref(f->req);
	f->h = mem_deref(f->h);
	f->s = mem_deref(f->s);
}

static void replied(const struct oh_http_reply *r, void *arg)
{
	struct fix *f = arg;

	f->err = r->err;
	f->status = r->status;
	str_ncpy(f->body, r->body, sizeof(f->body));
	f->done = true;
}

/** What a signed request needs to be told apart from any other */
struct headers {
	char date[OH_SIGN_DATE_SIZE + 16];
	char hash[OH_SIGN_B64_SIZE + 32];
	char auth[TEXT_SIZE];
};

static int sign(struct headers *h, const struct fix *f, const char *url,
		const char *body, size_t body_len)
{
	char date[OH_SIGN_DATE_SIZE], hash[OH_SIGN_B64_SIZE];
	char signature[OH_SIGN_B64_SIZE];
	struct oh_sign_prm prm = { .method = "GET", .date = date,
				   .hash = hash };
	struct oh_url u;
	int err;

	err = oh_url_parse(&u, url);
	if (!err)
		err = oh_sign_date_print(date, oh_clock_wall_us());
	if (!err)
		err = oh_sign_hash(hash, body, body_len);
	if (err)
		return err;
	prm.host = u.authority;
	prm.target = u.path;
	err = oh_sign(signature, &f->key, &prm);
	if (err)
		return err;

	(void)re_snprintf(h->date, sizeof(h->date), "x-ms-date: %s", date);
	(void)re_snprintf(h->hash, sizeof(h->hash),
			  "x-ms-content-sha256: %s", hash);
	(void)re_snprintf(h->auth, sizeof(h->auth), "Authorization: "
			  "HMAC-SHA256 SignedHeaders=x-ms-date;host;"
			  "x-ms-content-sha256&Signature=%s", signature);

	return 0;
}

/* path begins behind the endpoint's '/' */
static int send_get(struct fix *f, const char *path, size_t body_len)
{
	char *body = mem_zalloc(body_len + 1, NULL), url[TEXT_SIZE];
	struct headers h;
	const char *const headerv[] = { h.date, h.hash, h.auth };
	const struct oh_http_req_prm prm = {
		.method = "GET", .url = url, .headerv = headerv,
		.headerc = ARRAY_SIZE(headerv), .timeout_ms = WAIT_MS,
		.body = body_len ? body : NULL, .body_len = body_len,
	};
	int err;

	if (!body)
		return ENOMEM;
	(void)re_snprintf(url, sizeof(url), "%s%s", f->cs.endpoint, path);
	f->req = mem_deref(f->req);
	f->done = false;
	err = sign(&h, f, url, body, body_len);
	if (!err)
		err = oh_http_send(&f->req, f->h, &prm, replied, f);
	mem_deref(body);

	return err;
}

static int get(struct fix *f, const char *path, size_t body_len)
{
	int err;

	err = send_get(f, path, body_len);
	if (!err)
		err = test_loop_until(&f->done, WAIT_MS);

	return err ? err : test_or_refused(f->err);
}

/* The key is made at random, and opens the door */
int test_simrest_signed(void)
{
	struct oh_simrest_prm prm = { .op_ms = 0 };
	struct fix f, other;
	int err;

	memset(&f, 0, sizeof(f));
	err = start(&other, &prm);
	stop(&other);
	TEST_OK(err);
	err = start(&f, &prm);
	TEST_OK(err);
	assert_int_equal(f.key.len, KEY_BYTES);
	assert_string_not_equal(f.cs.key, other.cs.key);

	err = get(&f, "phoneNumbers?api-version=2025-06-01", 0);
	TEST_OK(err);
	assert_string_equal(f.body, "{\"phoneNumbers\":[]}");
	assert_int_equal(f.status, 200);

	f.key = other.key;
	err = get(&f, "phoneNumbers?api-version=2025-06-01", 0);
	TEST_OK(err);
	assert_int_equal(f.status, 401);
	assert_non_null(strstr(f.body, "\"code\":\"Denied\""));

out:
	stop(&f);

	return err;
}

/* What HTTP refuses is told in the words of the API */
int test_simrest_too_large(void)
{
	struct oh_simrest_prm prm = { .access_key = "c2VjcmV0" };
	struct fix f;
	int err;

	err = start(&f, &prm);
	TEST_OK(err);
	assert_string_equal(f.cs.key, "c2VjcmV0");
	err = get(&f, "phoneNumbers?api-version=2025-06-01",
		  OH_HTTPD_BODY_MAX + 1);
	TEST_OK(err);
	assert_int_equal(f.status, 413);
	assert_non_null(strstr(f.body, "\"code\":\"RequestTooLarge\""));

out:
	stop(&f);

	return err;
}

int test_simrest_delay(void)
{
	static const char *const faultv[] = { "*=503,retry=1" };
	struct oh_simrest_prm prm = {
		.delay_ms = DELAY_MS, .faultv = faultv, .faultc = 1,
	};
	uint64_t before;
	struct fix f;
	int err;

	err = start(&f, &prm);
	TEST_OK(err);
	before = oh_clock_us();
	err = get(&f, "phoneNumbers?api-version=2025-06-01", 0);
	TEST_OK(err);
	assert_int_equal(f.status, 503);
	if (!test_is_oom())
		assert_true(oh_clock_us() - before >= 1000 * DELAY_MS);

	/* closed while one is held back */
	err = send_get(&f, "phoneNumbers?api-version=2025-06-01", 0);
	TEST_OK(err);
	f.done = false;
	(void)test_loop_until(&f.done, DELAY_MS / 2);
	assert_true(!f.done || test_or_refused(0));
	f.s = mem_deref(f.s);
	(void)test_loop_until(&f.done, WAIT_MS);

out:
	stop(&f);

	return err;
}

static const struct {
	const char *key, *fault, *why;
} badv[] = {
	{ "no base64!", NULL, "access key: not base64, or too long" },
	{ NULL, "search", "search: no '='" },
	{ NULL, "/x=200", "/x=200: not a status from 400 to 599" },
};

int test_simrest_refused(void)
{
	struct fix f;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(badv) && !err; i++) {
		struct oh_simrest_prm prm = {
			.access_key = badv[i].key,
			.faultv = &badv[i].fault,
			.faultc = badv[i].fault != NULL,
		};

		err = start(&f, &prm);
		stop(&f);
		if (err == ENOMEM)
			return err;
		assert_string_equal(f.why, badv[i].why);
		assert_int_equal(err, EBADMSG);
		err = 0;
	}

	return err;
}

/* One carrier at a time has a state; the next finds what it held */
int test_simrest_state(void)
{
	struct oh_simrest_number n;
	struct oh_simrest_prm prm;
	struct fix f, second;
	struct temp t;
	int err;

	temp_make(&t);
	memset(&prm, 0, sizeof(prm));
	memset(&second, 0, sizeof(second));
	prm.state = temp_path(&t, "state");
	err = start(&f, &prm);
	TEST_OK(err);
	err = start(&second, &prm);
	if (err != ENOMEM) {
		assert_int_equal(err, EBUSY);
		assert_non_null(strstr(second.why, prm.state));
		err = 0;
	}
	TEST_OK(err);

	oh_simrest_number(&n, f.s, "+12065550100");
	assert_true(n.stocked);
	assert_false(n.owned || n.inbound || n.outbound);
	oh_simrest_number(&n, f.s, "+19995550100");
	assert_false(n.stocked);
	oh_simrest_number(&n, NULL, "+12065550100");
	assert_false(n.stocked);

out:
	stop(&second);
	stop(&f);
	temp_remove(&t);

	return err;
}
