/**
 * @file screen_line.c  The message line as a line being typed: orders, search
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/screen_priv.h"

enum { LIST_MAX_H = 8, USAGE_SIZE = 256 };

/** Begin to type: text stands there already */
void oh_screen_type(struct oh_screen *s, enum typing typing,
		    const char *text)
{
	s->typing = typing;
	s->offered.n = 0;
	oh_edit_set(&s->line, text);
	s->over = OVER_NONE;
}

/** Up comes to this order, as if it had been typed */
void oh_screen_remember(struct oh_screen *s, const char *line)
{
	oh_edit_history_add(s->history, line);
}

static void offer(const char *word, const char *help, void *arg)
{
	struct offered *o = arg;

	if (o->n >= WORDS_MAX)
		return;
	str_ncpy(o->wordv[o->n], word, WORD_SIZE);
	str_ncpy(o->aboutv[o->n], help ? help : "", ABOUT_SIZE);
	++o->n;
}

/* Bytes with which all the words begin */
static size_t common(const struct offered *o)
{
	size_t n = strlen(o->wordv[0]);

	for (size_t i = 1; i < o->n; i++) {
		size_t k = 0;

		while (k < n && o->wordv[i][k] == o->wordv[0][k])
			++k;
		n = k;
	}
	while (n > 0 && ((unsigned char)o->wordv[0][n] & 0xc0) == 0x80)
		--n;

	return n;
}

/* The last word becomes the first n bytes of word */
static void replace(struct oh_screen *s, const char *word, size_t n,
		    const char *end)
{
	char buf[OH_EDIT_SIZE];

	(void)snprintf(buf, sizeof(buf), "%.*s%.*s%s",
		       (int)s->offered.from, s->line.text, (int)n, word, end);
	oh_edit_set(&s->line, buf);
}

static void complete(struct oh_screen *s)
{
	const struct oh_order_prm prm = {
		.board = s->prm.board, .contacts = s->prm.contacts,
		.history = s->prm.history,
		.selected = oh_screen_selected(s), .cwd = "/",
	};
	struct offered *o = &s->offered;
	const char *word;

	oh_edit_set(&s->line, s->line.text);
	word = strrchr(s->line.text, ' ');
	o->n = 0;
	o->from = word ? (size_t)(word + 1 - s->line.text) : 0;
	oh_order_complete(&prm, s->line.text, offer, o);
	o->at = o->n;
	if (o->n == 1) {
		replace(s, o->wordv[0], strlen(o->wordv[0]), " ");
		o->n = 0;
	}
	else if (o->n && common(o) > strlen(s->line.text + o->from))
		replace(s, o->wordv[0], common(o), "");
}

/* The next of the words offered, one after another, and around */
static void cycle(struct oh_screen *s, int step)
{
	struct offered *o = &s->offered;

	if (o->at >= o->n)
		o->at = step > 0 ? 0 : o->n - 1;
	else
		o->at = (o->at + o->n + (size_t)(int64_t)step) % o->n;
	replace(s, o->wordv[o->at], strlen(o->wordv[o->at]), "");
}

static void end(struct oh_screen *s)
{
	s->typing = TYPING_NO;
	s->offered.n = 0;
}

static void enter(struct oh_screen *s)
{
	char line[OH_EDIT_SIZE];
	const enum typing typing = s->typing;

	str_ncpy(line, s->line.text, sizeof(line));
	end(s);
	if (typing == TYPING_SEARCH)
		return;
	oh_edit_history_add(s->history, line);
	if (s->prm.keeph && *line)
		s->prm.keeph(line, s->prm.arg);
	s->text[0] = '\0';
	oh_screen_do(s, line);
}

static void escape(struct oh_screen *s)
{
	if (s->offered.n) {
		s->offered.n = 0;
		return;
	}
	if (s->typing == TYPING_SEARCH)
		s->search[0] = '\0';
	end(s);
}

static bool history(struct oh_screen *s, uint32_t key)
{
	if (s->typing != TYPING_ORDER)
		return false;
	s->offered.n = 0;
	(void)oh_edit_history_go(s->history, &s->line,
				 key == OH_KEY_UP ? -1 : 1);

	return true;
}

static void type(struct oh_screen *s, uint32_t key)
{
	if (!s->line.len && key == OH_KEY_BACKSPACE) {
		escape(s);
		return;
	}
	if (!oh_edit_key(&s->line, key))
		return;
	s->offered.n = 0;
	if (s->typing == TYPING_SEARCH)
		str_ncpy(s->search, s->line.text, sizeof(s->search));
}

/**
 * A key while a line is typed
 *
 * @return false: it is for the panes (in a search: Up, Down ..)
 */
