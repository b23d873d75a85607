/**
 * @file cells.c  A screen as cells
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/cells.h"

enum {
	SIDE_MAX   = 4096,       /* columns, rows                 */
	TEXT_MAX   = 1024,       /* of one printed piece [bytes]  */
	UNSHOWN    = 0xfffd,
	EIGHTHS    = 8,
};

static const char *const stylev[OH_STYLES] = {
	[OH_STYLE_NORMAL]   = "normal",
	[OH_STYLE_DIM]      = "dim",
	[OH_STYLE_TITLE]    = "title",
	[OH_STYLE_FOCUS]    = "focus",
	[OH_STYLE_LINE]     = "line",
	[OH_STYLE_SELECTED] = "selected",
	[OH_STYLE_KEY]      = "key",
	[OH_STYLE_BAR]      = "bar",
	[OH_STYLE_INPUT]    = "input",
	[OH_STYLE_UP]       = "up",
	[OH_STYLE_RINGING]  = "ringing",
	[OH_STYLE_HELD]     = "held",
	[OH_STYLE_ENDED]    = "ended",
	[OH_STYLE_GOOD]     = "good",
	[OH_STYLE_FAIR]     = "fair",
	[OH_STYLE_POOR]     = "poor",
	[OH_STYLE_ALERT]    = "alert",
	[OH_STYLE_CARD]     = "card",
	[OH_STYLE_SENT]     = "sent",
	[OH_STYLE_RECEIVED] = "received",
	[OH_STYLE_MATCH]    = "match",
};

/** One column each, no pictures: fonts of plain terminals have them */
static const struct {
	uint32_t utf8, ascii;
} signv[OH_SIGNS] = {
	[OH_SIGN_LOCK]      = { 0x26bf, 's' },
	[OH_SIGN_MARK]      = { 0x203a, '>' },
	[OH_SIGN_VOICE]     = { 0x266a, '~' },
	[OH_SIGN_RECORDING] = { 0x2022, 'R' },
	[OH_SIGN_MUTED]     = { 0x2298, 'M' },
	[OH_SIGN_OTHER]     = { 0x2197, '^' },
	[OH_SIGN_IN]        = { 0x2190, '<' },
	[OH_SIGN_OUT]       = { 0x2192, '>' },
	[OH_SIGN_UP]        = { 0x2191, '^' },
	[OH_SIGN_DOWN]      = { 0x2193, 'v' },
	[OH_SIGN_GOOD]      = { 0x2713, '+' },
	[OH_SIGN_BAD]       = { 0x2717, '!' },
	[OH_SIGN_DOT]       = { 0x00b7, '-' },
	[OH_SIGN_RULE]      = { 0x2500, '-' },
};

/** Corners and lines of a frame: top left, top right, bottom left .. */
static const struct {
	uint32_t tl, tr, bl, br, hor, ver;
} framev[2] = {
	{ 0x250c, 0x2510, 0x2514, 0x2518, 0x2500, 0x2502 },
	{ '+', '+', '+', '+', '-', '|' },
};

/** Name of a style, as [colors] has it */
const char *oh_style_name(enum oh_style style)
{
	return (unsigned)style < OH_STYLES ? stylev[style] : "normal";
}

static void destructor(void *arg)
{
	struct oh_cells *c = arg;

	mem_deref(c->v);
}

/**
 * Make a screen, empty
 *
 * @param cp Returned
 * @param w  Columns, 1 to 4096
 * @param h  Rows, likewise
 *
 * @return 0, EINVAL or ENOMEM
 */
int oh_cells_alloc(struct oh_cells **cp, int w, int h)
{
	struct oh_cells *c;

	if (!cp || w < 1 || h < 1 || w > SIDE_MAX || h > SIDE_MAX)
		return EINVAL;
	c = mem_zalloc(sizeof(*c), destructor);
	if (!c)
		return ENOMEM;
	c->w = w;
	c->h = h;
	c->v = mem_zalloc((size_t)w * (size_t)h * sizeof(*c->v), NULL);
	if (!c->v) {
		mem_deref(c);
		return ENOMEM;
	}
	oh_cells_clear(c);
	*cp = c;

	return 0;
}

/** Empty it: blanks everywhere, no cursor */
void oh_cells_clear(struct oh_cells *c)
{
	size_t n = (size_t)c->w * (size_t)c->h;

	for (size_t i = 0; i < n; i++)
		c->v[i] = (struct oh_cell){ ' ', OH_STYLE_NORMAL };
	c->cursor = false;
	c->cx = c->cy = 0;
}

