/**
 * @file test_order.c  Lines of words become what is to be done
 */
#include "base/compat.h"
#include "test.h"
#include "order_fixture.h"

/** A line and the request that it is */
struct row {
	const char *line;
	uint32_t    peer;
	const char *ask;
};

static void check(struct order_fix *f, const struct row *row)
{
	char why[OH_ORDER_WHY], *text;
	struct oh_order o;

	assert_int_equal(oh_order_parse(&o, why, &f->prm, row->line), 0);
	assert_string_equal(why, "");
	assert_int_equal(o.kind, OH_ORDER_ASK);
	text = cJSON_PrintUnformatted(o.ask);
	assert_string_equal(text, row->ask);
	assert_int_equal(o.peer, row->peer);
	cJSON_free(text);
	cJSON_Delete(o.ask);
}

static void check_bad(struct order_fix *f, const char *line,
		      const char *wanted)
{
	char why[OH_ORDER_WHY];
	struct oh_order o;

	assert_int_equal(oh_order_parse(&o, why, &f->prm, line), EINVAL);
	assert_string_equal(why, wanted);
	assert_null(o.ask);
}

#define DO(verb) "{\"do\":\"" verb "\"}"
#define ON(verb, call) "{\"do\":\"" verb "\",\"call\":\"" call "\"}"
#define ON_(verb, call, more) \
	"{\"do\":\"" verb "\",\"call\":\"" call "\"," more "}"
#define DO_(verb, more) "{\"do\":\"" verb "\"," more "}"

