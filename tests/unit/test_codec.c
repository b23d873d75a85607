/**
 * @file test_codec.c  Codecs: what goes in comes out
 */
#include "base/compat.h"
#include "audio.h"
#include "media/codec.h"
#include "test.h"

int test_codec_table(void);
int test_codec_sine_survives(void);
int test_codec_loss_is_concealed(void);
int test_codec_loss_fades_to_silence(void);
int test_codec_g711_edges(void);
int test_codec_refuses(void);

enum { FRAMES = 50, PTIME = 20 };

struct coder {
	const struct oh_codec *codec;
	void *enc;
	void *dec;
};

static int coder_init(struct coder *c, const struct oh_codec *codec)
{
	int err = 0;

	*c = (struct coder){ .codec = codec };
	if (codec->enc_alloc)
		err = codec->enc_alloc(&c->enc);
	if (!err && codec->dec_alloc)
		err = codec->dec_alloc(&c->dec);

	return err;
}

static void coder_reset(struct coder *c)
{
	c->enc = mem_deref(c->enc);
	c->dec = mem_deref(c->dec);
}

/* Encodes and decodes whole frames; frame number lost is concealed. */
static void coder_pass(struct coder *c, int16_t *out, const int16_t *in,
		       int lost)
{
	const size_t n = c->codec->rate_hz / 1000 * PTIME;

	for (int i = 0; i < FRAMES; i++, in += n, out += n) {
		uint8_t buf[OH_CODEC_PACKET_MAX];
		size_t len = sizeof(buf), sampc = n;

		assert_int_equal(0, c->codec->enc(c->enc, buf, &len, in, n));
		if (c->codec->bytes_per_ms)
			assert_int_equal(len, c->codec->bytes_per_ms * PTIME);
		assert_int_equal(0, c->codec->dec(c->dec, out, &sampc,
						  i == lost ? NULL : buf,
						  len));
		assert_int_equal(sampc, n);
	}
}

int test_codec_table(void)
{
	static const struct {
		const char *name;
		uint8_t pt;
		uint32_t rate_hz, clock_hz;
		uint8_t channels;
	} v[] = {
		{ "PCMU", 0, 8000, 8000, 1 },
		{ "pcma", 8, 8000, 8000, 1 },
		{ "G722", 9, 16000, 8000, 1 },
		{ "Opus", OH_CODEC_PT_DYNAMIC, 48000, 48000, 2 },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		const struct oh_codec *c = oh_codec_find(v[i].name);

		assert_non_null(c);
		assert_ptr_equal(c, oh_codec_at(i));
		assert_int_equal(c->pt, v[i].pt);
		assert_int_equal(c->rate_hz, v[i].rate_hz);
		assert_int_equal(c->clock_hz, v[i].clock_hz);
		assert_int_equal(c->sdp_channels, v[i].channels);
	}
	assert_null(oh_codec_at(4));
	assert_null(oh_codec_find("G729"));
	assert_null(oh_codec_find(""));
	assert_null(oh_codec_find(NULL));

	return 0;
}

int test_codec_sine_survives(void)
{
	static const struct {
		const char *name;
		double freq_hz;
		double snr_min_db;
	} v[] = {
		{ "PCMU", 1004, 35 },
		{ "PCMA", 1004, 35 },
		{ "G722", 1004, 25 },
		{ "G722", 6000, 10 },   /* no narrow-band codec has this */
		{ "opus", 1004, 10 },
	};
	static int16_t in[FRAMES * 960], out[FRAMES * 960];
	struct coder c = { 0 };
	int err = 0;

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		const struct oh_codec *codec = oh_codec_find(v[i].name);
		size_t n = codec->rate_hz, skip = n / 10;

		err = coder_init(&c, codec);
		TEST_OK(err);
		audio_sine(in, n, codec->rate_hz, v[i].freq_hz, 10000);
		coder_pass(&c, out, in, -1);
		assert_true(audio_tone(out + skip, n - skip, codec->rate_hz,
				       v[i].freq_hz) > 0.95);
		assert_true(audio_snr(in + skip, out + skip, n - skip,
				      codec->rate_hz / 100) > v[i].snr_min_db);
		coder_reset(&c);
	}

 out:
	coder_reset(&c);
	return err;
}

