/**
 * @file screen_order.c  The dialer's screen: what it does
 *
 *   key ──▶ binding ──▶ line ─┬─ the pane's own word ("down")
 *                             ├─ the screen's own ("pane ladder")
 *                             └─ said to who does things ("hold")
 */
#include "base/compat.h"
#include "tui/redial.h"
#include "tui/screen_priv.h"

enum { LINE_SIZE = OH_ORDER_LINE, FIRST_SIZE = 32, PAGE = 8 };

/** An order of the screen's own */
struct own {
	const char *word;
	bool (*h)(struct oh_screen *s, const char *rest);
};

/** Where a pane is on the screen; NULL: it is not */
const struct oh_box *oh_screen_box(const struct oh_screen *s, size_t pane)
{
	if (s->layout.small)
		return NULL;
	if (s->zoom)
		return pane == s->focus ? &s->layout.area : NULL;
	if (pane == PANE_ENTRY)
		return &s->layout.entry;
	if (pane == PANE_CALLS)
		return &s->layout.calls;
	for (int i = 0; i < s->layout.slotc; i++)
		if (s->shownv[i] == pane)
			return &s->layout.slotv[i];

	return NULL;
}

/** Give the keys to a pane; one that is not shown takes a slot */
void oh_screen_focus(struct oh_screen *s, size_t pane)
{
	if (pane >= s->panec)
		return;
	s->focus = pane;
	if (pane < PANE_FIRST)
		return;
	for (int i = 0; i < s->layout.slotc; i++) {
		if (s->shownv[i] != pane)
			continue;
		s->slot = i;
		return;
	}
	/* nobody is in two slots, also in those that are not shown now */
	if (s->slot >= s->layout.slotc)
		s->slot = 0;
	for (int i = 0; i < OH_LAYOUT_SLOTS; i++)
		if (s->shownv[i] == pane)
			s->shownv[i] = s->shownv[s->slot];
	s->shownv[s->slot] = pane;
}

static bool focus_named(struct oh_screen *s, const char *name)
{
	for (size_t i = 0; i < s->panec; i++) {
		if (strcmp(s->classv[i]->name, name))
			continue;
		oh_screen_focus(s, i);
		return true;
	}

	return false;
}

/* To the next pane that is shown; in zoom all are, one after another */
static bool do_focus(struct oh_screen *s, const char *rest)
{
	const size_t step = 0 == str_cmp(rest, "previous") ? s->panec - 1 : 1;
	size_t to = s->focus;

	do
		to = (to + step) % s->panec;
	while (to != s->focus && !s->zoom && !oh_screen_box(s, to));
	oh_screen_focus(s, to);

	return true;
}

/* "past": that of view.past; "present": that of the selected call */
static bool show_ladder(struct oh_screen *s, const char *word)
{
	if (!focus_named(s, "ladder"))
		return false;
	(void)s->classv[s->focus]->order(s->statev[s->focus],
					 oh_screen_view(s, 0), word);

	return true;
}

static bool do_pane(struct oh_screen *s, const char *rest)
{
	if (0 == strcmp(rest, "ladder"))
		return show_ladder(s, "present");

	return focus_named(s, rest);
}

/* A list, and what is looked for in it */
static bool go_search(struct oh_screen *s, const char *pane,
		      const char *text)
{
	if (!focus_named(s, pane))
		return false;
	if (str_isset(text))
		str_ncpy(s->search, text, sizeof(s->search));

	return true;
}

static bool do_entry(struct oh_screen *s, const char *rest)
{
	return go_search(s, "entry", rest);
}

static bool do_calls(struct oh_screen *s, const char *rest)
{
	return go_search(s, "calls", rest);
}

static bool do_history(struct oh_screen *s, const char *rest)
{
	return go_search(s, "history", rest);
}

static bool do_contacts(struct oh_screen *s, const char *rest)
{
	return go_search(s, "contacts", rest);
}

/* By its whole id; any other word is first made one. A call that is over
   cannot stay the selected one, but its ladder can stay in sight */
static bool do_ladder(struct oh_screen *s, const char *rest)
{
	const struct oh_board_call *c = oh_board_find(s->prm.board, rest);
	const bool whole = c && 0 == strcmp(c->id, rest);

	if (!*rest)
		return show_ladder(s, "present");
	if (whole && c->state != OH_BOARD_ENDED) {
		str_ncpy(s->selected, c->id, sizeof(s->selected));
		return show_ladder(s, "present");
	}
	if (!whole && (!s->prm.history ||
		       !oh_history_find(s->prm.history, rest)))
		return false;
	str_ncpy(s->past, rest, sizeof(s->past));

	return show_ladder(s, "past");
}

