/**
 * @file screen_keys.c  The dialer's screen: what a key does, and a click
 */
#include "base/compat.h"
#include "tui/screen_priv.h"

enum { WHEEL_ROWS = 3 };

static void key_down(struct oh_screen *s, uint32_t key);

static bool is_in(const struct oh_box *b, int x, int y)
{
	return b && x >= b->x && y >= b->y && x < b->x + b->w &&
	       y < b->y + b->h;
}

/* Whether something lies over the panes there, or over all of them */
static bool is_covered(const struct oh_screen *s, int x, int y)
{
	const enum over over = oh_screen_over(s);
	const struct oh_box card = oh_screen_card_box(s);

	return over > OVER_CARD || oh_screen_is_emergency(s) ||
	       (over == OVER_CARD && is_in(&card, x, y));
}

/* The pane that is seen at a place, its frame aside; panec: none */
static size_t pane_at(const struct oh_screen *s, int x, int y)
{
	if (is_covered(s, x, y))
		return s->panec;
	for (size_t i = 0; i < s->panec; i++) {
		const struct oh_box *b = oh_screen_box(s, i);

		if (!b || b->w < 2 || b->h < 2)
			continue;
		if (is_in(&(struct oh_box){ b->x + 1, b->y + 1, b->w - 2,
					    b->h - 2 }, x, y))
			return i;
	}

	return s->panec;
}

/* A key of the bottom line does what it says */
static void click_bar(struct oh_screen *s, int x)
{
	uint32_t key;
	const struct oh_key_bind *b = oh_screen_bar_at(s, x, &key);

	if (b)
		oh_screen_press(s, b->order);
	else if (key != OH_KEY_NONE)
		key_down(s, key);
}

/* A pane gets the keys, and does what the place means */
static void click(struct oh_screen *s, int x, int y)
{
	const struct oh_box *b;
	size_t i;

	if (is_in(&s->layout.bottom, x, y)) {
		click_bar(s, x);
		return;
	}
	i = pane_at(s, x, y);
	if (i >= s->panec)
		return;
	b = oh_screen_box(s, i);
	oh_screen_focus(s, i);
	if (s->classv[i]->click)
		s->classv[i]->click(s->statev[i], &s->view, x - b->x - 1,
				    y - b->y - 1);
}

/* The help, or the pane that is pointed at, whoever has the keys; a call at a
   time, since the others show what is selected */
static void wheel(struct oh_screen *s, const char *word, int x, int y)
{
	const size_t i = pane_at(s, x, y);

	for (int n = 0; n < WHEEL_ROWS; n++) {
		if (s->over == OVER_HELP)
			(void)oh_screen_help_order(s, word);
		else if (i != PANE_ENTRY && i < s->panec &&
			 (i != PANE_CALLS || n == 0))
			(void)oh_screen_pane_order(s, i, word);
	}
}

/* A key that is bound to nothing: the pane's, or part of a number */
static void type(struct oh_screen *s, uint32_t key)
{
	const struct oh_pane_class *p = s->classv[s->focus];

	if (p->type && p->type(s->statev[s->focus], &s->view, key))
		return;
	if (s->focus == PANE_ENTRY)
		return;
	p = s->classv[PANE_ENTRY];
	if (p->type(s->statev[PANE_ENTRY], &s->view, key))
		oh_screen_focus(s, PANE_ENTRY);
}

/* While help or the question about leaving is there, only its keys count;
   any other closes the help, so that nobody is caught in it */
static void over_key(struct oh_screen *s, const char *name, uint32_t key)
{
	const struct oh_key_bind *b = oh_keys_find(s->prm.keys, name, key);

	if (b && 0 == strcmp(b->pane, name))
		oh_screen_press(s, b->order);
	else if (s->over != OVER_HELP)
		return;
	else if (!b || !oh_screen_help_order(s, b->order))
		s->over = OVER_NONE;
}

/* Without room there is no card to see, but its keys are as good */
static void plain_key(struct oh_screen *s, const char *name, uint32_t key)
{
	const struct oh_key_bind *b = oh_keys_find(s->prm.keys, name, key);

	if (oh_screen_over(s) == OVER_CARD && (!b || strcmp(b->pane, "card")))
		b = oh_keys_find(s->prm.keys, s->classv[s->focus]->name, key);
	if (b)
		oh_screen_press(s, b->order);
	else
		type(s, key);
}

/* To what has the keys now */
static void key_down(struct oh_screen *s, uint32_t key)
{
	if (s->over != OVER_NONE)
		over_key(s, oh_screen_keys_of(s), key);
	else if (s->typing == TYPING_NO || !oh_screen_line_key(s, key))
		plain_key(s, oh_screen_keys_of(s), key);
}

/**
 * Take a key
 *
 * Orders are said before it returns.
 *
 * @param key    Key, or character
 * @param mx, my Place of OH_KEY_MOUSE and of the wheel, else 0
 * @param now_ms Time
 */
void oh_screen_key(struct oh_screen *s, uint32_t key, int mx, int my,
		   uint64_t now_ms)
{
	(void)oh_screen_view(s, now_ms);
	s->ring = false;
	if (s->expects)
		s->asked_ms = 0;
	s->expects = false;
	if (key == OH_KEY_MOUSE)
		click(s, mx, my);
	else if (key == OH_KEY_WHEEL_UP || key == OH_KEY_WHEEL_DOWN)
		wheel(s, key == OH_KEY_WHEEL_UP ? "up" : "down", mx, my);
	else
		key_down(s, key);
	(void)oh_screen_view(s, now_ms);
}
