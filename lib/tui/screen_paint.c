/**
 * @file screen_paint.c  The dialer's screen: how it looks
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/screen_priv.h"

enum {
	MIN_PER_DAY  = 1440,
	PART_SIZE    = 400,
	MESSAGE_MAX_H = 3,
};

/* A piece of the top line, with a gap before the next; returns columns */
static int part(struct oh_cells *c, int x, const struct oh_box *b,
		enum oh_style style, const char *text)
{
	int n;

	if (!*text)
		return 0;
	n = oh_cells_text(c, b->x + x, b->y, b->w - x, style, text);

	return n ? n + 2 : 0;
}

static const char *handset_state(const struct oh_board_phone *p)
{
	return 0 == strcmp(p->handset, "none") ? "" : p->handset_state;
}

static void clock_print(char buf[8], const struct oh_screen *s,
			uint64_t wall_us)
{
	const int64_t min = ((int64_t)(wall_us / 1000000) +
			     s->prm.utc_offset_s) / 60;

	(void)snprintf(buf, 8, "%02d:%02d",
		       (int)((min % MIN_PER_DAY) / 60), (int)(min % 60));
}

static int top_phone(const struct oh_screen *s, struct oh_cells *c, int x)
{
	const struct oh_board_phone *p = oh_board_phone(s->prm.board);
	const struct oh_box *b = &s->layout.top;
	char buf[PART_SIZE];
	const bool failed = 0 == strcmp(p->handset_state, "failed");

	if (!p->here)
		return x + part(c, x, b, OH_STYLE_ALERT, "no phone");
	if (oh_board_is_hung(s->prm.board, p->peer))
		return x + part(c, x, b, OH_STYLE_ALERT,
				" PHONE DOES NOT ANSWER ");
	x += part(c, x, b, OH_STYLE_BAR, *p->number ? p->number
						    : "no number");
	(void)snprintf(buf, sizeof(buf), "trunk %s", *p->trunk ? p->trunk
						     : "by route");
	x += part(c, x, b, OH_STYLE_BAR, buf);
	(void)snprintf(buf, sizeof(buf), "handset %s %s", *p->handset
		       ? p->handset : "none", handset_state(p));
	x += part(c, x, b, failed ? OH_STYLE_ALERT : OH_STYLE_BAR, buf);
	if (p->muted)
		x += part(c, x, b, OH_STYLE_ALERT, " MUTED ");
	if (p->dnd)
		x += part(c, x, b, OH_STYLE_ALERT, " DO NOT DISTURB ");

	return x;
}

static void paint_top(const struct oh_screen *s, struct oh_cells *c,
		      uint64_t wall_us)
{
	const struct oh_box *b = &s->layout.top;
	const size_t live = oh_board_live(s->prm.board, true);
	char now[8], buf[PART_SIZE];
	int x;

	if (b->h < 1)
		return;
	oh_cells_fill(c, b, OH_STYLE_BAR, ' ');
	x = 1 + part(c, 1, b, OH_STYLE_BAR, "Offhook");
	x = top_phone(s, c, x);
	clock_print(now, s, wall_us);
	(void)snprintf(buf, sizeof(buf), "%zu call%s  %s", live,
		       live == 1 ? "" : "s", now);
	if (!live)
		str_ncpy(buf, now, sizeof(buf));
	if (b->w - x > (int)strlen(buf))
		(void)oh_cells_right(c, b->x + x, b->y, b->w - x - 1,
				     OH_STYLE_BAR, buf);
}

/* Why the number is refused, if the entry has no room to say all of it */
static bool has_no_room(const struct oh_screen *s)
{
	const struct oh_looked *l = &s->looked;
	const struct oh_box *b = &s->layout.entry;
	const int room = (b->w - 8) * (b->h - 5);

	return l->verdict == OH_LOOKED_REFUSED &&
	       0 == strcmp(l->asked, oh_screen_number(s)) &&
	       (int)(oh_safe_columns(l->why) + oh_safe_columns(l->hint)) >
	       room;
}

/* Somebody speaks, so they think, and there is nothing to speak into */
static bool is_voiceless(const struct oh_screen *s)
{
	const struct oh_board_call *c = oh_board_active(s->prm.board);
	const struct oh_board_phone *p = oh_board_phone(s->prm.board);

	return c && c->talking && 0 == strcmp(p->handset, "none") &&
	       *p->handset_why;
}

