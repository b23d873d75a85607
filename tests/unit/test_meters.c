/**
 * @file test_meters.c  How loud and how good live calls are, as clients hear
 */
#include "base/compat.h"
#include <math.h>
#include "action/meeting.h"
#include "audio.h"
#include "ctl/meters.h"
#include "ctl/server.h"
#include "ctl_peer.h"
#include "live_fixture.h"

enum { LINES_MAX = 200, TONE_RATE = 8000, TONE_MS = 1000 };

struct fix {
	struct live       l;
	struct oh_ctl    *ctl;
	struct oh_prompt *tone;
	struct peer       p, q;
};

static int exit_of(enum oh_cause cause)
{
	return cause == OH_CAUSE_DONE ? 0 : 10 + (int)cause;
}

static int fix_init(struct fix *f, size_t calls)
{
	static int16_t sampv[TONE_RATE / 1000 * TONE_MS];
	struct oh_ctl_prm prm = { .command = "test", .exith = exit_of };
	int err;

	memset(f, 0, sizeof(*f));
	audio_sine(sampv, ARRAY_SIZE(sampv), TONE_RATE, 500.0, 8000.0);
	err = live_init(&f->l);
	for (size_t i = 0; i < calls && !err; i++)
		err = live_call(&f->l);
	if (!err)
		err = oh_prompt_samples(&f->tone, f->l.prompts, sampv,
					ARRAY_SIZE(sampv), TONE_RATE);
	prm.calls = f->l.calls;
	if (!err)
		err = oh_ctl_listen(&f->ctl, &prm);
	if (!err)
		err = peer_open(&f->p, oh_ctl_path(f->ctl));
	if (!err)
		err = peer_open(&f->q, oh_ctl_path(f->ctl));
	if (!err)
		err = peer_await(&f->p, 1);
	if (!err)
		err = peer_await(&f->q, 1);

	return err;
}

static void fix_reset(struct fix *f)
{
	peer_close(&f->p);
	peer_close(&f->q);
	mem_deref(f->ctl);
	oh_prompt_unref(f->tone);
	live_close(&f->l);
}

static int say_tone(struct fix *f, struct live_end *e)
{
	return oh_stream_play(oh_call_stream(e->call), &f->tone, 1, 0, NULL);
}

/* The object of call i in a line, or NULL */
static const cJSON *call_in(const cJSON *line, const struct fix *f, size_t i)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(line, "calls");
	const cJSON *m;

	cJSON_ArrayForEach(m, list) {
		if (0 == strcmp(peer_text(m, "call"),
				oh_call_id(f->l.pairv[i].near.call)))
			return m;
	}
	return NULL;
}

static bool is_near(const cJSON *call, const char *name, double want)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(call, name);

	return cJSON_IsNumber(m) && fabs(m->valuedouble - want) <= 1.0;
}

static bool is_set(const cJSON *call, const char *name)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(call, name));
}

/* What shall be so in a line, for some calls; the tone has -15.26 */
struct want {
	double us, them;
};

static bool fits(const cJSON *line, const struct fix *f,
		 const struct want *wantv, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const cJSON *m = call_in(line, f, i);

		if (!is_near(m, "us", wantv[i].us) ||
		    !is_near(m, "them", wantv[i].them))
			return false;
	}
	return true;
}

/* Lines come until one is so */
static int await_levels(struct fix *f, struct peer *p,
			const struct want *wantv, size_t n)
{
	int err = 0;

	for (unsigned i = 0; i < LINES_MAX && !err; i++) {
		bool ok;
		cJSON *o;

		err = peer_await(p, p->linec + 1);
		if (err)
			break;
		o  = peer_line(p, p->linec - 1);
		ok = 0 == strcmp(peer_text(o, "event"), "meters") &&
			fits(o, f, wantv, n);
		cJSON_Delete(o);
		if (ok)
			return 0;
	}
	return err ? err : ETIMEDOUT;
}

static int ask(struct peer *p, const char *line)
{
	cJSON *o = NULL;
	int err = peer_ask(p, line, &o);

	if (!err && !peer_ok(o))
		err = EPROTO;
	cJSON_Delete(o);

	return err;
}

