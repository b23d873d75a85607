/**
 * @file test_board.c  Calls as their processes tell of them
 */
#include "base/compat.h"
#include "test.h"
#include "phone/board.h"

enum { PHONE = 1, DIAL = 2 };

#define A "01a20e35-c132-7fe3-83f7-2d27b035fc26"
#define B "01a20e35-d132-7fe3-83f7-2d27b035aaaa"

/** A line at a time */
struct step {
	uint32_t    peer;
	uint64_t    ms;
	const char *line;
};

static void name_handler(char *name, size_t size, const char *number,
			 void *arg)
{
	(void)arg;
	if (0 == strcmp(number, "+14255550100"))
		str_ncpy(name, "Anna Bell", size);
}

static void add_peer(struct oh_board *b, uint32_t peer, const char *command)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "command", command);
	cJSON_AddNumberToObject(o, "pid", 4711);
	assert_int_equal(oh_board_add_peer(b, peer, o), 0);
	cJSON_Delete(o);
}

static int start(struct oh_board **bp)
{
	int err = oh_board_alloc(bp, name_handler, NULL);

	if (err)
		return err;
	add_peer(*bp, PHONE, "phoned");
	add_peer(*bp, DIAL, "dial");

	return 0;
}

static bool tell(struct oh_board *b, uint32_t peer, uint64_t ms,
		 const char *line)
{
	cJSON *o = cJSON_Parse(line);
	bool changed = oh_board_line(b, peer, o, ms);

	cJSON_Delete(o);

	return changed;
}

static void tell_all(struct oh_board *b, const struct step *stepv, size_t n)
{
	for (size_t i = 0; i < n; i++)
		(void)tell(b, stepv[i].peer, stepv[i].ms, stepv[i].line);
}

#define TELL(b, ...)                                                   \
	do {                                                           \
		const struct step stepv_[] = { __VA_ARGS__ };          \
		tell_all(b, stepv_, ARRAY_SIZE(stepv_));               \
	} while (0)

#define DIALING(id, number) "{\"event\":\"dialing\",\"call\":\"" id \
	"\",\"number\":\"" number "\",\"from\":\"+14255550199\"," \
	"\"trunk\":\"simulated\"}"
#define EVENT(id, type) "{\"event\":\"" type "\",\"call\":\"" id "\"}"

int test_board_call(void)
{
	struct oh_board *b = NULL;
	const struct oh_board_call *c;
	char buf[16];
	int err;

	TEST_OK(err = start(&b));
	assert_true(tell(b, PHONE, 1000, DIALING(A, "+14255550100")));
	c = oh_board_at(b, 0);
	assert_int_equal(oh_board_count(b), 1);
	assert_string_equal(c->id, A);
	assert_int_equal(c->state, OH_BOARD_DIALING);
	assert_string_equal(c->name, "Anna Bell");
	assert_string_equal(c->number, "+14255550100");
	assert_string_equal(c->ours, "+14255550199");
	assert_string_equal(c->trunk, "simulated");
	assert_false(c->incoming);
	assert_true(tell(b, PHONE, 1500, EVENT(A, "ringing")));
	assert_int_equal(c->state, OH_BOARD_RINGING);
	assert_null(oh_board_ringing(b));
	assert_null(oh_board_active(b));
	assert_true(tell(b, PHONE, 2000, EVENT(A, "progress")));
	assert_int_equal(c->state, OH_BOARD_EARLY);
	assert_true(tell(b, PHONE, 3000, "{\"event\":\"answered\",\"call\":\""
			 A "\",\"codec\":\"PCMU/8000\",\"tls\":\"TLSv1.3\","
			 "\"srtp\":\"AES_CM_128_HMAC_SHA1_80\"}"));
	assert_int_equal(c->state, OH_BOARD_UP);
	assert_ptr_equal(oh_board_active(b), c);
	assert_string_equal(c->codec, "PCMU/8000");
	assert_string_equal(c->srtp, "AES_CM_128_HMAC_SHA1_80");
	assert_string_equal(c->tls, "TLSv1.3");
	/* What comes late changes nothing */
	(void)tell(b, PHONE, 3100, EVENT(A, "ringing"));
	assert_int_equal(c->state, OH_BOARD_UP);
	oh_board_timer(buf, c, 45000);
	assert_string_equal(buf, "0:42");
	oh_board_timer(buf, c, 3000 + 3723 * 1000);
	assert_string_equal(buf, "1:02:03");
	(void)tell(b, PHONE, 9000, "{\"event\":\"ended\",\"call\":\"" A
		   "\",\"cause\":\"busy\",\"sip_status\":486}");
	assert_int_equal(c->state, OH_BOARD_ENDED);
	assert_string_equal(c->cause, "busy");
	assert_string_equal(c->note, "Anna Bell is busy");
	oh_board_timer(buf, c, 99000);
	assert_string_equal(buf, "0:06");
	assert_int_equal(oh_board_live(b, true), 0);
	assert_false(oh_board_tick(b, 9000 + OH_BOARD_STAY_MS - 1));
	assert_true(oh_board_tick(b, 9000 + OH_BOARD_STAY_MS));
	assert_int_equal(oh_board_count(b), 0);
	assert_null(oh_board_at(b, 0));
 out:
	mem_deref(b);

	return err;
}

