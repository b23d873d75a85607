/**
 * @file pane_calls.c  All calls: a row each, and one more for the selected
 *
 *   > up      ~R  Anna Bell            1:02 PCMU  s 4.3 ###.. ##...
 *       +14255550100 - PCMU - SRTP sdes - on +14255550199 by carrier-a
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/mark.h"
#include "tui/pane.h"

enum { DETAIL_SIZE = 400, CODEC_SIZE = 16 };

static const double SILENT_DB = -60.0;   /* a meter's left end       */
static const double LOUD_DB   = -3.0;    /* from here it is too loud */

enum { ROWS_MAX = 256 };

struct calls {
	size_t top;              /* first call shown                 */
	int    rows;             /* as last painted                  */
	size_t rowv[ROWS_MAX];   /* which call stands in a row       */
};

enum col_id {
	COL_MARK, COL_DIR, COL_STATE, COL_SIGNS, COL_NAME, COL_NUMBER,
	COL_TIME, COL_CODEC, COL_LOCK, COL_MOS, COL_US, COL_THEM,
	COLS
};

/** A column, shown if the pane has from columns or more */
struct col {
	const char *title;
	int w, wide;             /* wide: from WIDE columns on */
	int from;
	bool right;
};

enum { WIDE = 90 };

static const struct col colv[COLS] = {
	[COL_MARK]   = { "",        1,  1,   0, false },
	[COL_DIR]    = { "",        1,  1,  56, false },
	[COL_STATE]  = { "State",   7,  7,   0, false },
	[COL_SIGNS]  = { "",        3,  3,   0, false },
	[COL_NAME]   = { "Who",     0,  0,   0, false },
	[COL_NUMBER] = { "Number", 16, 16,  80, false },
	[COL_TIME]   = { "Time",    5,  7,   0, true },
	[COL_CODEC]  = { "Codec",   5,  5,  66, false },
	[COL_LOCK]   = { "",        1,  1,  30, false },
	[COL_MOS]    = { "MOS",     3,  3,  38, true },
	[COL_US]     = { "You",     3, 10,  46, false },
	[COL_THEM]   = { "Them",    4, 10,  46, false },
};

/** Where columns are in a pane of some width */
struct places {
	int xv[COLS], wv[COLS];
};

static void place(struct places *p, const struct oh_box *b)
{
	int used = 0, x = b->x;

	for (int i = 0; i < COLS; i++) {
		p->wv[i] = b->w < colv[i].from ? 0
			   : b->w >= WIDE ? colv[i].wide : colv[i].w;
		used += p->wv[i] ? p->wv[i] + 1 : 0;
	}
	p->wv[COL_NAME] = MAX(b->w - used, 1);
	for (int i = 0; i < COLS; i++) {
		p->xv[i] = x;
		x += p->wv[i] ? p->wv[i] + 1 : 0;
	}
}

static enum oh_style state_style(const struct oh_board_call *call)
{
	switch (call->state) {

	case OH_BOARD_UP:      return OH_STYLE_UP;
	case OH_BOARD_HELD:    return OH_STYLE_HELD;
	case OH_BOARD_LEAVING:
	case OH_BOARD_ENDED:   return OH_STYLE_ENDED;
	case OH_BOARD_DIALING:
	case OH_BOARD_RINGING:
	case OH_BOARD_EARLY:
	default:               return OH_STYLE_RINGING;
	}
}

static enum oh_style mos_style(double mos)
{
	return mos >= 4.0 ? OH_STYLE_GOOD
	     : mos >= 3.1 ? OH_STYLE_FAIR : OH_STYLE_POOR;
}

static bool is_marked(const struct oh_view *v, const char *id)
{
	for (size_t i = 0; i < v->markc; i++)
		if (0 == strcmp(v->markv[i], id))
			return true;

	return false;
}

/* Of a process that is not the phone's own */
static bool is_other(const struct oh_view *v,
		     const struct oh_board_call *call)
{
	const struct oh_board_phone *p = oh_board_phone(v->prm->board);

	return !p->here || p->peer != call->peer;
}

/** A row being painted */
struct row {
	const struct oh_view *v;
	struct oh_cells *c;
	const struct places *p;
	const struct oh_board_call *call;
	int y;
};

