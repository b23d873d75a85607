/**
 * @file screen_bar.c  The bottom line: the keys that matter now
 *
 * It is made from the bindings in force, in the order of their table: first
 * those of what has the keys, then those of all panes. An order that can do
 * nothing now is left out, so that whoever reads only this line can go on.
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/screen_priv.h"

enum {
	ITEMS_MAX    = 40,
	TAIL         = 2,
	GAP          = 2,        /* behind each                         */
	TYPING_FIRST = 2,        /* how to end it                       */
	DIGITS_MIN_W = 76,
	DIGITS_REC_W = 92,       /* .. beside how to stop a recording   */
	PANE_WORD    = 5,        /* "pane " */
};

/** When an order matters; NULL call: none is selected */
struct matter {
	const char *word;
	bool (*h)(const struct oh_screen *s, const struct oh_board_call *c);
};

/** Another order, or another label, as things are */
struct turn {
	const char *word;
	bool (*h)(const struct oh_screen *s, const struct oh_board_call *c);
	const char *order, *label;
};

/** What stands in the line, left to right */
struct item {
	bool first;                          /* gets its room before others  */
	const struct oh_key_bind *bind;      /* NULL: none is bound          */
	uint32_t press;                      /* key to click then; or NONE   */
	char key[OH_KEYS_NAME];
	const char *label;
	int x, w;
};

struct bar {
	struct item v[ITEMS_MAX];
	size_t n;
};

static bool is_up(const struct oh_screen *s, const struct oh_board_call *c)
{
	(void)s;

	return c && (c->state == OH_BOARD_UP || c->state == OH_BOARD_HELD);
}

static bool is_live(const struct oh_screen *s, const struct oh_board_call *c)
{
	(void)s;

	return c && c->state != OH_BOARD_ENDED &&
	       c->state != OH_BOARD_LEAVING;
}

static bool may_talk(const struct oh_screen *s,
		     const struct oh_board_call *c)
{
	return oh_screen_rings(s, c) || (is_up(s, c) && !c->talking);
}

static bool is_any(const struct oh_screen *s, const struct oh_board_call *c)
{
	(void)s;

	return c != NULL;
}

static bool is_number(const struct oh_screen *s,
		      const struct oh_board_call *c)
{
	(void)c;

	return *oh_screen_number(s) != '\0' && !oh_screen_is_emergency(s);
}

/* Nothing is more urgent: there is room to tell of the other panes */
static bool is_idle(const struct oh_screen *s, const struct oh_board_call *c)
{
	return !is_live(s, c) && !is_number(s, c);
}

static bool is_search(const struct oh_screen *s,
		      const struct oh_board_call *c)
{
	(void)c;

	return s->search[0] != '\0';
}

static bool is_away(const struct oh_screen *s, const struct oh_board_call *c)
{
	(void)c;

	return s->focus != PANE_ENTRY;
}

static bool is_several(const struct oh_screen *s,
		       const struct oh_board_call *c)
{
	const struct oh_board_call *o;
	unsigned n = 0;

	for (size_t i = 0; (o = oh_board_at(s->prm.board, i)); i++)
		n += is_up(s, o);

	return is_up(s, c) && n > 1;
}

static bool has_list(const struct oh_screen *s,
		     const struct oh_board_call *c)
{
	(void)c;

	return s->focus != PANE_ENTRY && s->focus != PANE_CALLS;
}

/* History or contacts, whose first use is to look for somebody */
static bool is_people(const struct oh_screen *s,
		      const struct oh_board_call *c)
{
	const struct oh_pane_class *p = s->classv[s->focus];

	return !is_live(s, c) && (p == &oh_pane_history ||
				  p == &oh_pane_contacts);
}

static enum oh_pane_depth depth(const struct oh_screen *s)
{
	const struct oh_pane_class *p = s->classv[s->focus];

	return p->depth ? p->depth(s->statev[s->focus]) : OH_PANE_ROWS;
}

/* Whoever is here wants to know the way out */
static bool may_go_back(const struct oh_screen *s,
			const struct oh_board_call *c)
{
	return (is_search(s, c) && has_list(s, c)) || s->zoom || s->markc ||
	       depth(s) != OH_PANE_ROWS;
}

