/**
 * @file test_prompt.c  Sound files become payloads that sound the same
 */
#include "base/compat.h"
#include <math.h>
#include <sndfile.h>
#include <sys/stat.h>
#include "audio.h"
#include "base/clock.h"
#include "media/encoded.h"
#include "media/prompt.h"
#include "temp.h"
#include "test.h"

int test_prompt_formats(void);
int test_prompt_same_file_is_encoded_once(void);
int test_prompt_refuses(void);
int test_prompt_broken_half_way(void);
int test_prompt_wild_floats(void);
int test_prompt_samples_are_exact(void);
int test_prompt_packet_intervals(void);
int test_prompt_in_memory(void);
int test_prompt_outlives_cache(void);
int test_prompt_cache_drops_the_unused(void);

enum { PTIME = 20, SECONDS_MAX = 5, DEADLINE_MS = 20000 };

struct world {
	struct temp temp;
	struct oh_prompts *cache;
	struct oh_prompt *pr;
};

static int world_init(struct world *w)
{
	*w = (struct world){ .pr = NULL };
	temp_make(&w->temp);

	return oh_prompts_alloc(&w->cache);
}

static void world_reset(struct world *w)
{
	oh_prompt_unref(w->pr);
	mem_deref(w->cache);
	temp_remove(&w->temp);
}

/** A tone in every channel */
struct sound {
	const char *name;
	int format, rate, channels;
	double freq_hz, seconds;
};

static const char *make_file(struct world *w, const struct sound *s)
{
	SF_INFO info = {
		.samplerate = s->rate, .channels = s->channels,
		.format = s->format,
	};
	const char *path = temp_path(&w->temp, s->name);
	SNDFILE *sf = sf_open(path, SFM_WRITE, &info);
	const long n = lrint(s->seconds * s->rate);

	assert_non_null(sf);
	for (long i = 0; i < n; i++) {
		const double turns = s->freq_hz * (double)i / s->rate;
		float frame[8];

		for (int c = 0; c < s->channels; c++)
			frame[c] = 0.3f * (float)sin(2 * M_PI * turns);
		assert_int_equal(sf_writef_float(sf, frame, 1), 1);
	}
	assert_int_equal(sf_close(sf), 0);

	return path;
}

static int wait_ready(const struct oh_encoded **encp, struct oh_prompt *pr,
		      const struct oh_codec *codec)
{
	const uint64_t until = oh_clock_us() + DEADLINE_MS * 1000ull;
	const struct timespec nap = { .tv_nsec = 500000 };
	int err = 0;

	while (!(*encp = oh_prompt_encoded(pr, codec, &err)) && !err) {
		assert_true(oh_clock_us() < until);
		(void)nanosleep(&nap, NULL);
	}

	return err;
}

/* What the far end hears, and how many samples of it */
static size_t hear(int16_t *sampv, const struct oh_encoded *enc,
		   const struct oh_codec *codec, int *errp)
{
	const size_t frame = codec->rate_hz / 1000 * PTIME;
	const uint8_t *buf;
	void *dec = NULL;
	size_t n = 0, len;

	*errp = codec->dec_alloc ? codec->dec_alloc(&dec) : 0;
	if (*errp)
		return 0;
	for (uint32_t ms = 0; oh_encoded_frame(enc, ms, PTIME, &buf, &len);
	     ms += PTIME) {
		size_t sampc = frame;

		assert_true(n + frame <= SECONDS_MAX * codec->rate_hz);
		assert_int_equal(codec->dec(dec, sampv + n, &sampc, buf, len),
				 0);
		assert_int_equal(sampc, frame);
		n += frame;
	}
	mem_deref(dec);

	return n;
}

int test_prompt_formats(void)
{
	static const struct sound v[] = {
		{ "a.wav",  SF_FORMAT_WAV | SF_FORMAT_FLOAT,
		  44100, 2, 1004, 1.5 },
		{ "b.wav",  SF_FORMAT_WAV | SF_FORMAT_ULAW,
		  8000, 1, 1004, 1.5 },
		{ "c.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
		  16000, 1, 1004, 1.5 },
		{ "d.ogg",  SF_FORMAT_OGG | SF_FORMAT_VORBIS,
		  22050, 2, 1004, 1.5 },
		{ "e.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_24,
		  96000, 6, 1004, 1.5 },
	};
	static int16_t sampv[SECONDS_MAX * 48000];
	const struct oh_encoded *enc;
	const struct oh_codec *codec;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		err = oh_prompt_open(&w.pr, w.cache, make_file(&w, &v[i]),
				     NULL);
		TEST_OK(err);
		assert_true(fabs(oh_prompt_seconds(w.pr) - 1.5) < 0.06);
		for (size_t k = 0; (codec = oh_codec_at(k)); k++) {
			size_t n, edge = codec->rate_hz / 10;

			err = wait_ready(&enc, w.pr, codec);
			TEST_OK(err);
			assert_in_range(oh_encoded_ms(enc), 1440, 1560);
			n = hear(sampv, enc, codec, &err);
			TEST_OK(err);
			assert_in_range(n * 1000 / codec->rate_hz, 1440, 1560);
			assert_true(audio_tone(sampv + edge, n - 2 * edge,
					       codec->rate_hz, 1004) > 0.95);
			assert_true(audio_rms(sampv + edge, n - 2 * edge)
				    > 0.3 * 32768 * 0.707 * 0.8);
		}
		oh_prompt_unref(w.pr);
		w.pr = NULL;
	}

 out:
	world_reset(&w);
	return err;
}

