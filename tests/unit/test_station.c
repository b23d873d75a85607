/**
 * @file test_station.c  A person's telephone, asked over its socket
 */
#include "base/compat.h"
#include "ctl/server.h"
#include "ctl_peer.h"
#include "live_fixture.h"
#include "place/place.h"
#include "sip/resolve.h"
#include "sip/stack.h"
#include "station/station.h"
#include "test.h"

enum { DEADLINE_MS = 8000 };

/* Calls lead to the far end of the pairs: who is called there answers */
static const char conf_text[] =
	"[dial]\n"
	"country = US\n"
	"[trunk home]\n"
	"server = 127.0.0.1\n"
	"port = %u\n"
	"caller_id = +14255550199\n"
	"[trunk away]\n"
	"server = 127.0.0.1\n"
	"port = %u\n"
	"[route us]\n"
	"pattern = ^\\+1\n"
	"trunks = home away\n";

struct fix {
	struct live           l;
	struct oh_conf       *conf;
	struct oh_resolver   *resolver;
	struct oh_place      *place;
	struct oh_ctl        *ctl;
	struct oh_station    *st;
	struct oh_station_prm prm;
	struct peer           p, q;
	unsigned              endc, resultc;
	bool                  lost, ended, closed;
	enum oh_cause         cause;
};

static int exit_of(enum oh_cause cause)
{
	return cause == OH_CAUSE_DONE ? 0 : cause == OH_CAUSE_REFUSED ? 30
							      : 10;
}

static void end_handler(bool lost, void *arg)
{
	struct fix *f = arg;

	f->endc++;
	f->lost  = lost;
	f->ended = true;
}

static void result_handler(const struct oh_result *res, void *arg)
{
	struct fix *f = arg;

	f->resultc++;
	f->cause = res->cause;
}

static void closed_handler(void *arg)
{
	struct fix *f = arg;

	f->closed = true;
}

static bool owned(struct oh_verdict *v, const char *number, void *arg)
{
	(void)arg;
	str_ncpy(v->text, "not yours", sizeof(v->text));
	str_ncpy(v->hint, "buy it", sizeof(v->hint));

	return 0 == strcmp(number, "+14255550198");
}

static void call_handler(struct oh_call *call, void *arg)
{
	struct fix *f = arg;

	(void)oh_calls_add(f->l.calls, call);
}

static int read_conf(struct fix *f)
{
	uint16_t port = sa_port(oh_sip_laddr(f->l.b));
	char text[512];

	(void)re_snprintf(text, sizeof(text), conf_text, port, port);

	return oh_conf_parse(&f->conf, "test", text);
}

static int open_rest(struct fix *f)
{
	const struct oh_place_prm pprm = {
		.conf = f->conf, .engine = f->l.engine,
		.resolver = f->resolver,
		.callh = call_handler, .callarg = f, .ownedh = owned,
	};
	const struct oh_ctl_prm cprm = { .calls = f->l.calls,
					 .command = "phoned",
					 .exith = exit_of };
	int err = oh_place_alloc(&f->place, &pprm);

	if (!err)
		err = oh_ctl_listen(&f->ctl, &cprm);

	return err;
}

static int fix_init(struct fix *f)
{
	static const char *const ownv[] = { "+14255550199" };
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	if (!err)
		err = read_conf(f);
	if (!err)
		err = oh_resolver_alloc(&f->resolver, NULL);
	if (!err)
		err = open_rest(f);
	f->prm = (struct oh_station_prm){
		.conf = f->conf, .calls = f->l.calls, .place = f->place,
		.ctl = f->ctl, .ownedh = owned, .ownv = ownv, .ownc = 1,
		.talk = { .prompts = f->l.prompts, .country = "US",
			  .handset = { .conf = "none", .device = "",
				       .engine = f->l.engine,
				       .resolver = f->resolver } },
		.program = { .calls = f->l.calls, .verbs = "/bin",
			     .socket = oh_ctl_path(f->ctl) },
		.exith = exit_of, .resulth = result_handler,
		.endh = end_handler, .arg = f,
	};

	return err;
}

