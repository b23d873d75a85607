/**
 * @file pane_entry.c  The number being typed, and what it would become
 */
#include "base/compat.h"
#include "tui/edit.h"
#include "tui/pane.h"

enum {
	PENDING_MS = 3000,       /* a second Enter is not a second call */
	KEYPAD_H   = 4,
	KEYPAD_W   = 21,
	KEY_W      = 8,
	LABEL_W    = 8,
	CTRL_MAX   = 31,
	NUMBER_MAX = 64,         /* characters of a number              */
};

struct entry {
	struct oh_edit e;
	struct oh_edit_history *history;
	uint64_t called_ms;      /* when its call was asked for; 0: not */
	struct oh_box pad;       /* the keypad, inside the frame; w 0: none */
};

/** A row: what, and a value that may be "" */
struct row {
	const char *label, *value;
};

static void destructor(void *arg)
{
	struct entry *en = arg;

	mem_deref(en->history);
}

static int alloc(void **statep)
{
	struct entry *en = mem_zalloc(sizeof(*en), destructor);
	int err;

	if (!en)
		return ENOMEM;
	err = oh_edit_history_alloc(&en->history);
	if (err)
		mem_deref(en);
	else
		*statep = en;

	return err;
}

static const char *const padv[] = {
	"1", "2 abc", "3 def", "4 ghi", "5 jkl", "6 mno", "7 pqrs", "8 tuv",
	"9 wxyz", "*", "0 +", "#",
};

/* At the bottom of b, if there is room: who clicks on it finds it where it
   was, whatever is told of the number. Returns where it is */
static struct oh_box paint_keypad(struct oh_cells *c, const struct oh_box *b)
{
	const int x0 = b->x + MAX((b->w - KEYPAD_W) / 2, 0);
	const int y0 = b->y + b->h - KEYPAD_H;

	if (b->h < KEYPAD_H || b->w < KEYPAD_W)
		return (struct oh_box){ 0, 0, 0, 0 };
	for (int i = 0; i < (int)ARRAY_SIZE(padv); i++) {
		const int x = x0 + i % 3 * KEY_W, y = y0 + i / 3;

		(void)oh_cells_text(c, x, y, 1, OH_STYLE_KEY, padv[i]);
		(void)oh_cells_text(c, x + 2, y, 5, OH_STYLE_DIM,
				    padv[i][1] ? padv[i] + 2 : "");
	}

	return (struct oh_box){ x0, y0, KEYPAD_W, KEYPAD_H };
}

/* Takes rows off the top of b */
static void take(struct oh_box *b, int rows)
{
	rows = MIN(rows, b->h);
	b->y += rows;
	b->h -= rows;
}

static void paint_row(struct oh_cells *c, struct oh_box *b,
		      const struct row *r)
{
	if (!*r->value || b->h < 1)
		return;
	(void)oh_cells_text(c, b->x, b->y, LABEL_W, OH_STYLE_DIM, r->label);
	(void)oh_cells_text(c, b->x + LABEL_W, b->y, b->w - LABEL_W,
			    OH_STYLE_NORMAL, r->value);
	take(b, 1);
}

static void paint_sign(struct oh_cells *c, struct oh_box *b,
		       enum oh_style style, const char *text)
{
	const bool good = style == OH_STYLE_GOOD;

	if (b->h < 1)
		return;
	(void)oh_cells_sign(c, b->x, b->y, style,
			    good ? OH_SIGN_GOOD : OH_SIGN_BAD);
	(void)oh_cells_text(c, b->x + 1, b->y, b->w - 1, style, " ");
	(void)oh_cells_text(c, b->x + 2, b->y, b->w - 2, style, text);
	take(b, 1);
}

