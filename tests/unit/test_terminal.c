/**
 * @file test_terminal.c  Cells on a pseudo terminal, and keys from it
 */
#include <locale.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include "base/compat.h"
#include "pty.h"
#include "test.h"
#include "tui/terminal.h"

int test_terminal_draw(void);
int test_terminal_wide(void);
int test_terminal_keys(void);
int test_terminal_paste(void);
int test_terminal_colors(void);
int test_terminal_sizes(void);
int test_terminal_notify(void);
int test_terminal_refused(void);
int test_terminal_gone(void);
int test_terminal_crash(void);
int test_terminal_stuck(void);
int test_terminal_left_stuck(void);

enum { KEYS = 64, DEADLINE_MS = 5000, PICTURES = 1000 };

struct fixture {
	struct pty          pty;
	struct oh_terminal *t;
	struct oh_cells     c;
	struct termios      was;
	uint32_t keyv[KEYS];
	size_t   keyc, wanted;
	bool     mouse;
	char     paste[OH_TERMINAL_PASTE];
	bool     gone, sized, done;
};

static void on_key(uint32_t key, int mx, int my, void *arg)
{
	struct fixture *f = arg;
	(void)mx;
	(void)my;

	if (f->keyc < KEYS)
		f->keyv[f->keyc++] = key;
	f->done = f->keyc >= f->wanted;
}

static void on_paste(const char *text, void *arg)
{
	struct fixture *f = arg;

	str_ncpy(f->paste, text, sizeof(f->paste));
}

static void on_size(void *arg)
{
	struct fixture *f = arg;

	f->sized = f->done = true;
}

static void on_stop(void *arg)
{
	(void)arg;
}

static void on_gone(void *arg)
{
	struct fixture *f = arg;

	f->gone = f->done = true;
	f->t = mem_deref(f->t);
}

static int open_as(struct fixture *f, const char *term, int colors)
{
	const struct oh_terminal_prm prm = {
		.in     = f->pty.slave,
		.out    = f->pty.slave,
		.term   = term,
		.colors = colors,
		.mouse  = f->mouse,
		.keyh   = on_key,
		.pasteh = on_paste,
		.sizeh  = on_size,
		.stoph  = on_stop,
		.goneh  = on_gone,
		.arg    = f,
	};

	return oh_terminal_open(&f->t, &prm);
}

/* Cells by hand: how they are filled is another one's test */
static int set_cells(struct fixture *f, int w, int h)
{
	mem_deref(f->c.v);
	f->c.w = w;
	f->c.h = h;
	f->c.v = mem_zalloc(sizeof(*f->c.v) * (size_t)w * (size_t)h, NULL);
	if (!f->c.v)
		return ENOMEM;
	for (int i = 0; i < w * h; i++)
		f->c.v[i].code = ' ';

	return 0;
}

static void write_cells(struct fixture *f, int x, int y, const char *text)
{
	for (; *text; text++, x++)
		f->c.v[y * f->c.w + x].code = (unsigned char)*text;
}

static bool start(struct fixture *f, int w, int h)
{
	memset(f, 0, sizeof(*f));
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	if (!pty_open(&f->pty, w, h))
		return false;
	assert_int_equal(tcgetattr(f->pty.slave, &f->was), 0);

	return true;
}

/* The terminal is what it was */
static void finish(struct fixture *f)
{
	struct termios now;

	f->t = mem_deref(f->t);
	if (f->pty.slave >= 0) {
		assert_int_equal(tcgetattr(f->pty.slave, &now), 0);
		assert_int_equal(now.c_lflag, f->was.c_lflag);
		assert_int_equal(now.c_iflag, f->was.c_iflag);
		assert_int_equal(now.c_oflag, f->was.c_oflag);
	}
	f->c.v = mem_deref(f->c.v);
	pty_close(&f->pty);
	(void)setlocale(LC_CTYPE, "C");
}

