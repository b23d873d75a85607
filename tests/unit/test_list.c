/**
 * @file test_list.c  Which row is selected, and which are seen
 */
#include "base/compat.h"
#include "test.h"
#include "tui/list.h"

static const struct {
	const char *order;
	size_t sel, top;
} stepv[] = {
	{ "up", 0, 0 },     { "down", 1, 0 },   { "down", 2, 0 },
	{ "down", 3, 0 },   { "down", 4, 1 },   { "pgdn", 7, 4 },
	{ "pgdn", 9, 6 },   { "down", 9, 6 },   { "up", 8, 6 },
	{ "pgup", 5, 5 },   { "top", 0, 0 },    { "bottom", 9, 6 },
};

int test_list_orders(void)
{
	struct oh_list l = { 0 };

	oh_list_fit(&l, 10, 4);
	for (size_t i = 0; i < ARRAY_SIZE(stepv); i++) {
		assert_true(oh_list_order(&l, stepv[i].order));
		oh_list_fit(&l, 10, 4);
		assert_int_equal(l.sel, stepv[i].sel);
		assert_int_equal(l.top, stepv[i].top);
	}
	assert_false(oh_list_order(&l, "sideways"));
	assert_true(oh_list_click(&l, 1));
	assert_int_equal(l.sel, 7);
	assert_false(oh_list_click(&l, 4));
	assert_false(oh_list_click(&l, -1));
	oh_list_fit(&l, 2, 4);
	assert_false(oh_list_click(&l, 2));
	assert_int_equal(l.sel, 1);

	return 0;
}

/* Fewer rows, more room, none at all */
int test_list_fit(void)
{
	struct oh_list l = { .sel = 9, .top = 6 };

	oh_list_fit(&l, 8, 4);
	assert_int_equal(l.sel, 7);
	assert_int_equal(l.top, 4);
	oh_list_fit(&l, 8, 6);
	assert_int_equal(l.top, 2);
	oh_list_fit(&l, 8, 0);
	assert_int_equal(l.top, 7);
	oh_list_fit(&l, 0, -3);
	assert_int_equal(l.sel, 0);
	assert_int_equal(l.top, 0);
	assert_true(oh_list_order(&l, "bottom"));
	assert_true(oh_list_order(&l, "down"));
	assert_int_equal(l.sel, 0);
	assert_false(oh_list_next(&l, 1, NULL, NULL));

	return 0;
}

static bool is_third(size_t i, void *arg)
{
	(void)arg;

	return i % 3 == 0 && i > 0;
}

static bool is_none(size_t i, void *arg)
{
	(void)i;
	(void)arg;

	return false;
}

int test_list_next(void)
{
	static const struct { int step; size_t sel; } nextv[] = {
		{ 1, 3 }, { 1, 6 }, { 1, 3 }, { -1, 6 }, { -1, 3 },
	};
	struct oh_list l = { 0 };

	oh_list_fit(&l, 8, 4);
	for (size_t i = 0; i < ARRAY_SIZE(nextv); i++) {
		assert_true(oh_list_next(&l, nextv[i].step, is_third, NULL));
		assert_int_equal(l.sel, nextv[i].sel);
	}
	assert_false(oh_list_next(&l, 1, is_none, NULL));
	assert_int_equal(l.sel, 3);
	assert_true(oh_list_next(&l, -1, NULL, NULL));
	assert_int_equal(l.sel, 2);

	return 0;
}
