/**
 * @file test_talk.c  Who has the voice
 *
 * The handset is a phone at the far end of the fixture, whose audio the same
 * fixture sends and hears.
 */
#include "action/join.h"
#include "action/meeting.h"
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

/* The first call is joined with the second one, or with a room */
static int join(struct fix *f, struct live_outcome *ov,
		const struct oh_join_prm *how)
{
	struct oh_live *lv = live_of(&f->l, 1);
	struct oh_join_prm prm = *how;

	ov->over  = false;
	prm.callv = &lv;
	prm.callc = 1;

	return oh_join_start(&ov->action, live_of(&f->l, 0), &prm,
			     live_outcome_handler, ov);
}

/* The voice is with a call, and up */
static int talk_to(struct fix *f, size_t i)
{
	int err = oh_talk_add(f->t, live_of(&f->l, i));

	if (!err)
		err = await(f, OH_HANDSET_UP);
	if (!err)
		err = live_await(&f->l, &f->l.pairv[2].far, OH_EVENT_ANSWERED,
				 1);

	return err;
}

static bool has(const struct fix *f, bool first, bool second)
{
	return oh_talk_has(f->t, live_of(&f->l, 0)) == first &&
	       oh_talk_has(f->t, live_of(&f->l, 1)) == second;
}

/* Until who has the voice is so; it is told */
static int await_voice(struct fix *f, bool first, bool second)
{
	for (unsigned i = 0; i < WAIT_MS / 100 && !has(f, first, second);
	     i++) {
		bool never = false;

		(void)test_loop_until(&never, 100);
	}

	return has(f, first, second) ? 0 : ETIMEDOUT;
}

/* All three hear each other */
static int hear_all(struct fix *f)
{
	static const size_t v[][2] = {
		{ 0, 2 }, { 1, 2 }, { 2, 0 }, { 2, 1 }, { 0, 1 }, { 1, 0 },
	};
	int err = 0;

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]) && !err; i++)
		err = hear(f, v[i][0], v[i][1]);

	return err;
}

/* The call that has the voice is joined: the handset is in that pair, and
   comes back with its call. A key reaches both */
int test_talk_follows(void)
{
	struct live_outcome ov = { .over = false };
	const struct oh_join_prm how = { .role = OH_ROOM_TALK };
	struct fix f;

	LIVE_OK(fix_init(&f, 2, NULL));
	LIVE_OK(talk_to(&f, 0));
	LIVE_OK(join(&f, &ov, &how));
	LIVE_OK(await_voice(&f, true, true));
	if (!test_is_oom()) {
		LIVE_OK(hear_all(&f));
		LIVE_OK(oh_call_send_digits(far(&f, 2), "5"));
		LIVE_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_DIGIT,
				   1));
		LIVE_OK(live_await(&f.l, &f.l.pairv[1].far, OH_EVENT_DIGIT,
				   1));
	}
	ov.action = mem_deref(ov.action);
	LIVE_OK(await_voice(&f, true, false));
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 1)));
	if (!test_is_oom()) {
		LIVE_OK(hear(&f, 0, 2));
		LIVE_OK(hear(&f, 2, 0));
	}
 out:
	mem_deref(ov.action);
	fix_reset(&f);
	return test_or_refused(0);
}

/* The call ends that the voice came with: the other one has it */
int test_talk_inherits(void)
{
	struct live_outcome ov = { .over = false };
	const struct oh_join_prm how = { .role = OH_ROOM_TALK };
	struct fix f;

	if (test_is_oom())
		return 0;
	LIVE_OK(fix_init(&f, 2, NULL));
	LIVE_OK(talk_to(&f, 0));
	LIVE_OK(join(&f, &ov, &how));
	LIVE_OK(await_voice(&f, true, true));
	oh_call_hangup(far(&f, 0), OH_CAUSE_DONE);
	LIVE_OK(live_await_over(&ov));
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED, 1));
	LIVE_INT(oh_talk_count(f.t), 1);
	LIVE_TRUE(oh_talk_has(f.t, live_of(&f.l, 1)));
	LIVE_OK(hear(&f, 2, 1));
	LIVE_OK(hear(&f, 1, 2));
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 1)));
 out:
	mem_deref(ov.action);
	fix_reset(&f);
	return 0;
}