static void text(const struct row *r, enum col_id id, enum oh_style style,
		 const char *s)
{
	const int x = r->p->xv[id], w = r->p->wv[id];

	if (colv[id].right)
		(void)oh_cells_right(r->c, x, r->y, w, style, s);
	else
		(void)oh_mark_text(r->c, &(struct oh_box){ x, r->y, w, 1 },
				   style, s, "");
}

static void sign(const struct row *r, enum col_id id, int i,
		 enum oh_style style, enum oh_sign what)
{
	if (i < r->p->wv[id])
		(void)oh_cells_sign(r->c, r->p->xv[id] + i, r->y, style,
				    what);
}

static void paint_signs(const struct row *r)
{
	const struct oh_board_call *call = r->call;

	if (call->talking)
		sign(r, COL_SIGNS, 0, OH_STYLE_GOOD, OH_SIGN_VOICE);
	else if (is_other(r->v, call))
		sign(r, COL_SIGNS, 0, OH_STYLE_DIM, OH_SIGN_OTHER);
	if (call->muted)
		sign(r, COL_SIGNS, 1, OH_STYLE_ALERT, OH_SIGN_MUTED);
	if (call->recording)
		sign(r, COL_SIGNS, 2, OH_STYLE_POOR, OH_SIGN_RECORDING);
}

static void meter(const struct row *r, enum col_id id, double db)
{
	if (r->p->wv[id])
		oh_cells_meter(r->c, r->p->xv[id], r->y, r->p->wv[id],
			       (db - SILENT_DB) / -SILENT_DB,
			       db > LOUD_DB ? OH_STYLE_POOR : OH_STYLE_GOOD);
}

/* "PCMU/8000" as "PCMU" */
static void codec_print(char buf[CODEC_SIZE],
			const struct oh_board_call *call)
{
	str_ncpy(buf, call->codec, MIN((size_t)CODEC_SIZE,
				       strcspn(call->codec, "/") + 1));
}

static void paint_figures(const struct row *r)
{
	const struct oh_board_call *call = r->call;
	const double mos = call->quality.mos;
	char buf[CODEC_SIZE];

	oh_board_timer(buf, call, r->v->now_ms);
	text(r, COL_TIME, OH_STYLE_NORMAL, buf);
	codec_print(buf, call);
	text(r, COL_CODEC, OH_STYLE_NORMAL, buf);
	if (*call->srtp)
		sign(r, COL_LOCK, 0, OH_STYLE_GOOD, OH_SIGN_LOCK);
	if (call->quality.known) {
		(void)snprintf(buf, sizeof(buf), "%.1f", mos);
		text(r, COL_MOS, mos_style(mos), buf);
	}
	if (call->state == OH_BOARD_UP || call->state == OH_BOARD_EARLY) {
		meter(r, COL_US, call->us_db);
		meter(r, COL_THEM, call->them_db);
	}
}

static void paint_call(const struct row *r, int w)
{
	const struct oh_board_call *call = r->call;
	const enum oh_style style = state_style(call);
	const bool selected = r->v->call == call;

	if (selected)
		sign(r, COL_MARK, 0, OH_STYLE_FOCUS, OH_SIGN_MARK);
	else if (is_marked(r->v, call->id))
		text(r, COL_MARK, OH_STYLE_MATCH, "*");
	sign(r, COL_DIR, 0, OH_STYLE_DIM,
	     call->incoming ? OH_SIGN_IN : OH_SIGN_OUT);
	text(r, COL_STATE, style, oh_board_state_word(call));
	paint_signs(r);
	text(r, COL_NAME, style, *call->name ? call->name : call->number);
	if (*call->name)
		text(r, COL_NUMBER, OH_STYLE_NORMAL, call->number);
	paint_figures(r);
	if (selected && r->v->focus)
		oh_cells_style(r->c, &(struct oh_box){ r->p->xv[COL_STATE],
			       r->y, w - (r->p->xv[COL_STATE] -
					  r->p->xv[0]), 1 },
			       OH_STYLE_SELECTED);
}

