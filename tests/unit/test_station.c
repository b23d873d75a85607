/**
 * @file test_station.c  Calls, voice and settings of a telephone
 */
#include "base/compat.h"
#include "station_fixture.h"
#include "test.h"

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
	struct station_fix f;

	TEST_OK(station_start(&f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		(void)re_snprintf(line, sizeof(line), "{\"do\":\"set\",%s}",
				  v[i].line);
		TEST_OK(sta_ask(&f.p, line, &o));
		if (peer_ok(o) != !v[i].error || (v[i].error &&
		    !strstr(peer_text(o, "error"), v[i].error)))
			fail_msg("%s: %s", line, peer_text(o, "error"));
		if (v[i].error)
			assert_int_equal(peer_number(o, "status"),
					 v[i].status);
	}
	TEST_OK(sta_ask(&f.p, "{\"do\":\"status\"}", &o));
	assert_string_equal(peer_text(o, "number"), "+14255550198");
	assert_string_equal(peer_text(o, "trunk"), "home");
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(o, "dnd")));
	list = cJSON_GetObjectItem(o, "auto_answer");
	assert_int_equal(cJSON_GetArraySize(list), 2);
	assert_string_equal(cJSON_GetArrayItem(list, 0)->valuestring,
			    "+14255550160");
	/* "" un-chooses */
	TEST_OK(sta_ask(&f.p, "{\"do\":\"set\",\"caller_id\":\"\",\"trunk\":"
		    "\"\",\"auto_answer\":[]}", &o));
	TEST_OK(sta_ask(&f.p, "{\"do\":\"status\"}", &o));
	assert_string_equal(peer_text(o, "trunk"), "");
	assert_string_equal(peer_text(o, "number"), "");
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(o, "dnd")));
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/* Whoever wants events is told of each change, once */
int test_station_phone_event(void)
{
	cJSON *o = NULL;
	struct station_fix f;

	TEST_OK(station_start(&f));
	TEST_OK(sta_ask(&f.p, "{\"do\":\"events\"}", &o));
	TEST_OK(sta_ask(&f.p, "{\"do\":\"mute-all\"}", &o));
	TEST_OK(peer_await(&f.p, 4));
	o = (cJSON_Delete(o), peer_line(&f.p, 3));
	assert_string_equal(peer_text(o, "event"), "phone");
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(o, "muted")));
	assert_string_equal(peer_text(o, "handset"), "none");
	/* Nothing changes by this */
	TEST_OK(sta_ask(&f.p, "{\"do\":\"mute-all\"}", &o));
	TEST_OK(sta_ask(&f.p, "{\"do\":\"mute-all\",\"off\":true}", &o));
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
	station_reset(&f);
	return 0;
}

/* Only what rings here can be answered or refused */
int test_station_not_ringing(void)
{
	cJSON *o = NULL;
	struct station_fix f;

	LIVE_OK(station_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"answer\"}", &o));
	LIVE_STR(peer_text(o, "error"), "call: it does not ring here");
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"reject\"}", &o));
	LIVE_STR(peer_text(o, "error"), "call: it does not ring here");
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"reject\",\"scode\":200}", &o));
	LIVE_STR(peer_text(o, "error"), "scode: 400 to 699");
 out:
	cJSON_Delete(o);
	station_reset(&f);
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
	struct station_fix f;
	char line[160];

	TEST_OK(station_start(&f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		(void)re_snprintf(line, sizeof(line), "{\"do\":\"dial\"%s}",
				  v[i].line);
		TEST_OK(sta_ask(&f.p, line, &o));
		assert_false(peer_ok(o));
		if (strcmp(peer_text(o, "cause"), v[i].cause) ||
		    !strstr(peer_text(o, "error"), v[i].error))
			fail_msg("%s: %s %s", line, peer_text(o, "cause"),
				 peer_text(o, "error"));
		assert_int_equal(peer_number(o, "status"), v[i].status);
	}
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

static void closed_handler(void *arg)
{
	struct station_fix *f = arg;

	f->closed = true;
}

/* A call is made, has the voice, and is hung up when the station stops */
int test_station_stop(void)
{
	cJSON *o = NULL;
	struct station_fix f;

	LIVE_OK(station_start(&f));
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"dial\",\"number\":\"4255550100\"}",
		    &o));
	LIVE_STR(peer_text(o, "error"), "");
	LIVE_TRUE(*peer_text(o, "call"));
	LIVE_INT(f.resultc, 0);
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"status\"}", &o));
	LIVE_INT(cJSON_GetArraySize(cJSON_GetObjectItem(o, "talking")), 1);
	oh_station_stop(f.st, OH_CAUSE_TERMINATED, closed_handler, &f);
	LIVE_TRUE(!f.closed);
	LIVE_OK(test_loop_until(&f.closed, STATION_MS));
	LIVE_INT(f.resultc, 1);
	LIVE_INT(f.cause, OH_CAUSE_TERMINATED);
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

int test_station_flow(void)
{
	cJSON *o = NULL;
	struct station_fix f;

	LIVE_OK(station_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"flow\"}", &o));
	LIVE_STR(peer_text(o, "error"), "argv: which program?");
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"flow\",\"argv\":[\"/no/it\"]}", &o));
	LIVE_INT(peer_number(o, "status"), 127);
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"flow\",\"argv\":[\"sh\",\"-c\","
		    "\"exit 7\"]}", &o));
	LIVE_INT(peer_number(o, "status"), 7);
	LIVE_TRUE(!peer_ok(o));
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"flow\",\"argv\":[\"sh\",\"-c\","
		    "\"test -n \\\"$OFFHOOK_CALL\\\"\"]}", &o));
	LIVE_TRUE(peer_ok(o));
	/* The call is still there, and has been all the while */
	LIVE_TRUE(oh_call_is_up(f.l.pairv[0].near.call));
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}
