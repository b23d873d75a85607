/**
 * @file test_meter.c  How loud both sides are
 */
#include "base/compat.h"
#include <math.h>
#include "audio.h"
#include "media/meter.h"
#include "stream_fixture.h"
#include "test.h"

enum {
	NOW_US      = 1000000,
	SAMPLES_MAX = 48 * 60,
	LONG_MS     = 9600,
	SETTLED     = 30,     /* packets: a decoder that begins in between */
};

static const double SILENCE_DBOV = -127.0;

/* The same packet of silence again and again, in G.722 */
static const double QUIET_DBOV = -60.0;

/* Of the tone of the fixture: a sine of this peak */
static const double TONE_DBOV = -15.26;

#define assert_near(got, want, most)                                   \
	do {                                                           \
		double got_ = (got), want_ = (want);                   \
		if (!(fabs(got_ - want_) <= (most)))                   \
			fail_msg("%.2f dBov, not %.2f", got_, want_);  \
	} while (0)

/* Every byte of G.711 is as loud as what a decoder makes of it */
int test_meter_table(void)
{
	static const char *const namev[] = { "PCMU", "PCMA" };
	int16_t sampv[160];
	uint8_t buf[160];

	for (unsigned i = 0; i < 2 * 256; i++) {
		const struct oh_codec *codec = oh_codec_find(namev[i / 256]);
		struct oh_meter m = { 0 };
		struct oh_ear ear = { 0 };
		size_t n = sizeof(buf);
		int err;
		double want;

		memset(buf, (int)(i % 256), sizeof(buf));
		err = oh_ear_decode(&ear, codec, sampv, &n, buf, sizeof(buf));
		oh_ear_reset(&ear);
		TEST_OK(err);
		want = abs(sampv[0]) > 8 ?
			20.0 * log10(abs(sampv[0]) / 32768.0) : SILENCE_DBOV;
		oh_meter_feed(&m, codec, buf, sizeof(buf), NULL, NOW_US);
		assert_near(oh_meter_look(&m, NOW_US), want, 0.001);
	}
 out:
	return 0;
}

static int feed(struct oh_meter *m, const struct oh_codec *codec,
		uint32_t ptime_ms, double peak)
{
	static int16_t sampv[SAMPLES_MAX], room[OH_CODEC_FRAME_MAX];
	size_t n = codec->rate_hz / 1000 * ptime_ms;
	struct oh_mouth mouth = { 0 };
	int err = 0;

	audio_sine(sampv, n, codec->rate_hz, 1000.0, peak);
	for (int i = 0; i < 12 && !err; i++) {
		uint8_t buf[OH_CODEC_PACKET_MAX];
		size_t len = sizeof(buf);

		err = oh_mouth_encode(&mouth, codec, buf, &len, sampv, n);
		if (!err)
			oh_meter_feed(m, codec, buf, len, room, NOW_US);
	}
	oh_mouth_reset(&mouth);

	return err;
}

/* A tone has its level in every codec, whatever the length of packets */
int test_meter_tones(void)
{
	static const uint32_t ptimev[] = { 10, 20, 30, 60 };
	const struct oh_codec *codec;

	for (size_t i = 0; (codec = oh_codec_at(i)); i++) {
		for (size_t k = 0; k < ARRAY_SIZE(ptimev); k++) {
			struct oh_meter m = { 0 };
			bool varies = !codec->bytes_per_ms;
			double got;
			int err;

			if (varies && ptimev[k] == 30)
				continue;   /* no such frames in Opus */
			err = feed(&m, codec, ptimev[k], 3276.8);
			got = oh_meter_look(&m, NOW_US);
			oh_meter_stop(&m);
			TEST_OK(err);
			if (test_is_oom())
				continue;
			assert_near(got, -23.01, 1.0);
		}
	}
 out:
	return 0;
}

