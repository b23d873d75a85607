/**
 * @file rungs.c  SIP messages as arrows between the hosts
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/mark.h"
#include "tui/rungs.h"

enum {
	TIME_W     = 10,         /* "›   0.000 "                        */
	SPAN_MIN   = 18,         /* columns from host to host           */
	NOTE_W     = 34,         /* of its own, where there is room     */
	NOTE_FROM  = 110,        /* .. from so many columns on          */
	TAIL       = 3,          /* of an arrow, beside its text        */
	LINE_MIN   = 12,         /* columns of a first line             */
	HOST_W     = 23,         /* "192.0.2.100:5060"                  */
	AT_MAX_S   = 99999,      /* more is a broken clock              */
};

/** How a message is shown */
struct look {
	enum oh_style style, line;
	const char *search;
	bool note;               /* beside the first line */
};

/** Where things stand in a row */
struct layout {
	int x0, span;            /* first host, and from one to the next */
	int note;                /* columns of the note, 0: in the arrow */
};

static size_t host_of(const struct oh_rungs *r, const char *addr, bool us)
{
	if (us)
		return 0;
	for (size_t i = 1; i < r->count && i < OH_RUNGS_HOSTS_MAX; i++) {
		if (0 == strcmp(r->hostv[i], addr))
			return i;
	}

	return r->count;
}

static void add(struct oh_rungs *r, const char *addr)
{
	size_t i = host_of(r, addr, false);

	if (i < r->count || i > OH_RUNGS_HOSTS_MAX)
		return;
	if (i < OH_RUNGS_HOSTS_MAX)
		str_ncpy(r->hostv[i], addr, sizeof(r->hostv[i]));
	++r->count;
}

static void set_name(char buf[OH_RUNGS_NAME], const char *name,
		     const char *host)
{
	(void)snprintf(buf, OH_RUNGS_NAME, "%s%s%s", name,
		       *name && *host ? " " : "", host);
}

/**
 * Find out who took part
 *
 * We are one, whatever our addresses are; the others are told apart by
 * theirs.
 *
 * @param r     Set
 * @param w     Messages
 * @param trunk Name of the far end, used if there is only one; ""
 */
void oh_rungs_read(struct oh_rungs *r, const struct oh_wire *w,
		   const char *trunk)
{
	memset(r, 0, sizeof(*r));
	r->count = 1;
	for (size_t i = 0; i < oh_wire_count(w); i++) {
		const struct oh_wire_line *l = oh_wire_at(w, i);

		if (!*r->hostv[0])
			str_ncpy(r->hostv[0], l->sent ? l->src : l->dst,
				 sizeof(r->hostv[0]));
		add(r, l->sent ? l->dst : l->src);
	}
	set_name(r->namev[0], "us", r->hostv[0]);
	for (size_t i = 1; i < r->count && i < OH_RUNGS_HOSTS_MAX; i++)
		set_name(r->namev[i], r->count == 2 &&
			 strcmp(trunk, r->hostv[i]) ? trunk : "",
			 r->hostv[i]);
}

/* false: no room for arrows */
static bool lay_out(struct layout *l, const struct oh_rungs *r, int w)
{
	int area = w - TIME_W - 1;

	if (r->count < 2 || r->count > OH_RUNGS_HOSTS_MAX)
		return false;
	l->note = w >= NOTE_FROM ? NOTE_W : 0;
	area -= l->note;
	l->x0 = TIME_W;
	l->span = (area - 1) / ((int)r->count - 1);

	return l->span >= SPAN_MIN;
}

/* Without the name of the trunk where there is no room for both */
static const char *fitting(const struct oh_rungs *r, size_t i, int w)
{
	return (int)oh_safe_columns(r->namev[i]) > w ? r->hostv[i]
						     : r->namev[i];
}

/** Paint the names of the hosts above their lines */
void oh_rungs_head(const struct oh_rungs *r, struct oh_cells *c,
		   const struct oh_box *b)
{
	const int last = (int)r->count - 1;
	struct layout l;

	(void)oh_cells_right(c, b->x, b->y, MIN(b->w, TIME_W - 1),
			     OH_STYLE_DIM, "Seconds");
	if (!lay_out(&l, r, b->w)) {
		(void)oh_cells_text(c, b->x + TIME_W, b->y, b->w - TIME_W,
				    OH_STYLE_DIM, "Message");
		return;
	}
	for (int i = 0; i <= last; i++) {
		const int x = b->x + l.x0 + i * l.span, half = l.span / 2;
		const char *name = fitting(r, (size_t)i, half);
		const int w = (int)oh_safe_columns(name);

		if (i == 0)
			(void)oh_cells_text(c, x, b->y, half, OH_STYLE_TITLE,
					    name);
		else if (i == last)
			(void)oh_cells_right(c, x - half + 1, b->y, half,
					     OH_STYLE_TITLE, name);
		else
			(void)oh_cells_text(c, x - MIN(w, half) / 2, b->y,
					    half - 1, OH_STYLE_TITLE, name);
	}
	if (l.note)
		(void)oh_cells_text(c, b->x + b->w - l.note + 2, b->y,
				    l.note - 2, OH_STYLE_DIM, "Note");
}

