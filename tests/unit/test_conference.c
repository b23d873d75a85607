/**
 * @file test_conference.c  Who has the voice, who is held, who is joined
 */
#include "base/compat.h"
#include "action/meeting.h"
#include "station_fixture.h"
#include "test.h"

static bool is_held(const struct station_fix *f, size_t i)
{
	struct oh_stream_info info;

	oh_stream_info(oh_call_stream(f->l.pairv[i].near.call), &info);

	return info.hold_local;
}

/* "up talking held": what is so of a call */
static bool is_so(struct station_fix *f, size_t i, bool talking, bool held)
{
	const char *id = oh_call_id(f->l.pairv[i].near.call);
	cJSON *o = NULL, *m, *list;
	bool found = false;

	if (sta_ask(&f->p, "{\"do\":\"status\"}", &o))
		return true;
	list = cJSON_GetObjectItem(o, "talking");
	cJSON_ArrayForEach(m, list)
		found = found || 0 == strcmp(m->valuestring, id);
	cJSON_Delete(o);

	return found == talking && is_held(f, i) == held;
}

/* Who gets the voice takes it from others, who are held meanwhile */
int test_conference_talk(void)
{
	cJSON *o = NULL;
	struct station_fix f;
	char line[160];

	LIVE_OK(station_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(live_call(&f.l));
	LIVE_TRUE(is_so(&f, 0, false, false));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, false, false));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 1));
	LIVE_TRUE(is_so(&f, 0, false, true));
	LIVE_TRUE(is_so(&f, 1, true, false));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, false, true));
	(void)re_snprintf(line, sizeof(line), "{\"do\":\"talk\",\"calls\":"
			  "[\"%s\",\"%s\"]}",
			  oh_call_id(f.l.pairv[0].near.call),
			  oh_call_id(f.l.pairv[1].near.call));
	LIVE_OK(sta_ask(&f.p, line, &o));
	LIVE_TRUE(peer_ok(o));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, true, false));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\",\"off\":true", 0));
	LIVE_TRUE(is_so(&f, 0, false, true));
	LIVE_TRUE(is_so(&f, 1, true, false));
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"talk\",\"off\":true}", &o));
	LIVE_TRUE(peer_ok(o));
	LIVE_TRUE(is_so(&f, 1, false, true));
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"talk\"}", &o));
	LIVE_STR(peer_text(o, "error"), "call: which one?");
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"talk\",\"call\":\"zz\"}", &o));
	LIVE_STR(peer_text(o, "error"), "call: no such call in this process");
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/* A request about the first two calls; what: more of it, from a comma on */
static int ask_both(struct station_fix *f, const char *what, cJSON **op)
{
	char line[200];

	(void)re_snprintf(line, sizeof(line), "{\"do\":\"talk\",\"calls\":"
			  "[\"%s\",\"%s\"]%s}",
			  oh_call_id(f->l.pairv[0].near.call),
			  oh_call_id(f->l.pairv[1].near.call), what);

	return sta_ask(&f->p, line, op);
}

static bool are_joined(const struct station_fix *f)
{
	const struct oh_meeting *m = oh_meeting_of(live_of(&f->l, 0));

	return m && oh_meeting_of(live_of(&f->l, 1)) == m;
}

/* Who is joined with others is held no longer, and the voice comes along */
int test_conference_joined(void)
{
	struct station_fix f;
	char line[200];

	LIVE_OK(station_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 1));
	LIVE_TRUE(is_so(&f, 0, false, true));
	(void)re_snprintf(line, sizeof(line), "{\"do\":\"join\",\"call\":"
			  "\"%s\",\"calls\":[\"%s\"]}",
			  oh_call_id(f.l.pairv[0].near.call),
			  oh_call_id(f.l.pairv[1].near.call));
	LIVE_OK(peer_say(&f.p, line));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_RESUMED, 1));
	LIVE_TRUE(is_so(&f, 1, true, false));
	/* One alone cannot be taken aside: they are somebody's */
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_TRUE(are_joined(&f));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, true, false));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\",\"off\":true", 0));
	LIVE_TRUE(are_joined(&f));
	LIVE_TRUE(is_so(&f, 0, false, false));
	LIVE_TRUE(is_so(&f, 1, false, false));
 out:
	station_reset(&f);
	return 0;
}

