/**
 * @file screen_keys.c  The dialer's screen: what a key does
 */
#include "base/compat.h"
#include "tui/screen_priv.h"

static bool is_in(const struct oh_box *b, int x, int y)
{
	return b && x >= b->x && y >= b->y && x < b->x + b->w &&
	       y < b->y + b->h;
}

/* A key of the bottom line does what it says, a pane gets the keys */
static void mouse(struct oh_screen *s, int x, int y)
{
	if (is_in(&s->layout.bottom, x, y)) {
		const struct oh_key_bind *b = oh_screen_bar_at(s, x);

		if (b)
			oh_screen_press(s, b->order);
		return;
	}
	if (oh_screen_over(s) > OVER_CARD)
		return;
	for (size_t i = 0; i < s->panec; i++) {
		const struct oh_box *b = oh_screen_box(s, i);

		if (!is_in(b, x, y))
			continue;
		oh_screen_focus(s, i);
		if (s->classv[i]->click)
			s->classv[i]->click(s->statev[i], &s->view,
					    x - b->x - 1, y - b->y - 1);
		return;
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

/**
 * Take a key
 *
 * Orders are said before it returns.
 *
 * @param key    Key, or character
 * @param mx, my Place of OH_KEY_MOUSE, else 0
 * @param now_ms Time
 */
void oh_screen_key(struct oh_screen *s, uint32_t key, int mx, int my,
		   uint64_t now_ms)
{
	const char *name = oh_screen_keys_of(s);

	(void)oh_screen_view(s, now_ms);
	s->ring = false;
	if (key == OH_KEY_MOUSE)
		mouse(s, mx, my);
	else if (s->over != OVER_NONE)
		over_key(s, name, key);
	else if (s->typing == TYPING_NO || !oh_screen_line_key(s, key))
		plain_key(s, name, key);
	(void)oh_screen_view(s, now_ms);
}