static const struct row rowv[] = {
	{ "call +14255550100", PHONE,
	  DO_("dial", "\"number\":\"+14255550100\"") },
	{ "  c\t+1 425 555-0100  ", PHONE,
	  DO_("dial", "\"number\":\"+1425555-0100\"") },
	{ "call '+1 (425) 555 0100'", PHONE,
	  DO_("dial", "\"number\":\"+1 (425) 555 0100\"") },
	{ "call anna bell", PHONE,
	  DO_("dial", "\"number\":\"+14255550100\"") },
	{ "call ANNA", PHONE, DO_("dial", "\"number\":\"+14255550100\"") },
	{ "call \"Bob Dole\"", PHONE,
	  DO_("dial", "\"number\":\"sip:dole@example.com\"") },
	{ "call 112 --from +14255550199 --trunk other", PHONE,
	  DO_("dial", "\"number\":\"112\",\"from\":\"+14255550199\","
	      "\"trunk\":\"other\"") },
	{ "call *31#", PHONE, DO_("dial", "\"number\":\"*31#\"") },
	{ "call sip:a@b", PHONE, DO_("dial", "\"number\":\"sip:a@b\"") },
	{ "answer", PHONE, ON("answer", RING) },
	{ "a #3", PHONE, ON("answer", RING) },
	{ "answer bob", PHONE, ON("answer", RING) },
	{ "reject", PHONE, ON("reject", RING) },
	{ "hangup", PHONE, ON("hangup", UP) },
	{ "hang 0005", DIAL, ON("hangup", DIALS) },
	{ "x " TRY, PHONE, ON("hangup", TRY) },
	{ "x \"bo diddley\"", PHONE, ON("hangup", TRY) },
	{ "hangup all", PHONE, ON("hangup", "all") },
	{ "hold", PHONE, ON("hold", UP) },
	{ "hold 2", PHONE, ON("talk", HELD) },
	{ "h +14255550111", PHONE, ON("talk", HELD) },
	{ "resume #2", PHONE, ON("talk", HELD) },
	{ "resume #5", DIAL, ON_("hold", DIALS, "\"off\":true") },
	{ "mute", PHONE, ON("mute", UP) },
	{ "mute #5", DIAL, ON_("mute", DIALS, "\"off\":true") },
	{ "unmute", PHONE, ON_("mute", UP, "\"off\":true") },
	{ "mute-all", PHONE, DO("mute-all") },
	{ "mute-all off", PHONE, DO_("mute-all", "\"off\":true") },
	{ "talk", PHONE, ON("talk", UP) },
	{ "talk #2", PHONE, ON("talk", HELD) },
	{ "talk #1 #2", PHONE,
	  DO_("talk", "\"calls\":[\"" UP "\",\"" HELD "\"]") },
	{ "talk off", PHONE, DO_("talk", "\"off\":true") },
	{ "join #2", PHONE,
	  DO_("talk", "\"calls\":[\"" UP "\",\"" HELD "\"],"
	      "\"join\":true") },
	{ "transfer +14255550177", PHONE,
	  ON_("transfer", UP, "\"target\":\"+14255550177\"") },
	{ "t 'bob dole' #5", DIAL,
	  ON_("transfer", DIALS, "\"target\":\"sip:dole@example.com\"") },
	{ "transfer --to 2", PHONE,
	  ON_("transfer", UP, "\"attended\":\"" HELD "\"") },
	{ "transfer --attended #2", PHONE,
	  ON_("transfer", UP, "\"attended\":\"" HELD "\"") },
	{ "transfer #2", PHONE,
	  ON_("transfer", UP, "\"attended\":\"" HELD "\"") },
	{ "send-digits 12ab#wW,", PHONE,
	  ON_("send-digits", UP, "\"digits\":\"12AB#wW,\"") },
	{ "d 5 #5", DIAL, ON_("send-digits", DIALS, "\"digits\":\"5\"") },
	{ "play menu.wav", PHONE, ON_("play", UP,
	  "\"sounds\":[{\"file\":\"/home/me/calls/menu.wav\"}]") },
	{ "play ~/a\\ b.wav", PHONE, ON_("play", UP,
	  "\"sounds\":[{\"file\":\"/home/me/a b.wav\"}]") },
	{ "play /tmp/a.wav #5", DIAL, ON_("play", DIALS,
	  "\"sounds\":[{\"file\":\"/tmp/a.wav\"}]") },
	{ "say Hello,   \"it's me\" $HOME `id`; x", PHONE, ON_("play", UP,
	  "\"sounds\":[{\"say\":\"Hello, it's me $HOME `id`; x\"}]") },
	{ "record", PHONE, ON_("record-call", UP, "\"action\":\"start\","
	  "\"path\":\"/home/me/calls/call-{date}-{time}.wav\"") },
	{ "record a.wav", PHONE, ON_("record-call", UP,
	  "\"action\":\"start\",\"path\":\"/home/me/calls/a.wav\"") },
	{ "record start /x.wav", PHONE, ON_("record-call", UP,
	  "\"action\":\"start\",\"path\":\"/x.wav\"") },
	{ "record pause", PHONE,
	  ON_("record-call", UP, "\"action\":\"pause\"") },
	{ "r stop", PHONE, ON_("record-call", UP, "\"action\":\"stop\"") },
	{ "flow ./menu 'a b' ''", PHONE, ON_("flow", UP,
	  "\"argv\":[\"/home/me/calls/./menu\",\"a b\",\"\"]") },
	{ "flow menu", PHONE, ON_("flow", UP, "\"argv\":[\"menu\"]") },
	{ "from +1 425 5550199", PHONE,
	  DO_("set", "\"caller_id\":\"+14255550199\"") },
	{ "caller-id auto", PHONE, DO_("set", "\"caller_id\":\"\"") },
	{ "trunk other", PHONE, DO_("set", "\"trunk\":\"other\"") },
	{ "trunk auto", PHONE, DO_("set", "\"trunk\":\"\"") },
	{ "dnd", PHONE, DO_("set", "\"dnd\":true") },
	{ "dnd off", PHONE, DO_("set", "\"dnd\":false") },
	{ "save-ladder a.pcap", PHONE, ON_("save-ladder", UP,
	  "\"path\":\"/home/me/calls/a.pcap\",\"format\":\"pcap\"") },
	{ "save-ladder ~/a.txt #5", DIAL, ON_("save-ladder", DIALS,
	  "\"path\":\"/home/me/a.txt\",\"format\":\"text\"") },
	{ "w b 0006", PHONE, ON_("save-ladder", OVER,
	  "\"path\":\"/home/me/calls/b\",\"format\":\"text\"") },
	{ "redial", PHONE, DO_("dial", "\"number\":\"+14255550166\"") },
};

