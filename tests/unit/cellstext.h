/**
 * @file cellstext.h  Cells as text, and kept text to compare them with
 */
#ifndef CELLSTEXT_H
#define CELLSTEXT_H

#include "tui/cells.h"
#include "tui/theme.h"

/* One row without the blanks at its end; free() */
char *cells_row(const struct oh_cells *c, int y);
/* All rows, each with a newline; free() */
char *cells_print(const struct oh_cells *c);
/* Compare with tests/unit/snapshots/NAME.txt; a difference is printed line
   by line and fails. SNAPSHOTS=write in the environment writes the file
   instead: look at git diff then */
void cells_snapshot(const struct oh_cells *c, const char *name);
/* The same, and below it how each cell looks in a theme: the sum of 1 bold,
   2 dim, 4 reverse and 8 underline as a hexadecimal digit, a blank for 0 */
void cells_snapshot_looks(const struct oh_cells *c, const struct oh_theme *t,
			  const char *name);

#endif