static bool may_open(const struct oh_screen *s,
		     const struct oh_board_call *c)
{
	(void)c;

	return depth(s) != OH_PANE_READING;
}

/* Modes of the phone: who is in one wants to know the way out */
static bool is_undisturbed(const struct oh_screen *s,
			   const struct oh_board_call *c)
{
	(void)c;

	return oh_board_phone(s->prm.board)->dnd;
}

static bool is_all_muted(const struct oh_screen *s,
			 const struct oh_board_call *c)
{
	(void)c;

	return oh_board_phone(s->prm.board)->muted;
}

static bool is_phoneless(const struct oh_screen *s,
			 const struct oh_board_call *c)
{
	(void)c;

	return !oh_board_phone(s->prm.board)->here;
}

static const struct matter matterv[] = {
	{ "answer",   oh_screen_rings },
	{ "hangup",   is_live },
	{ "hold",     is_up },
	{ "transfer", is_up },
	{ "mute",     is_up },
	{ "record",   is_up },
	{ "join",     is_several },
	{ "mark",     is_several },
	{ "talk",     may_talk },
	{ "call",     is_number },
	{ "next",     is_search },
	{ "pane",     is_away },
	{ "search",   has_list },
	{ "dnd",      is_undisturbed },
	{ "mute-all", is_all_muted },
	{ "start",    is_phoneless },
	{ "open",     may_open },
	{ "back",     may_go_back },
};

static const struct matter pane_matterv[] = {
	{ "pane ladder",   is_any },
	{ "pane calls",    is_any },
	{ "pane quality",  is_any },
	{ "pane history",  is_idle },
	{ "pane contacts", is_idle },
	{ "pane log",      is_idle },
};

static bool is_held(const struct oh_screen *s, const struct oh_board_call *c)
{
	(void)s;

	return c && c->held_by_us;
}

static bool is_muted(const struct oh_screen *s,
		     const struct oh_board_call *c)
{
	(void)s;

	return c && c->muted;
}

static bool is_recording(const struct oh_screen *s,
			 const struct oh_board_call *c)
{
	(void)s;

	return c && c->recording;
}

static bool is_help(const struct oh_screen *s, const struct oh_board_call *c)
{
	(void)c;

	return s->focus == PANE_ENTRY && oh_screen_is_help(s);
}

/* Held, and now somebody else is to be called */
static bool is_kept(const struct oh_screen *s, const struct oh_board_call *c)
{
	return is_up(s, c) && is_held(s, c) && !is_several(s, c);
}

/* What is wanted most, as things are, though it stands far behind */
static const struct matter firstv[] = {
	{ "call",       is_help },
	{ "record",     is_recording },
	{ "pane entry", is_kept },
	{ "join",       is_several },
	{ "dnd",        is_undisturbed },
	{ "mute-all",   is_all_muted },
	{ "start",      is_phoneless },
	{ "search",     is_people },
	{ "back",       may_go_back },
};

static const struct turn turnv[] = {
	{ "call",   is_help,      "call",   "EMERGENCY CALL" },
	{ "hold",   is_held,      "hold",   "Resume" },
	{ "mute",   is_muted,     "mute",   "Unmute" },
	{ "record", is_recording, "record", "Stop record" },
	{ "talk",   oh_screen_rings,   "answer", "Answer" },
};

/**
 * The order a key stands for, as things are
 *
 * @param order  Line of words it is bound to
 * @param labelp Changed, too, if another fits; or NULL
 *
 * @return order, or another one
 */
const char *oh_screen_turn(const struct oh_screen *s, const char *order,
			   const char **labelp)
{
	const struct oh_board_call *c = oh_screen_call(s);

	for (size_t i = 0; i < ARRAY_SIZE(turnv); i++) {
		if (strcmp(turnv[i].word, order) || !turnv[i].h(s, c))
			continue;
		if (labelp)
			*labelp = turnv[i].label;
		return turnv[i].order;
	}

	return order;
}

static bool begins(const char *order, const char *word)
{
	const size_t n = strlen(word);

	if (*order == ':')
		++order;

	return 0 == strncmp(order, word, n) &&
	       (order[n] == '\0' || order[n] == ' ');
}

