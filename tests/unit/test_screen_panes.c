/**
 * @file test_screen_panes.c  The panes in the screen: keys, search, looks
 */
#include "base/compat.h"
#include "test.h"
#include "cellstext.h"
#include "screen_fixture.h"

#define OUT "\"src\":\"127.0.0.1:5080\",\"dst\":\"127.0.0.1:5060\"," \
	"\"proto\":\"tls\""
#define IN  "\"src\":\"127.0.0.1:5060\",\"dst\":\"127.0.0.1:5080\"," \
	"\"proto\":\"tls\""

static const char exchange[] = "{\"ok\":true,\"messages\":["
	"{\"n\":0,\"at\":0,\"sent\":true," OUT ",\"line\":"
	"\"INVITE sip:+14255550100@127.0.0.1\",\"note\":\"PCMU PCMA\"},"
	"{\"n\":1,\"at\":0.002,\"sent\":false," IN ",\"line\":"
	"\"100 Trying (INVITE)\",\"note\":\"\"},"
	"{\"n\":2,\"at\":1.01,\"sent\":false," IN ",\"line\":"
	"\"200 OK (INVITE)\",\"note\":\"PCMU\"},"
	"{\"n\":3,\"at\":1.011,\"sent\":true," OUT ",\"line\":"
	"\"ACK sip:127.0.0.1:5060\",\"note\":\"\"}]}";

static const char message[] = "{\"ok\":true,\"text\":\""
	"SIP/2.0 200 OK\\r\\nVia: SIP/2.0/TLS 127.0.0.1:5080;rport\\r\\n"
	"From: <sip:a@b>;tag=1\\r\\nTo: <sip:c@d>;tag=2\\r\\n"
	"Call-ID: 6f1e\\r\\nCSeq: 1 INVITE\\r\\n"
	"X-Evil: \\u001b[2J\\u202e\\r\\n\\r\\n"
	"v=0\\r\\nc=IN IP4 127.0.0.1\\r\\nm=audio 4000 RTP/AVP 0\\r\\n\"}";

/** A screen and the messages of its call */
struct shown {
	struct screen_fixture f;
	struct oh_wire *wire;
};

static int show(struct shown *s, int w, int h)
{
	int err;

	memset(s, 0, sizeof(*s));
	test_clock_freeze(true);
	err = screen_make(&s->f, w, h);
	if (err)
		return err;
	screen_phone(&s->f);

	return oh_wire_alloc(&s->wire, CALL_A);
}

static void hide(struct shown *s)
{
	screen_drop(&s->f);
	mem_deref(s->wire);
	test_clock_freeze(false);
}

static int read_wire(struct shown *s, const char *text)
{
	cJSON *o = cJSON_Parse(text);
	int err = oh_wire_read(s->wire, o);

	cJSON_Delete(o);
	oh_screen_wire(s->f.screen, s->wire);

	return err;
}

static int read_text(struct shown *s, uint32_t n)
{
	cJSON *o = cJSON_Parse(message);
	int err = oh_wire_set_text(s->wire, n, o);

	cJSON_Delete(o);

	return err;
}

static void call(struct shown *s)
{
	screen_call_up(&s->f, CALL_A, "+14255550100", "");
}

/* Enter opens a message, what is asked for comes, Esc goes back step by
   step, w saves */
int test_screen_panes_ladder(void)
{
	struct oh_screen_wants w;
	struct shown s;
	int err;

	TEST_OK(err = show(&s, 80, 24));
	call(&s);
	screen_keys(&s.f, "s");
	oh_screen_wants(s.f.screen, &w);
	assert_string_equal(w.ladder, CALL_A);
	TEST_OK(err = read_wire(&s, exchange));
	screen_snapshot(&s.f, "ladder-80x24");
	screen_keys(&s.f, "k");
	screen_keys(&s.f, "<Enter>");
	oh_screen_wants(s.f.screen, &w);
	assert_true(w.message);
	assert_int_equal(w.n, 2);
	TEST_OK(err = read_text(&s, 2));
	screen_keys(&s.f, "z");
	screen_snapshot(&s.f, "message-80x24");
	screen_keys(&s.f, "/cseq<Enter>");
	screen_paint(&s.f);
	assert_true(screen_has(&s.f, "CSeq: 1 INVITE"));
	s.f.said[0] = '\0';
	screen_keys(&s.f, "w");
	assert_non_null(strstr(s.f.said, "save-ladder ladder-20260102-"
			       "030405.pcap " CALL_A "\n"));
	s.f.said[0] = '\0';
	screen_keys(&s.f, "<Esc><Esc>");
	assert_true(screen_has(&s.f, "INVITE sip:+14255550100"));
out:
	hide(&s);

	return err;
}

