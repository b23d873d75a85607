/**
 * @file test_audio.c  The audio of a live call for a program, as an action
 */
#include "base/compat.h"
#include <sys/socket.h>
#include <unistd.h>
#include "action/audio.h"
#include "audio.h"
#include "live_fixture.h"

enum { RATE_HZ = 8000, HEARD_MAX = 5 * RATE_HZ };

struct fix {
	struct live         l;
	struct live_outcome out;
	struct live_end    *near, *far;
	int                 fd;          /* the program's                */
	bool                end;
};

static int fix_init(struct fix *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	f->fd = -1;
	f->end = true;
	err = live_init(&f->l);
	f->near = &f->l.pairv[0].near;
	f->far  = &f->l.pairv[0].far;

	return err ? err : live_call(&f->l);
}

static void close_fd(struct fix *f)
{
	if (f->fd >= 0)
		(void)close(f->fd);
	f->fd = -1;
}

static void fix_reset(struct fix *f)
{
	close_fd(f);
	mem_deref(f->out.action);
	live_close(&f->l);
}

static int start(struct fix *f, struct live_outcome *out)
{
	struct oh_stream_pipe_prm prm = { .rate_hz = RATE_HZ, .end = f->end };
	int fdv[2];

	memset(out, 0, sizeof(*out));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
				    fdv), 0);
	close_fd(f);
	f->fd = fdv[0];
	prm.in_fd = prm.out_fd = fdv[1];

	return oh_audio_start(&out->action, live_of(&f->l, 0), &prm,
			      live_outcome_handler, out);
}

/* What is written is said, what they say is read; its end is the end. */
int test_audio_both_ways(void)
{
	static int16_t sampv[RATE_HZ], heard[HEARD_MAX];
	struct fix f;
	ssize_t n;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, &f.out));
	TEST_OK(live_speak(&f.l, f.far, 600));
	audio_sine(sampv, ARRAY_SIZE(sampv), RATE_HZ, 1000.0, 8000.0);
	assert_int_equal(send(f.fd, sampv, sizeof(sampv), 0), sizeof(sampv));
	assert_int_equal(shutdown(f.fd, SHUT_WR), 0);
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.cause, OH_CAUSE_DONE);
	if (f.out.seconds < 0.8)
		fail_msg("%f s", f.out.seconds);
	n = recv(f.fd, heard, sizeof(heard), MSG_WAITALL);
	assert_true(n > (ssize_t)sizeof(sampv) / 2);
	if (audio_tone(heard, RATE_HZ / 2, RATE_HZ, LIVE_TONE_HZ) < 0.5)
		fail_msg("no tone");
 out:
	fix_reset(&f);
	return 0;
}

/* Nobody reads: the call is hung up, and we are told why first. */
int test_audio_nobody_reads(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	f.end = false;
	TEST_OK(start(&f, &f.out));
	TEST_OK(live_speak(&f.l, f.far, 300));
	close_fd(&f);
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.cause, OH_CAUSE_FAILED);
	assert_int_equal(f.out.err, EPIPE);
	TEST_OK(live_await(&f.l, f.near, OH_EVENT_ENDED, 1));
	assert_int_equal(f.out.count, 1);
 out:
	fix_reset(&f);
	return 0;
}

/* They hang up: it depends on whether more was to be said. */
int test_audio_call_ends(void)
{
	struct fix f;

	for (int end = 0; end < 2; end++) {
		TEST_OK(fix_init(&f));
		f.end = end;
		TEST_OK(start(&f, &f.out));
		oh_call_hangup(f.far->call, OH_CAUSE_DONE);
		TEST_OK(live_await_over(&f.out));
		assert_int_equal(f.out.cause, end ? OH_CAUSE_HUNG_UP
						  : OH_CAUSE_DONE);
		fix_reset(&f);
	}
	return 0;
 out:
	fix_reset(&f);
	return 0;
}

/* The program finds its descriptor closed, the call goes on. */
int test_audio_is_cancelled(void)
{
	uint8_t buf[1024];
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, &f.out));
	f.out.action = mem_deref(f.out.action);
	TEST_OK(live_await(&f.l, f.near, OH_EVENT_PIPED, 1));
	while (recv(f.fd, buf, sizeof(buf), 0) > 0)
		;
	assert_int_equal(f.out.count, 0);
	assert_true(oh_call_is_up(f.near->call));
 out:
	fix_reset(&f);
	return 0;
}

/* A later one takes its place, which is told. */
int test_audio_is_replaced(void)
{
	struct live_outcome first;
	struct fix f;
	int fd = -1;

	memset(&first, 0, sizeof(first));
	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, &first));
	fd   = f.fd;
	f.fd = -1;
	TEST_OK(start(&f, &f.out));
	TEST_OK(live_await_over(&first));
	assert_int_equal(first.cause, OH_CAUSE_FAILED);
	assert_string_equal(first.error, "another pipe took its place");
	assert_false(f.out.over);
 out:
	if (fd >= 0)
		(void)close(fd);
	mem_deref(first.action);
	fix_reset(&f);
	return 0;
}

/* The descriptor is closed in any case. */
int test_audio_refuses(void)
{
	struct oh_stream_pipe_prm prm = { .out_fd = -1, .rate_hz = 44100 };
	struct oh_action *a = NULL;
	struct fix f;
	int fdv[2];
	char c;
	int err;

	TEST_OK(fix_init(&f));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
				    fdv), 0);
	prm.in_fd = fdv[1];
	err = oh_audio_start(&a, live_of(&f.l, 0), &prm, live_outcome_handler,
			     &f.out);
	assert_int_equal(recv(fdv[0], &c, 1, 0), 0);
	(void)close(fdv[0]);
	assert_true(err == EINVAL || err == ENOMEM);
	assert_null(a);
 out:
	fix_reset(&f);
	return 0;
}