/* One more piece of a detail row */
static void piece(char buf[DETAIL_SIZE], bool ascii, const char *before,
		  const char *what)
{
	const size_t n = strlen(buf);

	if (*what)
		(void)snprintf(buf + n, DETAIL_SIZE - n, "%s%s%s",
			       !n ? "" : ascii ? " - " : " \xc2\xb7 ",
			       before, what);
}

/* Whom they hear */
static void piece_joined(char buf[DETAIL_SIZE], const struct row *r)
{
	const struct oh_board *b = r->v->prm->board;
	const struct oh_board_call *c;
	const char *before = "joined with ";

	for (size_t i = 0; (c = oh_board_at(b, i)); i++) {
		if (!oh_board_is_joined(r->call, c))
			continue;
		piece(buf, r->c->ascii, before, *c->name ? c->name
							 : c->number);
		before = "";
	}
}

/* What the row has no room for, most telling first; returns rows used */
static int paint_detail(const struct row *r, const struct oh_box *b)
{
	const struct oh_board_call *call = r->call;
	const struct oh_board_peer *peer =
		oh_board_peer(r->v->prm->board, call->peer);
	const bool ascii = r->c->ascii;
	char buf[DETAIL_SIZE] = "", codec[CODEC_SIZE];

	if (call->state == OH_BOARD_ENDED)
		piece(buf, ascii, "", call->cause);
	if (oh_safe_columns(call->name) > (size_t)r->p->wv[COL_NAME])
		piece(buf, ascii, "", call->name);
	piece(buf, ascii, "", call->again);
	piece_joined(buf, r);
	if (call->talking && call->state != OH_BOARD_HELD)
		piece(buf, ascii, "", "you talk here");
	if (is_other(r->v, call) && peer)
		piece(buf, ascii, "of ", peer->command);
	if (is_marked(r->v, call->id))
		piece(buf, ascii, "", "marked");
	if (call->muted)
		piece(buf, ascii, "", "muted");
	if (call->recording)
		piece(buf, ascii, "", "recording");
	if (call->quality.known && !r->p->wv[COL_MOS]) {
		(void)snprintf(codec, sizeof(codec), "%.1f",
			       call->quality.mos);
		piece(buf, ascii, "MOS ", codec);
	}
	if (call->held_by_them)
		piece(buf, ascii, "", "they hold us");
	piece(buf, ascii, "they pressed ", call->digits_in);
	piece(buf, ascii, "sent ", call->digits_out);
	codec_print(codec, call);
	piece(buf, ascii, "", codec);
	piece(buf, ascii, "SRTP ", call->srtp);
	piece(buf, ascii, "", call->tls);
	piece(buf, ascii, "by ", call->trunk);
	piece(buf, ascii, call->incoming ? "to " : "from ", call->ours);
	piece(buf, ascii, "", call->note);

	return oh_cells_wrap(r->c, b, OH_STYLE_DIM, buf);
}

static void paint_header(const struct oh_view *v, struct oh_cells *c,
			 const struct places *p, int y)
{
	const struct row r = { .v = v, .c = c, .p = p, .y = y };

	for (int i = 0; i < COLS; i++)
		text(&r, (enum col_id)i, OH_STYLE_DIM, colv[i].title);
}

static size_t index_of(const struct oh_view *v, size_t n)
{
	for (size_t i = 0; v->call && i < n; i++)
		if (oh_board_at(v->prm->board, i) == v->call)
			return i;

	return 0;
}

/* Rows a detail may have in a pane of so many */
static int detail_rows(int rows)
{
	return rows >= 8 ? 3 : 2;
}

/* The selected call and its detail are seen, and no row is left empty */
static void scroll(struct calls *st, size_t n, size_t at, int rows)
{
	const size_t page = (size_t)MAX(rows - detail_rows(rows), 1);

	st->top = MIN(st->top, n > page ? n - page : 0);
	if (at < st->top)
		st->top = at;
	else if (at >= st->top + page)
		st->top = at - page + 1;
}

