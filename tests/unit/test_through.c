/**
 * @file test_through.c  Who was put through to somebody, and comes back
 */
#include "base/compat.h"
#include "action/meeting.h"
#include "ctl/server.h"
#include "sip/stack.h"
#include "station_fixture.h"
#include "test.h"

enum { DESK_SIZE = 128 };

static const char *id_of(const struct station_fix *f, size_t i)
{
	return oh_call_id(f->l.pairv[i].near.call);
}

/* "1.." for each call that has the voice, 'h' for one that is held */
static bool is_so(struct station_fix *f, const char *want)
{
	cJSON *o = NULL, *m, *list;
	bool ok = true;

	if (sta_ask(&f->p, "{\"do\":\"status\"}", &o))
		return test_or_refused(0);
	list = cJSON_GetObjectItem(o, "talking");
	for (size_t i = 0; want[i]; i++) {
		struct oh_stream_info info;
		bool found = false;

		oh_stream_info(oh_call_stream(f->l.pairv[i].near.call),
			       &info);
		cJSON_ArrayForEach(m, list)
			found = found || 0 == strcmp(m->valuestring,
						     id_of(f, i));
		ok = ok && found == (want[i] == '1') &&
			info.hold_local == (want[i] == 'h');
	}
	cJSON_Delete(o);

	return ok;
}

/* Until it is so */
static int become(struct station_fix *f, const char *want)
{
	bool so = is_so(f, want);

	for (unsigned i = 0; i < STATION_MS / 100 && !so; i++) {
		bool never = false;

		(void)test_loop_until(&never, 100);
		so = is_so(f, want);
	}

	return test_or_refused(so ? 0 : ETIMEDOUT);
}

/* The first is put through to the second */
static int put_through(struct station_fix *f, struct peer *p)
{
	char line[200];

	(void)re_snprintf(line, sizeof(line), "{\"do\":\"transfer\",\"call\":"
			  "\"%s\",\"attended\":\"%s\",\"mode\":\"bridge\"}",
			  id_of(f, 0), id_of(f, 1));

	return peer_say(p, line);
}

/* So many calls, and the handset behind them; NULL: none */
static int start(struct station_fix *f, size_t calls, char handset[DESK_SIZE])
{
	int err = station_init(f);

	if (!err && handset) {
		(void)re_snprintf(handset, DESK_SIZE, "sip:desk@%J",
				  oh_sip_laddr(f->l.b));
		f->prm.talk.handset.conf = handset;
	}
	if (!err)
		err = station_open(f);
	for (size_t i = 0; i < calls && !err; i++)
		err = live_call(&f->l);

	return test_or_refused(err);
}

static int hang_up(struct station_fix *f, size_t i)
{
	oh_call_hangup(f->l.pairv[i].far.call, OH_CAUSE_DONE);

	return live_await(&f->l, &f->l.pairv[i].near, OH_EVENT_ENDED, 1);
}

/* To whom they were put through has gone: the person has them again */
int test_through_voice(void)
{
	struct station_fix f;

	LIVE_OK(start(&f, 2, NULL));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_OK(put_through(&f, &f.p));
	LIVE_OK(become(&f, "00"));
	LIVE_OK(hang_up(&f, 1));
	LIVE_OK(become(&f, "1"));
 out:
	station_reset(&f);
	return test_or_refused(0);
}

/* So it is if the one that was asked before is who stays */
int test_through_asked(void)
{
	struct station_fix f;

	LIVE_OK(start(&f, 2, NULL));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 1));
	LIVE_OK(become(&f, "h1"));
	LIVE_OK(put_through(&f, &f.p));
	LIVE_OK(become(&f, "00"));
	LIVE_OK(hang_up(&f, 1));
	LIVE_OK(become(&f, "1"));
 out:
	station_reset(&f);
	return test_or_refused(0);
}