/* What will happen, in words; the bottom line says by which key */
static void paint_help(struct oh_cells *c, struct oh_box *b,
		       const struct oh_looked *l)
{
	char buf[sizeof(l->trunk) + sizeof(l->address) + 32];

	take(b, oh_cells_wrap(c, b, OH_STYLE_ALERT, "EMERGENCY CALL"));
	(void)snprintf(buf, sizeof(buf), "by %s, registered at %s", l->trunk,
		       l->address);
	take(b, oh_cells_wrap(c, b, OH_STYLE_NORMAL, buf));
	take(b, oh_cells_wrap(c, b, OH_STYLE_ALERT, l->why));
}

static void paint_verdict(struct oh_cells *c, struct oh_box *b,
			  const struct oh_looked *l)
{
	switch (l->verdict) {

	case OH_LOOKED_ALLOWED:
		paint_sign(c, b, OH_STYLE_GOOD, "may be called");
		take(b, oh_cells_wrap(c, b, OH_STYLE_POOR, l->why));
		break;
	case OH_LOOKED_REFUSED:
		paint_sign(c, b, OH_STYLE_ALERT, "refused ");
		take(b, oh_cells_wrap(c, b, OH_STYLE_NORMAL, l->why));
		take(b, oh_cells_wrap(c, b, OH_STYLE_GOOD, l->hint));
		break;
	case OH_LOOKED_HELP:
		paint_help(c, b, l);
		break;
	case OH_LOOKED_EMERGENCY:
		paint_sign(c, b, OH_STYLE_ALERT, "use another phone ");
		break;
	case OH_LOOKED_PART:
	case OH_LOOKED_NOTHING:
	default:
		if (b->h > 0)
			(void)oh_cells_text(c, b->x, b->y, b->w,
					    OH_STYLE_DIM, *l->why ? l->why
					    : "no whole number yet");
		take(b, 1);
		break;
	}
}

static void paint_looked(struct oh_cells *c, struct oh_box *b,
			 const struct oh_looked *l)
{
	const bool route = 0 != strcmp(l->route, l->trunk);
	const struct row rowv[] = {
		{ "Number",  l->number },
		{ "Name",    l->name },
		{ "Country", l->country },
	};
	const struct row morev[] = {
		{ "Route",   route ? l->route : "" },
		{ "Trunk",   l->trunk },
		{ "From",    l->caller_id },
		{ "Price",   l->rate },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++)
		paint_row(c, b, &rowv[i]);
	paint_verdict(c, b, l);
	if (l->verdict == OH_LOOKED_REFUSED || l->verdict == OH_LOOKED_HELP)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(morev); i++)
		paint_row(c, b, &morev[i]);
}

static void paint_input(const struct entry *en, const struct oh_view *v,
			struct oh_cells *c, const struct oh_box *b)
{
	const int room = MAX(b->w - 1, 1);
	const int hide = MAX((int)en->e.len - room, 0);
	const struct oh_box line = { b->x, b->y, b->w, 1 };

	oh_cells_fill(c, &line, OH_STYLE_INPUT, ' ');
	(void)oh_cells_text(c, b->x, b->y, room, OH_STYLE_INPUT,
			    en->e.text + hide);
	if (!v->focus)
		return;
	c->cursor = true;
	c->cx = b->x + MIN(MAX((int)en->e.pos - hide, 0), room);
	c->cy = b->y;
}

/* Is that what the number now typed would become? */
static bool is_fresh(const struct entry *en, const struct oh_looked *l)
{
	return l && 0 == strcmp(l->asked, en->e.text);
}

/* What is known of the number; nobody looks it up where there is no phone */
static const struct oh_looked *known(const struct entry *en,
				     const struct oh_view *v)
{
	static const struct oh_looked unknown = { .why = "looking it up" };
	static const struct oh_looked nobody = { .why = "there is no phone" };

	if (is_fresh(en, v->looked))
		return v->looked;

	return oh_board_phone(v->prm->board)->here ? &unknown : &nobody;
}