int test_prompt_same_file_is_encoded_once(void)
{
	struct sound sound = {
		"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 500, 0.5,
	};
	const struct oh_codec *pcmu = oh_codec_find("PCMU");
	const struct oh_encoded *a, *b;
	struct oh_prompt *again = NULL;
	const char *path;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	path = make_file(&w, &sound);
	err = oh_prompt_open(&w.pr, w.cache, path, NULL);
	TEST_OK(err);
	assert_string_equal(oh_prompt_name(w.pr), path);
	err = oh_prompt_warm(w.pr, "pcmu");
	TEST_OK(err);
	err = oh_prompt_open(&again, w.cache, path, NULL);
	TEST_OK(err);
	assert_ptr_equal(again, w.pr);
	err = wait_ready(&a, w.pr, pcmu);
	TEST_OK(err);
	err = wait_ready(&b, again, pcmu);
	TEST_OK(err);
	assert_ptr_equal(a, b);

	/* Another file by the same name is another prompt. */
	oh_prompt_unref(again);
	again = NULL;
	sound.seconds = 0.7;
	path = make_file(&w, &sound);
	err = oh_prompt_open(&again, w.cache, path, NULL);
	TEST_OK(err);
	assert_ptr_not_equal(again, w.pr);
	assert_int_equal(oh_prompt_warm(w.pr, "G729"), ENOENT);

 out:
	oh_prompt_unref(again);
	world_reset(&w);
	return err;
}

static void make_odd_files(struct world *w)
{
	static const char text[] = "RIFF is not enough to be sound\n";
	static const struct sound v[] = {
		{ "slow",   SF_FORMAT_WAV | SF_FORMAT_PCM_16, 500, 1, 100, 1 },
		{ "silent", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 1, 0 },
		{ "long",   SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 1000, 1, 1, 1 },
	};
	FILE *f;

	temp_write(&w->temp, "text", text, sizeof(text));
	temp_write(&w->temp, "empty", "", 0);
	temp_write(&w->temp, "large", "", 0);
	assert_int_equal(truncate(temp_path(&w->temp, "large"), 600 << 20), 0);
	assert_int_equal(mkdir(temp_path(&w->temp, "folder"), 0700), 0);
	assert_int_equal(mkfifo(temp_path(&w->temp, "fifo"), 0600), 0);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		(void)make_file(w, &v[i]);
	/* RIFF and data sizes of more than two hours, in a sparse file */
	f = fopen(temp_path(&w->temp, "long"), "r+");
	assert_non_null(f);
	fseek(f, 4, SEEK_SET);
	fwrite("\x24\x00\x80\x00", 1, 4, f);
	fseek(f, 40, SEEK_SET);
	fwrite("\x00\x00\x80\x00", 1, 4, f);
	fclose(f);
	assert_int_equal(truncate(temp_path(&w->temp, "long"),
				  44 + 0x800000), 0);
}

int test_prompt_refuses(void)
{
	static const struct {
		const char *name;
		int err;
		const char *why;
	} v[] = {
		{ "missing", ENOENT,  NULL },
		{ "folder",  EBADMSG, "a directory" },
		{ "fifo",    EBADMSG, "not a regular file" },
		{ "empty",   EBADMSG, "an empty file" },
		{ "text",    EBADMSG, "not a sound file" },
		{ "silent",  EBADMSG, "no sound in it" },
		{ "large",   ERANGE,  "larger than 512 MiB" },
		{ "slow",    ERANGE,
		  "a sampling rate outside 1 to 384 kHz" },
		{ "long",    ERANGE,  "longer than two hours" },
	};
	const int16_t sample = 1;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	make_odd_files(&w);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const char *why = "unset";

		err = oh_prompt_open(&w.pr, w.cache,
				     temp_path(&w.temp, v[i].name), &why);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, v[i].err);
		assert_null(w.pr);
		if (v[i].why)
			assert_string_equal(why, v[i].why);
		else
			assert_null(why);
	}
	assert_int_equal(EINVAL, oh_prompt_samples(&w.pr, w.cache,
						   &sample, 0, 8000));
	assert_int_equal(ERANGE, oh_prompt_samples(&w.pr, w.cache,
						   &sample, 1, 0));
	err = 0;

 out:
	world_reset(&w);
	return err;
}

