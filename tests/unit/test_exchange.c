/**
 * @file test_exchange.c  Requests that are sent again, and those that are not
 */
#include "carrier_fixture.h"

#define GOOD CFX_REPLY("200 OK", "", "{\"phoneNumbers\":[]}")
#define THROTTLED(hdrs) CFX_REPLY("429 Too Many Requests", hdrs,        \
	"{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"Slow\"}}")
#define AWAY CFX_REPLY("503 Service Unavailable", "", "")
#define CUT { .text = NULL, .close = true }

struct row {
	enum oh_carrier_do what;
	struct webpeer_reply replyv[3];
	uint32_t replyc;
	int err;
	uint32_t seen;           /* requests */
	uint64_t least_ms;       /* what it takes */
	uint64_t most_ms;
	const char *text;
};

/* What the machine itself may take, told in fast time [ms] */
enum { SLACK = 20000 };

static const struct row rowv[] = {
	{ OH_DO_LIST, { THROTTLED("Retry-After: 5\r\n"), GOOD }, 2,
	  0, 2, 5000, 5000 + SLACK, "" },
	{ OH_DO_LIST, { THROTTLED(""), GOOD }, 2,
	  0, 2, 0, 1000 + SLACK, "" },
	{ OH_DO_LIST, { AWAY, GOOD }, 2, 0, 2, 0, 1000 + SLACK, "" },
	{ OH_DO_LIST, { CUT, GOOD }, 2, 0, 2, 0, 1000 + SLACK, "" },
	{ OH_DO_LIST, { CFX_REPLY("200 OK", "Content-Length: 99\r\n", "{"),
			GOOD }, 2, 0, 2, 0, 1000 + SLACK, "" },
	{ OH_DO_LIST, { CUT }, 1, ECONNRESET, 3, 0, 3000 + SLACK,
	  "closed the connection" },
	{ OH_DO_LIST, { AWAY }, 1, EAGAIN, 5, 0, 15000 + SLACK,
	  "the service has failed (HTTP 503)" },
	{ OH_DO_LIST, { THROTTLED("Retry-After: 61\r\n") }, 1,
	  EAGAIN, 1, 0, SLACK, "throttled: Slow: try again in 61 s" },
	{ OH_DO_LIST, { THROTTLED("Retry-After: 1\r\n") }, 1,
	  EAGAIN, 5, 4000, 4000 + SLACK,
	  "throttled: Slow: try again in 1 s" },
	{ OH_DO_LIST, { THROTTLED("Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n"
				  "Retry-After: Mon, 23 Nov 2026 13:00:00 "
				  "GMT\r\n") }, 1,
	  EAGAIN, 1, 0, SLACK, "throttled: Slow: try again in 3600 s" },
	/* nobody buys twice */
	{ OH_DO_BUY, { CUT }, 1, ECONNRESET, 1, 0, SLACK, "" },
	{ OH_DO_BUY, { CFX_REPLY("500 Oops", "", "") }, 1, EAGAIN, 1, 0,
	  SLACK, "" },
	{ OH_DO_BUY, { AWAY, CFX_REPLY("409 Conflict", "", "") }, 2,
	  EALREADY, 2, 0, 1000 + SLACK, "in conflict" },
	{ OH_DO_RELEASE, { CUT }, 1, ECONNRESET, 1, 0, SLACK, "" },
	{ OH_DO_RELEASE, { AWAY, CFX_REPLY("404 Gone", "", "") }, 2,
	  ENOENT, 2, 0, 1000 + SLACK, "not found" },
};

static int run(const struct row *r)
{
	const struct oh_carrier_req req = {
		.what = r->what, .id = "s1", .number = "+14255550100",
	};
	struct cfx f;
	int err;

	err = cfx_start(&f, r->replyv, r->replyc);
	TEST_OK(err);
	err = cfx_do(&f, &req);
	TEST_OK(err);
	assert_int_equal(f.end.err, r->err);
	assert_int_equal(f.p.seen, r->seen);
	assert_in_range(f.took_ms, r->least_ms, r->most_ms);
	if (!strstr(f.text, r->text))
		assert_string_equal(f.text, r->text);

 out:
	cfx_stop(&f);

	return err;
}

int test_exchange_again(void)
{
	/* With allocations refused, the first of these long waits must do. */
	size_t n = test_is_oom() ? 1 : ARRAY_SIZE(rowv);
	int err = 0;

	for (size_t i = 0; i < n && !err; i++)
		err = run(&rowv[i]);

	return err;
}

