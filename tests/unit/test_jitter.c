/**
 * @file test_jitter.c  Packets that come unevenly, heard evenly
 */
#include "base/compat.h"
#include <spandsp.h>
#include "media/jitter.h"
#include "media/rtp.h"
#include "test.h"

enum {
	TURN    = 160,         /* samples, and bytes of PCMU */
	TURN_US = 20000,
	EASY_US = 15000,       /* in time without waiting    */
	LEVELS  = 100,
};

/* Each packet is of one level, so that one sees what came where */
static uint8_t code(uint32_t n)
{
	return (uint8_t)(0x80 + n % LEVELS);
}

static int16_t level(uint32_t n)
{
	return ulaw_to_linear(code(n));
}

static void put(struct oh_jitter *j, uint32_t n, uint32_t ssrc,
		int64_t spare_us)
{
	uint8_t buf[TURN];
	struct oh_rtp rtp = { .ssrc = ssrc, .seq = (uint16_t)n,
			      .ts = 0xfffffff0u + TURN * n, .payload = buf,
			      .payload_len = TURN };

	memset(buf, code(n), sizeof(buf));
	oh_jitter_put(j, oh_codec_find("PCMU"), &rtp, spare_us);
}

/* A turn is of one packet, or nothing (0), or of something else (-1) */
static int get(struct oh_jitter *j)
{
	int16_t sampv[OH_JITTER_FRAME_MAX] = { 0 };

	if (!oh_jitter_get(j, sampv))
		return 0;
	for (size_t i = 0; i < TURN; i++) {
		if (linear_to_ulaw(sampv[i]) != linear_to_ulaw(sampv[0]))
			return -1;
	}
	return sampv[0] ? linear_to_ulaw(sampv[0]) - 0x80 : 0;
}

/* Who comes at a quiet time is heard in the same turn, who comes shortly
   before it in the next one. */