bool oh_screen_line_key(struct oh_screen *s, uint32_t key)
{
	switch (key) {

	case OH_KEY_ENTER:
		enter(s);
		return true;
	case OH_KEY_ESC:
		escape(s);
		return true;
	case OH_KEY_UP:
	case OH_KEY_DOWN:
		return history(s, key);
	case OH_KEY_TAB:
	case OH_KEY_BACKTAB:
		if (s->typing == TYPING_SEARCH)
			return true;
		if (s->offered.n)
			cycle(s, key == OH_KEY_TAB ? 1 : -1);
		else
			complete(s);
		return true;
	default:
		type(s, key);
		return true;
	}
}

/* Above the line, what may stand there */
static void paint_offered(struct oh_screen *s, struct oh_cells *c)
{
	const struct offered *o = &s->offered;
	const int rows = MIN(MIN((int)o->n, LIST_MAX_H), s->layout.area.h);
	const size_t first = o->at < o->n && o->at >= (size_t)rows
			     ? o->at - (size_t)rows + 1 : 0;
	const int w = s->layout.area.w;

	for (int i = 0; i < rows; i++) {
		const size_t k = first + (size_t)i;
		const int y = s->layout.message.y - rows + i;
		const enum oh_style style = k == o->at ? OH_STYLE_SELECTED
						       : OH_STYLE_BAR;

		oh_cells_fill(c, &(struct oh_box){ 0, y, w, 1 }, style, ' ');
		(void)oh_cells_text(c, 1, y, 24, style, o->wordv[k]);
		(void)oh_cells_text(c, 26, y, w - 27, style, o->aboutv[k]);
	}
}

/** The order whose name stands at the beginning of a line, or NULL */
const struct oh_order_about *oh_screen_about(const char *line)
{
	const struct oh_order_about *a;
	const size_t n = strcspn(line, " ");

	for (size_t i = 0; (a = oh_order_at(i)); i++)
		if ((strlen(a->name) == n && 0 == strncmp(a->name, line, n)) ||
		    (a->alias && strlen(a->alias) == n &&
		     0 == strncmp(a->alias, line, n)))
			return a;

	return NULL;
}

/* Above the line, how the order goes that is being typed */
static void paint_usage(struct oh_screen *s, struct oh_cells *c)
{
	const struct oh_order_about *a = oh_screen_about(s->line.text);
	struct oh_box b = { 0, 0, s->layout.area.w, 1 };
	char text[USAGE_SIZE];

	if (!a || s->offered.n || s->typing != TYPING_ORDER)
		return;
	(void)snprintf(text, sizeof(text), "%s %s: %s", a->name, a->args,
		       a->help);
	if ((int)oh_safe_columns(text) > b.w - 2)
		b.h = 2;
	if (s->layout.area.h < b.h)
		return;
	b.y = s->layout.message.y - b.h;
	oh_cells_fill(c, &b, OH_STYLE_BAR, ' ');
	b.x += 1;
	b.w -= 2;
	(void)oh_cells_wrap(c, &b, OH_STYLE_BAR, text);
}

/* Bytes at the beginning that are left out, so that the cursor is seen */
static size_t hidden(const struct oh_edit *e, int w)
{
	size_t n = 0;

	/* a column has at least one byte: this is never too little */
	while (e->pos - n >= (size_t)MAX(w - 1, 1)) {
		++n;
		while (n < e->len &&
		       ((unsigned char)e->text[n] & 0xc0) == 0x80)
			++n;
	}

	return MIN(n, e->pos);
}

/** Paint the line that is being typed */
void oh_screen_line_paint(struct oh_screen *s, struct oh_cells *c)
{
	const struct oh_box *b = &s->layout.message;
	const size_t n = hidden(&s->line, b->w - 1);
	char left[OH_EDIT_SIZE];
	int x;

	if (b->h < 1)
		return;
	paint_offered(s, c);
	paint_usage(s, c);
	oh_cells_fill(c, b, OH_STYLE_INPUT, ' ');
	(void)oh_cells_text(c, b->x, b->y, 1, OH_STYLE_KEY,
			    s->typing == TYPING_ORDER ? ":" : "/");
	(void)oh_cells_text(c, b->x + 1, b->y, b->w - 1, OH_STYLE_INPUT,
			    s->line.text + n);
	str_ncpy(left, s->line.text + n,
		 MIN(s->line.pos - n + 1, sizeof(left)));
	x = oh_cells_text(c, b->x + 1, b->y, b->w - 1, OH_STYLE_INPUT, left);
	c->cursor = true;
	c->cx = MIN(b->x + 1 + x, b->w - 1);
	c->cy = b->y;
}
