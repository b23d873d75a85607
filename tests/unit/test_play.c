/**
 * @file test_play.c  Prompts on a live call, and what stops them
 */
#include "action/play.h"
#include "live_fixture.h"

struct fix {
	struct live         l;
	struct live_outcome o, o2;
	struct oh_sound_item item;
	struct oh_play_prm  prm;
};

static int fix_init(struct fix *f, uint32_t ms)
{
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	if (!err)
		err = live_call(&f->l);
	f->item.text = live_tone(&f->l, "tone.wav", ms);
	f->prm = (struct oh_play_prm){ .itemv = &f->item, .itemc = 1,
				       .loops = 1 };

	return err;
}

static void fix_reset(struct fix *f)
{
	mem_deref(f->o.action);
	mem_deref(f->o2.action);
	live_close(&f->l);
}

static int play(struct fix *f, struct live_outcome *o)
{
	return oh_play_start(&o->action, live_of(&f->l, 0), &f->prm,
			     live_outcome_handler, o);
}

int test_play_to_the_end(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 200));
	f.prm.loops = 2;
	LIVE_OK(play(&f, &f.o));
	LIVE_TRUE(!f.o.over);
	LIVE_OK(live_await_over(&f.o));
	LIVE_INT(f.o.cause, OH_CAUSE_DONE);
	LIVE_STR(f.o.digits, "");
	LIVE_TRUE(f.o.seconds > 0.39 && f.o.seconds < 0.45);
	LIVE_INT(f.o.count, 1);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Only a key that may, and it waits for who collects */
int test_play_stops_at_a_key(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 300));
	f.prm.loops     = 0;
	f.prm.interrupt = "12#";
	LIVE_OK(play(&f, &f.o));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_PLAYING, 1));
	LIVE_OK(oh_call_send_digits(f.l.pairv[0].far.call, "5#"));
	LIVE_OK(live_await_over(&f.o));
	LIVE_INT(f.o.cause, OH_CAUSE_DONE);
	LIVE_STR(f.o.digits, "#");
	LIVE_INT(oh_live_typed(live_of(&f.l, 0)), '5');
	LIVE_INT(oh_live_typed(live_of(&f.l, 0)), '#');
	LIVE_INT(oh_live_typed(live_of(&f.l, 0)), '\0');
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

int test_play_says_what_is_wrong(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 100));
	f.item.text = "/nowhere/a.wav";
	LIVE_OK(play(&f, &f.o));
	LIVE_OK(live_await_over(&f.o));
	LIVE_INT(f.o.cause, OH_CAUSE_FAILED);
	LIVE_INT(f.o.err, ENOENT);
	LIVE_TRUE(strstr(f.o.error, "/nowhere/a.wav: "));
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* The second takes the place of the first, which has failed */
int test_play_one_at_a_time(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 200));
	f.prm.loops = 0;
	LIVE_OK(play(&f, &f.o));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_PLAYING, 1));
	f.prm.loops = 1;
	LIVE_OK(play(&f, &f.o2));
	LIVE_OK(live_await_over(&f.o));
	LIVE_OK(live_await_over(&f.o2));
	LIVE_INT(f.o.cause, OH_CAUSE_FAILED);
	LIVE_INT(f.o.err, ECANCELED);
	LIVE_INT(f.o2.cause, OH_CAUSE_DONE);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* They hang up; and what is over cannot be played to */
int test_play_until_they_go(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 300));
	f.prm.loops = 0;
	LIVE_OK(play(&f, &f.o));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_PLAYING, 1));
	oh_call_hangup(f.l.pairv[0].far.call, OH_CAUSE_DONE);
	LIVE_OK(live_await_over(&f.o));
	LIVE_INT(f.o.cause, OH_CAUSE_HUNG_UP);
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED, 1));
	LIVE_TRUE(!live_of(&f.l, 0));
	LIVE_INT(play(&f, &f.o2), ENOTCONN);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Released: it is quiet, and nothing is told any more */
int test_play_cancelled(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 300));
	f.prm.loops = 0;
	LIVE_OK(play(&f, &f.o));
	f.o.action = mem_deref(f.o.action);        /* before it is made */
	LIVE_OK(play(&f, &f.o));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_PLAYING, 1));
	f.o.action = mem_deref(f.o.action);
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_PLAYED, 1));
	LIVE_INT(f.o.count, 0);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}
