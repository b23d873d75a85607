/**
 * @file empty.c  What a pane says when it has nothing to show
 */
#include "base/compat.h"
#include "tui/empty.h"

/**
 * Paint it at the top of a box
 *
 * @param c Cells
 * @param b Where; what does not fit is left out
 * @param e What is said
 */
void oh_empty_paint(struct oh_cells *c, const struct oh_box *b,
		    const struct oh_empty *e)
{
	struct oh_box left = { b->x + 1, b->y, b->w - 2, b->h };
	int rows;

	if (b->h > 8) {
		left.y += 1;
		left.h -= 1;
	}
	rows = oh_cells_wrap(c, &left, OH_STYLE_TITLE, e->what);
	if (b->h > 8)
		++rows;
	for (size_t i = 0; i < ARRAY_SIZE(e->howv) && e->howv[i]; i++) {
		left.y += rows;
		left.h -= rows;
		rows = oh_cells_wrap(c, &left, OH_STYLE_NORMAL, e->howv[i]);
	}
}
