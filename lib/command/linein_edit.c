/**
 * @file linein_edit.c  Lines that are edited: readline
 *
 * GNU readline is under the GPL, version 3: the one program that calls
 * oh_linein_edit() is so as a whole. Nothing else of the library names it.
 *
 * Readline is fed from the main loop and sees a key at a time; what is told
 * meanwhile removes the line from the screen, and puts it back below. Signals
 * of the terminal (SIGWINCH, SIGTSTP, SIGCONT) come by a descriptor. Ctrl-C
 * and Ctrl-Z are keys here: they have a meaning of their own.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>
#include <readline/history.h>
#include <readline/readline.h>
#include "base/compat.h"
#include "command/linein.h"
#include "phone/safe.h"

enum {
	CTRL_C = 3,
	CTRL_Z = 26,
	MATCHES_MAX = 200,       /* words that are looked at               */
	SHOWN_MAX   = 40,        /* .. and listed                          */
	HISTORY_MAX = 1000,
};

/** The editing way */
struct edit {
	struct oh_linein in;
	int    sigfd;
	sigset_t was;
	bool   listening;        /* wanted                                 */
	bool   installed;        /* readline has the terminal              */
	bool   feeding;          /* we are called by readline              */
	bool   ended;
	char   prompt[OH_LINEIN_PROMPT];
	struct words *words;     /* being collected                        */
};

/** Words that may come next */
struct words {
	const char *text;        /* what they begin with                   */
	size_t      c;
	char       *v[MATCHES_MAX];
};

/* Readline has no argument for its handlers: there is one terminal */
static struct edit *the_edit;


/* A word may be typed in quotes */
static void add_word(const char *word, const char *help, void *arg)
{
	struct words *w = arg;

	(void)help;
	if (w->c == MATCHES_MAX)
		return;
	w->v[w->c] = strdup(word);
	if (w->v[w->c])
		w->c++;
}


static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}


/* What all of them begin with, first; readline frees all of it */
static char **as_matches(struct words *w)
{
	char **v = calloc(w->c + 2, sizeof(*v));
	size_t len = w->c ? strlen(w->v[0]) : 0;

	if (!v || !w->c) {
		free(v);
		return NULL;
	}
	qsort(w->v, w->c, sizeof(w->v[0]), by_text);
	for (size_t i = 0; i < w->c; i++) {
		size_t same = 0;

		v[i + 1] = w->v[i];
		while (same < len && w->v[0][same] == w->v[i][same])
			same++;
		len = same;
	}
	/* Names may differ in case from what was typed: that stays, then. */
	v[0] = len < strlen(w->text) ? strdup(w->text)
				     : strndup(w->v[0], len);

	return v;
}


static char **complete(const char *text, int start, int end)
{
	struct edit *e = the_edit;
	struct words w = { .text = text };
	char line[OH_LINEIN_MAX + 1];

	(void)start;
	rl_attempted_completion_over = 1;
	if (!e || !e->in.prm.wordsh || (size_t)end >= sizeof(line))
		return NULL;
	memcpy(line, rl_line_buffer, (size_t)end);
	line[end] = '\0';
	if (e->in.prm.wordsh(line, add_word, &w, e->in.prm.arg))
		rl_attempted_completion_over = 0;

	return as_matches(&w);
}


static void list_matches(char **v, int c, int longest)
{
	struct edit *e = the_edit;
	char safe[OH_LINEIN_TOLD];

	(void)longest;
	rl_crlf();
	for (int i = 1; i <= c && i <= SHOWN_MAX; i++) {
		(void)oh_safe_text(safe, sizeof(safe), v[i],
				   e->in.prm.ascii);
		(void)fprintf(rl_outstream, "%s\n", safe);
	}
	if (c > SHOWN_MAX)
		(void)fprintf(rl_outstream, "and %d more\n", c - SHOWN_MAX);
	rl_forced_update_display();
}

/* ------------------------------------------------------- the terminal */

/* As readline wants it, but these two keys are keys. */
static void prepare(int meta)
{
	struct termios now;

	rl_prep_terminal(meta);
	if (tcgetattr(fileno(rl_instream), &now))
		return;
	now.c_cc[VINTR] = now.c_cc[VSUSP] = _POSIX_VDISABLE;
#ifdef VDSUSP
	now.c_cc[VDSUSP] = _POSIX_VDISABLE;
#endif
	(void)tcsetattr(fileno(rl_instream), TCSADRAIN, &now);
}


/* Calls stay: another process has them. */
static void suspend(void)
{
	rl_clear_visible_line();
	(void)fflush(rl_outstream);
	rl_deprep_terminal();
	(void)raise(SIGSTOP);
	prepare(1);
	rl_resize_terminal();
	rl_forced_update_display();
}


static int key_suspend(int count, int key)
{
	(void)count;
	(void)key;
	suspend();

	return 0;
}


static int key_break(int count, int key)
{
	struct edit *e = the_edit;
	bool empty = rl_end == 0;

	(void)count;
	(void)key;
	rl_replace_line("", 1);
	rl_crlf();
	rl_on_new_line();
	rl_redisplay();
	if (empty && e && e->in.prm.breakh)
		e->in.prm.breakh(e->in.prm.arg);

	return 0;
}


static void signalled(int flags, void *arg)
{
	struct edit *e = arg;
	struct signalfd_siginfo si;

	(void)flags;
	if (read(e->sigfd, &si, sizeof(si)) != (ssize_t)sizeof(si) ||
	    !e->installed)
		return;
	if (si.ssi_signo == SIGTSTP)
		suspend();
	else
		rl_resize_terminal();
}