#define HELD(id, type, who) "{\"event\":\"" type "\",\"call\":\"" id \
	"\",\"by\":\"" who "\"}"

int test_board_hold(void)
{
	static const struct {
		const char         *line;
		enum oh_board_state state;
		bool                us, them;
	} casev[] = {
		{ HELD(A, "held", "us"),      OH_BOARD_HELD, true,  false },
		{ HELD(A, "held", "them"),    OH_BOARD_HELD, true,  true },
		{ HELD(A, "resumed", "us"),   OH_BOARD_HELD, false, true },
		{ HELD(A, "resumed", "us"),   OH_BOARD_HELD, false, true },
		{ HELD(A, "resumed", "them"), OH_BOARD_UP,   false, false },
		{ EVENT(A, "held"),           OH_BOARD_HELD, true,  false },
		/* A list has the last word */
		{ "{\"ok\":true,\"calls\":[{\"call\":\"" A
		  "\",\"state\":\"up\"}]}",   OH_BOARD_UP,   false, false },
		{ "{\"ok\":true,\"calls\":[{\"call\":\"" A
		  "\",\"state\":\"held\"}]}", OH_BOARD_HELD, false, false },
	};
	struct oh_board *b = NULL;
	int err;

	TEST_OK(err = start(&b));
	TELL(b, { PHONE, 1, DIALING(A, "+1") },
	     { PHONE, 2, EVENT(A, "answered") });
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		const struct oh_board_call *c = oh_board_at(b, 0);

		assert_true(tell(b, PHONE, 3, casev[i].line));
		assert_int_equal(c->state, casev[i].state);
		assert_int_equal(c->held_by_us, casev[i].us);
		assert_int_equal(c->held_by_them, casev[i].them);
	}
 out:
	mem_deref(b);

	return err;
}

