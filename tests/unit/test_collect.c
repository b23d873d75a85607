/**
 * @file test_collect.c  Digits asked for on a live call
 */
#include "action/collect.h"
#include "live_fixture.h"

struct fix {
	struct live           l;
	struct live_outcome   o, o2;
	struct oh_sound_item  item;
	struct oh_collect_prm prm;
};

static int fix_init(struct fix *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	if (!err)
		err = live_call(&f->l);
	f->item.text = live_tone(&f->l, "tone.wav", 300);
	f->prm.rules = (struct oh_gather_prm){
		.max = 4, .min = 1, .terminator = '#', .first_ms = 5000,
		.between_ms = 3000,
	};

	return err;
}

static void fix_reset(struct fix *f)
{
	mem_deref(f->o.action);
	mem_deref(f->o2.action);
	live_close(&f->l);
}

static int collect(struct fix *f, struct live_outcome *o)
{
	return oh_collect_start(&o->action, live_of(&f->l, 0), &f->prm,
				live_outcome_handler, o);
}

static int press(struct fix *f, const char *digits)
{
	return oh_call_send_digits(f->l.pairv[0].far.call, digits);
}

static int press_before(struct fix *f, const char *digits)
{
	int err = press(f, digits);

	return err ? err : live_await(&f->l, &f->l.pairv[0].near,
				      OH_EVENT_DIGIT, strlen(digits));
}

int test_collect_digits(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	LIVE_OK(collect(&f, &f.o));
	LIVE_INT(collect(&f, &f.o2), EBUSY);
	LIVE_OK(press(&f, "47#"));
	LIVE_OK(live_await_over(&f.o));
	LIVE_INT(f.o.cause, OH_CAUSE_DONE);
	LIVE_STR(f.o.digits, "47");
	LIVE_STR(f.l.pairv[0].near.gathered, "47");
	LIVE_INT(oh_live_typed(live_of(&f.l, 0)), '\0');
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* What was pressed before counts: nothing is played, and the rest stays */
int test_collect_typed_ahead(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	f.prm.rules.max = 2;
	f.prm.promptv   = &f.item;
	f.prm.promptc   = 1;
	LIVE_OK(press_before(&f, "123"));
	LIVE_OK(collect(&f, &f.o));
	LIVE_OK(live_await_over(&f.o));
	LIVE_STR(f.o.digits, "12");
	LIVE_INT(f.l.pairv[0].near.eventc[OH_EVENT_PLAYING], 0);
	LIVE_INT(oh_live_typed(live_of(&f.l, 0)), '3');
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Keys while the prompt is being made are no different */
int test_collect_while_it_is_made(void)
{
	struct oh_event ev = { .type = OH_EVENT_DIGIT, .digit = '7' };
	struct fix f;

	LIVE_OK(fix_init(&f));
	f.prm.rules.max = 1;
	f.prm.promptv   = &f.item;
	f.prm.promptc   = 1;
	LIVE_OK(collect(&f, &f.o));
	oh_call_tell(f.l.pairv[0].near.call, &ev);
	LIVE_TRUE(!f.o.over);
	LIVE_OK(live_await_over(&f.o));
	LIVE_STR(f.o.digits, "7");
	LIVE_INT(f.l.pairv[0].near.eventc[OH_EVENT_PLAYING], 0);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Neither what came before nor what comes while it plays is heard */
int test_collect_after_the_prompt_only(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	f.prm.promptv      = &f.item;
	f.prm.promptc      = 1;
	f.prm.rules.max    = 1;
	f.prm.no_barge     = true;
	f.prm.no_typeahead = true;
	LIVE_OK(press_before(&f, "1"));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_SENT_DIGITS, 1));
	LIVE_OK(collect(&f, &f.o));
	LIVE_OK(press(&f, "2w3"));         /* at 0 ms, and at 700 ms */
	LIVE_OK(live_await_over(&f.o));
	LIVE_STR(f.o.digits, "3");
	LIVE_INT(f.l.pairv[0].near.eventc[OH_EVENT_PLAYED], 1);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Wrong: told so, asked again; right */
int test_collect_tries_again(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	f.prm.invalidv  = &f.item;
	f.prm.invalidc  = 1;
	f.prm.match     = "^[12]$";
	f.prm.rules.max = 1;
	f.prm.tries     = 2;
	LIVE_OK(press_before(&f, "7"));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_SENT_DIGITS, 1));
	LIVE_OK(collect(&f, &f.o));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_PLAYING, 1));
	LIVE_OK(press(&f, "2"));
	LIVE_OK(live_await_over(&f.o));
	LIVE_INT(f.o.cause, OH_CAUSE_DONE);
	LIVE_STR(f.o.digits, "2");
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

int test_collect_gives_up(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	f.prm.rules.first_ms   = 50;
	f.prm.rules.between_ms = 50;
	f.prm.rules.min        = 3;
	LIVE_OK(press_before(&f, "1"));
	LIVE_OK(collect(&f, &f.o));
	LIVE_OK(live_await_over(&f.o));
	LIVE_INT(f.o.cause, OH_CAUSE_NO_DIGITS);
	LIVE_STR(f.o.digits, "1");
	LIVE_INT(collect(&f, &f.o2), 0);
	f.o2.action = mem_deref(f.o2.action);
	f.prm.match = "(";
	LIVE_INT(collect(&f, &f.o2), EINVAL);
	/* Whoever comes next finds nobody in the way */
	f.prm.match = NULL;
	LIVE_INT(collect(&f, &f.o2), 0);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Secret: masked for all but who asked, and no longer than that */
int test_collect_secret(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	f.prm.secret    = true;
	f.prm.rules.max = 2;
	LIVE_OK(collect(&f, &f.o));
	LIVE_OK(press(&f, "42"));
	LIVE_OK(live_await_over(&f.o));
	LIVE_STR(f.o.digits, "42");
	LIVE_TRUE(f.o.masked);
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_SENT_DIGITS, 1));
	f.prm.secret    = false;
	f.prm.rules.max = 1;
	LIVE_OK(collect(&f, &f.o2));
	LIVE_OK(press(&f, "5"));
	LIVE_OK(live_await_over(&f.o2));
	LIVE_STR(f.o2.digits, "5");
	LIVE_TRUE(!f.o2.masked);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* They go while a prompt plays, and what they pressed is told */
int test_collect_until_they_go(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f));
	f.prm.promptv  = &f.item;
	f.prm.promptc  = 1;
	f.prm.no_barge = true;
	LIVE_OK(collect(&f, &f.o));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_PLAYING, 1));
	LIVE_OK(press_before(&f, "9"));
	oh_call_hangup(f.l.pairv[0].far.call, OH_CAUSE_DONE);
	LIVE_OK(live_await_over(&f.o));
	LIVE_INT(f.o.cause, OH_CAUSE_HUNG_UP);
	LIVE_STR(f.o.digits, "9");
	LIVE_INT(f.o.count, 1);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}
