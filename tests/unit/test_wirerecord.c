/**
 * @file test_wirerecord.c  The SIP messages of a past call, from its record
 */
#include "base/compat.h"
#include "test.h"
#include "phone/wirerecord.h"
#include "cdr_fixture.h"

#define TO "  \xe2\x86\x92  "
#define FROM "  \xe2\x86\x90  "

static const char two_tries[] =
	"+14255550100 via first\n"
	"  0.000" TO "INVITE sip:+14255550100@127.0.0.1  (sdp PCMU "
	"127.0.0.1:4000)\n"
	"  0.003" FROM "503 Service Unavailable (INVITE)\n"
	"+14255550100 via se\x1b[2Jcond\n"
	"  0.000" TO "INVITE sip:x@y\n"
	"no line of a ladder\n"
	"  oops" FROM "200 OK\n"
	"12.500" FROM "BYE sip:\xff\x1b]0;x  (Q.850;cause=16)\n"
	"...\n";

int test_wirerecord_read(void)
{
	const struct oh_wire_line *l;
	struct oh_wire *w = NULL;
	int err;

	TEST_OK(err = oh_wire_alloc(&w, "past"));
	assert_int_equal(oh_wire_source(w), OH_WIRE_ASKED);
	assert_int_equal(oh_wire_source(NULL), OH_WIRE_ASKED);
	assert_int_equal(oh_wirerecord_read(w, ""), ENOENT);
	assert_int_equal(oh_wirerecord_read(w, "...\nx via y\n"), ENOENT);
	assert_int_equal(oh_wire_source(w), OH_WIRE_ASKED);
	TEST_OK(err = oh_wirerecord_read(w, two_tries));
	assert_int_equal(oh_wire_source(w), OH_WIRE_RECORD);
	assert_int_equal(oh_wire_count(w), 4);
	l = oh_wire_at(w, 0);
	assert_true(l->n == 0 && l->sent && l->at_s == 0.0);
	assert_string_equal(l->line, "INVITE sip:+14255550100@127.0.0.1");
	assert_string_equal(l->note, "(sdp PCMU 127.0.0.1:4000)");
	assert_string_equal(l->dst, "first");
	assert_string_equal(l->src, "");
	assert_string_equal(oh_wire_text(w, 0), "INVITE sip:+14255550100@"
			    "127.0.0.1\n(sdp PCMU 127.0.0.1:4000)\n\n"
			    "The record of a call keeps one line of each "
			    "message.\n");
	l = oh_wire_at(w, 1);
	assert_true(l->n == 1 && !l->sent && l->at_s == 0.003);
	assert_string_equal(l->src, "first");
	assert_string_equal(l->note, "");
	assert_string_equal(oh_wire_at(w, 2)->dst, "se\xef\xbf\xbd[2Jcond");
	l = oh_wire_at(w, 3);
	assert_true(!l->sent && l->at_s == 12.5);
	assert_string_equal(l->line, "BYE sip:\xef\xbf\xbd\xef\xbf\xbd]0;x");
out:
	mem_deref(w);

	return err;
}

static int find(struct oh_wire **wp, const char *call, struct temp *t)
{
	int err;

	*wp = mem_deref(*wp);
	err = oh_wire_alloc(wp, call);

	return err ? err : oh_wirerecord_find(*wp, temp_path(t, "calls.db"));
}

/* By the whole id alone, and only one that was traced */
int test_wirerecord_find(void)
{
	static const char *const idv[] = { "call-a", "call-b" };
	struct oh_wire *w = NULL;
	struct oh_cdr *c = NULL;
	struct oh_result res;
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = oh_wire_alloc(&w, "call-a"));
	err = oh_wirerecord_find(w, temp_path(&t, "calls.db"));
	if (err != ENOENT)
		TEST_OK(err);
	TEST_OK(err = cdr_open(&c, &t));
	for (size_t i = 0; i < ARRAY_SIZE(idv); i++) {
		cdr_make_result(&res, "sim", "+14255550100");
		str_ncpy(res.id, idv[i], sizeof(res.id));
		cdr_end_result(&res);
		TEST_OK(err = oh_cdr_add(c, &res, 0));
	}
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	cdr_exec(&t, "UPDATE calls SET ladder = '  0.000" TO "INVITE sip:x"
		 "' WHERE id = 'call-a'");
	TEST_OK(err = find(&w, "call-a", &t));
	assert_int_equal(oh_wire_count(w), 1);
	assert_string_equal(oh_wire_at(w, 0)->line, "INVITE sip:x");
	err = find(&w, "call-b", &t);
	if (err != ENOENT)
		TEST_OK(err);
	assert_int_equal(err, ENOENT);
	err = find(&w, "ll-a", &t);
	if (err != ENOENT)
		TEST_OK(err);
	assert_int_equal(err, ENOENT);
	err = 0;
out:
	mem_deref(w);
	mem_deref(c);
	temp_remove(&t);

	return err == ENOENT ? 0 : err;
}