static int fix_open(struct fix *f)
{
	int err = oh_station_alloc(&f->st, &f->prm);

	if (!err)
		err = peer_open(&f->p, oh_ctl_path(f->ctl));
	if (!err)
		err = peer_await(&f->p, 1);

	return test_or_refused(err);
}

static int fix_start(struct fix *f)
{
	int err = fix_init(f);

	return test_or_refused(err ? err : fix_open(f));
}

static void fix_reset(struct fix *f)
{
	f->st  = mem_deref(f->st);
	f->ctl = mem_deref(f->ctl);
	peer_close(&f->p);
	peer_close(&f->q);
	mem_deref(f->place);
	mem_deref(f->resolver);
	live_close(&f->l);
	mem_deref(f->conf);
}

/* Says it and finds the reply among the events */
static int ask(struct peer *p, const char *line, cJSON **op)
{
	unsigned n = p->linec;
	int err = peer_say(p, line);

	*op = (cJSON_Delete(*op), NULL);
	for (; !err && !*op; n++) {
		err = peer_await(p, n + 1);
		if (!err)
			*op = peer_line(p, n);
		if (*op && cJSON_HasObjectItem(*op, "event"))
			*op = (cJSON_Delete(*op), NULL);
	}

	return test_or_refused(err);
}

/* Says something of one call and waits for its good end */
static int ask_of(struct fix *f, const char *what, size_t i)
{
	const char *id = oh_call_id(f->l.pairv[i].near.call);
	cJSON *o = NULL;
	char line[256];
	int err;

	(void)re_snprintf(line, sizeof(line), "{\"call\":\"%s\",%s}", id,
			  what);
	err = ask(&f->p, line, &o);
	if (!err && !peer_ok(o))
		fail_msg("%s: %s", line, peer_text(o, "error"));
	cJSON_Delete(o);

	return err;
}

static bool is_held(const struct fix *f, size_t i)
{
	struct oh_stream_info info;

	oh_stream_info(oh_call_stream(f->l.pairv[i].near.call), &info);

	return info.hold_local;
}

/* "up talking held": what is so of a call */
static bool is_so(struct fix *f, size_t i, bool talking, bool held)
{
	const char *id = oh_call_id(f->l.pairv[i].near.call);
	cJSON *o = NULL, *m, *list;
	bool found = false;

	if (ask(&f->p, "{\"do\":\"status\"}", &o))
		return true;
	list = cJSON_GetObjectItem(o, "talking");
	cJSON_ArrayForEach(m, list)
		found = found || 0 == strcmp(m->valuestring, id);
	cJSON_Delete(o);

	return found == talking && is_held(f, i) == held;
}

