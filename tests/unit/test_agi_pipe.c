/**
 * @file test_agi_pipe.c  Lines from a script, and what it is told
 */
#include <fcntl.h>
#include <unistd.h>
#include "base/compat.h"
#include "test.h"
#include "flow/agi_line.h"
#include "flow/agi_pipe.h"

enum { DEADLINE_MS = 5000, HEARD_SIZE = 8192, MANY = 40000 };

/** We are the script: in and out are its ends */
struct script {
	struct oh_agi_pipe *pipe;
	int         in;
	int         out;
	const char *reply;
	char        heard[HEARD_SIZE];   /* lines, '|' behind each */
	bool        closed;
	uint32_t    c;
	uint32_t    want;                /* stop after so many     */
	bool        enough;
	int         err;
};

static void hear(struct script *s, const char *text)
{
	const size_t len = strlen(s->heard);

	if (s->want == MANY)
		return;
	(void)snprintf(s->heard + len, sizeof(s->heard) - len, "%.30s|",
		       text);
}

static void line_handler(const char *line, void *arg)
{
	struct script *s = arg;

	hear(s, line ? line : "(long)");
	s->enough = ++s->c >= s->want;
	if (s->reply)
		s->err = oh_agi_pipe_write(s->pipe, s->reply);
	if (s->err)
		s->enough = s->closed = true;
}

static void close_handler(void *arg)
{
	struct script *s = arg;

	s->closed = true;
}

static int open_script(struct script *s, const char *text)
{
	int err;

	s->in = s->out = -1;
	err = oh_agi_pipe_alloc(&s->pipe, line_handler, close_handler, s);
	if (err)
		return err;
	s->in  = dup(oh_agi_pipe_in(s->pipe));
	s->out = dup(oh_agi_pipe_out(s->pipe));
	assert_true(s->in >= 0 && s->out >= 0);

	return oh_agi_pipe_start(s->pipe, text, strlen(text));
}

static void close_script(struct script *s)
{
	mem_deref(s->pipe);
	if (s->in >= 0)
		(void)close(s->in);
	if (s->out >= 0)
		(void)close(s->out);
}

static void say(struct script *s, const char *text, size_t len)
{
	assert_int_equal(write(s->out, text, len), (ssize_t)len);
}

static void hush(struct script *s)
{
	(void)close(s->out);
	s->out = -1;
}

int test_agi_pipe_lines(void)
{
	static const char text[] = "one\r\n\ntwo\nhalf";
	struct script s = { .reply = "ok\n", .want = 4 };
	char got[64] = "";
	int err = open_script(&s, "env\n\n");

	TEST_OK(err);
	say(&s, text, sizeof(text) - 1);
	hush(&s);
	err = test_loop_until(&s.closed, DEADLINE_MS);
	TEST_OK(err);
	TEST_OK(s.err);
	assert_string_equal(s.heard, "one||two|half|");
	assert_int_equal(read(s.in, got, sizeof(got) - 1), 17);
	assert_string_equal(got, "env\n\nok\nok\nok\nok\n");
out:
	close_script(&s);
	return err ? err : s.err;
}

int test_agi_pipe_long(void)
{
	static char text[3 * OH_AGI_LINE_MAX];
	struct script s = { .reply = "ok\n", .want = 3 };
	int err = open_script(&s, "");

	TEST_OK(err);
	memset(text, 'x', sizeof(text));
	say(&s, text, sizeof(text));
	say(&s, "\nnext\n", 6);
	say(&s, text, OH_AGI_LINE_MAX - 1);
	say(&s, "\n", 1);
	hush(&s);
	err = test_loop_until(&s.closed, DEADLINE_MS);
	TEST_OK(err);
	assert_string_equal(s.heard, "(long)|next|"
			    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|");
out:
	close_script(&s);
	return err ? err : s.err;
}

/* One line at a time: the next one after the reply */
int test_agi_pipe_one(void)
{
	struct script s = { .want = 1 };
	int err = open_script(&s, "");

	TEST_OK(err);
	say(&s, "a\nb\n", 4);
	err = test_loop_until(&s.enough, DEADLINE_MS);
	TEST_OK(err);
	assert_int_equal(test_loop_until(&s.closed, 20), ETIMEDOUT);
	assert_string_equal(s.heard, "a|");
	s.enough = false;
	s.want   = 2;
	err = oh_agi_pipe_write(s.pipe, "ok\n");
	TEST_OK(err);
	err = test_loop_until(&s.enough, DEADLINE_MS);
	TEST_OK(err);
	assert_string_equal(s.heard, "a|b|");
out:
	close_script(&s);
	return err;
}

/* Nobody reads: we stop, and go on when somebody does */
int test_agi_pipe_full(void)
{
	static char reply[2000], sink[65536];
	struct script s = { .reply = reply, .want = MANY };
	bool never = false;
	uint32_t c;
	int err;

	if (test_is_oom())
		return 0;
	memset(reply, 'r', sizeof(reply) - 1);
	err = open_script(&s, "");
	TEST_OK(err);
	for (unsigned i = 0; i < 1000; i++)
		say(&s, "a line\n", 7);
	assert_int_equal(test_loop_until(&never, 200), ETIMEDOUT);
	c = s.c;
	assert_in_range(c, 20, 100);
	assert_true(read(s.in, sink, sizeof(sink)) > 0);
	assert_int_equal(test_loop_until(&never, 200), ETIMEDOUT);
	assert_in_range(s.c, c + 20, 200);
	err = s.err;
out:
	close_script(&s);
	return err;
}

/* It has ended: what it wrote counts, though others hold the pipe open */
int test_agi_pipe_end(void)
{
	struct script s = { .reply = "ok\n", .want = 2 };
	int err = open_script(&s, "");

	TEST_OK(err);
	say(&s, "a\nb\n", 4);
	oh_agi_pipe_end(s.pipe);
	err = test_loop_until(&s.closed, DEADLINE_MS);
	TEST_OK(err);
	assert_string_equal(s.heard, "a|b|");
out:
	close_script(&s);
	return err ? err : s.err;
}
