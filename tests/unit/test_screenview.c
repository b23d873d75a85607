/**
 * @file test_screenview.c  The dialer's screen: how it looks
 *
 * The snapshots are in tests/unit/snapshots. To keep what is painted now:
 *
 *   SNAPSHOTS=write make check-unit TESTS=screen
 */
#include "base/compat.h"
#include "test.h"
#include "cellstext.h"
#include "screen_fixture.h"

#define ALLOWED "{\"ok\":true,\"number\":\"+14255550100\",\"kind\":\"e164\"," \
	"\"country\":\"US\",\"country_name\":\"United States\",\"name\":" \
	"\"Anna Bell\",\"route\":\"usa\",\"trunk\":\"carrier-a\"," \
	"\"caller_id\":\"+14255550199\",\"rate\":\"0.0130 USD/min\"," \
	"\"verdict\":\"allowed\"}"
#define REFUSED "{\"ok\":true,\"number\":\"+8811234567\",\"kind\":\"e164\"," \
	"\"verdict\":\"refused\",\"why\":\"satellite numbers are not " \
	"allowed\",\"hint\":\"allow_satellite = +881 in [guard] permits " \
	"them\"}"
#define EMERGENCY "{\"ok\":true,\"number\":\"112\",\"kind\":\"emergency\"," \
	"\"verdict\":\"emergency\",\"hint\":\"emergency numbers are never " \
	"called from here\"}"
#define HELP "{\"ok\":true,\"number\":\"911\",\"kind\":\"emergency\"," \
	"\"verdict\":\"emergency-call\",\"trunk\":\"office\"," \
	"\"address\":\"12 Main Street, Springfield\"," \
	"\"caller_id\":\"+14255550199\"}"
#define METERS "{\"event\":\"meters\",\"calls\":[{\"call\":\"" CALL_A \
	"\",\"us\":-18.5,\"them\":-31.0,\"mos\":4.3,\"loss\":0.0," \
	"\"jitter\":1.2,\"rtt\":20.0,\"muted\":false,\"recording\":false," \
	"\"talking\":true}]}"
#define TWO_TALK "{\"event\":\"meters\",\"calls\":[{\"call\":\"" CALL_B \
	"\",\"us\":-12.0,\"them\":-40.0,\"mos\":3.4,\"talking\":true," \
	"\"recording\":true,\"muted\":true}]}"

int test_screen_emergency(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_keys(&f, "112");
	screen_looked(&f, "112", EMERGENCY);
	assert_true(screen_has(&f, "USE ANOTHER PHONE"));
	screen_snapshot(&f, "emergency-80x24");
	/* the beginning of another number is none */
	screen_keys(&f, "3");
	assert_false(screen_has(&f, "USE ANOTHER PHONE"));
	screen_keys(&f, "<Backspace>");
	assert_true(screen_has(&f, "USE ANOTHER PHONE"));
	screen_keys(&f, "<Esc>");
	assert_false(screen_has(&f, "USE ANOTHER PHONE"));

out:
	screen_drop(&f);
	return err;
}

/* In words, and by one key */
int test_screen_help_call(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_keys(&f, "911");
	screen_looked(&f, "911", HELP);
	assert_false(screen_has(&f, "USE ANOTHER PHONE"));
	assert_true(screen_has(&f, "EMERGENCY CALL by office, registered at "
			       "12 Main Street, Springfield"));
	assert_true(screen_has(&f, "Enter EMERGENCY CALL"));
	screen_snapshot(&f, "emergency-call-80x24");
	screen_keys(&f, "1");
	assert_false(screen_has(&f, "EMERGENCY CALL"));
	screen_keys(&f, "<Backspace>");
	assert_true(screen_has(&f, "EMERGENCY CALL by office"));
	screen_keys(&f, "<Enter>");
	screen_said(&f, "call 911\n");

out:
	screen_drop(&f);
	return err;
}

/* All that may be on a screen, at once */
static void crowd(struct screen_fixture *f)
{
	char id[OH_BOARD_ID], number[32];

	for (int i = 0; i < 30; i++) {
		(void)snprintf(id, sizeof(id), "call-%02d", i);
		(void)snprintf(number, sizeof(number), "+1425555%04d", i);
		screen_call_up(f, id, number, "");
	}
	screen_incoming(f, CALL_B, "+14255550100", "");
}

int test_screen_every_size(void)
{
	static const char *const keyv[] = { "", "?", "<Esc>q", "<Esc>:h<Tab>",
					    "<Esc><Esc>c/x", "<Esc>z" };
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 1, 1));
	screen_phone(&f);
	crowd(&f);
	for (size_t i = 0; i < ARRAY_SIZE(keyv); i++) {
		screen_keys(&f, keyv[i]);
		for (int n = 1; n < 200; n += test_is_oom() ? 50 : 3) {
			TEST_OK(err = screen_resize(&f, n, 201 - n));
			screen_paint(&f);
			TEST_OK(err = screen_resize(&f, n, MAX(n / 3, 1)));
			screen_paint(&f);
		}
	}
	TEST_OK(err = screen_resize(&f, 400, 200));
	screen_paint(&f);

out:
	screen_drop(&f);
	return err;
}

/* The smallest that is more than lines: the next key is there, too */
int test_screen_least(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, OH_SCREEN_MIN_W, OH_SCREEN_MIN_H));
	screen_phone(&f);
	screen_keys(&f, "+8811234567");
	screen_looked(&f, "+8811234567", REFUSED);
	assert_true(screen_has(&f, "permits them"));
	screen_snapshot(&f, "refused-60x18");
	screen_keys(&f, "<Esc>");
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_tell(&f, 1, METERS);
	screen_keys(&f, "c");
	assert_true(screen_has(&f, "x Hang up  h Hold  t Transfer"));
	assert_true(screen_has(&f, "MOS 4.3"));
	screen_snapshot(&f, "call-60x18");

