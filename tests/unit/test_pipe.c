/**
 * @file test_pipe.c  Raw samples to and from descriptors, however they stall
 */
#include "base/compat.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include "base/clock.h"
#include "media/pipe_priv.h"
#include "media/stream.h"
#include "temp.h"
#include "test.h"

enum {
	RATE = 8000, FRAME = RATE / 50, DEADLINE_MS = 10000,
	LONG_S = 30,      /* more than any kernel keeps for a FIFO */
};

static const struct timespec nap = { .tv_nsec = 500000 };

struct world {
	struct temp temp;
	struct oh_piper *piper;
	struct oh_pipe *pipe;
	_Atomic int ends;
	struct oh_pipe_end end;
};

static void ended(const struct oh_pipe_end *end, void *arg)
{
	struct world *w = arg;

	w->end = *end;
	w->ends++;
}

static int world_init(struct world *w)
{
	memset(w, 0, sizeof(*w));
	temp_make(&w->temp);

	return oh_piper_alloc(&w->piper);
}

static void world_reset(struct world *w)
{
	if (w->pipe)
		oh_pipe_close(w->pipe);
	mem_deref(w->piper);
	temp_remove(&w->temp);
}

static int open_pipe(struct world *w, int in_fd, int out_fd, bool end)
{
	const struct oh_stream_pipe_prm prm = {
		.in_fd = in_fd, .out_fd = out_fd, .rate_hz = RATE,
		.end = end,
	};
	int err = oh_pipe_open(&w->pipe, w->piper, &prm, ended, w);

	if (!err)
		oh_pipe_start(w->pipe);
	return err;
}

static void wait_ended(struct world *w)
{
	const uint64_t until = oh_clock_us() + DEADLINE_MS * 1000ull;

	while (!w->ends) {
		assert_true(oh_clock_us() < until);
		(void)nanosleep(&nap, NULL);
	}
	assert_int_equal(w->ends, 1);
}

/* So many bytes, or those up to the end, or those until nothing comes */
static size_t read_all(int fd, void *buf, size_t len, int wait_ms)
{
	size_t n = 0;

	while (n < len) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t got;

		if (poll(&p, 1, wait_ms) <= 0)
			break;
		got = read(fd, (uint8_t *)buf + n, len - n);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	return n;
}

static void put_ramp(struct oh_pipe *p, int first, int frames)
{
	int16_t sampv[FRAME];

	for (int i = 0; i < frames; i++) {
		for (int k = 0; k < FRAME; k++)
			sampv[k] = (int16_t)(first + i * FRAME + k);
		oh_pipe_put(p, sampv, FRAME);
	}
}

/* All that is said until so many samples have come; then they are v */
static void hear(struct world *w, int16_t *v, size_t n)
{
	const uint64_t until = oh_clock_us() + DEADLINE_MS * 1000ull;
	size_t got = 0;

	while (got < n) {
		assert_true(oh_clock_us() < until);
		if (oh_pipe_poll(w->pipe, FRAME)) {
			oh_pipe_get(w->pipe, v + got, FRAME);
			got += FRAME;
		}
		else
			(void)nanosleep(&nap, NULL);
	}
}

static int socket_pair(int fdv[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fdv);
}

static int fifo_pair(int fdv[2])
{
	return pipe2(fdv, O_CLOEXEC);
}

/* One socket for both ways; odd pieces; the samples in the order of bytes
   that was promised. */