/* The header is sound, what follows is not: known only when decoded. */
int test_prompt_broken_half_way(void)
{
	static const struct sound v[] = {
		{ "a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
		  44100, 2, 440, 10 },
		{ "b.ogg",  SF_FORMAT_OGG | SF_FORMAT_VORBIS,
		  44100, 2, 440, 10 },
	};
	static const char junk[65536];
	const struct oh_encoded *enc;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const char *path = make_file(&w, &v[i]);
		struct stat st;
		FILE *f = fopen(path, "r+");

		assert_int_equal(stat(path, &st), 0);
		fseek(f, st.st_size / 2, SEEK_SET);
		fwrite(junk, 1, min(sizeof(junk), (size_t)st.st_size / 4), f);
		fclose(f);
		err = oh_prompt_open(&w.pr, w.cache, path, NULL);
		TEST_OK(err);
		err = wait_ready(&enc, w.pr, oh_codec_find("PCMU"));
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, EBADMSG);
		assert_null(enc);
		oh_prompt_unref(w.pr);
		w.pr = NULL;
	}
	err = 0;

 out:
	world_reset(&w);
	return err;
}

/* Not a number is silence, and the rest of the prompt is not harmed. */
int test_prompt_wild_floats(void)
{
	static int16_t sampv[SECONDS_MAX * 16000];
	static const struct sound sound = {
		"a.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 44100, 1, 1000, 1,
	};
	const struct oh_codec *codec = oh_codec_find("G722");
	float wild[4410];
	const struct oh_encoded *enc;
	const char *path;
	struct world w;
	SF_INFO info = { 0 };
	SNDFILE *sf;
	size_t n;
	int err = world_init(&w);

	TEST_OK(err);
	path = make_file(&w, &sound);
	sf = sf_open(path, SFM_RDWR, &info);
	assert_non_null(sf);
	for (size_t i = 0; i < ARRAY_SIZE(wild); i++)
		wild[i] = i % 3 ? NAN : INFINITY;
	wild[0] = 3e38f;
	sf_seek(sf, 4410, SEEK_SET);
	sf_write_float(sf, wild, ARRAY_SIZE(wild));
	sf_close(sf);
	err = oh_prompt_open(&w.pr, w.cache, path, NULL);
	TEST_OK(err);
	err = wait_ready(&enc, w.pr, codec);
	TEST_OK(err);
	n = hear(sampv, enc, codec, &err);
	TEST_OK(err);
	assert_int_equal(n, 16000);
	assert_true(audio_rms(sampv + 2000, 800) < 10);
	assert_true(audio_tone(sampv + 4000, n - 5600, 16000, 1000) > 0.95);

 out:
	world_reset(&w);
	return err;
}

int test_prompt_samples_are_exact(void)
{
	const struct oh_codec *pcmu = oh_codec_find("PCMU");
	const struct oh_encoded *enc;
	static int16_t sampv[1600];
	uint8_t want[1600], got[1600];
	const uint8_t *buf;
	struct world w;
	size_t len = sizeof(want);
	int err = world_init(&w);

	TEST_OK(err);
	audio_sine(sampv, 1600, 8000, 440, 32767);
	assert_int_equal(pcmu->enc(NULL, want, &len, sampv, 1600), 0);
	err = oh_prompt_samples(&w.pr, w.cache, sampv, 1600, 8000);
	TEST_OK(err);
	err = wait_ready(&enc, w.pr, pcmu);
	TEST_OK(err);
	assert_int_equal(oh_encoded_ms(enc), 200);
	for (uint32_t ms = 0; ms < 200; ms += 20) {
		assert_true(oh_encoded_frame(enc, ms, 20, &buf, &len));
		assert_int_equal(len, 160);
		memcpy(got + ms * 8, buf, len);
	}
	assert_memory_equal(got, want, sizeof(want));

 out:
	world_reset(&w);
	return err;
}