/* What stands in the message line when nobody has said anything */
static const char *standing(const struct oh_screen *s, char *buf,
			    bool *alertp)
{
	const struct oh_board_phone *p = oh_board_phone(s->prm.board);

	*alertp = true;
	if (!p->here)
		return "The phone's own process (phoned) is not there";
	if (oh_board_is_hung(s->prm.board, p->peer)) {
		oh_board_hung_text(buf, PART_SIZE, s->prm.board, p->peer);
		return buf;
	}
	if (0 == strcmp(p->handset_state, "failed") || is_voiceless(s))
		return p->handset_why;
	if (oh_screen_is_help(s)) {
		(void)snprintf(buf, PART_SIZE, "EMERGENCY CALL by %s, "
			       "registered at %s", s->looked.trunk,
			       s->looked.address);
		return buf;
	}
	if (has_no_room(s)) {
		(void)snprintf(buf, PART_SIZE, "%s: %s", s->looked.why,
			       s->looked.hint);
		return buf;
	}
	if (*p->records_fault) {
		(void)snprintf(buf, PART_SIZE, "No call records are written: "
			       "%s", p->records_fault);
		return buf;
	}
	*alertp = false;
	if (!s->search[0])
		return "";
	(void)snprintf(buf, PART_SIZE, "Search: %.120s  (Esc ends it)",
		       s->search);

	return buf;
}

/* A long one takes rows above, too, but none from the help */
static void write_message(const struct oh_screen *s, struct oh_cells *c,
			  enum oh_style style, const char *text)
{
	struct oh_box b = s->layout.message;
	/* below all there is: only to see how many it takes */
	const struct oh_box nowhere = { 0, c->h, b.w, MESSAGE_MAX_H };
	const int rows = oh_cells_wrap(c, &nowhere, style, text);

	if (rows > 1 && s->layout.area.h > MESSAGE_MAX_H &&
	    oh_screen_over(s) != OVER_HELP) {
		b.h = rows;
		b.y -= b.h - 1;
	}
	oh_cells_fill(c, &b, style, ' ');
	(void)oh_cells_wrap(c, &b, style, text);
}

static void paint_message(struct oh_screen *s, struct oh_cells *c,
			  uint64_t now_ms)
{
	const char *text = s->text;
	char buf[PART_SIZE];
	bool alert = s->alert;

	if (s->layout.message.h < 1)
		return;
	if (now_ms >= s->until_ms)
		s->text[0] = '\0';
	if (!s->text[0])
		text = standing(s, buf, &alert);
	if (!*text)
		return;
	write_message(s, c, alert ? OH_STYLE_ALERT : OH_STYLE_NORMAL, text);
}

static void paint_pane(struct oh_screen *s, struct oh_cells *c, size_t i)
{
	const struct oh_box *b = oh_screen_box(s, i);
	struct oh_box in;

	if (!b)
		return;
	s->view.focus = i == s->focus;
	oh_cells_frame(c, b, s->classv[i]->title, i == s->focus, &in);
	s->classv[i]->paint(s->statev[i], &s->view, c, &in);
}

static void paint_over(struct oh_screen *s, struct oh_cells *c)
{
	if (oh_screen_is_emergency(s))
		oh_screen_emergency_paint(s, c);
	switch (oh_screen_over(s)) {

	case OVER_CARD:
		oh_screen_card_paint(s, c);
		break;
	case OVER_HELP:
		oh_screen_help_paint(s, c);
		break;
	case OVER_LEAVE:
		oh_screen_leave_paint(s, c);
		break;
	case OVER_NONE:
	default:
		break;
	}
}

/* A smaller screen has fewer slots: who has the keys keeps one */
static void arrange(struct oh_screen *s, const struct oh_cells *c)
{
	oh_layout_make(&s->layout, c->w, c->h);
	if (!s->zoom)
		oh_screen_focus(s, s->focus);
}

/**
 * Paint all of it
 *
 * @param c       Cells of any size; what was there is gone
 * @param now_ms  Time of the board
 * @param wall_us Time of day
 */
void oh_screen_paint(struct oh_screen *s, struct oh_cells *c,
		     uint64_t now_ms, uint64_t wall_us)
{
	oh_cells_clear(c);
	arrange(s, c);
	(void)oh_screen_view(s, now_ms);
	s->view.wall_us = wall_us;
	paint_top(s, c, wall_us);
	if (s->layout.small)
		oh_screen_small_paint(s, c);
	for (size_t i = 0; i < s->panec; i++)
		paint_pane(s, c, i);
	paint_message(s, c, now_ms);
	if (!s->layout.small)
		paint_over(s, c);
	if (s->typing != TYPING_NO)
		oh_screen_line_paint(s, c);
	oh_screen_bar_paint(s, c);
}
