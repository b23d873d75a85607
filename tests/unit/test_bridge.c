/**
 * @file test_bridge.c  A call in, a call out, and what passes between them
 */
#include "base/compat.h"
#include "call/bridge.h"
#include "test.h"

enum { DEADLINE_MS = 8000 };

struct fix;

/* x calls `in`, which is joined with `out`, which calls y */
struct side {
	struct fix      *fix;
	struct oh_sip   *sip;
	struct oh_call  *call;
	enum oh_dtmf     dtmf;
	unsigned         eventc[OH_EVENT_MAX];
	uint16_t         scodev[4];     /* of provisional answers */
	size_t           scodec;
	char             digits[16];
	enum oh_party    held_by;
};

struct fix {
	struct oh_engine *engine;
	struct oh_engine *far;          /* of x and y, as elsewhere */
	struct side       x, in, out, y;
	struct oh_bridge *bridge;
	struct sa         laddr;
	struct side      *until;        /* over when it has had ..  */
	enum oh_event_type type;        /* .. this                  */
	bool              over;
	int               err;
};

static void flop(struct fix *f, int err)
{
	if (!err)
		return;
	f->err  = err;
	f->over = true;
}

static void note(struct side *s, const struct oh_event *ev)
{
	size_t n = strlen(s->digits);

	s->eventc[ev->type]++;
	if ((ev->type == OH_EVENT_RINGING || ev->type == OH_EVENT_PROGRESS) &&
	    s->scodec < ARRAY_SIZE(s->scodev))
		s->scodev[s->scodec++] = ev->scode;
	if (ev->type == OH_EVENT_DIGIT && n + 1 < sizeof(s->digits))
		s->digits[n] = ev->digit;
	if (ev->type == OH_EVENT_HELD)
		s->held_by = ev->by;
	if (s->fix->until == s && s->fix->type == ev->type)
		s->fix->over = true;
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct side *s = arg;

	note(s, ev);
}

static void set_prm(struct oh_call_prm *prm, struct side *s)
{
	struct fix *f = s->fix;

	memset(prm, 0, sizeof(*prm));
	prm->sip          = s->sip;
	prm->engine       = s == &f->x || s == &f->y ? f->far : f->engine;
	prm->stream.laddr = &f->laddr;
	prm->stream.dtmf  = s->dtmf;
	prm->eventh       = event_handler;
	prm->arg          = s;
}

static int dial(struct side *s, const struct side *to)
{
	struct oh_call_prm prm;
	char uri[64];

	set_prm(&prm, s);
	if (re_snprintf(uri, sizeof(uri), "sip:x@%J",
			oh_sip_laddr(to->sip)) < 0)
		return ERANGE;
	prm.leg.to_uri       = uri;
	prm.leg.from_uri     = "sip:a@127.0.0.1";
	prm.leg.contact_user = "a";

	return oh_call_dial(&s->call, &prm);
}

/* At the box: take it, call y, join the two */
static bool in_invite(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;
	struct oh_call_prm prm;
	int err;

	set_prm(&prm, &f->in);
	err = oh_call_take(&f->in.call, &prm, msg);
	if (!err)
		err = dial(&f->out, &f->y);
	if (!err)
		err = oh_bridge_alloc(&f->bridge, f->in.call, f->out.call);
	flop(f, err);

	return true;
}

/* y: 183 with media, 180, then the answer */
static bool y_invite(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;
	struct oh_call_prm prm;
	int err;

	set_prm(&prm, &f->y);
	err = oh_call_take(&f->y.call, &prm, msg);
	if (!err)
		err = oh_call_progress(f->y.call, 183, true);
	if (!err)
		err = oh_call_progress(f->y.call, 180, false);
	if (!err)
		err = oh_call_pickup(f->y.call);
	flop(f, err);

	return true;
}