int test_station_look(void)
{
	static const struct {
		const char *number, *kind, *verdict, *member, *value;
	} v[] = {
		{ "+14255550100", "e164", "allowed", "country", "US" },
		{ "4255550100", "e164", "allowed", "number", "+14255550100" },
		{ "+14255550100", "e164", "allowed", "route", "us" },
		{ "+14255550100", "e164", "allowed", "caller_id",
		  "+14255550199" },
		{ "", "part", "part", "number", "" },
		{ "+", "part", "part", "country", "" },
		{ "+1", "part", "part", "country", "US" },
		{ "+4420", "part", "part", "country_name",
		  "United Kingdom" },
		{ "425555", "code", "refused", "number", "425555" },
		{ "4255550", "part", "part", "number", "4255550" },
		{ "911", "emergency", "emergency", "hint",
		  "use a telephone" },
		{ "+19005550100", "e164", "refused", "hint",
		  "set allow_premium = +1900 in [guard]" },
		{ "*67", "code", "refused", "number", "*67" },
		{ "sip:anna@127.0.0.1", "uri", "refused", "number",
		  "sip:anna@127.0.0.1" },
		{ "si", "part", "part", "number", "si" },
		{ "anna", "part", "refused", "why", "'anna': letters are not "
		  "dialled: write digits" },
		{ "+0425", "part", "refused", "number", "+0425" },
		{ "+1425555010012345678", "part", "refused", "trunk", "" },
		{ "+390612345678", "e164", "refused", "country", "IT" },
	};
	cJSON *o = NULL;
	struct fix f;
	char line[128];

	TEST_OK(fix_start(&f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		(void)re_snprintf(line, sizeof(line),
				  "{\"do\":\"look\",\"number\":\"%s\"}",
				  v[i].number);
		TEST_OK(ask(&f.p, line, &o));
		assert_true(peer_ok(o));
		if (strcmp(peer_text(o, "kind"), v[i].kind) ||
		    strcmp(peer_text(o, "verdict"), v[i].verdict) ||
		    strcmp(peer_text(o, v[i].member), v[i].value))
			fail_msg("%s: %s", v[i].number,
				 cJSON_PrintUnformatted(o));
	}
	/* Of what was chosen, and of what is asked besides */
	TEST_OK(ask(&f.p, "{\"do\":\"set\",\"caller_id\":\"+14255550198\","
		    "\"trunk\":\"away\"}", &o));
	TEST_OK(ask(&f.p, "{\"do\":\"look\",\"number\":\"4255550100\"}",
		    &o));
	assert_string_equal(peer_text(o, "trunk"), "away");
	assert_string_equal(peer_text(o, "caller_id"), "+14255550198");
	TEST_OK(ask(&f.p, "{\"do\":\"look\",\"number\":\"4255550100\","
		    "\"trunk\":\"home\",\"from\":\"+14255550111\"}", &o));
	assert_string_equal(peer_text(o, "trunk"), "home");
	assert_string_equal(peer_text(o, "verdict"), "refused");
	assert_string_equal(peer_text(o, "why"), "not yours");
	assert_int_equal(f.resultc, 0);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Nothing of a wish holds if a part of it is wrong */
int test_station_set(void)
{
	static const struct {
		const char *line, *error;
		int         status;
	} v[] = {
		{ "\"dnd\":1", "dnd: true or false", 64 },
		{ "\"caller_id\":1", "caller_id: a string", 64 },
		{ "\"caller_id\":\"x\"", "caller_id: a telephone number",
		  64 },
		{ "\"caller_id\":\"+14255550111\"", "not yours", 30 },
		{ "\"trunk\":\"nowhere\"", "trunk: no trunk has this name",
		  64 },
		{ "\"auto_answer\":\"x\"", "auto_answer: a list", 64 },
		{ "\"auto_answer\":[\"a b\"]", "auto_answer: numbers", 64 },
		{ "\"auto_answer\":[\"+1*5\"]", "auto_answer: numbers", 64 },
		{ "\"dnd\":true,\"trunk\":\"nowhere\"", "trunk: no", 64 },
		{ "\"dnd\":false", NULL, 0 },
		{ "\"caller_id\":\"(425) 555-0198\"", NULL, 0 },
		{ "\"trunk\":\"home\",\"dnd\":true", NULL, 0 },
		{ "\"auto_answer\":[\"4255550160\",\"+44*\"]", NULL, 0 },
	};
	cJSON *o = NULL, *list;
	char line[160];
	struct fix f;

	TEST_OK(fix_start(&f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		(void)re_snprintf(line, sizeof(line), "{\"do\":\"set\",%s}",
				  v[i].line);
		TEST_OK(ask(&f.p, line, &o));
		if (peer_ok(o) != !v[i].error || (v[i].error &&
		    !strstr(peer_text(o, "error"), v[i].error)))
			fail_msg("%s: %s", line, peer_text(o, "error"));
		if (v[i].error)
			assert_int_equal(peer_number(o, "status"),
					 v[i].status);
	}
	TEST_OK(ask(&f.p, "{\"do\":\"status\"}", &o));
	assert_string_equal(peer_text(o, "number"), "+14255550198");
	assert_string_equal(peer_text(o, "trunk"), "home");
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(o, "dnd")));
	list = cJSON_GetObjectItem(o, "auto_answer");
	assert_int_equal(cJSON_GetArraySize(list), 2);
	assert_string_equal(cJSON_GetArrayItem(list, 0)->valuestring,
			    "+14255550160");
	/* "" un-chooses */
	TEST_OK(ask(&f.p, "{\"do\":\"set\",\"caller_id\":\"\",\"trunk\":"
		    "\"\",\"auto_answer\":[]}", &o));
	TEST_OK(ask(&f.p, "{\"do\":\"status\"}", &o));
	assert_string_equal(peer_text(o, "trunk"), "");
	assert_string_equal(peer_text(o, "number"), "");
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(o, "dnd")));
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Whoever wants events is told of each change, once */
int test_station_phone_event(void)
{
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_start(&f));
	TEST_OK(ask(&f.p, "{\"do\":\"events\"}", &o));
	TEST_OK(ask(&f.p, "{\"do\":\"mute-all\"}", &o));
	TEST_OK(peer_await(&f.p, 4));
	o = (cJSON_Delete(o), peer_line(&f.p, 3));
	assert_string_equal(peer_text(o, "event"), "phone");
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(o, "muted")));
	assert_string_equal(peer_text(o, "handset"), "none");
	/* Nothing changes by this */
	TEST_OK(ask(&f.p, "{\"do\":\"mute-all\"}", &o));
	TEST_OK(ask(&f.p, "{\"do\":\"mute-all\",\"off\":true}", &o));
	TEST_OK(peer_await(&f.p, 7));
	o = (cJSON_Delete(o), peer_line(&f.p, 6));
	assert_false(cJSON_IsTrue(cJSON_GetObjectItem(o, "muted")));
	oh_station_ready(f.st, "sip:a@127.0.0.1");
	oh_station_ready(f.st, "sip:a@127.0.0.1");
	TEST_OK(peer_await(&f.p, 8));
	o = (cJSON_Delete(o), peer_line(&f.p, 7));
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(o, "uri")),
			 1);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Who gets the voice takes it from others, who are held meanwhile */
