/**
 * @file test_hold.c  Who is held on a live call
 */
#include "action/hold.h"
#include "live_fixture.h"

enum { HOLDS = 3 };

struct fix {
	struct live         l;
	struct live_outcome ov[HOLDS];
};

static int fix_init(struct fix *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);

	return err ? err : live_call(&f->l);
}

static void fix_reset(struct fix *f)
{
	for (size_t i = 0; i < HOLDS; i++)
		mem_deref(f->ov[i].action);
	live_close(&f->l);
}

static int hold(struct fix *f, size_t i, bool on)
{
	f->ov[i].over = false;

	return oh_hold_start(&f->ov[i].action, live_of(&f->l, 0), on,
			     live_outcome_handler, &f->ov[i]);
}

/* On, once more on, off; both sides know of it */
int test_hold_and_resume(void)
{
	static const bool onv[] = { true, true, false, false };
	struct fix f;

	LIVE_OK(fix_init(&f));
	for (size_t i = 0; i < ARRAY_SIZE(onv); i++) {
		LIVE_OK(hold(&f, 0, onv[i]));
		LIVE_TRUE(!f.ov[0].over);
		LIVE_OK(live_await_over(&f.ov[0]));
		LIVE_INT(f.ov[0].cause, OH_CAUSE_DONE);
		LIVE_INT(oh_live_is_held(live_of(&f.l, 0)), onv[i]);
	}
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_HELD, 1));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_RESUMED, 1));
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Several at once: one offer at a time, and each is told */
int test_hold_several(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	for (size_t i = 0; i < HOLDS; i++)
		LIVE_OK(hold(&f, i, true));
	for (size_t i = 0; i < HOLDS; i++) {
		LIVE_OK(live_await_over(&f.ov[i]));
		LIVE_INT(f.ov[i].cause, OH_CAUSE_DONE);
		LIVE_INT(f.ov[i].count, 1);
	}
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* They go, or we forget it, before it is agreed */
int test_hold_unfinished(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	LIVE_OK(hold(&f, 0, true));
	f.ov[0].action = mem_deref(f.ov[0].action);
	LIVE_OK(hold(&f, 1, false));
	oh_call_hangup(f.l.pairv[0].near.call, OH_CAUSE_DONE);
	LIVE_INT(f.ov[1].cause, OH_CAUSE_HUNG_UP);
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED, 1));
	LIVE_INT(f.ov[0].count, 0);
	LIVE_INT(f.ov[1].count, 1);
	LIVE_INT(hold(&f, 2, true), ENOTCONN);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}