static void paint(void *state, const struct oh_view *v, struct oh_cells *c,
		  const struct oh_box *b)
{
	struct entry *en = state;
	struct oh_box left = *b;

	if (b->h < 1 || b->w < 1)
		return;
	paint_input(en, v, c, b);
	take(&left, 1);
	if (en->e.len)
		paint_looked(c, &left, known(en, v));
	else
		take(&left, oh_cells_wrap(c, &left, OH_STYLE_DIM,
					  "Type a number, then Enter."));
	en->pad = paint_keypad(c, &left);
	en->pad.x -= b->x;
	en->pad.y -= b->y;
}

static void call(struct entry *en, const struct oh_view *v)
{
	char line[OH_EDIT_SIZE + 8];

	if (!en->e.len) {
		(void)oh_edit_history_go(en->history, &en->e, -1);
		return;
	}
	if (en->called_ms && v->now_ms < en->called_ms + PENDING_MS)
		return;
	en->called_ms = MAX(v->now_ms, 1);
	oh_edit_history_add(en->history, en->e.text);
	(void)snprintf(line, sizeof(line), "call %s", en->e.text);
	v->sayh(line, v->arg);
}

static void called(struct entry *en)
{
	if (en->called_ms)
		oh_edit_set(&en->e, "");
	en->called_ms = 0;
}

static bool edit(struct entry *en, uint32_t key)
{
	en->called_ms = 0;

	return oh_edit_key(&en->e, key);
}

static bool order(void *state, const struct oh_view *v, const char *word)
{
	static const struct {
		const char *word;
		uint32_t key;
	} keyv[] = {
		{ "left", OH_KEY_LEFT },
		{ "right", OH_KEY_RIGHT },
		{ "top", OH_KEY_HOME },
		{ "bottom", OH_KEY_END },
	};
	struct entry *en = state;

	for (size_t i = 0; i < ARRAY_SIZE(keyv); i++)
		if (0 == strcmp(keyv[i].word, word))
			return oh_edit_key(&en->e, keyv[i].key);
	if (0 == strcmp(word, "call"))
		call(en, v);
	else if (0 == strcmp(word, "called"))
		called(en);
	else if (0 == strcmp(word, "refused"))
		en->called_ms = 0;
	else if (0 == strcmp(word, "older") || 0 == strcmp(word, "newer"))
		(void)oh_edit_history_go(en->history, &en->e,
					 *word == 'o' ? -1 : 1);
	else if (0 == strcmp(word, "clear") ||
		 (0 == strcmp(word, "back") && en->e.len))
		oh_edit_set(&en->e, "");
	else
		return false;

	return true;
}

static void wants(const void *state, const struct oh_view *v,
		  struct oh_screen_wants *w)
{
	const struct entry *en = state;

	(void)v;
	w->look = en->e.text;
}

/* What people write between digits is left out */
static bool type(void *state, const struct oh_view *v, uint32_t key)
{
	struct entry *en = state;

	(void)v;
	if (key <= CTRL_MAX || key == OH_KEY_BACKSPACE ||
	    key == OH_KEY_DELETE)
		return edit(en, key);
	if (key >= 0x80)
		return false;
	if (strchr("0123456789+*#", (int)key))
		return en->e.len >= NUMBER_MAX || edit(en, key);

	return strchr(" ()-.", (int)key) != NULL;
}

/* A key of the keypad */
static void click(void *state, const struct oh_view *v, int x, int y)
{
	struct entry *en = state;
	const int i = (y - en->pad.y) * 3 + (x - en->pad.x) / KEY_W;

	if (x < en->pad.x || y < en->pad.y || x >= en->pad.x + en->pad.w ||
	    y >= en->pad.y + en->pad.h)
		return;
	(void)type(en, v, (uint32_t)padv[i][0]);
}

/** Number entry with keypad */
const struct oh_pane_class oh_pane_entry = {
	.name  = "entry",
	.title = "Number",
	.alloc = alloc,
	.paint = paint,
	.order = order,
	.wants = wants,
	.type  = type,
	.click = click,
};
