/**
 * @file test_rtcpjson.c  RTCP as JSON, and whose it is
 */
#include "base/compat.h"
#include "test.h"
#include "trace/portcall.h"
#include "trace/rtcpjson.h"

static const uint8_t sr[] = {
	0x81, 200, 0, 12, 0, 0, 0, 9,
	0xe0, 0, 0, 1, 0x80, 0, 0, 0, 0, 0, 1, 0,
	0, 0, 0, 50, 0, 0, 0x1f, 0x40,
	0, 0, 0, 7, 64, 0xff, 0xff, 0xfe, 0, 1, 0, 2, 0, 0, 0, 3,
	0, 0, 0, 4, 0, 0, 0, 5,
};

int test_rtcpjson_report(void)
{
	static const uint8_t rr[] = { 0x80, 201, 0, 1, 0, 0, 0, 9 };
	char buf[OH_RTCPJSON_SIZE];

	assert_int_equal(oh_rtcpjson_print(buf, sizeof(buf), sr, sizeof(sr)),
			 0);
	assert_string_equal(buf, "{\"type\":200,\"ssrc\":9,"
			    "\"sender_information\":{"
			    "\"ntp_timestamp_sec\":3758096385,"
			    "\"ntp_timestamp_usec\":500000,"
			    "\"rtp_timestamp\":256,\"packets\":50,"
			    "\"octets\":8000},\"report_count\":1,"
			    "\"report_blocks\":[{\"source_ssrc\":7,"
			    "\"fraction_lost\":64,\"packets_lost\":-2,"
			    "\"highest_seq_no\":65538,\"ia_jitter\":3,"
			    "\"lsr\":4,\"dlsr\":5}]}");
	assert_int_equal(oh_rtcpjson_print(buf, sizeof(buf), rr, sizeof(rr)),
			 0);
	assert_string_equal(buf, "{\"type\":201,\"ssrc\":9,"
			    "\"report_count\":0,\"report_blocks\":[]}");

	return 0;
}

int test_rtcpjson_broken(void)
{
	uint8_t bad[sizeof(sr)];
	char buf[OH_RTCPJSON_SIZE];

	for (size_t n = 0; n < sizeof(sr); n++)
		assert_int_equal(oh_rtcpjson_print(buf, sizeof(buf), sr, n),
				 EBADMSG);
	memcpy(bad, sr, sizeof(sr));
	bad[0] = 0x9f;                          /* 31 blocks */
	assert_int_equal(oh_rtcpjson_print(buf, sizeof(buf), bad,
					   sizeof(bad)), EBADMSG);
	bad[0] = 0x41;
	assert_int_equal(oh_rtcpjson_print(buf, sizeof(buf), bad,
					   sizeof(bad)), EBADMSG);
	bad[0] = 0x81;
	bad[1] = 203;
	assert_int_equal(oh_rtcpjson_print(buf, sizeof(buf), bad,
					   sizeof(bad)), ENOENT);
	assert_int_equal(oh_rtcpjson_print(buf, 20, sr, sizeof(sr)), ERANGE);

	return 0;
}

static void say(struct oh_portcall *p, bool tx, const char *msg)
{
	const struct oh_trace t = {
		.tx = tx, .data = (const uint8_t *)msg, .len = strlen(msg),
	};

	oh_portcall_learn(p, &t);
}

int test_rtcpjson_portcall(void)
{
	struct oh_portcall *p = NULL;
	char msg[128];
	int err;

	TEST_OK(err = oh_portcall_alloc(&p));
	assert_null(oh_portcall_find(p, 0));
	assert_null(oh_portcall_find(p, 4000));
	say(p, true, "INVITE x SIP/2.0\r\nCall-ID: a\r\n\r\nv=0\r\n"
	    "m=audio 4000 RTP/AVP 0\r\n");
	say(p, false, "INVITE x SIP/2.0\r\nCall-ID: a\r\n\r\nv=0\r\n"
	    "m=audio 5000 RTP/AVP 0\r\n");
	say(p, true, "INVITE x SIP/2.0\r\n\r\nm=audio 6000 RTP/AVP 0\r\n");
	say(p, true, "INVITE x SIP/2.0\r\ni: b\r\n\r\nm=audio x RTP/AVP 0");
	assert_string_equal(oh_portcall_find(p, 4000), "a");
	assert_null(oh_portcall_find(p, 5000));
	assert_null(oh_portcall_find(p, 6000));

	/* the same port, later */
	say(p, true, "INVITE x SIP/2.0\r\ni: b\r\n\r\nm=audio 4000 RTP");
	assert_string_equal(oh_portcall_find(p, 4000), "b");
	for (int i = 0; i < OH_PORTCALL_MAX; i++) {
		(void)re_snprintf(msg, sizeof(msg), "ACK x SIP/2.0\r\n"
				  "i: c%d\r\n\r\nm=audio %d RTP", i,
				  10000 + i);
		say(p, true, msg);
	}
	assert_null(oh_portcall_find(p, 4000));
	assert_string_equal(oh_portcall_find(p, 10000), "c0");
 out:
	mem_deref(p);
	return err;
}
