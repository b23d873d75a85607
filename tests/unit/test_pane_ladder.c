/**
 * @file test_pane_ladder.c  The ladder of a call, and its messages
 */
#include "base/compat.h"
#include "test.h"
#include "cellstext.h"
#include "pane_fixture.h"
#include "phone/wirerecord.h"

#define MSG(n, at, sent, far, line, note) \
	"{\"n\":" #n ",\"at\":" #at ",\"sent\":" sent ",\"proto\":\"udp\"," \
	"\"line\":\"" line "\",\"note\":\"" note "\"," far "}"
#define OUT "\"src\":\"127.0.0.1:5080\",\"dst\":\"127.0.0.1:5060\""
#define IN  "\"src\":\"127.0.0.1:5060\",\"dst\":\"127.0.0.1:5080\""
#define SENT(n, at, line, note) MSG(n, at, "true", OUT, line, note)
#define GOT(n, at, line, note)  MSG(n, at, "false", IN, line, note)

/* Early media, put on hold by a re-INVITE */
static const char exchange[] = "{\"ok\":true,\"messages\":["
	SENT(0, 0.0, "INVITE sip:+14255550100@127.0.0.1:5060", "PCMU PCMA") ","
	GOT(1, 0.001, "100 Trying (INVITE)", "") ","
	GOT(2, 0.512, "183 Session Progress (INVITE)", "PCMU") ","
	SENT(3, 0.513, "PRACK sip:127.0.0.1:5060", "") ","
	GOT(4, 0.515, "200 OK (PRACK)", "") ","
	GOT(5, 2.25, "200 OK (INVITE)", "PCMU") ","
	SENT(6, 2.251, "ACK sip:127.0.0.1:5060", "") ","
	SENT(7, 9.0, "INVITE sip:127.0.0.1:5060", "PCMU, sendonly") ","
	GOT(8, 9.002, "200 OK (INVITE)", "PCMU, recvonly") ","
	SENT(9, 9.003, "ACK sip:127.0.0.1:5060", "") ","
	GOT(10, 42.5, "BYE sip:offhook@127.0.0.1:5080", "Q.850;cause=16") ","
	SENT(11, 42.501, "200 OK (BYE)", "") "]}";

static const char message[] = "{\"ok\":true,\"text\":\""
	"SIP/2.0 183 Session Progress\\r\\n"
	"Via: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bK1;rport=5080\\r\\n"
	"From: <sip:+14255550199@127.0.0.1>;tag=a1\\r\\n"
	"To: <sip:+14255550100@127.0.0.1>;tag=b2\\r\\n"
	"Call-ID: 6f1e2d\\r\\n"
	"CSeq: 1 INVITE\\r\\n"
	"Require: 100rel\\r\\n"
	"RSeq: 1\\r\\n"
	"X-Evil: \\u001b[2J\\u009b31m\\u202eesrever\\r\\n"
	"X-Long: 0123456789 0123456789 0123456789 0123456789 0123456789 "
	"0123456789 0123456789 0123456789 0123456789\\r\\n"
	"Content-Type: application/sdp\\r\\n"
	"Content-Length: 92\\r\\n"
	"\\r\\n"
	"v=0\\r\\no=- 1 1 IN IP4 127.0.0.1\\r\\ns=-\\r\\n"
	"c=IN IP4 127.0.0.1\\r\\nt=0 0\\r\\n"
	"m=audio 40000 RTP/AVP 0\\r\\na=ptime:20\\r\\n\"}";

static int open_exchange(struct pane *p, int w, int h)
{
	int err = pane_open(p, &oh_pane_ladder, w, h);

	if (err)
		return err;
	pane_call(p);

	return pane_wire(p, exchange);
}