/* Only what a person types says so */
int test_order_person(void)
{
	static const struct row v[] = {
		{ "call 911", PHONE,
		  DO_("dial", "\"number\":\"911\",\"person\":true") },
		{ "transfer 911", PHONE, "" },
	};
	char why[OH_ORDER_WHY], *text;
	struct order_fix f;
	struct oh_order o;
	int err = order_start(&f);

	TEST_OK(err);
	order_fill(&f);
	f.prm.person = true;
	check(&f, &v[0]);
	assert_int_equal(oh_order_parse(&o, why, &f.prm, v[1].line), 0);
	text = cJSON_PrintUnformatted(o.ask);
	assert_null(strstr(text, "person"));
	cJSON_free(text);
	cJSON_Delete(o.ask);
 out:
	order_stop(&f);

	return err;
}

int test_order_ask(void)
{
	struct order_fix f;
	int err;

	TEST_OK(err = order_start(&f));
	order_fill(&f);
	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++)
		check(&f, &rowv[i]);
 out:
	order_stop(&f);

	return err;
}

static const struct {
	const char *line;
	const char *why;
} badv[] = {
	{ "bogus", "\"bogus\" is no order (help lists them)" },
	{ "z", "\"z\" is no order (help lists them)" },
	{ "\x1b[2J", "a control character stands in it" },
	{ "re", "\"re\" may be: reject resume record redial redraw" },
	{ "say \"x", "a quote is not closed" },
	{ "say 'x", "a quote is not closed" },
	{ "say x\\", "nothing stands behind the backslash" },
	{ "call", "call: it goes: call NUMBER|NAME [--from NUMBER] "
	  "[--trunk TRUNK]" },
	{ "call nobody", "call: \"nobody\" is no number, as +14255550100, and "
	  "no name of one contact alone" },
	{ "call bob", "call: \"bob\" is no number, as +14255550100, and "
	  "no name of one contact alone" },
	{ "call 1 --from", "call: --from wants something behind it" },
	{ "call 1 --bogus x", "call: it goes: call NUMBER|NAME "
	  "[--from NUMBER] [--trunk TRUNK]" },
	{ "answer #1", "answer: that call does not ring here" },
	{ "answer #3 #4", "answer: it goes: answer [CALL]" },
	{ "answer #5", "answer: that call is one of dial's (process 42), not "
	  "the phone's" },
	{ "reject nobody", "reject: no call is \"nobody\" (its number in the "
	  "list, name, or id)" },
	{ "hangup 01a20e35", "hangup: \"01a20e35\" fits several calls: say "
	  "the number in the list, as #1" },
	{ "hangup bo", "hangup: \"bo\" fits several calls: say the number in "
	  "the list, as #1" },
	{ "hangup #9", "hangup: no call is \"#9\" (its number in the list, "
	  "name, or id)" },
	{ "hangup #0", "hangup: no call is \"#0\" (its number in the list, "
	  "name, or id)" },
	{ "hangup 0006", "hangup: that call is over" },
	{ "hold #4", "hold: that call is not answered yet" },
	{ "hold #1 #2", "hold: it goes: hold [CALL]" },
	{ "mute #3", "mute: that call is not answered yet" },
	{ "mute-all maybe", "mute-all: it goes: mute-all [on|off]" },
	{ "talk #5", "talk: that call is one of dial's (process 42), not the "
	  "phone's" },
	{ "join", "join: it goes: join CALL .." },
	{ "join #1", "join: \"#1\" is that call itself" },
	{ "join #5", "join: \"#5\" is held by another process" },
	{ "transfer", "transfer: it goes: transfer NUMBER|NAME [CALL] | #N | "
	  "--to CALL" },
	{ "transfer --to", "transfer: it goes: transfer NUMBER|NAME [CALL] | "
	  "#N | --to CALL" },
	{ "transfer --to #1", "transfer: \"#1\" is that call itself" },
	{ "transfer --to #5", "transfer: \"#5\" is held by another process" },
	{ "transfer 1 #4", "transfer: that call is not answered yet" },
	{ "send-digits", "send-digits: it goes: send-digits DIGITS [CALL]" },
	{ "send-digits 1x2", "send-digits: \"1x2\": keys are 0-9 * # A-D, and "
	  "w W , are pauses" },
	{ "send-digits ''", "send-digits: \"\": keys are 0-9 * # A-D, and "
	  "w W , are pauses" },
	{ "play", "play: it goes: play FILE [CALL]" },
	{ "play ''", "play: the name of the file is empty" },
	{ "say", "say: it goes: say TEXT" },
	{ "record pause a.wav", "record: it goes: record "
	  "[start|pause|resume|stop] [FILE]" },
	{ "record start a b", "record: it goes: record "
	  "[start|pause|resume|stop] [FILE]" },
	{ "flow", "flow: it goes: flow PROGRAM [ARGUMENT ..]" },
	{ "from", "from: it goes: from NUMBER|auto" },
	{ "trunk", "trunk: it goes: trunk TRUNK|auto" },
	{ "trunk bogus", "trunk: no trunk is called \"bogus\"; there is "
	  "simulated .., or auto" },
	{ "dnd maybe", "dnd: it goes: dnd [on|off]" },
	{ "save-ladder", "save-ladder: it goes: save-ladder FILE[.pcap|.txt] "
	  "[CALL]" },
	{ "redial x", "redial: nothing may stand behind it" },
	{ "up 3", "up: nothing may stand behind it" },
	{ "select", "select: it goes: select CALL" },
	{ "select #9", "select: no call is \"#9\" (its number in the list, "
	  "name, or id)" },
};

