/**
 * @file sheet.h  A SIP message to be read: wrapped, scrolled, searched
 *
 * Pure. The text is its owner's.
 */
#ifndef OH_TUI_SHEET_H
#define OH_TUI_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include "tui/cells.h"

/** Zero is a sheet at its top */
struct oh_sheet {
	size_t top;                    /**< first row that is seen           */
	size_t rows;                   /**< as of the last paint             */
	size_t page;
	int    w;
};

void oh_sheet_paint(struct oh_sheet *s, struct oh_cells *c,
		    const struct oh_box *b, const char *text,
		    const char *search);
/* "down" "up" "pgdn" "pgup" "top" "bottom"; false: none of these */
bool oh_sheet_order(struct oh_sheet *s, const char *word);
/* The next row with what is searched for comes to the top; step 1 or -1 */
bool oh_sheet_next(struct oh_sheet *s, const char *text, const char *search,
		   int step);

#endif