int test_prompt_packet_intervals(void)
{
	static const struct {
		const char *codec;
		uint32_t pos_ms, ptime_ms;
		bool ok;
	} v[] = {
		{ "PCMU",   0, 10, true  }, { "PCMU",   0, 20, true },
		{ "PCMU",   0, 30, true  }, { "PCMU",  60, 60, true },
		{ "PCMU", 104, 60, true  }, { "PCMU", 105, 20, false },
		{ "PCMU",   0, 61, false }, { "PCMU",   0,  0, false },
		{ "G722",  90, 30, true  }, { "PCMU", UINT32_MAX, 20, false },
		{ "opus",   0, 20, true  }, { "opus",   0, 40, false },
		{ "opus", 100, 20, true  }, { "opus", 120, 20, false },
	};
	static int16_t sampv[840];
	const struct oh_encoded *enc;
	const uint8_t *buf;
	struct world w;
	size_t len;
	int err = world_init(&w);

	TEST_OK(err);
	err = oh_prompt_samples(&w.pr, w.cache, sampv, ARRAY_SIZE(sampv),
				8000);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_codec *c = oh_codec_find(v[i].codec);

		err = wait_ready(&enc, w.pr, c);
		TEST_OK(err);
		assert_int_equal(oh_encoded_ms(enc), 105);
		assert_int_equal(v[i].ok, oh_encoded_frame(
			enc, v[i].pos_ms, v[i].ptime_ms, &buf, &len));
		if (v[i].ok && c->bytes_per_ms)
			assert_int_equal(len, v[i].ptime_ms * 8);
	}
	/* One past the end is silence, not another prompt's sound. */
	err = wait_ready(&enc, w.pr, oh_codec_find("PCMU"));
	TEST_OK(err);
	assert_true(oh_encoded_frame(enc, 100, 60, &buf, &len));
	for (size_t i = 40; i < len; i++)
		assert_int_equal(buf[i], 0xff);

 out:
	world_reset(&w);
	return err;
}

int test_prompt_in_memory(void)
{
	static const struct sound sound = {
		"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 700, 1,
	};
	static uint8_t wav[20000];
	const struct oh_encoded *enc;
	struct oh_prompt *again = NULL;
	struct world w;
	size_t len;
	FILE *f;
	int err = world_init(&w);

	TEST_OK(err);
	f = fopen(make_file(&w, &sound), "r");
	assert_non_null(f);
	len = fread(wav, 1, sizeof(wav), f);
	fclose(f);
	err = oh_prompt_memory(&w.pr, w.cache, "hello", wav, len);
	TEST_OK(err);
	assert_string_equal(oh_prompt_name(w.pr), "hello");
	err = oh_prompt_memory(&again, w.cache, "hello", wav, len);
	TEST_OK(err);
	assert_ptr_equal(again, w.pr);
	err = wait_ready(&enc, w.pr, oh_codec_find("PCMA"));
	TEST_OK(err);
	assert_int_equal(oh_encoded_ms(enc), 1000);

 out:
	oh_prompt_unref(again);
	world_reset(&w);
	return err;
}

/* Streams may still play when the cache is gone. */
int test_prompt_outlives_cache(void)
{
	const struct oh_codec *pcmu = oh_codec_find("PCMU");
	const struct oh_encoded *enc;
	static int16_t sampv[8000];
	const uint8_t *buf;
	struct world w;
	size_t len;
	int err = world_init(&w);

	TEST_OK(err);
	err = oh_prompt_samples(&w.pr, w.cache, sampv, 8000, 8000);
	TEST_OK(err);
	err = wait_ready(&enc, w.pr, pcmu);
	TEST_OK(err);
	(void)oh_prompt_warm(w.pr, "opus");
	w.cache = mem_deref(w.cache);
	assert_true(oh_encoded_frame(enc, 980, 20, &buf, &len));
	assert_null(oh_prompt_encoded(w.pr, oh_codec_find("G722"), NULL));
	assert_null(oh_prompt_encoded(w.pr, oh_codec_find("G722"), &err));
	assert_int_equal(err, ECANCELED);
	err = 0;

 out:
	world_reset(&w);
	return err;
}

int test_prompt_cache_drops_the_unused(void)
{
	static const struct sound sound = {
		"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 1, 700, 0.01,
	};
	static uint8_t wavv[100][256];
	struct oh_prompt *pr = NULL, *first = NULL;
	struct world w;
	uint8_t wav[256];
	size_t len;
	FILE *f;
	int err = world_init(&w);

	TEST_OK(err);
	f = fopen(make_file(&w, &sound), "r");
	len = fread(wav, 1, sizeof(wav), f);
	fclose(f);
	for (size_t i = 0; i < ARRAY_SIZE(wavv); i++) {
		memcpy(wavv[i], wav, len);
		err = oh_prompt_memory(&pr, w.cache, "x", wavv[i], len);
		TEST_OK(err);
		if (i == 0)
			w.pr = oh_prompt_ref(pr);
		oh_prompt_unref(pr);
		pr = NULL;
	}
	/* In use, so it is still known. */
	err = oh_prompt_memory(&first, w.cache, "x", wavv[0], len);
	TEST_OK(err);
	assert_ptr_equal(first, w.pr);

 out:
	oh_prompt_unref(first);
	world_reset(&w);
	return err;
}
