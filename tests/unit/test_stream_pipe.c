/**
 * @file test_stream_pipe.c  The audio of a call on descriptors
 */
#include "base/compat.h"
#include <fcntl.h>
#include <sys/socket.h>
#include "audio.h"
#include "base/clock.h"
#include "stream_fixture.h"
#include "test.h"

enum { HEARD_MAX = 10 * 16000 };

/* What has come so far; never waits */
static size_t take(int fd, int16_t *v, size_t n)
{
	size_t len = 0;

	while (len < n * sizeof(*v)) {
		ssize_t got = recv(fd, (char *)v + len, n * sizeof(*v) - len,
				   MSG_DONTWAIT);

		if (got <= 0)
			break;
		len += (size_t)got;
	}
	return len / sizeof(*v);
}

static int open_pipe(struct stream_side *s, int *fdp, uint32_t rate_hz,
		     bool end, uint32_t *idp)
{
	int fdv[2];
	struct oh_stream_pipe_prm prm = { .rate_hz = rate_hz, .end = end };

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
				    fdv), 0);
	prm.in_fd = prm.out_fd = fdv[0];
	*fdp = fdv[1];

	return oh_stream_pipe(s->st, &prm, idp);
}

/* Every codec, both rates: the tone is heard, at the pace of the call. */
static int hear(const char *codec, uint32_t rate_hz)
{
	const struct oh_stream_prm prm = { .codecv = { codec }, .codecc = 1 };
	static int16_t heard[HEARD_MAX];
	const struct oh_stream_event *ev;
	struct stream_pair p;
	size_t n, want;
	int fd = -1;
	uint32_t id;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_FIRST, 0));
	TEST_OK(open_pipe(&p.b, &fd, rate_hz, false, &id));
	TEST_OK(oh_stream_play(p.a.st, &p.tone, 1, 1, NULL));
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PLAYED, 0));
	TEST_OK(p.a.lastv[OH_STREAM_PLAYED].err);
	oh_stream_unpipe(p.b.st);
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_PIPED, 0));
	ev = &p.b.lastv[OH_STREAM_PIPED];
	assert_int_equal(ev->id, id);
	assert_int_equal(ev->err, 0);
	assert_false(ev->ok);

	n    = take(fd, heard, HEARD_MAX);
	want = (size_t)(ev->seconds * rate_hz);
	/* A machine that is busy is late, but never ahead of the call. */
	if (n < rate_hz * TONE_MS / 2000 || n > want + rate_hz / 5)
		fail_msg("%s: %zu of %zu", codec, n, want);
	if (stream_best_tone(heard, n, (int)rate_hz, TONE_HZ) < 0.9)
		fail_msg("%s at %u: no tone", codec, rate_hz);
 out:
	if (fd >= 0)
		(void)close(fd);
	stream_pair_reset(&p);
	return 0;
}

int test_stream_pipe_hears(void)
{
	static const struct {
		const char *codec;
		uint32_t rate_hz;
	} v[] = {
		{ "PCMU", 8000 }, { "PCMA", 16000 }, { "G722", 8000 },
		{ "opus", 16000 },
	};

	for (size_t i = 0; i < (test_is_oom() ? 1 : ARRAY_SIZE(v)); i++) {
		int err = hear(v[i].codec, v[i].rate_hz);

		if (err)
			return err;
	}
	return 0;
}

/* What is written there is said, to its end, and then it is told. */
static int say(const char *codec, uint32_t rate_hz)
{
	const struct oh_stream_prm prm = { .codecv = { codec }, .codecc = 1 };
	static int16_t sampv[16000];
	const struct oh_stream_event *ev;
	struct stream_pair p;
	char path[300];
	double tonev[2];
	int fd = -1;
	int wide = strcmp(codec, "PCMU") ? 16000 : 8000;
	size_t len = rate_hz / 2 * sizeof(*sampv);

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	str_ncpy(path, temp_path(&p.temp, "heard.wav"), sizeof(path));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_FIRST, 0));
	TEST_OK(oh_stream_record(p.b.st, path));
	TEST_OK(open_pipe(&p.a, &fd, rate_hz, true, NULL));
	audio_sine(sampv, rate_hz / 2, rate_hz, TONE_HZ, 8000.0);
	assert_int_equal(write(fd, sampv, len), len);
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	TEST_OK(stream_wait(&p, &p.a, OH_STREAM_PIPED, 0));
	ev = &p.a.lastv[OH_STREAM_PIPED];
	assert_true(ev->ok);
	assert_true(ev->seconds > 0.5);

	oh_stream_close(p.b.st);
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_CLOSED, 0));
	TEST_OK(p.b.lastv[OH_STREAM_RECORDED].err);
	stream_read_recording(path, wide, tonev, NULL);
	if (tonev[1] < 0.9 || tonev[0] > 0.1)
		fail_msg("%s: %f %f", codec, tonev[0], tonev[1]);
 out:
	if (fd >= 0)
		(void)close(fd);
	stream_pair_reset(&p);
	return 0;
}

int test_stream_pipe_says(void)
{
	int err = say("PCMU", 16000);

	if (!err && !test_is_oom())
		err = say("G722", 8000);
	return err;
}

int test_stream_pipe_reader_goes(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	struct stream_pair p;
	uint32_t id;
	int fd = -1;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	TEST_OK(open_pipe(&p.b, &fd, 8000, false, &id));
	(void)close(fd);
	fd = -1;
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_PIPED, 0));
	assert_int_equal(p.b.lastv[OH_STREAM_PIPED].id, id);
	assert_int_equal(p.b.lastv[OH_STREAM_PIPED].err, EPIPE);
	assert_int_equal(p.b.countv[OH_STREAM_CLOSED], 0);

	/* Another one may follow; a third takes its place. */
	TEST_OK(open_pipe(&p.b, &fd, 8000, false, &id));
	(void)close(fd);
	fd = -1;
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_PIPED, 0));
	assert_int_equal(p.b.lastv[OH_STREAM_PIPED].id, id);
 out:
	if (fd >= 0)
		(void)close(fd);
	stream_pair_reset(&p);
	return 0;
}

/* CLOSED comes last, and nothing is left open, whoever goes first. */
int test_stream_pipe_closes(void)
{
	const struct oh_stream_prm prm = { .codecv = { "PCMU" }, .codecc = 1 };
	int fd = -1, second = -1;
	struct stream_pair p;
	char byte;

	TEST_OK(stream_pair_init(&p, &prm, &prm));
	TEST_OK(open_pipe(&p.b, &fd, 8000, false, NULL));
	TEST_OK(open_pipe(&p.b, &second, 16000, false, NULL));
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_PIPED, 0));
	oh_stream_close(p.b.st);
	TEST_OK(stream_wait(&p, &p.b, OH_STREAM_CLOSED, 0));
	assert_int_equal(p.b.countv[OH_STREAM_PIPED], 2);
	while (recv(second, &byte, 1, 0) > 0)
		;
	TEST_ERR(open_pipe(&p.b, &second, 8000, false, NULL), ENOTCONN);
	assert_int_equal(recv(second, &byte, 1, 0), 0);
	TEST_OK(open_pipe(&p.a, &second, 8000, false, NULL));
 out:
	if (fd >= 0)
		(void)close(fd);
	if (second >= 0)
		(void)close(second);
	stream_pair_reset(&p);
	return 0;
}
