/**
 * @file screen_help.c  The keys in force, over all panes
 *
 * First those of the pane that had the keys, then those of all, then the
 * other panes'; signs, and the orders that can be typed, at the end. In
 * columns where there is room.
 */
#include "base/compat.h"
#include "tui/screen_priv.h"

enum {
	ORDERS_MAX = 120,
	ROWS_MAX   = OH_KEYS_MAX + ORDERS_MAX + 20,
	COL_W      = 54,
	KEY_W      = 12,
	PAGE       = 10,
};

/** A row: a title, or a sign, or a key, and what it means */
struct row {
	const char *title;
	bool is_sign;
	enum oh_sign sign;
	const struct oh_key_bind *bind;
	const char *key, *help;
};

struct rows {
	struct row v[ROWS_MAX];
	size_t n;
};

static void add(struct rows *r, const struct row *row)
{
	if (r->n < ROWS_MAX)
		r->v[r->n++] = *row;
}

static void add_pane(struct rows *r, const struct oh_screen *s,
		     const char *pane, const char *title)
{
	const struct oh_key_bind *b;
	const size_t begun = r->n;

	add(r, &(struct row){ .title = title });
	for (size_t i = 0; (b = oh_keys_at(s->prm.keys, i)); i++)
		if (0 == strcmp(b->pane, pane))
			add(r, &(struct row){ .bind = b });
	if (r->n == begun + 1)
		r->n = begun;
}

static void add_typed(struct rows *r)
{
	add(r, &(struct row){ .title = "Typed" });
	add(r, &(struct row){ .key = "0-9 * # +", .help = "the number; in "
			      "Calls tones, if one talks" });
}

static void add_orders(struct rows *r)
{
	const struct oh_order_about *a;

	add(r, &(struct row){ .title = "Orders, typed behind :" });
	for (size_t i = 0; (a = oh_order_at(i)); i++)
		add(r, &(struct row){ .key = a->name, .help = a->help });
}

static void add_signs(struct rows *r)
{
	static const struct {
		enum oh_sign sign;
		const char *help;
	} v[] = {
		{ OH_SIGN_VOICE, "you talk here" },
		{ OH_SIGN_MUTED, "they do not hear you" },
		{ OH_SIGN_RECORDING, "it is recorded" },
		{ OH_SIGN_OTHER, "it is another process's" },
		{ OH_SIGN_LOCK, "the voice is encrypted (SRTP)" },
		{ OH_SIGN_IN, "they called" },
		{ OH_SIGN_OUT, "you called" },
	};

	add(r, &(struct row){ .title = "Signs in the calls" });
	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		add(r, &(struct row){ .is_sign = true, .sign = v[i].sign,
				      .help = v[i].help });
}

static void collect(struct rows *r, const struct oh_screen *s)
{
	r->n = 0;
	add_pane(r, s, s->classv[s->focus]->name,
		 s->classv[s->focus]->title);
	add_typed(r);
	add_pane(r, s, "all", "Everywhere");
	for (size_t i = 0; i < s->panec; i++)
		if (i != s->focus)
			add_pane(r, s, s->classv[i]->name,
				 s->classv[i]->title);
	add_pane(r, s, "card", "When somebody calls");
	add_pane(r, s, "leave", "When you leave and calls are up");
	add_signs(r);
	add_orders(r);
}

static void paint_row(struct oh_cells *c, const struct row *r,
		      const struct oh_box *at)
{
	const int w = at->w - KEY_W - 1;
	char name[OH_KEYS_NAME];

	if (r->title) {
		(void)oh_cells_text(c, at->x, at->y, at->w, OH_STYLE_TITLE,
				    r->title);
		return;
	}
	if (r->bind)
		oh_keys_name(name, r->bind->key);
	if (r->is_sign)
		(void)oh_cells_sign(c, at->x, at->y, OH_STYLE_KEY, r->sign);
	else
		(void)oh_cells_text(c, at->x, at->y, KEY_W, OH_STYLE_KEY,
				    r->bind ? name : r->key);
	(void)oh_cells_text(c, at->x + KEY_W, at->y, w, OH_STYLE_NORMAL,
			    !r->bind ? r->help
			    : r->bind->help ? r->bind->help
					    : r->bind->order);
}

/** Paint the help */
void oh_screen_help_paint(struct oh_screen *s, struct oh_cells *c)
{
	const struct oh_box *a = &s->layout.area;
	struct rows r;
	struct oh_box in;
	int cols, most;

	collect(&r, s);
	oh_cells_fill(c, a, OH_STYLE_NORMAL, ' ');
	oh_cells_frame(c, a, "Keys", true, &in);
	in.x += 1;
	in.w = MAX(in.w - 1, 0);
	cols = MAX(in.w / COL_W, 1);
	most = MAX((int)r.n - cols * in.h, 0);
	s->help_top = MIN(MAX(s->help_top, 0), most);
	for (int i = 0; i < cols * in.h; i++) {
		const size_t k = (size_t)(s->help_top + i);
		const int w = in.w / cols;

		if (k >= r.n)
			break;
		paint_row(c, &r.v[k], &(struct oh_box){
			  in.x + i / in.h * w, in.y + i % in.h, w - 1, 1 });
	}
	if (s->help_top < most)
		(void)oh_cells_text(c, a->x + a->w - 12, a->y + a->h - 1, 10,
				    OH_STYLE_FOCUS, " Down: .. ");
}

/** Tell, in the message line, how an order goes; false: there is none */
bool oh_screen_help_of(struct oh_screen *s, const char *order)
{
	const struct oh_order_about *a = oh_screen_about(order);
	char buf[sizeof(s->text)];

	if (!a)
		return false;
	(void)snprintf(buf, sizeof(buf), "%s %s: %s", a->name, a->args,
		       a->help);
	oh_screen_say(s, false, buf, s->view.now_ms);

	return true;
}

/** "up" "down" "pgup" "pgdn" "top" "bottom"; false: none of these */
bool oh_screen_help_order(struct oh_screen *s, const char *word)
{
	static const struct {
		const char *word;
		int step;
	} v[] = {
		{ "up", -1 }, { "down", 1 }, { "pgup", -PAGE },
		{ "pgdn", PAGE }, { "top", -ROWS_MAX },
		{ "bottom", ROWS_MAX },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (strcmp(v[i].word, word))
			continue;
		s->help_top = MAX(s->help_top + v[i].step, 0);
		return true;
	}

	return false;
}
