/**
 * @file pane_ladder.c  The selected call's SIP messages
 *
 * Enter opens one of them, Esc goes back. New ones are followed while the
 * last one is selected. A call that has ended leaves the screen soon, and
 * another one is selected in its place: its messages stay in sight, for it is
 * them that tell why, until somebody selects a call, or Esc. Those of a call
 * of the history stay until another call is selected, or Esc.
 */
#include "base/compat.h"
#include "phone/order.h"
#include "tui/empty.h"
#include "tui/list.h"
#include "tui/mark.h"
#include "tui/moment.h"
#include "tui/pane.h"
#include "tui/redial.h"
#include "tui/rungs.h"
#include "tui/sheet.h"

enum { OUT_MIN_W = 60 };    /* columns from which the way out is told */

struct ladder {
	char call[OH_BOARD_ID];             /* shown; "": none              */
	char name[OH_BOARD_TEXT];           /* of its far end               */
	char trunk[OH_BOARD_TEXT];
	char next[OH_BOARD_ID];             /* selected when it went, or
					       when it was asked for; ""    */
	bool past;                          /* it is one of the history     */
	uint64_t start_us;                  /* .. and began then; 0         */
	struct oh_list list;
	bool moved;                         /* not following any more       */
	bool open;                          /* a message is read            */
	struct oh_sheet sheet;
};

/** What looks for a match look at */
struct look {
	const struct oh_wire *wire;
	const char *search;
};

static const struct oh_empty no_call = {
	"No call, no ladder.", {
	"The SIP messages of the selected call stand here as arrows between "
	"the hosts, in the clear even where TLS carries them.",
	"Call somebody, or select a call." }
};

static const struct oh_empty no_message = {
	"No message yet.", {
	"The first one is shown as soon as it has been sent or received." }
};

static const struct oh_empty asked = {
	"Its messages are being asked for.", { NULL }
};

static const struct oh_empty not_kept = {
	"No message is kept of this call.", {
	"The phone has the messages of the latest calls that it held, as long "
	"as it runs. Of others there is what their records keep: a line of "
	"each message.",
	"Records keep them with \"keep = yes\" in [trace] of the "
	"configuration, and those of dial and answer with --trace or --pcap."
	}
};

static int ladder_alloc(void **statep)
{
	*statep = mem_zalloc(sizeof(struct ladder), NULL);

	return *statep ? 0 : ENOMEM;
}

static bool is_gone(const struct ladder *st, const struct oh_view *v)
{
	return *st->call && !oh_board_find(v->prm->board, st->call);
}

/* Whose messages are shown now: while one is read, nothing changes */
static const char *whose(const struct ladder *st, const struct oh_view *v)
{
	if (!v->call || (st->open && *st->call))
		return st->call;
	if (st->past)
		return strcmp(st->next, v->call->id) ? v->call->id : st->call;
	if (is_gone(st, v) && (!*st->next || !strcmp(st->next, v->call->id)))
		return st->call;

	return v->call->id;
}

static const struct oh_wire *wire_of(const struct ladder *st,
				     const struct oh_view *v)
{
	if (!v->wire || !*st->call ||
	    0 != strcmp(oh_wire_call(v->wire), st->call))
		return NULL;

	return v->wire;
}

static void set_next(struct ladder *st, const struct oh_view *v)
{
	str_ncpy(st->next, v->call ? v->call->id : "", sizeof(st->next));
}

static bool is_live(const struct oh_view *v, const char *id)
{
	const struct oh_board_call *c = oh_board_find(v->prm->board, id);

	return c && c->state != OH_BOARD_ENDED;
}

/* Which call it is */
static void look_up(struct ladder *st, const struct oh_view *v)
{
	/* Another one is selected because it is over: by nobody */
	if (st->past && *st->next && !is_live(v, st->next))
		set_next(st, v);
	if (0 != strcmp(whose(st, v), st->call)) {
		memset(st, 0, sizeof(*st));
		str_ncpy(st->call, v->call->id, sizeof(st->call));
	}
	if (st->past)
		return;
	if (v->call && !st->open && strcmp(v->call->id, st->call))
		set_next(st, v);
	if (v->call && 0 == strcmp(v->call->id, st->call)) {
		str_ncpy(st->name, *v->call->name ? v->call->name
						  : v->call->number,
			 sizeof(st->name));
		str_ncpy(st->trunk, v->call->trunk, sizeof(st->trunk));
	}
}

