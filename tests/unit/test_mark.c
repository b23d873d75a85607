/**
 * @file test_mark.c  What is searched for stands out
 */
#include "base/compat.h"
#include "test.h"
#include "cellstext.h"
#include "tui/mark.h"

static const struct {
	const char *text, *needle, *styles;
	bool ascii;
} markv[] = {
	{ "Anna Bell", "",      ".........", false },
	{ "Anna Bell", "bell",  ".....MMMM", false },
	{ "Anna Bell", "NN",    ".MM......", false },
	{ "aXaXa",     "a",     "M.M.M", false },
	{ "aaa",       "aa",    "MM.", false },
	{ "Bell",      "Bells", "....", false },
	{ "Zoë Zoë",   "oë",    ".MM..MM", false },
	{ "Zoë Zoë",   "oë",    ".MM..MM", true },
	{ "電話 x",    "x",     ".....M", false },
	{ "a\x1b[2Jb", "b",     ".....M", false },
};

int test_mark_text(void)
{
	struct oh_cells *c = NULL;
	struct oh_box b = { 0, 0, 20, 1 };
	int err;

	TEST_OK(err = oh_cells_alloc(&c, 20, 1));
	for (size_t i = 0; i < ARRAY_SIZE(markv); i++) {
		int used;

		oh_cells_clear(c);
		c->ascii = markv[i].ascii;
		used = oh_mark_text(c, &b, OH_STYLE_DIM, markv[i].text,
				    markv[i].needle);
		assert_int_equal(used, strlen(markv[i].styles));
		for (int x = 0; x < used; x++)
			assert_int_equal(oh_cells_at(c, x, 0)->style,
					 markv[i].styles[x] == 'M'
					 ? OH_STYLE_MATCH : OH_STYLE_DIM);
	}
	/* No wider than it may be, and a sign that it was cut */
	b.w = 3;
	c->ascii = true;
	assert_int_equal(oh_mark_text(c, &b, OH_STYLE_DIM, "aXaXa", "X"), 3);
	assert_int_equal(oh_cells_at(c, 2, 0)->code, 0x7e);
	oh_cells_clear(c);
	c->ascii = false;
	b.w = 4;
	assert_int_equal(oh_mark_text(c, &b, OH_STYLE_DIM, "\xe9\x9b\xbb"
			 "\xe8\xa9\xb1\xe8\xa9\xb1", ""), 4);
	assert_int_equal(oh_cells_at(c, 2, 0)->code, ' ');
	assert_int_equal(oh_cells_at(c, 3, 0)->code, 0x2026);
	b.w = 1;
	assert_int_equal(oh_mark_text(c, &b, OH_STYLE_DIM, "aX", "X"), 1);
	assert_int_equal(oh_cells_at(c, 0, 0)->code, 'a');
	b.w = -1;
	assert_int_equal(oh_mark_text(c, &b, OH_STYLE_DIM, "aXaXa", "X"), 0);
out:
	mem_deref(c);

	return err;
}
