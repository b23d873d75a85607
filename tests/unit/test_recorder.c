/**
 * @file test_recorder.c  Recordings: everything in its place, whatever happens
 */
#include "base/compat.h"
#include <math.h>
#include <signal.h>
#include <sndfile.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "audio.h"
#include "base/clock.h"
#include "media/recorder.h"
#include "temp.h"
#include "test.h"

int test_recorder_places_samples(void);
int test_recorder_goes_round(void);
int test_recorder_late_and_wild(void);
int test_recorder_refuses(void);
int test_recorder_overflow(void);
int test_recorder_writer_goes(void);
int test_recorder_disk_full(void);
int test_recorder_killed(void);

enum {
	RATE = 8000, FRAME = 160, SECONDS_MAX = 10, DEADLINE_MS = 20000,
};

static const enum oh_recorder_channel US = OH_RECORDER_US;
static const enum oh_recorder_channel THEM = OH_RECORDER_THEM;

struct ending {
	_Atomic int calls;
	int err;
	double seconds;
};

struct world {
	struct temp temp;
	struct oh_writer *writer;
	struct ending ending;
};

static const struct timespec nap = { .tv_nsec = 500000 };

static int world_init(struct world *w)
{
	*w = (struct world){ .writer = NULL };
	temp_make(&w->temp);

	return oh_writer_alloc(&w->writer);
}

static void world_reset(struct world *w)
{
	mem_deref(w->writer);
	temp_remove(&w->temp);
}

static void ended(int err, double seconds, void *arg)
{
	struct ending *e = arg;

	e->err = err;
	e->seconds = seconds;
	e->calls++;
}

static int record(struct oh_recorder **rp, struct world *w)
{
	const struct oh_recorder_prm prm = {
		.path = temp_path(&w->temp, "a.wav"), .rate_hz = RATE,
	};

	return oh_recorder_open(rp, w->writer, &prm, ended, &w->ending);
}

static void wait_ended(struct world *w)
{
	const uint64_t until = oh_clock_us() + DEADLINE_MS * 1000ull;

	while (!w->ending.calls) {
		assert_true(oh_clock_us() < until);
		(void)nanosleep(&nap, NULL);
	}
}

/* What the file holds of each side; frames read */
static size_t read_back(const char *path, int16_t *us, int16_t *them)
{
	static int16_t both[2 * SECONDS_MAX * RATE];
	SF_INFO info = { 0 };
	SNDFILE *sf = sf_open(path, SFM_READ, &info);
	sf_count_t n;

	if (!sf)
		return 0;
	assert_int_equal(info.samplerate, RATE);
	assert_int_equal(info.channels, 2);
	assert_int_equal(info.format, SF_FORMAT_WAV | SF_FORMAT_PCM_16);
	n = sf_readf_short(sf, both, SECONDS_MAX * RATE);
	sf_close(sf);
	for (sf_count_t i = 0; i < n; i++) {
		us[i] = both[2 * i];
		them[i] = both[2 * i + 1];
	}

	return (size_t)n;
}

