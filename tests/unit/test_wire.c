/**
 * @file test_wire.c  The SIP messages of one call
 */
#include "base/compat.h"
#include "test.h"
#include "phone/wire.h"

static int read_text(struct oh_wire *w, const char *text)
{
	cJSON *o = cJSON_Parse(text);
	int err = oh_wire_read(w, o);

	cJSON_Delete(o);

	return err;
}

static int set_text(struct oh_wire *w, uint32_t n, const char *text)
{
	cJSON *o = cJSON_CreateObject();
	int err;

	cJSON_AddStringToObject(o, "text", text);
	err = oh_wire_set_text(w, n, o);
	cJSON_Delete(o);

	return err;
}

#define TWO "{\"ok\":true,\"messages\":[{\"n\":1,\"at\":0.25,\"sent\":false," \
	"\"src\":\"192.0.2.1:5060\",\"dst\":\"10.0.0.1:5060\"," \
	"\"proto\":\"tls\",\"line\":\"100 Trying\\u001b[2J\",\"note\":7}," \
	"{\"n\":0,\"at\":0,\"sent\":true,\"line\":\"INVITE sip:x\"," \
	"\"note\":\"PCMU PCMA\"}]}"

int test_wire_read(void)
{
	const struct oh_wire_line *l;
	struct oh_wire *w = NULL;
	int err;

	TEST_OK(err = oh_wire_alloc(&w, "01a20e35"));
	assert_string_equal(oh_wire_call(w), "01a20e35");
	assert_int_equal(oh_wire_count(w), 0);
	assert_null(oh_wire_at(w, 0));
	/* In any order, and once */
	TEST_OK(err = read_text(w, TWO));
	TEST_OK(err = read_text(w, TWO));
	assert_int_equal(oh_wire_count(w), 2);
	l = oh_wire_at(w, 0);
	assert_true(l->n == 0 && l->sent && l->at_s == 0.0);
	assert_string_equal(l->line, "INVITE sip:x");
	assert_string_equal(l->note, "PCMU PCMA");
	l = oh_wire_at(w, 1);
	assert_true(l->n == 1 && !l->sent && l->at_s == 0.25);
	assert_string_equal(l->line, "100 Trying\xef\xbf\xbd[2J");
	assert_string_equal(l->src, "192.0.2.1:5060");
	assert_string_equal(l->proto, "tls");
	assert_string_equal(l->note, "");
	TEST_OK(err = read_text(w, "{\"messages\":[{\"n\":5,\"line\":\"B\"}]}"
				));
	assert_int_equal(oh_wire_count(w), 3);
	assert_int_equal(oh_wire_at(w, 2)->n, 5);
 out:
	mem_deref(w);

	return err;
}

int test_wire_bad(void)
{
	static const char *const badv[] = {
		"null", "[]", "{}", "{\"messages\":7}", "{\"messages\":{}}",
		"{\"messages\":[7]}", "{\"messages\":[{}]}",
		"{\"messages\":[{\"n\":1}]}",
		"{\"messages\":[{\"n\":-1,\"line\":\"x\"}]}",
		"{\"messages\":[{\"n\":\"1\",\"line\":\"x\"}]}",
	};
	struct oh_wire *w = NULL;
	char line[64];
	int err;

	TEST_OK(err = oh_wire_alloc(&w, "x"));
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++)
		assert_int_equal(read_text(w, badv[i]), EBADMSG);
	assert_int_equal(oh_wire_count(w), 0);
	for (unsigned i = 0; i < 1100; i++) {
		(void)re_snprintf(line, sizeof(line), "{\"messages\":[{"
				  "\"n\":%u,\"line\":\"x\"}]}", 1100 - i);
		assert_int_equal(read_text(w, line), 0);
	}
	assert_int_equal(oh_wire_count(w), 1000);
	assert_int_equal(oh_wire_at(w, 0)->n, 101);
 out:
	mem_deref(w);

	return err;
}

int test_wire_text(void)
{
	struct oh_wire *w = NULL;
	char *big = NULL;
	int err;

	TEST_OK(err = oh_wire_alloc(&w, "x"));
	TEST_OK(err = read_text(w, TWO));
	assert_string_equal(oh_wire_text(w, 0), "");
	assert_string_equal(oh_wire_text(w, 9), "");
	TEST_OK(err = set_text(w, 0, "INVITE sip:x SIP/2.0\r\nA:\tb\x1b[2J\r\n"
			       "\r\nv=0\nx\r"));
	assert_string_equal(oh_wire_text(w, 0), "INVITE sip:x SIP/2.0\n"
			    "A: b\xef\xbf\xbd[2J\n\nv=0\nx");
	TEST_OK(err = set_text(w, 0, ""));
	assert_string_equal(oh_wire_text(w, 0), "");
	assert_int_equal(set_text(w, 9, "x"), ENOENT);
	assert_int_equal(oh_wire_set_text(w, 0, NULL), EBADMSG);
	big = mem_alloc(65001, NULL);
	if (!big) {
		err = ENOMEM;
		goto out;
	}
	memset(big, '\x01', 65000);
	big[65000] = '\0';
	TEST_OK(err = set_text(w, 1, big));
	assert_int_equal(strlen(oh_wire_text(w, 1)), 65000 * 3);
 out:
	mem_deref(big);
	mem_deref(w);

	return err;
}