/** The cell at a place, or NULL outside */
struct oh_cell *oh_cells_at(struct oh_cells *c, int x, int y)
{
	if (x < 0 || y < 0 || x >= c->w || y >= c->h)
		return NULL;

	return &c->v[(size_t)y * (size_t)c->w + (size_t)x];
}

/* What is left of a wide character of which one half is written over */
static void mend(struct oh_cells *c, int x, int y)
{
	struct oh_cell *left = oh_cells_at(c, x - 1, y);
	struct oh_cell *here = oh_cells_at(c, x, y);
	struct oh_cell *right = oh_cells_at(c, x + 1, y);

	if (here && here->code == 0 && left)
		left->code = ' ';
	if (here && here->code != 0 && right && right->code == 0)
		right->code = ' ';
}

static void put(struct oh_cells *c, int x, int y, enum oh_style style,
		uint32_t code)
{
	struct oh_cell *cell = oh_cells_at(c, x, y);

	if (!cell)
		return;
	mend(c, x, y);
	cell->code = code;
	cell->style = (uint8_t)style;
}

/* A wide one has both its cells, or none */
static void put_wide(struct oh_cells *c, int x, int y, enum oh_style style,
		     uint32_t code)
{
	if (!oh_cells_at(c, x, y) || !oh_cells_at(c, x + 1, y)) {
		put(c, x, y, style, ' ');
		put(c, x + 1, y, style, ' ');
		return;
	}
	put(c, x + 1, y, style, ' ');
	put(c, x, y, style, code);
	oh_cells_at(c, x + 1, y)->code = 0;
}

/* As it may be shown here; *widthp changes with it */
static uint32_t shown(const struct oh_cells *c, uint32_t code, int *widthp)
{
	if (oh_safe_is_shown(code) && (!c->ascii || code < 0x80))
		return code;
	*widthp = 1;

	return c->ascii ? '?' : UNSHOWN;
}

/**
 * Write text, cut at w columns
 *
 * Whatever a terminal could take for a command is replaced. Marks that
 * combine with the character before are left out: a cell holds one.
 *
 * @param text UTF-8 of any origin, or NULL
 *
 * @return Columns used
 */
int oh_cells_text(struct oh_cells *c, int x, int y, int w,
		  enum oh_style style, const char *text)
{
	uint32_t code;
	int used = 0, width;

	while (text && used < w && oh_safe_next(&text, &code, &width)) {
		code = shown(c, code, &width);
		if (width < 1)
			continue;
		if (used + width > w)
			break;
		if (width == 2)
			put_wide(c, x + used, y, style, code);
		else
			put(c, x + used, y, style, code);
		used += width;
	}

	return used;
}

/* Columns that oh_cells_text() would use of w */
static int columns(const struct oh_cells *c, int w, const char *text)
{
	uint32_t code;
	int used = 0, width;

	while (text && oh_safe_next(&text, &code, &width)) {
		(void)shown(c, code, &width);
		if (width > 0 && used + width > w)
			break;
		used += MAX(width, 0);
	}

	return used;
}

/** Write text so that it ends at x + w; as oh_cells_text() */
int oh_cells_right(struct oh_cells *c, int x, int y, int w,
		   enum oh_style style, const char *text)
{
	return oh_cells_text(c, x + w - columns(c, w, text), y, w, style,
			     text);
}

/** Write what a format makes into the first row of b; as oh_cells_text() */
int oh_cells_print(struct oh_cells *c, const struct oh_box *b,
		   enum oh_style style, const char *fmt, ...)
{
	char buf[TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);

	return oh_cells_text(c, b->x, b->y, b->w, style, buf);
}

/* Bytes of the next row of w columns: up to a blank if there is one */
static size_t row_bytes(const struct oh_cells *c, int w, const char *text)
{
	const char *p = text, *blank = NULL;
	uint32_t code;
	int used = 0, width;

	for (const char *q = p; oh_safe_next(&q, &code, &width); p = q) {
		if (code == ' ')
			blank = p;
		(void)shown(c, code, &width);
		if (width > 0 && used + width > w)
			return (size_t)((blank ? blank : p) - text);
		used += MAX(width, 0);
	}

	return (size_t)(p - text);
}

/**
 * Write text in rows, broken between words
 *
 * @return Rows used; what does not fit is left out
 */
int oh_cells_wrap(struct oh_cells *c, const struct oh_box *b,
		  enum oh_style style, const char *text)
{
	char row[TEXT_MAX];
	int n = 0;

