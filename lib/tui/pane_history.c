/**
 * @file pane_history.c  The latest calls: Enter calls again, s shows why
 */
#include "base/compat.h"
#include "phone/order.h"
#include "tui/empty.h"
#include "tui/list.h"
#include "tui/mark.h"
#include "tui/moment.h"
#include "tui/pane.h"
#include "tui/redial.h"

enum kept { KEPT_ALL, KEPT_MISSED, KEPT_INCOMING, KEPT_OUTGOING, KEPTS };

struct history {
	struct oh_list list;
	enum kept kept;                     /* which are shown              */
	int       head;                     /* rows above the list          */
	bool      moved;                    /* somebody has chosen a row    */
	char      id[64];                   /* and it is this call          */
	uint32_t  shownv[OH_HISTORY_MAX];
};

enum { WHO_MIN_W = 16, LEAD_W = 4 };

enum column {
	COL_WHEN, COL_WHO, COL_NUMBER, COL_TRUNK, COL_HOW, COL_LENGTH,
	COL_COST, COL_MOS, COLUMNS
};

/** What stands in a row, from the left; who gets what is left over */
static const struct {
	const char *head;
	int  w;                             /* with a gap                   */
	bool right;
} columnv[COLUMNS] = {
	[COL_WHEN]   = { "When",       13, false },
	[COL_WHO]    = { "Who",         0, false },
	[COL_NUMBER] = { "Number",     17, false },
	[COL_TRUNK]  = { "Trunk",      13, false },
	[COL_HOW]    = { "Ended",      13, false },
	[COL_LENGTH] = { "Length",      8, true  },
	[COL_COST]   = { "Cost",       14, true  },
	[COL_MOS]    = { "MOS",         5, true  },
};

/** Which come first where there is little room */
static const enum column rankv[] = {
	COL_HOW, COL_WHEN, COL_LENGTH, COL_COST, COL_NUMBER, COL_MOS,
	COL_TRUNK,
};

static const char *const keptv[KEPTS] = {
	[KEPT_ALL]      = "all",
	[KEPT_MISSED]   = "missed",
	[KEPT_INCOMING] = "incoming",
	[KEPT_OUTGOING] = "outgoing",
};

static const struct oh_empty emptyv[] = {
{ "No calls yet.", {
	"Every call stands here when it has ended: who, when, how it ended, "
	"how long and what it cost. Enter calls again.",
	"Type a number and press Enter to make the first one." } },
{ "No such call.", {
	"The search looks at names, numbers, trunks and how calls ended. "
	"Esc ends it.",
	"What is left out (\"filter\"): missed, incoming or outgoing calls "
	"only, or none." } },
};

static int history_alloc(void **statep)
{
	*statep = mem_zalloc(sizeof(struct history), NULL);

	return *statep ? 0 : ENOMEM;
}

static bool is_answered(const struct oh_past *p)
{
	return 0 == strcmp(p->disposition, "ANSWERED");
}

static bool is_missed(const struct oh_past *p)
{
	return p->incoming && !is_answered(p);
}

/* One word for people */
static const char *how(const struct oh_past *p)
{
	if (is_missed(p) && (!*p->cause || !strcmp(p->cause, "no-answer")))
		return "missed";
	if (is_answered(p) && (!*p->cause || !strcmp(p->cause, "done")))
		return "answered";

	return *p->cause ? p->cause : p->disposition;
}

static bool is_kept(const struct oh_past *p, enum kept kept)
{
	switch (kept) {
	case KEPT_MISSED:   return is_missed(p);
	case KEPT_INCOMING: return p->incoming;
	case KEPT_OUTGOING: return !p->incoming;
	default:            return true;
	}
}

static bool is_match(const struct oh_past *p, const char *search)
{
	return !*search || oh_mark_find(p->name, search) ||
	       oh_mark_find(p->number, search) ||
	       oh_mark_find(p->trunk, search) ||
	       oh_mark_find(how(p), search);
}

static const struct oh_past *shown(const struct history *st,
				   const struct oh_view *v, size_t row)
{
	return oh_history_at(v->prm->history, st->shownv[row]);
}

