/**
 * @file wavtool.c  What is to be heard in a sound file, in figures
 *
 * For tests: a recording is judged by its content. Times are seconds,
 * channels count from 0, levels are dB.
 */
#include <errno.h>
#include <math.h>
#include <sndfile.h>
#include <spandsp.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/compat.h"
#include "media/codec.h"
#include "media/source.h"

enum {
	SECONDS_MAX  = 3600,
	CHANNELS_MAX = 8,
	DTMF_RATE    = 8000,
	WINDOW_MS    = 20,       /* of speech */
	GAP_MS       = 300,      /* shorter ones are bridged */
};

static const double silence_db = -100.0;
static const double speech_db = -45.0;     /* dBFS */

/** One channel of a file */
struct sound {
	double *v;
	size_t  n;
	int     rate;
};

static int usage(void)
{
	fputs("usage: wavtool tone FILE CHANNEL HZ [FROM TO]\n"
	      "       wavtool level FILE CHANNEL [FROM TO]\n"
	      "       wavtool length FILE\n"
	      "       wavtool channels FILE\n"
	      "       wavtool rate FILE\n"
	      "       wavtool digits FILE CHANNEL\n"
	      "       wavtool speech FILE CHANNEL\n"
	      "       wavtool make-tone FILE HZ SECONDS RATE\n"
	      "       wavtool through FILE CODEC TO\n", stderr);
	return 64;
}

static int number(double *vp, const char *s)
{
	char *end;

	*vp = strtod(s, &end);

	return end == s || *end || !isfinite(*vp) ? EINVAL : 0;
}

static int open_file(SNDFILE **fp, SF_INFO *info, const char *path)
{
	memset(info, 0, sizeof(*info));
	*fp = sf_open(path, SFM_READ, info);
	if (!*fp) {
		fprintf(stderr, "wavtool: %s: %s\n", path, sf_strerror(NULL));
		return EINVAL;
	}
	if (info->channels > CHANNELS_MAX || info->samplerate <= 0 ||
	    info->frames / info->samplerate > SECONDS_MAX) {
		fprintf(stderr, "wavtool: %s: too large\n", path);
		sf_close(*fp);
		return ERANGE;
	}

	return 0;
}

static int read_channel(struct sound *s, const char *path, int channel)
{
	double frame[CHANNELS_MAX];
	SF_INFO info;
	SNDFILE *f;

	if (open_file(&f, &info, path))
		return 1;
	if (channel < 0 || channel >= info.channels) {
		fprintf(stderr, "wavtool: %s: no channel %d\n", path, channel);
		sf_close(f);
		return 1;
	}
	s->n = 0;
	s->rate = info.samplerate;
	s->v = calloc((size_t)info.frames + 1, sizeof(*s->v));
	while (s->v && (sf_count_t)s->n < info.frames &&
	       sf_readf_double(f, frame, 1) == 1)
		s->v[s->n++] = frame[channel];
	sf_close(f);

	return s->v ? 0 : 1;
}

/* Keep what lies between two times */
static int cut(struct sound *s, const char *from, const char *to)
{
	double a, b;
	size_t begin, end;

	if (number(&a, from) || number(&b, to) || a < 0 || b < a)
		return EINVAL;
	begin = (size_t)fmin(a * s->rate, (double)s->n);
	end = (size_t)fmin(b * s->rate, (double)s->n);
	memmove(s->v, s->v + begin, (end - begin) * sizeof(*s->v));
	s->n = end - begin;

	return 0;
}

static double mean_power(const double *v, size_t n)
{
	double sum = 0.0;

	for (size_t i = 0; i < n; i++)
		sum += v[i] * v[i];

	return n ? sum / (double)n : 0.0;
}

static double to_db(double ratio)
{
	return ratio > 1e-10 ? 10.0 * log10(ratio) : silence_db;
}

/* Mean power of one frequency, by Goertzel over blocks of 100 ms: a phase
   jump at a lost packet costs one block and not all. */
