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

	TEST_OK(fix_init(&f));
	for (size_t i = 0; i < ARRAY_SIZE(onv); i++) {
		TEST_OK(hold(&f, 0, onv[i]));
		assert_false(f.ov[0].over);
		TEST_OK(live_await_over(&f.ov[0]));
		if (test_or_refused(0))
			goto out;
		assert_int_equal(f.ov[0].cause, OH_CAUSE_DONE);
		assert_int_equal(oh_live_is_held(live_of(&f.l, 0)), onv[i]);
	}
	TEST_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_HELD, 1));
	TEST_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_RESUMED, 1));
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Several at once: one offer at a time, and each is told */
int test_hold_several(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	for (size_t i = 0; i < HOLDS; i++)
		TEST_OK(hold(&f, i, true));
	for (size_t i = 0; i < HOLDS; i++) {
		TEST_OK(live_await_over(&f.ov[i]));
		if (test_or_refused(0))
			goto out;
		assert_int_equal(f.ov[i].cause, OH_CAUSE_DONE);
		assert_int_equal(f.ov[i].count, 1);
	}
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* They go, or we forget it, before it is agreed */
int test_hold_unfinished(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(hold(&f, 0, true));
	f.ov[0].action = mem_deref(f.ov[0].action);
	TEST_OK(hold(&f, 1, false));
	oh_call_hangup(f.l.pairv[0].near.call, OH_CAUSE_DONE);
	assert_int_equal(f.ov[1].cause, OH_CAUSE_HUNG_UP);
	TEST_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED, 1));
	assert_int_equal(f.ov[0].count, 0);
	assert_int_equal(f.ov[1].count, 1);
	assert_int_equal(hold(&f, 2, true), ENOTCONN);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}
