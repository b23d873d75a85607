/**
 * @file test_linein.c  Lines that are typed, lines that are told
 */
#include <unistd.h>
#include <sys/wait.h>
#include "test.h"
#include "base/compat.h"
#include "command/linein.h"
#include "pty.h"
#include "temp.h"

enum { LINES = 8, DEADLINE_MS = 5000 };

struct fixture {
	struct oh_linein *in;
	FILE   *from, *to;
	char   *told;
	size_t  told_size;
	char    linev[LINES][OH_LINEIN_MAX + 1];
	char    why[64];
	unsigned linec, badc, breakc;
	unsigned wanted;          /* lines until done                       */
	bool    pause;            /* after each line                        */
	bool    ended, done;
	struct pty pty;
	char    shown[8192];
};

static void on_line(const char *line, void *arg)
{
	struct fixture *f = arg;

	if (!line)
		f->ended = f->done = true;
	else if (f->linec < LINES)
		str_ncpy(f->linev[f->linec++], line, OH_LINEIN_MAX + 1);
	if (f->linec + f->badc >= f->wanted)
		f->done = true;
	if (f->pause)
		f->in->listen(f->in, false);
}

static void on_bad(const char *why, void *arg)
{
	struct fixture *f = arg;

	str_ncpy(f->why, why, sizeof(f->why));
	f->badc++;
	if (f->linec + f->badc >= f->wanted)
		f->done = true;
}

static void on_break(void *arg)
{
	struct fixture *f = arg;

	f->breakc++;
	f->done = true;
}

static bool on_words(const char *line, oh_order_word_h *h, void *harg,
		     void *arg)
{
	static const char *const wordv[] = { "hangup", "hold", "help" };

	(void)arg;
	for (size_t i = 0; i < ARRAY_SIZE(wordv); i++) {
		if (0 == strncmp(wordv[i], line, strlen(line)))
			h(wordv[i], "", harg);
	}
	if (0 == strcmp(line, "call Ni"))
		h("'Night desk'", "+14255550110", harg);

	return false;
}

static void on_prompt(char buf[OH_LINEIN_PROMPT], void *arg)
{
	(void)arg;
	str_ncpy(buf, "phone> ", OH_LINEIN_PROMPT);
}

static struct oh_linein_prm prm_of(struct fixture *f)
{
	return (struct oh_linein_prm){
		.lineh   = on_line,
		.badh    = on_bad,
		.breakh  = on_break,
		.wordsh  = on_words,
		.prompth = on_prompt,
		.arg     = f,
		.in      = f->from,
		.out     = f->to,
	};
}

static int start(struct fixture *f, int fd, bool prompt)
{
	struct oh_linein_prm prm;

	f->from = fdopen(fd, "r");
	f->to   = open_memstream(&f->told, &f->told_size);
	assert_non_null(f->from);
	assert_non_null(f->to);
	prm = prm_of(f);
	prm.prompt = prompt;

	return oh_linein_plain(&f->in, &prm);
}

static void finish(struct fixture *f)
{
	mem_deref(f->in);
	if (f->from)
		(void)fclose(f->from);
	if (f->to)
		(void)fclose(f->to);
	free(f->told);
}

static int wait_lines(struct fixture *f, unsigned wanted)
{
	f->wanted = wanted;
	f->done = f->linec + f->badc >= wanted;

	return test_loop_until(&f->done, DEADLINE_MS);
}

static void put(int fd, const char *text)
{
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
}

static const struct {
	const char *line;
	size_t len;
	int want;
} checkv[] = {
	{ "", 0, 0 },
	{ "call\tme", 7, 0 },
	{ "call J\xc3\xb6rg", 10, 0 },
	{ "a\x1b[2J", 5, EBADMSG },
	{ "a\0b", 3, EBADMSG },
	{ "a\x7f", 2, EBADMSG },
	{ "a\xff" "b", 3, EILSEQ },
	{ "a", OH_LINEIN_MAX + 1, ERANGE },
};

int test_linein_check(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(checkv); i++)
		assert_int_equal(oh_linein_check(checkv[i].line,
						 checkv[i].len),
				 checkv[i].want);

	return 0;
}