/* Who talks besides comes along into what one call is joined with */
int test_talk_all_follow(void)
{
	struct live_outcome ov = { .over = false };
	const struct oh_join_prm prm = { .room = "lobby" };
	struct fix f;

	if (test_is_oom())
		return 0;
	LIVE_OK(fix_init(&f, 2, NULL));
	LIVE_OK(oh_talk_add(f.t, live_of(&f.l, 1)));
	LIVE_OK(talk_to(&f, 0));
	LIVE_OK(oh_join_start(&ov.action, live_of(&f.l, 0), &prm,
			      live_outcome_handler, &ov));
	LIVE_OK(hear_all(&f));
	LIVE_TRUE(oh_meeting_of(live_of(&f.l, 1)) ==
		  oh_meeting_of(live_of(&f.l, 0)));
	ov.action = mem_deref(ov.action);
	LIVE_OK(hear_all(&f));
	LIVE_TRUE(!oh_meeting_of(live_of(&f.l, 1)));
 out:
	mem_deref(ov.action);
	fix_reset(&f);
	return 0;
}

/* They are put through to each other: the handset is not there */
int test_talk_put_through(void)
{
	struct live_outcome ov = { .over = false };
	const struct oh_join_prm how = { .apart = true };
	struct fix f;

	LIVE_OK(fix_init(&f, 2, NULL));
	LIVE_OK(talk_to(&f, 0));
	LIVE_OK(join(&f, &ov, &how));
	LIVE_OK(await_voice(&f, false, false));
	LIVE_INT(oh_talk_count(f.t), 0);
	LIVE_INT(oh_talk_add(f.t, live_of(&f.l, 0)), EALREADY);
	if (!test_is_oom()) {
		LIVE_OK(hear(&f, 0, 1));
		LIVE_INT(f.l.pairv[2].far.eventc[OH_EVENT_SPEECH], 0);
	}
 out:
	mem_deref(ov.action);
	fix_reset(&f);
	return test_or_refused(0);
}

/* Somebody listens: the person talks on, and is not with who listens */
int test_talk_listened_to(void)
{
	struct live_outcome ov = { .over = false };
	const struct oh_join_prm how = { .role = OH_ROOM_LISTEN };
	struct fix f;

	if (test_is_oom())
		return 0;
	LIVE_OK(fix_init(&f, 2, NULL));
	LIVE_OK(talk_to(&f, 1));
	LIVE_OK(join(&f, &ov, &how));
	LIVE_OK(hear(&f, 1, 2));
	LIVE_OK(hear(&f, 2, 1));
	LIVE_OK(hear(&f, 2, 0));
	LIVE_TRUE(has(&f, false, true));
	LIVE_INT(oh_talk_add(f.t, live_of(&f.l, 0)), EALREADY);
	/* A key of the handset is for who talks */
	LIVE_OK(oh_call_send_digits(far(&f, 2), "7"));
	LIVE_OK(live_await(&f.l, &f.l.pairv[1].far, OH_EVENT_DIGIT, 1));
 out:
	mem_deref(ov.action);
	fix_reset(&f);
	return 0;
}

/* They go on when the person leaves, and are found again */
int test_talk_comes_back(void)
{
	struct oh_meeting *m = NULL;
	struct fix f;

	if (test_is_oom())
		return 0;
	LIVE_OK(fix_init(&f, 2, NULL));
	LIVE_OK(oh_meeting_get(&m, f.l.calls, NULL));
	oh_meeting_set_kind(m, OH_MEETING_OWN);
	for (size_t i = 0; i < 2; i++)
		LIVE_OK(oh_meeting_enter(m, live_of(&f.l, i), OH_ROOM_TALK,
					 NULL));
	m = mem_deref(m);
	LIVE_OK(talk_to(&f, 0));
	LIVE_OK(hear_all(&f));
	LIVE_TRUE(has(&f, true, true));
	oh_talk_drop(f.t, live_of(&f.l, 0));
	LIVE_INT(oh_talk_count(f.t), 0);
	LIVE_OK(hear(&f, 0, 1));
	LIVE_OK(oh_talk_add(f.t, live_of(&f.l, 1)));
	LIVE_OK(hear_all(&f));
	/* The phone is laid down: they go on, too */
	oh_call_hangup(far(&f, 2), OH_CAUSE_DONE);
	LIVE_OK(await(&f, OH_HANDSET_DOWN));
	LIVE_INT(oh_talk_count(f.t), 0);
	LIVE_OK(hear(&f, 1, 0));
 out:
	mem_deref(m);
	fix_reset(&f);
	return 0;
}
