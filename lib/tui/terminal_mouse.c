/**
 * @file terminal_mouse.c  What a terminal tells of its mouse
 *
 *   ESC [ < 0 ; 5 ; 3 M     button, column, row from 1; 'm': released (SGR)
 *   ESC [ M   _ % #         the same, each plus 32; button 3: released
 *
 * ncurses would read that, too, but of what comes at once it gives the last:
 * over a slow line clicks would be lost. The older form has no place beyond
 * column 223, so both are asked for, and whatever comes is read: by bytes,
 * since those of the older form are no characters.
 */
#include <errno.h>
#include <poll.h>
#include <unistd.h>
#include "base/compat.h"
#include "tui/terminal_priv.h"
#include <term.h>

enum {
	OLD_LEN    = 3,
	OLD_OFFSET = 32,
	LEFT       = 0,
	WHEEL_UP   = 64,
	WHEEL_DOWN = 65,
};

/** Whether the terminal whose description is set up tells of a mouse */
bool oh_terminal_mouse_has(void)
{
	char kmous[] = "kmous";
	const char *cap = tigetstr(kmous);

	return cap && cap != (const char *)-1;
}

/**
 * Have what is told of the mouse told apart from keys
 *
 * @param t Terminal, its ncurses screen being made
 */
void oh_terminal_mouse_init(struct oh_terminal *t)
{
	if (!t->prm.mouse)
		return;
	(void)define_key("\033[<", OH_TERMINAL_MOUSE_SGR);
	(void)define_key("\033[M", OH_TERMINAL_MOUSE_OLD);
}

static void tell(struct oh_terminal *t, int button, int x, int y)
{
	const uint32_t key = button == LEFT ? OH_KEY_MOUSE
		: button == WHEEL_UP ? OH_KEY_WHEEL_UP
		: button == WHEEL_DOWN ? OH_KEY_WHEEL_DOWN : OH_KEY_NONE;

	if (key != OH_KEY_NONE && !t->pasting && x > 0 && y > 0)
		t->prm.keyh(key, x - 1, y - 1, t->prm.arg);
}

static void read_sgr(struct oh_terminal *t, char end)
{
	int button, x, y, n = 0;

	if (sscanf(t->mouse, "%4d;%4d;%4d%n", &button, &x, &y, &n) == 3 &&
	    !t->mouse[n] && end == 'M')
		tell(t, button, x, y);
}

static void take_sgr(struct oh_terminal *t, char c)
{
	const bool more = (c >= '0' && c <= '9') || c == ';';

	if (more && t->mousec + 1 < sizeof(t->mouse))
		t->mouse[t->mousec++] = c;
	if (more)
		return;
	t->mouse[t->mousec] = '\0';
	t->mousing = 0;
	read_sgr(t, c);
}

static void take_old(struct oh_terminal *t, char c)
{
	const unsigned char *b = (const unsigned char *)t->mouse;

	t->mouse[t->mousec++] = c;
	if (t->mousec < OLD_LEN)
		return;
	t->mousing = 0;
	tell(t, b[0] - OLD_OFFSET, b[1] - OLD_OFFSET, b[2] - OLD_OFFSET);
}

/**
 * Something is told of the mouse: what comes next is no key
 *
 * @param t    Terminal
 * @param code How: OH_TERMINAL_MOUSE_SGR or .._OLD
 */
void oh_terminal_mouse_begin(struct oh_terminal *t, int code)
{
	t->mousing = code;
	t->mousec = 0;
}

/**
 * Take one more byte of it, and tell of it if that is the last one
 *
 * @param t Terminal; a handler may close it
 *
 * @return false: it has not come yet
 */
bool oh_terminal_mouse_read(struct oh_terminal *t)
{
	struct pollfd p = { .fd = t->prm.in, .events = POLLIN };
	char c;

	if (poll(&p, 1, 0) <= 0 || read(t->prm.in, &c, 1) != 1)
		return false;
	if (t->mousing == OH_TERMINAL_MOUSE_SGR)
		take_sgr(t, c);
	else
		take_old(t, c);

	return true;
}
