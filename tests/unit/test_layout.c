/**
 * @file test_layout.c  Where the parts of the screen are, for every size
 */
#include "base/compat.h"
#include "test.h"
#include "tui/layout.h"
#include "tui/screen.h"

enum { SIDE_MAX = 200, PARTS = 9 };

static size_t parts(struct oh_box *v, const struct oh_layout *l)
{
	size_t n = 0;

	v[n++] = l->top;
	v[n++] = l->message;
	v[n++] = l->bottom;
	if (l->small)
		return n;
	v[n++] = l->entry;
	v[n++] = l->calls;
	for (int i = 0; i < l->slotc; i++)
		v[n++] = l->slotv[i];

	return n;
}

static bool overlap(const struct oh_box *a, const struct oh_box *b)
{
	return a->x < b->x + b->w && b->x < a->x + a->w &&
	       a->y < b->y + b->h && b->y < a->y + a->h;
}

static bool is_sound(const struct oh_layout *l, int w, int h)
{
	struct oh_box v[PARTS];
	const size_t n = parts(v, l);
	int cells = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].w * v[i].h == 0)
			continue;
		if (v[i].x < 0 || v[i].y < 0 || v[i].w < 0 || v[i].h < 0 ||
		    v[i].x + v[i].w > w || v[i].y + v[i].h > h)
			return false;
		for (size_t k = 0; k < i; k++)
			if (v[k].w > 0 && v[k].h > 0 &&
			    overlap(&v[i], &v[k]))
				return false;
		cells += v[i].w * v[i].h;
	}

	/* and nothing is left over */
	return l->small || cells == w * h;
}

int test_layout_sizes(void)
{
	struct oh_layout l;

	for (int w = 1; w <= SIDE_MAX; w++)
		for (int h = 1; h <= SIDE_MAX; h++) {
			oh_layout_make(&l, w, h);
			if (!is_sound(&l, w, h))
				fail_msg("%dx%d", w, h);
			assert_int_equal(l.small, w < OH_SCREEN_MIN_W ||
					 h < OH_SCREEN_MIN_H);
			assert_int_equal(l.bottom.h, 1);
		}

	return 0;
}

int test_layout_more_room_more_panes(void)
{
	static const struct {
		int w, h, slots;
	} v[] = {
		{ 60, 18, 1 }, { 80, 24, 1 }, { 109, 40, 1 },
		{ 120, 40, 2 }, { 180, 50, 3 }, { 100, 60, 2 },
		{ 130, 60, 4 }, { 400, 200, 3 },
	};
	struct oh_layout l;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		oh_layout_make(&l, v[i].w, v[i].h);
		if (l.slotc != v[i].slots)
			fail_msg("%dx%d: %d", v[i].w, v[i].h, l.slotc);
		for (int k = 0; k < l.slotc; k++) {
			assert_true(l.slotv[k].w >= 55);
			assert_true(l.slotv[k].h >= 7);
		}
		assert_true(l.entry.w >= 22 && l.entry.h >= 8);
		assert_true(l.calls.w >= 36);
	}

	return 0;
}