/* First line; and what it is about, if there is room and no column for it */
static void paint_text(struct oh_cells *c, const struct oh_box *b,
		       const struct oh_wire_line *l, const struct look *k)
{
	struct oh_box part = *b;
	int note = k->note ? (int)oh_safe_columns(l->note) : 0;

	if (note && b->w - note - 2 >= LINE_MIN)
		part.w = b->w - note - 2;
	part.w = oh_mark_text(c, &part, k->style, l->line, k->search);
	if (!note || b->w - part.w < 5)
		return;
	part.x += part.w + 2;
	part.w = b->w - part.w - 2;
	(void)oh_mark_text(c, &part, k->style, l->note, k->search);
}

/* Columns that the text takes of w */
static int text_columns(const struct oh_wire_line *l, const struct look *k,
			int w)
{
	int n = (int)oh_safe_columns(l->line);

	if (k->note && *l->note)
		n += 2 + (int)oh_safe_columns(l->note);

	return MIN(n, w);
}

/* "── INVITE sip:.. ────→" from one host to another */
static void paint_arrow(struct oh_cells *c, const struct oh_box *b,
			const struct oh_wire_line *l, bool right,
			const struct look *k)
{
	struct oh_box text = { b->x + TAIL, b->y, b->w - 2 * TAIL, 1 };
	struct oh_box blank;

	oh_cells_fill(c, b, k->style, oh_sign_code(OH_SIGN_RULE, c->ascii));
	(void)oh_cells_sign(c, right ? b->x + b->w - 1 : b->x, b->y,
			    k->style, right ? OH_SIGN_OUT : OH_SIGN_IN);
	text.w = text_columns(l, k, text.w);
	blank = (struct oh_box){ text.x - 1, text.y, text.w + 2, 1 };
	oh_cells_fill(c, &blank, k->style, ' ');
	paint_text(c, &text, l, k);
}

static void paint_lines(const struct oh_rungs *r, const struct layout *lay,
			struct oh_cells *c, const struct oh_box *b,
			enum oh_style style)
{
	for (int i = 0; i < (int)r->count; i++) {
		const struct oh_box at = {
			b->x + lay->x0 + i * lay->span, b->y, 1, 1
		};

		oh_cells_fill(c, &at, style, c->ascii ? '|' : 0x2502);
	}
}

static void paint_rung(const struct oh_rungs *r, struct oh_cells *c,
		       const struct oh_box *b, const struct oh_wire_line *l,
		       const struct layout *lay, struct look *k)
{
	const char *far = l->sent ? l->dst : l->src;
	const int to = (int)MIN(host_of(r, far, false), r->count - 1);
	const struct oh_box arrow = {
		b->x + lay->x0 + 1, b->y, to * lay->span - 1, 1
	};
	const struct oh_box note = {
		b->x + b->w - lay->note + 2, b->y, lay->note - 2, 1
	};

	paint_lines(r, lay, c, b, k->line);
	k->note = !lay->note;
	paint_arrow(c, &arrow, l, l->sent, k);
	if (lay->note)
		(void)oh_mark_text(c, &note, k->style, l->note, k->search);
}

/* No room for arrows: "→ 192.0.2.1:5060  INVITE sip:.." */
static void paint_plain(const struct oh_rungs *r, struct oh_cells *c,
			const struct oh_box *b, const struct oh_wire_line *l,
			struct look *k)
{
	struct oh_box part = { b->x + TIME_W, b->y, b->w - TIME_W, 1 };

	if (part.w <= 0)
		return;
	(void)oh_cells_sign(c, part.x, part.y, k->style,
			    l->sent ? OH_SIGN_OUT : OH_SIGN_IN);
	part.x += 2;
	part.w -= 2;
	if (r->count != 2 && part.w >= HOST_W + LINE_MIN) {
		(void)oh_cells_text(c, part.x, part.y, HOST_W - 1, k->style,
				    l->sent ? l->dst : l->src);
		part.x += HOST_W;
		part.w -= HOST_W;
	}
	k->note = true;
	paint_text(c, &part, l, k);
}

/**
 * Paint one message
 *
 * @param r        Who took part
 * @param c        Cells
 * @param b        Where: one row
 * @param l        Message
 * @param selected Whether it is the one that Enter opens
 * @param search   Stands out; ""
 */
void oh_rungs_paint(const struct oh_rungs *r, struct oh_cells *c,
		    const struct oh_box *b, const struct oh_wire_line *l,
		    bool selected, const char *search)
{
	const bool lit = selected && r->focus;
	struct look k = {
		.style = lit ? OH_STYLE_SELECTED :
			 l->sent ? OH_STYLE_SENT : OH_STYLE_RECEIVED,
		.line = lit ? OH_STYLE_SELECTED : OH_STYLE_LINE,
		.search = search,
	};
	struct layout lay;
	char at[16];

	oh_cells_fill(c, b, lit ? k.style : OH_STYLE_NORMAL, ' ');
	if (selected && b->w > 0)
		(void)oh_cells_sign(c, b->x, b->y, k.style, OH_SIGN_MARK);
	(void)snprintf(at, sizeof(at), "%.3f", MIN(l->at_s, AT_MAX_S));
	(void)oh_cells_right(c, b->x + 1, b->y, MIN(b->w - 1, TIME_W - 2),
			     lit ? k.style : OH_STYLE_DIM, at);
	if (lay_out(&lay, r, b->w))
		paint_rung(r, c, b, l, &lay, &k);
	else
		paint_plain(r, c, b, l, &k);
}