/* A conflict may be with our own request before, unless that was throttled */
int test_exchange_doubt(void)
{
	static const struct webpeer_reply replyv[][2] = {
		{ AWAY, CFX_REPLY("409 Conflict", "", "") },
		{ THROTTLED("Retry-After: 0\r\n"),
		  CFX_REPLY("409 Conflict", "", "") },
	};
	const struct oh_carrier_req req = { .what = OH_DO_BUY, .id = "s1" };
	size_t n = test_is_oom() ? 1 : ARRAY_SIZE(replyv);
	int err = 0;

	for (size_t i = 0; i < n && !err; i++) {
		struct cfx f;

		err = cfx_start(&f, replyv[i], 2);
		if (!err)
			err = cfx_do(&f, &req);
		if (!err) {
			assert_int_equal(f.end.err, EALREADY);
			assert_int_equal(f.end.doubt, i == 0);
		}
		cfx_stop(&f);
	}

	return err;
}

static const char *line_of(const char *text, const char *name)
{
	const char *p = strstr(text, name);

	assert_non_null(p);

	return p;
}

/* Each try has a date and a signature of its own, and the same id */
int test_exchange_signed_anew(void)
{
	static const struct webpeer_reply replyv[] = {
		THROTTLED("Retry-After: 30\r\n"), GOOD,
	};
	const struct oh_carrier_req req = { .what = OH_DO_LIST };
	const char *a, *b;
	struct cfx f;
	int err;

	err = cfx_start(&f, replyv, 2);
	TEST_OK(err);
	err = cfx_do(&f, &req);
	TEST_OK(err);
	assert_int_equal(f.end.err, 0);
	a = f.p.textv[0];
	b = f.p.textv[1];
	assert_int_equal(strncmp(line_of(a, "x-ms-client-request-id: "),
				 line_of(b, "x-ms-client-request-id: "),
				 24 + 36), 0);
	assert_int_not_equal(strncmp(line_of(a, "x-ms-date: "),
				     line_of(b, "x-ms-date: "), 40), 0);
	assert_int_not_equal(strncmp(line_of(a, "Signature="),
				     line_of(b, "Signature="), 54), 0);
	assert_non_null(strstr(f.said, "again in 30000 ms"));

 out:
	cfx_stop(&f);

	return err;
}

/* Released while it waits for the next try */
int test_exchange_released_waiting(void)
{
	static const struct webpeer_reply away = THROTTLED(
		"Retry-After: 50\r\n");
	const struct oh_carrier_req req = { .what = OH_DO_LIST };
	bool never = false;
	struct cfx f;
	int err;

	err = cfx_start(&f, &away, 1);
	TEST_OK(err);
	err = cfx_begin(&f, &req);
	TEST_OK(err);
	for (int i = 0; i < 200 && !strstr(f.said, "again in") &&
	     !test_or_refused(0); i++)
		(void)test_loop_until(&never, 1);
	err = test_or_refused(0);
	TEST_OK(err);
	f.task = mem_deref(f.task);
	test_clock_add_us(60000000);
	(void)test_loop_until(&never, 10);
	assert_string_equal(f.words, "");
	assert_int_equal(f.p.seen, 1);

 out:
	cfx_stop(&f);

	return err;
}

/* A server that says nothing: the deadline is one for all tries */
int test_exchange_deadline(void)
{
	static const struct webpeer_reply silence = { .text = NULL };
	const struct oh_carrier_req req = { .what = OH_DO_LIST };
	struct oh_conf_carrier conf;
	struct oh_carrier_prm prm = { .conf = &conf };
	char connection[128];
	struct cfx f;
	int err;

	err = cfx_start(&f, &silence, 1);
	TEST_OK(err);
	f.c = mem_deref(f.c);
	oh_conf_carrier_init(&conf);
	conf.timeout_ms = 50;
	(void)re_snprintf(connection, sizeof(connection),
			  "endpoint=http://%J/;accesskey=%s", &f.p.addr,
			  CFX_KEY);
	prm.connection = connection;
	err = oh_carrier_open(&f.c, &prm, NULL);
	TEST_OK(err);
	err = cfx_do(&f, &req);
	TEST_OK(err);
	assert_int_equal(f.end.err, ETIMEDOUT);
	assert_int_equal(f.p.seen, 1);
	assert_non_null(strstr(f.text, "no answer in time"));

 out:
	cfx_stop(&f);

	return err;
}