int test_pane_ladder_orders(void)
{
	static const struct {
		const char *order, *search, *shows, *said;
	} stepv[] = {
		{ "bottom", "", "›  42.501", "" },
		{ "top",  "", "›   0.000", "" },
		{ "down", "", "›   0.001", "" },
		{ "next", "prack", "›   0.513", "" },
		{ "next", "prack", "›   0.515", "" },
		{ "prev", "sendonly", "›   9.000", "" },
		{ "save", "", "›   9.000", "save-ladder "
		  "ladder-20261124-174719.pcap call-1\n" },
		{ "save-text", "", "›   9.000", "save-ladder "
		  "ladder-20261124-174719.txt call-1\n" },
		{ "open", "", "8 of 12  9.000 s  127.0.0.1:5080 → "
		  "127.0.0.1:5060  udp", "" },
		{ "open", "", "8 of 12", "" },
		{ "left", "", "7 of 12", "" },
		{ "right", "", "8 of 12", "" },
		{ "down", "", "Its text is being asked for.", "" },
		{ "back", "", "›   9.000", "" },
	};
	struct pane p;
	int err;

	TEST_OK(err = open_exchange(&p, 80, 10));
	for (size_t i = 0; i < ARRAY_SIZE(stepv); i++) {
		p.said[0] = '\0';
		p.view.search = stepv[i].search;
		pane_paint(&p);
		assert_true(pane_order(&p, stepv[i].order));
		assert_true(pane_shows(&p, stepv[i].shows));
		assert_string_equal(p.said, stepv[i].said);
	}
	assert_false(pane_order(&p, "back"));
	assert_false(pane_order(&p, "hangup"));
	assert_int_equal(pane_style(&p, "200 OK"), OH_STYLE_RECEIVED);
	assert_int_equal(pane_style(&p, "ACK"), OH_STYLE_SENT);
	assert_int_equal(pane_style(&p, "9.000"), OH_STYLE_SELECTED);
	p.view.focus = false;
	assert_int_equal(pane_style(&p, "9.000"), OH_STYLE_DIM);
out:
	pane_close(&p);

	return err;
}

/* New messages are followed, unless an older one is looked at */
int test_pane_ladder_follows(void)
{
	static const char more[] = "{\"ok\":true,\"messages\":["
		GOT(12, 43.0, "OPTIONS sip:x", "") "]}";
	static const char again[] = "{\"ok\":true,\"messages\":["
		GOT(13, 44.0, "OPTIONS sip:y", "") "]}";
	struct pane p;
	int err;

	TEST_OK(err = open_exchange(&p, 80, 6));
	assert_true(pane_shows(&p, "›  42.501"));
	TEST_OK(err = pane_wire(&p, more));
	assert_true(pane_shows(&p, "›  43.000"));
	assert_true(pane_order(&p, "up"));
	TEST_OK(err = pane_wire(&p, again));
	assert_true(pane_shows(&p, "›  42.501"));
	assert_true(pane_order(&p, "bottom"));
	assert_true(pane_shows(&p, "›  44.000"));
out:
	pane_close(&p);

	return err;
}

static struct oh_screen_wants wants(const struct pane *p)
{
	struct oh_screen_wants w = { 0 };

	p->cls->wants(p->state, &p->view, &w);

	return w;
}

/* What it asks for; a call that is gone keeps its ladder, one that is read
   keeps it even if another call is selected */