int test_pipe_both_ways(void)
{
	static int16_t heard[10 * FRAME];
	static uint8_t bytes[2 * 10 * FRAME];
	uint8_t got[4 * FRAME];
	int fdv[2] = { -1, -1 };
	struct world w;

	TEST_OK(world_init(&w));
	assert_int_equal(socket_pair(fdv), 0);
	TEST_OK(open_pipe(&w, fdv[0], fdv[0], false));

	put_ramp(w.pipe, 0x1234, 2);
	assert_int_equal(read_all(fdv[1], got, sizeof(got), DEADLINE_MS),
			 sizeof(got));
	for (int i = 0; i < 2 * FRAME; i++) {
		assert_int_equal(got[2 * i], (0x1234 + i) & 0xff);
		assert_int_equal(got[2 * i + 1], (0x1234 + i) >> 8 & 0xff);
	}

	for (size_t i = 0; i < sizeof(bytes) / 2; i++) {
		bytes[2 * i]     = (uint8_t)(i - 700);
		bytes[2 * i + 1] = (uint8_t)((i - 700) >> 8);
	}
	for (size_t i = 0, n; i < sizeof(bytes); i += n) {
		n = min((size_t)333, sizeof(bytes) - i);
		assert_int_equal(write(fdv[1], bytes + i, n), n);
	}
	hear(&w, heard, 10 * FRAME);
	for (int i = 0; i < 10 * FRAME; i++)
		assert_int_equal(heard[i], i - 700);
	assert_false(oh_pipe_poll(w.pipe, FRAME));

	oh_pipe_close(w.pipe);
	w.pipe = NULL;
	wait_ended(&w);
	assert_int_equal(w.end.err, 0);
	assert_false(w.end.ok);
	assert_int_equal(w.end.dropped_ms, 0);
	assert_int_equal(read_all(fdv[1], got, 1, DEADLINE_MS), 0);
 out:
	if (fdv[1] >= 0)
		(void)close(fdv[1]);
	world_reset(&w);
	return w.piper ? 0 : ENOMEM;
}

/* Until the piper has dropped what a reader that stalls shall not get: time
   passes faster here than the threads are used to */
static void let_forget(struct world *w)
{
	const uint64_t until = oh_clock_us() + DEADLINE_MS * 1000ull;

	while (oh_ring_count(w->pipe->out) > OH_PIPE_OUT_MS * RATE / 1000) {
		assert_true(oh_clock_us() < until);
		(void)nanosleep(&nap, NULL);
	}
}

/* Nobody waits for a reader that stalls; when it wakes up it gets what the
   kernel had kept, and then what is new. */
static int stall(int (*make)(int fdv[2]))
{
	static int16_t got[LONG_S * RATE];
	int fdv[2] = { -1, -1 }, flags;
	size_t n, jumps = 0;
	struct world w;

	TEST_OK(world_init(&w));
	assert_int_equal(make(fdv), 0);
	flags = fcntl(fdv[1], F_GETFL);
	TEST_OK(open_pipe(&w, -1, fdv[1], false));
	for (int i = 0; i < LONG_S * 50; i++) {
		put_ramp(w.pipe, i * FRAME, 1);
		if (i % 20 == 0)
			let_forget(&w);
	}
	/* Closing leaves it 200 ms: in them all that is there is read. */
	oh_pipe_close(w.pipe);
	w.pipe = NULL;
	n = read_all(fdv[0], got, sizeof(got), DEADLINE_MS) / 2;
	wait_ended(&w);
	assert_int_equal(w.end.err, 0);
	assert_in_range(n, OH_PIPE_OUT_MS * RATE / 1000 / 2,
			LONG_S * RATE - 1);
	assert_int_equal(w.end.dropped_ms,
			 (LONG_S * RATE - n) * 1000 / RATE);
	assert_int_equal(got[0], 0);
	assert_int_equal(got[n - 1], (int16_t)(LONG_S * RATE - 1));
	for (size_t i = 1; i < n; i++)
		jumps += got[i] != (int16_t)(got[i - 1] + 1);
	assert_in_range(jumps, 1, LONG_S * 50);
	assert_int_equal(flags & O_NONBLOCK, 0);
 out:
	if (fdv[0] >= 0)
		(void)close(fdv[0]);
	world_reset(&w);
	return w.piper ? 0 : ENOMEM;
}

int test_pipe_socket_stalls(void)
{
	return stall(socket_pair);
}

int test_pipe_fifo_stalls(void)
{
	return stall(fifo_pair);
}

