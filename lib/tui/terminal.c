/**
 * @file terminal.c  The terminal taken, given back, and grown or shrunk
 *
 * ncurses wants signals for itself: they are blocked before it can install
 * its handlers, and are read by the loop. It sets the modes of the terminal
 * once, when it is taken; from then on it writes to a buffer (terminal_out.c)
 * and the modes are set here, where nothing waits until output has been taken.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>
#include "base/compat.h"
#include "tui/terminal_priv.h"
#include <term.h>

static void listen_to(struct oh_terminal *t, bool on);

static void close_screen(struct oh_terminal *t)
{
	if (!t->screen)
		return;
	oh_terminal_give(t);
	delscreen(t->screen);
	t->screen = NULL;
	oh_terminal_unguard();
}

static void destructor(void *arg)
{
	struct oh_terminal *t = arg;

	listen_to(t, false);
	close_screen(t);
	if (t->in)
		(void)fclose(t->in);
	if (t->out)
		(void)fclose(t->out);
	if (t->sigfd >= 0)
		(void)close(t->sigfd);
	oh_terminal_out_close(t);
	mem_deref(t->shown);
}

/**
 * Turn on or off what ncurses does not know of
 *
 * @param t  Terminal
 * @param on Whether it is ours
 */
void oh_terminal_modes(struct oh_terminal *t, bool on)
{
	/* Who does not know that shows it: no more than where such keys are */
	if (has_key(KEY_F(1)) || has_key(KEY_UP))
		oh_terminal_write(t, on ? "\033[?2004h" : "\033[?2004l");
	if (t->prm.mouse)
		oh_terminal_write(t, on ? "\033[?1000h\033[?1006h"
					: OH_TERMINAL_MOUSE_OFF);
}

/* ---------------------------------------------------------------- size */

static void measure(const struct oh_terminal *t, int *wp, int *hp)
{
	struct winsize ws;

	*wp = COLS;
	*hp = LINES;
	if (ioctl(t->prm.out, TIOCGWINSZ, &ws) || !ws.ws_col || !ws.ws_row)
		return;
	*wp = ws.ws_col < OH_TERMINAL_SIZE_MAX ? ws.ws_col
					       : OH_TERMINAL_SIZE_MAX;
	*hp = ws.ws_row < OH_TERMINAL_SIZE_MAX ? ws.ws_row
					       : OH_TERMINAL_SIZE_MAX;
}

static int set_size(struct oh_terminal *t)
{
	struct oh_cell *v;
	int w, h;

	measure(t, &w, &h);
	if (w < 1 || h < 1)
		return EINVAL;
	v = mem_alloc(sizeof(*v) * (size_t)w * (size_t)h, NULL);
	if (!v)
		return ENOMEM;
	mem_deref(t->shown);
	t->shown  = v;
	t->w      = w;
	t->h      = h;
	t->spoilt = true;
	(void)resizeterm(h, w);

	return 0;
}

/* What cannot be had at another size goes on with this one */
static void resized(struct oh_terminal *t)
{
	(void)set_size(t);
	t->spoilt = true;
	t->prm.sizeh(t->prm.arg);
}

/**
 * Get the size there is
 *
 * @param t  Terminal
 * @param wp Receives columns
 * @param hp Receives rows
 */
void oh_terminal_size(const struct oh_terminal *t, int *wp, int *hp)
{
	*wp = t->w;
	*hp = t->h;
}

/* ------------------------------------------------------------- signals */

static void take_again(struct oh_terminal *t)
{
	(void)tcsetattr(t->prm.out, TCSANOW, &t->ours);
	(void)reset_prog_mode();
	(void)keypad(stdscr, TRUE);
	(void)clearok(curscr, TRUE);
	oh_terminal_modes(t, true);
	resized(t);
}

static void signalled(int flags, void *arg)
{
	struct oh_terminal *t = mem_ref(arg);
	struct signalfd_siginfo si;
	(void)flags;

	while (t->screen && read(t->sigfd, &si, sizeof(si)) == sizeof(si)) {
		switch (si.ssi_signo) {

		case SIGWINCH:
			resized(t);
			break;

		case SIGTSTP:
			t->prm.stoph(t->prm.arg);
			break;

		case SIGCONT:
			take_again(t);
			break;
		}
	}
	mem_deref(t);
}

static int open_signals(struct oh_terminal *t)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGTSTP);
	sigaddset(&set, SIGCONT);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return errno;
	t->sigfd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);

	return t->sigfd < 0 ? errno : 0;
}

/**
 * Give the terminal back and stop, as Ctrl-Z does; returns when the process
 * has been continued
 *
 * @param t Terminal
 */
void oh_terminal_stop(struct oh_terminal *t)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL }, was;
	sigset_t set;

	if (!t || !t->screen)
		return;

	oh_terminal_give(t);
	sigemptyset(&dfl.sa_mask);
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	(void)sigaction(SIGTSTP, &dfl, &was);
	/* The whole group: who started us in a script is stopped, too. */
	(void)kill(0, SIGTSTP);
	(void)sigprocmask(SIG_UNBLOCK, &set, NULL);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	(void)sigaction(SIGTSTP, &was, NULL);
	take_again(t);
}

/* ---------------------------------------------------------------- open */