/* Each look begins anew; the latest stays for a while, and no longer */
int test_meter_looks(void)
{
	const struct oh_codec *codec = oh_codec_find("PCMU");
	uint8_t loud[160], quiet[160], silent[160];
	struct oh_meter m = { 0 };

	memset(loud, 0x80, sizeof(loud));
	memset(quiet, 0xb0, sizeof(quiet));
	memset(silent, 0xff, sizeof(silent));
	assert_near(oh_meter_look(&m, NOW_US), SILENCE_DBOV, 0);

	oh_meter_feed(&m, codec, loud, 160, NULL, NOW_US);
	oh_meter_feed(&m, codec, quiet, 160, NULL, NOW_US);
	assert_near(oh_meter_look(&m, NOW_US), -0.17, 0.01);
	assert_near(oh_meter_look(&m, NOW_US + 60000), -18.49, 0.01);
	oh_meter_feed(&m, codec, silent, 160, NULL, NOW_US);
	assert_near(oh_meter_look(&m, NOW_US), SILENCE_DBOV, 0);

	/* half a block, then a packet of another rate: no mixture of them */
	oh_meter_feed(&m, codec, loud, 80, NULL, NOW_US);
	assert_near(oh_meter_look(&m, NOW_US), SILENCE_DBOV, 0);
	oh_meter_feed(&m, codec, loud, 160, NULL, NOW_US);
	assert_near(oh_meter_look(&m, NOW_US), -0.17, 0.01);
	assert_near(oh_meter_look(&m, NOW_US + OH_METER_STAY_US), -127.0, 0);

	oh_meter_feed(&m, codec, loud, 160, NULL, NOW_US);
	oh_meter_stop(&m);
	assert_near(oh_meter_look(&m, NOW_US), SILENCE_DBOV, 0);
	return 0;
}

static int tone_pair(struct stream_pair *p, const char *codec)
{
	const struct oh_stream_prm prm = { .codecv = { codec }, .codecc = 1,
					   .srtp = OH_SRTP_REQUIRE };
	int err = stream_pair_init(p, &prm, &prm);

	/* At each new beginning a decoder of G.722 starts with a shout */
	oh_prompt_unref(p->tone);
	p->tone = NULL;
	if (!err)
		err = stream_tone(p, LONG_MS);
	if (!err)
		err = oh_stream_play(p->a.st, &p->tone, 1, 0, NULL);

	return err;
}

/* Who plays is as loud as who hears it says; muted it is silent; switched
   off there is nothing */
int test_meter_of_streams(void)
{
	static const char *const codecv[] = { "PCMU", "PCMA", "G722", "opus" };
	double us, them;
	struct stream_pair p;

	for (size_t i = 0; i < ARRAY_SIZE(codecv); i++) {
		TEST_OK(tone_pair(&p, codecv[i]));
		TEST_OK(stream_loudness(&p, &p.b, &us, &them));
		assert_near(them, SILENCE_DBOV, 0);
		TEST_OK(oh_stream_meter(p.a.st, true));
		TEST_OK(oh_stream_meter(p.b.st, true));
		TEST_OK(stream_until_heard(&p, &p.b));
		TEST_OK(stream_until_rx(&p, &p.b, SETTLED));
		TEST_OK(stream_loudness(&p, &p.b, &us, &them));
		if (!test_is_oom()) {
			assert_near(us, SILENCE_DBOV, 0);
			assert_near(them, TONE_DBOV, 1.0);
		}
		TEST_OK(stream_loudness(&p, &p.a, &us, &them));
		if (!test_is_oom()) {
			assert_near(us, TONE_DBOV, 1.0);
			assert_true(them < QUIET_DBOV);
		}
		oh_stream_mute(p.a.st, true);
		TEST_OK(stream_loudness(&p, &p.a, &us, &them));
		assert_near(us, SILENCE_DBOV, 0);
		TEST_OK(oh_stream_meter(p.b.st, false));
		oh_stream_mute(p.a.st, false);
		TEST_OK(stream_loudness(&p, &p.b, &us, &them));
		assert_near(them, SILENCE_DBOV, 0);
		stream_pair_reset(&p);
		if (test_is_oom())
			return 0;
	}
	return 0;
 out:
	stream_pair_reset(&p);
	return 0;
}

int test_meter_of_the_closed(void)
{
	double us = 0.0, them = 0.0;
	struct stream_pair p;

	TEST_OK(tone_pair(&p, "PCMU"));
	TEST_OK(oh_stream_meter(p.a.st, true));
	oh_stream_close(p.a.st);
	assert_int_equal(oh_stream_meter(p.a.st, true), ENOTCONN);
	oh_stream_levels(p.a.st, &us, &them);
	assert_near(us, SILENCE_DBOV, 0);
	assert_near(them, SILENCE_DBOV, 0);
 out:
	stream_pair_reset(&p);
	return 0;
}
