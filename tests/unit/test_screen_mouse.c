/**
 * @file test_screen_mouse.c  The dialer's screen: clicks and the wheel
 */
#include "base/compat.h"
#include "test.h"
#include "screen_fixture.h"

static void point(struct screen_fixture *f, uint32_t key, int x, int y)
{
	oh_screen_key(f->screen, key, x, y, f->now_ms);
	screen_paint(f);
}

static void click(struct screen_fixture *f, int x, int y)
{
	point(f, OH_KEY_MOUSE, x, y);
}

/* The key that stands in the bottom line, by its label */
static void click_bar(struct screen_fixture *f, const char *label)
{
	const int y = f->cells->h - 1, n = (int)strlen(label);
	const struct oh_cell *v = &f->cells->v[y * f->cells->w];

	for (int x = 0; x + n <= f->cells->w; x++) {
		int i = 0;

		while (i < n && v[x + i].code == (unsigned char)label[i])
			++i;
		if (i < n)
			continue;
		click(f, x, y);
		return;
	}
	fail_msg("no \"%s\" in the bottom line", label);
}

/* Every place but the bottom line, none of which may say anything */
static void click_all(struct screen_fixture *f)
{
	for (int x = -1; x <= f->cells->w; x++)
		for (int y = -1; y < f->cells->h - 1; y++) {
			point(f, OH_KEY_MOUSE, x, y);
			point(f, OH_KEY_WHEEL_UP, x, y);
			point(f, OH_KEY_WHEEL_DOWN, x, y);
		}
	click(f, -1, f->cells->h - 1);
	click(f, f->cells->w, f->cells->h - 1);
	click(f, 0, f->cells->h);
}

/* What the bottom line says is done, also while a line is typed */
int test_screen_mouse_bar(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_paint(&f);
	click_bar(&f, "Hold");
	screen_said(&f, "hold\n");
	click_bar(&f, "Transfer");
	assert_true(screen_has(&f, ":transfer"));
	click_bar(&f, "Cancel");
	assert_false(screen_has(&f, ":transfer"));
	screen_keys(&f, ":hol");
	screen_paint(&f);
	click_bar(&f, "Complete");
	click_bar(&f, "Done");
	screen_said(&f, "hold \n");
	click_bar(&f, "Help");
	assert_true(screen_has(&f, "Everywhere"));
	screen_keys(&f, "<Esc>");
	screen_paint(&f);
	click_bar(&f, "Leave");
	assert_true(screen_has(&f, "What becomes of"));
	click_all(&f);
	assert_int_equal(f.says, 0);
	assert_true(screen_has(&f, "What becomes of"));
out:
	screen_drop(&f);
	return err;
}

/* The list that is pointed at moves, whoever has the keys */
int test_screen_mouse_wheel(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_call_up(&f, CALL_B, "+14255550111", "");
	screen_paint(&f);
	point(&f, OH_KEY_WHEEL_UP, 50, 8);
	assert_string_equal(oh_screen_selected(f.screen), CALL_A);
	point(&f, OH_KEY_WHEEL_UP, 50, 8);
	assert_string_equal(oh_screen_selected(f.screen), CALL_A);
	point(&f, OH_KEY_WHEEL_DOWN, 50, 8);
	assert_string_equal(oh_screen_selected(f.screen), CALL_B);
	/* at its frame, and where a number is typed: nothing */
	point(&f, OH_KEY_WHEEL_UP, 30, 8);
	point(&f, OH_KEY_WHEEL_UP, 50, 1);
	point(&f, OH_KEY_WHEEL_UP, 5, 2);
	assert_string_equal(oh_screen_selected(f.screen), CALL_B);
	for (int i = 0; i < 30; i++)
		oh_board_say(f.board, false, "a line of it");
	oh_board_say(f.board, false, "the latest line");
	screen_keys(&f, "<F8><F3>");
	screen_paint(&f);
	assert_true(screen_has(&f, "the latest line"));
	for (int i = 0; i < 6; i++)
		point(&f, OH_KEY_WHEEL_UP, 40, 16);
	assert_false(screen_has(&f, "the latest line"));
	assert_true(screen_has(&f, "[Calls]"));
	for (int i = 0; i < 6; i++)
		point(&f, OH_KEY_WHEEL_DOWN, 40, 16);
	assert_true(screen_has(&f, "the latest line"));
	screen_keys(&f, "?");
	screen_paint(&f);
	assert_true(screen_has(&f, "Typed"));
	for (int i = 0; i < 5; i++)
		point(&f, OH_KEY_WHEEL_DOWN, 40, 16);
	assert_false(screen_has(&f, "Typed"));
	assert_int_equal(f.says, 0);
out:
	screen_drop(&f);
	return err;
}

