/**
 * @file pane_log.c  What happened, newest at the bottom
 *
 * It follows while the newest is selected. Lines are known by their serial
 * number: what is read stays where it is when others come and go.
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/empty.h"
#include "tui/list.h"
#include "tui/mark.h"
#include "tui/moment.h"
#include "tui/pane.h"

enum {
	TIME_W    = 11,          /* "›!17:47:03 "               */
	REST_ROWS = 3,           /* a rule, and what was cut    */
};

struct log {
	struct oh_list list;
	bool     moved;
	uint64_t serial;                    /* of the selected line          */
};

static const struct oh_empty nothing = {
	"Nothing has happened yet.", {
	"Calls that come and go, digits, refusals and what came of orders "
	"are told here, a line each. Alerts are marked with \"!\"." }
};

struct look {
	const struct oh_view *v;
	size_t count;
};

static int log_alloc(void **statep)
{
	*statep = mem_zalloc(sizeof(struct log), NULL);

	return *statep ? 0 : ENOMEM;
}

/* Row i from the top: the oldest first */
static const struct oh_board_log *line_at(const struct oh_view *v,
					  size_t count, size_t i)
{
	return oh_board_log(v->prm->board, count - 1 - i);
}

static size_t follow(struct log *st, const struct oh_view *v, int rows)
{
	const uint64_t all = oh_board_log_serial(v->prm->board);
	const size_t count = (size_t)MIN(all, (uint64_t)OH_BOARD_LOG_MAX);
	const uint64_t gone = all - count;

	if (!st->moved)
		st->list.sel = count ? count - 1 : 0;
	else
		st->list.sel = st->serial > gone
			? (size_t)(st->serial - gone) : 0;
	oh_list_fit(&st->list, count, rows);
	st->serial = gone + st->list.sel;

	return count;
}

static void paint_row(const struct oh_view *v, struct oh_cells *c,
		      const struct oh_box *b, const struct oh_board_log *l,
		      bool selected)
{
	const bool lit = selected && v->focus;
	const enum oh_style style = lit ? OH_STYLE_SELECTED :
		l->alert ? OH_STYLE_ALERT : OH_STYLE_NORMAL;
	const struct oh_box text = { b->x + TIME_W, b->y, b->w - TIME_W, 1 };
	char at[OH_MOMENT_SIZE];

	oh_cells_fill(c, b, lit ? style : OH_STYLE_NORMAL, ' ');
	if (selected && b->w > 0)
		(void)oh_cells_sign(c, b->x, b->y, style, OH_SIGN_MARK);
	if (l->alert)
		(void)oh_cells_text(c, b->x + 1, b->y, b->w - 1, style, "!");
	oh_moment_clock(at, l->wall_us, v->prm->utc_offset_s);
	(void)oh_cells_text(c, b->x + 2, b->y, b->w - 2,
			    lit ? style : OH_STYLE_DIM, at);
	(void)oh_mark_text(c, &text, style, l->text, v->search);
}

/* A line that is looked at and does not fit stands below, whole */
static int paint_whole(const struct log *st, const struct oh_view *v,
		       struct oh_cells *c, const struct oh_box *b)
{
	const size_t all = st->list.count;
	const struct oh_board_log *l = NULL;
	struct oh_box part = { b->x, b->y + b->h - REST_ROWS, b->w,
			       REST_ROWS };

	if (st->moved && all && b->h > 2 * REST_ROWS)
		l = line_at(v, all, st->list.sel);
	if (!l || (int)oh_safe_columns(l->text) <= b->w - TIME_W)
		return 0;
	part.h = 1;
	oh_cells_fill(c, &part, OH_STYLE_LINE,
		      oh_sign_code(OH_SIGN_RULE, c->ascii));
	part.y += 1;
	part.h = REST_ROWS - 1;
	(void)oh_cells_wrap(c, &part, OH_STYLE_NORMAL, l->text);

	return REST_ROWS;
}

static void paint_rows(const struct log *st, const struct oh_view *v,
		       struct oh_cells *c, const struct oh_box *b)
{
	struct oh_box row = { b->x, b->y, b->w, 1 };

	for (int i = 0; i < b->h; i++, row.y++) {
		const size_t at = st->list.top + (size_t)i;
		const struct oh_board_log *l;

		if (at >= st->list.count)
			break;
		l = line_at(v, st->list.count, at);
		if (l)
			paint_row(v, c, &row, l, at == st->list.sel &&
				  st->moved);
	}
}

static void log_paint(void *state, const struct oh_view *v,
		      struct oh_cells *c, const struct oh_box *b)
{
	struct log *st = state;
	struct oh_box rows = *b;

	if (b->h <= 0 || b->w <= 0)
		return;
	(void)follow(st, v, b->h);
	if (!st->list.count)
		oh_empty_paint(c, b, &nothing);
	rows.h -= paint_whole(st, v, c, b);
	oh_list_fit(&st->list, st->list.count, rows.h);
	paint_rows(st, v, c, &rows);
}

static bool has(size_t i, void *arg)
{
	const struct look *k = arg;
	const struct oh_board_log *l = line_at(k->v, k->count, i);

	return l && oh_mark_find(l->text, k->v->search);
}

/* Whoever goes to the newest line follows again */
static void choose(struct log *st, const struct oh_view *v, size_t count)
{
	st->moved = st->list.sel + 1 < count;
	st->serial = oh_board_log_serial(v->prm->board) - count +
		     st->list.sel;
}

static bool log_order(void *state, const struct oh_view *v, const char *word)
{
	struct log *st = state;
	struct look k = { v, follow(st, v, (int)st->list.page) };
	oh_list_match_h *h = *v->search ? has : NULL;

	if (0 == strcmp(word, "next"))
		(void)oh_list_next(&st->list, 1, h, &k);
	else if (0 == strcmp(word, "prev"))
		(void)oh_list_next(&st->list, -1, h, &k);
	else if (!oh_list_order(&st->list, word))
		return false;
	choose(st, v, k.count);

	return true;
}

static void log_click(void *state, const struct oh_view *v, int x, int y)
{
	struct log *st = state;
	const size_t count = follow(st, v, (int)st->list.page);

	(void)x;
	if (oh_list_click(&st->list, y))
		choose(st, v, count);
}

const struct oh_pane_class oh_pane_log = {
	.name  = "log",
	.title = "Log",
	.alloc = log_alloc,
	.paint = log_paint,
	.order = log_order,
	.click = log_click,
};
