/**
 * @file test_sheet.c  A SIP message to be read
 */
#include "base/compat.h"
#include "test.h"
#include "cellstext.h"
#include "tui/sheet.h"

static const char text[] =
	"INVITE sip:+14255550100@127.0.0.1 SIP/2.0\r\n"
	"To: <sip:a@b>\r\n"
	"X-Bad: a\x1b[2Jb\x9b\xe2\x80\xae" "c\r\n"
	"\tfolded\r\n"
	"\r\n"
	"v=0\n"
	"m=audio 4000 RTP/AVP 0\n";

static const char *const rowv[] = {
	"INVITE sip:+14255550",
	"  100@127.0.0.1 SIP/",
	"  2.0",
	"To: <sip:a@b>",
	"X-Bad: a\uFFFD[2Jb\uFFFD\uFFFD" "c",
	" folded",
	"",
	"v=0",
	"m=audio 4000 RTP/AVP",
	"   0",
};

static void rows_are(struct oh_cells *c, size_t top, size_t n)
{
	for (size_t y = 0; y < n; y++) {
		char *row = cells_row(c, (int)y);

		assert_string_equal(row, rowv[top + y]);
		free(row);
	}
}

static void paint(struct oh_sheet *s, struct oh_cells *c, const char *search)
{
	const struct oh_box b = { 0, 0, c->w, c->h };

	oh_cells_clear(c);
	oh_sheet_paint(s, c, &b, text, search);
}

int test_sheet_rows(void)
{
	struct oh_sheet s = { 0 };
	struct oh_cells *c = NULL;
	int err;

	TEST_OK(err = oh_cells_alloc(&c, 20, 12));
	paint(&s, c, "");
	assert_int_equal(s.rows, ARRAY_SIZE(rowv));
	rows_are(c, 0, ARRAY_SIZE(rowv));
	/* The first line, names of headers, neither of the body */
	assert_int_equal(oh_cells_at(c, 4, 1)->style, OH_STYLE_TITLE);
	assert_int_equal(oh_cells_at(c, 2, 3)->style, OH_STYLE_DIM);
	assert_int_equal(oh_cells_at(c, 4, 3)->style, OH_STYLE_NORMAL);
	assert_int_equal(oh_cells_at(c, 0, 8)->style, OH_STYLE_NORMAL);
	paint(&s, c, "RTP");
	assert_int_equal(oh_cells_at(c, 13, 8)->style, OH_STYLE_MATCH);
out:
	mem_deref(c);

	return err;
}

int test_sheet_scroll(void)
{
	static const struct { const char *order; size_t top; } stepv[] = {
		{ "up", 0 },   { "down", 1 },   { "pgdn", 4 }, { "bottom", 6 },
		{ "down", 6 }, { "pgup", 3 },   { "up", 2 },   { "top", 0 },
	};
	struct oh_sheet s = { 0 };
	struct oh_cells *c = NULL;
	int err;

	TEST_OK(err = oh_cells_alloc(&c, 20, 4));
	paint(&s, c, "");
	for (size_t i = 0; i < ARRAY_SIZE(stepv); i++) {
		assert_true(oh_sheet_order(&s, stepv[i].order));
		assert_int_equal(s.top, stepv[i].top);
		paint(&s, c, "");
		rows_are(c, s.top, 4);
	}
	assert_false(oh_sheet_order(&s, "left"));
	assert_true(oh_sheet_next(&s, text, "sip:", 1));
	assert_int_equal(s.top, 3);
	assert_true(oh_sheet_next(&s, text, "sip:", 1));
	assert_int_equal(s.top, 0);
	assert_true(oh_sheet_next(&s, text, "FOLDED", -1));
	assert_int_equal(s.top, 5);
	assert_false(oh_sheet_next(&s, text, "nowhere", 1));
	assert_false(oh_sheet_next(&s, text, "", 1));
out:
	mem_deref(c);

	return err;
}

/* As long as a message may be: one line, or nothing but ends of lines */
int test_sheet_long(void)
{
	enum { LONG = 65535 };
	const struct oh_box b = { 0, 0, 80, 10 };
	struct oh_sheet s = { 0 };
	struct oh_cells *c = NULL;
	char *lot = mem_zalloc(LONG + 1, NULL);
	int err = lot ? 0 : ENOMEM;

	TEST_OK(err);
	TEST_OK(err = oh_cells_alloc(&c, 80, 10));
	memset(lot, 'x', LONG);
	oh_sheet_paint(&s, c, &b, lot, "");
	assert_int_equal(s.rows, 1 + (LONG - 80 + 77) / 78);
	assert_true(oh_sheet_order(&s, "bottom"));
	oh_sheet_paint(&s, c, &b, lot, "y");
	assert_false(oh_sheet_next(&s, lot, "y", 1));
	memset(lot, '\n', LONG);
	oh_sheet_paint(&s, c, &b, lot, "");
	assert_int_equal(s.rows, LONG);
out:
	mem_deref(c);
	mem_deref(lot);

	return err;
}

/* No room, no text, one column for characters that need two */
int test_sheet_narrow(void)
{
	static const char *const textv[] = {
		"", "\r\n", "電話電話\n電", "\n\n\n", "a\rb", "\x80\xff",
	};
	struct oh_cells *c = NULL;
	int err;

	TEST_OK(err = oh_cells_alloc(&c, 9, 9));
	for (size_t i = 0; i < ARRAY_SIZE(textv); i++) {
		for (int w = -1; w < 6; w++) {
			const struct oh_box b = { 0, 0, w, 3 };
			struct oh_sheet s = { 0 };

			oh_sheet_paint(&s, c, &b, textv[i], "x");
			assert_true(oh_sheet_order(&s, "bottom"));
			oh_sheet_paint(&s, c, &b, textv[i], "x");
			assert_true(s.rows <= 9);
		}
	}
out:
	mem_deref(c);

	return err;
}