/* Of two readers one stalls: the other has its samples at once. */
int test_pipe_stall_is_nobody_elses(void)
{
	int av[2] = { -1, -1 }, bv[2] = { -1, -1 };
	struct oh_pipe *stalled = NULL;
	int16_t got[FRAME];
	struct world w;

	TEST_OK(world_init(&w));
	assert_int_equal(fifo_pair(av), 0);
	assert_int_equal(fifo_pair(bv), 0);
	TEST_OK(open_pipe(&w, -1, av[1], false));
	stalled = w.pipe;
	w.pipe = NULL;
	put_ramp(stalled, 0, LONG_S * 50);
	TEST_OK(open_pipe(&w, -1, bv[1], false));
	for (int i = 0; i < 100; i++) {
		put_ramp(stalled, 0, 1);
		put_ramp(w.pipe, i, 1);
		assert_int_equal(read_all(bv[0], got, sizeof(got),
					  DEADLINE_MS), sizeof(got));
		assert_int_equal(got[0], i);
	}
 out:
	if (stalled)
		oh_pipe_close(stalled);
	world_reset(&w);
	if (av[0] >= 0)
		(void)close(av[0]);
	if (bv[0] >= 0)
		(void)close(bv[0]);
	return w.piper ? 0 : ENOMEM;
}

/* It is known before anything is written. */
int test_pipe_reader_goes(void)
{
	static int (*const makev[])(int fdv[2]) = { socket_pair, fifo_pair };

	for (size_t i = 0; i < ARRAY_SIZE(makev); i++) {
		int fdv[2] = { -1, -1 };
		struct world w;
		int err = world_init(&w);

		TEST_OK(err);
		assert_int_equal(makev[i](fdv), 0);
		err = open_pipe(&w, -1, fdv[1], false);
		TEST_OK(err);
		assert_int_equal(w.ends, 0);
		(void)close(fdv[0]);
		fdv[0] = -1;
		wait_ended(&w);
		assert_int_equal(w.end.err, EPIPE);
		assert_false(w.end.ok);
		put_ramp(w.pipe, 0, 3);
		assert_int_equal(w.ends, 1);
 out:
		if (fdv[0] >= 0)
			(void)close(fdv[0]);
		world_reset(&w);
		if (err)
			return err;
	}
	return 0;
}

/* Who shares the description still finds it as it was. */
int test_pipe_leaves_others_alone(void)
{
	int fdv[2] = { -1, -1 }, other = -1;
	int16_t got[FRAME];
	struct world w;

	TEST_OK(world_init(&w));
	assert_int_equal(fifo_pair(fdv), 0);
	other = dup(fdv[1]);
	TEST_OK(open_pipe(&w, -1, fdv[1], false));
	put_ramp(w.pipe, 5, 1);
	assert_int_equal(read_all(fdv[0], got, sizeof(got), DEADLINE_MS),
			 sizeof(got));
	assert_int_equal(got[0], 5);
	assert_int_equal(fcntl(other, F_GETFL) & O_NONBLOCK, 0);
 out:
	world_reset(&w);
	if (other >= 0)
		(void)close(other);
	if (fdv[0] >= 0)
		(void)close(fdv[0]);
	return w.piper ? 0 : ENOMEM;
}

/* From a file to a file, to its end: what is not a whole interval is said
   too, half a sample is not. */