static int open_signals(struct edit *e)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGTSTP);
	if (sigprocmask(SIG_BLOCK, &set, &e->was))
		return errno;
	e->sigfd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (e->sigfd < 0)
		return errno;

	return fd_listen(e->sigfd, FD_READ, signalled, e);
}

/* --------------------------------------------------------------- lines */

static void hide(struct edit *e)
{
	if (!e->installed)
		return;
	rl_callback_handler_remove();
	e->installed = false;
}


static void got_line(char *line);

static void show(struct edit *e)
{
	if (e->installed)
		return;
	e->in.prm.prompth(e->prompt, e->in.prm.arg);
	rl_callback_handler_install(e->prompt, got_line);
	e->installed = true;
}


/* Readline calls this; NULL: Ctrl-D at an empty line, or no terminal more */
static void got_line(char *line)
{
	struct edit *e = the_edit;
	int err = line ? oh_linein_check(line, strlen(line)) : 0;

	hide(e);
	if (!line) {
		e->ended = true;
		(void)fputc('\n', rl_outstream);
	}
	if (err)
		e->in.prm.badh(oh_linein_why(err), e->in.prm.arg);
	else
		e->in.prm.lineh(line, e->in.prm.arg);
	free(line);
}


static void readable(int flags, void *arg)
{
	struct edit *e = arg;

	(void)flags;
	if (!e->installed)
		return;
	e->feeding = true;
	rl_callback_read_char();
	e->feeding = false;
	if (e->listening && !e->ended)
		show(e);
}


static void listen_to(struct oh_linein *in, bool on)
{
	struct edit *e = (struct edit *)in;

	if (e->listening == on)
		return;
	e->listening = on;
	if (on && 0 == fd_listen(fileno(in->prm.in), FD_READ, readable, e)) {
		/* What its handlers may not do while they are called */
		if (!e->feeding)
			show(e);
	}
	else {
		fd_close(fileno(in->prm.in));
		if (!e->feeding)
			hide(e);
	}
}


static void tell(struct oh_linein *in, const char *text)
{
	struct edit *e = (struct edit *)in;

	if (e->installed)
		rl_clear_visible_line();
	(void)fputs(text, in->prm.out);
	(void)fputc('\n', in->prm.out);
	(void)fflush(in->prm.out);
	if (!e->installed)
		return;
	rl_on_new_line();
	rl_forced_update_display();
}


/* Not while the prompt is readline's own */
static bool is_idle(void)
{
	return !RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH |
			   RL_STATE_NUMERICARG | RL_STATE_MULTIKEY |
			   RL_STATE_METANEXT | RL_STATE_COMPLETING |
			   RL_STATE_DISPATCHING);
}


static void tick(struct oh_linein *in)
{
	struct edit *e = (struct edit *)in;
	char now[OH_LINEIN_PROMPT];

	if (!e->installed || !is_idle())
		return;
	in->prm.prompth(now, in->prm.arg);
	if (0 == strcmp(now, e->prompt))
		return;
	str_ncpy(e->prompt, now, sizeof(e->prompt));
	rl_set_prompt(e->prompt);
	rl_redisplay();
}


static void remember(struct oh_linein *in, const char *line)
{
	(void)in;
	add_history(line);
	using_history();
}


static void destructor(void *arg)
{
	struct edit *e = arg;

	if (e->listening)
		fd_close(fileno(e->in.prm.in));
	hide(e);
	if (e->sigfd >= 0) {
		fd_close(e->sigfd);
		(void)close(e->sigfd);
		(void)sigprocmask(SIG_SETMASK, &e->was, NULL);
	}
	the_edit = NULL;
}


/* The user's ~/.inputrc holds; what would stop the loop does not. */
static void set_up(const struct oh_linein_prm *prm)
{
	rl_readline_name = "phone";
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_instream = prm->in;
	rl_outstream = prm->out;
	rl_initialize();
	rl_prep_term_function = prepare;
	rl_attempted_completion_function = complete;
	rl_completion_display_matches_hook = list_matches;
	rl_completer_word_break_characters = " \t";
	rl_completer_quote_characters = "\"";
	rl_filename_quote_characters = " \t\"";
	rl_completion_query_items = 0;
	(void)rl_variable_bind("page-completions", "off");
	(void)rl_bind_key(CTRL_C, key_break);
	(void)rl_bind_key(CTRL_Z, key_suspend);
	stifle_history(HISTORY_MAX);
}


/**
 * Take lines from a terminal, edited by who sits there, and tell above them
 *
 * @param inp Set to it; release with mem_deref(), not from its handlers.
 *            One at a time
 * @param prm Handlers; copied
 *
 * @return 0, EALREADY, ENOMEM, or what the system said
 */
int oh_linein_edit(struct oh_linein **inp, const struct oh_linein_prm *prm)
{
	struct edit *e;
	int err;

	if (the_edit)
		return EALREADY;
	e = mem_zalloc(sizeof(*e), destructor);
	if (!e)
		return ENOMEM;
	e->sigfd = -1;
	e->in = (struct oh_linein){
		.listen   = listen_to,
		.tell     = tell,
		.tick     = tick,
		.remember = remember,
		.prm      = *prm,
	};
	the_edit = e;
	err = open_signals(e);
	if (err) {
		mem_deref(e);
		return err;
	}
	set_up(prm);
	*inp = &e->in;

	return 0;
}
