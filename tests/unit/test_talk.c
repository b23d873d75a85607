/**
 * @file test_talk.c  Who has the voice
 *
 * The handset is a phone at the far end of the fixture, whose audio the same
 * fixture sends and hears.
 */
#include "live_fixture.h"
#include "handset/talk.h"
#include "sip/resolve.h"

enum { WAIT_MS = 8000 };

struct fix {
	struct live         l;
	struct oh_resolver *resolver;
	struct oh_talk     *t;
	char                conf[128];
	enum oh_handset_state want;
	unsigned            told;
	bool                reached;
	bool                closed;
};

static void change_handler(void *arg)
{
	struct fix *f = arg;

	f->told++;
	f->reached = f->reached || f->want ==
		oh_handset_state(oh_talk_handset(f->t));
}

static void closed_handler(void *arg)
{
	struct fix *f = arg;

	f->closed = true;
}

/* So many calls, and then the handset: the pair behind them */
static int fix_init(struct fix *f, size_t calls, const char *conf)
{
	struct oh_talk_prm prm = { .country = "US",
				   .changeh = change_handler, .arg = f };
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	for (size_t i = 0; i < calls && !err; i++)
		err = live_call(&f->l);
	if (!err)
		err = oh_resolver_alloc(&f->resolver, NULL);
	if (err)
		return err;
	if (conf)
		str_ncpy(f->conf, conf, sizeof(f->conf));
	else
		(void)re_snprintf(f->conf, sizeof(f->conf), "sip:desk@%J",
				  oh_sip_laddr(f->l.b));
	prm.prompts          = f->l.prompts;
	prm.handset.conf     = f->conf;
	prm.handset.engine   = f->l.engine;
	prm.handset.resolver = f->resolver;

	return oh_talk_alloc(&f->t, &prm);
}

static void fix_reset(struct fix *f)
{
	mem_deref(f->t);
	mem_deref(f->resolver);
	live_close(&f->l);
}

/* Told so, once more */
static int await(struct fix *f, enum oh_handset_state want)
{
	f->want    = want;
	f->reached = false;

	return test_or_refused(test_loop_until(&f->reached, WAIT_MS));
}

static struct oh_call *far(struct fix *f, size_t i)
{
	return f->l.pairv[i].far.call;
}

/* One end says a tone; another hears a voice begin */
static int hear(struct fix *f, size_t from, size_t to)
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

/* The first call lifts it; both ways are heard; the last lets go of it */
int test_talk_one(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 1, NULL));
	LIVE_INT(oh_talk_count(f.t), 0);
	LIVE_OK(oh_talk_add(f.t, live_of(&f.l, 0)));
	LIVE_INT(f.told, 0);
	LIVE_INT(oh_talk_add(f.t, live_of(&f.l, 0)), EALREADY);
	LIVE_TRUE(oh_talk_has(f.t, live_of(&f.l, 0)));
	LIVE_OK(await(&f, OH_HANDSET_UP));
	LIVE_OK(live_await(&f.l, &f.l.pairv[1].far, OH_EVENT_ANSWERED, 1));
	LIVE_OK(hear(&f, 0, 1));
	LIVE_OK(hear(&f, 1, 0));
	oh_talk_drop(f.t, live_of(&f.l, 0));
	oh_talk_drop(f.t, live_of(&f.l, 0));
	LIVE_INT(oh_talk_count(f.t), 0);
	/* It is not laid down at once */
	LIVE_INT(oh_handset_state(oh_talk_handset(f.t)), OH_HANDSET_UP);
	oh_talk_close(f.t, closed_handler, &f);
	LIVE_OK(test_loop_until(&f.closed, 3000));
	LIVE_TRUE(f.l.pairv[1].far.ended);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* Two calls and the handset: each hears the others */