static double tone_power(const struct sound *s, double hz)
{
	size_t block = (size_t)s->rate / 10, blocks = 0;
	double w = 2.0 * cos(2.0 * M_PI * hz / s->rate), sum = 0.0;

	for (size_t at = 0; at + block <= s->n; at += block, blocks++) {
		double a = 0.0, b = 0.0;

		for (size_t i = 0; i < block; i++) {
			double c = s->v[at + i] + w * a - b;

			b = a;
			a = c;
		}
		sum += 2.0 * (a * a + b * b - w * a * b) /
			((double)block * (double)block);
	}

	return blocks ? sum / (double)blocks : 0.0;
}

/* tone: near 0 dB if there is nothing else */
static int tone(struct sound *s, const char *arg)
{
	double hz, all = mean_power(s->v, s->n);

	if (number(&hz, arg) || hz <= 0 || hz >= s->rate / 2.0)
		return usage();
	printf("%.1f\n", all > 0 ? to_db(tone_power(s, hz) / all)
				 : silence_db);
	return 0;
}

static int level(const struct sound *s)
{
	printf("%.1f\n", to_db(mean_power(s->v, s->n)));

	return 0;
}

/* One "FROM TO" line for each stretch of sound */
static int speech(const struct sound *s)
{
	size_t block = (size_t)s->rate * WINDOW_MS / 1000;
	size_t gap = (size_t)s->rate * GAP_MS / 1000;
	size_t begin = 0, end = 0;
	bool on = false;

	for (size_t at = 0; at + block <= s->n; at += block) {
		bool loud = to_db(mean_power(s->v + at, block)) > speech_db;

		if (loud && !on)
			begin = at;
		if (loud)
			end = at + block;
		if (on && !loud && at - end >= gap)
			printf("%.2f %.2f\n", (double)begin / s->rate,
			       (double)end / s->rate);
		on = loud || (on && at - end < gap);
	}
	if (on)
		printf("%.2f %.2f\n", (double)begin / s->rate,
		       (double)end / s->rate);

	return 0;
}

static int digits(const struct sound *s)
{
	dtmf_rx_state_t *rx;
	int16_t block[160];
	size_t n = 0;
	char found[128];

	if (s->rate != DTMF_RATE) {
		fprintf(stderr, "wavtool: digits: %d Hz only\n", DTMF_RATE);
		return 1;
	}
	rx = dtmf_rx_init(NULL, NULL, NULL);
	for (size_t i = 0; rx && i < s->n; i++) {
		block[n++] = (int16_t)(s->v[i] * 32767.0);
		if (n == sizeof(block) / sizeof(block[0])) {
			dtmf_rx(rx, block, (int)n);
			n = 0;
		}
	}
	if (!rx)
		return 1;
	n = dtmf_rx_get(rx, found, sizeof(found) - 1);
	printf("%.*s\n", (int)n, found);
	dtmf_rx_free(rx);

	return 0;
}

static int about(const char *what, const char *path)
{
	SF_INFO info;
	SNDFILE *f;

	if (open_file(&f, &info, path))
		return 1;
	sf_close(f);
	if (0 == strcmp(what, "length"))
		printf("%.3f\n", (double)info.frames / info.samplerate);
	else if (0 == strcmp(what, "channels"))
		printf("%d\n", info.channels);
	else if (0 == strcmp(what, "rate"))
		printf("%d\n", info.samplerate);
	else
		return usage();

	return 0;
}

static int make_tone(char **argv)
{
	SF_INFO info = {
		.channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16,
	};
	double hz, seconds, rate;
	SNDFILE *f;

	if (number(&hz, argv[1]) || number(&seconds, argv[2]) ||
	    number(&rate, argv[3]) || seconds < 0 || seconds > SECONDS_MAX)
		return usage();
	info.samplerate = (int)rate;
	f = sf_open(argv[0], SFM_WRITE, &info);
	if (!f) {
		fprintf(stderr, "wavtool: %s: %s\n", argv[0],
			sf_strerror(NULL));
		return 1;
	}
	for (long i = 0; i < (long)(seconds * rate); i++) {
		double v = 0.5 * sin(2.0 * M_PI * hz * (double)i / rate);

		(void)sf_write_double(f, &v, 1);
	}

	return sf_close(f) ? 1 : 0;
}