static void readable(int flags, void *arg)
{
	struct oh_terminal *t = mem_ref(arg);
	(void)flags;

	oh_terminal_keys_read(t);
	mem_deref(t);
}

static void listen_to(struct oh_terminal *t, bool on)
{
	if (!on && t->listening) {
		fd_close(t->prm.in);
		fd_close(t->sigfd);
	}
	t->listening = on;
}

static int start_listening(struct oh_terminal *t)
{
	int err = fd_listen(t->prm.in, FD_READ, readable, t);

	if (err)
		return err;
	t->listening = true;

	return fd_listen(t->sigfd, FD_READ, signalled, t);
}

/* Whether it is known, and can do what is needed; its description is there
   then */
static int look_up(const char *term, int out)
{
	char cup[] = "cup", ed[] = "clear", name[64];
	int found = 0;

	str_ncpy(name, term, sizeof(name));
	if (setupterm(name, out, &found) != OK)
		return found == 1 ? ENOTSUP : ENOENT;
	if (tigetstr(cup) && tigetstr(ed))
		return 0;
	(void)del_curterm(cur_term);

	return ENOTSUP;
}

/**
 * Tell whether a terminal can be used
 *
 * @param term Its name
 * @param in   Descriptor of it to read from
 * @param out  The same, to write to
 *
 * @return 0, ENOTTY, ENOENT or ENOTSUP: see oh_terminal_open()
 */
int oh_terminal_check(const char *term, int in, int out)
{
	int err;

	if (!isatty(in) || !isatty(out))
		return ENOTTY;
	if (!str_isset(term))
		return ENOENT;
	err = look_up(term, out);
	if (!err)
		(void)del_curterm(cur_term);

	return err;
}

static int open_streams(struct oh_terminal *t)
{
	int in = fcntl(t->prm.in, F_DUPFD_CLOEXEC, 3), out;

	t->in = in < 0 ? NULL : fdopen(in, "r");
	if (!t->in)
		return errno;
	out = fcntl(t->prm.out, F_DUPFD_CLOEXEC, 3);
	t->out = out < 0 ? NULL : fdopen(out, "w");

	return t->out ? 0 : errno;
}

/* Palettes of 16 and 256 are what themes know; of what has millions the
   first eight are the same everywhere */
static int count_colors(const struct oh_terminal *t)
{
	int n;

	if (!t->prm.colors || !has_colors() || start_color() != OK)
		return 0;
	(void)use_default_colors();
	n = COLORS == 256 ? 256 : COLORS >= 16 && COLORS < 256 ? 16 :
		COLORS >= 8 ? 8 : 0;
	if (t->prm.colors > 0 && n > t->prm.colors)
		n = t->prm.colors;

	return COLOR_PAIRS > OH_STYLES ? n : 0;
}

static int open_screen(struct oh_terminal *t)
{
	int err = look_up(t->prm.term, t->prm.out);

	if (err)
		return err;
	t->prm.mouse = t->prm.mouse && oh_terminal_mouse_has();
	err = tcgetattr(t->prm.out, &t->was) ? errno :
		oh_terminal_guard(oh_outlet_fd(t->outlet), t->prm.mouse);
	/* newterm() looks it up itself */
	(void)del_curterm(cur_term);
	if (err)
		return err;
	use_env(FALSE);
	use_tioctl(TRUE);
	t->screen = newterm(t->prm.term, t->out, t->in);
	if (!t->screen) {
		oh_terminal_unguard();
		return ENOTSUP;
	}
	err = oh_terminal_keys_init(t);
	if (err)
		return err;
	t->colors = count_colors(t);
	t->cursor = true;
	oh_terminal_modes(t, true);

	return set_size(t);
}

/**
 * Take a terminal
 *
 * @param tp  Returned terminal; mem_deref gives it back
 * @param prm What to use, and handlers; copied
 *
 * @return 0, EINVAL, ENOMEM, ENOTTY, ENOENT if nothing is known of it, ENOTSUP
 *         if it cannot show a screen, EBUSY if there is one already, or what
 *         the system said. The terminal is as it was then
 */
int oh_terminal_open(struct oh_terminal **tp,
		     const struct oh_terminal_prm *prm)
{
	struct oh_terminal *t;
	int err;

	if (!tp || !prm || !prm->keyh || !prm->pasteh || !prm->sizeh ||
	    !prm->stoph || !prm->goneh)
		return EINVAL;
	if (!isatty(prm->in) || !isatty(prm->out))
		return ENOTTY;
	if (!prm->term || !*prm->term)
		return ENOENT;

	t = mem_zalloc(sizeof(*t), destructor);
	if (!t)
		return ENOMEM;
	t->prm   = *prm;
	t->sigfd = t->frame = -1;
	err = open_streams(t);
	if (!err)
		err = oh_terminal_out_open(t);
	if (!err)
		err = open_signals(t);
	if (!err)
		err = open_screen(t);
	if (!err)
		err = start_listening(t);
	if (err)
		mem_deref(t);
	else
		*tp = t;

	return err;
}

/**
 * How many colours there are
 *
 * @param t Terminal
 *
 * @return 256, 16, 8; 0: none, or none are wanted
 */
int oh_terminal_colors(const struct oh_terminal *t)
{
	return t ? t->colors : 0;
}