int test_order_bad(void)
{
	struct order_fix f;
	int err;

	TEST_OK(err = order_start(&f));
	order_fill(&f);
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++)
		check_bad(&f, badv[i].line, badv[i].why);
 out:
	order_stop(&f);

	return err;
}

int test_order_limits(void)
{
	char line[700], why[OH_ORDER_WHY];
	struct oh_order o;
	struct order_fix f;
	int err;

	TEST_OK(err = order_start(&f));
	order_fill(&f);
	memset(line, 'x', sizeof(line));
	memcpy(line, "say ", 4);
	line[511] = '\0';
	assert_int_equal(oh_order_parse(&o, why, &f.prm, line), 0);
	assert_int_equal(strlen(o.rest), 507);
	cJSON_Delete(o.ask);
	line[511] = 'x';
	line[512] = '\0';
	check_bad(&f, line, "the line is too long: 511 bytes at most");
	for (size_t i = 0; i < 66; i++)
		memcpy(&line[2 * i], "x ", 3);
	check_bad(&f, line, "too many words: 64 at most");
	memset(line, '1', 300);
	memcpy(line, "call ", 5);
	line[300] = '\0';
	check_bad(&f, line, "call: the number is too long: 255 bytes "
		  "at most");
	/* What is wrong is said so that it can be shown */
	check_bad(&f, "hold \xe2\x80\xae" "321\xc2\x9b", "hold: no call is \""
		  "\xef\xbf\xbd" "321\xef\xbf\xbd\" (its number in the list, "
		  "name, or id)");
 out:
	order_stop(&f);

	return err;
}

/* Nobody is there */
int test_order_alone(void)
{
	static const char *const linev[] = {
		"hangup", "hangup: there is no call",
		"hangup all", "hangup: there is no call",
		"answer", "answer: nobody rings",
		"hold", "hold: there is no call",
		"redial", "redial: nobody was called yet",
		"call 112", "call: no phone is running here; only calls of "
		"other commands are shown",
		"dnd on", "dnd: no phone is running here; only calls of "
		"other commands are shown",
		"say x", "say: there is no call",
	};
	struct oh_past past = { .number = "+14255550188", .start_us = 5 };
	struct order_fix f;
	int err;

	TEST_OK(err = order_start(&f));
	for (size_t i = 0; i < ARRAY_SIZE(linev); i += 2)
		check_bad(&f, linev[i], linev[i + 1]);
	order_add_peer(&f, PHONE, "{\"command\":\"phoned\"}");
	TEST_OK(err = oh_history_add(f.h, &past));
	past.incoming = true;
	past.start_us = 9;
	TEST_OK(err = oh_history_add(f.h, &past));
	check(&f, &(struct row){ "redial", PHONE,
	      DO_("dial", "\"number\":\"+14255550188\"") });
	/* the whole of a URI, of which people see the user */
	order_tell(&f, PHONE, "{\"event\":\"dialing\",\"call\":\"" UP "\","
		   "\"number\":\"sip:bob@[::1]:5099\"}");
	check(&f, &(struct row){ "redial", PHONE,
	      DO_("dial", "\"number\":\"sip:bob@[::1]:5099\"") });
	order_tell(&f, PHONE, "{\"event\":\"dialing\",\"call\":\"" UP "\","
		   "\"number\":\"\"}");
	f.prm.contacts = NULL;
	f.prm.history  = NULL;
	check_bad(&f, "redial", "redial: nobody was called yet");
	check_bad(&f, "call anna", "call: \"anna\" is no number, as "
		  "+14255550100, and no name of one contact alone");
 out:
	order_stop(&f);

	return err;
}

