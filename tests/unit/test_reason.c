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

static const struct {
	const char *headers;
	struct oh_reason want;
} readv[] = {
	{ "X: y\r\n", { 0, 0, "", "" } },
	{ "Reason: Q.850;cause=16\r\n", { 16, 0, "", "" } },
	{ "Reason: q.850 ; Cause = 17 ;text=\"User busy\"\r\n",
	  { 17, 0, "", "User busy" } },
	{ "Reason: Q.850;text=\"a,b;cause=9\";cause=1\r\n",
	  { 1, 0, "", "a,b;cause=9" } },
	{ "Reason: SIP;cause=486\r\n", { 0, 486, "", "" } },
	{ "Reason: SIP;cause=486, Q.850;cause=34\r\n",
	  { 34, 486, "", "" } },
	{ "Reason: SIP;cause=200;text=\"Call completed elsewhere\""
	  "\r\nReason: Q.850;cause=31;text=\"other\"\r\n",
	  { 31, 200, "", "Call completed elsewhere" } },
	/* the first of each counts, if it is one */
	{ "Reason: Q.850;cause=0;text=\"no\", Q.850;cause=3\r\n",
	  { 3, 0, "", "" } },
	{ "Reason: Q.850;cause=3, Q.850;cause=4\r\n",
	  { 3, 0, "", "" } },
	{ "Reason: SIP;cause=180\r\nReason: SIP;cause=700\r\n",
	  { 0, 0, "", "" } },
	{ "Reason: Q.850;cause=128\r\n", { 0, 0, "", "" } },
	{ "Reason: Q.850;cause=\r\n", { 0, 0, "", "" } },
	{ "Reason: Q.850;cause=1x\r\n", { 0, 0, "", "" } },
	{ "Reason: Q.850;cause=99999999999\r\n", { 0, 0, "", "" } },
	{ "Reason: Q.850\r\n", { 0, 0, "", "" } },
	{ "Reason: ;cause=16\r\n", { 0, 0, "", "" } },
	{ "Reason: preemption;cause=1;text=\"x\"\r\n",
	  { 0, 0, "", "" } },
	{ "Reason:\r\n", { 0, 0, "", "" } },
	/* RFC 8606 */
	{ "Reason: Q.850;cause=16;text=\"bye\";location=LN\r\n",
	  { 16, 0, "LN", "bye" } },
	{ "Reason: Q.850;cause=16;location=LOC-10\r\n",
	  { 16, 0, "LOC-10", "" } },
	{ "Reason: Q.850;cause=16;location=TOOLONG8\r\n",
	  { 16, 0, "", "" } },
	{ "Reason: Q.850;cause=16;location=L N\r\n",
	  { 16, 0, "", "" } },
	/* what is quoted, what is hostile, what is too long */
	{ "Reason: SIP;cause=600;text=\"a \\\"b\\\" \\\\ c\"\r\n",
	  { 0, 600, "", "a \"b\" \\ c" } },
	{ "Reason: SIP;cause=600;text=\"a\033[2J\"\r\n",
	  { 0, 600, "", "a?[2J" } },
	{ "Reason: SIP;cause=600;text=\"0123456789012345678901234567"
	  "89012345678901234567890123456789012345\303\251xxx\"\r\n",
	  { 0, 600, "", "0123456789012345678901234567890123456789"
	    "01234567890123456789012" } },
	{ "Reason: SIP;cause=600;text=\"\r\n", { 0, 600, "", "" } },
};

int test_reason_read(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(readv); i++) {
		struct sip_msg *msg = NULL;
		struct oh_reason why;
		int err = decode(&msg, readv[i].headers);

		if (err == ENOMEM)
			return err;
		assert_int_equal(err, 0);
		oh_reason_read(&why, msg);
		assert_int_equal(why.q850, readv[i].want.q850);
		assert_int_equal(why.sip, readv[i].want.sip);
		assert_string_equal(why.place, readv[i].want.place);
		assert_string_equal(why.text, readv[i].want.text);
		mem_deref(msg);
	}
	return 0;
}

int test_reason_print(void)
{
	static const struct {
		struct oh_reason why;
		const char *want;
	} v[] = {
		{ { 0, 0, "", "x" }, "" },
		{ { 16, 0, "", "" }, "Reason: Q.850;cause=16\r\n" },
		{ { 127, 0, "LN", "a" },
		  "Reason: Q.850;cause=127;text=\"a\";location=LN\r\n" },
		{ { 16, 200, "", "elsewhere" },
		  "Reason: SIP;cause=200;text=\"elsewhere\"\r\n"
		  "Reason: Q.850;cause=16\r\n" },
		{ { 17, 0, "", "\"\\" },
		  "Reason: Q.850;cause=17;text=\"\\\"\\\\\"\r\n" },
		{ { 17, 0, "", "a\r\nX: y" },
		  "Reason: Q.850;cause=17;text=\"a  X: y\"\r\n" },
	};
	static const struct oh_reason badv[] = {
		{ 128, 0, "", "" }, { -1, 0, "", "" }, { 0, 100, "", "" },
		{ 0, 700, "", "" }, { 16, 0, "L\r\n", "" },
	};
	char buf[128];

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		assert_int_equal(oh_reason_print(buf, sizeof(buf),
						 &v[i].why), 0);
		assert_string_equal(buf, v[i].want);
	}
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++)
		assert_int_equal(oh_reason_print(buf, sizeof(buf), &badv[i]),
				 EINVAL);
	assert_int_equal(oh_reason_print(buf, sizeof(buf), NULL), 0);
	assert_string_equal(buf, "");
	assert_int_equal(oh_reason_print(buf, 10, &v[1].why), ERANGE);
	assert_string_equal(buf, "");

	return 0;
}