int test_recorder_places_samples(void)
{
	static int16_t us[SECONDS_MAX * RATE], them[SECONDS_MAX * RATE];
	static int16_t low[RATE], high[RATE];
	struct oh_recorder *r = NULL;
	struct stat st;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	audio_sine(low, RATE, RATE, 400, 8000);
	audio_sine(high, RATE, RATE, 1500, 8000);
	err = record(&r, &w);
	TEST_OK(err);
	/* Us from 0 to 1 s; them from 0.5 s, packets 30 to 39 lost, every
	   other pair in the wrong order, each fifth twice. */
	for (int i = 0; i < 75; i++) {
		int k = i - 25;

		if (i < 50)
			oh_recorder_put(r, US, i * FRAME, low + i * FRAME,
					FRAME);
		k ^= 1;
		if (k >= 0 && k < 50 && !(k >= 30 && k < 40))
			oh_recorder_put(r, THEM, 4000 + k * FRAME,
					high + k * FRAME, FRAME);
		if (k >= 0 && k % 5 == 0 && k < 30)
			oh_recorder_put(r, THEM, 4000 + k * FRAME,
					high + k * FRAME, FRAME);
		oh_recorder_advance(r, (i + 1) * FRAME);
	}
	oh_recorder_close(r);
	wait_ended(&w);
	assert_int_equal(w.ending.err, 0);
	assert_true(fabs(w.ending.seconds - 1.5) < 0.001);
	assert_int_equal(stat(temp_path(&w.temp, "a.wav"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	assert_int_equal(read_back(w.temp.path, us, them), 12000);
	assert_memory_equal(us, low, sizeof(low));
	assert_true(audio_rms(us + RATE, 4000) == 0);
	assert_true(audio_rms(them, 4000) == 0);
	assert_memory_equal(them + 4000, high, 30 * FRAME * 2);
	assert_true(audio_rms(them + 4000 + 30 * FRAME, 10 * FRAME) == 0);
	assert_memory_equal(them + 4000 + 40 * FRAME, high + 40 * FRAME,
			    10 * FRAME * 2);

 out:
	world_reset(&w);
	assert_true(err || w.ending.calls == 1);
	return err;
}

static void wait_size(const char *path, off_t size)
{
	const uint64_t until = oh_clock_us() + DEADLINE_MS * 1000ull;
	struct stat st = { .st_size = 0 };

	while (stat(path, &st) == 0 && st.st_size < size) {
		assert_true(oh_clock_us() < until);
		(void)nanosleep(&nap, NULL);
	}
}

/* Longer than the ring: what was written leaves no trace in it. */
int test_recorder_goes_round(void)
{
	static int16_t us[SECONDS_MAX * RATE], them[SECONDS_MAX * RATE];
	static int16_t sampv[3 * RATE];
	struct oh_recorder *r = NULL;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	audio_sine(sampv, 3 * RATE, RATE, 1000, 9000);
	err = record(&r, &w);
	TEST_OK(err);
	for (int i = 0; i < 9 * 50; i++) {
		const uint64_t pos = (uint64_t)i * FRAME;

		if (i % 150 == 0 && i)
			wait_size(w.temp.path, (off_t)(pos - RATE / 4) * 4);
		if (i < 150 || i >= 300)
			oh_recorder_put(r, THEM, pos,
					sampv + pos % (3 * RATE), FRAME);
		oh_recorder_advance(r, pos + FRAME);
	}
	oh_recorder_close(r);
	wait_ended(&w);
	assert_int_equal(w.ending.err, 0);
	assert_int_equal(read_back(w.temp.path, us, them), 9 * RATE);
	assert_true(audio_rms(us, 9 * RATE) == 0);
	assert_memory_equal(them, sampv, sizeof(sampv));
	assert_true(audio_rms(them + 3 * RATE, 3 * RATE) == 0);
	assert_memory_equal(them + 6 * RATE, sampv, sizeof(sampv));

 out:
	world_reset(&w);
	return err;
}

/* What comes after its time or claims to come from the future is dropped,
   a packet across the bound is cut. */
int test_recorder_late_and_wild(void)
{
	static int16_t us[SECONDS_MAX * RATE], them[SECONDS_MAX * RATE];
	int16_t sampv[FRAME];
	struct oh_recorder *r = NULL;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	for (int i = 0; i < FRAME; i++)
		sampv[i] = 1000;
	err = record(&r, &w);
	TEST_OK(err);
	oh_recorder_advance(r, RATE);
	oh_recorder_put(r, THEM, 0, sampv, FRAME);           /* 1 s late    */
	oh_recorder_put(r, THEM, 6400 - 100, sampv, FRAME);  /* 60 in time  */
	oh_recorder_put(r, THEM, 6500, sampv, 0);
	oh_recorder_put(r, THEM, 1ull << 40, sampv, FRAME);
	oh_recorder_put(r, THEM, UINT64_MAX - 10, sampv, FRAME);
	oh_recorder_put(r, THEM, RATE + RATE / 2, sampv, FRAME);
	oh_recorder_advance(r, 100);                    /* never backwards */
	oh_recorder_close(r);
	wait_ended(&w);
	assert_int_equal(w.ending.err, 0);
	assert_int_equal(read_back(temp_path(&w.temp, "a.wav"), us, them),
			 RATE);
	for (int i = 0; i < RATE; i++) {
		bool there = i >= 6400 && i < 6460;

		assert_int_equal(them[i], there ? 1000 : 0);
	}

 out:
	world_reset(&w);
	return err;
}

int test_recorder_refuses(void)
{
	static const struct {
		const char *path;
		uint32_t rate;
		int err;
	} v[] = {
		{ "there",                RATE,  EEXIST },
		{ "no/such/folder.wav",   RATE,  ENOENT },
		{ "there/file.wav",       RATE,  ENOTDIR },
		{ "slow.wav",             4000,  ERANGE },
		{ "fast.wav",             96000, ERANGE },
	};
	struct oh_recorder *r = NULL;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	temp_write(&w.temp, "there", "x", 1);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_recorder_prm prm = {
			.path = temp_path(&w.temp, v[i].path),
			.rate_hz = v[i].rate,
		};

		err = oh_recorder_open(&r, w.writer, &prm, ended, &w.ending);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, v[i].err);
		assert_null(r);
	}
	assert_int_equal(temp_count(&w.temp), 1);
	err = 0;

 out:
	world_reset(&w);
	assert_int_equal(w.ending.calls, 0);
	return err;
}

/* The ring is fuller than it can be: a disk that is too slow looks so. */
int test_recorder_overflow(void)
{
	int16_t sampv[FRAME] = { 0 };
	struct oh_recorder *r = NULL;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	err = record(&r, &w);
	TEST_OK(err);
	oh_recorder_put(r, US, 0, sampv, FRAME);
	oh_recorder_advance(r, 10 * RATE);     /* ten seconds at one blow */
	wait_ended(&w);
	assert_int_equal(w.ending.err, ENOBUFS);
	oh_recorder_put(r, US, 0, sampv, FRAME);
	oh_recorder_advance(r, 11 * RATE);
	oh_recorder_close(r);

 out:
	world_reset(&w);
	assert_true(err || w.ending.calls == 1);
	return err;
}

/* A writer that goes finishes what is open. */
int test_recorder_writer_goes(void)
{
	static int16_t us[SECONDS_MAX * RATE], them[SECONDS_MAX * RATE];
	static int16_t sampv[RATE];
	struct oh_recorder *r = NULL;
	struct world w;
	int err = world_init(&w);

	TEST_OK(err);
	audio_sine(sampv, RATE, RATE, 700, 9000);
	err = record(&r, &w);
	TEST_OK(err);
	for (int i = 0; i < 50; i++) {
		oh_recorder_put(r, US, i * FRAME, sampv + i * FRAME, FRAME);
		oh_recorder_advance(r, (i + 1) * FRAME);
	}
	oh_recorder_close(r);
	w.writer = mem_deref(w.writer);
	assert_int_equal(w.ending.calls, 1);
	assert_int_equal(w.ending.err, 0);
	assert_int_equal(read_back(temp_path(&w.temp, "a.wav"), us, them),
			 RATE);
	assert_memory_equal(us, sampv, sizeof(sampv));

 out:
	world_reset(&w);
	return err;
}

/* Feeds 2.5 s at the pace the ring allows; the recording stays open. */
static void feed(struct oh_recorder *r, struct world *w)
{
	static int16_t tone[RATE / 10];

	audio_sine(tone, RATE / 10, RATE, 1000, 9000);
	for (uint64_t i = 0; i < 25 && !w->ending.calls; i++) {
		oh_recorder_put(r, US, i * RATE / 10, tone, RATE / 10);
		oh_recorder_put(r, THEM, i * RATE / 10, tone, RATE / 10);
		oh_recorder_advance(r, (i + 1) * RATE / 10);
	}
}

/* In a child: a file may not grow beyond 20,000 bytes, as if the disk were
   full. Exit status is the error the recording ended with. */
static void fill_disk(struct world *w)
{
	const struct rlimit limit = { 20000, 20000 };
	struct oh_recorder *r;
	int err;

	if (setrlimit(RLIMIT_FSIZE, &limit))
		_exit(1);
	err = oh_writer_alloc(&w->writer);
	if (!err)
		err = record(&r, w);
	if (err)
		_exit(err);
	feed(r, w);
	wait_ended(w);
	oh_recorder_close(r);
	mem_deref(w->writer);
	_exit(w->ending.calls == 1 ? w->ending.err : 1);
}

int test_recorder_disk_full(void)
{
	static int16_t us[SECONDS_MAX * RATE], them[SECONDS_MAX * RATE];
	struct world w = { .writer = NULL };
	int status, err;
	size_t n;
	pid_t pid;

	temp_make(&w.temp);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		fill_disk(&w);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	err = WEXITSTATUS(status);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EFBIG);
	err = 0;
	/* What was written can be played. */
	n = read_back(temp_path(&w.temp, "a.wav"), us, them);
	assert_int_equal(n, (20000 - 44) / 4);
	assert_true(audio_tone(us, n, RATE, 1000) > 0.98);

 out:
	temp_remove(&w.temp);
	return err;
}