/* Which call is meant if none is named */
int test_order_default(void)
{
	struct order_fix f;
	int err;

	TEST_OK(err = order_start(&f));
	order_fill(&f);
	f.prm.selected = DIALS;
	check(&f, &(struct row){ "record", DIAL,
	      ON_("record-call", DIALS, "\"action\":\"stop\"") });
	check(&f, &(struct row){ "hangup", DIAL, ON("hangup", DIALS) });
	check(&f, &(struct row){ "answer", PHONE, ON("answer", RING) });
	f.prm.selected = OVER;
	check_bad(&f, "hold", "hold: that call is over");
	check(&f, &(struct row){ "save-ladder /a", PHONE,
	      ON_("save-ladder", OVER, "\"path\":\"/a\",\"format\":\"text\"")
	      });
	/* One that is gone is not selected */
	f.prm.selected = "gone";
	check(&f, &(struct row){ "hold", PHONE, ON("hold", UP) });
	f.prm.selected = NULL;
	f.prm.cwd      = NULL;
	f.prm.home     = NULL;
	check_bad(&f, "play a.wav", "play: \"a.wav\": say the whole path, "
		  "from / on");
	check_bad(&f, "play ~/a.wav", "play: \"a.wav\": say the whole path, "
		  "from / on");
	/* Nobody is up, several are there */
	order_tell(&f, DIAL, "{\"ok\":true,\"calls\":[]}");
	order_tell(&f, PHONE, "{\"ok\":true,\"calls\":[{\"call\":\"x1\","
	     "\"state\":\"ringing\"},{\"call\":\"x2\","
	     "\"state\":\"dialing\"}]}");
	check_bad(&f, "hangup", "hangup: which call? Say its number in the "
		  "list: #1 to #8");
	order_tell(&f, PHONE, "{\"ok\":true,\"calls\":[{\"call\":\"x1\","
	     "\"state\":\"ringing\"}]}");
	check(&f, &(struct row){ "hangup", PHONE, ON("hangup", "x1") });
 out:
	order_stop(&f);

	return err;
}

/* Without a handset there is none to join calls with; who talks is then a
   matter of who is held */
int test_order_mute_phone(void)
{
	struct order_fix f;
	int err;

	TEST_OK(err = order_start(&f));
	order_fill(&f);
	order_tell(&f, PHONE, "{\"event\":\"phone\",\"handset\":\"none\","
	     "\"muted\":true,\"dnd\":true}");
	check(&f, &(struct row){ "hold #2", PHONE, ON("talk", HELD) });
	check(&f, &(struct row){ "join #2", PHONE,
	      ON_("join", UP, "\"calls\":[\"" HELD "\"]") });
	check(&f, &(struct row){ "mute-all", PHONE,
	      DO_("mute-all", "\"off\":true") });
	check(&f, &(struct row){ "dnd", PHONE, DO_("set", "\"dnd\":false") });
	/* They hold us: what we can do is to hold them, too */
	order_tell(&f, PHONE, "{\"event\":\"held\",\"call\":\"" UP
	     "\",\"by\":\"them\"}");
	check(&f, &(struct row){ "hold #1", PHONE, ON("hold", UP) });
 out:
	order_stop(&f);

	return err;
}

static int add_past(struct order_fix *f, const char *id, uint64_t start_us)
{
	struct oh_past p = { .number = "+14255550177", .start_us = start_us };

	str_ncpy(p.id, id, sizeof(p.id));

	return oh_history_add(f->h, &p);
}