/* A call that has just ended comes in at the top: the chosen one stays */
static void gather(struct history *st, const struct oh_view *v, int rows)
{
	const struct oh_history *all = v->prm->history;
	const size_t count = all ? oh_history_count(all) : 0;
	size_t n = 0;

	st->list.sel = 0;
	for (size_t i = 0; i < count && n < ARRAY_SIZE(st->shownv); i++) {
		const struct oh_past *p = oh_history_at(all, i);

		if (!is_kept(p, st->kept) || !is_match(p, v->search))
			continue;
		if (st->moved && 0 == strcmp(p->id, st->id))
			st->list.sel = n;
		st->shownv[n++] = (uint32_t)i;
	}
	oh_list_fit(&st->list, n, rows);
}

/* Columns that fit into w; 0: none */
static void fit(int widthv[COLUMNS], int w)
{
	int left = w - LEAD_W;

	memset(widthv, 0, COLUMNS * sizeof(*widthv));
	for (size_t i = 0; i < ARRAY_SIZE(rankv); i++) {
		if (left - columnv[rankv[i]].w < WHO_MIN_W)
			break;
		widthv[rankv[i]] = columnv[rankv[i]].w;
		left -= columnv[rankv[i]].w;
	}
	widthv[COL_WHO] = MAX(left, 0);
}

static void print(char *buf, size_t size, enum column col,
		  const struct oh_past *p, const struct oh_view *v)
{
	char when[OH_MOMENT_SIZE];
	const char *text = "";

	switch (col) {
	case COL_WHO:    text = *p->name ? p->name : p->number;    break;
	case COL_NUMBER: text = *p->name ? p->number : "";         break;
	case COL_TRUNK:  text = p->trunk;                          break;
	case COL_HOW:    text = how(p);                            break;
	case COL_COST:   text = p->cost;                           break;
	case COL_WHEN:
		oh_moment_day(when, p->start_us, v->wall_us,
			      v->prm->utc_offset_s);
		text = when;
		break;
	case COL_LENGTH:
		oh_moment_length(when, p->talked_s);
		text = when;
		break;
	default:
		(void)snprintf(when, sizeof(when), "%.1f", p->mos);
		text = p->mos > 0.0 && p->mos <= 5.0 ? when : "";
		break;
	}
	if (!*text && col == COL_WHO)
		text = "(number withheld)";
	str_ncpy(buf, text, size);
}

static enum oh_style style_of(const struct oh_past *p, enum column col)
{
	if (col != COL_HOW)
		return OH_STYLE_NORMAL;
	if (is_missed(p))
		return OH_STYLE_ALERT;

	return is_answered(p) ? OH_STYLE_GOOD : OH_STYLE_POOR;
}

static void paint_row(const struct oh_view *v, struct oh_cells *c,
		      const struct oh_box *b, const struct oh_past *p,
		      bool selected)
{
	const bool lit = selected && v->focus;
	const enum oh_style all = lit ? OH_STYLE_SELECTED : OH_STYLE_NORMAL;
	struct oh_box part = { b->x + LEAD_W, b->y, 0, 1 };
	int widthv[COLUMNS];
	char text[160];

	oh_cells_fill(c, b, all, ' ');
	if (b->w < LEAD_W)
		return;
	if (selected)
		(void)oh_cells_sign(c, b->x, b->y, all, OH_SIGN_MARK);
	(void)oh_cells_sign(c, b->x + 2, b->y,
			    lit ? all : style_of(p, COL_HOW),
			    p->incoming ? OH_SIGN_IN : OH_SIGN_OUT);
	fit(widthv, b->w);
	for (enum column i = 0; i < COLUMNS; i++) {
		enum oh_style style = lit ? all : style_of(p, i);

		if (!widthv[i])
			continue;
		part.w = widthv[i] - 1;
		print(text, sizeof(text), i, p, v);
		if (columnv[i].right)
			(void)oh_cells_right(c, part.x, part.y, part.w, style,
					     text);
		else
			(void)oh_mark_text(c, &part, style, text, v->search);
		part.x += widthv[i];
	}
}

static void paint_head(struct oh_cells *c, const struct oh_box *b)
{
	int widthv[COLUMNS], x = b->x + LEAD_W;

	fit(widthv, b->w);
	for (enum column i = 0; i < COLUMNS; i++) {
		if (columnv[i].right)
			(void)oh_cells_right(c, x, b->y, widthv[i] - 1,
					     OH_STYLE_DIM, columnv[i].head);
		else
			(void)oh_cells_text(c, x, b->y, widthv[i] - 1,
					    OH_STYLE_DIM, columnv[i].head);
		x += widthv[i];
	}
}