static void be_killed(struct world *w)
{
	struct oh_recorder *r;
	int err;

	err = oh_writer_alloc(&w->writer);
	if (!err)
		err = record(&r, w);
	if (err)
		_exit(err);
	feed(r, w);
	for (;;)
		pause();
}

int test_recorder_killed(void)
{
	static int16_t us[SECONDS_MAX * RATE], them[SECONDS_MAX * RATE];
	const uint64_t until = oh_clock_us() + DEADLINE_MS * 1000ull;
	struct world w = { .writer = NULL };
	int status, err = 0;
	size_t n = 0;
	pid_t pid;

	temp_make(&w.temp);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		be_killed(&w);
	temp_path(&w.temp, "a.wav");
	while (n < RATE && oh_clock_us() < until) {
		if (waitpid(pid, &status, WNOHANG) == pid) {
			err = WEXITSTATUS(status);
			assert_int_equal(err, ENOMEM);
			goto out;
		}
		n = read_back(w.temp.path, us, them);
		(void)nanosleep(&nap, NULL);
	}
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	n = read_back(w.temp.path, us, them);
	assert_true(n >= RATE);
	assert_true(audio_tone(us, n, RATE, 1000) > 0.98);
	assert_true(audio_tone(them, n, RATE, 1000) > 0.98);

 out:
	temp_remove(&w.temp);
	return err;
}
