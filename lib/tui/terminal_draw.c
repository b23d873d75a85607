/**
 * @file terminal_draw.c  What differs from what is shown is written
 *
 * ncurses would find that out, too, but is spared looking at cells that are
 * what they were: nothing changed is nothing done.
 */
#include <wchar.h>
#include "base/compat.h"
#include "tui/terminal_priv.h"
#include "phone/safe.h"

enum { TEXT_SIZE = 256 };

static attr_t attributes(const struct oh_look_of *l)
{
	attr_t a = A_NORMAL;

	if (l->bold)
		a |= A_BOLD;
	if (l->dim)
		a |= A_DIM;
	if (l->reverse)
		a |= A_REVERSE;
	if (l->underline)
		a |= A_UNDERLINE;

	return a;
}

static short pair_of(const struct oh_terminal *t, uint8_t style)
{
	return t->colors ? (short)(style + 1) : 0;
}

/* What it does not have is its own */
static short color_of(const struct oh_terminal *t, int16_t color)
{
	return color < t->colors ? color : -1;
}

/**
 * Set how styles look
 *
 * @param t  Terminal
 * @param th Theme, made for oh_terminal_colors()
 */
void oh_terminal_theme(struct oh_terminal *t, const struct oh_theme *th)
{
	if (!t || !t->screen || !th)
		return;

	for (int i = 0; i < OH_STYLES; i++) {
		const struct oh_look_of *l = &th->v[i];

		t->attrv[i] = attributes(l);
		if (t->colors)
			(void)init_pair((short)(i + 1), color_of(t, l->fg),
					color_of(t, l->bg));
	}
	t->spoilt = true;
}

/* Columns the C library, and so ncurses, will use; what it and the model
   disagree about would shift the rest of the row. */
static uint32_t agreed(uint32_t code, int columns)
{
	if (code < 0x20 || (code >= 0x7f && code < 0xa0))
		return ' ';
	if (wcwidth((wchar_t)code) == columns)
		return code;

	return columns == 1 && wcwidth(0xfffd) == 1 ? 0xfffd : '?';
}

static void put(struct oh_terminal *t, int x, int y, const struct oh_cell *c,
		int columns)
{
	const uint8_t style = c->style < OH_STYLES ? c->style : 0;
	const wchar_t text[2] = { (wchar_t)agreed(c->code, columns) };
	cchar_t cc;

	if (setcchar(&cc, text, t->attrv[style], pair_of(t, style), NULL) !=
	    OK)
		return;
	(void)mvwadd_wch(stdscr, y, x, &cc);
	if (columns == 2 && text[0] == '?')
		(void)mvwadd_wch(stdscr, y, x + 1, &cc);
}

static bool is_same(const struct oh_cell *a, const struct oh_cell *b)
{
	return a->code == b->code && a->style == b->style;
}

/* The second half goes with the first one */
static bool draw_cell(struct oh_terminal *t, const struct oh_cells *c, int x,
		      int y)
{
	const struct oh_cell *now = &c->v[(size_t)y * (size_t)c->w +
					  (size_t)x];
	struct oh_cell *was = &t->shown[(size_t)y * (size_t)t->w + (size_t)x];
	const bool wide = x + 1 < c->w && now[1].code == 0;

	if (now->code == 0 ||
	    (is_same(now, was) && (!wide || x + 1 >= t->w ||
				   is_same(&now[1], &was[1]))))
		return false;
	put(t, x, y, now, wide ? 2 : 1);

	return true;
}

static void keep_row(struct oh_terminal *t, const struct oh_cells *c, int y,
		     int w)
{
	memcpy(&t->shown[(size_t)y * (size_t)t->w],
	       &c->v[(size_t)y * (size_t)c->w],
	       (size_t)w * sizeof(t->shown[0]));
}

static bool draw_rows(struct oh_terminal *t, const struct oh_cells *c)
{
	const int w = c->w < t->w ? c->w : t->w;
	const int h = c->h < t->h ? c->h : t->h;
	bool drawn = false;

	for (int y = 0; y < h; y++) {
		bool row = false;

		for (int x = 0; x < w; x++)
			row |= draw_cell(t, c, x, y);
		if (row)
			keep_row(t, c, y, w);
		drawn |= row;
	}

	return drawn;
}

static bool move_cursor(struct oh_terminal *t, const struct oh_cells *c)
{
	const bool on = c->cursor && c->cx >= 0 && c->cx < t->w &&
		c->cy >= 0 && c->cy < t->h;
	bool moved = on != t->cursor;

	if (moved)
		(void)curs_set(on);
	if (on)
		moved |= c->cx != t->cx || c->cy != t->cy;
	t->cursor = on;
	t->cx = on ? c->cx : t->cx;
	t->cy = on ? c->cy : t->cy;

	return moved;
}

/**
 * Show cells. If the terminal has not taken the picture before, this one is
 * left out: sizeh is called when it has
 *
 * @param t Terminal
 * @param c Cells; what does not fit is not shown
 */
void oh_terminal_draw(struct oh_terminal *t, const struct oh_cells *c)
{
	bool changed;

	if (!t || !t->screen || !c || !oh_terminal_is_free(t))
		return;

	if (t->spoilt) {
		(void)wclear(stdscr);
		memset(t->shown, 0xff, sizeof(*t->shown) * (size_t)t->w *
		       (size_t)t->h);
	}
	changed  = draw_rows(t, c);
	changed |= move_cursor(t, c);
	if (!changed && !t->spoilt)
		return;
	t->spoilt = false;
	(void)wmove(stdscr, t->cursor ? t->cy : t->h - 1,
		    t->cursor ? t->cx : 0);
	(void)wrefresh(stdscr);
	oh_terminal_emit(t);
}

/**
 * Draw everything anew the next time
 *
 * @param t Terminal
 */
void oh_terminal_spoil(struct oh_terminal *t)
{
	if (t)
		t->spoilt = true;
}

/** Ring the terminal's bell */
void oh_terminal_bell(struct oh_terminal *t)
{
	if (t && t->screen)
		oh_terminal_write(t, "\a");
}

/* Others would show what they do not understand */
static bool is_notified(const char *term)
{
	static const char *const deafv[] = {
		"linux", "vt", "ansi", "cons", "sun", "screen", "hurd",
		"mach", "cygwin", "pcansi", "wsvt",
	};

	for (size_t i = 0; i < ARRAY_SIZE(deafv); i++) {
		if (0 == strncmp(term, deafv[i], strlen(deafv[i])))
			return false;
	}

	return true;
}

/**
 * Have a notification shown by whatever shows the terminal
 *
 * @param t    Terminal
 * @param text Text, perhaps a stranger's
 */
void oh_terminal_notify(struct oh_terminal *t, const char *text)
{
	char safe[TEXT_SIZE], osc[TEXT_SIZE + 8];

	if (!t || !t->screen || !text || !is_notified(t->prm.term))
		return;

	(void)oh_safe_text(safe, sizeof(safe), text, false);
	(void)re_snprintf(osc, sizeof(osc), "\033]9;%s\007", safe);
	oh_terminal_write(t, osc);
}
