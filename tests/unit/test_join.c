/**
 * @file test_join.c  Live calls that are joined, and part again
 */
#include "action/hold.h"
#include "action/join.h"
#include "action/meeting.h"
#include "live_fixture.h"

struct fix {
	struct live         l;
	struct live_outcome ov[LIVE_PAIRS];
};

static int fix_init(struct fix *f, size_t calls)
{
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	for (size_t i = 0; i < calls && !err; i++)
		err = live_call(&f->l);

	return err;
}

static void fix_reset(struct fix *f)
{
	for (size_t i = 0; i < LIVE_PAIRS; i++)
		mem_deref(f->ov[i].action);
	live_close(&f->l);
}

static int join(struct fix *f, size_t i, const struct oh_join_prm *prm)
{
	f->ov[i].over = false;

	return oh_join_start(&f->ov[i].action, live_of(&f->l, i), prm,
			     live_outcome_handler, &f->ov[i]);
}

/* i with k */
static int join_two(struct fix *f, size_t i, size_t k, const char *leave)
{
	struct oh_live *lv = live_of(&f->l, k);
	const struct oh_join_prm prm = { .callv = &lv, .callc = 1,
					 .leave = leave };

	return join(f, i, &prm);
}

static int join_room(struct fix *f, size_t i, const char *room)
{
	const struct oh_join_prm prm = { .room = room };

	return join(f, i, &prm);
}

static int press(struct fix *f, size_t i, const char *digits)
{
	return oh_call_send_digits(f->l.pairv[i].far.call, digits);
}

/* The other goes: done. A key of the one: done, with the key */
int test_join_two(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 2));
	LIVE_OK(join_two(&f, 0, 1, "#"));
	LIVE_TRUE(oh_meeting_of(live_of(&f.l, 0)) ==
		  oh_meeting_of(live_of(&f.l, 1)));
	LIVE_OK(press(&f, 0, "1#"));
	LIVE_OK(live_await_over(&f.ov[0]));
	LIVE_INT(f.ov[0].cause, OH_CAUSE_DONE);
	LIVE_STR(f.ov[0].digits, "#");
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 0)));
	/* Nobody is left alone in what has no name */
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 1)));
	LIVE_OK(join_two(&f, 1, 0, NULL));
	oh_call_hangup(f.l.pairv[0].far.call, OH_CAUSE_DONE);
	LIVE_OK(live_await_over(&f.ov[1]));
	LIVE_INT(f.ov[1].cause, OH_CAUSE_DONE);
	LIVE_TRUE(oh_call_is_up(f.l.pairv[1].near.call));
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 1)));
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Who was held until now is heard, and may be held again */
int test_join_held(void)
{
	struct oh_action *hold = NULL;
	struct live_outcome held = { .over = false };
	struct fix f;

	LIVE_OK(fix_init(&f, 2));
	LIVE_OK(oh_hold_start(&hold, live_of(&f.l, 1), true,
			      live_outcome_handler, &held));
	held.action = hold;
	LIVE_OK(live_await_over(&held));
	LIVE_TRUE(oh_live_is_held(live_of(&f.l, 1)));
	LIVE_OK(join_two(&f, 0, 1, NULL));
	LIVE_OK(live_await(&f.l, &f.l.pairv[1].near, OH_EVENT_RESUMED, 1));
	LIVE_TRUE(!oh_live_is_held(live_of(&f.l, 1)));
	LIVE_TRUE(oh_meeting_of(live_of(&f.l, 1)) != NULL);
	held.over = false;
	LIVE_OK(oh_hold_start(&hold, live_of(&f.l, 1), true,
			      live_outcome_handler, &held));
	held.action = hold;
	LIVE_OK(live_await_over(&held));
	LIVE_TRUE(oh_live_is_held(live_of(&f.l, 1)));
	LIVE_TRUE(oh_meeting_of(live_of(&f.l, 1)) != NULL);
 out:
	mem_deref(held.action);
	fix_reset(&f);
	return test_or_refused(0);
}

/* What cannot be leaves everybody where they were */
int test_join_refused(void)
{
	struct fix f;
	struct oh_live *lv[2];
	struct oh_join_prm prm = { .callv = lv, .callc = 2 };

	LIVE_OK(fix_init(&f, 3));
	LIVE_INT(join_two(&f, 0, 0, NULL), EINVAL);
	LIVE_INT(join(&f, 0, &(struct oh_join_prm){ .room = "a",
							    .dial = "1" }),
			 EINVAL);
	LIVE_INT(join(&f, 0, &(struct oh_join_prm){ .dial = "1" }),
			 ENXIO);
	LIVE_INT(join(&f, 0, &(struct oh_join_prm){ .room = "a",
					.role = OH_ROOM_WHISPER }), EINVAL);
	LIVE_OK(join_room(&f, 2, "a"));
	LIVE_INT(join_two(&f, 2, 1, NULL), EALREADY);
	/* One of two is somewhere else: the other is not taken either */
	lv[0] = live_of(&f.l, 1);
	lv[1] = live_of(&f.l, 2);
	LIVE_INT(join(&f, 0, &prm), EALREADY);
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 0)));
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 1)));
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Three in a room; who is alone stays, until a key */
int test_join_room(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 3));
	for (size_t i = 0; i < 3; i++)
		LIVE_OK(join_room(&f, i, "lobby"));
	LIVE_INT(oh_meeting_others(oh_meeting_of(live_of(&f.l, 0)),
					   live_of(&f.l, 0)), 2);
	f.ov[0].action = mem_deref(f.ov[0].action);
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 0)));
	oh_call_hangup(f.l.pairv[1].near.call, OH_CAUSE_DONE);
	LIVE_INT(f.ov[1].cause, OH_CAUSE_HUNG_UP);
	LIVE_OK(live_await(&f.l, &f.l.pairv[1].near, OH_EVENT_ENDED, 1));
	LIVE_TRUE(!f.ov[2].over);
	LIVE_TRUE(oh_meeting_of(live_of(&f.l, 2)));
	/* One comes again, by the same name */
	LIVE_OK(join_room(&f, 0, "lobby"));
	LIVE_TRUE(oh_meeting_of(live_of(&f.l, 0)) ==
		  oh_meeting_of(live_of(&f.l, 2)));
	LIVE_INT(f.ov[0].count, 0);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* All three joined by one: it goes, the others talk on */
int test_join_one_of_three_goes(void)
{
	struct fix f;
	struct oh_live *lv[2];
	struct oh_join_prm prm = { .callv = lv, .callc = 2 };

	LIVE_OK(fix_init(&f, 3));
	lv[0] = live_of(&f.l, 1);
	lv[1] = live_of(&f.l, 2);
	LIVE_OK(join(&f, 0, &prm));
	f.ov[0].action = mem_deref(f.ov[0].action);
	LIVE_TRUE(oh_meeting_of(lv[0]));
	LIVE_TRUE(oh_meeting_of(lv[0]) == oh_meeting_of(lv[1]));
	oh_call_hangup(f.l.pairv[1].near.call, OH_CAUSE_DONE);
	LIVE_OK(live_await(&f.l, &f.l.pairv[1].near, OH_EVENT_ENDED, 1));
	LIVE_TRUE(!oh_meeting_of(lv[1]));
 out:
	fix_reset(&f);
	return test_or_refused(0);
}
