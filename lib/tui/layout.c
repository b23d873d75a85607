/**
 * @file layout.c  Where the parts of the screen are
 */
#include "base/compat.h"
#include "tui/layout.h"
#include "tui/screen.h"

enum {
	ENTRY_MIN_W   = 24,
	ENTRY_MAX_W   = 40,
	UPPER_MIN_H   = 8,
	UPPER_MAX_H   = 16,
	TWO_MIN_W     = 110,     /* two slots beside each other */
	THREE_MIN_W   = 180,
	TWO_MIN_H     = 36,      /* two above each other        */
};

static int clamp(int n, int least, int most)
{
	return MIN(MAX(n, least), most);
}

static void add_slot(struct oh_layout *l, struct oh_box b)
{
	if (l->slotc < OH_LAYOUT_SLOTS)
		l->slotv[l->slotc++] = b;
}

static void split(struct oh_layout *l, const struct oh_box *b)
{
	const int cols = b->w >= THREE_MIN_W ? 3 : b->w >= TWO_MIN_W ? 2 : 1;
	const int rows = cols < 3 && b->h >= TWO_MIN_H ? 2 : 1;

	for (int r = 0; r < rows; r++) {
		const int y = b->h * r / rows, y1 = b->h * (r + 1) / rows;

		for (int i = 0; i < cols; i++) {
			const int x = b->w * i / cols;
			const int x1 = b->w * (i + 1) / cols;

			add_slot(l, (struct oh_box){ b->x + x, b->y + y,
						     x1 - x, y1 - y });
		}
	}
}

/**
 * Divide a screen
 *
 * Below OH_SCREEN_MIN_W x OH_SCREEN_MIN_H there are only the lines at top and
 * bottom (each if there is a row for it) and the area between.
 *
 * @param l Written
 * @param w Columns
 * @param h Rows
 */
void oh_layout_make(struct oh_layout *l, int w, int h)
{
	int upper, entry;

	memset(l, 0, sizeof(*l));
	l->small = w < OH_SCREEN_MIN_W || h < OH_SCREEN_MIN_H;
	l->bottom = (struct oh_box){ 0, h - 1, w, 1 };
	l->top = (struct oh_box){ 0, 0, w, h > 1 ? 1 : 0 };
	l->message = (struct oh_box){ 0, h - 2, w, h > 2 ? 1 : 0 };
	l->area = (struct oh_box){ 0, 1, w, MAX(h - 3, 0) };
	if (l->small)
		return;
	upper = clamp(l->area.h * 11 / 21, UPPER_MIN_H, UPPER_MAX_H);
	entry = clamp(w * 3 / 8, ENTRY_MIN_W, ENTRY_MAX_W);
	l->entry = (struct oh_box){ 0, 1, entry, upper };
	l->calls = (struct oh_box){ entry, 1, w - entry, upper };
	split(l, &(struct oh_box){ 0, 1 + upper, w, l->area.h - upper });
}
