/**
 * @file test_acs_fault.c  What went wrong, in an errno and in words
 */
#include "carrier_fixture.h"
#include "base/clock.h"
#include "carrier/sign.h"

#define SAYS(text) "{\"error\":{\"code\":\"Why\",\"message\":\"" text "\"}}"

struct row {
	struct webpeer_reply reply;
	int err;
	uint16_t status;
	const char *code;
	const char *text;
};

static const struct row rowv[] = {
	{ CFX_REPLY("400 Bad Request", "", SAYS("No such type.")),
	  EINVAL, 400, "Why", "No such type." },
	{ CFX_REPLY("401 Unauthorized", "", SAYS("Denied.")),
	  EACCES, 401, "Why", "Denied." },
	{ CFX_REPLY("401 Unauthorized", "", ""), EACCES, 401, "",
	  "not authorised: is the key or token right? (HTTP 401)" },
	{ CFX_REPLY("403 Forbidden", "", "[]"), EACCES, 403, "",
	  "not allowed with this key or token (HTTP 403)" },
	{ CFX_REPLY("404 Not Found", "", SAYS("Gone.")),
	  ENOENT, 404, "Why", "Gone." },
	{ CFX_REPLY("409 Conflict", "", SAYS("It is submitted.")),
	  EALREADY, 409, "Why", "It is submitted." },
	{ CFX_REPLY("410 Gone", "", "{\"error\":7}"), ENOENT, 410, "",
	  "no longer there (HTTP 410)" },
	{ CFX_REPLY("412 Precondition Failed", "", ""), EALREADY, 412, "",
	  "changed by somebody else meanwhile (HTTP 412)" },
	{ CFX_REPLY("418 Teapot", "", "<html>"), EINVAL, 418, "",
	  "the service refuses the request (HTTP 418)" },
	{ CFX_REPLY("501 Not Implemented", "", ""), ENOTSUP, 501, "",
	  "the service cannot do this (HTTP 501)" },
	{ CFX_REPLY("307 Moved", "Location: https://192.0.2.1/\r\n", ""),
	  EPROTO, 307, "", "redirected: refused, the signature must not "
	  "travel (307 to https://192.0.2.1/)" },
	{ CFX_REPLY("204 No Content", "", ""), EPROTO, 204, "",
	  "a reply that is no answer to this (HTTP 204)" },
	{ CFX_REPLY("400 Bad", "", SAYS("a\\u001b[2Jb")),
	  EINVAL, 400, "Why", "a?[2Jb" },
};

static int run(const struct row *r)
{
	const struct oh_carrier_req req = {
		.what = OH_DO_SHOW, .number = "+14255550100",
	};
	struct cfx f;
	int err;

	err = cfx_start(&f, &r->reply, 1);
	TEST_OK(err);
	err = cfx_do(&f, &req);
	TEST_OK(err);
	assert_int_equal(f.end.err, r->err);
	assert_int_equal(f.end.status, r->status);
	assert_string_equal(f.code, r->code);
	assert_string_equal(f.text, r->text);

 out:
	cfx_stop(&f);

	return err;
}

int test_acs_fault_status(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rowv) && !err; i++)
		err = run(&rowv[i]);

	return err;
}

/* The server's clock is so many minutes ahead of ours */
static int skewed(int min, const char *text)
{
	uint64_t us = oh_clock_wall_us() + (uint64_t)(min * 60000000ll);
	char date[OH_SIGN_DATE_SIZE], reply[256];
	struct row r = { { .text = reply, .close = true }, EACCES, 401,
			 "", text };
	int err;

	err = oh_sign_date_print(date, us);
	if (err)
		return err;
	(void)snprintf(reply, sizeof(reply), "HTTP/1.1 401 Unauthorized\r\n"
		       "Date: %s\r\n\r\n", date);

	return run(&r);
}

#define DENIED "not authorised: is the key or token right? (HTTP 401)"

int test_acs_fault_skew(void)
{
	int err;

	/* Half a minute more: fast time goes on while it is asked. */
	test_clock_freeze(true);
	err = skewed(40, DENIED "; the clock here is 39 minutes behind the "
		     "server's: set it right");
	test_clock_freeze(true);
	if (!err)
		err = skewed(-40, DENIED "; the clock here is 40 minutes "
			     "ahead of the server's: set it right");
	test_clock_freeze(true);
	if (!err)
		err = skewed(5, DENIED);
	test_clock_freeze(false);

	return err;
}

int test_acs_fault_network(void)
{
	static const struct webpeer_reply reply = { .text = NULL };
	const struct oh_carrier_req req = { .what = OH_DO_LIST };
	struct cfx f;
	int err;

	err = cfx_start(&f, &reply, 1);
	TEST_OK(err);
	webpeer_stop(&f.p);
	err = cfx_do(&f, &req);
	TEST_OK(err);
	assert_string_equal(f.words, "end:111");     /* ECONNREFUSED */
	assert_int_equal(f.end.status, 0);
	assert_non_null(strstr(f.text, "cannot connect"));

 out:
	cfx_stop(&f);

	return err;
}
