/**
 * @file test_hops.c  How often a call has been forwarded already
 */
#include "base/compat.h"
#include "forward/hops.h"
#include "test.h"

int test_hops_counts(void)
{
	static const struct { const char *headers; uint32_t hops; } casev[] = {
		{ "", 0 },
		{ "Diversion: <tel:+14255550101>\r\n", 1 },
		{ "Diversion: <tel:+14255550101>;reason=no-answer\r\n"
		  "Diversion: <sip:a@b>;reason=user-busy\r\n", 2 },
		{ "Diversion: <sip:a@b>, <sip:c@d>\r\n", 2 },
		{ "Diversion: <sip:a@b>;counter=4;reason=unknown\r\n", 4 },
		{ "diversion: <sip:a@b> ; Counter = 3, <sip:c@d>\r\n", 4 },
		{ "Diversion: \"a, \\\"b\" <sip:a,c@b>, <sip:c@d>\r\n", 2 },
		{ "Diversion: <sip:a@b>;counter=99999999999\r\n", 100 },
		{ "Diversion: \"\\\r\n", 1 },
		{ "Diversion: <sip:a@b>;counter=x\r\n", 1 },
		{ "History-Info: <sip:a@b>;index=1\r\n", 0 },
		{ "History-Info: <sip:a@b>;index=1\r\n"
		  "History-Info: <sip:c@d>;index=1.1\r\n"
		  "History-Info: <sip:e@f>;index=1.1.1\r\n", 2 },
		{ "History-Info: <sip:a@b>;index=1\r\n"
		  "Diversion: <sip:a@b>;counter=3\r\n", 3 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct mbuf *mb = mbuf_alloc(1024);
		struct sip_msg *msg = NULL;
		int err = mb ? 0 : ENOMEM;

		if (!err)
			err = mbuf_printf(mb, "INVITE sip:x@127.0.0.1 SIP/2.0"
					  "\r\nVia: SIP/2.0/UDP 127.0.0.1;"
					  "branch=z9hG4bKx\r\nFrom: <sip:a@b>;"
					  "tag=1\r\nTo: <sip:x@y>\r\n"
					  "Call-ID: 1\r\nCSeq: 1 INVITE\r\n"
					  "%s\r\n", casev[i].headers);
		if (!err) {
			mb->pos = 0;
			err = sip_msg_decode(&msg, mb);
		}
		if (!err) {
			uint32_t hops = oh_hops_count(msg);

			assert_int_equal(hops, casev[i].hops);
		}
		mem_deref(msg);
		mem_deref(mb);
		TEST_OK(err);
	}
 out:
	return 0;
}

int test_hops_prints(void)
{
	char buf[128], small[20];

	assert_int_equal(oh_hops_print(buf, sizeof(buf), "+14255550101", 0),
			 0);
	assert_string_equal(buf, "Diversion: <tel:+14255550101>;"
			    "reason=unconditional;counter=1\r\n");
	assert_int_equal(oh_hops_print(buf, sizeof(buf), "a>\r\nEvil: 1", 4),
			 0);
	assert_string_equal(buf, "Diversion: <sip:unknown@unknown.invalid>;"
			    "reason=unconditional;counter=5\r\n");
	assert_int_equal(oh_hops_print(small, sizeof(small), "+1", 0), ERANGE);
	return 0;
}
