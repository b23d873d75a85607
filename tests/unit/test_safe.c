/**
 * @file test_safe.c  Text of strangers made fit for a terminal
 */
#include "base/compat.h"
#include "test.h"
#include "phone/safe.h"

#define R "\xef\xbf\xbd"      /* U+FFFD */

/** What they send, and what is shown of it */
static const struct {
	const char *text;
	const char *shown;
	size_t      columns;
	const char *ascii;
} textv[] = {
	{ "",                    "",                    0, "" },
	{ "Anna Bell",           "Anna Bell",           9, "Anna Bell" },
	{ "~",                   "~",                   1, "~" },
	{ "\xc3\x84rger",        "\xc3\x84rger",        5, "?rger" },
	{ "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac", 4, "??" },
	{ "\xf0\x9f\x98\x80",    "\xf0\x9f\x98\x80",    2, "?" },
	/* C0, DEL, escape sequences, C1 as UTF-8 and as a bare byte */
	{ "a\tb\nc\rd",          "a" R "b" R "c" R "d", 7, "a?b?c?d" },
	{ "\x1b[2J\x1b]0;x\x07", R "[2J" R "]0;x" R,    10, "?[2J?]0;x?" },
	{ "\x08\x7f",            R R,                   2, "??" },
	{ "\xc2\x9b" "31m",      R "31m",               4, "?31m" },
	{ "\x9b" "31m",          R "31m",               4, "?31m" },
	{ "\xc2\x85\xc2\x80",    R R,                   2, "??" },
	/* Bidi: U+202E U+202A U+2066 U+2069 U+200E U+200F U+061C */
	{ "\xe2\x80\xae" "321",  R "321",               4, "?321" },
	{ "\xe2\x80\xaa",        R,                     1, "?" },
	{ "\xe2\x81\xa6x\xe2\x81\xa9", R "x" R,         3, "?x?" },
	{ "\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", R R R,    3, "???" },
	/* Unseen: U+200B U+200C U+200D U+FEFF U+2060 U+00AD U+034F U+3164 */
	{ "a\xe2\x80\x8b" "b",   "a" R "b",             3, "a?b" },
	{ "\xe2\x80\x8c\xe2\x80\x8d", R R,              2, "??" },
	{ "\xef\xbb\xbfx",       R "x",                 2, "?x" },
	{ "\xe2\x81\xa0\xc2\xad\xcd\x8f\xe3\x85\xa4", R R R R, 4, "????" },
	/* Line and paragraph separators */
	{ "\xe2\x80\xa8\xe2\x80\xa9", R R,              2, "??" },
	/* Tags U+E0041, variation selectors U+FE0F U+E0100 */
	{ "x\xf3\xa0\x81\x81",   "x" R,                 2, "x?" },
	{ "x\xef\xb8\x8f\xf3\xa0\x84\x80", "x" R R,     3, "x??" },
	/* Private use U+E000 U+F0000; unassigned U+0378; not one U+FFFF */
	{ "\xee\x80\x80\xf3\xb0\x80\x80", R R,          2, "??" },
	{ "\xcd\xb8\xef\xbf\xbf", R R,                  2, "??" },
	/* Flags and skin: terminals do not agree on their width */
	{ "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa", R R,      2, "??" },
	/* Marks: on a letter; alone, on a blank, too many */
	{ "e\xcc\x81",           "e\xcc\x81",           1, "e?" },
	{ "\xcc\x81" "e",        R "e",                 2, "?e" },
	{ "a \xcc\x81",          "a " R,                3, "a ?" },
	{ "o\xcc\x81\xcc\x82\xcc\x83", "o\xcc\x81\xcc\x82" R, 2, "o???" },
	/* No UTF-8: overlong, surrogate, past the end, cut, continuation */
	{ "\xc0\xaf",            R R,                   2, "??" },
	{ "\xe0\x80\x9b",        R R R,                 3, "???" },
	{ "\xf0\x80\x80\x9b",    R R R R,               4, "????" },
	{ "\xed\xa0\x80",        R R R,                 3, "???" },
	{ "\xf4\x90\x80\x80",    R R R R,               4, "????" },
	{ "\xf8\x88\x80\x80\x80", R R R R R,            5, "?????" },
	{ "ab\xe6\x97",          "ab" R R,              4, "ab??" },
	{ "\xc3",                R,                     1, "?" },
	{ "\x80\xff\xfe",        R R R,                 3, "???" },
};

int test_safe_text(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(textv); i++) {
		char buf[64];
		size_t columns;

		columns = oh_safe_text(buf, sizeof(buf), textv[i].text,
				       false);
		assert_string_equal(buf, textv[i].shown);
		assert_int_equal(columns, textv[i].columns);
		assert_int_equal(oh_safe_columns(buf), columns);
		columns = oh_safe_text(buf, sizeof(buf), textv[i].text, true);
		assert_string_equal(buf, textv[i].ascii);
		assert_int_equal(columns, strlen(buf));
	}

	return 0;
}

/* What has been made safe stays as it is */
int test_safe_twice(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(textv); i++) {
		char once[64], twice[64];

		(void)oh_safe_text(once, sizeof(once), textv[i].text, false);
		(void)oh_safe_text(twice, sizeof(twice), once, false);
		assert_string_equal(once, twice);
	}

	return 0;
}

int test_safe_cut(void)
{
	static const struct {
		size_t      size;
		const char *shown;
		size_t      columns;
	} casev[] = {
		{ 1, "",                    0 },
		{ 2, "a",                   1 },
		{ 3, "a",                   1 },
		{ 4, "a",                   1 },
		{ 5, "a\xe6\x97\xa5",       3 },
		{ 6, "a\xe6\x97\xa5" "b",   4 },
		{ 9, "a\xe6\x97\xa5" "b",   4 },
	};
	char buf[16] = "!";

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		size_t n = oh_safe_text(buf, casev[i].size,
					"a\xe6\x97\xa5" "b", false);

		assert_string_equal(buf, casev[i].shown);
		assert_int_equal(n, casev[i].columns);
	}
	buf[0] = '!';
	assert_int_equal(oh_safe_text(buf, 0, "x", false), 0);
	assert_int_equal(buf[0], '!');

	return 0;
}

/* No code point that controls or hides is ever shown, however it is written */
int test_safe_all(void)
{
	for (uint32_t c = 0; c < 0x110100; c++) {
		bool bad = c < 0x20 || (c >= 0x7f && c < 0xa0) ||
			   c == 0xad || c == 0x61c || c == 0x180e ||
			   (c >= 0x200b && c <= 0x200f) ||
			   (c >= 0x2028 && c <= 0x202e) ||
			   (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
			   (c >= 0xd800 && c <= 0xf8ff) ||
			   (c >= 0xfff0 && c <= 0xfffb) || c >= 0xe0000;

		if (bad)
			assert_false(oh_safe_is_shown(c));
	}
	assert_true(oh_safe_is_shown(' '));
	assert_true(oh_safe_is_shown('~'));
	assert_true(oh_safe_is_shown(0xa0));
	assert_true(oh_safe_is_shown(0x5d0));      /* Hebrew */
	assert_true(oh_safe_is_shown(0xfffd));
	assert_true(oh_safe_is_shown(0x2588));     /* a block */

	return 0;
}
