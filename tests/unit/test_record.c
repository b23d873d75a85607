/**
 * @file test_record.c  A message, or the end of a recording, as an action
 */
#include "base/compat.h"
#include <sys/stat.h>
#include "action/record.h"
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

static int start(struct fix *f, const struct oh_record_prm *prm)
{
	struct oh_record_prm p = *prm;
	const char *why = NULL;

	memset(&f->out, 0, sizeof(f->out));
	p.path = home_path(&f->l.home, "{trunk}.wav");
	if (!p.keys)
		p.keys = "";

	return oh_record_start(&f->out.action, live_of(&f->l, 0), &p, &why,
			       live_outcome_handler, &f->out);
}

static long size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) ? -1 : (long)st.st_size;
}

int test_record_max(void)
{
	const struct oh_record_prm prm = { .max_ms = 300 };
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, &prm));
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.cause, OH_CAUSE_DONE);
	assert_string_equal(f.out.text, "max");
	assert_string_equal(f.out.path, home_path(&f.l.home, "test.wav"));
	if (f.out.seconds < 0.2 || f.out.seconds > 0.5)
		fail_msg("%f s", f.out.seconds);
	assert_true(size_of(f.out.path) > 44);
	/* Another one is another file. */
	TEST_OK(start(&f, &prm));
	TEST_OK(live_await_over(&f.out));
	assert_string_equal(f.out.path, home_path(&f.l.home, "test-2.wav"));
 out:
	fix_reset(&f);
	return 0;
}

/* It ends it, after the beep, and is nobody else's. */
int test_record_key(void)
{
	const struct oh_record_prm prm = { .keys = "#*", .beep = true };
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(start(&f, &prm));
	TEST_OK(oh_call_send_digits(f.far->call, "1*"));
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.cause, OH_CAUSE_DONE);
	assert_string_equal(f.out.text, "key");
	assert_string_equal(f.out.digits, "*");
	assert_int_equal(oh_live_typed(live_of(&f.l, 0)), '\0');
	assert_int_equal(f.l.pairv[0].near.eventc[OH_EVENT_PLAYED], 1);
 out:
	fix_reset(&f);
	return 0;
}

/* It matters whether they had said anything. */
int test_record_hangup(void)
{
	const struct oh_record_prm prm = { .silence_ms = 8000 };
	struct fix f;

	for (int spoken = 0; spoken < 2; spoken++) {
		TEST_OK(fix_init(&f));
		TEST_OK(start(&f, &prm));
		if (spoken) {
			TEST_OK(live_speak(&f.l, f.far, 300));
			TEST_OK(live_await(&f.l, &f.l.pairv[0].near,
					   OH_EVENT_SPEECH, 1));
		}
		oh_call_hangup(f.far->call, OH_CAUSE_DONE);
		TEST_OK(live_await_over(&f.out));
		assert_int_equal(f.out.cause, spoken ? OH_CAUSE_DONE
						     : OH_CAUSE_HUNG_UP);
		assert_string_equal(f.out.text, "hangup");
		assert_true(size_of(f.out.path) >= 44);
		fix_reset(&f);
	}
	return 0;
 out:
	fix_reset(&f);
	return 0;
}

/* The file is finished, nothing is told, and keys are kept again. */
int test_record_is_cancelled(void)
{
	const struct oh_record_prm prm = { .keys = "#" };
	struct live_end *near;
	struct fix f;

	TEST_OK(fix_init(&f));
	near = &f.l.pairv[0].near;
	TEST_OK(start(&f, &prm));
	f.out.action = mem_deref(f.out.action);
	TEST_OK(live_await(&f.l, near, OH_EVENT_RECORDED, 1));
	TEST_OK(oh_call_send_digits(f.far->call, "#"));
	TEST_OK(live_await(&f.l, near, OH_EVENT_DIGIT, 1));
	assert_int_equal(f.out.count, 0);
	assert_int_equal(oh_live_typed(live_of(&f.l, 0)), '#');
 out:
	fix_reset(&f);
	return 0;
}

/* One at a time; a template and a folder that are there */
int test_record_refuses(void)
{
	struct oh_record_prm prm = { .keys = "" };
	struct live_outcome second = { .over = false };
	const char *why = NULL;
	struct oh_live *lv;
	struct fix f;
	int err;

	TEST_OK(fix_init(&f));
	lv = live_of(&f.l, 0);
	TEST_OK(start(&f, &prm));
	prm.path = home_path(&f.l.home, "second.wav");
	err = oh_record_start(&second.action, lv, &prm, &why,
			      live_outcome_handler, &second);
	assert_true(err == EALREADY || err == ENOMEM);
	prm.path = "/tmp/{what}.wav";
	assert_int_equal(oh_record_start(&second.action, lv, &prm, &why,
					 live_outcome_handler, &second),
			 EBADMSG);
	assert_non_null(why);
	assert_int_equal(oh_record_stop(&second.action, lv,
					live_outcome_handler, &second),
			 ENOENT);
	assert_null(second.action);
 out:
	fix_reset(&f);
	return 0;
}

/* Both sides: over when its file is */
int test_record_stop(void)
{
	struct oh_call *call;
	struct fix f;

	TEST_OK(fix_init(&f));
	call = f.l.pairv[0].near.call;
	TEST_OK(oh_call_record(call, home_path(&f.l.home, "both.wav")));
	TEST_OK(oh_record_stop(&f.out.action, live_of(&f.l, 0),
			       live_outcome_handler, &f.out));
	TEST_OK(live_await_over(&f.out));
	assert_int_equal(f.out.cause, OH_CAUSE_DONE);
	assert_string_equal(f.out.path, home_path(&f.l.home, "both.wav"));
	assert_null(oh_call_recording(call));
 out:
	fix_reset(&f);
	return 0;
}