static void paint_more(const struct calls *st, struct oh_cells *c,
		       const struct oh_box *b, bool below)
{
	if (st->top)
		(void)oh_cells_sign(c, b->x + b->w - 1, b->y + 1,
				    OH_STYLE_FOCUS, OH_SIGN_UP);
	if (below)
		(void)oh_cells_sign(c, b->x + b->w - 1, b->y + b->h - 1,
				    OH_STYLE_FOCUS, OH_SIGN_DOWN);
}

/* All rows up to this one are a call's */
static void remember(struct calls *st, size_t i, int rows)
{
	while (st->rows < rows && st->rows < ROWS_MAX)
		st->rowv[st->rows++] = i;
}

static void paint_rows(struct calls *st, const struct oh_view *v,
		       struct oh_cells *c, const struct oh_box *b)
{
	const size_t n = oh_board_count(v->prm->board);
	struct places p;
	struct row r = { .v = v, .c = c, .p = &p };
	size_t i;
	int y = b->y + 1;

	place(&p, b);
	paint_header(v, c, &p, b->y);
	scroll(st, n, index_of(v, n), b->h - 1);
	st->rows = 1;
	for (i = st->top; i < n && y < b->y + b->h; i++) {
		r.call = oh_board_at(v->prm->board, i);
		r.y = y++;
		paint_call(&r, b->w);
		remember(st, i, y - b->y);
		if (r.call != v->call || y >= b->y + b->h)
			continue;
		y += paint_detail(&r, &(struct oh_box){ b->x + 4, y,
				  b->w - 4, MIN(b->y + b->h - y,
						detail_rows(b->h - 1)) });
		remember(st, i, y - b->y);
	}
	paint_more(st, c, b, i < n);
}

/* Who has nobody to call can call somebody simulated */
static void paint_none(const struct oh_view *v, struct oh_cells *c,
		       const struct oh_box *b)
{
	const struct oh_board_phone *p = oh_board_phone(v->prm->board);
	struct oh_box left = *b;
	int rows = oh_cells_wrap(c, b, OH_STYLE_DIM, "No calls. Type a "
				 "number, then Enter; a call that comes in is "
				 "shown here, too.") + 1;

	if (p->trunkc != 1 || strcmp(p->trunkv[0], "simulated") ||
	    rows >= b->h)
		return;
	left.y += rows;
	left.h -= rows;
	(void)oh_cells_wrap(c, &left, OH_STYLE_DIM, "The network is "
			    "simulated: try +14255550100; 'pstn-sim numbers' "
			    "lists who else there is.");
}

static void paint(void *state, const struct oh_view *v, struct oh_cells *c,
		  const struct oh_box *b)
{
	if (b->h < 1 || b->w < 1)
		return;
	if (oh_board_count(v->prm->board)) {
		paint_rows(state, v, c, b);
		return;
	}
	((struct calls *)state)->rows = 0;
	paint_none(v, c, b);
}

static int alloc(void **statep)
{
	struct calls *st = mem_zalloc(sizeof(*st), NULL);

	if (!st)
		return ENOMEM;
	*statep = st;

	return 0;
}

/* A digit is pressed on the call that has the voice */
static bool type(void *state, const struct oh_view *v, uint32_t key)
{
	const struct oh_board_call *call = oh_board_active(v->prm->board);
	char line[OH_BOARD_ID + 32];

	(void)state;
	if (!call || !call->talking || key >= 0x80 ||
	    !strchr("0123456789*#", (int)key))
		return false;
	(void)snprintf(line, sizeof(line), "send-digits %c %s", (int)key,
		       call->id);
	v->sayh(line, v->arg);

	return true;
}

/* A call becomes the selected one */
static void click(void *state, const struct oh_view *v, int x, int y)
{
	const struct calls *st = state;
	char line[OH_BOARD_ID + 16];

	(void)x;
	if (y < 1 || y >= st->rows ||
	    st->rowv[y] >= oh_board_count(v->prm->board))
		return;
	(void)snprintf(line, sizeof(line), "select %s",
		       oh_board_at(v->prm->board, st->rowv[y])->id);
	v->sayh(line, v->arg);
}

/** Calls */
const struct oh_pane_class oh_pane_calls = {
	.name  = "calls",
	.title = "Calls",
	.alloc = alloc,
	.paint = paint,
	.type  = type,
	.click = click,
};