int test_board_list(void)
{
	static const char list[] =
		"{\"ok\":true,\"id\":1,\"calls\":["
		"{\"call\":\"a1\",\"state\":\"up\",\"direction\":\"out\","
		"\"from\":\"+14255550199\",\"to\":\"+14255550100\","
		"\"trunk\":\"t\",\"codec\":\"PCMA/8000\",\"age\":9.5,"
		"\"answered\":4,\"muted\":true,\"recording\":true,"
		"\"talking\":true,\"name\":\"Mallory\"},"
		"{\"call\":\"a2\",\"state\":\"ringing\",\"direction\":"
		"\"in\",\"from\":\"sip:bob@10.0.0.1;x=y\","
		"\"to\":\"+14255550199\",\"age\":1,"
		"\"name\":\"Bob\\u001b[2J\\u202e\"}]}";
	struct oh_board *b = NULL;
	const struct oh_board_call *c;
	int err;

	TEST_OK(err = start(&b));
	assert_true(tell(b, PHONE, 20000, list));
	assert_int_equal(oh_board_count(b), 2);
	c = oh_board_at(b, 0);
	assert_string_equal(c->name, "Anna Bell");
	assert_int_equal(c->began_ms, 10500);
	assert_int_equal(c->answered_ms, 16000);
	assert_true(c->muted && c->recording && c->talking && !c->incoming);
	assert_string_equal(c->ours, "+14255550199");
	c = oh_board_at(b, 1);
	assert_true(c->incoming);
	assert_string_equal(c->number, "bob");
	assert_string_equal(c->ours, "+14255550199");
	assert_string_equal(c->name,
			    "Bob\xef\xbf\xbd[2J\xef\xbf\xbd");
	assert_ptr_equal(oh_board_ringing(b), c);
	/* One is no longer there; a call of somebody else's is untouched */
	(void)tell(b, DIAL, 20000, DIALING("d1", "+1"));
	(void)tell(b, PHONE, 21000, "{\"ok\":true,\"calls\":[{\"call\":"
		   "\"a2\",\"state\":\"up\"}]}");
	assert_int_equal(oh_board_find(b, "a1")->state, OH_BOARD_ENDED);
	assert_int_equal(oh_board_find(b, "a2")->state, OH_BOARD_UP);
	assert_int_equal(oh_board_find(b, "d1")->state, OH_BOARD_DIALING);
	assert_int_equal(oh_board_live(b, true), 2);
	assert_int_equal(oh_board_live(b, false), 1);
	/* An event or a list that says otherwise revives it */
	(void)tell(b, PHONE, 22000, DIALING("a1", "+14255550111"));
	assert_int_equal(oh_board_find(b, "a1")->state, OH_BOARD_DIALING);
	assert_int_equal(oh_board_find(b, "a1")->ended_ms, 0);
 out:
	mem_deref(b);

	return err;
}

/* Calls that hear each other are told so for as long as they do */
int test_board_joined(void)
{
	struct oh_board *b = NULL;
	const struct oh_board_call *c, *d;
	int err;

	TEST_OK(err = start(&b));
	TELL(b, { PHONE, 1, DIALING(A, "+1") },
	     { PHONE, 2, EVENT(A, "answered") },
	     { PHONE, 3, DIALING(B, "+2") },
	     { PHONE, 4, EVENT(B, "answered") });
	c = oh_board_find(b, A);
	d = oh_board_find(b, B);
	assert_false(oh_board_is_joined(c, d));
	TELL(b, { PHONE, 5, "{\"event\":\"meters\",\"calls\":[{\"call\":\""
		  A "\",\"joined\":\"" B "\"},{\"call\":\"" B
		  "\",\"joined\":\"" B "\"}]}" });
	assert_true(oh_board_is_joined(c, d) && oh_board_is_joined(d, c));
	assert_false(oh_board_is_joined(c, c));
	assert_string_equal(oh_board_state_word(c), "joined");
	TELL(b, { PHONE, 6, EVENT(B, "ended") });
	assert_false(oh_board_is_joined(c, d));
	TELL(b, { PHONE, 7, "{\"event\":\"meters\",\"calls\":[{\"call\":\""
		  A "\"}]}" });
	assert_string_equal(oh_board_state_word(c), "up");
 out:
	mem_deref(b);

	return err;
}

int test_board_meters(void)
{
	struct oh_board *b = NULL;
	const struct oh_board_call *c;
	int err;

	TEST_OK(err = start(&b));
	TELL(b, { PHONE, 1, DIALING(A, "+1") },
	     { PHONE, 2, EVENT(A, "answered") });
	c = oh_board_at(b, 0);
	assert_true(c->us_db < -126 && !c->quality.known);
	assert_true(tell(b, PHONE, 100, "{\"event\":\"meters\",\"calls\":[{"
		 "\"call\":\"" A "\",\"us\":-23.5,\"them\":-127,"
		 "\"talking\":true}]}"));
	assert_true(c->us_db == -23.5 && c->them_db == -127.0);
	assert_true(c->talking && !c->quality.known && c->mosc == 0);
	for (unsigned i = 0; i < 25; i++)
		(void)tell(b, PHONE, 1000 + 100 * i, "{\"event\":\"meters\","
		     "\"calls\":[{\"call\":\"" A "\",\"us\":-1,\"them\":3,"
		     "\"mos\":4.3,\"loss\":0.5,\"jitter\":1.2}]}");
	assert_int_equal(c->mosc, 3);
	assert_true(c->mosv[2] > 4.2f && c->mosv[2] < 4.4f);
	assert_true(c->quality.known && c->quality.loss_pct == 0.5);
	assert_true(c->quality.rtt_ms < 0 && c->them_db == 0.0);
	/* Not its call, no number at all, out of all measure */
	assert_false(tell(b, DIAL, 9000, "{\"event\":\"meters\",\"calls\":["
		     "{\"call\":\"" A "\",\"us\":0}]}"));
	assert_true(c->us_db == -1);
	assert_true(tell(b, PHONE, 9000, "{\"event\":\"meters\",\"calls\":["
		     "{\"call\":\"" A "\",\"us\":\"loud\",\"them\":-1e99,"
		     "\"mos\":1e300,\"rtt\":20}]}"));
	assert_true(c->us_db == -127 && c->them_db == -127);
	assert_true(c->quality.mos == 5.0 && c->quality.rtt_ms == 20.0);
 out:
	mem_deref(b);

	return err;
}