static bool shows(struct shown *s, const char *call)
{
	struct oh_screen_wants w;

	screen_paint(&s->f);
	oh_screen_wants(s->f.screen, &w);

	return w.ladder && 0 == strcmp(w.ladder, call);
}

/* s in the history: that call's ladder; Esc is back there. As words, too */
int test_screen_panes_past(void)
{
	struct shown s;
	int err;

	TEST_OK(err = show(&s, 80, 24));
	s.wire = mem_deref(s.wire);
	TEST_OK(err = oh_wire_alloc(&s.wire, "past-2"));
	screen_keys(&s.f, "<F4>");
	assert_true(screen_has(&s.f, "s SIP ladder"));
	screen_keys(&s.f, "js");
	assert_true(shows(&s, "past-2"));
	assert_true(screen_has(&s.f, "call with Boris Kane, 01-01 02:04: "
			       "Esc to the history"));
	TEST_OK(err = read_wire(&s, exchange));
	screen_snapshot(&s.f, "past-80x24");
	s.f.said[0] = '\0';
	screen_keys(&s.f, "w");
	screen_said(&s.f, "save-ladder ladder-20260102-030405.pcap past-2\n");
	screen_keys(&s.f, "<Esc>");
	assert_true(screen_has(&s.f, "[History]"));
	assert_false(shows(&s, "past-2"));
	screen_keys(&s.f, ":ladder past-1<Enter>");
	assert_true(shows(&s, "past-1"));
	/* What is no whole id is made one by who does orders */
	s.f.said[0] = '\0';
	screen_keys(&s.f, ":ladder ast-2<Enter>");
	screen_said(&s.f, "ladder ast-2\n");
	assert_true(shows(&s, "past-1"));
	/* A call comes up, and is selected */
	call(&s);
	assert_true(shows(&s, CALL_A));
	screen_keys(&s.f, ":ladder past-1<Enter>");
	assert_true(shows(&s, "past-1"));
	screen_keys(&s.f, "cs");
	assert_true(shows(&s, CALL_A));
	screen_keys(&s.f, ":ladder past-1<Enter>c:ladder " CALL_A "<Enter>");
	assert_true(shows(&s, CALL_A));
	/* It is over, still in the list, and its messages are wanted */
	screen_tell(&s.f, 1, "{\"event\":\"ended\",\"call\":\"" CALL_A
		    "\"}");
	screen_keys(&s.f, ":ladder " CALL_A "<Enter>");
	assert_true(shows(&s, CALL_A));
out:
	hide(&s);

	return err;
}

/* A search narrows the list while it is typed; Enter calls who is left */
int test_screen_panes_search(void)
{
	struct shown s;
	int err;

	TEST_OK(err = show(&s, 80, 24));
	screen_keys(&s.f, "<F5>/bo");
	screen_snapshot(&s.f, "search-80x24");
	assert_false(screen_has(&s.f, "Anna Bell"));
	screen_keys(&s.f, "<Enter>");
	screen_keys(&s.f, "<Enter>");
	screen_said(&s.f, "call +442079460000\n");
	screen_keys(&s.f, "<Esc>");
	assert_true(screen_has(&s.f, "Anna Bell"));
	screen_keys(&s.f, "<F4>");
	screen_keys(&s.f, "j<Enter>");
	screen_said(&s.f, "call +442079460000\n");
out:
	hide(&s);

	return err;
}

