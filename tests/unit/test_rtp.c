/**
 * @file test_rtp.c  The RTP header
 */
#include "media/rtp.h"
#include "test.h"

#define HDR "\x80\x08\x12\x34\x00\x00\x00\xa0\xde\xad\xbe\xef"

int test_rtp_decode(void)
{
	static const struct {
		const char *what;
		const char *bytes;
		size_t len;
		int err;
		size_t payload_at;
		size_t payload_len;
	} casev[] = {
		{ "plain", HDR "abc", 15, 0, 12, 3 },
		{ "no payload", HDR, 12, 0, 12, 0 },
		{ "one byte short", HDR, 11, EBADMSG, 0, 0 },
		{ "nothing", "", 0, EBADMSG, 0, 0 },
		{ "version 1", "\x40" HDR, 13, EBADMSG, 0, 0 },
		{ "csrc", "\x82\x08" "12" "3456" "7890" "csrccsrc" "ab", 22,
		  0, 20, 2 },
		{ "csrc missing", "\x8f\x08" "12" "3456" "7890" "csrc", 16,
		  EBADMSG, 0, 0 },
		{ "extension", "\x90\x08" "12" "3456" "7890"
		  "\xbe\xde\x00\x01" "eeee" "ab", 22, 0, 20, 2 },
		{ "extension too long", "\x90\x08" "12" "3456" "7890"
		  "\xbe\xde\xff\xff" "eeee" "ab", 22, EBADMSG, 0, 0 },
		{ "extension cut", "\x90\x08" "12" "3456" "7890" "\xbe\xde",
		  14, EBADMSG, 0, 0 },
		{ "padding", "\xa0\x08" "12" "3456" "7890" "ab\x00\x02", 16,
		  0, 12, 2 },
		{ "only padding", "\xa0\x08" "12" "3456" "7890" "\x00\x02",
		  14, 0, 12, 0 },
		{ "padding over all", "\xa0\x08" "12" "3456" "7890" "ab\x09",
		  15, EBADMSG, 0, 0 },
		{ "padding of none", "\xa0\x08" "12" "3456" "7890" "ab\x00",
		  15, EBADMSG, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		const uint8_t *buf = (const uint8_t *)casev[i].bytes;
		struct oh_rtp rtp = { 0 };
		int err = oh_rtp_decode(&rtp, buf, casev[i].len);

		if (err != casev[i].err)
			fail_msg("%s: %d", casev[i].what, err);
		if (err)
			continue;
		if (rtp.payload != buf + casev[i].payload_at ||
		    rtp.payload_len != casev[i].payload_len)
			fail_msg("%s: at %td, %zu", casev[i].what,
				 rtp.payload - buf, rtp.payload_len);
	}
	return 0;
}

int test_rtp_round_trip(void)
{
	const struct oh_rtp in = { .marker = true, .pt = 101, .seq = 0xfedc,
				   .ts = 0x89abcdef, .ssrc = 0x01234567 };
	static const uint8_t wire[] = { 0x80, 0xe5, 0xfe, 0xdc,
					0x89, 0xab, 0xcd, 0xef,
					0x01, 0x23, 0x45, 0x67 };
	uint8_t buf[OH_RTP_HEADER_BYTES];
	struct oh_rtp out;

	oh_rtp_encode(buf, &in);
	assert_memory_equal(buf, wire, sizeof(wire));
	assert_int_equal(oh_rtp_decode(&out, buf, sizeof(buf)), 0);
	assert_true(out.marker);
	assert_int_equal(out.pt, in.pt);
	assert_int_equal(out.seq, in.seq);
	assert_int_equal(out.ts, in.ts);
	assert_int_equal(out.ssrc, in.ssrc);
	return 0;
}

int test_rtp_tells_rtcp(void)
{
	assert_true(oh_rtp_is_rtcp((const uint8_t *)"\x80\xc8", 2));
	assert_true(oh_rtp_is_rtcp((const uint8_t *)"\x81\xc9", 2));
	assert_false(oh_rtp_is_rtcp((const uint8_t *)"\x80\x00", 2));
	assert_false(oh_rtp_is_rtcp((const uint8_t *)"\x80\x88", 2));
	assert_false(oh_rtp_is_rtcp((const uint8_t *)"\x80\xc8", 1));
	return 0;
}

int test_rtp_blank(void)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *blank;
	} casev[] = {
		{ HDR "abc", 15, HDR "\xff\xff\xff" },
		{ HDR, 12, HDR },
		{ "x", 1, "x" },
		{ "\x81\x08" "12" "3456" "7890" "csrc" "ab", 18,
		  "\x81\x08" "12" "3456" "7890" "csrc" "\xff\xff" },
		{ "\xa0\x08" "12" "3456" "7890" "ab\x00\x02", 16,
		  "\xa0\x08" "12" "3456" "7890" "\xff\xff\x00\x02" },
		{ "\xa0\x08" "12" "3456" "7890" "ab\x09", 15,
		  "\xa0\x08" "12" "3456" "7890" "\xff\xff\xff" },
	};

	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		uint8_t buf[32];

		memcpy(buf, casev[i].bytes, casev[i].len);
		oh_rtp_blank(buf, casev[i].len);
		assert_memory_equal(buf, casev[i].blank, casev[i].len);
	}
	return 0;
}