static const char phone_line[] =
	"{\"event\":\"phone\",\"number\":\"+14255550199\",\"trunk\":\"a\","
	"\"uri\":[\"sip:a@b\",\"sip:c@d\"],\"handset\":\"baresip\","
	"\"handset_state\":\"failed\",\"handset_why\":\"no device\","
	"\"dnd\":true,\"muted\":false,\"screens\":2,"
	"\"trunks\":[\"a\",\"b\",7,\"\"],\"numbers\":[\"+1\"],"
	"\"talking\":[\"" A "\",5]}";

int test_board_phone(void)
{
	struct oh_board *b = NULL;
	const struct oh_board_phone *p;
	int err;

	TEST_OK(err = start(&b));
	p = oh_board_phone(b);
	assert_true(p->here && p->peer == PHONE);
	(void)tell(b, PHONE, 1, DIALING(A, "+1"));
	(void)tell(b, PHONE, 1, DIALING(B, "+1"));
	assert_false(tell(b, DIAL, 2, phone_line));
	assert_string_equal(p->number, "");
	assert_true(tell(b, PHONE, 2, phone_line));
	assert_string_equal(p->number, "+14255550199");
	assert_string_equal(p->uri, "sip:a@b");
	assert_string_equal(p->handset_why, "no device");
	assert_true(p->dnd && !p->muted && p->screens == 2);
	assert_int_equal(p->trunkc, 2);
	assert_string_equal(p->trunkv[1], "b");
	assert_int_equal(p->ownc, 1);
	assert_true(oh_board_find(b, A)->talking);
	assert_false(oh_board_find(b, B)->talking);
	assert_ptr_equal(oh_board_active(b), oh_board_find(b, A));
	/* Told once, however often it comes */
	(void)tell(b, PHONE, 3, phone_line);
	assert_string_equal(oh_board_log(b, 0)->text,
			    "the handset does not work: no device");
	assert_true(oh_board_log(b, 0)->alert);
	assert_string_not_equal(oh_board_log(b, 1)->text,
				oh_board_log(b, 0)->text);
	oh_board_drop_peer(b, PHONE, 4);
	assert_false(p->here);
	assert_null(oh_board_peer(b, PHONE));
	assert_string_equal(oh_board_find(b, A)->cause, "lost");
	assert_int_equal(oh_board_peer(b, DIAL)->pid, 4711);
 out:
	mem_deref(b);

	return err;
}

int test_board_find(void)
{
	static const struct {
		const char *text;
		const char *id;
	} casev[] = {
		{ A, A }, { B, B }, { "fc26", A }, { "aaaa", B },
		{ "01a20e35-d", B }, { "01a20e35", NULL }, { "", NULL },
		{ "zz", NULL }, { NULL, NULL }, { A "0", NULL },
	};
	struct oh_board *b = NULL;
	int err;

	TEST_OK(err = start(&b));
	TELL(b, { PHONE, 1, DIALING(A, "+1") }, { DIAL, 1, DIALING(B, "+2") });
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		const struct oh_board_call *c =
			oh_board_find(b, casev[i].text);

		if (casev[i].id)
			assert_string_equal(c->id, casev[i].id);
		else
			assert_null(c);
	}
	/* Of those that fit, the one that lives */
	(void)tell(b, PHONE, 2, EVENT(A, "ended"));
	assert_string_equal(oh_board_find(b, "01a20e35")->id, B);
	assert_string_equal(oh_board_find(b, "fc26")->id, A);
 out:
	mem_deref(b);

	return err;
}