int test_pane_ladder_wants(void)
{
	struct pane p;
	int err;

	TEST_OK(err = pane_open(&p, &oh_pane_ladder, 80, 20));
	assert_true(pane_shows(&p, "No call, no ladder."));
	assert_null(wants(&p).ladder);
	assert_true(pane_order(&p, "save"));
	assert_string_equal(p.said, "save-ladder ladder-20261124-174719.pcap "
			    "\n");
	pane_call(&p);
	assert_string_equal(wants(&p).ladder, "call-1");
	assert_true(pane_shows(&p, "No message yet."));
	assert_true(pane_order(&p, "open"));
	TEST_OK(err = pane_wire(&p, exchange));
	assert_false(wants(&p).message);
	assert_true(pane_order(&p, "top"));
	assert_true(pane_order(&p, "pgdn"));
	assert_true(pane_order(&p, "open"));
	assert_true(wants(&p).message);
	TEST_OK(err = pane_message(&p, wants(&p).n, message));
	assert_false(wants(&p).message);
	assert_true(pane_shows(&p, "SIP/2.0 183 Session Progress"));
	str_ncpy(p.call.id, "call-2", sizeof(p.call.id));
	str_ncpy(p.call.name, "Boris", sizeof(p.call.name));
	assert_string_equal(wants(&p).ladder, "call-1");
	assert_true(pane_shows(&p, "SIP/2.0 183 Session Progress"));
	assert_true(pane_order(&p, "back"));
	/* It is over: its ladder stays until another call is selected */
	assert_string_equal(wants(&p).ladder, "call-1");
	assert_true(pane_shows(&p, "of the call with Anna Bell, which is "
			       "over; that with Boris: Esc"));
	assert_true(pane_order(&p, "back"));
	pane_paint(&p);
	assert_string_equal(wants(&p).ladder, "call-2");
	assert_false(pane_shows(&p, "which is over"));
	assert_true(pane_shows(&p, "No message yet."));
	/* or it is asked for that of the selected one */
	str_ncpy(p.call.id, "call-3", sizeof(p.call.id));
	pane_paint(&p);
	assert_string_equal(wants(&p).ladder, "call-2");
	assert_true(pane_order(&p, "present"));
	assert_string_equal(wants(&p).ladder, "call-3");
	str_ncpy(p.call.id, "call-2", sizeof(p.call.id));
	assert_true(pane_order(&p, "present"));
	str_ncpy(p.call.id, "call-3", sizeof(p.call.id));
	pane_paint(&p);
	assert_string_equal(wants(&p).ladder, "call-2");
	str_ncpy(p.call.id, "call-1", sizeof(p.call.id));
	assert_string_equal(wants(&p).ladder, "call-1");
	assert_true(pane_shows(&p, "INVITE sip:"));
	p.view.call = NULL;
	assert_string_equal(wants(&p).ladder, "call-1");
	assert_true(pane_shows(&p, "INVITE sip:"));
	p.view.wire = NULL;
	assert_true(pane_shows(&p, "No message yet."));
out:
	pane_close(&p);

	return err;
}

static int of_past(struct pane *p, const char *id)
{
	p->view.wire = NULL;
	p->wire = mem_deref(p->wire);
	p->view.past = id;
	assert_true(pane_order(p, "past"));

	return oh_wire_alloc(&p->wire, id);
}

/* One of the history: it stays in sight until somebody selects a call, or Esc,
   which goes back to the history */
int test_pane_ladder_past(void)
{
	static const char text[] = "  0.000  \xe2\x86\x92  INVITE sip:x@y  "
		"(sdp PCMU 127.0.0.1:4000)\n"
		"  0.020  \xe2\x86\x90  486 Busy Here (INVITE)\n";
	struct pane p;
	int err;

	TEST_OK(err = pane_open(&p, &oh_pane_ladder, 80, 12));
	TEST_OK(err = pane_history(&p));
	p.view.past = "";
	assert_true(pane_order(&p, "past"));
	assert_null(wants(&p).ladder);
	TEST_OK(err = of_past(&p, "h4"));
	assert_string_equal(wants(&p).ladder, "h4");
	assert_true(pane_shows(&p, "Its messages are being asked for."));
	assert_true(pane_shows(&p, "call with +14255550110, 11-23 15:47: "
			       "Esc to the history"));
	p.view.wire = p.wire;
	TEST_OK(err = oh_wirerecord_read(p.wire, text));
	assert_true(pane_shows(&p, "11-23 15:47, from its record: Esc to"));
	assert_false(wants(&p).message);
	pane_paint(&p);
	cells_snapshot(p.cells, "pane-ladder-record");
	assert_true(pane_order(&p, "open"));
	assert_false(wants(&p).message);
	assert_true(pane_shows(&p, "1 of 2  0.000 s  sent"));
	assert_true(pane_shows(&p, "keeps one line of each message"));
	assert_true(pane_order(&p, "back"));
	assert_true(pane_order(&p, "save-text"));
	assert_string_equal(p.said, "save-ladder ladder-20261124-174719.txt "
			    "h4\n");
	p.said[0] = '\0';
	assert_false(pane_order(&p, "present"));
	assert_true(pane_order(&p, "back"));
	assert_string_equal(p.said, "history\n");
	assert_null(wants(&p).ladder);
	/* Nobody has them */
	TEST_OK(err = of_past(&p, "h5"));
	p.view.wire = p.wire;
	oh_wire_set_source(p.wire, OH_WIRE_NOBODY);
	assert_true(pane_shows(&p, "No message is kept of this call."));
	pane_paint(&p);
	cells_snapshot(p.cells, "pane-ladder-nobody");
	/* Another call is selected */
	pane_call(&p);
	pane_paint(&p);
	assert_string_equal(wants(&p).ladder, "call-1");
	TEST_OK(err = of_past(&p, "h5"));
	pane_paint(&p);
	assert_string_equal(wants(&p).ladder, "h5");
	assert_true(pane_order(&p, "present"));
	pane_paint(&p);
	assert_string_equal(wants(&p).ladder, "call-1");
out:
	pane_close(&p);

	return err;
}

