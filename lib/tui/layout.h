/**
 * @file layout.h  Where the parts of the screen are, for every size
 *
 *   top line
 *   entry │ calls
 *   ──────┴────────
 *   slot │ slot ..      one to four, as there is room
 *   message line
 *   bottom line
 *
 * Pure.
 */
#ifndef OH_TUI_LAYOUT_H
#define OH_TUI_LAYOUT_H

#include <stdbool.h>
#include "tui/cells.h"

enum { OH_LAYOUT_SLOTS = 4 };

struct oh_layout {
	bool          small;           /**< no room: only lines are there    */
	struct oh_box top, message, bottom;
	struct oh_box area;            /**< what lies between them           */
	struct oh_box entry, calls;
	int           slotc;
	struct oh_box slotv[OH_LAYOUT_SLOTS];
};

void oh_layout_make(struct oh_layout *l, int w, int h);

#endif