/* What is shown is written once; what has not changed is not written */
int test_terminal_draw(void)
{
	struct fixture f;
	int err = 0;

	if (!start(&f, 80, 24))
		skip();
	err = open_as(&f, "vt100", -1);
	TEST_OK(err);
	err = set_cells(&f, 80, 24);
	TEST_OK(err);

	write_cells(&f, 5, 3, "ringing");
	oh_terminal_draw(f.t, &f.c);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "ringing"));

	oh_terminal_draw(f.t, &f.c);
	assert_int_equal(pty_take(&f.pty), 0);

	write_cells(&f, 5, 3, "rinsing");
	oh_terminal_draw(f.t, &f.c);
	assert_in_range(pty_take(&f.pty), 1, 32);
	assert_non_null(strchr(f.pty.got, 's'));

	f.c.cursor = true;
	f.c.cx = 7;
	oh_terminal_draw(f.t, &f.c);
	assert_in_range(pty_take(&f.pty), 1, 32);
	oh_terminal_draw(f.t, &f.c);
	assert_int_equal(pty_take(&f.pty), 0);

	oh_terminal_spoil(f.t);
	oh_terminal_draw(f.t, &f.c);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "rinsing"));
 out:
	finish(&f);

	return err;
}

/* A wide character, its halves replaced, and what cannot be shown */
int test_terminal_wide(void)
{
	struct fixture f;
	int err = 0;

	if (!start(&f, 20, 4))
		skip();
	err = open_as(&f, "xterm", 0);
	TEST_OK(err);
	err = set_cells(&f, 20, 4);
	TEST_OK(err);

	f.c.v[0].code = 0x6f22;
	f.c.v[1].code = 0;
	f.c.v[2].code = 'x';
	oh_terminal_draw(f.t, &f.c);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "\xe6\xbc\xa2x"));

	f.c.v[0].code = 'a';
	f.c.v[1].code = 'b';
	oh_terminal_draw(f.t, &f.c);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "ab"));

	f.c.v[4].code = 0x1b;          /* never, but if: no escape */
	f.c.v[5].code = 0x0301;        /* a mark without a letter  */
	f.c.v[6].code = 'z';
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	oh_terminal_draw(f.t, &f.c);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "\xef\xbf\xbdz"));
 out:
	finish(&f);

	return err;
}

int test_terminal_keys(void)
{
	static const uint32_t wantv[] = {
		'a', OH_KEY_UP, OH_KEY_ENTER, OH_KEY_TAB, 0xe9,
		OH_KEY_BACKSPACE, OH_KEY_F1, OH_KEY_F12, OH_KEY_DELETE,
		OH_KEY_PGUP, OH_KEY_BACKTAB, 3, 26, OH_KEY_ESC,
	};
	struct fixture f;
	int err = 0;

	if (!start(&f, 80, 24))
		skip();
	f.wanted = ARRAY_SIZE(wantv);
	err = open_as(&f, "xterm", -1);
	TEST_OK(err);

	pty_type(&f.pty, "a\033OA\r\t\xc3\xa9\x7f\033OP\033[24~\033[3~"
		 "\033[5~\033[Z\x03\x1a\033");
	err = test_loop_until(&f.done, DEADLINE_MS);
	TEST_OK(err);
	assert_int_equal(f.keyc, ARRAY_SIZE(wantv));
	for (size_t i = 0; i < ARRAY_SIZE(wantv); i++)
		assert_int_equal(f.keyv[i], wantv[i]);
 out:
	finish(&f);

	return err;
}

/* None of it is a key, and no control character of it comes through */
int test_terminal_paste(void)
{
	struct fixture f;
	int err = 0;

	if (!start(&f, 80, 24))
		skip();
	f.wanted = 1;
	err = open_as(&f, "xterm", -1);
	TEST_OK(err);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "\033[?2004h"));

	pty_type(&f.pty, "\033[200~qx\r\033OA\x03+1 425\xc3\xa9\033[201~k");
	err = test_loop_until(&f.done, DEADLINE_MS);
	TEST_OK(err);
	assert_int_equal(f.keyc, 1);
	assert_int_equal(f.keyv[0], 'k');
	assert_string_equal(f.paste, "qx +1 425\xc3\xa9");

	f.t = mem_deref(f.t);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "\033[?2004l"));
 out:
	finish(&f);

	return err;
}