int test_station_talk(void)
{
	cJSON *o = NULL;
	struct fix f;
	char line[160];

	LIVE_OK(fix_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(live_call(&f.l));
	LIVE_TRUE(is_so(&f, 0, false, false));
	LIVE_OK(ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, false, false));
	LIVE_OK(ask_of(&f, "\"do\":\"talk\"", 1));
	LIVE_TRUE(is_so(&f, 0, false, true));
	LIVE_TRUE(is_so(&f, 1, true, false));
	LIVE_OK(ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, false, true));
	(void)re_snprintf(line, sizeof(line), "{\"do\":\"talk\",\"calls\":"
			  "[\"%s\",\"%s\"]}",
			  oh_call_id(f.l.pairv[0].near.call),
			  oh_call_id(f.l.pairv[1].near.call));
	LIVE_OK(ask(&f.p, line, &o));
	LIVE_TRUE(peer_ok(o));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, true, false));
	LIVE_OK(ask_of(&f, "\"do\":\"talk\",\"off\":true", 0));
	LIVE_TRUE(is_so(&f, 0, false, true));
	LIVE_TRUE(is_so(&f, 1, true, false));
	LIVE_OK(ask(&f.p, "{\"do\":\"talk\",\"off\":true}", &o));
	LIVE_TRUE(peer_ok(o));
	LIVE_TRUE(is_so(&f, 1, false, true));
	LIVE_OK(ask(&f.p, "{\"do\":\"talk\"}", &o));
	LIVE_STR(peer_text(o, "error"), "call: which one?");
	LIVE_OK(ask(&f.p, "{\"do\":\"talk\",\"call\":\"zz\"}", &o));
	LIVE_STR(peer_text(o, "error"), "call: no such call in this process");
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Only what rings here can be answered or refused */
int test_station_not_ringing(void)
{
	cJSON *o = NULL;
	struct fix f;

	LIVE_OK(fix_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(ask(&f.p, "{\"do\":\"answer\"}", &o));
	LIVE_STR(peer_text(o, "error"), "call: it does not ring here");
	LIVE_OK(ask(&f.p, "{\"do\":\"reject\"}", &o));
	LIVE_STR(peer_text(o, "error"), "call: it does not ring here");
	LIVE_OK(ask(&f.p, "{\"do\":\"reject\",\"scode\":200}", &o));
	LIVE_STR(peer_text(o, "error"), "scode: 400 to 699");
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

int test_station_dial(void)
{
	static const struct {
		const char *line, *cause, *error;
		int         status;
	} v[] = {
		{ "", "failed", "number: whom shall I call?", 64 },
		{ ",\"number\":\"\"", "failed", "number: whom", 64 },
		{ ",\"number\":\"anna\"", "failed", "'anna': letters", 13 },
		{ ",\"number\":\"911\"", "refused", "emergency", 30 },
		{ ",\"number\":\"+19005550100\"", "refused", "premium", 30 },
		{ ",\"number\":\"4255550100\",\"from\":\"+14255550111\"",
		  "refused", "not yours", 30 },
		{ ",\"number\":\"4255550100\",\"trunk\":\"x\"", "failed",
		  "no trunk named 'x'", 78 },
		{ ",\"number\":\"*67\"", "failed", "no route matches", 78 },
		{ ",\"number\":\"4255550100\",\"talk\":1", "failed",
		  "talk: true or false", 64 },
	};
	cJSON *o = NULL;
	struct fix f;
	char line[160];

	TEST_OK(fix_start(&f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		(void)re_snprintf(line, sizeof(line), "{\"do\":\"dial\"%s}",
				  v[i].line);
		TEST_OK(ask(&f.p, line, &o));
		assert_false(peer_ok(o));
		if (strcmp(peer_text(o, "cause"), v[i].cause) ||
		    !strstr(peer_text(o, "error"), v[i].error))
			fail_msg("%s: %s %s", line, peer_text(o, "cause"),
				 peer_text(o, "error"));
		assert_int_equal(peer_number(o, "status"), v[i].status);
	}
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* A call is made, has the voice, and is hung up when the station stops */
int test_station_stop(void)
{
	cJSON *o = NULL;
	struct fix f;

	LIVE_OK(fix_start(&f));
	LIVE_OK(ask(&f.p, "{\"do\":\"dial\",\"number\":\"4255550100\"}",
		    &o));
	LIVE_STR(peer_text(o, "error"), "");
	LIVE_TRUE(*peer_text(o, "call"));
	LIVE_INT(f.resultc, 0);
	LIVE_OK(ask(&f.p, "{\"do\":\"status\"}", &o));
	LIVE_INT(cJSON_GetArraySize(cJSON_GetObjectItem(o, "talking")), 1);
	oh_station_stop(f.st, OH_CAUSE_TERMINATED, closed_handler, &f);
	LIVE_TRUE(!f.closed);
	LIVE_OK(test_loop_until(&f.closed, DEADLINE_MS));
	LIVE_INT(f.resultc, 1);
	LIVE_INT(f.cause, OH_CAUSE_TERMINATED);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

int test_station_flow(void)
{
	cJSON *o = NULL;
	struct fix f;

	LIVE_OK(fix_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(ask(&f.p, "{\"do\":\"flow\"}", &o));
	LIVE_STR(peer_text(o, "error"), "argv: which program?");
	LIVE_OK(ask(&f.p, "{\"do\":\"flow\",\"argv\":[\"/no/such\"]}", &o));
	LIVE_INT(peer_number(o, "status"), 127);
	LIVE_OK(ask(&f.p, "{\"do\":\"flow\",\"argv\":[\"sh\",\"-c\","
		    "\"exit 7\"]}", &o));
	LIVE_INT(peer_number(o, "status"), 7);
	LIVE_TRUE(!peer_ok(o));
	LIVE_OK(ask(&f.p, "{\"do\":\"flow\",\"argv\":[\"sh\",\"-c\","
		    "\"test -n \\\"$OFFHOOK_CALL\\\"\"]}", &o));
	LIVE_TRUE(peer_ok(o));
	/* The call is still there, and has been all the while */
	LIVE_TRUE(oh_call_is_up(f.l.pairv[0].near.call));
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* The last screen that leaves, and how, decides */
int test_station_screens(void)
{
	static const struct {
		bool        stay;
		const char *first, *second;   /* NULL: it breaks           */
		bool        end, lost;
	} v[] = {
		{ false, "off",    "off",    true,  false },
		{ false, "detach", "detach", false, false },
		{ false, "off",    "detach", false, false },
		{ false, "detach", "off",    true,  false },
		{ false, "off",    NULL,     true,  true },
		{ true,  "off",    NULL,     false, false },
		{ true,  "off",    "off",    false, false },
	};
	cJSON *o = NULL;
	char line[64];
	struct fix f;

	memset(&f, 0, sizeof(f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		LIVE_OK(fix_init(&f));
		f.prm.stay = v[i].stay;
		LIVE_OK(fix_open(&f));
		LIVE_OK(peer_open(&f.q, oh_ctl_path(f.ctl)));
		LIVE_OK(peer_await(&f.q, 1));
		LIVE_OK(ask(&f.p, "{\"do\":\"screen\",\"state\":\"on\"}",
			    &o));
		LIVE_OK(ask(&f.q, "{\"do\":\"screen\",\"state\":\"on\"}",
			    &o));
		LIVE_OK(ask(&f.p, "{\"do\":\"status\"}", &o));
		LIVE_INT(peer_number(o, "screens"), 2);
		(void)re_snprintf(line, sizeof(line), "{\"do\":\"screen\","
				  "\"state\":\"%s\"}", v[i].first);
		LIVE_OK(ask(&f.p, line, &o));
		LIVE_TRUE(!f.ended);
		(void)re_snprintf(line, sizeof(line), "{\"do\":\"screen\","
				  "\"state\":\"%s\"}", v[i].second);
		if (v[i].second)
			LIVE_OK(ask(&f.q, line, &o));
		peer_close(&f.q);
		if (v[i].end)
			LIVE_OK(test_loop_until(&f.ended, DEADLINE_MS));
		LIVE_OK(ask(&f.p, "{\"do\":\"status\"}", &o));
		LIVE_INT(f.ended, v[i].end);
		LIVE_INT(f.lost, v[i].lost);
		LIVE_TRUE(f.endc <= 1);
		fix_reset(&f);
		memset(&f, 0, sizeof(f));
	}
	cJSON_Delete(o);

	return 0;
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Each screen is told to go, and the station stays when they have */
int test_station_detach_all(void)
{
	cJSON *o = NULL;
	struct fix f;

	LIVE_OK(fix_start(&f));
	LIVE_OK(peer_open(&f.q, oh_ctl_path(f.ctl)));
	LIVE_OK(peer_await(&f.q, 1));
	LIVE_OK(ask(&f.q, "{\"do\":\"screen\",\"state\":\"on\"}", &o));
	LIVE_OK(ask(&f.p, "{\"do\":\"detach-all\"}", &o));
	LIVE_OK(peer_await(&f.q, 3));
	o = (cJSON_Delete(o), peer_line(&f.q, 2));
	LIVE_STR(peer_text(o, "event"), "detach");
	peer_close(&f.q);
	do {
		LIVE_OK(ask(&f.p, "{\"do\":\"status\"}", &o));
	} while (peer_number(o, "screens") > 0);
	LIVE_TRUE(!f.ended);
	LIVE_OK(ask(&f.p, "{\"do\":\"screen\",\"state\":\"away\"}", &o));
	LIVE_STR(peer_text(o, "error"), "state: on, detach or off");
	LIVE_OK(ask(&f.p, "{\"do\":\"quit\"}", &o));
	LIVE_TRUE(f.ended && !f.lost);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* It was started for a screen that never came */
int test_station_no_screen(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	f.prm.screen_ms = 50;
	LIVE_OK(fix_open(&f));
	LIVE_OK(test_loop_until(&f.ended, DEADLINE_MS));
	LIVE_TRUE(f.lost);
 out:
	fix_reset(&f);
	return 0;
}
