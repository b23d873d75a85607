/**
 * @file test_rtcp.c  Reports, there and back
 */
#include "media/rtcp.h"
#include "test.h"

static struct oh_rtcp sample(void)
{
	struct oh_rtcp r = {
		.ssrc = 0x11223344, .has_sr = true,
		.ntp = 0xe1f0a1b2c3d4e5f6, .rtp_ts = 0xfffffff0,
		.packets = 1000, .octets = 160000, .has_block = true,
		.block = { .ssrc = 0x55667788, .fraction = 26, .lost = 99,
			   .max_seq = 0x0001fffe, .jitter = 33,
			   .lsr = 0xa1b2c3d4, .dlsr = 65536 },
		.bye = true, .cname = "xyz",
	};

	return r;
}

static void same(const struct oh_rtcp *a, const struct oh_rtcp *b)
{
	assert_int_equal(a->ssrc, b->ssrc);
	assert_int_equal(a->has_sr, b->has_sr);
	assert_int_equal(a->ntp, b->ntp);
	assert_int_equal(a->rtp_ts, b->rtp_ts);
	assert_int_equal(a->packets, b->packets);
	assert_int_equal(a->octets, b->octets);
	assert_int_equal(a->has_block, b->has_block);
	assert_int_equal(a->block.ssrc, b->block.ssrc);
	assert_int_equal(a->block.fraction, b->block.fraction);
	assert_int_equal(a->block.lost, b->block.lost);
	assert_int_equal(a->block.max_seq, b->block.max_seq);
	assert_int_equal(a->block.jitter, b->block.jitter);
	assert_int_equal(a->block.lsr, b->block.lsr);
	assert_int_equal(a->block.dlsr, b->block.dlsr);
	assert_int_equal(a->bye, b->bye);
	assert_string_equal(a->cname, b->cname);
}

int test_rtcp_round_trips(void)
{
	struct oh_rtcp inv[5];

	for (size_t i = 0; i < 5; i++)
		inv[i] = sample();
	inv[1].block.lost = -3;                 /* duplicates */
	inv[2].bye = false;
	memset(inv[2].cname, 'c', OH_RTCP_CNAME_MAX - 1);
	inv[3].has_block = false;
	memset(&inv[3].block, 0, sizeof(inv[3].block));
	inv[4].has_sr = false;
	inv[4].ntp = inv[4].rtp_ts = inv[4].packets = inv[4].octets = 0;
	inv[4].cname[0] = '\0';

	for (size_t i = 0; i < 5; i++) {
		uint8_t buf[OH_RTCP_BYTES_MAX];
		size_t len = sizeof(buf);
		struct oh_rtcp out;

		assert_int_equal(oh_rtcp_encode(buf, &len, &inv[i]), 0);
		assert_int_equal(len % 4, 0);
		assert_int_equal(oh_rtcp_decode(&out, 0x55667788, buf, len),
				 0);
		same(&out, &inv[i]);
		/* A block about somebody else is none of ours. */
		assert_int_equal(oh_rtcp_decode(&out, 1, buf, len), 0);
		assert_false(out.has_block);
	}
	return 0;
}

int test_rtcp_refuses(void)
{
	const struct oh_rtcp in = sample();
	uint8_t buf[OH_RTCP_BYTES_MAX];
	size_t len = sizeof(buf);
	struct oh_rtcp out;

	assert_int_equal(oh_rtcp_encode(buf, &len, &in), 0);
	/* SR with its block ends at 52; whole packets may follow or not. */
	for (size_t n = 0; n < len; n++) {
		int err = oh_rtcp_decode(&out, 0x55667788, buf, n);
		bool whole = n == 52 || n == len - 8;

		if (err != (whole ? 0 : EBADMSG))
			fail_msg("cut to %zu: %d", n, err);
	}
	buf[1] = 202;
	assert_int_equal(oh_rtcp_decode(&out, 1, buf, len), EBADMSG);
	buf[1] = 200;
	buf[0] = 0x9f;                          /* 31 blocks promised */
	assert_int_equal(oh_rtcp_decode(&out, 1, buf, len), EBADMSG);

	len = OH_RTCP_BYTES_MAX - 1;
	assert_int_equal(oh_rtcp_encode(buf, &len, &in), ERANGE);
	return 0;
}

int test_rtcp_times(void)
{
	/* 1970-01-01 is 2208988800 s after 1900-01-01, RFC 5905. */
	assert_int_equal(oh_rtcp_ntp(0) >> 32, 2208988800u);
	assert_int_equal((uint32_t)oh_rtcp_ntp(500000), 0x80000000u);
	assert_int_equal(oh_rtcp_ntp_mid(0x1111222233334444), 0x22223333);

	/* RFC 3550 6.4.1: A 0xb710:8000, LSR 0xb705:2000, DLSR 5.25 s:
	   6.125 s. */
	assert_true(oh_rtcp_rtt_ms(0xb7108000, 0xb7052000, 0x00054000) ==
		    6125.0);
	assert_true(oh_rtcp_rtt_ms(5, 0, 0) < 0.0);       /* no SR yet  */
	assert_true(oh_rtcp_rtt_ms(1000, 2000, 0) < 0.0); /* nonsense   */
	assert_true(oh_rtcp_rtt_ms(1999, 2000, 0) == 0.0);/* rounding   */
	return 0;
}