/* "missed, 3 of 40": how much is left out */
static void paint_foot(const struct history *st, const struct oh_view *v,
		       struct oh_cells *c, const struct oh_box *b)
{
	const struct oh_box part = { b->x + LEAD_W, b->y, b->w - LEAD_W, 1 };

	(void)oh_cells_print(c, &part, OH_STYLE_DIM, "%s%s%s: %zu of %zu",
			     keptv[st->kept], *v->search ? ", with " : "",
			     v->search, st->list.count,
			     oh_history_count(v->prm->history));
}

static void paint_rows(struct history *st, const struct oh_view *v,
		       struct oh_cells *c, const struct oh_box *b)
{
	struct oh_box row = { b->x, b->y, b->w, 1 };

	for (int i = 0; i < b->h; i++, row.y++) {
		size_t at = st->list.top + (size_t)i;

		if (at >= st->list.count)
			break;
		paint_row(v, c, &row, shown(st, v, at), at == st->list.sel);
	}
}

static void history_paint(void *state, const struct oh_view *v,
			  struct oh_cells *c, const struct oh_box *b)
{
	struct history *st = state;
	const bool narrowed = st->kept != KEPT_ALL || *v->search;
	struct oh_box rows = *b;

	if (b->h <= 0 || b->w <= 0)
		return;
	st->head = b->h > 3;
	if (st->head) {
		rows.y += 1;
		rows.h -= 1 + narrowed;
	}
	gather(st, v, rows.h);
	if (!st->list.count) {
		oh_empty_paint(c, b, &emptyv[narrowed]);
		return;
	}
	if (st->head)
		paint_head(c, b);
	paint_rows(st, v, c, &rows);
	if (st->head && narrowed) {
		rows.y += rows.h;
		paint_foot(st, v, c, &rows);
	}
}

static void choose(struct history *st, const struct oh_view *v)
{
	st->moved = st->list.count > 0;
	if (st->moved)
		str_ncpy(st->id, shown(st, v, st->list.sel)->id,
			 sizeof(st->id));
}

/* Orders that move to another row; false: none of these */
static bool move(struct history *st, const struct oh_view *v,
		 const char *word)
{
	struct oh_list *l = &st->list;

	if (0 == strcmp(word, "next"))
		(void)oh_list_next(l, 1, NULL, NULL);
	else if (0 == strcmp(word, "prev"))
		(void)oh_list_next(l, -1, NULL, NULL);
	else if (!oh_list_order(l, word))
		return false;
	choose(st, v);

	return true;
}

/* "ladder ID": where its messages are is asked for there */
static bool show_ladder(const struct history *st, const struct oh_view *v)
{
	const char *id = st->list.count ? shown(st, v, st->list.sel)->id : "";
	char line[OH_ORDER_LINE];

	if (!v->sayh || !oh_redial_is_word(id))
		return false;
	(void)snprintf(line, sizeof(line), "ladder %s", id);
	v->sayh(line, v->arg);

	return true;
}

static bool history_order(void *state, const struct oh_view *v,
			  const char *word)
{
	struct history *st = state;

	gather(st, v, (int)st->list.page);
	if (0 == strcmp(word, "filter"))
		st->kept = (st->kept + 1) % KEPTS;
	else if (0 == strcmp(word, "ladder"))
		return show_ladder(st, v);
	else if (0 == strcmp(word, "back") && st->kept != KEPT_ALL)
		st->kept = KEPT_ALL;
	else if (0 == strcmp(word, "open")) {
		if (st->list.count)
			(void)oh_redial_say(v, shown(st, v, st->list.sel)
						       ->number);
	}
	else
		return move(st, v, word);

	return true;
}

static void history_click(void *state, const struct oh_view *v, int x, int y)
{
	struct history *st = state;

	(void)x;
	gather(st, v, (int)st->list.page);
	if (oh_list_click(&st->list, y - st->head))
		choose(st, v);
}

const struct oh_pane_class oh_pane_history = {
	.name  = "history",
	.title = "History",
	.alloc = history_alloc,
	.paint = history_paint,
	.order = history_order,
	.click = history_click,
};