static bool matters(const struct oh_screen *s, const char *order)
{
	const struct oh_board_call *c = oh_screen_call(s);

	if (begins(order, "pane") && strlen(order) > PANE_WORD &&
	    0 == strcmp(order + PANE_WORD, s->classv[s->focus]->name))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(pane_matterv); i++)
		if (begins(order, pane_matterv[i].word))
			return pane_matterv[i].h(s, c);
	for (size_t i = 0; i < ARRAY_SIZE(matterv); i++)
		if (begins(order, matterv[i].word))
			return matterv[i].h(s, c);

	return true;
}

/** Name of what has the keys: that of the bindings */
const char *oh_screen_keys_of(const struct oh_screen *s)
{
	switch (oh_screen_over(s)) {

	case OVER_CARD:  return "card";
	case OVER_HELP:  return "help";
	case OVER_LEAVE: return "leave";
	case OVER_NONE:
	default:         return s->classv[s->focus]->name;
	}
}

static bool has_item(const struct bar *bar, const struct oh_key_bind *b)
{
	for (size_t i = 0; i < bar->n; i++) {
		const struct oh_key_bind *o = bar->v[i].bind;

		if (o && (o->key == b->key || 0 == strcmp(o->order,
							  b->order)))
			return true;
	}

	return false;
}

static bool is_first(const struct oh_screen *s, const char *order)
{
	for (size_t i = 0; oh_screen_over(s) == OVER_NONE &&
		     i < ARRAY_SIZE(firstv); i++)
		if (begins(order, firstv[i].word) &&
		    firstv[i].h(s, oh_screen_call(s)))
			return true;

	return false;
}

/* Of what lies over the panes: all of its keys matter */
static bool is_over(const char *pane)
{
	return 0 == strcmp(pane, "card") || 0 == strcmp(pane, "leave") ||
	       0 == strcmp(pane, "help");
}

static void add(struct bar *bar, const struct oh_screen *s,
		const struct oh_key_bind *b)
{
	struct item *it = &bar->v[bar->n];

	if (!b->label || bar->n >= ITEMS_MAX || has_item(bar, b) ||
	    (!is_over(b->pane) && !matters(s, b->order)))
		return;
	it->bind = b;
	it->first = is_first(s, b->order);
	it->label = b->label;
	oh_keys_name(it->key, b->key);
	(void)oh_screen_turn(s, b->order, &it->label);
	++bar->n;
}

static void add_of(struct bar *bar, const struct oh_screen *s,
		   const char *pane)
{
	const struct oh_key_bind *b;

	for (size_t i = 0; (b = oh_keys_at(s->prm.keys, i)); i++)
		if (0 == strcmp(b->pane, pane))
			add(bar, s, b);
}

/* Where digits go: into the number, or into the call */
static void add_digits(struct bar *bar, const struct oh_screen *s)
{
	const struct oh_board_call *c = oh_board_active(s->prm.board);
	const bool tones = s->focus == PANE_CALLS && c && c->talking;
	struct item *it = &bar->v[bar->n++];

	it->bind = NULL;
	it->first = false;
	it->press = OH_KEY_NONE;
	str_ncpy(it->key, "0-9", sizeof(it->key));
	it->label = tones ? "Digits" : "Number";
}

/* The one thing to do, beside help and leaving */
static void add_emergency(struct bar *bar, const struct oh_screen *s)
{
	const struct oh_key_bind *b;
	struct item *it = &bar->v[bar->n++];

	it->bind = NULL;
	it->first = true;
	it->press = OH_KEY_ESC;
	str_ncpy(it->key, "Esc", sizeof(it->key));
	it->label = "Take it back";
	for (size_t i = 0; (b = oh_keys_at(s->prm.keys, i)); i++)
		if (0 == strcmp(b->pane, "all") &&
		    (!strcmp(b->order, "help") || !strcmp(b->order, "quit")))
			add(bar, s, b);
}