	while (text && n < b->h && b->w > 0) {
		size_t len;

		text += strspn(text, " ");
		len = row_bytes(c, b->w, text);
		if (!len)
			break;
		str_ncpy(row, text, MIN(len + 1, sizeof(row)));
		(void)oh_cells_text(c, b->x, b->y + n, b->w, style, row);
		text += len;
		++n;
	}

	return n;
}

/** Code point of one of our signs */
uint32_t oh_sign_code(enum oh_sign sign, bool ascii)
{
	if ((unsigned)sign >= OH_SIGNS)
		return ' ';

	return ascii ? signv[sign].ascii : signv[sign].utf8;
}

/** Write one of our signs: one column */
int oh_cells_sign(struct oh_cells *c, int x, int y, enum oh_style style,
		  enum oh_sign sign)
{
	put(c, x, y, style, oh_sign_code(sign, c->ascii));

	return 1;
}

/** Fill a part with one narrow character */
void oh_cells_fill(struct oh_cells *c, const struct oh_box *b,
		   enum oh_style style, uint32_t code)
{
	int x0 = MAX(b->x, 0), x1 = MIN(b->x + b->w, c->w);
	int y0 = MAX(b->y, 0), y1 = MIN(b->y + b->h, c->h);

	for (int y = y0; y < y1; y++)
		for (int x = x0; x < x1; x++)
			put(c, x, y, style, code);
}

/** Another style for a part */
void oh_cells_style(struct oh_cells *c, const struct oh_box *b,
		    enum oh_style style)
{
	int x0 = MAX(b->x, 0), x1 = MIN(b->x + b->w, c->w);
	int y0 = MAX(b->y, 0), y1 = MIN(b->y + b->h, c->h);

	for (int y = y0; y < y1; y++)
		for (int x = x0; x < x1; x++)
			oh_cells_at(c, x, y)->style = (uint8_t)style;
}

static void frame_lines(struct oh_cells *c, const struct oh_box *b)
{
	const int i = c->ascii ? 1 : 0;
	const int x1 = b->x + b->w - 1, y1 = b->y + b->h - 1;
	const struct oh_box top = { b->x, b->y, b->w, 1 };
	const struct oh_box bottom = { b->x, y1, b->w, 1 };
	const struct oh_box left = { b->x, b->y, 1, b->h };
	const struct oh_box right = { x1, b->y, 1, b->h };

	oh_cells_fill(c, &top, OH_STYLE_LINE, framev[i].hor);
	oh_cells_fill(c, &bottom, OH_STYLE_LINE, framev[i].hor);
	oh_cells_fill(c, &left, OH_STYLE_LINE, framev[i].ver);
	oh_cells_fill(c, &right, OH_STYLE_LINE, framev[i].ver);
	put(c, b->x, b->y, OH_STYLE_LINE, framev[i].tl);
	put(c, x1, b->y, OH_STYLE_LINE, framev[i].tr);
	put(c, b->x, y1, OH_STYLE_LINE, framev[i].bl);
	put(c, x1, y1, OH_STYLE_LINE, framev[i].br);
}

/**
 * Draw a frame with a title
 *
 * @param title  Or NULL
 * @param focus  It has the keys: its title says so
 * @param inside What is left, perhaps nothing
 */
void oh_cells_frame(struct oh_cells *c, const struct oh_box *b,
		    const char *title, bool focus, struct oh_box *inside)
{
	const struct oh_box at = { b->x + 2, b->y, b->w - 4, 1 };

	*inside = (struct oh_box){ b->x + 1, b->y + 1, MAX(b->w - 2, 0),
				   MAX(b->h - 2, 0) };
	if (b->w < 2 || b->h < 2)
		return;
	frame_lines(c, b);
	if (title && b->w > 6)
		(void)oh_cells_print(c, &at,
				     focus ? OH_STYLE_FOCUS : OH_STYLE_TITLE,
				     focus ? "[%s]" : " %s ", title);
}

/**
 * Draw a level: a bar
 *
 * @param part 0..1; NaN is 0
 */
void oh_cells_meter(struct oh_cells *c, int x, int y, int w, double part,
		    enum oh_style style)
{
	const int steps = c->ascii ? 1 : EIGHTHS;
	int full;

	if (!(part > 0.0))
		part = 0.0;
	full = (int)(MIN(part, 1.0) * w * steps + 0.5);
	for (int i = 0; i < w; i++, full -= steps) {
		if (full >= steps)
			put(c, x + i, y, style, c->ascii ? '#' : 0x2588);
		else if (full > 0)
			put(c, x + i, y, style,
			    (uint32_t)(0x2590 - full));
		else
			put(c, x + i, y, OH_STYLE_DIM,
			    c->ascii ? '.' : 0x00b7);
	}
}
