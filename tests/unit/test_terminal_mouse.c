/**
 * @file test_terminal_mouse.c  What a pseudo terminal tells of its mouse
 */
#include "base/compat.h"
#include "pty.h"
#include "test.h"
#include "tui/terminal.h"

int test_terminal_mouse(void);
int test_terminal_no_mouse(void);

enum { KEYS = 16, DEADLINE_MS = 5000 };

struct fixture {
	struct pty          pty;
	struct oh_terminal *t;
	uint32_t keyv[KEYS];
	int      mxv[KEYS], myv[KEYS];
	size_t   keyc, wanted;
	bool     done;
};

static void on_key(uint32_t key, int mx, int my, void *arg)
{
	struct fixture *f = arg;

	if (f->keyc < KEYS) {
		f->mxv[f->keyc] = mx;
		f->myv[f->keyc] = my;
		f->keyv[f->keyc++] = key;
	}
	f->done = f->keyc >= f->wanted;
}

static void on_paste(const char *text, void *arg)
{
	(void)text;
	(void)arg;
}

static void on_else(void *arg)
{
	(void)arg;
}

static int open_as(struct fixture *f, const char *term, bool mouse)
{
	const struct oh_terminal_prm prm = {
		.in     = f->pty.slave,
		.out    = f->pty.slave,
		.term   = term,
		.colors = -1,
		.mouse  = mouse,
		.keyh   = on_key,
		.pasteh = on_paste,
		.sizeh  = on_else,
		.stoph  = on_else,
		.goneh  = on_else,
		.arg    = f,
	};

	return oh_terminal_open(&f->t, &prm);
}

/* A click, a key, and a wheel; all that come at once come, in order */
static int point(const char *term, const char *typed)
{
	static const struct { uint32_t key; int x, y; } wantv[] = {
		{ OH_KEY_MOUSE, 4, 2 }, { 'a', 0, 0 },
		{ OH_KEY_MOUSE, 4, 2 }, { OH_KEY_MOUSE, 79, 23 },
		{ OH_KEY_WHEEL_UP, 0, 0 }, { OH_KEY_WHEEL_DOWN, 30, 20 },
		{ OH_KEY_WHEEL_DOWN, 30, 20 }, { 'z', 0, 0 },
	};
	struct fixture f;
	int err = 0;

	memset(&f, 0, sizeof(f));
	if (!pty_open(&f.pty, 80, 24))
		skip();
	f.wanted = ARRAY_SIZE(wantv);
	err = open_as(&f, term, true);
	TEST_OK(err);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "1000h"));

	pty_type(&f.pty, typed);
	err = test_loop_until(&f.done, DEADLINE_MS);
	TEST_OK(err);
	assert_int_equal(f.keyc, ARRAY_SIZE(wantv));
	for (size_t i = 0; i < ARRAY_SIZE(wantv); i++) {
		assert_int_equal(f.keyv[i], wantv[i].key);
		assert_int_equal(f.mxv[i], wantv[i].x);
		assert_int_equal(f.myv[i], wantv[i].y);
	}
	f.t = mem_deref(f.t);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "1000l"));
 out:
	mem_deref(f.t);
	pty_close(&f.pty);

	return err;
}

/* As xterm tells it, and as the older ones do, which tell of no button that
   is released */
int test_terminal_mouse(void)
{
	int err = point("xterm", "\033[<;;M\033[<0;1M\033[<0;0;0M"
			"\033[<99999999999999999999;1;1M"
			"\033[<0;5;3M\033[<0;5;3ma"
			"\033[<0;5;3M\033[<0;5;3m\033[<2;9;9M\033[<2;9;9m"
			"\033[<0;80;24M\033[<0;80;24m\033[<64;1;1M"
			"\033[<65;31;21M\033[<65;31;21Mz");

	if (err)
		return err;

	return point("screen-256color", "\033[M %#\033[M#%#a"
		     "\033[M %#\033[M#%#\033[M\"))\033[M#))\033[M p8"
		     "\033[M#p8\033[M`!!\033[Ma?5\033[Ma?5z");
}

/* Nobody asked for it: the terminal's own selection works */
int test_terminal_no_mouse(void)
{
	struct fixture f;
	int err = 0;

	memset(&f, 0, sizeof(f));
	if (!pty_open(&f.pty, 80, 24))
		skip();
	err = open_as(&f, "xterm", false);
	TEST_OK(err);
	f.t = mem_deref(f.t);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "\033[?1049l"));
	assert_null(strstr(f.pty.got, "100"));
 out:
	mem_deref(f.t);
	pty_close(&f.pty);

	return err;
}