/* One process cannot speak of another's call, whatever id it claims */
int test_board_collision(void)
{
	struct oh_board *b = NULL;
	int err;

	TEST_OK(err = start(&b));
	TELL(b, { DIAL, 1, DIALING(A, "+666") },
	     { PHONE, 1, DIALING(A, "+14255550100") },
	     { DIAL, 2, EVENT(A, "ended") },
	     { DIAL, 3, "{\"ok\":true,\"calls\":[]}" });
	assert_int_equal(oh_board_count(b), 2);
	assert_int_equal(oh_board_find(b, A)->peer, PHONE);
	assert_int_equal(oh_board_find(b, "fc26")->peer, PHONE);
	assert_int_equal(oh_board_find(b, A)->state, OH_BOARD_DIALING);
	oh_board_drop_peer(b, DIAL, 4);
	assert_int_equal(oh_board_live(b, true), 1);
 out:
	mem_deref(b);

	return err;
}

static const char *const badv[] = {
	"null", "7", "[]", "\"x\"", "{}", "{\"event\":7}",
	"{\"event\":\"no-such-thing\",\"call\":\"" A "\"}",
	"{\"event\":\"dialing\"}", "{\"event\":\"dialing\",\"call\":7}",
	"{\"event\":\"dialing\",\"call\":\"\"}",
	"{\"event\":\"dialing\",\"call\":\"a b\"}",
	"{\"event\":\"dialing\",\"call\":\"\\u001b[2J\"}",
	"{\"event\":\"dialing\",\"call\":\"0123456789012345678901234567890123"
	"45678901234567890123456789012345678\"}",
	"{\"event\":\"ended\",\"call\":\"unknown\"}",
	"{\"event\":\"answered\",\"call\":\"unknown\"}",
	"{\"event\":\"meters\"}", "{\"event\":\"meters\",\"calls\":7}",
	"{\"event\":\"meters\",\"calls\":[7,null,{},[[]]]}",
	"{\"event\":\"phone\"}", "{\"calls\":7}", "{\"calls\":{}}",
	"{\"calls\":[7,null,\"x\",{\"call\":{}}]}", "{\"ok\":true}",
	"{\"handset_state\":[]}",
};

int test_board_bad(void)
{
	struct oh_board *b = NULL;
	int err;

	TEST_OK(err = start(&b));
	for (size_t i = 0; i < ARRAY_SIZE(badv); i++)
		(void)tell(b, PHONE, 1, badv[i]);
	assert_int_equal(oh_board_count(b), 0);
	/* Who was never introduced is not listened to */
	assert_false(tell(b, 99, 1, DIALING(A, "+1")));
	/* Wrong kinds in a call that is known */
	TELL(b, { PHONE, 1, DIALING(A, "+1") },
	     { PHONE, 1, "{\"event\":\"answered\",\"call\":\"" A
	       "\",\"codec\":{},\"tls\":7,\"time\":true}" },
	     { PHONE, 1, "{\"event\":\"digit\",\"call\":\"" A
	       "\",\"digit\":\"\\u001b[1m5\"}" },
	     { PHONE, 1, "{\"event\":\"held\",\"call\":\"" A
	       "\",\"by\":[]}" },
	     { PHONE, 1, "{\"calls\":[{\"call\":\"" A "\",\"age\":-1e300,"
	       "\"answered\":1e300,\"state\":\"flying\",\"to\":[]}]}" });
	assert_string_equal(oh_board_at(b, 0)->digits_in, "15");
	assert_string_equal(oh_board_at(b, 0)->number, "+1");
	assert_int_equal(oh_board_at(b, 0)->state, OH_BOARD_HELD);
	assert_int_equal(oh_board_at(b, 0)->answered_ms, 1);
 out:
	mem_deref(b);

	return err;
}