int test_pipe_files(void)
{
	static const char old[] = "before";
	int16_t sampv[FRAME + FRAME / 2], heard[2 * FRAME];
	char buf[sizeof(old) + 2 * FRAME];
	char path[300];
	int in, out, fd;
	struct world w;

	TEST_OK(world_init(&w));
	for (int i = 0; i < FRAME + FRAME / 2; i++)
		sampv[i] = (int16_t)(i + 1);
	temp_write(&w.temp, "in", (char *)sampv, sizeof(sampv) - 1);
	temp_write(&w.temp, "out", old, sizeof(old) - 1);
	in = open(temp_path(&w.temp, "in"), O_RDONLY);
	str_ncpy(path, temp_path(&w.temp, "out"), sizeof(path));
	out = open(path, O_WRONLY | O_APPEND);
	TEST_OK(open_pipe(&w, in, out, true));
	put_ramp(w.pipe, 3, 1);
	hear(&w, heard, 2 * FRAME);
	for (int i = 0; i < FRAME + FRAME / 2 - 1; i++)
		assert_int_equal(heard[i], i + 1);
	for (int i = FRAME + FRAME / 2 - 1; i < 2 * FRAME; i++)
		assert_int_equal(heard[i], 0);
	assert_int_equal(w.ends, 0);
	assert_false(oh_pipe_poll(w.pipe, FRAME));
	wait_ended(&w);
	assert_true(w.end.ok);
	assert_int_equal(w.end.err, 0);

	fd = open(path, O_RDONLY);
	assert_int_equal(read_all(fd, buf, sizeof(buf), 0),
			 sizeof(old) - 1 + 2 * FRAME);
	(void)close(fd);
	assert_memory_equal(buf, old, sizeof(old) - 1);
	assert_int_equal(buf[sizeof(old) - 1], 3);
 out:
	world_reset(&w);
	return w.piper ? 0 : ENOMEM;
}

/* A writer that is slower than the call is heard in one piece as soon as
   there is some in hand, and not kept back for ever. */
int test_pipe_slow_writer(void)
{
	int16_t few[FRAME / 4] = { 7, 7 }, heard[FRAME];
	int fdv[2] = { -1, -1 };
	struct world w;
	int polls = 0;

	TEST_OK(world_init(&w));
	assert_int_equal(fifo_pair(fdv), 0);
	TEST_OK(open_pipe(&w, fdv[0], -1, false));
	assert_int_equal(write(fdv[1], few, sizeof(few)), sizeof(few));
	hear(&w, heard, FRAME);
	assert_int_equal(heard[0], 7);
	assert_int_equal(heard[FRAME / 4], 0);
	for (; polls < 10; polls++)
		assert_false(oh_pipe_poll(w.pipe, FRAME));
	assert_false(oh_pipe_speaks(w.pipe));
	assert_int_equal(w.ends, 0);
	(void)close(fdv[1]);
	fdv[1] = -1;
	while (!w.ends && polls++ < DEADLINE_MS) {
		(void)oh_pipe_poll(w.pipe, FRAME);
		(void)nanosleep(&nap, NULL);
	}
	wait_ended(&w);          /* no side is left, so it is over */
	assert_true(w.end.ok);
 out:
	if (fdv[1] >= 0)
		(void)close(fdv[1]);
	world_reset(&w);
	return w.piper ? 0 : ENOMEM;
}

int test_pipe_refuses(void)
{
	struct oh_pipe *p = NULL;
	int fdv[2] = { -1, -1 };
	struct world w;

	TEST_OK(world_init(&w));
	for (int i = 0; i < 4; i++) {
		struct oh_stream_pipe_prm prm = { -1, -1, RATE, false };
		int err;

		assert_int_equal(fifo_pair(fdv), 0);
		switch (i) {

		case 0: break;
		case 1: prm.in_fd = fdv[1]; break;     /* only to write */
		case 2: prm.out_fd = fdv[0]; break;    /* only to read  */
		case 3: prm.out_fd = fdv[1]; prm.rate_hz = 44100; break;
		}
		err = oh_pipe_open(&p, w.piper, &prm, ended, &w);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, i == 1 || i == 2 ? EBADF : EINVAL);
		assert_null(p);
		/* It was given, and so it is closed */
		if (i == 1 || i == 3)
			assert_int_equal(fcntl(fdv[1], F_GETFL), -1);
		else
			(void)close(fdv[1]);
		if (i == 2)
			assert_int_equal(fcntl(fdv[0], F_GETFL), -1);
		else
			(void)close(fdv[0]);
	}
 out:
	world_reset(&w);
	return w.piper ? 0 : ENOMEM;
}