int test_jitter_begins(void)
{
	static const struct {
		int64_t spare_us;
		int first;
	} casev[] = {
		{ 19000, 1 }, { 10000, 1 }, { 9000, 0 }, { 0, 0 }, { -900, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		struct oh_jitter j = { .rate_hz = 0 };

		assert_false(oh_jitter_get(&j, NULL));
		put(&j, 1, 7, casev[i].spare_us);
		if (!j.ear.dec) {
			oh_jitter_reset(&j);
			return ENOMEM;
		}
		if (!casev[i].first)
			assert_true(get(&j) <= 0);
		assert_int_equal(get(&j), 1);
		oh_jitter_reset(&j);
	}
	return 0;
}

/* What is lost is made up softer and softer; what then comes has its place */
int test_jitter_makes_up(void)
{
	struct oh_jitter j = { .rate_hz = 0 };
	int16_t sampv[OH_JITTER_FRAME_MAX];

	put(&j, 1, 7, EASY_US);
	if (!j.ear.dec)
		goto out;
	assert_int_equal(get(&j), 1);
	put(&j, 3, 7, EASY_US + TURN_US);
	assert_true(oh_jitter_get(&j, sampv));
	assert_true(sampv[0] == level(1));
	assert_true(sampv[TURN - 1] < level(1) * 3 / 4);
	assert_true(sampv[TURN - 1] > level(1) / 2);
	assert_int_equal(get(&j), 3);
	assert_int_equal(j.stat.made_us, TURN_US);
	assert_int_equal(j.stat.stretched_us, 0);
	oh_jitter_reset(&j);
	return 0;
 out:
	oh_jitter_reset(&j);
	return ENOMEM;
}

/* Two that changed places, before and after the first is due */
int test_jitter_reorders(void)
{
	struct oh_jitter j = { .rate_hz = 0 };

	put(&j, 1, 7, EASY_US);
	if (!j.ear.dec) {
		oh_jitter_reset(&j);
		return ENOMEM;
	}
	put(&j, 3, 7, EASY_US);
	put(&j, 2, 7, EASY_US);
	assert_int_equal(get(&j), 1);
	assert_int_equal(get(&j), 2);
	put(&j, 5, 7, EASY_US);
	assert_int_equal(get(&j), 3);
	(void)get(&j);
	put(&j, 4, 7, EASY_US);
	assert_int_equal(j.stat.late, 1);
	assert_int_equal(get(&j), 5);
	oh_jitter_reset(&j);
	return 0;
}

/* A late packet moves all behind it back, once; when they come early again
   the delay is cut down, after a while, and nothing else is lost. */
int test_jitter_adapts(void)
{
	struct oh_jitter j = { .rate_hz = 0 };
	uint32_t n = 1, i;

	for (; n <= 3; n++) {
		put(&j, n, 7, EASY_US);
		if (!j.ear.dec) {
			oh_jitter_reset(&j);
			return ENOMEM;
		}
		assert_int_equal(get(&j), (int)n);
	}
	(void)get(&j);                      /* the fourth is late */
	(void)get(&j);
	for (i = 0; i < 3; i++, n++)
		put(&j, n, 7, EASY_US - TURN_US * (2 - (int)i));
	assert_int_equal(j.stat.stretched_us, 2 * TURN_US);
	for (i = 0; i < 40; i++, n++) {
		assert_int_equal(get(&j), (int)(n - 3) % LEVELS);
		put(&j, n, 7, EASY_US);
	}
	assert_int_equal(j.stat.cut_us, 0);
	for (i = 0; i < 200; i++, n++) {
		(void)get(&j);
		put(&j, n, 7, EASY_US);
	}
	assert_int_equal(j.stat.cut_us, 2 * TURN_US);
	assert_int_equal(j.stat.late, 0);
	assert_int_equal(get(&j), (int)(n - 1) % LEVELS);
	oh_jitter_reset(&j);
	return 0;
}

/* A timestamp from elsewhere is not believed at once, another source is */
int test_jitter_misfits(void)
{
	struct oh_jitter j = { .rate_hz = 0 };

	put(&j, 1, 7, EASY_US);
	if (!j.ear.dec) {
		oh_jitter_reset(&j);
		return ENOMEM;
	}
	assert_int_equal(get(&j), 1);
	put(&j, 200, 7, EASY_US);
	assert_true(get(&j) <= 0);
	put(&j, 3, 7, EASY_US);
	assert_int_equal(j.stat.misfits, 1);
	assert_int_equal(get(&j), 3);
	for (uint32_t n = 60; n < 63; n++)
		put(&j, n, 7, EASY_US);
	assert_int_equal(j.stat.misfits, 4);
	assert_int_equal(get(&j), 62);
	put(&j, 20, 8, EASY_US);
	assert_int_equal(get(&j), 20);
	oh_jitter_reset(&j);
	return 0;
}

/* Never more than there is room for, whatever comes */
int test_jitter_is_bounded(void)
{
	struct oh_jitter j = { .rate_hz = 0 };

	for (uint32_t n = 1; n < 500; n++) {
		put(&j, n, 7, EASY_US);
		assert_true(j.end - j.head <= (int64_t)j.size);
		if (n % 50 == 0)
			(void)get(&j);
	}
	oh_jitter_reset(&j);
	return 0;
}

/* After a pause the delay is found anew; comfort noise ends the making up */
int test_jitter_pauses(void)
{
	struct oh_jitter j = { .rate_hz = 0 };
	int i;

	put(&j, 1, 7, EASY_US);
	if (!j.ear.dec) {
		oh_jitter_reset(&j);
		return ENOMEM;
	}
	assert_int_equal(get(&j), 1);
	oh_jitter_pause(&j);
	for (i = 0; j.started && i < 100; i++)
		assert_true(get(&j) <= 0);
	assert_int_equal(i, 11);
	assert_int_equal(j.stat.made_us, 0);
	put(&j, 9, 7, EASY_US);
	assert_int_equal(get(&j), 9);
	assert_int_equal(j.stat.stretched_us, 0);
	oh_jitter_reset(&j);
	return 0;
}