static void follow(struct ladder *st, const struct oh_view *v, int rows)
{
	const struct oh_wire *w;
	size_t count;

	look_up(st, v);
	w = wire_of(st, v);
	count = w ? oh_wire_count(w) : 0;
	st->list.count = count;
	/* Not asked for while the pane is out of sight: what was selected
	   stays so */
	if (!count)
		return;
	if (!st->moved && !st->open)
		st->list.sel = count - 1;
	oh_list_fit(&st->list, count, rows);
}

/* "Esc back": how one gets out again, by the key that does it */
static int paint_way_out(const struct oh_view *v, struct oh_cells *c,
			 const struct oh_box *b)
{
	const struct oh_key_bind *k = NULL;
	char key[OH_KEYS_NAME], text[32];

	for (size_t i = 0; v->prm->keys; i++) {
		k = oh_keys_at(v->prm->keys, i);
		if (!k || (!strcmp(k->pane, "all") &&
			   !strcmp(k->order, "back")))
			break;
	}
	if (!k || b->w < OUT_MIN_W)
		return 0;
	oh_keys_name(key, k->key);
	(void)snprintf(text, sizeof(text), "%s Back", key);

	return 2 + oh_cells_right(c, b->x, b->y, b->w, OH_STYLE_DIM, text);
}

/* "3 of 9  0.512 s  127.0.0.1:5060 → 127.0.0.1:5080  udp", or "received" */
static void paint_about(const struct ladder *st, const struct oh_wire_line *l,
			struct oh_cells *c, const struct oh_box *b)
{
	if (!*l->proto) {
		(void)oh_cells_print(c, b, OH_STYLE_DIM,
				     "%zu of %zu  %.3f s  %s  %s%s",
				     st->list.sel + 1, st->list.count, l->at_s,
				     l->sent ? "sent" : "received", l->src,
				     l->dst);
		return;
	}
	(void)oh_cells_print(c, b, OH_STYLE_DIM,
			     "%zu of %zu  %.3f s  %s %s %s  %s",
			     st->list.sel + 1, st->list.count, l->at_s,
			     l->src, c->ascii ? "->" : "\u2192", l->dst,
			     l->proto);
}

static void paint_message(struct ladder *st, const struct oh_view *v,
			  struct oh_cells *c, const struct oh_box *b)
{
	const struct oh_wire *w = wire_of(st, v);
	const struct oh_wire_line *l = oh_wire_at(w, st->list.sel);
	const char *text = oh_wire_text(w, l->n);
	struct oh_box rest = *b;

	if (b->h > 1) {
		struct oh_box about = *b;

		about.w -= paint_way_out(v, c, b);
		paint_about(st, l, c, &about);
		rest.y += 1;
		rest.h -= 1;
	}
	if (*text)
		oh_sheet_paint(&st->sheet, c, &rest, text, v->search);
	else
		(void)oh_cells_wrap(c, &rest, OH_STYLE_DIM,
				    "Its text is being asked for.");
}

/* "call with Anna Bell, 11-24 16:47, from its record: Esc to the history" */
static void paint_past(const struct ladder *st, const struct oh_view *v,
		       struct oh_cells *c, const struct oh_box *b)
{
	char when[OH_MOMENT_SIZE] = "";

	if (st->start_us)
		oh_moment_day(when, st->start_us, v->wall_us,
			      v->prm->utc_offset_s);
	(void)oh_cells_print(c, b, OH_STYLE_DIM,
			     "call with %s%s%s%s: Esc to the history",
			     st->name, *when ? ", " : "", when,
			     oh_wire_source(wire_of(st, v)) == OH_WIRE_RECORD ?
			     ", from its record" : "");
}

/* These are not the selected call's: whose they are, and how to get those */
static int paint_gone(const struct ladder *st, const struct oh_view *v,
		      struct oh_cells *c, const struct oh_box *b)
{
	const struct oh_box foot = { b->x, b->y + b->h - 1, b->w, 1 };

	if ((!*st->next && !st->past) || b->h < 4)
		return 0;
	if (st->past) {
		paint_past(st, v, c, &foot);
		return 1;
	}
	(void)oh_cells_print(c, &foot, OH_STYLE_DIM,
			     "of the call with %s, which is over; that with "
			     "%s: Esc", st->name, *v->call->name
			     ? v->call->name : v->call->number);