static bool do_quality(struct oh_screen *s, const char *rest)
{
	return go_search(s, "quality", rest);
}

static bool do_log(struct oh_screen *s, const char *rest)
{
	return go_search(s, "log", rest);
}

static bool do_command(struct oh_screen *s, const char *rest)
{
	oh_screen_type(s, TYPING_ORDER, rest);

	return true;
}

static bool do_search(struct oh_screen *s, const char *rest)
{
	if (s->focus == PANE_ENTRY || s->focus == PANE_CALLS)
		(void)focus_named(s, "contacts");
	if (str_isset(rest))
		str_ncpy(s->search, rest, sizeof(s->search));
	else
		oh_screen_type(s, TYPING_SEARCH, "");

	return true;
}

static bool do_help(struct oh_screen *s, const char *rest)
{
	if (*rest)
		return oh_screen_help_of(s, rest);
	s->over = OVER_HELP;
	s->help_top = 0;

	return true;
}

static bool do_zoom(struct oh_screen *s, const char *rest)
{
	(void)rest;
	s->zoom = !s->zoom;

	return true;
}

static bool do_select(struct oh_screen *s, const char *rest)
{
	const struct oh_board_call *c = oh_board_find(s->prm.board, rest);

	if (c)
		str_ncpy(s->selected, c->id, sizeof(s->selected));

	return c != NULL;
}

static bool do_mark(struct oh_screen *s, const char *rest)
{
	const struct oh_board_call *c = *rest
		? oh_board_find(s->prm.board, rest) : oh_screen_call(s);

	if (!c)
		return *rest == '\0';
	for (size_t i = 0; i < s->markc; i++) {
		if (strcmp(s->markv[i], c->id))
			continue;
		memmove(s->markv[i], s->markv[i + 1],
			(s->markc - i - 1) * sizeof(s->markv[0]));
		--s->markc;
		return true;
	}
	if (s->markc < MARKS_MAX)
		str_ncpy(s->markv[s->markc++], c->id, OH_BOARD_ID);

	return true;
}

/* One thing at a time: what lies over all first */
static bool do_back(struct oh_screen *s, const char *rest)
{
	const struct oh_board_call *card = oh_screen_card(s);

	(void)rest;
	if (s->over != OVER_NONE)
		s->over = OVER_NONE;
	else if (card)
		oh_screen_keep(&s->away, card->id);
	else if (s->search[0])
		s->search[0] = '\0';
	else if (s->zoom)
		s->zoom = false;
	else if (s->markc)
		s->markc = 0;
	else
		oh_screen_focus(s, PANE_ENTRY);

	return true;
}

/* With calls up it asks first; "quit now", and without calls, is for who
   runs the screen */
static bool do_quit(struct oh_screen *s, const char *rest)
{
	if (0 == strcmp(rest, "now") || !oh_screen_live(s))
		return false;
	s->over = OVER_LEAVE;

	return true;
}

static const struct own ownv[] = {
	{ "pane",     do_pane },
	{ "focus",    do_focus },
	{ "entry",    do_entry },
	{ "keypad",   do_entry },
	{ "calls",    do_calls },
	{ "history",  do_history },
	{ "contacts", do_contacts },
	{ "ladder",   do_ladder },
	{ "quality",  do_quality },
	{ "log",      do_log },
	{ "command",  do_command },
	{ "search",   do_search },
	{ "help",     do_help },
	{ "zoom",     do_zoom },
	{ "select",   do_select },
	{ "mark",     do_mark },
	{ "back",     do_back },
	{ "quit",     do_quit },
};

/* Which call is selected is no pane's business: the others look at it */
static bool calls_order(struct oh_screen *s, const char *word)
{
	static const struct {
		const char *word;
		int step;
	} v[] = {
		{ "up", -1 },
		{ "down", 1 },
		{ "pgup", -PAGE },
		{ "pgdn", PAGE },
		{ "top", -OH_BOARD_CALLS_MAX },
		{ "bottom", OH_BOARD_CALLS_MAX },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (strcmp(v[i].word, word))
			continue;
		oh_screen_select(s, v[i].step);
		return true;
	}

	return false;
}

