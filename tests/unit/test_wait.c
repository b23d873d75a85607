/**
 * @file test_wait.c  Waiting for something on a live call
 */
#include "base/compat.h"
#include "action/wait.h"
#include "live_fixture.h"

struct fix {
	struct live         l;
	struct live_outcome out;
	struct live_end    *far;
};

static int fix_init(struct fix *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	f->far = &f->l.pairv[0].far;

	return err ? err : live_call(&f->l);
}

static void fix_reset(struct fix *f)
{
	mem_deref(f->out.action);
	live_close(&f->l);
}

static int start(struct fix *f, enum oh_wait_for what, uint32_t for_ms,
		 uint32_t timeout_ms)
{
	const struct oh_wait_prm prm = {
		.what = what, .for_ms = for_ms, .timeout_ms = timeout_ms,
	};

	memset(&f->out, 0, sizeof(f->out));

	return oh_wait_start(&f->out.action, live_of(&f->l, 0), &prm,
			     live_outcome_handler, &f->out);
}

/* What is so already comes true from the loop, once. */
int test_wait_answer(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, OH_WAIT_ANSWER, 0, 0));
	assert_int_equal(f.out.count, 0);
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.count, 1);
	assert_int_equal(f.out.cause, OH_CAUSE_DONE);
 out:
	fix_reset(&f);
	return 0;
}

int test_wait_speech_then_silence(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, OH_WAIT_SPEECH, 0, 0));
	TEST_OK(live_speak(&f.l, f.far, 700));
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.cause, OH_CAUSE_DONE);
	assert_int_equal(f.far->eventc[OH_EVENT_PLAYED], 0);
	/* For nobody but us, so it is not known yet that they speak */
	TEST_OK(start(&f, OH_WAIT_SILENCE, 300, 0));
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.cause, OH_CAUSE_DONE);
	assert_int_equal(f.far->eventc[OH_EVENT_PLAYED], 1);
	assert_false(oh_call_is_speaking(f.l.pairv[0].near.call));
 out:
	fix_reset(&f);
	return 0;
}

int test_wait_times_out(void)
{
	static const struct {
		enum oh_wait_for what;
		enum oh_cause    cause;
	} casev[] = {
		{ OH_WAIT_SPEECH, OH_CAUSE_TIMEOUT },
		{ OH_WAIT_DIGIT,  OH_CAUSE_NO_DIGITS },
		{ OH_WAIT_END,    OH_CAUSE_TIMEOUT },
		{ OH_WAIT_ANSWER_TYPE, OH_CAUSE_TIMEOUT },
	};
	struct fix f;

	TEST_OK(fix_init(&f));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		TEST_OK(start(&f, casev[i].what, 0, 20));
		TEST_OK(live_await_over(&f.out));
		assert_int_equal(f.out.cause, casev[i].cause);
	}
 out:
	fix_reset(&f);
	return 0;
}

/* One that waited for nobody is taken first; a key is taken once. */
int test_wait_digit(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(oh_call_send_digits(f.far->call, "12"));
	TEST_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_DIGIT, 1));
	TEST_OK(start(&f, OH_WAIT_DIGIT, 0, 0));
	TEST_OK(live_await_over(&f.out));
	assert_string_equal(f.out.digits, "1");
	TEST_OK(start(&f, OH_WAIT_DIGIT, 0, 0));
	TEST_OK(live_await_over(&f.out));
	assert_string_equal(f.out.digits, "2");
	assert_int_equal(oh_live_typed(live_of(&f.l, 0)), '\0');
	TEST_OK(start(&f, OH_WAIT_DIGIT, 0, 0));
	assert_int_equal(oh_live_collect(live_of(&f.l, 0), NULL, NULL), 0);
 out:
	fix_reset(&f);
	return 0;
}

/* Nobody listened so far: it begins, and a key tells a person. */
int test_wait_answer_type(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, OH_WAIT_ANSWER_TYPE, 0, 0));
	TEST_OK(oh_call_send_digits(f.far->call, "1"));
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.cause, OH_CAUSE_DONE);
	assert_string_equal(f.out.text, "human");
	/* And it is known from now on. */
	TEST_OK(start(&f, OH_WAIT_ANSWER_TYPE, 0, 0));
	TEST_OK(live_await_over(&f.out));
	assert_string_equal(f.out.text, "human");
 out:
	fix_reset(&f);
	return 0;
}

int test_wait_end(void)
{
	struct live_outcome digit = { .over = false };
	const struct oh_wait_prm prm = { .what = OH_WAIT_DIGIT };
	struct oh_live *lv;
	struct fix f;

	TEST_OK(fix_init(&f));
	lv = live_of(&f.l, 0);
	TEST_OK(start(&f, OH_WAIT_END, 0, 0));
	TEST_OK(oh_wait_start(&digit.action, lv, &prm, live_outcome_handler,
			      &digit));
	oh_call_hangup(f.far->call, OH_CAUSE_DONE);
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.cause, OH_CAUSE_DONE);
	TEST_OK(live_await_over(&digit));
	assert_int_equal(digit.cause, OH_CAUSE_HUNG_UP);
	assert_int_equal(digit.count, 1);
 out:
	mem_deref(digit.action);
	fix_reset(&f);
	return 0;
}

/* Nothing is told, and nobody listens or collects any more. */
int test_wait_is_cancelled(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	for (int what = 0; what < OH_WAIT_MAX; what++) {
		TEST_OK(start(&f, (enum oh_wait_for)what, 0, 10000));
		f.out.action = mem_deref(f.out.action);
	}
	TEST_OK(oh_call_send_digits(f.far->call, "7"));
	TEST_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_DIGIT, 1));
	assert_int_equal(f.out.count, 0);
	assert_int_equal(oh_live_typed(live_of(&f.l, 0)), '7');
 out:
	fix_reset(&f);
	return 0;
}

int test_wait_refuses(void)
{
	const struct oh_wait_prm bad = { .what = OH_WAIT_MAX };
	struct fix f;

	TEST_OK(fix_init(&f));
	assert_int_equal(oh_wait_start(&f.out.action, live_of(&f.l, 0), &bad,
				       live_outcome_handler, &f.out), EINVAL);
	assert_null(oh_wait_name(OH_WAIT_MAX));
	assert_string_equal(oh_wait_name(OH_WAIT_ANSWER_TYPE), "answer-type");
 out:
	fix_reset(&f);
	return 0;
}
