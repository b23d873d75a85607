/**
 * @file test_screen_bar.c  The bottom line: the keys that matter now
 */
#include "base/compat.h"
#include "test.h"
#include "screen_fixture.h"

/* Whoever reads the bottom line alone sees the next key */
int test_screen_bottom_line(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	assert_true(screen_has(&f, "0-9 Number"));
	assert_false(screen_has(&f, "Enter Call"));
	assert_false(screen_has(&f, "x Hang up"));
	screen_keys(&f, "4255550100");
	assert_true(screen_has(&f, "Enter Call"));
	screen_keys(&f, "<Enter>");
	screen_call_up(&f, CALL_A, "+14255550100", "");
	assert_true(screen_has(&f, "x Hang up"));
	assert_true(screen_has(&f, "h Hold"));
	assert_true(screen_has(&f, "t Transfer"));
	assert_true(screen_has(&f, "? Help"));
	assert_true(screen_has(&f, "q Leave"));
	screen_tell(&f, 1, "{\"event\":\"held\",\"call\":\"" CALL_A
		    "\",\"by\":\"us\"}");
	assert_true(screen_has(&f, "h Resume"));
	assert_false(screen_has(&f, "h Hold"));
	screen_incoming(&f, CALL_B, "+14255550100", "");
	assert_true(screen_has(&f, "a Answer"));
	assert_true(screen_has(&f, "x Reject"));
	/* what is typed has keys of its own, and tells how it goes */
	screen_keys(&f, "<Esc>t");
	assert_true(screen_has(&f, "Enter Done"));
	assert_true(screen_has(&f, "Esc Cancel"));
	assert_true(screen_has(&f, "transfer NUMBER"));
	assert_false(screen_has(&f, "x Hang up"));
	screen_keys(&f, "<Esc>");
	assert_true(screen_has(&f, "n New call"));
	/* bound otherwise, it says so */
	assert_int_equal(oh_keys_set(f.keys, "F9", "hold"), 0);
	assert_int_equal(oh_keys_set(f.keys, "h", ""), 0);
	assert_true(screen_has(&f, "F9 Resume"));

out:
	screen_drop(&f);
	return err;
}

/* What is wanted most, as things are, has its room before the rest */
int test_screen_bottom_line_first(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_keys(&f, "<F4>");
	assert_true(screen_has(&f, "/ Search"));
	screen_keys(&f, "/anna<Enter>");
	assert_true(screen_has(&f, "Esc Back"));
	screen_keys(&f, "c");
	assert_false(screen_has(&f, "Esc Back"));
	screen_keys(&f, "<F4><Esc>");
	assert_false(screen_has(&f, "Esc Back"));
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_keys(&f, "c");
	assert_true(screen_has(&f, "0-9 Digits"));
	screen_tell(&f, 1, "{\"event\":\"recording\",\"call\":\"" CALL_A
		    "\"}");
	assert_true(screen_has(&f, "m Mute  r Stop record"));
	screen_tell(&f, 1, "{\"event\":\"recorded\",\"call\":\"" CALL_A
		    "\"}");
	screen_call_up(&f, CALL_B, "+14255550111", "");
	screen_keys(&f, "c");
	assert_true(screen_has(&f, "h Hold  t Transfer  m Mute  J Join"));
	screen_tell(&f, 1, "{\"event\":\"held\",\"call\":\"" CALL_B
		    "\",\"by\":\"us\"}");
	assert_true(screen_has(&f, "h Resume  t Transfer  m Mute  J Join"));
	/* a pane alone: the way back */
	screen_keys(&f, "z");
	assert_true(screen_has(&f, "Esc Back"));

out:
	screen_drop(&f);
	return err;
}

/* What has become of a transfer, or of J, is seen */
int test_screen_joined(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_call_up(&f, CALL_B, "+14255550111", "");
	screen_tell(&f, 1, "{\"event\":\"meters\",\"calls\":[{\"call\":\""
		    CALL_A "\",\"joined\":\"" CALL_A "\"},{\"call\":\""
		    CALL_B "\",\"joined\":\"" CALL_A "\"}]}");
	assert_true(screen_has(&f, "joined      Anna Bell"));
	assert_true(screen_has(&f, "joined with Anna Bell"));
	assert_false(screen_has(&f, "joined with +14255550111"));

out:
	screen_drop(&f);
	return err;
}

/* Who comes back to a call, or began with one, presses keys on it; who has
   begun to type goes on */
int test_screen_expect(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	oh_screen_expect(f.screen, f.now_ms);
	screen_keys(&f, "42");
	screen_call_up(&f, CALL_A, "+14255550100", "");
	assert_false(screen_has(&f, "[Calls]"));
	oh_screen_expect(f.screen, f.now_ms);
	screen_call_up(&f, CALL_B, "+14255550111", "");
	assert_true(screen_has(&f, "[Calls]"));

out:
	screen_drop(&f);
	return err;
}

/* What keeps callers or the voice away is named, and how it ends */
int test_screen_modes(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	assert_false(screen_has(&f, "Take calls"));
	screen_tell(&f, 1, "{\"event\":\"phone\",\"handset\":\"none\","
		    "\"dnd\":true,\"muted\":true}");
	assert_true(screen_has(&f, "d Take calls  M Unmute all"));
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_tell(&f, 1, "{\"event\":\"phone\",\"handset\":\"none\","
		    "\"dnd\":false,\"muted\":true}");
	assert_true(screen_has(&f, "M Unmute all"));
	assert_false(screen_has(&f, "Take calls"));

out:
	screen_drop(&f);
	return err;
}

/* A name longer than its column ends with a sign, and is whole below */
int test_screen_long_name(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_incoming(&f, CALL_A, "+14255550133", "Northwind Traders");
	assert_true(screen_has(&f, "Northwind Tr\xe2\x80\xa6"));
	assert_true(screen_has(&f, "    Northwind Traders"));

out:
	screen_drop(&f);
	return err;
}

/* In a window of lines, too, one knows how to end what has begun */
int test_screen_bottom_line_small(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 40, 10));
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_keys(&f, "t");
	assert_true(screen_has(&f, "Enter Done  Esc Cancel  Tab Complete"));
	screen_keys(&f, "<Esc>q");
	assert_true(screen_has(&f, "x hangs up, d keeps the calls, Esc"));
	TEST_OK(err = screen_resize(&f, 20, 3));
	assert_true(screen_has(&f, "20x3, not 60x18\n"));

out:
	screen_drop(&f);
	return err;
}