static int count_colors(const char *term, int most, int want)
{
	struct oh_theme th;
	struct fixture f;
	int err;

	if (!start(&f, 40, 10))
		skip();
	err = open_as(&f, term, most);
	TEST_OK(err);
	assert_int_equal(oh_terminal_colors(f.t), want);
	err = set_cells(&f, 40, 10);
	TEST_OK(err);

	memset(&th, 0, sizeof(th));
	th.v[OH_STYLE_UP].fg = 2;
	th.v[OH_STYLE_UP].bg = -1;
	oh_terminal_theme(f.t, &th);
	write_cells(&f, 0, 0, "u");
	f.c.v[0].style = OH_STYLE_UP;
	oh_terminal_draw(f.t, &f.c);
	(void)pty_take(&f.pty);
	assert_int_equal(!!strstr(f.pty.got, "[32mu"), want > 0);
 out:
	finish(&f);

	return err;
}

/* As many as it has, and not more than are wanted */
int test_terminal_colors(void)
{
	static const struct { const char *term; int most, want; } v[] = {
		{ "vt100", -1, 0 }, { "linux", -1, 8 }, { "xterm", -1, 8 },
		{ "xterm-256color", -1, 256 }, { "xterm-256color", 0, 0 },
		{ "xterm-256color", 16, 16 }, { "xterm-mono", -1, 0 },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = count_colors(v[i].term, v[i].most, v[i].want);

	return err;
}

/* Any size, and from one to another while it is there */
int test_terminal_sizes(void)
{
	static const struct { int w, h; } v[] = {
		{ 1, 1 }, { 200, 60 }, { 2, 40 }, { 40, 10 }, { 1, 1 },
		{ 80, 24 },
	};
	struct fixture f;
	int err = 0, w = 0, h = 0;

	if (!start(&f, 1, 1))
		skip();
	err = open_as(&f, "xterm", -1);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		pty_size(&f.pty, v[i].w, v[i].h);
		f.done = f.sized = false;
		(void)kill(getpid(), SIGWINCH);
		err = test_loop_until(&f.done, DEADLINE_MS);
		TEST_OK(err);
		oh_terminal_size(f.t, &w, &h);
		if (!test_is_oom()) {
			assert_int_equal(w, v[i].w);
			assert_int_equal(h, v[i].h);
		}
		err = set_cells(&f, v[i].w, v[i].h);
		TEST_OK(err);
		write_cells(&f, 0, 0, "X");
		oh_terminal_draw(f.t, &f.c);
		(void)pty_take(&f.pty);
		assert_non_null(strchr(f.pty.got, 'X'));
	}
 out:
	finish(&f);

	return test_or_refused(err);
}

int test_terminal_notify(void)
{
	struct fixture f;
	int err = 0;

	if (!start(&f, 80, 24))
		skip();
	err = open_as(&f, "xterm", -1);
	TEST_OK(err);
	(void)pty_take(&f.pty);
	oh_terminal_notify(f.t, "Ann\033]0;x\007 rings");
	(void)pty_take(&f.pty);
	assert_memory_equal(f.pty.got, "\033]9;Ann", 7);
	assert_null(strstr(&f.pty.got[1], "\033"));
	assert_ptr_equal(strchr(f.pty.got, '\007'),
			 &f.pty.got[f.pty.len - 1]);
	oh_terminal_bell(f.t);
	assert_int_equal(pty_take(&f.pty), 1);
	f.t = mem_deref(f.t);

	err = open_as(&f, "linux", -1);
	TEST_OK(err);
	(void)pty_take(&f.pty);
	oh_terminal_notify(f.t, "Ann rings");
	assert_int_equal(pty_take(&f.pty), 0);
 out:
	finish(&f);

	return err;
}

int test_terminal_refused(void)
{
	struct fixture f;
	int fdv[2], slave, err = 0;

	if (!start(&f, 80, 24))
		skip();
	slave = f.pty.slave;
	err = open_as(&f, "no-such-terminal", -1);
	assert_int_equal(test_is_oom() && err == ENOMEM ? ENOENT : err,
			 ENOENT);
	err = open_as(&f, "dumb", -1);
	assert_int_equal(test_is_oom() && err == ENOMEM ? ENOTSUP : err,
			 ENOTSUP);
	assert_int_equal(open_as(&f, "", -1), ENOENT);
	assert_int_equal(oh_terminal_check("dumb", slave, slave), ENOTSUP);
	assert_int_equal(oh_terminal_check("nothing", slave, slave), ENOENT);
	assert_int_equal(oh_terminal_check("xterm", slave, slave), 0);
	assert_int_equal(pipe(fdv), 0);
	f.pty.slave = fdv[0];
	assert_int_equal(open_as(&f, "xterm", -1), ENOTTY);
	f.pty.slave = slave;
	(void)close(fdv[0]);
	(void)close(fdv[1]);
	(void)pty_take(&f.pty);
	assert_string_equal(f.pty.got, "");
	finish(&f);

	return test_or_refused(0);
}

