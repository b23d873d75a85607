/**
 * @file test_outlet.c  What a terminal does not take now is written later
 */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/outlet.h"
#include "pty.h"
#include "test.h"

int test_outlet_keeps(void);
int test_outlet_asks(void);
int test_outlet_drops(void);
int test_outlet_gone(void);

enum { PIECE = 1000, PIECES = 1000, DEADLINE_MS = 5000, SHORT_MS = 10 };

/* Until something is owed. The bytes count on, so that none can be missed;
   how many there were */
static int fill(struct oh_outlet *o, size_t *np)
{
	uint8_t buf[PIECE];
	int err = 0;

	*np = 0;
	for (int i = 0; i < PIECES && !err && !oh_outlet_owed(o); i++) {
		for (size_t k = 0; k < PIECE; k++)
			buf[k] = (uint8_t)('a' + (*np + k) % 23);
		err = oh_outlet_write(o, buf, PIECE);
		*np += PIECE;
	}

	return err;
}

/** Who reads all of it, and that nothing is owed then */
struct reader {
	int    fd;
	size_t got, wanted;
	bool   empty, done;
};

static void on_empty(void *arg)
{
	struct reader *r = arg;

	r->empty = true;
	r->done  = r->got == r->wanted;
}

/* In order */
static void readable(int flags, void *arg)
{
	struct reader *r = arg;
	uint8_t buf[PIECE];
	ssize_t n = read(r->fd, buf, sizeof(buf));

	(void)flags;
	for (ssize_t i = 0; i < n; i++, r->got++)
		assert_int_equal(buf[i], 'a' + r->got % 23);
	r->done = r->empty && r->got == r->wanted;
}

static int keep(int out, int in)
{
	struct reader r = { .fd = in };
	struct oh_outlet *o = NULL;
	int err;

	err = oh_outlet_alloc(&o, out, on_empty, &r);
	TEST_OK(err);
	assert_int_equal(oh_outlet_drain(o, SHORT_MS, SHORT_MS), 0);
	err = fill(o, &r.wanted);
	TEST_OK(err);
	assert_true(oh_outlet_owed(o) > 0);
	assert_int_equal(oh_outlet_drain(o, SHORT_MS, DEADLINE_MS),
			 ETIMEDOUT);
	assert_false(r.empty);
	err = fd_listen(in, FD_READ, readable, &r);
	TEST_OK(err);
	err = test_loop_until(&r.done, DEADLINE_MS);
	TEST_OK(err);
	assert_int_equal(oh_outlet_owed(o), 0);
 out:
	fd_close(in);
	mem_deref(o);

	return err;
}

/* A pipe can be opened anew, and so be written to without waiting; whom we
   have it from is not touched */
int test_outlet_keeps(void)
{
	int fdv[2], err;

	assert_int_equal(pipe2(fdv, O_CLOEXEC), 0);
	err = keep(fdv[1], fdv[0]);
	assert_int_equal(fcntl(fdv[1], F_GETFL) & O_NONBLOCK, 0);
	(void)close(fdv[0]);
	(void)close(fdv[1]);

	return err;
}

/* A socket cannot */
int test_outlet_asks(void)
{
	int fdv[2], err;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
				    fdv), 0);
	err = keep(fdv[1], fdv[0]);
	assert_int_equal(fcntl(fdv[1], F_GETFL) & O_NONBLOCK, 0);
	(void)close(fdv[0]);
	(void)close(fdv[1]);

	return err;
}

/* A terminal nobody reads: there is room again for a last word */
int test_outlet_drops(void)
{
	struct oh_outlet *o = NULL;
	struct pty p;
	size_t n;
	int err;

	if (!pty_open(&p, 80, 24))
		skip();
	err = oh_outlet_alloc(&o, p.slave, NULL, NULL);
	TEST_OK(err);
	err = fill(o, &n);
	TEST_OK(err);
	oh_outlet_drop(o);
	assert_int_equal(oh_outlet_owed(o), 0);
	err = oh_outlet_write(o, "last", 4);
	TEST_OK(err);
	assert_int_equal(oh_outlet_owed(o), 0);
	while (pty_take(&p) == sizeof(p.got) - 1)
		;
	assert_non_null(strstr(p.got, "last"));
 out:
	mem_deref(o);
	pty_close(&p);

	return err;
}

/* Nothing is owed to nobody */
int test_outlet_gone(void)
{
	struct oh_outlet *o = NULL;
	struct pty p;
	size_t n;
	int err;

	if (!pty_open(&p, 80, 24))
		skip();
	err = oh_outlet_alloc(&o, p.slave, NULL, NULL);
	TEST_OK(err);
	err = fill(o, &n);
	TEST_OK(err);
	(void)close(p.master);
	p.master = -1;
	assert_int_equal(oh_outlet_drain(o, SHORT_MS, SHORT_MS), 0);
	assert_int_equal(oh_outlet_owed(o), 0);
 out:
	mem_deref(o);
	pty_close(&p);

	return err;
}