static void tell_of(struct oh_board *b, unsigned i, const char *type)
{
	char line[160];

	(void)re_snprintf(line, sizeof(line), "{\"event\":\"%s\",\"call\":"
			  "\"c%05u\",\"number\":\"+1\",\"cause\":\"done\"}",
			  type, i);
	(void)tell(b, PHONE, 1, line);
}

int test_board_many(void)
{
	struct oh_board *b = NULL;
	char id[16];
	int err;

	TEST_OK(err = start(&b));
	for (unsigned i = 0; i < OH_BOARD_CALLS_MAX + 5; i++)
		tell_of(b, i, "dialing");
	assert_int_equal(oh_board_count(b), OH_BOARD_CALLS_MAX);
	assert_null(oh_board_find(b, "c01024"));
	/* One that is over gives way, and the order stays */
	tell_of(b, 500, "ended");
	tell_of(b, 2000, "dialing");
	assert_int_equal(oh_board_count(b), OH_BOARD_CALLS_MAX);
	assert_null(oh_board_find(b, "c00500"));
	assert_non_null(oh_board_find(b, "c02000"));
	for (unsigned i = 0; i + 1 < OH_BOARD_CALLS_MAX; i++) {
		(void)re_snprintf(id, sizeof(id), "c%05u",
				  i < 500 ? i : i + 1);
		assert_string_equal(oh_board_at(b, i)->id, id);
	}
	oh_board_drop_peer(b, PHONE, 5);
	assert_int_equal(oh_board_live(b, true), 0);
	assert_true(oh_board_tick(b, 100000));
	assert_int_equal(oh_board_count(b), 0);
	tell_of(b, 1, "dialing");
 out:
	mem_deref(b);

	return err;
}

int test_board_peers(void)
{
	struct oh_board *b = NULL;
	cJSON *o = cJSON_Parse("{\"command\":\"dial\"}");
	int err;

	TEST_OK(err = oh_board_alloc(&b, NULL, NULL));
	for (uint32_t i = 0; i < OH_BOARD_PEERS_MAX; i++)
		assert_int_equal(oh_board_add_peer(b, i + 7, o), 0);
	assert_int_equal(oh_board_add_peer(b, 7, o), EALREADY);
	assert_int_equal(oh_board_add_peer(b, 1, o), ERANGE);
	assert_false(oh_board_phone(b)->here);
	oh_board_drop_peer(b, 7, 1);
	oh_board_drop_peer(b, 7, 1);
	assert_int_equal(oh_board_add_peer(b, 1, NULL), 0);
	assert_string_equal(oh_board_peer(b, 1)->command, "");
 out:
	cJSON_Delete(o);
	mem_deref(b);

	return err;
}

int test_board_log(void)
{
	struct oh_board *b = NULL;
	char line[32];
	int err;

	TEST_OK(err = start(&b));
	assert_null(oh_board_log(b, 0));
	(void)tell(b, PHONE, 1, "{\"event\":\"warning\",\"call\":\"none\","
		   "\"time\":\"2026-01-02T03:04:05.678+01:00\","
		   "\"number\":\"sip:x@h\",\"text\":\"a\\u001b[31mb\"}");
	assert_string_equal(oh_board_log(b, 0)->text,
			    "x: a\xef\xbf\xbd[31mb");
	assert_true(oh_board_log(b, 0)->alert);
	assert_int_equal(oh_board_log(b, 0)->wall_us, 1767319445678000ull);
	assert_string_equal(oh_board_log(b, 0)->call, "");
	for (unsigned i = 0; i < OH_BOARD_LOG_MAX + 10; i++) {
		(void)re_snprintf(line, sizeof(line), "line %u", i);
		oh_board_say(b, false, line);
	}
	assert_int_equal(oh_board_log_serial(b), OH_BOARD_LOG_MAX + 11);
	assert_string_equal(oh_board_log(b, 0)->text, "line 509");
	assert_string_equal(oh_board_log(b, OH_BOARD_LOG_MAX - 1)->text,
			    "line 10");
	assert_null(oh_board_log(b, OH_BOARD_LOG_MAX));
 out:
	mem_deref(b);

	return err;
}
