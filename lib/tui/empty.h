/**
 * @file empty.h  What a pane says when it has nothing to show
 */
#ifndef OH_TUI_EMPTY_H
#define OH_TUI_EMPTY_H

#include "tui/cells.h"

/* what: "No calls yet."; how: what would be here, and how to get it. NULLs
   at the end may be left out */
struct oh_empty {
	const char *what;
	const char *howv[6];
};

void oh_empty_paint(struct oh_cells *c, const struct oh_box *b,
		    const struct oh_empty *e);

#endif
