/**
 * @file test_cells.c  A screen as cells
 */
#include <math.h>
#include "base/compat.h"
#include "test.h"
#include "cellstext.h"
#include "tui/cells.h"

enum { W = 12, H = 4 };

static const struct {
	const char *text;
	int x, w;
	bool ascii;
	const char *row;
	int used;
} textv[] = {
	{ "hello", 0, 12, false, "hello", 5 },
	{ "hello", 9, 12, false, "         hel", 5 },
	{ "hello", -2, 12, false, "llo", 5 },
	{ "hello", 0, 3, false, "hel", 3 },
	{ NULL, 0, 12, false, "", 0 },
	{ "", 0, 12, false, "", 0 },
	{ "a\x1b[2Jb", 0, 12, false, "a\xef\xbf\xbd[2Jb", 6 },
	{ "a\nb\tc", 0, 12, true, "a?b?c", 5 },
	{ "a\xe2\x80\xae" "b", 0, 12, true, "a?b", 3 },
	{ "M\xc3\xbcller", 0, 12, false, "M\xc3\xbcller", 6 },
	{ "M\xc3\xbcller", 0, 12, true, "M?ller", 6 },
	/* wide: whole or not at all */
	{ "\xe6\x97\xa5\xe6\x9c\xac", 0, 12, false,
	  "\xe6\x97\xa5\xe6\x9c\xac", 4 },
	{ "\xe6\x97\xa5\xe6\x9c\xac", 0, 3, false, "\xe6\x97\xa5", 2 },
	{ "\xe6\x97\xa5", 11, 2, false, "", 2 },
	{ "\xe6\x97\xa5", 0, 12, true, "?", 1 },
	{ "broken \xff\xfe", 0, 12, true, "broken ??", 9 },
};

int test_cells_text(void)
{
	struct oh_cells *c = NULL;
	char *got = NULL;
	int err;

	err = oh_cells_alloc(&c, W, H);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(textv); i++) {
		oh_cells_clear(c);
		c->ascii = textv[i].ascii;
		assert_int_equal(
			oh_cells_text(c, textv[i].x, 1, textv[i].w,
				      OH_STYLE_UP, textv[i].text),
			textv[i].used);
		got = cells_row(c, 1);
		assert_string_equal(got, textv[i].row);
		free(got);
	}

out:
	mem_deref(c);
	return err;
}

int test_cells_wide_is_mended(void)
{
	struct oh_cells *c = NULL;
	char *got;
	int err;

	err = oh_cells_alloc(&c, W, H);
	TEST_OK(err);
	(void)oh_cells_text(c, 0, 0, W, OH_STYLE_UP, "\xe6\x97\xa5\xe6\x9c"
			    "\xac");
	/* the right half of the first, the left half of the second */
	(void)oh_cells_text(c, 1, 0, W, OH_STYLE_UP, "xy");
	got = cells_row(c, 0);
	assert_string_equal(got, " xy");
	free(got);
	for (int x = 0; x < W; x++)
		assert_int_not_equal(oh_cells_at(c, x, 0)->code, 0);

out:
	mem_deref(c);
	return err;
}

int test_cells_wrap(void)
{
	static const struct {
		const char *text;
		int w, rows;
		const char *all;
	} v[] = {
		{ "one two three", 8, 2, "one two\nthree\n" },
		{ "onetwothreefour", 6, 3, "onetwo\nthreef\nour\n" },
		{ "  blanks   first", 7, 2, "blanks\nfirst\n" },
		{ "a b c d e f", 1, 4, "a\nb\nc\nd\n" },
		{ "", 5, 0, "" },
		{ "x", 0, 0, "" },
	};
	struct oh_cells *c = NULL;
	char *got;
	int err;

	err = oh_cells_alloc(&c, W, H);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const struct oh_box b = { 0, 0, v[i].w, H };

		oh_cells_clear(c);
		assert_int_equal(oh_cells_wrap(c, &b, OH_STYLE_DIM,
					       v[i].text), v[i].rows);
		got = cells_print(c);
		got[strlen(v[i].all)] = '\0';
		assert_string_equal(got, v[i].all);
		free(got);
	}

out:
	mem_deref(c);
	return err;
}