out:
	screen_drop(&f);
	return err;
}

int test_screen_small(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 40, 8));
	screen_phone(&f);
	assert_true(screen_has(&f, "40x8"));
	assert_true(screen_has(&f, "60x18"));
	screen_call_up(&f, CALL_A, "+14255550100", "");
	assert_true(screen_has(&f, "x hangs up"));
	screen_snapshot(&f, "small-40x8");
	screen_keys(&f, "x");
	screen_said(&f, "hangup\n");
	screen_incoming(&f, CALL_B, "+14255550100", "");
	assert_true(screen_has(&f, "a answers"));
	screen_keys(&f, "a");
	screen_said(&f, "answer " CALL_B "\n");

out:
	screen_drop(&f);
	return err;
}

/* Without colours and lines every state is still told by a letter */
static int snapshots(struct screen_fixture *f, const char *suffix)
{
	char name[64];

#define SNAP(what)                                                     \
	do {                                                           \
		(void)snprintf(name, sizeof(name), what "-%s", suffix);\
		screen_snapshot(f, name);                              \
	} while (0)

	SNAP("idle");
	screen_keys(f, "4255550100");
	screen_looked(f, "4255550100", ALLOWED);
	SNAP("number");
	screen_keys(f, "<C-u>+8811234567");
	screen_looked(f, "+8811234567", REFUSED);
	SNAP("refused");
	screen_keys(f, "<C-u>4255550100<Enter>");
	screen_call_up(f, CALL_A, "+14255550100", "");
	screen_tell(f, 1, METERS);
	f->now_ms += 42000;
	SNAP("call");
	screen_tell(f, 1, "{\"event\":\"held\",\"call\":\"" CALL_A
		    "\",\"by\":\"us\"}");
	screen_call_up(f, CALL_B, "+442079460000", ",\"srtp\":"
		       "\"AES_CM_128_HMAC_SHA1_80\",\"tls\":\"TLSv1.3\"");
	screen_tell(f, 1, TWO_TALK);
	screen_tell(f, 2, "{\"event\":\"dialing\",\"call\":\"" CALL_C
		    "\",\"number\":\"+14255550133\",\"from\":"
		    "\"+14255550199\",\"trunk\":\"carrier-b\"}");
	screen_tell(f, 2, "{\"event\":\"ringing\",\"call\":\"" CALL_C
		    "\"}");
	f->now_ms += 7000;
	SNAP("three");
	screen_keys(f, ":re<Tab>");
	SNAP("command");
	screen_keys(f, "<Esc><Esc>q");
	SNAP("leave");
	screen_keys(f, "<Esc>?");
	SNAP("help");
	screen_keys(f, "<Esc>");
	screen_incoming(f, "01a20e35-f132-7fe3-83f7-2d27b035cccd",
			"+14255550110", "");
	SNAP("card");

	return 0;
}

static int snapshots_at(int w, int h, bool ascii, const char *suffix)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, w, h));
	f.cells->ascii = ascii;
	screen_phone(&f);
	err = snapshots(&f, suffix);

out:
	screen_drop(&f);
	return err;
}

/* No colour at all: what stands out does so by attributes alone */
int test_screen_snapshot_mono(void)
{
	struct screen_fixture f;
	struct oh_theme t;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	oh_theme_init(&t, 0);
	screen_phone(&f);
	screen_call_up(&f, CALL_A, "+14255550100", "");
	screen_tell(&f, 1, "{\"event\":\"held\",\"call\":\"" CALL_A
		    "\",\"by\":\"us\"}");
	screen_call_up(&f, CALL_B, "+442079460000", "");
	screen_tell(&f, 1, TWO_TALK);
	screen_incoming(&f, CALL_C, "+14255550110", "");
	screen_paint(&f);
	cells_snapshot_looks(f.cells, &t, "mono-80x24");

out:
	screen_drop(&f);
	return err;
}

int test_screen_snapshots_80x24(void)
{
	return snapshots_at(80, 24, false, "80x24");
}

int test_screen_snapshots_120x40(void)
{
	return snapshots_at(120, 40, false, "120x40");
}

int test_screen_snapshots_ascii(void)
{
	return snapshots_at(80, 24, true, "ascii");
}

/* What strangers send cannot repaint the screen */
int test_screen_hostile(void)
{
	struct screen_fixture f;
	int err;

	TEST_OK(err = screen_make(&f, 80, 24));
	screen_phone(&f);
	screen_incoming(&f, CALL_A, "+14255550177\\u001b[2J",
			"\\u202eevil\\u001b]0;x\\u0007\\u009b31m\\u200b");
	screen_snapshot(&f, "hostile-card-80x24");
	screen_keys(&f, "<Esc>");
	oh_screen_say(f.screen, true, "reason \x1b[31m\xe2\x80\xae\xff\n",
		      f.now_ms);
	screen_snapshot(&f, "hostile-80x24");
	for (int i = 0; i < 80 * 24; i++) {
		const uint32_t code = f.cells->v[i].code;

		assert_true(code == 0 || (code >= 0x20 && code < 0x7f) ||
			    code >= 0xa0);
		assert_true(code < 0x200b || code > 0x200f);
		assert_true(code < 0x202a || code > 0x202e);
	}

out:
	screen_drop(&f);
	return err;
}
