/**
 * @file cellstext.h  Cells as text, and kept text to compare them with
 */
#ifndef CELLSTEXT_H
#define CELLSTEXT_H

#include "tui/cells.h"

/* One row without the blanks at its end; free() */
char *cells_row(const struct oh_cells *c, int y);
/* All rows, each with a newline; free() */
char *cells_print(const struct oh_cells *c);
/* Compare with tests/unit/snapshots/NAME.txt; a difference is printed line
   by line and fails. SNAPSHOTS=write in the environment writes the file
   instead: look at git diff then */
void cells_snapshot(const struct oh_cells *c, const char *name);

#endif
