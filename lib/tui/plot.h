/**
 * @file plot.h  A curve of figures, a column for one or more of them
 *
 *   4.5 |        ▁▂▃▅▇████
 *       |▅▆▇█████████████
 *   1.0 +-----------------
 *
 * Pure.
 */
#ifndef OH_TUI_PLOT_H
#define OH_TUI_PLOT_H

#include <stddef.h>
#include "tui/cells.h"

/** What is drawn; borrowed */
struct oh_plot {
	const float *v;                /**< oldest first; 0 or NaN: unknown  */
	size_t count;
	float  min, max;               /**< bottom and top of the scale      */
	enum oh_style (*style)(double value);
};

/* Values in each column so that all fit into w */
size_t oh_plot_step(const struct oh_plot *p, int w);
/* The last ones stand at the right; the scale stands at the left */
void oh_plot_paint(const struct oh_plot *p, struct oh_cells *c,
		   const struct oh_box *b);

#endif
