/**
 * @file test_lineout.c  A stream to a terminal that may take nothing
 */
#include "base/compat.h"
#include "command/lineout.h"
#include "pty.h"
#include "test.h"

int test_lineout_keeps(void);
int test_lineout_misses(void);

enum { DEADLINE_MS = 5000, SOME = 2000, MANY = 20000 };

struct fix {
	struct pty         p;
	struct oh_lineout *o;
	bool               missed;
};

static void missed_handler(void *arg)
{
	struct fix *f = arg;

	f->missed = true;
}

static int print(struct fix *f, unsigned lines)
{
	int n = 0;

	for (unsigned i = 0; i < lines && n >= 0; i++)
		n = fprintf(oh_lineout_file(f->o), "what happens %08u\n", i);

	return n < 0 || fflush(oh_lineout_file(f->o)) ? EIO : 0;
}

/* Reads until it has come, while the loop runs */
static int await(struct fix *f, const char *text)
{
	for (unsigned i = 0; i < 100; i++) {
		bool never = false;

		(void)pty_take(&f->p);
		if (strstr(f->p.got, text))
			return 0;
		(void)test_loop_until(&never, 20);
	}

	return ETIMEDOUT;
}

/* More than a terminal takes: nobody waits, nothing is lost */
int test_lineout_keeps(void)
{
	struct fix f = { .o = NULL };
	int err;

	if (!pty_open(&f.p, 80, 24))
		skip();
	TEST_OK(err = oh_lineout_alloc(&f.o, f.p.slave, missed_handler, &f));
	TEST_OK(err = print(&f, SOME * 3));
	TEST_OK(err = test_or_refused(await(&f, "happens 00005999")));
	assert_false(f.missed);
 out:
	mem_deref(f.o);
	pty_close(&f.p);

	return err;
}

/* Far more: it has an end, and it is told that some is missing */
int test_lineout_misses(void)
{
	struct fix f = { .o = NULL };
	int err;

	if (!pty_open(&f.p, 80, 24))
		skip();
	TEST_OK(err = oh_lineout_alloc(&f.o, f.p.slave, missed_handler, &f));
	TEST_OK(err = print(&f, MANY));
	err = test_or_refused(await(&f, "happens 00019999"));
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ETIMEDOUT);
	assert_true(f.missed);
	TEST_OK(err = print(&f, 1));
	TEST_OK(err = await(&f, "happens 00000000"));
 out:
	mem_deref(f.o);
	pty_close(&f.p);

	return err;
}
