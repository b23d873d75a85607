/**
 * @file screen_card.c  What lies over the panes: somebody rings, leaving
 */
#include "base/compat.h"
#include "tui/screen_priv.h"

enum { CARD_W = 58, CARD_H = 9, LEAVE_W = 58, LEAVE_H = 9, LINE = 160 };

static struct oh_box middle(const struct oh_box *area, int w, int h)
{
	w = MIN(w, area->w);
	h = MIN(h, area->h);

	return (struct oh_box){ area->x + (area->w - w) / 2,
				area->y + (area->h - h) / 2, w, h };
}

/* A filled frame; inside with a margin of two columns */
static void open_card(struct oh_cells *c, const struct oh_box *b,
		      const char *title, enum oh_style style,
		      struct oh_box *in)
{
	oh_cells_fill(c, b, style, ' ');
	oh_cells_frame(c, b, title, true, in);
	in->x += 2;
	in->w = MAX(in->w - 4, 0);
}

static void line(struct oh_cells *c, struct oh_box *in, enum oh_style style,
		 const char *text)
{
	if (in->h < 1)
		return;
	(void)oh_cells_text(c, in->x, in->y, in->w, style, text);
	++in->y;
	--in->h;
}

/* The keys of what lies there, side by side or below each other */
static void keys(const struct oh_screen *s, struct oh_cells *c,
		 struct oh_box *in, bool beside)
{
	const char *pane = oh_screen_keys_of(s);
	const struct oh_key_bind *b;
	char name[OH_KEYS_NAME];
	int x = 0;

	for (size_t i = 0; (b = oh_keys_at(s->prm.keys, i)); i++) {
		if (strcmp(b->pane, pane) || !b->label || in->h < 1)
			continue;
		oh_keys_name(name, b->key);
		x += oh_cells_print(c, &(struct oh_box){ in->x + x, in->y,
				    in->w - x, 1 }, OH_STYLE_SELECTED,
				    " %s ", name) + 1;
		x += oh_cells_text(c, in->x + x, in->y, in->w - x,
				   OH_STYLE_CARD, b->label) + 3;
		if (beside)
			continue;
		x = 0;
		++in->y;
		--in->h;
	}
}

static size_t ringing(const struct oh_screen *s)
{
	size_t n = 0;

	for (size_t i = 0; i < oh_board_count(s->prm.board); i++)
		n += oh_screen_rings(s, oh_board_at(s->prm.board, i));

	return n;
}

/** Where the card of the call that rings is, if there is one */
struct oh_box oh_screen_card_box(const struct oh_screen *s)
{
	return middle(&s->layout.area, CARD_W, CARD_H);
}

/** Paint the card of the call that rings */
void oh_screen_card_paint(struct oh_screen *s, struct oh_cells *c)
{
	const struct oh_board_call *call = oh_screen_card(s);
	const struct oh_box b = oh_screen_card_box(s);
	const size_t n = ringing(s);
	struct oh_box in;
	char buf[LINE], time[16];

	if (!call)
		return;
	open_card(c, &b, "Somebody calls", OH_STYLE_CARD, &in);
	line(c, &in, OH_STYLE_CARD, "");
	line(c, &in, OH_STYLE_CARD, *call->name ? call->name : call->number);
	line(c, &in, OH_STYLE_CARD, *call->name ? call->number : "");
	oh_board_timer(time, call, s->view.now_ms);
	(void)snprintf(buf, sizeof(buf), "on %s  rings for %s",
		       *call->ours ? call->ours : "an unknown number", time);
	line(c, &in, OH_STYLE_CARD, buf);
	buf[0] = '\0';
	if (n > 1)
		(void)snprintf(buf, sizeof(buf), "%zu more ring%s", n - 1,
			       n == 2 ? "s" : "");
	line(c, &in, OH_STYLE_CARD, buf);
	keys(s, c, &in, true);
}

/** Paint the question what becomes of the calls */
void oh_screen_leave_paint(struct oh_screen *s, struct oh_cells *c)
{
	const struct oh_box b = middle(&s->layout.area, LEAVE_W, LEAVE_H);
	const size_t n = oh_screen_live(s);
	struct oh_box in;
	char buf[LINE];

	open_card(c, &b, "Leave", OH_STYLE_CARD, &in);
	line(c, &in, OH_STYLE_CARD, "");
	(void)snprintf(buf, sizeof(buf), "%zu call%s up. What becomes of "
		       "%s?", n, n == 1 ? " is" : "s are",
		       n == 1 ? "it" : "them");
	line(c, &in, OH_STYLE_CARD, buf);
	line(c, &in, OH_STYLE_CARD, "");
	keys(s, c, &in, false);
}

/** Paint, over everything, that another phone must be used */
void oh_screen_emergency_paint(struct oh_screen *s, struct oh_cells *c)
{
	static const char *const textv[] = {
		"USE ANOTHER PHONE", "",
		"This program cannot call for help in an emergency:",
		"nobody would know where you are.", "",
		"Take a mobile or a fixed telephone now.",
	};
	const struct oh_looked *l = &s->looked;
	const struct oh_box *a = &s->layout.area;
	struct oh_box in = middle(a, CARD_W, ARRAY_SIZE(textv) + 6);

	oh_cells_fill(c, a, OH_STYLE_ALERT, ' ');
	for (size_t i = 0; i < ARRAY_SIZE(textv); i++)
		line(c, &in, OH_STYLE_ALERT, textv[i]);
	line(c, &in, OH_STYLE_ALERT, "");
	(void)oh_cells_print(c, &in, OH_STYLE_ALERT,
			     "You typed %s. Esc takes it back.", l->asked);
	in.y += 2;
	in.h -= 2;
	(void)oh_cells_wrap(c, &in, OH_STYLE_ALERT, l->hint);
}

static void small_call(struct oh_screen *s, struct oh_cells *c,
		       struct oh_box *b)
{
	const struct oh_board_call *call = oh_screen_card(s);
	char buf[LINE], time[16];
	const bool rings = call != NULL;

	if (!call)
		call = oh_screen_call(s);
	if (!call || call->state == OH_BOARD_ENDED)
		return;
	oh_board_timer(time, call, s->view.now_ms);
	(void)snprintf(buf, sizeof(buf), "%s %s %s",
		       *call->name ? call->name : call->number,
		       oh_board_state_name(call->state), time);
	line(c, b, OH_STYLE_UP, buf);
	line(c, b, OH_STYLE_NORMAL, s->over == OVER_LEAVE ?
	     "x hangs up, d keeps the calls, Esc stays" :
	     rings ? "a answers, x rejects" : "x hangs up");
}

/** Say that there is no room; the keys work all the same */
void oh_screen_small_paint(struct oh_screen *s, struct oh_cells *c)
{
	struct oh_box b = s->layout.area;
	char buf[LINE];
	int n;

	small_call(s, c, &b);
	(void)snprintf(buf, sizeof(buf), "This window has %dx%d; the screen "
		       "wants %dx%d at least. q leaves.", c->w, c->h,
		       OH_SCREEN_MIN_W, OH_SCREEN_MIN_H);
	n = oh_cells_wrap(c, &b, OH_STYLE_NORMAL, buf);
	if (n || c->h >= 4)
		return;
	oh_cells_fill(c, &s->layout.top, OH_STYLE_NORMAL, ' ');
	(void)oh_cells_print(c, &s->layout.top, OH_STYLE_NORMAL,
			     "%dx%d, not %dx%d", c->w, c->h,
			     OH_SCREEN_MIN_W, OH_SCREEN_MIN_H);
}