/* Those that were put through are left alone */
int test_conference_put_through(void)
{
	cJSON *o = NULL;
	struct station_fix f;
	char line[200];

	LIVE_OK(station_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(ask_both(&f, ",\"join\":true", &o));
	LIVE_TRUE(peer_ok(o));
	(void)re_snprintf(line, sizeof(line), "{\"do\":\"transfer\",\"call\":"
			  "\"%s\",\"attended\":\"%s\",\"mode\":\"bridge\"}",
			  oh_call_id(f.l.pairv[0].near.call),
			  oh_call_id(f.l.pairv[1].near.call));
	LIVE_OK(peer_say(&f.p, line));
	LIVE_TRUE(is_so(&f, 0, false, false));
	LIVE_TRUE(is_so(&f, 1, false, false));
	LIVE_TRUE(are_joined(&f));
	LIVE_OK(ask_both(&f, "", &o));
	LIVE_STR(peer_text(o, "error"), "call: it is joined with another one");
	LIVE_OK(ask_both(&f, ",\"join\":true", &o));
	LIVE_STR(peer_text(o, "error"), "call: it is joined with another one");
	LIVE_TRUE(is_so(&f, 1, false, false));
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/* A conference goes on without the person, who comes back, takes one aside,
   and loses one who leaves */
int test_conference_goes_on(void)
{
	cJSON *o = NULL;
	struct station_fix f;

	LIVE_OK(station_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 1));
	LIVE_OK(ask_both(&f, ",\"join\":true", &o));
	LIVE_TRUE(peer_ok(o));
	LIVE_TRUE(are_joined(&f));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, true, false));
	/* Another one is talked to: they go on, and are not held */
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 2));
	LIVE_TRUE(are_joined(&f));
	LIVE_TRUE(is_so(&f, 0, false, false));
	LIVE_TRUE(is_so(&f, 1, false, false));
	/* Back, to both */
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 1));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, true, false));
	LIVE_TRUE(is_so(&f, 2, false, true));
	/* Held, and no longer: the other one is not */
	LIVE_OK(sta_ask_of(&f, "\"do\":\"hold\"", 0));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_TRUE(are_joined(&f));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, true, false));
	/* One aside */
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_TRUE(!are_joined(&f));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, false, true));
	LIVE_OK(ask_both(&f, ",\"join\":true", &o));
	LIVE_OK(sta_ask(&f.p, "{\"do\":\"talk\",\"off\":true}", &o));
	LIVE_TRUE(peer_ok(o));
	LIVE_TRUE(are_joined(&f));
	LIVE_TRUE(is_so(&f, 0, false, false));
	LIVE_TRUE(is_so(&f, 1, false, false));
	/* The last one is in no conference */
	oh_call_hangup(f.l.pairv[0].far.call, OH_CAUSE_DONE);
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED, 1));
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 1)));
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/* Who is to be put through to what is no number stays in it */
int test_conference_bad_target(void)
{
	cJSON *o = NULL;
	struct station_fix f;
	char line[160];

	LIVE_OK(station_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(ask_both(&f, ",\"join\":true", &o));
	LIVE_TRUE(peer_ok(o));
	(void)re_snprintf(line, sizeof(line), "{\"do\":\"transfer\",\"call\":"
			  "\"%s\",\"target\":\"+1425\",\"mode\":\"bridge\"}",
			  oh_call_id(f.l.pairv[0].near.call));
	LIVE_OK(sta_ask(&f.p, line, &o));
	LIVE_TRUE(!peer_ok(o));
	LIVE_TRUE(are_joined(&f));
	LIVE_TRUE(is_so(&f, 0, true, false));
	LIVE_TRUE(is_so(&f, 1, true, false));
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}

/* What makes no conference */
int test_conference_refused(void)
{
	cJSON *o = NULL;
	struct station_fix f;
	char line[160];

	LIVE_OK(station_start(&f));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(ask_both(&f, ",\"join\":1", &o));
	LIVE_STR(peer_text(o, "error"), "join: true or false is wanted");
	LIVE_OK(ask_both(&f, ",\"join\":true,\"off\":true", &o));
	LIVE_STR(peer_text(o, "error"), "join: or off, not both");
	(void)re_snprintf(line, sizeof(line), "{\"do\":\"talk\",\"join\":true,"
			  "\"call\":\"%s\"}",
			  oh_call_id(f.l.pairv[0].near.call));
	LIVE_OK(sta_ask(&f.p, line, &o));
	LIVE_STR(peer_text(o, "error"), "join: two calls or more");
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 0)));
	LIVE_TRUE(is_so(&f, 0, false, false));
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}