/* What the keys do while a line is typed */
static void add_typing(struct bar *bar, const struct oh_screen *s)
{
	static const struct {
		uint32_t key;
		const char *label;
		bool search;
	} v[] = {
		{ OH_KEY_ENTER, "Done", true },
		{ OH_KEY_ESC, "Cancel", true },
		{ OH_KEY_TAB, "Complete", false },
		{ OH_KEY_UP, "Older", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct item *it = &bar->v[bar->n];

		if (s->typing == TYPING_SEARCH && !v[i].search)
			continue;
		it->bind = NULL;
		it->first = i < TYPING_FIRST;
		it->press = v[i].key;
		it->label = v[i].label;
		oh_keys_name(it->key, v[i].key);
		++bar->n;
	}
}

static void fill(struct bar *bar, const struct oh_screen *s)
{
	const enum over over = oh_screen_over(s);
	bool roomy;

	bar->n = 0;
	if (s->typing != TYPING_NO) {
		add_typing(bar, s);
		return;
	}
	if (over != OVER_NONE) {
		add_of(bar, s, oh_screen_keys_of(s));
		if (over == OVER_CARD)
			add_of(bar, s, "all");
		return;
	}
	if (s->layout.small) {
		add_of(bar, s, "all");
		return;
	}
	if (s->focus == PANE_ENTRY && oh_screen_is_emergency(s)) {
		add_emergency(bar, s);
		return;
	}
	roomy = s->layout.bottom.w >= (is_recording(s, oh_screen_call(s))
				       ? DIGITS_REC_W : DIGITS_MIN_W);
	if (s->focus == PANE_ENTRY && !is_number(s, NULL) &&
	    (roomy || !is_live(s, oh_screen_call(s))))
		add_digits(bar, s);
	add_of(bar, s, oh_screen_keys_of(s));
	if (s->focus == PANE_CALLS && roomy)
		add_digits(bar, s);
	add_of(bar, s, "all");
}

static int width(const struct item *it)
{
	return (int)(oh_safe_columns(it->key) + 1 +
		     oh_safe_columns(it->label) + GAP);
}

/* Room for what is wanted first, or for the others, as far as there is any */
static int give_room(struct bar *bar, size_t n, bool first, int room)
{
	for (size_t i = 0; i < n; i++) {
		struct item *it = &bar->v[i];
		const int w = width(it);

		if (it->first != first || w > room)
			continue;
		it->w = w;
		room -= w;
	}

	return room;
}

/* Help and leaving, the last two, have their room always: but for what is
   typed */
static void place(struct bar *bar, int w)
{
	const bool typing = bar->n && !bar->v[bar->n - 1].bind;
	const size_t tail = typing ? 0 : MIN(bar->n, (size_t)TAIL);
	int x = 1, room = w - 1 + GAP;

	for (size_t i = 0; i < bar->n; i++)
		bar->v[i].w = 0;
	for (size_t i = bar->n - tail; i < bar->n; i++) {
		bar->v[i].w = width(&bar->v[i]);
		room -= bar->v[i].w;
	}
	room = give_room(bar, bar->n - tail, true, room);
	(void)give_room(bar, bar->n - tail, false, room);
	for (size_t i = 0; i < bar->n; i++) {
		bar->v[i].x = x;
		x += bar->v[i].w;
	}
}

/** Paint the bottom line */
void oh_screen_bar_paint(struct oh_screen *s, struct oh_cells *c)
{
	const struct oh_box *b = &s->layout.bottom;
	struct bar bar;

	fill(&bar, s);
	place(&bar, b->w);
	oh_cells_fill(c, b, OH_STYLE_BAR, ' ');
	for (size_t i = 0; i < bar.n; i++) {
		const struct item *it = &bar.v[i];
		int x = b->x + it->x;

		if (!it->w)
			continue;
		x += oh_cells_text(c, x, b->y, b->w - x, OH_STYLE_KEY,
				   it->key);
		(void)oh_cells_text(c, x + 1, b->y, b->w - x - 1,
				    OH_STYLE_BAR, it->label);
	}
}

/**
 * What a click on the bottom line means
 *
 * @param x    Column
 * @param keyp Receives the key that stands there, if nothing is bound to it;
 *             OH_KEY_NONE: none
 *
 * @return The binding that stands there, or NULL
 */
const struct oh_key_bind *oh_screen_bar_at(struct oh_screen *s, int x,
					   uint32_t *keyp)
{
	struct bar bar;

	*keyp = OH_KEY_NONE;
	fill(&bar, s);
	place(&bar, s->layout.bottom.w);
	for (size_t i = 0; i < bar.n; i++) {
		const struct item *it = &bar.v[i];

		if (x < it->x || x >= it->x + it->w - 1)
			continue;
		if (!it->bind)
			*keyp = it->press;
		return it->bind;
	}

	return NULL;
}