	return 1;
}

static void paint_rows(struct ladder *st, const struct oh_view *v,
		       struct oh_cells *c, const struct oh_box *b)
{
	const struct oh_wire *w = wire_of(st, v);
	struct oh_box row = { b->x, b->y, b->w, 1 };
	struct oh_rungs r;

	oh_rungs_read(&r, w, st->trunk);
	r.focus = v->focus;
	oh_rungs_head(&r, c, &row);
	for (int i = 1; i < b->h; i++) {
		const size_t at = st->list.top + (size_t)i - 1;

		if (at >= st->list.count)
			break;
		++row.y;
		oh_rungs_paint(&r, c, &row, oh_wire_at(w, at),
			       at == st->list.sel, v->search);
	}
}

/* Why there is nothing to show */
static void paint_empty(const struct ladder *st, const struct oh_view *v,
			struct oh_cells *c, const struct oh_box *b)
{
	struct oh_box rest = *b;

	rest.h -= paint_gone(st, v, c, b);
	if (!*st->call)
		oh_empty_paint(c, &rest, &no_call);
	else if (oh_wire_source(wire_of(st, v)) == OH_WIRE_NOBODY)
		oh_empty_paint(c, &rest, &not_kept);
	else
		oh_empty_paint(c, &rest, st->past ? &asked : &no_message);
}

static void ladder_paint(void *state, const struct oh_view *v,
			 struct oh_cells *c, const struct oh_box *b)
{
	struct ladder *st = state;
	struct oh_box rows = *b;

	if (b->h <= 0 || b->w <= 0)
		return;
	follow(st, v, b->h - 1);
	if (!st->list.count)
		paint_empty(st, v, c, b);
	else if (st->open)
		paint_message(st, v, c, b);
	else {
		rows.h -= paint_gone(st, v, c, b);
		if (rows.h < b->h)
			oh_list_fit(&st->list, st->list.count, rows.h - 1);
		paint_rows(st, v, c, &rows);
	}
}

static void ladder_wants(const void *state, const struct oh_view *v,
			 struct oh_screen_wants *w)
{
	const struct ladder *st = state;
	const struct oh_wire *wire = wire_of(st, v);
	const char *call = whose(st, v);
	const struct oh_wire_line *l;

	if (!*call)
		return;
	w->ladder = call;
	if (!st->open || !wire || st->list.sel >= oh_wire_count(wire))
		return;
	l = oh_wire_at(wire, st->list.sel);
	w->message = !*oh_wire_text(wire, l->n);
	w->n = l->n;
}

/* "save-ladder ladder-20261124-174703.pcap CALL": what came of it, and where
   the file is, is told by the order's reply */
static void save(const struct ladder *st, const struct oh_view *v,
		 const char *ending)
{
	char stamp[OH_MOMENT_SIZE], line[OH_ORDER_LINE];

	oh_moment_stamp(stamp, v->wall_us, v->prm->utc_offset_s);
	(void)snprintf(line, sizeof(line), "save-ladder ladder-%s%s %s",
		       stamp, ending, oh_redial_is_word(st->call) ? st->call
								  : "");
	if (v->sayh)
		v->sayh(line, v->arg);
}

static bool has(size_t i, void *arg)
{
	const struct look *k = arg;
	const struct oh_wire_line *l = oh_wire_at(k->wire, i);

	return oh_mark_find(l->line, k->search) ||
	       oh_mark_find(l->note, k->search) ||
	       oh_mark_find(l->src, k->search) ||
	       oh_mark_find(l->dst, k->search);
}

static void next(struct ladder *st, const struct oh_view *v, int step)
{
	struct look k = { wire_of(st, v), v->search };

	if (st->open && st->list.count)
		(void)oh_sheet_next(&st->sheet, oh_wire_text(k.wire,
				    oh_wire_at(k.wire, st->list.sel)->n),
				    v->search, step);
	else if (oh_list_next(&st->list, step, *v->search ? has : NULL, &k))
		st->moved = true;
}

/* Another message while one is read */
static bool turn(struct ladder *st, const char *word)
{
	if (0 != strcmp(word, "left") && 0 != strcmp(word, "right"))
		return oh_sheet_order(&st->sheet, word);
	(void)oh_list_order(&st->list, word[0] == 'l' ? "up" : "down");
	memset(&st->sheet, 0, sizeof(st->sheet));

	return true;
}

