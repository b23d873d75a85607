/**
 * @file sheet.c  A SIP message to be read: wrapped, scrolled, searched
 *
 * What does not fit into a row goes on in the next one, indented, so that it
 * cannot be taken for a header of its own.
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/mark.h"
#include "tui/sheet.h"

enum {
	INDENT   = 2,
	ROW_MAX  = 1024,         /* bytes; longer rows go on in the next one */
	ROWS_MAX = 100000,
};

/** A row of the sheet */
struct row {
	struct pl text;
	bool first;              /* of its line         */
	bool start;              /* first line          */
	bool body;               /* behind a blank line */
};

/** On the way through a text */
struct walk {
	const char *next;        /* NULL: the end */
	int w;
	struct row row;
};

static void walk_init(struct walk *k, const char *text, int w)
{
	memset(k, 0, sizeof(*k));
	k->next = *text ? text : NULL;
	k->w = w;
	k->row.first = k->row.start = true;
}

/* Bytes that fit into w columns; at least one character */
static size_t fitting(const char *text, size_t len, int w)
{
	const char *p = text, *q = text;
	uint32_t code;
	int used = 0, width;

	while ((size_t)(p - text) < len && oh_safe_next(&q, &code, &width)) {
		used += MAX(width, 1);
		if (p > text && (used > w || q - text >= ROW_MAX - 4))
			break;
		p = q;
	}

	return MIN((size_t)(p - text), len);
}

static void set_row(struct walk *k, const char *p, size_t len, bool begins)
{
	k->row.text = (struct pl){ p, len };
	k->row.first = begins;
	k->next = p + len;
	if (*k->next == '\r')
		++k->next;
	if (*k->next == '\n')
		++k->next;
	if (!*k->next)
		k->next = NULL;
}

/* Bytes of a line, or as many as can be in a row: a long line is not gone
   through again for each of its rows */
static size_t line_bytes(const char *p)
{
	size_t n = 0;

	while (n < ROW_MAX && p[n] && p[n] != '\r' && p[n] != '\n')
		++n;

	return n;
}

/* The next row; false at the end */
static bool walk(struct walk *k)
{
	const char *p = k->next;
	bool begins, start;
	size_t len;
	int w;

	if (!p)
		return false;
	begins = !k->row.text.p || p[-1] == '\n';
	start = !k->row.text.p || (k->row.start && !begins);
	if (k->row.text.p && k->row.first && !k->row.text.l && begins)
		k->row.body = true;
	k->row.start = start;
	len = line_bytes(p);
	w = begins ? k->w : k->w - INDENT;
	set_row(k, p, fitting(p, len, MAX(w, 1)), begins);

	return true;
}

static enum oh_style style_of(const struct row *r)
{
	return r->start ? OH_STYLE_TITLE : OH_STYLE_NORMAL;
}

/* Columns the name of a header takes, with its colon */
static int name_columns(const struct row *r, const char *text)
{
	size_t n = strcspn(text, ": ");

	return r->first && !r->start && !r->body && text[n] == ':'
		? (int)n + 1 : 0;
}

static void paint_row(struct oh_cells *c, const struct oh_box *b,
		      const struct row *r, const char *search)
{
	struct oh_box part = *b;
	char text[ROW_MAX + 1];

	(void)pl_strcpy(&r->text, text, sizeof(text));
	for (char *p = text; *p; p++) {
		if (*p == '\t')
			*p = ' ';
	}
	if (!r->first) {
		part.x += INDENT;
		part.w -= INDENT;
	}
	(void)oh_mark_text(c, &part, style_of(r), text, search);
	part.w = MIN(name_columns(r, text), part.w);
	if (part.w > 0 && !oh_mark_find(text, search))
		oh_cells_style(c, &part, OH_STYLE_DIM);
}

static size_t count_rows(const char *text, int w)
{
	struct walk k;
	size_t n = 0;

	walk_init(&k, text, w);
	while (n < ROWS_MAX && walk(&k))
		++n;

	return n;
}

static void clamp(struct oh_sheet *s)
{
	const size_t most = s->rows > s->page ? s->rows - s->page : 0;

	s->top = MIN(s->top, most);
}

/**
 * Paint what is seen of a text
 *
 * @param s      Sheet
 * @param c      Cells
 * @param b      Where
 * @param text   Of any origin: lines end with LF or CR LF
 * @param search Stands out; ""
 */
void oh_sheet_paint(struct oh_sheet *s, struct oh_cells *c,
		    const struct oh_box *b, const char *text,
		    const char *search)
{
	struct oh_box row = { b->x, b->y, b->w, 1 };
	struct walk k;

	s->w = b->w;
	s->page = b->h > 0 ? (size_t)b->h : 1;
	s->rows = count_rows(text, s->w);
	clamp(s);
	walk_init(&k, text, s->w);
	for (size_t i = 0; i < s->top + s->page && walk(&k); i++) {
		if (i < s->top)
			continue;
		paint_row(c, &row, &k.row, search);
		++row.y;
	}
}

/** Scroll by an order; false: it is none of a sheet's */
bool oh_sheet_order(struct oh_sheet *s, const char *word)
{
	const size_t page = s->page > 1 ? s->page - 1 : 1;

	if (0 == strcmp(word, "down"))
		s->top += 1;
	else if (0 == strcmp(word, "up"))
		s->top -= MIN(s->top, 1);
	else if (0 == strcmp(word, "pgdn"))
		s->top += page;
	else if (0 == strcmp(word, "pgup"))
		s->top -= MIN(s->top, page);
	else if (0 == strcmp(word, "top"))
		s->top = 0;
	else if (0 == strcmp(word, "bottom"))
		s->top = s->rows;
	else
		return false;
	clamp(s);

	return true;
}

static bool has(const struct row *r, const char *search)
{
	char text[ROW_MAX + 1];

	(void)pl_strcpy(&r->text, text, sizeof(text));

	return oh_mark_find(text, search) != NULL;
}

/**
 * Bring the next row that matches to the top, around the end
 *
 * @return false if there is none
 */
bool oh_sheet_next(struct oh_sheet *s, const char *text, const char *search,
		   int step)
{
	size_t first = s->rows, last = s->rows, before = s->rows;
	size_t after = s->rows, i = 0, to;
	struct walk k;

	walk_init(&k, text, s->w);
	for (; i < s->rows && walk(&k); i++) {
		if (!has(&k.row, search))
			continue;
		if (first == s->rows)
			first = i;
		if (i < s->top)
			before = i;
		if (i > s->top && after == s->rows)
			after = i;
		last = i;
	}
	if (first == s->rows)
		return false;
	to = step > 0 ? after < s->rows ? after : first
		      : before < s->rows ? before : last;
	s->top = to;
	clamp(s);

	return true;
}