/** Do a pane's own word, whoever has the keys; false: it has none such */
bool oh_screen_pane_order(struct oh_screen *s, size_t pane, const char *word)
{
	const struct oh_pane_class *p = s->classv[pane];

	if (pane == PANE_CALLS && calls_order(s, word))
		return true;

	return p->order && p->order(s->statev[pane], oh_screen_view(s, 0),
				    word);
}

/**
 * Do an order that is for the screen
 *
 * @param word   First word
 * @param rest   What stands behind it, or ""
 * @param now_ms Time
 *
 * @return false: none of its own ("quit" is one only while calls are up)
 */
bool oh_screen_order(struct oh_screen *s, const char *word, const char *rest,
		     uint64_t now_ms)
{
	(void)oh_screen_view(s, now_ms);
	if (!rest)
		rest = "";
	if (!*rest && s->over == OVER_NONE &&
	    (strcmp(word, "back") || !oh_screen_card(s)) &&
	    oh_screen_pane_order(s, s->focus, word))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(ownv); i++)
		if (0 == strcmp(ownv[i].word, word))
			return ownv[i].h(s, rest);

	return s->over == OVER_HELP && oh_screen_help_order(s, word);
}

/* First word and what follows it */
static const char *split(char first[FIRST_SIZE], const char *line)
{
	size_t n;

	line += strspn(line, " ");
	n = strcspn(line, " ");
	str_ncpy(first, line, MIN(n + 1, (size_t)FIRST_SIZE));
	line += n;

	return line + strspn(line, " ");
}

/* A call will come up that the person waits for */
static bool asks_for_call(const char *word)
{
	static const char *const v[] = { "call", "c", "redial", "rd",
					 "answer", "a" };

	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		if (0 == strcmp(v[i], word))
			return true;

	return false;
}

/** Do a line of words, as if it had been typed */
void oh_screen_do(struct oh_screen *s, const char *line)
{
	char first[FIRST_SIZE];
	const char *rest = split(first, line);

	if (!*first || oh_screen_order(s, first, rest, 0))
		return;
	if (asks_for_call(first))
		s->asked_ms = s->view.now_ms;
	s->prm.orderh(line, s->prm.arg);
}

/* The card's keys are about the call that rings, whatever is selected */
static bool press_card(struct oh_screen *s, const char *order)
{
	const struct oh_board_call *c = oh_screen_card(s);
	char line[LINE_SIZE];

	if (!c || (strcmp(order, "answer") && strcmp(order, "reject")))
		return false;
	(void)snprintf(line, sizeof(line), "%s %s", order, c->id);
	oh_screen_do(s, line);

	return true;
}

/* The one other call there is, as it is typed; "": there are more, or none */
static void only_other(char *buf, size_t size, const struct oh_screen *s)
{
	const struct oh_board_call *own = oh_screen_call(s), *other = NULL;
	const struct oh_board_call *c;
	unsigned n = 0;

	for (size_t i = 0; (c = oh_board_at(s->prm.board, i)); i++) {
		if (!own || c == own || c->peer != own->peer ||
		    (c->state != OH_BOARD_UP && c->state != OH_BOARD_HELD))
			continue;
		other = c;
		++n;
	}
	str_ncpy(buf, n != 1 ? "" : oh_redial_is_word(other->number) ?
		 other->number : other->id, size);
}

/* The marked calls; without any, which ones must be typed */
static void press_join(struct oh_screen *s)
{
	char line[LINE_SIZE] = "join";
	size_t n = strlen(line);

	for (size_t i = 0; i < s->markc; i++) {
		if (0 == strcmp(s->markv[i], s->selected))
			continue;
		n += (size_t)snprintf(line + n, sizeof(line) - n, " %s",
				      s->markv[i]);
		if (n >= sizeof(line))
			return;
	}
	if (n == strlen("join")) {
		line[n++] = ' ';
		only_other(line + n, sizeof(line) - n, s);
		oh_screen_type(s, TYPING_ORDER, line);
		return;
	}
	s->markc = 0;
	s->prm.orderh(line, s->prm.arg);
}

/** Do what a key is bound to */
void oh_screen_press(struct oh_screen *s, const char *order)
{
	if (*order == ':') {
		oh_screen_type(s, TYPING_ORDER, order + 1);
		return;
	}
	if (oh_screen_over(s) == OVER_CARD && press_card(s, order))
		return;
	if (0 == strcmp(order, "join"))
		press_join(s);
	else
		oh_screen_do(s, oh_screen_turn(s, order, NULL));
}