static bool move(struct ladder *st, const char *word)
{
	if (!oh_list_order(&st->list, word))
		return false;
	st->moved = st->list.sel + 1 < st->list.count;

	return true;
}

static void open_message(struct ladder *st)
{
	if (st->open || !st->list.count)
		return;
	st->open = st->moved = true;
	memset(&st->sheet, 0, sizeof(st->sheet));
}

/* The selected one once more opens it */
static void ladder_click(void *state, const struct oh_view *v, int x, int y)
{
	struct ladder *st = state;
	size_t was;

	(void)x;
	follow(st, v, (int)st->list.page);
	was = st->list.sel;
	if (st->open || !oh_list_click(&st->list, y - 1))
		return;
	if (was == st->list.sel)
		open_message(st);
	else
		st->moved = st->list.sel + 1 < st->list.count;
}

/* The selected call's in place of one of the history */
static bool leave_past(struct ladder *st)
{
	if (!st->past)
		return false;
	memset(st, 0, sizeof(*st));

	return true;
}

/* The one of the history that is asked for; its messages come */
static void show_past(struct ladder *st, const struct oh_view *v)
{
	const struct oh_past *p = v->prm->history ?
		oh_history_find(v->prm->history, v->past) : NULL;
	const struct oh_board_call *c = oh_board_find(v->prm->board, v->past);

	if (!*v->past)
		return;
	memset(st, 0, sizeof(*st));
	st->past = st->moved = true;
	str_ncpy(st->call, v->past, sizeof(st->call));
	set_next(st, v);
	if (p) {
		str_ncpy(st->name, *p->name ? p->name : p->number,
			 sizeof(st->name));
		str_ncpy(st->trunk, p->trunk, sizeof(st->trunk));
		st->start_us = p->start_us;
	}
	else if (c) {
		str_ncpy(st->name, *c->name ? c->name : c->number,
			 sizeof(st->name));
		str_ncpy(st->trunk, c->trunk, sizeof(st->trunk));
	}
	if (!*st->name)
		str_ncpy(st->name, "(number withheld)", sizeof(st->name));
}

/* From a message to the ladder, from one of the history to that, from one
   that is over to the selected call's; false: there is nothing to go back
   from */
static bool back(struct ladder *st, const struct oh_view *v)
{
	if (st->open) {
		st->open = false;
		st->moved = st->list.sel + 1 < st->list.count;
		return true;
	}
	if (leave_past(st)) {
		if (v->sayh)
			v->sayh("history", v->arg);
		return true;
	}
	if (!*st->next)
		return false;
	memset(st, 0, sizeof(*st));

	return true;
}

/* That of the selected call was asked for; one that is over gives way, but not
   while it is read */
static bool present(struct ladder *st, const struct oh_view *v)
{
	if (!v->call || leave_past(st))
		return v->call != NULL;
	if (!st->open && *st->next)
		memset(st, 0, sizeof(*st));

	return true;
}

static enum oh_pane_depth ladder_depth(const void *state)
{
	const struct ladder *st = state;

	return st->open ? OH_PANE_READING :
		st->past || *st->next ? OH_PANE_OTHER_ROWS : OH_PANE_ROWS;
}

static bool ladder_order(void *state, const struct oh_view *v,
			 const char *word)
{
	struct ladder *st = state;

	follow(st, v, (int)st->list.page);
	if (0 == strcmp(word, "open"))
		open_message(st);
	else if (0 == strcmp(word, "back"))
		return back(st, v);
	else if (0 == strcmp(word, "past"))
		show_past(st, v);
	else if (0 == strcmp(word, "present"))
		return present(st, v);
	else if (0 == strcmp(word, "next"))
		next(st, v, 1);
	else if (0 == strcmp(word, "prev"))
		next(st, v, -1);
	else if (0 == strcmp(word, "save"))
		save(st, v, ".pcap");
	else if (0 == strcmp(word, "save-text"))
		save(st, v, ".txt");
	else
		return st->open ? turn(st, word) : move(st, word);

	return true;
}

const struct oh_pane_class oh_pane_ladder = {
	.name  = "ladder",
	.title = "SIP ladder",
	.alloc = ladder_alloc,
	.paint = ladder_paint,
	.order = ladder_order,
	.wants = ladder_wants,
	.depth = ladder_depth,
	.click = ladder_click,
};
