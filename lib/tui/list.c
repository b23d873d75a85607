/**
 * @file list.c  Which row of a list is selected, and which are seen
 */
#include "base/compat.h"
#include "tui/list.h"

/**
 * Fit a list to its rows and to the room there is
 *
 * @param l     List
 * @param count Rows there are now
 * @param rows  Rows that are seen; 0 or less: none
 */
void oh_list_fit(struct oh_list *l, size_t count, int rows)
{
	l->count = count;
	l->page = rows > 0 ? (size_t)rows : 1;
	if (l->sel >= count)
		l->sel = count ? count - 1 : 0;
	if (l->top > l->sel)
		l->top = l->sel;
	if (l->sel - l->top >= l->page)
		l->top = l->sel - l->page + 1;
	if (count <= l->page)
		l->top = 0;
	else if (l->top > count - l->page)
		l->top = count - l->page;
}

/** Select row i, or the last one */
void oh_list_select(struct oh_list *l, size_t i)
{
	l->sel = i < l->count ? i : l->count ? l->count - 1 : 0;
}

/**
 * Select the row that is seen at a place
 *
 * @param l List, as it was painted
 * @param y Rows below the first one that is seen
 *
 * @return false if none is there
 */
bool oh_list_click(struct oh_list *l, int y)
{
	if (y < 0 || (size_t)y >= l->page || l->top + (size_t)y >= l->count)
		return false;
	l->sel = l->top + (size_t)y;

	return true;
}

static void move(struct oh_list *l, size_t step, bool down)
{
	if (down)
		oh_list_select(l, l->sel + step);
	else
		l->sel -= min(l->sel, step);
}

/**
 * Move the selection by an order
 *
 * @param l    List
 * @param word Order
 *
 * @return true if it was one of a list's
 */
bool oh_list_order(struct oh_list *l, const char *word)
{
	const size_t page = l->page > 1 ? l->page - 1 : 1;

	if (0 == strcmp(word, "down"))
		move(l, 1, true);
	else if (0 == strcmp(word, "up"))
		move(l, 1, false);
	else if (0 == strcmp(word, "pgdn"))
		move(l, page, true);
	else if (0 == strcmp(word, "pgup"))
		move(l, page, false);
	else if (0 == strcmp(word, "top"))
		l->sel = 0;
	else if (0 == strcmp(word, "bottom"))
		oh_list_select(l, l->count);
	else
		return false;

	return true;
}

/**
 * Select the next row that matches; the selected one is looked at last
 *
 * @param l    List
 * @param step 1: downwards, -1: upwards
 * @param h    Says whether a row matches; NULL: each does
 * @param arg  Handler argument
 *
 * @return false if none does
 */
bool oh_list_next(struct oh_list *l, int step, oh_list_match_h *h, void *arg)
{
	for (size_t n = 1; n <= l->count; n++) {
		size_t i = (l->sel + (step > 0 ? n : l->count - n)) %
			   l->count;

		if (!h || h(i, arg)) {
			l->sel = i;
			return true;
		}
	}

	return false;
}
