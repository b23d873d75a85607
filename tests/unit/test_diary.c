/**
 * @file test_diary.c  Ladders by Call-ID
 */
#include "base/compat.h"
#include "test.h"
#include "trace/diary.h"

/* A line that found no memory is left out: then nothing more is said */
#define REFUSED(err) test_or_refused(err)

static void add(struct oh_diary *d, uint64_t us, const char *msg)
{
	const struct oh_trace t = {
		.tx = true, .wall_us = us, .data = (const uint8_t *)msg,
		.len = strlen(msg),
	};

	oh_diary_add(d, &t);
}

static void put_try(struct oh_result *res, const char *trunk,
		    const char *call_id)
{
	struct oh_try *t = &res->tryv[res->tryc++];

	str_ncpy(t->number, "+14255550100", sizeof(t->number));
	str_ncpy(t->trunk, trunk, sizeof(t->trunk));
	str_ncpy(t->call_id, call_id, sizeof(t->call_id));
	str_ncpy(res->call_id, call_id, sizeof(res->call_id));
}

int test_diary_tries(void)
{
	struct oh_diary *d = NULL;
	struct oh_result res;
	char *text = NULL;
	int err;

	oh_result_init(&res);
	TEST_OK(err = oh_diary_alloc(&d));
	add(d, 1000000, "INVITE sip:x@a SIP/2.0\r\nCall-ID: one\r\n"
	    "Authorization: Digest response=\"secret\"\r\n"
	    "CSeq: 1 INVITE\r\n\r\n");
	add(d, 1500000, "OPTIONS sip:a SIP/2.0\r\nCall-ID: ping\r\n"
	    "CSeq: 1 OPTIONS\r\n\r\n");
	add(d, 2000000, "SIP/2.0 503 No\r\ni : one\r\nCSeq: 1 INVITE\r\n"
	    "\r\nCall-ID: two\r\n");
	add(d, 2500000, "SIP/2.0 200 OK\r\nCall-ID: ping\r\n\r\n");
	add(d, 3000000, "INVITE sip:x@b SIP/2.0\r\ncall-id:two\r\n"
	    "CSeq: 1 INVITE\r\n\r\n");
	add(d, 3000000, "INVITE\r\n");
	add(d, 3000000, "\r\n\r\n");

	put_try(&res, "a", "one");
	TEST_OK(err = REFUSED(oh_diary_print(&text, d, &res)));
	assert_string_equal(text, "  0.000  →  INVITE sip:x@a\n"
			    "  1.000  →  503 No (INVITE)\n");
	text = mem_deref(text);
	put_try(&res, "b", "two");
	TEST_OK(err = REFUSED(oh_diary_print(&text, d, &res)));
	assert_string_equal(text, "+14255550100 via a\n"
			    "  0.000  →  INVITE sip:x@a\n"
			    "  1.000  →  503 No (INVITE)\n"
			    "+14255550100 via b\n"
			    "  0.000  →  INVITE sip:x@b\n");
	text = mem_deref(text);

	TEST_OK(err = oh_diary_print(&text, NULL, &res));
	assert_null(text);
 out:
	mem_deref(text);
	mem_deref(d);
	return err;
}

/* A long call is cut, of many the oldest goes */
int test_diary_bounds(void)
{
	struct oh_diary *d = NULL;
	struct oh_result res;
	char *text = NULL, msg[128];
	int err;

	oh_result_init(&res);
	TEST_OK(err = oh_diary_alloc(&d));
	for (int i = 0; i < 600; i++)
		add(d, 1, "INVITE sip:x@a SIP/2.0\r\nCall-ID: long\r\n\r\n");
	str_ncpy(res.call_id, "long", sizeof(res.call_id));
	TEST_OK(err = REFUSED(oh_diary_print(&text, d, &res)));
	assert_true(strlen(text) <= OH_DIARY_SIZE);
	assert_string_equal(text + strlen(text) - 5, "\n...\n");
	text = mem_deref(text);
	if (test_is_oom())
		goto out;       /* so many allocations: not one by one */

	/* "long" is over, and so goes before those that go on */
	for (int i = 0; i <= OH_DIARY_CALLS; i++) {
		(void)re_snprintf(msg, sizeof(msg), "INVITE sip:x@a SIP/2.0"
				  "\r\nCall-ID: c%d\r\n\r\n", i);
		add(d, 1, msg);
	}
	str_ncpy(res.call_id, "c0", sizeof(res.call_id));
	TEST_OK(err = REFUSED(oh_diary_print(&text, d, &res)));
	assert_null(text);
	str_ncpy(res.call_id, "c1", sizeof(res.call_id));
	TEST_OK(err = REFUSED(oh_diary_print(&text, d, &res)));
	assert_string_equal(text, "  0.000  →  INVITE sip:x@a\n");
 out:
	mem_deref(text);
	mem_deref(d);
	return err;
}
