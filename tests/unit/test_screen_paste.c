/**
 * @file test_screen_paste.c  What is pasted is typed, never done
 */
#include "base/compat.h"
#include "test.h"
#include "screen_fixture.h"

int test_screen_paste_number(void);
int test_screen_paste_words(void);

/* To the number entry, whichever pane has the keys; nothing is called */
int test_screen_paste_number(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_keys(&f, "c");
	oh_screen_paste(f.screen, "  +1 (425) 555-0123 ", f.now_ms);
	screen_said(&f, "");
	screen_keys(&f, "<Enter>");
	screen_said(&f, "call +14255550123\n");
 out:
	screen_drop(&f);

	return err;
}

/* None of "qxh" is a key. Behind ":call " it can be looked at first */
int test_screen_paste_words(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	oh_screen_paste(f.screen, "qxh:\033[2J\n", f.now_ms);
	screen_said(&f, "");
	screen_paint(&f);
	assert_true(screen_has(&f, "call qxh:"));
	screen_keys(&f, "<Esc>");

	screen_keys(&f, ":say ");
	oh_screen_paste(f.screen, "no, x", f.now_ms);
	screen_said(&f, "");
	screen_keys(&f, "<Enter>");
	screen_said(&f, "say no, x\n");

	screen_keys(&f, "?");
	oh_screen_paste(f.screen, "x", f.now_ms);
	screen_said(&f, "");
 out:
	screen_drop(&f);

	return err;
}