/* Each call by itself; a mute is silence; two clients, at two paces, do not
   take the tone from one another */
int test_meters_tell_levels(void)
{
	static const struct want nonev[]  = { { -127, -127 },
					      { -127, -127 } };
	static const struct want firstv[] = { { -15.26, -127 },
					      { -127, -15.26 } };
	static const struct want mutev[]  = { { -127, -127 },
					      { -127, -15.26 } };
	struct fix f;

	TEST_OK(fix_init(&f, 2));
	LIVE_OK(ask(&f.p, "{\"do\":\"meters\",\"every\":0.05}"));
	LIVE_OK(await_levels(&f, &f.p, nonev, 2));
	LIVE_OK(say_tone(&f, &f.l.pairv[0].near));
	LIVE_OK(say_tone(&f, &f.l.pairv[1].far));
	LIVE_OK(await_levels(&f, &f.p, firstv, 2));
	LIVE_OK(ask(&f.q, "{\"do\":\"meters\",\"every\":0.12}"));
	for (int i = 0; i < 3; i++) {
		LIVE_OK(await_levels(&f, &f.q, firstv, 2));
		LIVE_OK(await_levels(&f, &f.p, firstv, 2));
	}
	oh_stream_mute(oh_call_stream(f.l.pairv[0].near.call), true);
	LIVE_OK(await_levels(&f, &f.p, mutev, 2));
 out:
	fix_reset(&f);
	return 0;
}

static const cJSON *last(const struct peer *p, const struct fix *f, cJSON **op)
{
	cJSON_Delete(*op);
	*op = peer_line(p, p->linec - 1);

	return call_in(*op, f, 0);
}

/* Within two seconds it is known how good it is, and no event is told */
int test_meters_tell_quality(void)
{
	const cJSON *m = NULL;
	cJSON *o = NULL;
	struct fix f;

	if (test_is_oom())
		return 0;
	TEST_OK(fix_init(&f, 1));
	LIVE_OK(ask(&f.p, "{\"do\":\"meters\"}"));
	oh_stream_mute(oh_call_stream(f.l.pairv[0].near.call), true);
	for (unsigned i = 0; i < 40 && peer_number(m, "mos") < 0; i++) {
		LIVE_OK(peer_await(&f.p, f.p.linec + 1));
		m = last(&f.p, &f, &o);
	}
	assert_in_range(peer_number(m, "mos") * 100, 400, 450);
	assert_int_equal(peer_number(m, "loss"), 0);
	assert_true(peer_number(m, "jitter") >= 0.0);
	assert_true(is_set(m, "muted"));
	assert_true(!is_set(m, "recording"));
	assert_true(!cJSON_HasObjectItem(m, "talking"));
	assert_int_equal(f.l.pairv[0].near.eventc[OH_EVENT_QUALITY], 0);
	LIVE_OK(oh_call_record(f.l.pairv[0].near.call,
			       home_path(&f.l.home, "r.wav")));
	for (unsigned i = 0; i < 40 && !is_set(m, "recording"); i++) {
		LIVE_OK(peer_await(&f.p, f.p.linec + 1));
		m = last(&f.p, &f, &o);
	}
	assert_true(is_set(m, "recording"));
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* A call that begins is in the next lines, one that ends is in none */
int test_meters_follow_calls(void)
{
	static const struct want twov[] = { { -127, -127 }, { -127, -127 },
					    { -127, -15.26 } };
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f, 2));
	LIVE_OK(ask(&f.p, "{\"do\":\"meters\",\"every\":0.05}"));
	LIVE_OK(await_levels(&f, &f.p, twov, 2));
	LIVE_OK(live_call(&f.l));
	LIVE_OK(say_tone(&f, &f.l.pairv[2].far));
	LIVE_OK(await_levels(&f, &f.p, twov, 3));
	oh_call_hangup(f.l.pairv[1].near.call, OH_CAUSE_DONE);
	LIVE_OK(live_await(&f.l, &f.l.pairv[1].near, OH_EVENT_ENDED, 1));
	LIVE_OK(peer_await(&f.p, f.p.linec + 2));
	o = peer_line(&f.p, f.p.linec - 1);
	assert_int_equal(cJSON_GetArraySize(
		cJSON_GetObjectItemCaseSensitive(o, "calls")), 2);
	assert_true(call_in(o, &f, 0) && call_in(o, &f, 2));
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Who hears whom */
int test_meters_tell_joined(void)
{
	struct oh_meeting *m = NULL;
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f, 2));
	for (size_t i = 0; i < 2; i++) {
		struct oh_live *lv = live_of(&f.l, i);

		LIVE_OK(oh_meeting_get(&m, f.l.calls, "room"));
		LIVE_OK(oh_meeting_enter(m, lv, OH_ROOM_TALK, NULL));
		/* alone it is joined with nobody */
		assert_int_equal(i == 1, oh_meeting_id(lv) != NULL);
		m = mem_deref(m);
	}
	LIVE_OK(ask(&f.p, "{\"do\":\"meters\",\"every\":0.05}"));
	LIVE_OK(peer_await(&f.p, f.p.linec + 1));
	o = peer_line(&f.p, f.p.linec - 1);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(peer_text(call_in(o, &f, i), "joined"),
				    oh_call_id(f.l.pairv[0].near.call));
 out:
	mem_deref(m);
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Switched off, nothing is measured any more; nor when the client has gone */
int test_meters_end(void)
{
	struct oh_stream *st;
	double us, them;
	unsigned lines;
	struct fix f;

	TEST_OK(fix_init(&f, 1));
	st = oh_call_stream(f.l.pairv[0].near.call);
	LIVE_OK(say_tone(&f, &f.l.pairv[0].near));
	LIVE_OK(ask(&f.p, "{\"do\":\"meters\",\"every\":0.05}"));
	LIVE_OK(ask(&f.q, "{\"do\":\"meters\",\"every\":0.05}"));
	LIVE_OK(peer_say(&f.p, "{\"do\":\"meters\",\"off\":true}"));
	LIVE_OK(peer_await(&f.q, f.q.linec + 4));
	lines = f.p.linec;
	LIVE_OK(peer_await(&f.q, f.q.linec + 4));
	LIVE_INT(f.p.linec, lines);
	oh_stream_levels(st, &us, &them);
	LIVE_TRUE(us > -20.0);
	peer_close(&f.q);
	f.q.buf = NULL;
	LIVE_OK(ask(&f.p, "{\"do\":\"list\"}"));
	LIVE_OK(ask(&f.p, "{\"do\":\"list\"}"));
	oh_stream_levels(st, &us, &them);
	LIVE_TRUE(us == -127.0 && them == -127.0);
 out:
	fix_reset(&f);
	return 0;
}

