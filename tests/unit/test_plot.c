/**
 * @file test_plot.c  A curve of figures
 */
#include "base/compat.h"
#include <math.h>
#include "test.h"
#include "cellstext.h"
#include "tui/plot.h"

static enum oh_style style_of(double value)
{
	return value >= 4.0 ? OH_STYLE_GOOD : OH_STYLE_POOR;
}

static const struct {
	int w, h;
	bool ascii;
	size_t count;
	float v[8];
	const char *rowv[4];
} plotv[] = {
	{ 10, 2, false, 5, { 1.0f, 1.5f, 3.0f, 4.9f, 5.0f },
	  { "5.0 │   ██", "1.0 │▁▂███" } },
	{ 10, 2, true, 5, { 1.0f, 1.5f, 3.0f, 4.5f, 5.0f },
	  { "5.0 |   ##", "1.0 |..###" } },
	{ 10, 1, false, 3, { 5.0f, 0.0f, 1.1f }, { "5.0 │  █ ▁" } },
	/* more than there is room for: the lowest of each pair is seen */
	{ 8, 2, false, 6, { 5.0f, 3.0f, 5.0f, 5.0f, 5.0f, 1.0f },
	  { "5.0 │ █", "1.0 │██▁" } },
	{ 10, 1, false, 2, { 9e9f, -3.0f }, { "5.0 │   █" } },
	{ 5, 2, false, 1, { 4.0f }, { "", "" } },
	{ 10, 2, false, 0, { 0.0f }, { "5.0 │", "1.0 │" } },
};

int test_plot_paint(void)
{
	struct oh_cells *c = NULL;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(plotv); i++) {
		const struct oh_plot p = {
			.v = plotv[i].v, .count = plotv[i].count,
			.min = 1.0f, .max = 5.0f, .style = style_of,
		};
		const struct oh_box b = { 0, 0, plotv[i].w, plotv[i].h };

		TEST_OK(err = oh_cells_alloc(&c, b.w, b.h));
		c->ascii = plotv[i].ascii;
		oh_plot_paint(&p, c, &b);
		for (int y = 0; y < b.h; y++) {
			char *row = cells_row(c, y);

			assert_string_equal(row, plotv[i].rowv[y]);
			free(row);
		}
		c = mem_deref(c);
	}
out:
	mem_deref(c);

	return err;
}

int test_plot_styles(void)
{
	const float v[] = { 4.2f, 2.0f, NAN };
	const struct oh_plot p = {
		.v = v, .count = 3, .min = 1.0f, .max = 5.0f,
		.style = style_of,
	};
	const struct oh_box b = { 0, 0, 8, 1 };
	struct oh_cells *c = NULL;
	int err;

	TEST_OK(err = oh_cells_alloc(&c, 8, 1));
	oh_plot_paint(&p, c, &b);
	assert_int_equal(oh_cells_at(c, 5, 0)->style, OH_STYLE_GOOD);
	assert_int_equal(oh_cells_at(c, 6, 0)->style, OH_STYLE_POOR);
	assert_int_equal(oh_cells_at(c, 7, 0)->code, ' ');
	assert_int_equal(oh_plot_step(&p, 8), 1);
	assert_int_equal(oh_plot_step(&p, 7), 2);
	assert_int_equal(oh_plot_step(&p, 0), 3);
out:
	mem_deref(c);

	return err;
}
