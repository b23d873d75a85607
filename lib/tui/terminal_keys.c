/**
 * @file terminal_keys.c  What is typed and pasted
 *
 * A paste comes between two marks (bracketed paste). It is given as one text,
 * so that no letter of it can be taken for a key that does something.
 */
#include <errno.h>
#include <poll.h>
#include "base/clock.h"
#include "base/compat.h"
#include "tui/terminal_priv.h"

enum { CTRL_H = 8 };

static const struct {
	int      code;
	uint32_t key;
} keyv[] = {
	{ KEY_UP,        OH_KEY_UP },
	{ KEY_DOWN,      OH_KEY_DOWN },
	{ KEY_LEFT,      OH_KEY_LEFT },
	{ KEY_RIGHT,     OH_KEY_RIGHT },
	{ KEY_HOME,      OH_KEY_HOME },
	{ KEY_FIND,      OH_KEY_HOME },
	{ KEY_END,       OH_KEY_END },
	{ KEY_SELECT,    OH_KEY_END },
	{ KEY_LL,        OH_KEY_END },
	{ KEY_PPAGE,     OH_KEY_PGUP },
	{ KEY_NPAGE,     OH_KEY_PGDN },
	{ KEY_IC,        OH_KEY_INSERT },
	{ KEY_DC,        OH_KEY_DELETE },
	{ KEY_BTAB,      OH_KEY_BACKTAB },
	{ KEY_BACKSPACE, OH_KEY_BACKSPACE },
	{ KEY_ENTER,     OH_KEY_ENTER },
};

static uint32_t special(int code)
{
	for (size_t i = 0; i < ARRAY_SIZE(keyv); i++) {
		if (keyv[i].code == code)
			return keyv[i].key;
	}
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return OH_KEY_F1 + (uint32_t)(code - KEY_F(1));

	return OH_KEY_NONE;
}

static uint32_t plain(wint_t c)
{
	if (c == CTRL_H)
		return OH_KEY_BACKSPACE;
	if (c == '\n')
		return OH_KEY_ENTER;

	return (uint32_t)c;
}

/* UTF-8 of one more character, whole or not at all */
static void paste_add(struct oh_terminal *t, wint_t c)
{
	char buf[4];
	size_t n = 0;

	if (c == '\t' || c == '\n' || c == '\r')
		c = ' ';
	if (c < 0x20 || c == 0x7f || c > 0x10ffff)
		return;
	if (c < 0x80)
		buf[n++] = (char)c;
	else if (c < 0x800)
		buf[n++] = (char)(0xc0 | c >> 6);
	else if (c < 0x10000)
		buf[n++] = (char)(0xe0 | c >> 12);
	else
		buf[n++] = (char)(0xf0 | c >> 18);
	for (int s = c < 0x80 ? -1 : c < 0x800 ? 0 : c < 0x10000 ? 6 : 12;
	     s >= 0; s -= 6)
		buf[n++] = (char)(0x80 | (c >> s & 0x3f));
	if (t->pastec + n >= sizeof(t->paste))
		return;
	memcpy(&t->paste[t->pastec], buf, n);
	t->pastec += n;
}

static void paste_end(struct oh_terminal *t)
{
	t->pasting = false;
	t->paste[t->pastec] = '\0';
	if (t->pastec)
		t->prm.pasteh(t->paste, t->prm.arg);
}

static void paste_begin(struct oh_terminal *t)
{
	t->pasting   = true;
	t->pastec    = 0;
	t->pasted_us = oh_clock_us();
}

static void on_special(struct oh_terminal *t, int code)
{
	uint32_t key = special(code);

	if (code == OH_TERMINAL_PASTE_ON)
		paste_begin(t);
	else if (code == OH_TERMINAL_PASTE_OFF && t->pasting)
		paste_end(t);
	else if (code == OH_TERMINAL_MOUSE_SGR ||
		 code == OH_TERMINAL_MOUSE_OLD)
		oh_terminal_mouse_begin(t, code);
	else if (key && !t->pasting)
		t->prm.keyh(key, 0, 0, t->prm.arg);
}

static void on_plain(struct oh_terminal *t, wint_t c)
{
	if (t->pasting)
		paste_add(t, c);
	else
		t->prm.keyh(plain(c), 0, 0, t->prm.arg);
}

/* The end of a paste may be lost, e.g. when it was too much for a line */
static void paste_check(struct oh_terminal *t)
{
	const uint64_t now = oh_clock_us();

	if (!t->pasting)
		return;
	if (now - t->pasted_us > OH_TERMINAL_PASTE_MS * UINT64_C(1000))
		paste_end(t);
	t->pasted_us = now;
}

static bool is_gone(const struct oh_terminal *t)
{
	struct pollfd p = { .fd = t->prm.in, .events = POLLIN };

	return poll(&p, 1, 0) > 0 &&
		(p.revents & (POLLHUP | POLLERR | POLLNVAL));
}

/**
 * Have keys told as such, not as the bytes they are
 *
 * @param t Terminal, its ncurses screen being made
 *
 * @return 0 or what the system said
 */
int oh_terminal_keys_init(struct oh_terminal *t)
{
	int err;

	set_escdelay(OH_TERMINAL_ESC_MS);
	(void)raw();
	(void)noecho();
	(void)nonl();
	err = oh_terminal_capture(t);
	if (err)
		return err;
	(void)keypad(stdscr, TRUE);
	(void)nodelay(stdscr, TRUE);
	(void)meta(stdscr, TRUE);
	(void)define_key("\033[200~", OH_TERMINAL_PASTE_ON);
	(void)define_key("\033[201~", OH_TERMINAL_PASTE_OFF);
	oh_terminal_mouse_init(t);

	return 0;
}

/* false: no more has come */
static bool read_one(struct oh_terminal *t)
{
	wint_t c;
	int code;

	if (t->mousing)
		return oh_terminal_mouse_read(t);
	code = wget_wch(stdscr, &c);
	if (code == KEY_CODE_YES)
		on_special(t, (int)c);
	else if (code != ERR)
		on_plain(t, c);

	return code != ERR;
}

/**
 * Read what has been typed and tell it
 *
 * @param t Terminal; it lives until this returns, but a handler may close it
 */
void oh_terminal_keys_read(struct oh_terminal *t)
{
	bool gone = is_gone(t);

	paste_check(t);
	while (t->screen && read_one(t))
		;
	if (gone && t->screen)
		t->prm.goneh(t->prm.arg);
}