int test_codec_loss_is_concealed(void)
{
	static int16_t in[FRAMES * 960], out[FRAMES * 960];
	const struct oh_codec *codec;
	struct coder c = { 0 };
	int err = 0;

	for (size_t i = 0; (codec = oh_codec_at(i)); i++) {
		size_t n = codec->rate_hz / 1000 * PTIME;

		err = coder_init(&c, codec);
		TEST_OK(err);
		audio_sine(in, FRAMES * n, codec->rate_hz, 400, 10000);
		coder_pass(&c, out, in, FRAMES / 2);
		assert_true(audio_rms(out + FRAMES / 2 * n, n) > 2000);
		coder_reset(&c);
	}

 out:
	coder_reset(&c);
	return err;
}

int test_codec_loss_fades_to_silence(void)
{
	static int16_t in[FRAMES * 960], sampv[FRAMES * 960];
	const struct oh_codec *codec;
	struct coder c = { 0 };
	int err = 0;

	for (size_t i = 0; (codec = oh_codec_at(i)); i++) {
		size_t n = codec->rate_hz / 1000 * PTIME, sampc = n;

		err = coder_init(&c, codec);
		TEST_OK(err);
		audio_sine(in, FRAMES * n, codec->rate_hz, 400, 10000);
		coder_pass(&c, sampv, in, -1);
		for (int k = 0; k < 100; k++) {
			err = codec->dec(c.dec, sampv, &sampc, NULL, 0);
			assert_int_equal(err, 0);
			assert_int_equal(sampc, n);
		}
		/* libopus ends in a faint noise of its own. */
		assert_true(audio_rms(sampv, n) < 200);
		coder_reset(&c);
	}

 out:
	coder_reset(&c);
	return err;
}

int test_codec_g711_edges(void)
{
	static const struct {
		const char *name;
		int16_t sample;
		uint8_t code;
	} v[] = {
		{ "PCMU",      0, 0xff }, { "PCMU", INT16_MAX, 0x80 },
		{ "PCMU", -32767, 0x00 }, { "PCMU", INT16_MIN, 0x00 },
		{ "PCMA",      0, 0xd5 }, { "PCMA", INT16_MAX, 0xaa },
		{ "PCMA", -32767, 0x2a }, { "PCMA", INT16_MIN, 0x2a },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		const struct oh_codec *c = oh_codec_find(v[i].name);
		uint8_t code;
		size_t len = 1;

		assert_int_equal(0, c->enc(NULL, &code, &len,
					   &v[i].sample, 1));
		assert_int_equal(code, v[i].code);
		if (v[i].sample == 0)
			assert_int_equal(code, c->silence);
	}

	return 0;
}

int test_codec_refuses(void)
{
	static int16_t sampv[OH_CODEC_FRAME_MAX];
	static const uint8_t junk[64] = { 0xff, 0xff, 0xff, 0xff };
	const struct oh_codec *codec;
	uint8_t buf[OH_CODEC_PACKET_MAX];
	struct coder c = { 0 };
	size_t n;
	int err = 0;

	for (size_t i = 0; (codec = oh_codec_at(i)); i++) {
		err = coder_init(&c, codec);
		TEST_OK(err);
		if (codec->bytes_per_ms) {
			n = 159;
			assert_int_equal(ERANGE, codec->enc(
				c.enc, buf, &n, sampv,
				160 * codec->rate_hz / 8000));
			n = 159 * codec->rate_hz / 8000;
			memset(buf, 0, sizeof(buf));
			assert_int_equal(ERANGE, codec->dec(c.dec, sampv, &n,
							    buf, 160));
		}
		else {
			n = sizeof(buf);
			assert_int_equal(EINVAL, codec->enc(c.enc, buf, &n,
							    sampv, 961));
			n = OH_CODEC_FRAME_MAX;
			assert_int_equal(EBADMSG,
					 codec->dec(c.dec, sampv, &n,
						    junk, sizeof(junk)));
			assert_int_equal(EBADMSG, codec->dec(c.dec, sampv, &n,
							     junk, 0));
		}
		coder_reset(&c);
	}

 out:
	coder_reset(&c);
	return err;
}