/** A file being written, and the codec its samples go through before */
struct through {
	const struct oh_codec *codec;
	void   *enc;
	void   *dec;
	SNDFILE *to;
	int16_t block[OH_CODEC_FRAME_MAX];
	size_t  n;
};

/* 20 ms to a payload and back */
static int code(const int16_t *sampv, size_t sampc, void *arg)
{
	struct through *t = arg;
	size_t block = t->codec->rate_hz / 50;

	for (size_t i = 0; i < sampc; i++) {
		uint8_t buf[OH_CODEC_PACKET_MAX];
		size_t len = sizeof(buf), n = OH_CODEC_FRAME_MAX;
		int err;

		t->block[t->n++] = sampv[i];
		if (t->n < block)
			continue;
		t->n = 0;
		err = t->codec->enc(t->enc, buf, &len, t->block, block);
		if (!err)
			err = t->codec->dec(t->dec, t->block, &n, buf, len);
		if (err)
			return err;
		(void)sf_write_short(t->to, t->block, (sf_count_t)n);
	}

	return 0;
}

/* A file as it sounds at the other end of a codec */
static int through(char **argv)
{
	struct through t = { .codec = oh_codec_find(argv[1]) };
	SF_INFO info = {
		.channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16,
	};
	struct oh_source src;
	const char *why = "";
	int err;

	if (!t.codec)
		return usage();
	info.samplerate = (int)t.codec->rate_hz;
	err = oh_source_open(&src, argv[0], &why);
	if (err) {
		fprintf(stderr, "wavtool: %s: %s\n", argv[0], why);
		return 1;
	}
	t.to = sf_open(argv[2], SFM_WRITE, &info);
	err = t.to ? 0 : EINVAL;
	if (!err && t.codec->enc_alloc)
		err = t.codec->enc_alloc(&t.enc);
	if (!err && t.codec->dec_alloc)
		err = t.codec->dec_alloc(&t.dec);
	if (!err)
		err = oh_source_decode(&src, t.codec->rate_hz, code, &t);
	mem_deref(t.enc);
	mem_deref(t.dec);
	if (t.to)
		(void)sf_close(t.to);
	oh_source_close(&src);

	return err ? 1 : 0;
}

static int judge(const char *what, struct sound *s, const char *hz)
{
	if (0 == strcmp(what, "tone"))
		return tone(s, hz);
	if (0 == strcmp(what, "level"))
		return level(s);
	if (0 == strcmp(what, "speech"))
		return speech(s);
	if (0 == strcmp(what, "digits"))
		return digits(s);

	return usage();
}

/* What needs the samples of a channel: argv is CHANNEL [HZ] [FROM TO] */
static int of_channel(const char *what, const char *path, int argc,
		      char **argv)
{
	int first = 0 == strcmp(what, "tone") ? 2 : 1;
	struct sound s = { 0 };
	double channel;
	int err;

	if ((argc != first && argc != first + 2) || number(&channel, argv[0]))
		return usage();
	err = read_channel(&s, path, (int)channel);
	if (!err && argc > first && cut(&s, argv[first], argv[first + 1]))
		err = usage();
	if (!err)
		err = judge(what, &s, argv[1]);
	free(s.v);

	return err;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (argc == 3)
		return about(what, argv[2]);
	if (argc == 6 && 0 == strcmp(what, "make-tone"))
		return make_tone(argv + 2);
	if (argc == 5 && 0 == strcmp(what, "through"))
		return through(argv + 2);
	if (argc > 3)
		return of_channel(what, argv[2], argc - 3, argv + 3);

	return usage();
}
