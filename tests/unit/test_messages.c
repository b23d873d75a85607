/**
 * @file test_messages.c  Whole SIP messages by Call-ID
 */
#include "base/compat.h"
#include "test.h"
#include "trace/messages.h"

enum { ROOM = 128 };

static void add_as(struct oh_messages *m, bool tx, uint64_t us,
		   const char *msg)
{
	const struct oh_trace t = {
		.tx = tx, .wall_us = us, .data = (const uint8_t *)msg,
		.len = strlen(msg),
	};

	oh_messages_add(m, &t);
}

static void add(struct oh_messages *m, uint64_t us, const char *msg)
{
	add_as(m, true, us, msg);
}

static void add_of(struct oh_messages *m, const char *method,
		   const char *call_id, unsigned seq, size_t pad)
{
	char *text = NULL;

	if (re_sdprintf(&text, "%s sip:x SIP/2.0\r\nCall-ID: %s\r\n"
			"CSeq: %u %s\r\nX-Pad: ", method, call_id, seq,
			method))
		return;
	if (!pad) {
		add(m, seq, text);
	}
	else {
		size_t len = strlen(text);
		char *big = mem_alloc(len + pad + 1, NULL);

		if (big) {
			memcpy(big, text, len);
			memset(big + len, 'x', pad);
			big[len + pad] = '\0';
			add(m, seq, big);
		}
		mem_deref(big);
	}
	mem_deref(text);
}

static bool has(const struct oh_messages *m, const char *call_id, size_t n,
		const char *text)
{
	struct oh_trace t;

	return !oh_messages_at(&t, m, call_id, n) &&
		memmem(t.data, t.len, text, strlen(text));
}

/* Every byte, and the direction, of one before it in its dialog */
int test_messages_again(void)
{
	static const char one[] = "INVITE sip:x@a SIP/2.0\r\nCall-ID: one\r\n"
		"Authorization: Digest response=\"secret\"\r\n\r\n";
	static const char two[] = "INVITE sip:x@a SIP/2.0\r\nCall-ID: two\r\n"
		"Authorization: Digest response=\"secret\"\r\n\r\n";
	struct oh_messages *m = NULL;
	int err = oh_messages_alloc(&m);

	TEST_OK(err);
	add(m, 1, one);
	add(m, 2, two);
	add(m, 3, "SIP/2.0 100 Trying\r\nCall-ID: one\r\n\r\n");
	add(m, 4, one);
	add_as(m, false, 5, one);
	if (test_or_refused(0))
		goto out;
	assert_int_equal(oh_messages_count(m, "one"), 4);
	assert_false(oh_messages_is_again(m, "one", 0));
	assert_false(oh_messages_is_again(m, "two", 0));
	assert_false(oh_messages_is_again(m, "one", 1));
	assert_true(oh_messages_is_again(m, "one", 2));
	assert_false(oh_messages_is_again(m, "one", 3));
	assert_false(oh_messages_is_again(m, "one", 4));
	assert_false(oh_messages_is_again(m, "three", 0));
	assert_false(oh_messages_is_again(NULL, "one", 2));
out:
	mem_deref(m);

	return err;
}

/* Each call has its own, credentials gone, and only what was an INVITE */
int test_messages_of_calls(void)
{
	struct oh_messages *m = NULL;
	struct oh_trace t;
	int err = oh_messages_alloc(&m);

	TEST_OK(err);
	add(m, 1, "INVITE sip:x@a SIP/2.0\r\nCall-ID: one\r\n"
	    "Authorization: Digest response=\"secret\"\r\n\r\nbody");
	add(m, 2, "OPTIONS sip:a SIP/2.0\r\nCall-ID: ping\r\n\r\n");
	add(m, 3, "INVITE sip:x@b SIP/2.0\r\nCall-ID: two\r\n\r\n");
	add(m, 4, "SIP/2.0 200 OK\r\ni: one\r\n\r\n");
	if (test_or_refused(0))
		goto out;
	assert_int_equal(oh_messages_count(m, "one"), 2);
	assert_int_equal(oh_messages_count(m, "two"), 1);
	assert_int_equal(oh_messages_count(m, "ping"), 0);
	assert_int_equal(oh_messages_count(m, "three"), 0);
	assert_true(has(m, "one", 0, "INVITE sip:x@a"));
	assert_true(has(m, "one", 0, "\r\n\r\nbody"));
	assert_false(has(m, "one", 0, "secret"));
	assert_true(has(m, "one", 1, "200 OK"));
	assert_int_equal(oh_messages_at(&t, m, "one", 2), ENOENT);
	assert_int_equal(oh_messages_at(&t, m, "one", 0), 0);
	assert_int_equal(t.wall_us, 1);
	assert_true(t.tx);
	assert_int_equal(oh_messages_count(NULL, "one"), 0);
	oh_messages_add(NULL, &t);
 out:
	mem_deref(m);
	return 0;
}

