/**
 * @file pane_contacts.c  People one may call: Enter does
 */
#include "base/compat.h"
#include "tui/empty.h"
#include "tui/list.h"
#include "tui/mark.h"
#include "tui/pane.h"
#include "tui/redial.h"

enum {
	NUMBER_W = 26,          /* columns of a number, one of them a gap   */
	NAME_MIN_W = 12,
};

struct contacts {
	struct oh_list list;
	uint32_t chosen;                    /* stays so when others go      */
	uint32_t shownv[OH_CONTACTS_MAX];   /* which of them match          */
};

static const struct oh_empty emptyv[] = {
{ "No contacts yet.", {
	"People you call often stand here, and calls show their names.",
	"Write a line for each into ~/.config/offhook/contacts:",
	"  \"Anna Bell\" <+14255550100>",
	"The contacts of baresip (~/.baresip/contacts) are read, too." } },
{ "No name or number fits.", {
	"The search looks at names and numbers. Esc ends it." } },
};

static int contacts_alloc(void **statep)
{
	*statep = mem_zalloc(sizeof(struct contacts), NULL);

	return *statep ? 0 : ENOMEM;
}

static bool is_match(const struct oh_contact *p, const char *search)
{
	return !*search || oh_mark_find(p->name, search) ||
	       oh_mark_find(p->number, search);
}

/* Which are shown: those that match. Who was chosen stays so */
static void gather(struct contacts *st, const struct oh_view *v, int rows)
{
	const struct oh_contacts *all = v->prm->contacts;
	const size_t count = all ? oh_contacts_count(all) : 0;
	size_t n = 0;

	st->list.sel = 0;
	for (size_t i = 0; i < count && n < ARRAY_SIZE(st->shownv); i++) {
		if (!is_match(oh_contacts_at(all, i), v->search))
			continue;
		if (i == st->chosen)
			st->list.sel = n;
		st->shownv[n++] = (uint32_t)i;
	}
	oh_list_fit(&st->list, n, rows);
}

static const struct oh_contact *shown(const struct contacts *st,
				      const struct oh_view *v, size_t row)
{
	return oh_contacts_at(v->prm->contacts, st->shownv[row]);
}

static void paint_row(const struct oh_view *v, struct oh_cells *c,
		      const struct oh_box *b, const struct oh_contact *p,
		      bool selected)
{
	const enum oh_style style = selected && v->focus
		? OH_STYLE_SELECTED : OH_STYLE_NORMAL;
	struct oh_box part = { b->x + 2, b->y, b->w - 2, 1 };
	const bool both = b->w - 2 - NUMBER_W >= NAME_MIN_W;

	oh_cells_fill(c, b, style, ' ');
	if (selected && b->w > 0)
		(void)oh_cells_sign(c, b->x, b->y, style, OH_SIGN_MARK);
	if (both)
		part.w -= NUMBER_W;
	(void)oh_mark_text(c, &part, style, *p->name ? p->name : p->number,
			   v->search);
	if (!both)
		return;
	part.x += part.w + 1;
	part.w = NUMBER_W - 1;
	(void)oh_mark_text(c, &part, style, p->number, v->search);
}

static void contacts_paint(void *state, const struct oh_view *v,
			   struct oh_cells *c, const struct oh_box *b)
{
	struct contacts *st = state;
	struct oh_box row = { b->x, b->y, b->w, 1 };

	if (b->h <= 0 || b->w <= 0)
		return;
	gather(st, v, b->h);
	if (!st->list.count)
		oh_empty_paint(c, b, &emptyv[*v->search != '\0']);
	for (int i = 0; i < b->h; i++, row.y++) {
		size_t at = st->list.top + (size_t)i;

		if (at >= st->list.count)
			break;
		paint_row(v, c, &row, shown(st, v, at), at == st->list.sel);
	}
}

/* All that are shown match: the next one is the next row, around the end */
static bool move(struct oh_list *l, const char *word)
{
	if (0 == strcmp(word, "next"))
		(void)oh_list_next(l, 1, NULL, NULL);
	else if (0 == strcmp(word, "prev"))
		(void)oh_list_next(l, -1, NULL, NULL);
	else
		return oh_list_order(l, word);

	return true;
}

static bool contacts_order(void *state, const struct oh_view *v,
			   const char *word)
{
	struct contacts *st = state;
	struct oh_list *l = &st->list;

	gather(st, v, (int)l->page);
	if (0 == strcmp(word, "open")) {
		if (l->count)
			(void)oh_redial_say(v, shown(st, v, l->sel)->number);
		return true;
	}
	if (!move(l, word))
		return false;
	if (l->count)
		st->chosen = st->shownv[l->sel];

	return true;
}

static void contacts_click(void *state, const struct oh_view *v, int x,
			   int y)
{
	struct contacts *st = state;

	(void)x;
	gather(st, v, (int)st->list.page);
	if (oh_list_click(&st->list, y))
		st->chosen = st->shownv[st->list.sel];
}

const struct oh_pane_class oh_pane_contacts = {
	.name  = "contacts",
	.title = "Contacts",
	.alloc = contacts_alloc,
	.paint = contacts_paint,
	.order = contacts_order,
	.click = contacts_click,
};