/* A script: the next line comes when it is asked for, and no sooner */
int test_linein_pipe(void)
{
	struct fixture f = { .pause = true };
	int fdv[2], err;

	assert_int_equal(pipe(fdv), 0);
	put(fdv[1], "call 1\r\nhold\n\nhangup");
	(void)close(fdv[1]);
	err = start(&f, fdv[0], false);
	TEST_OK(err);
	f.in->listen(f.in, true);
	TEST_OK(wait_lines(&f, 1));
	assert_int_equal(f.linec, 1);
	f.in->listen(f.in, true);
	TEST_OK(wait_lines(&f, 2));
	assert_int_equal(f.linec, 2);
	f.pause = false;
	f.in->listen(f.in, true);
	TEST_OK(test_loop_until(&f.ended, DEADLINE_MS));
	assert_int_equal(f.linec, 4);
	assert_string_equal(f.linev[0], "call 1");
	assert_string_equal(f.linev[1], "hold");
	assert_string_equal(f.linev[2], "");
	assert_string_equal(f.linev[3], "hangup");
	assert_int_equal(f.badc, 0);
	oh_linein_tell(f.in, "* %s", "a\x1b[2Jb \xe2\x80\xae" "c\nd");
	(void)fflush(f.to);
	assert_null(strchr(f.told, '\x1b'));
	assert_null(strstr(f.told, "\xe2\x80\xae"));
	assert_ptr_equal(strchr(f.told, '\n'), &f.told[f.told_size - 1]);
	assert_null(strstr(f.told, "phone>"));
 out:
	finish(&f);

	return err;
}

/* What is no line is told, and the next one is one again */
int test_linein_bad(void)
{
	struct fixture f = { .linec = 0 };
	char longer[2 * OH_LINEIN_MAX];
	int fdv[2], err;

	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(pipe(fdv), 0);
	put(fdv[1], longer);
	put(fdv[1], "\nhold\n");
	err = start(&f, fdv[0], false);
	TEST_OK(err);
	f.in->listen(f.in, true);
	TEST_OK(wait_lines(&f, 2));
	assert_int_equal(f.badc, 1);
	assert_non_null(strstr(f.why, "longer than 511"));
	assert_string_equal(f.linev[0], "hold");
	put(fdv[1], "a\x1b" "b\nmute\n");
	TEST_OK(wait_lines(&f, 4));
	assert_int_equal(f.badc, 2);
	assert_non_null(strstr(f.why, "control character"));
	assert_string_equal(f.linev[1], "mute");
	assert_false(f.ended);
 out:
	(void)close(fdv[1]);
	finish(&f);

	return err;
}

/* No loop can wait for a file: it is read all the same */
int test_linein_file(void)
{
	struct fixture f = { .linec = 0 };
	struct temp t;
	FILE *file;
	int err;

	temp_make(&t);
	temp_write(&t, "script", "hold\nresume\n", 12);
	file = fopen(temp_path(&t, "script"), "r");
	assert_non_null(file);
	err = start(&f, dup(fileno(file)), false);
	(void)fclose(file);
	TEST_OK(err);
	f.in->listen(f.in, true);
	TEST_OK(test_loop_until(&f.ended, DEADLINE_MS));
	assert_int_equal(f.linec, 2);
	assert_string_equal(f.linev[1], "resume");
 out:
	finish(&f);
	temp_remove(&t);

	return err;
}

/* What is told stands on lines of its own, the prompt behind them */
int test_linein_prompt(void)
{
	struct fixture f = { .linec = 0 };
	int fdv[2], err;

	assert_int_equal(pipe(fdv), 0);
	err = start(&f, fdv[0], true);
	TEST_OK(err);
	oh_linein_tell(f.in, "* before");
	f.in->listen(f.in, true);
	oh_linein_tell(f.in, "* it rings");
	put(fdv[1], "hold\n");
	TEST_OK(wait_lines(&f, 1));
	f.in->listen(f.in, false);
	oh_linein_tell(f.in, "ok hold");
	(void)fflush(f.to);
	assert_string_equal(f.told, "* before\nphone> \n* it rings\n"
			    "phone> phone> \nok hold\n");
 out:
	(void)close(fdv[1]);
	finish(&f);

	return err;
}

/* ------------------------------------------------------------- editing */

static bool start_edit(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	if (!pty_open(&f->pty, 80, 24))
		return false;
	f->from = fdopen(dup(f->pty.slave), "r");
	f->to   = fdopen(dup(f->pty.slave), "w");

	return f->from && f->to;
}