static void click(struct shown *s, int x, int y)
{
	oh_screen_key(s->f.screen, OH_KEY_MOUSE, x, y, s->f.now_ms);
	screen_paint(&s->f);
}

/* The row under the mouse is selected, once more opens a message */
int test_screen_panes_mouse(void)
{
	struct shown s;
	int err;

	TEST_OK(err = show(&s, 80, 24));
	screen_paint(&s.f);
	click(&s, 20, 15);
	assert_true(screen_has(&s.f, "› → 01-01"));
	click(&s, 20, 13);
	click(&s, 20, 20);
	assert_true(screen_has(&s.f, "› → 01-01"));
	screen_keys(&s.f, "<F5>");
	screen_paint(&s.f);
	click(&s, 20, 14);
	assert_true(screen_has(&s.f, "› Night desk"));
	call(&s);
	TEST_OK(err = read_wire(&s, exchange));
	screen_keys(&s.f, "s");
	screen_paint(&s.f);
	click(&s, 20, 15);
	assert_true(screen_has(&s.f, "›   0.002"));
	assert_false(screen_has(&s.f, "2 of 4"));
	click(&s, 20, 15);
	assert_true(screen_has(&s.f, "2 of 4"));
	click(&s, 20, 15);
	screen_keys(&s.f, "<Esc><F8>");
	screen_paint(&s.f);
	click(&s, 20, 13);
	assert_true(screen_has(&s.f, "› 03:04:06 calling Anna"));
out:
	hide(&s);

	return err;
}

/* How an order goes is told above the line: whole, or in two rows */
int test_screen_panes_usage(void)
{
	struct shown s;
	int err;

	TEST_OK(err = show(&s, 80, 24));
	call(&s);
	screen_keys(&s.f, "t");
	assert_true(screen_has(&s.f, "transfer NUMBER|NAME"));
	assert_true(screen_has(&s.f, "another call"));
	screen_snapshot(&s.f, "transfer-80x24");
out:
	hide(&s);

	return err;
}

/* The smallest screen tells, too, how a call is held, put through, ended */
int test_screen_panes_least(void)
{
	static const char *const needv[] = {
		" x Hang up", " h Hold", " t Transfer", " ? Help", " q Leave",
	};
	struct shown s;
	int err;

	TEST_OK(err = show(&s, OH_SCREEN_MIN_W, OH_SCREEN_MIN_H));
	assert_true(screen_has(&s.f, "0-9 Number"));
	call(&s);
	for (int i = 0; i < 2; i++) {
		for (size_t k = 0; k < ARRAY_SIZE(needv); k++)
			assert_true(screen_has(&s.f, needv[k]));
		screen_keys(&s.f, "<F2>");
	}
out:
	hide(&s);

	return err;
}

int test_screen_panes_snapshots(void)
{
	static const struct { const char *key, *name; } panev[] = {
		{ "<F4>", "history" }, { "<F5>", "contacts" },
		{ "<F6>", "ladder" },  { "<F7>", "quality" },
		{ "<F8>", "log" },
	};
	struct shown s;
	char name[64];
	int err;

	TEST_OK(err = show(&s, 80, 24));
	for (size_t i = 0; i < ARRAY_SIZE(panev); i++) {
		screen_keys(&s.f, panev[i].key);
		(void)snprintf(name, sizeof(name), "pane-%s-80x24",
			       panev[i].name);
		screen_snapshot(&s.f, name);
	}
	call(&s);
	TEST_OK(err = read_wire(&s, exchange));
	TEST_OK(err = screen_resize(&s.f, 120, 40));
	for (size_t i = 0; i < ARRAY_SIZE(panev); i++)
		screen_keys(&s.f, panev[i].key);
	screen_snapshot(&s.f, "panes-120x40");
	TEST_OK(err = screen_resize(&s.f, 60, 18));
	s.f.cells->ascii = true;
	screen_keys(&s.f, "<F6>");
	screen_snapshot(&s.f, "ladder-60x18-ascii");
out:
	hide(&s);

	return err;
}