/* What lies over the panes keeps clicks from them; the rest of them is seen */
int test_screen_mouse_card(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_incoming(&f, CALL_B, "+14255550122", "");
	screen_keys(&f, "<F3>");
	screen_paint(&f);
	assert_true(screen_has(&f, "Somebody calls"));
	for (int x = 11; x < 69; x++)
		for (int y = 7; y < 16; y++)
			click(&f, x, y);
	screen_keys(&f, "<Esc>");
	screen_paint(&f);
	assert_true(screen_has(&f, "[Calls]"));
	click(&f, 5, 2);
	assert_true(screen_has(&f, "[Number]"));
	screen_incoming(&f, CALL_C, "+14255550133", "");
	screen_paint(&f);
	click_bar(&f, "Reject");
	screen_said(&f, "reject " CALL_C "\n");
out:
	screen_drop(&f);
	return err;
}

/* There are no panes there, and hardly a bottom line */
int test_screen_mouse_small(void)
{
	static const struct { int w, h; } v[] = {
		{ 40, 10 }, { 1, 1 }, { 2, 2 }, { 59, 18 }, { 3, 3 },
	};
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		TEST_OK(err = screen_resize(&f, v[i].w, v[i].h));
		screen_paint(&f);
		click_all(&f);
		assert_int_equal(f.says, 0);
	}
	click(&f, 0, 0);
	assert_int_equal(f.says, 0);
	TEST_OK(err = screen_resize(&f, 40, 10));
	screen_paint(&f);
	click_bar(&f, "Hang up");
	screen_said(&f, "hangup\n");
out:
	screen_drop(&f);
	return err;
}

int test_screen_mouse(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_paint(&f);
	oh_screen_key(f.screen, OH_KEY_MOUSE, 5, 2, f.now_ms);
	screen_keys(&f, "7<Enter>");
	screen_said(&f, "call 7\n");
	/* the keypad: 5 and # */
	screen_keys(&f, "<C-u>");
	screen_paint(&f);
	oh_screen_key(f.screen, OH_KEY_MOUSE, 12, 8, f.now_ms);
	oh_screen_key(f.screen, OH_KEY_MOUSE, 20, 10, f.now_ms);
	screen_keys(&f, "<Enter>");
	screen_said(&f, "call 5#\n");
	/* the calls, and the row below the selected one's */
	screen_call_up(&f, CALL_B, "+14255550111", "");
	assert_string_equal(oh_screen_selected(f.screen), CALL_B);
	screen_paint(&f);
	oh_screen_key(f.screen, OH_KEY_MOUSE, 50, 3, f.now_ms);
	assert_string_equal(oh_screen_selected(f.screen), CALL_A);
	screen_paint(&f);
	oh_screen_key(f.screen, OH_KEY_MOUSE, 50, 4, f.now_ms);
	assert_string_equal(oh_screen_selected(f.screen), CALL_A);
	oh_screen_key(f.screen, OH_KEY_MOUSE, 50, 6, f.now_ms);
	assert_string_equal(oh_screen_selected(f.screen), CALL_B);
	oh_screen_key(f.screen, OH_KEY_MOUSE, 50, 10, f.now_ms);
	assert_string_equal(oh_screen_selected(f.screen), CALL_B);
	for (int x = -1; x < 81; x++)
		for (int y = -1; y < 23; y++)
			oh_screen_key(f.screen, OH_KEY_MOUSE, x, y,
				      f.now_ms);
	for (int x = 0; x < 80 && !f.says; x++)
		oh_screen_key(f.screen, OH_KEY_MOUSE, x, 23, f.now_ms);
	assert_int_not_equal(f.says, 0);

out:
	screen_drop(&f);
	return err;
}