/* What has left the board: in the history, or shown */
int test_order_past(void)
{
	struct order_fix f;
	int err;

	TEST_OK(err = order_start(&f));
	order_fill(&f);
	assert_int_equal(add_past(&f, "past-aaaa", 1), 0);
	assert_int_equal(add_past(&f, "past-bbbb", 2), 0);
	check(&f, &(struct row){ "w /a.pcap aaaa", PHONE,
	      ON_("save-ladder", "past-aaaa",
		  "\"path\":\"/a.pcap\",\"format\":\"pcap\"") });
	check(&f, &(struct row){ "w /a +14255550177", PHONE,
	      ON_("save-ladder", "past-bbbb",
		  "\"path\":\"/a\",\"format\":\"text\"") });
	check_bad(&f, "w /a past-", "save-ladder: \"past-\" fits several "
		  "calls of the history: say more of the id");
	check_bad(&f, "w /a gone", "save-ladder: no call is \"gone\", nor is "
		  "one in the history");
	check_bad(&f, "w /a 01a20e35", "save-ladder: \"01a20e35\" fits "
		  "several calls: say the number in the list, as #1");
	check_bad(&f, "ladder gone", "ladder: no call is \"gone\", nor is one "
		  "in the history");
	check_bad(&f, "ladder a b", "ladder: it goes: ladder [CALL]");
	/* It may not act on one that is over */
	check_bad(&f, "hangup past-aaaa", "hangup: no call is \"past-aaaa\" "
		  "(its number in the list, name, or id)");
	f.prm.shown = "gone";
	f.prm.shown_peer = DIAL;
	check(&f, &(struct row){ "w /a gone", DIAL,
	      ON_("save-ladder", "gone",
		  "\"path\":\"/a\",\"format\":\"text\"") });
	/* The selected one comes first; then the one that is shown */
	check(&f, &(struct row){ "w /a", PHONE,
	      ON_("save-ladder", UP,
		  "\"path\":\"/a\",\"format\":\"text\"") });
	order_tell(&f, DIAL, "{\"ok\":true,\"calls\":[]}");
	order_tell(&f, PHONE, "{\"ok\":true,\"calls\":[]}");
	check(&f, &(struct row){ "w /a", DIAL,
	      ON_("save-ladder", "gone",
		  "\"path\":\"/a\",\"format\":\"text\"") });
	f.prm.history = NULL;
	check_bad(&f, "ladder past-aaaa", "ladder: no call is \"past-aaaa\", "
		  "nor is one in the history");
 out:
	order_stop(&f);

	return err;
}

int test_order_local(void)
{
	static const struct {
		const char *line, *word, *rest;
	} casev[] = {
		{ "help", "help", "" }, { "?", "help", "" },
		{ "help hold", "help", "hold" },
		{ "search  Anna   'x  y'", "search", "Anna x  y" },
		{ "pane ladder", "pane", "ladder" },
		{ "quit", "quit", "" }, { "q now", "quit", "now" },
		{ "detach", "detach", "" }, { "up", "up", "" },
		{ "previous", "prev", "" }, { "keypad", "keypad", "" },
		{ "select #1", "select", UP },
		{ "select 0006", "select", OVER },
		{ "ladder", "ladder", "" }, { "l #2", "ladder", HELD },
		{ "ladder past-1", "ladder", "past-1" },
		{ "ladder +14255550177", "ladder", "past-1" },
		{ "focus next", "focus", "next" },
	};
	char why[OH_ORDER_WHY];
	struct oh_order o;
	struct order_fix f;
	int err;

	TEST_OK(err = order_start(&f));
	order_fill(&f);
	assert_int_equal(add_past(&f, "past-1", 1), 0);
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		assert_int_equal(oh_order_parse(&o, why, &f.prm,
						casev[i].line), 0);
		assert_int_equal(o.kind, OH_ORDER_LOCAL);
		assert_string_equal(o.word, casev[i].word);
		assert_string_equal(o.rest, casev[i].rest);
		assert_null(o.ask);
	}
	assert_int_equal(oh_order_parse(&o, why, &f.prm, " \t "), 0);
	assert_int_equal(o.kind, OH_ORDER_NOTHING);
 out:
	order_stop(&f);

	return err;
}

/* No two orders are called the same */
int test_order_table(void)
{
	const struct oh_order_about *a, *b;

	for (size_t i = 0; (a = oh_order_at(i)); i++) {
		assert_true(*a->help && strlen(a->help) < 60);
		assert_non_null(a->args);
		for (size_t n = 0; n < i; n++) {
			b = oh_order_at(n);
			assert_string_not_equal(a->name, b->name);
			if (b->alias)
				assert_string_not_equal(a->name, b->alias);
			if (a->alias)
				assert_string_not_equal(a->alias, b->name);
			if (a->alias && b->alias)
				assert_string_not_equal(a->alias, b->alias);
		}
	}
	assert_true(oh_order_at(0) != NULL);
	assert_null(oh_order_at(1000));

	return 0;
}