int test_meters_refuse(void)
{
	static const struct { const char *line, *error; } casev[] = {
		{ "{\"do\":\"meters\",\"every\":0.04}",
		  "every: 0.05 to 10 seconds" },
		{ "{\"do\":\"meters\",\"every\":10.1}",
		  "every: 0.05 to 10 seconds" },
		{ "{\"do\":\"meters\",\"every\":\"fast\"}",
		  "every: seconds are wanted, at most a day" },
		{ "{\"do\":\"meters\",\"off\":1}",
		  "off: true or false is wanted" },
	};
	struct peer peerv[OH_METERS_CLIENTS_MAX];
	size_t n = 0;
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f, 0));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		LIVE_OK(peer_ask(&f.p, casev[i].line, &o));
		assert_string_equal(peer_text(o, "error"), casev[i].error);
		cJSON_Delete(o);
		o = NULL;
	}
	for (; n < ARRAY_SIZE(peerv) && !test_is_oom(); n++) {
		TEST_OK(peer_open(&peerv[n], oh_ctl_path(f.ctl)));
		TEST_OK(peer_await(&peerv[n], 1));
		LIVE_OK(ask(&peerv[n], "{\"do\":\"meters\",\"every\":10}"));
		/* at another pace it is the same one */
		LIVE_OK(ask(&peerv[n], "{\"do\":\"meters\",\"every\":9}"));
	}
	if (test_is_oom())
		goto out;
	LIVE_OK(peer_ask(&f.p, "{\"do\":\"meters\"}", &o));
	assert_string_equal(peer_text(o, "error"),
			    "meters: too many want to know");
 out:
	while (n--)
		peer_close(&peerv[n]);
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}