int test_talk_conference(void)
{
	struct fix f;

	if (test_is_oom())
		return 0;
	LIVE_OK(fix_init(&f, 2, NULL));
	LIVE_OK(oh_talk_add(f.t, live_of(&f.l, 0)));
	LIVE_OK(oh_talk_add(f.t, live_of(&f.l, 1)));
	LIVE_INT(oh_talk_count(f.t), 2);
	LIVE_OK(await(&f, OH_HANDSET_UP));
	LIVE_OK(live_await(&f.l, &f.l.pairv[2].far, OH_EVENT_ANSWERED, 1));
	LIVE_OK(hear(&f, 0, 2));
	LIVE_OK(hear(&f, 1, 2));
	LIVE_OK(hear(&f, 2, 0));
	LIVE_OK(hear(&f, 2, 1));
	LIVE_OK(hear(&f, 0, 1));
	/* One goes: the other two go on */
	oh_call_hangup(far(&f, 0), OH_CAUSE_DONE);
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED, 1));
	LIVE_INT(oh_talk_count(f.t), 1);
	LIVE_OK(hear(&f, 2, 1));
 out:
	fix_reset(&f);
	return 0;
}

/* A key of the handset reaches every call that has the voice, once */
int test_talk_keys(void)
{
	struct fix f;

	if (test_is_oom())
		return 0;
	LIVE_OK(fix_init(&f, 2, NULL));
	LIVE_OK(oh_talk_add(f.t, live_of(&f.l, 0)));
	LIVE_OK(await(&f, OH_HANDSET_UP));
	LIVE_OK(live_await(&f.l, &f.l.pairv[2].far, OH_EVENT_ANSWERED, 1));
	/* Two are relayed: events pass by themselves */
	LIVE_OK(hear(&f, 2, 0));
	LIVE_OK(oh_call_send_digits(far(&f, 2), "12"));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_DIGIT, 2));
	LIVE_OK(live_await(&f.l, &f.l.pairv[2].far, OH_EVENT_SENT_DIGITS, 1));
	LIVE_OK(oh_talk_add(f.t, live_of(&f.l, 1)));
	LIVE_OK(oh_call_send_digits(far(&f, 2), "345"));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_DIGIT, 5));
	LIVE_OK(live_await(&f.l, &f.l.pairv[1].far, OH_EVENT_DIGIT, 3));
	LIVE_OK(live_await(&f.l, &f.l.pairv[2].far, OH_EVENT_SENT_DIGITS, 2));
	/* The voice is off; keys are not */
	oh_talk_mute(f.t, true);
	LIVE_TRUE(oh_talk_is_muted(f.t));
	oh_talk_drop(f.t, live_of(&f.l, 1));
	LIVE_OK(oh_call_send_digits(far(&f, 2), "6"));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_DIGIT, 6));
	LIVE_STR(f.l.pairv[0].far.digits, "123456");
	LIVE_STR(f.l.pairv[1].far.digits, "345");
 out:
	fix_reset(&f);
	return 0;
}

/* The phone is laid down by who held it: nobody has the voice */
int test_talk_laid(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 1, NULL));
	LIVE_OK(oh_talk_add(f.t, live_of(&f.l, 0)));
	LIVE_OK(await(&f, OH_HANDSET_UP));
	oh_call_hangup(far(&f, 1), OH_CAUSE_DONE);
	LIVE_OK(await(&f, OH_HANDSET_DOWN));
	LIVE_INT(oh_talk_count(f.t), 0);
	LIVE_TRUE(oh_call_is_up(f.l.pairv[0].near.call));
 out:
	fix_reset(&f);
	return test_or_refused(0);
}

/* A call that ends takes itself out; one whose handset fails is dropped */
int test_talk_refused(void)
{
	struct fix f;

	LIVE_OK(fix_init(&f, 1, "none"));
	LIVE_INT(oh_talk_add(f.t, live_of(&f.l, 0)), ENXIO);
	LIVE_INT(oh_talk_count(f.t), 0);
	fix_reset(&f);
	LIVE_OK(fix_init(&f, 1, "desk"));
	LIVE_OK(oh_talk_add(f.t, live_of(&f.l, 0)));
	LIVE_OK(await(&f, OH_HANDSET_FAILED));
	LIVE_INT(oh_talk_count(f.t), 0);
	oh_call_hangup(f.l.pairv[0].near.call, OH_CAUSE_DONE);
	LIVE_INT(oh_talk_add(f.t, live_of(&f.l, 0)), ENOTCONN);
 out:
	fix_reset(&f);
	return test_or_refused(0);
}