/* The person has begun to talk to somebody else: they are held */
int test_through_held(void)
{
	struct station_fix f;

	LIVE_OK(start(&f, 3, NULL));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_OK(put_through(&f, &f.p));
	LIVE_OK(become(&f, "00"));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 2));
	LIVE_OK(become(&f, "001"));
	LIVE_TRUE(oh_meeting_of(live_of(&f.l, 0)) != NULL);
	oh_call_hangup(f.l.pairv[1].far.call, OH_CAUSE_DONE);
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_HELD, 1));
	LIVE_TRUE(is_so(&f, "h"));
 out:
	station_reset(&f);
	return test_or_refused(0);
}

/* No call of the person's: a program has it, and goes on */
int test_through_program(void)
{
	struct station_fix f;

	LIVE_OK(start(&f, 2, NULL));
	LIVE_OK(put_through(&f, &f.p));
	LIVE_OK(become(&f, "00"));
	LIVE_OK(hang_up(&f, 1));
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 0)));
	LIVE_TRUE(is_so(&f, "0"));
	LIVE_TRUE(is_so(&f, "0"));
 out:
	station_reset(&f);
	return test_or_refused(0);
}

/* Whoever put them through gives it up: who had the voice has it */
int test_through_both(void)
{
	struct station_fix f;

	LIVE_OK(start(&f, 2, NULL));
	LIVE_OK(peer_open(&f.q, oh_ctl_path(f.ctl)));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 1));
	LIVE_OK(become(&f, "h1"));
	LIVE_OK(put_through(&f, &f.q));
	LIVE_OK(become(&f, "00"));
	peer_close(&f.q);
	LIVE_OK(become(&f, "h1"));
 out:
	station_reset(&f);
	return test_or_refused(0);
}

static int speak(struct station_fix *f, size_t from, size_t to)
{
	struct live_end *e = &f->l.pairv[to].far;
	unsigned n = e->eventc[OH_EVENT_SPEECH];
	int err;

	oh_call_listen(e->call, true);
	err = live_speak(&f->l, &f->l.pairv[from].far, 1000);
	if (!err)
		err = live_await(&f->l, e, OH_EVENT_SPEECH, n + 2);
	oh_call_listen(e->call, false);

	return err;
}

/* The handset is there again, both ways */
int test_through_handset(void)
{
	char desk[DESK_SIZE];
	struct station_fix f;

	if (test_is_oom())
		return 0;
	LIVE_OK(start(&f, 2, desk));
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_OK(live_await(&f.l, &f.l.pairv[2].far, OH_EVENT_ANSWERED, 1));
	LIVE_OK(speak(&f, 0, 2));
	LIVE_OK(put_through(&f, &f.p));
	LIVE_OK(become(&f, "00"));
	LIVE_OK(hang_up(&f, 1));
	LIVE_OK(become(&f, "1"));
	LIVE_OK(speak(&f, 0, 2));
	LIVE_OK(speak(&f, 2, 0));
 out:
	station_reset(&f);
	return 0;
}

/* It is refused before anybody is called, or even looks */
int test_through_refused(void)
{
	struct station_fix f;
	cJSON *o = NULL;
	char line[160], desk[DESK_SIZE];

	if (test_is_oom())
		return 0;
	LIVE_OK(start(&f, 1, desk));
	oh_calls_set_place(f.l.calls, f.place);
	LIVE_OK(sta_ask_of(&f, "\"do\":\"talk\"", 0));
	LIVE_OK(live_await(&f.l, &f.l.pairv[1].far, OH_EVENT_ANSWERED, 1));
	(void)re_snprintf(line, sizeof(line), "{\"do\":\"transfer\",\"call\":"
			  "\"%s\",\"target\":\"+19005550100\",\"mode\":"
			  "\"bridge\"}", id_of(&f, 0));
	LIVE_OK(sta_ask(&f.p, line, &o));
	LIVE_STR(peer_text(o, "cause"), "refused");
	LIVE_OK(become(&f, "1"));
	LIVE_OK(speak(&f, 0, 1));
	LIVE_OK(speak(&f, 1, 0));
 out:
	cJSON_Delete(o);
	station_reset(&f);
	return 0;
}
