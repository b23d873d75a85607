/**
 * @file test_theme.c  How styles look
 */
#include "base/compat.h"
#include "test.h"
#include "tui/theme.h"

static const struct {
	const char *text;
	int err;
	int fg, bg;
	const char *attr;
} lookv[] = {
	{ "black on yellow bold", 0, 0, 3, "b" },
	{ "red", 0, 1, -1, "" }, { "on blue", 0, -1, 4, "" },
	{ "bright-red on default", 0, 9, -1, "" },
	{ "gray", 0, 8, -1, "" }, { "203 on 17", 0, 203, 17, "" },
	{ "bold dim reverse underline", 0, -1, -1, "bdru" },
	{ "  BOLD\tCyan ", 0, 6, -1, "b" }, { "", 0, -1, -1, "" },
	{ "bold white on 0 underline", 0, 7, 0, "bu" },
	{ "256", EINVAL, 0, 0, "" }, { "-1", EINVAL, 0, 0, "" },
	{ "pink", EINVAL, 0, 0, "" }, { "red blue", EINVAL, 0, 0, "" },
	{ "red on", EINVAL, 0, 0, "" }, { "on on", EINVAL, 0, 0, "" },
	{ "red on blue on red", EINVAL, 0, 0, "" },
	{ "on blue red", EINVAL, 0, 0, "" }, { "bright-", EINVAL, 0, 0, "" },
	{ "averylongwordthatisnocolouratall", EINVAL, 0, 0, "" },
};

int test_theme_set(void)
{
	struct oh_theme t;

	oh_theme_init(&t, 16);
	for (size_t i = 0; i < ARRAY_SIZE(lookv); i++) {
		const struct oh_theme old = t;
		const struct oh_look_of *l = &t.v[OH_STYLE_HELD];
		const char *a = lookv[i].attr;
		int err = oh_theme_set(&t, "held", lookv[i].text);

		if (err != lookv[i].err)
			fail_msg("%s: %d", lookv[i].text, err);
		if (err) {
			assert_memory_equal(&t, &old, sizeof(t));
			continue;
		}
		assert_int_equal(l->fg, lookv[i].fg);
		assert_int_equal(l->bg, lookv[i].bg);
		assert_int_equal(l->bold, strchr(a, 'b') != NULL);
		assert_int_equal(l->dim, strchr(a, 'd') != NULL);
		assert_int_equal(l->reverse, strchr(a, 'r') != NULL);
		assert_int_equal(l->underline, strchr(a, 'u') != NULL);
	}
	assert_int_equal(oh_theme_set(&t, "nosuch", "red"), EINVAL);
	assert_int_equal(oh_theme_set(&t, "held", NULL), EINVAL);

	return 0;
}

/* What must be told apart is, whatever the terminal has */
int test_theme_tells(void)
{
	static const int colors[] = { 0, 8, 16, 256 };
	static const enum oh_style pairv[][2] = {
		{ OH_STYLE_NORMAL, OH_STYLE_SELECTED },
		{ OH_STYLE_TITLE, OH_STYLE_FOCUS },
		{ OH_STYLE_KEY, OH_STYLE_BAR },
		{ OH_STYLE_UP, OH_STYLE_HELD },
		{ OH_STYLE_UP, OH_STYLE_RINGING },
		{ OH_STYLE_UP, OH_STYLE_ENDED },
		{ OH_STYLE_GOOD, OH_STYLE_POOR },
		{ OH_STYLE_GOOD, OH_STYLE_FAIR },
		{ OH_STYLE_FAIR, OH_STYLE_POOR },
		{ OH_STYLE_NORMAL, OH_STYLE_ALERT },
		{ OH_STYLE_NORMAL, OH_STYLE_CARD },
		{ OH_STYLE_SENT, OH_STYLE_RECEIVED },
		{ OH_STYLE_NORMAL, OH_STYLE_MATCH },
		{ OH_STYLE_SELECTED, OH_STYLE_MATCH },
	};
	struct oh_theme t;

	for (size_t c = 0; c < ARRAY_SIZE(colors); c++) {
		oh_theme_init(&t, colors[c]);
		for (size_t i = 0; i < ARRAY_SIZE(pairv); i++)
			if (!memcmp(&t.v[pairv[i][0]], &t.v[pairv[i][1]],
				    sizeof(t.v[0])))
				fail_msg("%d colours: %s, %s", colors[c],
					 oh_style_name(pairv[i][0]),
					 oh_style_name(pairv[i][1]));
		for (size_t i = 0; i < OH_STYLES; i++) {
			assert_true(t.v[i].fg < MAX(colors[c], 1));
			assert_true(t.v[i].bg < MAX(colors[c], 1));
		}
	}
	oh_theme_init(&t, 0);
	for (size_t i = 0; i < OH_STYLES; i++)
		assert_true(t.v[i].fg == -1 && t.v[i].bg == -1);

	return 0;
}
