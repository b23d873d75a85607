/**
 * @file mark.h  Text in which what is searched for stands out
 *
 * Case of ASCII letters does not matter; an empty search is found nowhere.
 */
#ifndef OH_TUI_MARK_H
#define OH_TUI_MARK_H

#include "tui/cells.h"

/* Where needle stands in text, or NULL */
const char *oh_mark_find(const char *text, const char *needle);
/* As oh_cells_text() */
int  oh_mark_text(struct oh_cells *c, const struct oh_box *b,
		  enum oh_style style, const char *text, const char *needle);

#endif
