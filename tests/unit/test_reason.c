/**
 * @file test_reason.c  The Reason header
 */
#include "base/compat.h"
#include "test.h"
#include "sip/reason.h"

static int decode(struct sip_msg **msgp, const char *headers)
{
	struct mbuf *mb = mbuf_alloc(1024);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_printf(mb, "BYE sip:a@b SIP/2.0\r\n%s\r\n", headers);
	mb->pos = 0;
	if (!err)
		err = sip_msg_decode(msgp, mb);
	mem_deref(mb);

	return err;
}

int test_reason_q850(void)
{
	static const struct {
		const char *headers;
		int cause;
	} v[] = {
		{ "X: y\r\n", 0 },
		{ "Reason: Q.850;cause=16\r\n", 16 },
		{ "Reason: q.850 ; cause=17 ;text=\"User busy\"\r\n", 17 },
		{ "Reason: Q.850;text=\"a,b;cause=9\";cause=1\r\n", 1 },
		{ "Reason: SIP;cause=486\r\n", 0 },
		{ "Reason: SIP;cause=486, Q.850;cause=34\r\n", 34 },
		{ "Reason: SIP;cause=200\r\nReason: Q.850;cause=31\r\n", 31 },
		{ "Reason: Q.850;cause=0, Q.850;cause=3\r\n", 3 },
		{ "Reason: Q.850;cause=128\r\n", 0 },
		{ "Reason: Q.850;cause=\r\n", 0 },
		{ "Reason: Q.850;cause=99999999999\r\n", 0 },
		{ "Reason: Q.850\r\n", 0 },
		{ "Reason: ;cause=16\r\n", 0 },
		{ "Reason:\r\n", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct sip_msg *msg = NULL;
		int err = decode(&msg, v[i].headers);

		if (err == ENOMEM)
			return err;
		assert_int_equal(err, 0);
		assert_int_equal(oh_reason_q850(msg), v[i].cause);
		mem_deref(msg);
	}
	return 0;
}

int test_reason_print(void)
{
	static const struct {
		int q850;
		const char *text, *want;
	} v[] = {
		{ 0,   "x",  "" },
		{ 16,  NULL, "Reason: Q.850;cause=16\r\n" },
		{ 127, "a",  "Reason: Q.850;cause=127;text=\"a\"\r\n" },
		{ 17,  "\"\\",
		  "Reason: Q.850;cause=17;text=\"\\\"\\\\\"\r\n" },
		{ 17,  "a\r\nX: y",
		  "Reason: Q.850;cause=17;text=\"a  X: y\"\r\n" },
	};
	char buf[64];

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		assert_int_equal(oh_reason_print(buf, sizeof(buf), v[i].q850,
						 v[i].text), 0);
		assert_string_equal(buf, v[i].want);
	}
	assert_int_equal(oh_reason_print(buf, sizeof(buf), 128, NULL), EINVAL);
	assert_int_equal(oh_reason_print(buf, sizeof(buf), -1, NULL), EINVAL);
	assert_int_equal(oh_reason_print(buf, 10, 16, NULL), ERANGE);
	assert_string_equal(buf, "");

	return 0;
}