static void finish_edit(struct fixture *f)
{
	f->in = mem_deref(f->in);
	finish(f);
	pty_close(&f->pty);
}

static int open_edit(struct fixture *f)
{
	struct oh_linein_prm prm = prm_of(f);
	int err = oh_linein_edit(&f->in, &prm);

	if (!err)
		f->in->listen(f->in, true);

	return err;
}

/* Until it is on the screen: what came since the last time */
static bool shows(struct fixture *f, const char *text)
{
	bool never = false;

	f->shown[0] = '\0';
	for (int i = 0; i < 100; i++) {
		size_t n = strlen(f->shown);

		(void)pty_take(&f->pty);
		(void)snprintf(&f->shown[n], sizeof(f->shown) - n, "%s",
			       f->pty.got);
		if (strstr(f->shown, text))
			return true;
		(void)test_loop_until(&never, 20);
	}

	return false;
}

/* What is typed so far is there again below what is told, and goes on */
int test_linein_edit(void)
{
	struct fixture f;
	int err = 0;

	if (test_is_oom() || !start_edit(&f))
		return 0;
	(void)setenv("TERM", "vt100", 1);
	TEST_OK(open_edit(&f));
	pty_type(&f.pty, "call +1425");
	assert_true(shows(&f, "phone> call +1425"));
	oh_linein_tell(f.in, "* Anna calls");
	assert_true(shows(&f, "phone> call +1425"));
	assert_non_null(strstr(f.shown, "* Anna calls\r\n"));
	assert_true(strstr(f.shown, "* Anna calls\r\n") <
		    strstr(f.shown, "phone> call +1425"));
	pty_type(&f.pty, "5550100\r");
	TEST_OK(wait_lines(&f, 1));
	assert_string_equal(f.linev[0], "call +14255550100");

	/* A word by the tabulator, a name with its quotes, a line of before */
	pty_type(&f.pty, "hel\t\r");
	TEST_OK(wait_lines(&f, 2));
	assert_string_equal(f.linev[1], "help ");
	pty_type(&f.pty, "call Ni\t\r");
	TEST_OK(wait_lines(&f, 3));
	assert_string_equal(f.linev[2], "call 'Night desk' ");
	f.in->remember(f.in, "hold 1");
	pty_type(&f.pty, "\x10\r");
	TEST_OK(wait_lines(&f, 4));
	assert_string_equal(f.linev[3], "hold 1");

	/* Ctrl-C removes what is typed; then it is told */
	pty_type(&f.pty, "hang\x03");
	assert_true(shows(&f, "hang"));
	pty_type(&f.pty, "h\r");
	TEST_OK(wait_lines(&f, 5));
	assert_string_equal(f.linev[4], "h");
	assert_int_equal(f.breakc, 0);
	f.done = false;
	pty_type(&f.pty, "\x03");
	TEST_OK(test_loop_until(&f.done, DEADLINE_MS));
	assert_int_equal(f.breakc, 1);
	assert_false(f.ended);
	pty_type(&f.pty, "\x04");
	TEST_OK(test_loop_until(&f.ended, DEADLINE_MS));
 out:
	finish_edit(&f);

	return err;
}

static void stop_timer(void *arg)
{
	bool *done = arg;

	*done = true;
}

/* Whoever has said all for now is waited for by the loop, not by a read */
int test_linein_idle(void)
{
	struct fixture f = { .pause = true };
	struct tmr tmr = { .th = NULL };
	bool done = false;
	int fdv[2], err;

	assert_int_equal(pipe(fdv), 0);
	put(fdv[1], "call 1\nhold\n");
	err = start(&f, fdv[0], false);
	TEST_OK(err);
	f.in->listen(f.in, true);
	TEST_OK(wait_lines(&f, 1));
	f.pause = false;
	f.in->listen(f.in, true);
	TEST_OK(wait_lines(&f, 2));
	tmr_init(&tmr);
	tmr_start(&tmr, 50, stop_timer, &done);
	TEST_OK(test_loop_until(&done, DEADLINE_MS));
	assert_false(f.ended);
 out:
	tmr_cancel(&tmr);
	(void)close(fdv[1]);
	finish(&f);

	return err;
}
