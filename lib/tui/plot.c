/**
 * @file plot.c  A curve of figures, a column for one or more of them
 */
#include "base/compat.h"
#include <math.h>
#include "tui/plot.h"

enum { SCALE_W = 5, EIGHTHS = 8 };

/**
 * Find out how many values a column stands for
 *
 * @param p Plot
 * @param w Columns of the whole, with its scale
 *
 * @return At least 1
 */
size_t oh_plot_step(const struct oh_plot *p, int w)
{
	const size_t room = w > SCALE_W ? (size_t)(w - SCALE_W) : 1;

	return p->count > room ? (p->count + room - 1) / room : 1;
}

/* The lowest of those that share a column: what was bad is to be seen */
static double lowest(const struct oh_plot *p, size_t from, size_t to)
{
	double low = 0.0;

	for (size_t i = from; i < to && i < p->count; i++) {
		if (!(p->v[i] > 0.0f) || !isfinite(p->v[i]))
			continue;
		if (low <= 0.0 || p->v[i] < low)
			low = p->v[i];
	}

	return low;
}

/* How full the cell is, in eighths; the lowest row is never empty */
static uint32_t block(int eighths, bool ascii)
{
	if (eighths <= 0)
		return ' ';
	if (ascii)
		return eighths >= 6 ? '#' : eighths >= 3 ? ':' : '.';

	return eighths >= EIGHTHS ? 0x2588 : 0x2580 + (uint32_t)eighths;
}

static void paint_column(const struct oh_plot *p, struct oh_cells *c,
			 const struct oh_box *b, double value)
{
	const double part = (value - p->min) / (p->max - p->min);
	int full = (int)(MAX(MIN(part, 1.0), 0.0) * b->h * EIGHTHS + 0.5);
	struct oh_box cell = { b->x, b->y + b->h - 1, 1, 1 };

	full = MAX(full, 1);
	for (; full > 0 && cell.y >= b->y; cell.y--, full -= EIGHTHS)
		oh_cells_fill(c, &cell, p->style(value),
			      block(full, c->ascii));
}

static void paint_scale(const struct oh_plot *p, struct oh_cells *c,
			const struct oh_box *b)
{
	const struct oh_box line = { b->x + SCALE_W - 1, b->y, 1, b->h };
	struct oh_box label = { b->x, b->y, SCALE_W - 1, 1 };

	oh_cells_fill(c, &line, OH_STYLE_LINE, c->ascii ? '|' : 0x2502);
	(void)oh_cells_print(c, &label, OH_STYLE_DIM, "%.1f", (double)p->max);
	label.y += b->h - 1;
	if (b->h > 1)
		(void)oh_cells_print(c, &label, OH_STYLE_DIM, "%.1f",
				     (double)p->min);
}

/**
 * Paint a plot
 *
 * @param p Plot; max above min
 * @param c Cells
 * @param b Where; nothing where there is no room for a column
 */
void oh_plot_paint(const struct oh_plot *p, struct oh_cells *c,
		   const struct oh_box *b)
{
	const size_t step = oh_plot_step(p, b->w);
	const size_t columns = (p->count + step - 1) / step;
	struct oh_box col = { b->x + b->w - (int)columns, b->y, 1, b->h };

	if (b->w <= SCALE_W || b->h <= 0)
		return;
	paint_scale(p, c, b);
	for (size_t i = 0; i < p->count; i += step, col.x++) {
		const double value = lowest(p, i, i + step);

		if (value > 0.0)
			paint_column(p, c, &col, value);
	}
}