/* Many hosts, and more than there is room for */
int test_pane_ladder_hosts(void)
{
	char json[512];
	struct pane p;
	int err;

	TEST_OK(err = pane_open(&p, &oh_pane_ladder, 110, 12));
	pane_call(&p);
	for (int i = 0; i < 8; i++) {
		(void)snprintf(json, sizeof(json), "{\"ok\":true,\"messages\":"
			       "[{\"n\":%d,\"at\":%d,\"sent\":%s,\"src\":"
			       "\"%s\",\"dst\":\"%s\",\"proto\":\"tls\","
			       "\"line\":\"INVITE sip:%d@x\"}]}", i, i,
			       i % 2 ? "true" : "false",
			       i % 2 ? "10.0.0.1:5061" : "192.0.2.7:5061",
			       i % 2 ? "192.0.2.9:5061" : "10.0.0.1:5061", i);
		if (i > 3)
			json[strcspn(json, "7")] = (char)('0' + i);
		TEST_OK(err = pane_wire(&p, json));
		if (i == 3) {
			pane_paint(&p);
			cells_snapshot(p.cells, "pane-ladder-hosts");
		}
	}
	pane_torture(&p, 130, 10);
	TEST_OK(err = pane_size(&p, 50, 10));
	assert_true(pane_shows(&p, "192.0.2.9:5061"));
out:
	pane_close(&p);

	return err;
}

static const struct {
	const char *name;
	int w, h;
	bool ascii, open;
	const char *search;
} shotv[] = {
	{ "pane-ladder",          80, 24, false, false, "" },
	{ "pane-ladder-wide",    120, 40, false, false, "" },
	{ "pane-ladder-ascii",    80, 24, true,  false, "" },
	{ "pane-ladder-narrow",   26, 14, false, false, "" },
	{ "pane-message",         80, 30, false, true,  "" },
	{ "pane-message-ascii",   60, 30, true,  true,  "tag" },
};

int test_pane_ladder_snapshots(void)
{
	struct pane p;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(shotv); i++) {
		TEST_OK(err = open_exchange(&p, shotv[i].w, shotv[i].h));
		TEST_OK(err = pane_message(&p, 2, message));
		p.cells->ascii = shotv[i].ascii;
		p.view.search = shotv[i].search;
		assert_true(pane_order(&p, "top"));
		assert_true(pane_order(&p, "down"));
		assert_true(pane_order(&p, "down"));
		if (shotv[i].open)
			assert_true(pane_order(&p, "open"));
		pane_paint(&p);
		cells_snapshot(p.cells, shotv[i].name);
		if (!test_is_oom())
			pane_torture(&p, 130, 12);
		pane_close(&p);
		memset(&p, 0, sizeof(p));
	}
out:
	pane_close(&p);

	return err;
}