/* Its window is closed: told, and no crash, no loop */
int test_terminal_gone(void)
{
	struct fixture f;
	int err = 0;

	if (!start(&f, 80, 24))
		skip();
	err = open_as(&f, "xterm", -1);
	TEST_OK(err);
	(void)close(f.pty.master);
	f.pty.master = -1;
	err = test_loop_until(&f.done, DEADLINE_MS);
	TEST_OK(err);
	assert_true(f.gone);
	(void)close(f.pty.slave);
	f.pty.slave = -1;
 out:
	finish(&f);

	return err;
}

/* Nobody reads, and pictures come: each is another one */
static int get_stuck(struct fixture *f)
{
	int err = set_cells(f, 80, 24);

	for (int i = 0; i < PICTURES && !err; i++) {
		for (int k = 0; k < 80 * 24; k++)
			f->c.v[k].code = (unsigned char)('a' + i % 26);
		oh_terminal_draw(f->t, &f->c);
	}

	return err;
}

/* It takes nothing: drawing does not wait, keys come, and what is shown in the
   end is the last picture */
int test_terminal_stuck(void)
{
	struct fixture f;
	int err = 0;

	if (!start(&f, 80, 24))
		skip();
	f.wanted = 1;
	err = open_as(&f, "xterm", -1);
	TEST_OK(err);
	err = get_stuck(&f);
	TEST_OK(err);
	write_cells(&f, 5, 3, "THE LAST");
	oh_terminal_draw(f.t, &f.c);
	oh_terminal_bell(f.t);
	pty_type(&f.pty, "k");
	err = test_loop_until(&f.done, DEADLINE_MS);
	TEST_OK(err);
	assert_int_equal(f.keyv[0], 'k');
	assert_false(f.sized);

	f.done = false;
	while (pty_take(&f.pty))
		assert_null(strstr(f.pty.got, "THE LAST"));
	err = test_loop_until(&f.done, DEADLINE_MS);
	TEST_OK(err);
	assert_true(f.sized);
	(void)pty_take(&f.pty);
	oh_terminal_draw(f.t, &f.c);
	(void)pty_take(&f.pty);
	assert_non_null(strstr(f.pty.got, "THE LAST"));
 out:
	finish(&f);

	return err;
}

/* It is left then, too, as it was found */
int test_terminal_left_stuck(void)
{
	struct fixture f;
	int err = 0;

	if (!start(&f, 80, 24))
		skip();
	err = open_as(&f, "xterm", -1);
	TEST_OK(err);
	err = get_stuck(&f);
	TEST_OK(err);
	f.t = mem_deref(f.t);
	while (pty_take(&f.pty) == sizeof(f.pty.got) - 1)
		;
	assert_non_null(strstr(f.pty.got, "\033[?1049l"));
	assert_non_null(strstr(f.pty.got, "\033[?2004l"));
 out:
	finish(&f);

	return err;
}

static void crash(struct fixture *f, int sig)
{
	f->mouse = true;
	if (open_as(f, "xterm", -1))
		_exit(99);
	(void)raise(sig);
	_exit(98);
}

/* The process dies of what it would have died of, the terminal restored */
int test_terminal_crash(void)
{
	static const int sigv[] = { SIGSEGV, SIGABRT, SIGBUS };
	struct fixture f;

	if (test_is_oom())
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(sigv); i++) {
		int status = 0;
		pid_t pid;

		if (!start(&f, 80, 24))
			skip();
		pid = fork();
		if (pid == 0)
			crash(&f, sigv[i]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), sigv[i]);
		(void)pty_take(&f.pty);
		assert_non_null(strstr(f.pty.got, "\033[?1049l"));
		assert_non_null(strstr(f.pty.got, "\033[?2004l"));
		assert_non_null(strstr(f.pty.got, "\033[?1000l"));
		finish(&f);      /* compares the modes */
	}

	return 0;
}