/* Of a long call the middle goes, and every other keeps its number */
int test_messages_of_a_long_call(void)
{
	struct oh_messages *m = NULL;
	struct oh_trace t;
	char seq[32];

	TEST_OK(oh_messages_alloc(&m));
	for (unsigned i = 0; i < 500; i++)
		add_of(m, i ? "INFO" : "INVITE", "one", i, 0);
	if (test_or_refused(0))
		goto out;
	assert_int_equal(oh_messages_count(m, "one"), 500);
	for (unsigned i = 0; i < 500; i++) {
		bool gone = i >= 100 && i < 400;

		(void)re_snprintf(seq, sizeof(seq), "CSeq: %u ", i);
		assert_int_equal(oh_messages_at(&t, m, "one", i),
				 gone ? ENOENT : 0);
		assert_int_equal(has(m, "one", i, seq), !gone);
	}
 out:
	mem_deref(m);
	return 0;
}

/* Of many calls those go of which nothing has been heard for longest */
int test_messages_of_many_calls(void)
{
	struct oh_messages *m = NULL;
	char id[32];

	if (test_is_oom())
		return 0;
	TEST_OK(oh_messages_alloc(&m));
	for (unsigned i = 0; i < OH_MESSAGES_CALLS; i++) {
		(void)re_snprintf(id, sizeof(id), "call-%u", i);
		add_of(m, "INVITE", id, i, 0);
	}
	add_of(m, "BYE", "call-0", 9, 0);
	add_of(m, "INVITE", "new", 1, 0);
	assert_int_equal(oh_messages_count(m, "call-0"), 2);
	assert_int_equal(oh_messages_count(m, "call-1"), 0);
	assert_int_equal(oh_messages_count(m, "call-2"), 1);
	assert_int_equal(oh_messages_count(m, "new"), 1);
 out:
	mem_deref(m);
	return 0;
}

/* Whoever says much has room for so much and no more; what is longer than a
   packet may be is cut */
int test_messages_of_much(void)
{
	const size_t big = 60000, calls = OH_MESSAGES_BYTES / big + 10;
	struct oh_messages *m = NULL;
	size_t kept = 0;
	struct oh_trace t;
	char id[32];

	if (test_is_oom())
		return 0;
	TEST_OK(oh_messages_alloc(&m));
	for (unsigned i = 0; i < calls; i++) {
		(void)re_snprintf(id, sizeof(id), "call-%u", i);
		add_of(m, "INVITE", id, i, big);
	}
	for (unsigned i = 0; i < calls; i++) {
		(void)re_snprintf(id, sizeof(id), "call-%u", i);
		kept += oh_messages_count(m, id);
	}
	assert_in_range(kept, calls - 20, calls - 10);
	for (unsigned i = 0; i < 250; i++)
		add_of(m, i ? "INFO" : "INVITE", "one", i, 200000);
	assert_int_equal(oh_messages_count(m, "one"), 250);
	kept = 0;
	for (unsigned i = 0; i < 250; i++) {
		if (oh_messages_at(&t, m, "one", i))
			continue;
		assert_int_equal(t.len, 65536);
		kept += t.len;
	}
	assert_in_range(kept, OH_MESSAGES_BYTES - 200000, OH_MESSAGES_BYTES);
	assert_true(has(m, "one", 0, "INVITE"));
	assert_true(has(m, "one", 249, "CSeq: 249 "));
 out:
	mem_deref(m);
	return 0;
}

int test_messages_lines(void)
{
	static const struct { const char *msg, *line, *note; } casev[] = {
		{ "INVITE sip:x@y SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n"
		  "c=IN IP4 1.2.3.4\r\nm=audio 9 RTP/AVP 0 8 101\r\n"
		  "a=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n",
		  "INVITE sip:x@y", "PCMU PCMA, sendonly" },
		{ "SIP/2.0 200 OK\r\nCSeq: 7 INVITE\r\n\r\n"
		  "m=audio 9 RTP/AVP 9\r\n", "200 OK (INVITE)", "G722" },
		{ "BYE sip:x SIP/2.0\r\nReason: Q.850;cause=16\r\n\r\n",
		  "BYE sip:x", "Q.850;cause=16" },
		{ "SIP/2.0 486 Bu\033[2Jsy\r\nCSeq: 1 INVITE\r\n\r\n",
		  "486 Bu?[2Jsy (INVITE)", "" },
		{ "ACK sip:x SIP/2.0\r\n\r\n", "ACK sip:x", "" },
		{ "\r\n\r\n", "", "" },
		{ "", "", "" },
	};
	char line[ROOM], note[ROOM];

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		const struct oh_trace t = {
			.data = (const uint8_t *)casev[i].msg,
			.len  = strlen(casev[i].msg),
		};

		oh_messages_line(line, sizeof(line), note, sizeof(note), &t);
		assert_string_equal(line, casev[i].line);
		assert_string_equal(note, casev[i].note);
		oh_messages_line(line, 4, note, 3, &t);
		assert_true(strlen(line) < 4 && strlen(note) < 3);
	}
	return 0;
}