int test_cells_right_and_print(void)
{
	struct oh_cells *c = NULL;
	char *got;
	int err;

	err = oh_cells_alloc(&c, W, H);
	TEST_OK(err);
	assert_int_equal(oh_cells_right(c, 0, 0, W, OH_STYLE_UP, "0:42"), 4);
	assert_int_equal(oh_cells_right(c, 2, 1, 4, OH_STYLE_UP,
					"too long"), 4);
	assert_int_equal(oh_cells_print(c, &(struct oh_box){ 0, 2, W, 1 },
					OH_STYLE_UP, "%d/%s", 7, "x"), 3);
	got = cells_print(c);
	assert_string_equal(got, "        0:42\n  too\n7/x\n\n");
	free(got);

out:
	mem_deref(c);
	return err;
}

int test_cells_frame(void)
{
	static const char want[] =
		"+- Calls --+\n|          |\n|          |\n+----------+\n";
	struct oh_cells *c = NULL;
	struct oh_box in;
	char *got;
	int err;

	err = oh_cells_alloc(&c, W, H);
	TEST_OK(err);
	c->ascii = true;
	oh_cells_frame(c, &(struct oh_box){ 0, 0, W, H }, "Calls", false,
		       &in);
	got = cells_print(c);
	assert_string_equal(got, want);
	free(got);
	assert_int_equal(in.x, 1);
	assert_int_equal(in.w, W - 2);
	assert_int_equal(in.h, H - 2);
	oh_cells_frame(c, &(struct oh_box){ 0, 0, W, H }, "Calls", true, &in);
	assert_int_equal(oh_cells_at(c, 2, 0)->code, '[');
	assert_int_equal(oh_cells_at(c, 2, 0)->style, OH_STYLE_FOCUS);
	/* nothing inside, nothing at all, and far outside */
	for (int w = -1; w < 3; w++)
		oh_cells_frame(c, &(struct oh_box){ 0, 0, w, w }, "x", true,
			       &in);
	assert_int_equal(in.w, 0);
	oh_cells_frame(c, &(struct oh_box){ -50, -50, 300, 300 }, "x", true,
		       &in);

out:
	mem_deref(c);
	return err;
}

int test_cells_meter(void)
{
	static const struct {
		double part;
		bool ascii;
		const char *row;
	} v[] = {
		{ 0.0, true, "...." }, { 0.5, true, "##.." },
		{ 1.0, true, "####" }, { 7.0, true, "####" },
		{ -1.0, true, "...." },
		{ 0.5, false, "\xe2\x96\x88\xe2\x96\x88\xc2\xb7\xc2\xb7" },
		{ 0.03125, false, "\xe2\x96\x8f\xc2\xb7\xc2\xb7\xc2\xb7" },
		{ 0.21875, false, "\xe2\x96\x89\xc2\xb7\xc2\xb7\xc2\xb7" },
	};
	struct oh_cells *c = NULL;
	char *got;
	int err;

	err = oh_cells_alloc(&c, W, H);
	TEST_OK(err);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		c->ascii = v[i].ascii;
		oh_cells_meter(c, 0, 0, 4, v[i].part, OH_STYLE_GOOD);
		got = cells_row(c, 0);
		assert_string_equal(got, v[i].row);
		free(got);
	}
	oh_cells_meter(c, 0, 0, 4, (double)NAN, OH_STYLE_GOOD);
	assert_int_equal(oh_cells_at(c, 0, 0)->style, OH_STYLE_DIM);

out:
	mem_deref(c);
	return err;
}

int test_cells_bounds(void)
{
	struct oh_cells *c = NULL;
	int err;

	assert_int_equal(oh_cells_alloc(&c, 0, 5), EINVAL);
	assert_int_equal(oh_cells_alloc(&c, 5, 5000), EINVAL);
	assert_int_equal(oh_cells_alloc(NULL, 5, 5), EINVAL);
	err = oh_cells_alloc(&c, 1, 1);
	TEST_OK(err);
	assert_null(oh_cells_at(c, 1, 0));
	assert_null(oh_cells_at(c, 0, -1));
	oh_cells_fill(c, &(struct oh_box){ -9, -9, 99, 99 }, OH_STYLE_CARD,
		      'x');
	assert_int_equal(oh_cells_at(c, 0, 0)->code, 'x');
	oh_cells_style(c, &(struct oh_box){ -9, -9, 99, 99 },
		       OH_STYLE_ALERT);
	assert_int_equal(oh_cells_at(c, 0, 0)->style, OH_STYLE_ALERT);
	for (int s = 0; s < OH_STYLES; s++)
		assert_non_null(oh_style_name((enum oh_style)s));
	for (int s = 0; s < OH_SIGNS; s++) {
		assert_true(oh_sign_code((enum oh_sign)s, true) < 0x80);
		assert_true(oh_sign_code((enum oh_sign)s, false) > 0x80);
	}

out:
	mem_deref(c);
	return err;
}