static int fix_init(struct fix *f, enum oh_dtmf xway)
{
	struct oh_sip_prm prm = { .udp = true, .software = "test",
				  .laddr = &f->laddr, .arg = f };
	struct side *sidev[] = { &f->x, &f->in, &f->out, &f->y };
	int err;

	memset(f, 0, sizeof(*f));
	err = sa_set_str(&f->laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_engine_alloc(&f->engine, NULL);
	if (!err)
		err = oh_engine_alloc(&f->far, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(sidev) && !err; i++) {
		sidev[i]->fix = f;
		prm.inviteh = sidev[i] == &f->y ? y_invite : in_invite;
		err = oh_sip_alloc(&sidev[i]->sip, &prm);
	}
	f->x.dtmf = xway;

	return err;
}

static void fix_reset(struct fix *f)
{
	struct side *sidev[] = { &f->x, &f->in, &f->out, &f->y };

	mem_deref(f->bridge);
	for (size_t i = 0; i < ARRAY_SIZE(sidev); i++) {
		mem_deref(sidev[i]->call);
		if (sidev[i]->sip)
			oh_sip_close(sidev[i]->sip, true);
		mem_deref(sidev[i]->sip);
	}
	mem_deref(f->engine);
	mem_deref(f->far);
}

/* Until a side has had so many of an event */
static int await(struct fix *f, struct side *s, enum oh_event_type type,
		 unsigned n)
{
	int err = f->err;

	f->until = s;
	f->type  = type;
	while (!err && s->eventc[type] < n) {
		f->over = false;
		err = test_loop_until(&f->over, DEADLINE_MS);
		if (f->err)
			err = f->err;
	}
	return test_or_refused(err);
}

static int connect_all(struct fix *f, enum oh_dtmf xway)
{
	int err = fix_init(f, xway);

	if (!err)
		err = dial(&f->x, &f->in);
	if (!err)
		err = await(f, &f->x, OH_EVENT_ANSWERED, 1);
	if (!err)
		err = await(f, &f->in, OH_EVENT_ANSWERED, 1);

	return err;
}

/* Once the offer before this one has been answered */
static int hold(struct side *s, bool on)
{
	const bool never = false;
	int err = EAGAIN;

	for (int i = 0; i < 500 && err == EAGAIN; i++) {
		err = oh_call_hold(s->call, on);
		if (err == EAGAIN && test_loop_until(&never, 10) == ENOMEM)
			err = ENOMEM;
	}
	return err;
}

int test_bridge_passes_progress_and_hold(void)
{
	struct fix f;

	TEST_OK(connect_all(&f, OH_DTMF_NONE));
	assert_int_equal(f.x.scodec, 2);
	assert_int_equal(f.x.scodev[0], 183);
	assert_int_equal(f.x.scodev[1], 180);
	assert_int_equal(f.x.eventc[OH_EVENT_PROGRESS], 1);

	TEST_OK(await(&f, &f.y, OH_EVENT_ANSWERED, 1));
	TEST_OK(hold(&f.y, true));
	TEST_OK(await(&f, &f.x, OH_EVENT_HELD, 1));
	assert_int_equal(f.x.held_by, OH_PARTY_THEM);
	TEST_OK(hold(&f.y, false));
	TEST_OK(await(&f, &f.x, OH_EVENT_RESUMED, 1));
	TEST_OK(hold(&f.x, true));
	TEST_OK(await(&f, &f.y, OH_EVENT_HELD, 2));
	assert_int_equal(f.y.held_by, OH_PARTY_THEM);
 out:
	fix_reset(&f);
	return 0;
}

/* Whichever way x sends them, y hears each once, in order; and back */
int test_bridge_passes_digits(void)
{
	static const enum oh_dtmf wayv[] = { OH_DTMF_EVENT, OH_DTMF_INFO,
					     OH_DTMF_INBAND };
	struct fix f;

	for (size_t i = 0; i < ARRAY_SIZE(wayv); i++) {
		TEST_OK(connect_all(&f, wayv[i]));
		TEST_OK(await(&f, &f.y, OH_EVENT_ANSWERED, 1));
		TEST_OK(oh_call_send_digits(f.x.call, "159"));
		TEST_OK(await(&f, &f.y, OH_EVENT_DIGIT, 3));
		assert_string_equal(f.y.digits, "159");
		TEST_OK(oh_call_send_digits(f.y.call, "73"));
		TEST_OK(await(&f, &f.x, OH_EVENT_DIGIT, 2));
		assert_string_equal(f.x.digits, "73");
		fix_reset(&f);
		if (test_is_oom())
			return 0;
	}
	return 0;
 out:
	fix_reset(&f);
	return 0;
}

/* A bridge ends nothing; what is left is two calls */
int test_bridge_leaves_its_calls(void)
{
	struct fix f;

	TEST_OK(connect_all(&f, OH_DTMF_NONE));
	f.bridge = mem_deref(f.bridge);
	oh_call_end(f.out.call, OH_CAUSE_DONE, 31);
	TEST_OK(await(&f, &f.out, OH_EVENT_ENDED, 1));
	TEST_OK(await(&f, &f.y, OH_EVENT_ENDED, 1));
	assert_int_equal(f.x.eventc[OH_EVENT_ENDED], 0);
	assert_true(oh_call_is_up(f.in.call));
 out:
	fix_reset(&f);
	return 0;
}
