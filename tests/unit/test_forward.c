/**
 * @file test_forward.c  A call comes in and goes on, over real stacks
 */
#include "base/compat.h"
#include "call/call.h"
#include "cdr/fold.h"
#include "conf/conf.h"
#include "forward/forward.h"
#include "place/place.h"
#include "sip/resolve.h"
#include "test.h"

#define TARGET "+14255550101"

enum { DEADLINE_MS = 8000 };

/* A far end */
struct side {
	struct oh_sip  *sip;
	struct oh_call *call;
	unsigned        eventc[OH_EVENT_MAX];
	struct oh_result res;
};

/* x calls the box, which calls y */
struct fix {
	struct oh_engine   *engine;
	struct oh_engine   *far;
	struct oh_resolver *resolver;
	struct oh_conf     *conf;
	struct oh_place    *place;
	struct oh_forward  *forward;
	struct side         x, y, in;
	struct oh_result    out;        /* of the call that was made      */
	unsigned            resultc;
	uint16_t            refuses;    /* y does                         */
	bool                rings;      /* y does, and no more            */
	const char         *from;       /* x, to the box                  */
	char                diversion[128];
	struct sa           laddr;
	bool                closed;
	bool                over;
	int                 err;
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
	oh_fold(&s->res, ev);
	s->eventc[ev->type]++;
}

/* Whoever waits looks again */
#define SIDE_HANDLER(name)                                             \
	static void name##_handler(const struct oh_event *ev, void *arg) \
	{                                                              \
		struct fix *f = arg;                                   \
		note(&f->name, ev);                                    \
		f->over = true;                                        \
	}

SIDE_HANDLER(x)
SIDE_HANDLER(y)
SIDE_HANDLER(in)

static void out_handler(const struct oh_event *ev, void *arg)
{
	(void)ev;
	(void)arg;
}

static void result_handler(const struct oh_result *res, void *arg)
{
	struct fix *f = arg;

	f->out = *res;
	f->resultc++;
	f->over = true;
}

static void set_prm(struct oh_call_prm *prm, struct fix *f, struct side *s,
		    oh_event_h *h)
{
	memset(prm, 0, sizeof(*prm));
	prm->sip          = s->sip;
	prm->engine       = s == &f->in ? f->engine : f->far;
	prm->stream.laddr = &f->laddr;
	prm->eventh       = h;
	prm->arg          = f;
}

static bool box_invite(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;
	struct oh_call_prm prm;
	int err;

	set_prm(&prm, f, &f->in, in_handler);
	prm.number = f->from;
	prm.uri    = "sip:+14255550199@box";
	err = oh_call_take(&f->in.call, &prm, msg);
	if (!err)
		err = oh_forward_take(f->in.call, &f->in.res, msg,
				      f->forward);
	flop(f, err);

	return true;
}

static bool y_invite(const struct sip_msg *msg, void *arg)
{
	const struct sip_hdr *hdr = sip_msg_xhdr(msg, "Diversion");
	struct fix *f = arg;
	struct oh_call_prm prm;
	int err;

	if (hdr)
		(void)pl_strcpy(&hdr->val, f->diversion,
				sizeof(f->diversion));
	set_prm(&prm, f, &f->y, y_handler);
	err = oh_call_take(&f->y.call, &prm, msg);
	if (!err && f->refuses)
		err = oh_call_refuse(f->y.call, f->refuses, "No", NULL);
	else if (!err && f->rings)
		err = oh_call_ring(f->y.call);
	else if (!err)
		err = oh_call_pickup(f->y.call);
	flop(f, err);

	return true;
}

static int sip_open(struct fix *f, struct side *s, oh_sip_invite_h *h)
{
	const struct oh_sip_prm prm = { .udp = true, .software = "test",
					.laddr = &f->laddr, .inviteh = h,
					.arg = f };

	oh_result_init(&s->res);

	return oh_sip_alloc(&s->sip, &prm);
}

static int box_open(struct fix *f)
{
	struct oh_place_prm pprm = { .automation = true };
	struct oh_forward_prm fprm = { .target = TARGET, .ring_ms = 5000,
				       .eventh = out_handler,
				       .resulth = result_handler, .arg = f };
	char text[160];
	int err;

	if (re_snprintf(text, sizeof(text), "[trunk y]\nserver = 127.0.0.1\n"
			"port = %u\ncaller_id = +14255550160\n",
			sa_port(oh_sip_laddr(f->y.sip))) < 0)
		return ERANGE;
	err = oh_conf_parse(&f->conf, "test", text);
	if (!err)
		err = oh_resolver_alloc(&f->resolver, NULL);
	pprm.conf     = f->conf;
	pprm.engine   = f->engine;
	pprm.resolver = f->resolver;
	if (!err)
		err = oh_place_alloc(&f->place, &pprm);
	fprm.place = f->place;

	return err ? err : oh_forward_alloc(&f->forward, &fprm);
}

static int fix_init(struct fix *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	f->from = "+14255550142";
	err = sa_set_str(&f->laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_engine_alloc(&f->engine, NULL);
	if (!err)
		err = oh_engine_alloc(&f->far, NULL);
	if (!err)
		err = sip_open(f, &f->x, NULL);
	if (!err)
		err = sip_open(f, &f->y, y_invite);
	if (!err)
		err = sip_open(f, &f->in, box_invite);

	return err ? err : box_open(f);
}

static void fix_reset(struct fix *f)
{
	struct side *sidev[] = { &f->x, &f->in, &f->y };

	mem_deref(f->forward);
	for (size_t i = 0; i < ARRAY_SIZE(sidev); i++) {
		mem_deref(sidev[i]->call);
		if (sidev[i]->sip)
			oh_sip_close(sidev[i]->sip, true);
		mem_deref(sidev[i]->sip);
	}
	mem_deref(f->place);
	mem_deref(f->resolver);
	mem_deref(f->conf);
	mem_deref(f->engine);
	mem_deref(f->far);
}

static int dial(struct fix *f, const char *headers)
{
	struct oh_call_prm prm;
	char uri[64];

	set_prm(&prm, f, &f->x, x_handler);
	if (re_snprintf(uri, sizeof(uri), "sip:+14255550199@%J",
			oh_sip_laddr(f->in.sip)) < 0)
		return ERANGE;
	prm.leg.to_uri       = uri;
	prm.leg.from_uri     = "sip:+14255550142@127.0.0.1";
	prm.leg.contact_user = "x";
	prm.leg.headers      = headers;

	return oh_call_dial(&f->x.call, &prm);
}

/* Until *n is at least 1 */
static int await(struct fix *f, const unsigned *n)
{
	int err = f->err;

	while (!err && !*n) {
		f->over = false;
		err = test_loop_until(&f->over, DEADLINE_MS);
		if (f->err)
			err = f->err;
	}
	return test_or_refused(err);
}

int test_forward_joins_and_ends(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	str_ncpy(f.in.res.id, "the-parent", sizeof(f.in.res.id));
	str_ncpy(f.in.res.to, "+14255550199", sizeof(f.in.res.to));
	TEST_OK(dial(&f, NULL));
	TEST_OK(await(&f, &f.x.eventc[OH_EVENT_ANSWERED]));
	TEST_OK(await(&f, &f.y.eventc[OH_EVENT_ANSWERED]));
	assert_string_equal(f.diversion, "<tel:+14255550199>;"
			    "reason=unconditional;counter=1");
	oh_call_end(f.y.call, OH_CAUSE_DONE, 31);
	TEST_OK(await(&f, &f.x.eventc[OH_EVENT_ENDED]));
	TEST_OK(await(&f, &f.resultc));
	assert_int_equal(f.x.res.hangup_by, OH_PARTY_THEM);
	assert_int_equal(f.x.res.why.q850, 31);
	assert_string_equal(f.out.parent, f.in.res.id);
	assert_string_equal(f.out.from, "+14255550160");
	assert_string_equal(f.out.to, TARGET);
	assert_int_equal(f.out.hangup_by, OH_PARTY_THEM);
	assert_int_equal(f.resultc, 1);
 out:
	fix_reset(&f);
	return 0;
}

/* The caller has it from elsewhere, and so has the callee */
int test_forward_passes_reason(void)
{
	static const struct oh_reason why = {
		.q850 = 16, .sip = 200, .place = "LN",
		.text = "Call completed elsewhere",
	};
	struct fix f;

	TEST_OK(fix_init(&f));
	f.rings = true;
	TEST_OK(dial(&f, NULL));
	TEST_OK(await(&f, &f.x.eventc[OH_EVENT_RINGING]));
	oh_call_end_for(f.x.call, OH_CAUSE_DONE, &why);
	TEST_OK(await(&f, &f.y.eventc[OH_EVENT_ENDED]));
	assert_int_equal(f.y.res.hangup_by, OH_PARTY_THEM);
	assert_int_equal(f.y.res.why.sip, 200);
	assert_int_equal(f.y.res.why.q850, 16);
	assert_string_equal(f.y.res.why.place, "LN");
	assert_string_equal(f.y.res.why.text, why.text);
	TEST_OK(await(&f, &f.resultc));
	assert_int_equal(f.in.res.why.sip, 200);
	assert_int_equal(f.out.hangup_by, OH_PARTY_US);
 out:
	fix_reset(&f);
	return 0;
}

/* What the callee says, and what of it the caller gets */
int test_forward_passes_refusals(void)
{
	static const struct {
		uint16_t says, heard;
		enum oh_cause cause;
	} casev[] = {
		{ 486, 486, OH_CAUSE_BUSY },
		{ 404, 404, OH_CAUSE_BAD_NUMBER },
		{ 603, 603, OH_CAUSE_DECLINED },
		{ 302, 500, OH_CAUSE_FAILED },
		{ 407, 503, OH_CAUSE_AUTH },
	};
	struct fix f;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		TEST_OK(fix_init(&f));
		f.refuses = casev[i].says;
		TEST_OK(dial(&f, NULL));
		TEST_OK(await(&f, &f.x.eventc[OH_EVENT_ENDED]));
		TEST_OK(await(&f, &f.resultc));
		TEST_OK(await(&f, &f.in.eventc[OH_EVENT_ENDED]));
		assert_int_equal(f.x.res.scode, casev[i].heard);
		assert_int_equal(f.out.cause, casev[i].cause);
		assert_int_equal(f.in.res.cause, casev[i].cause);
		fix_reset(&f);
		if (test_is_oom())
			return 0;
	}
	return 0;
 out:
	fix_reset(&f);
	return 0;
}

int test_forward_ends_with_the_caller(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	f.rings = true;
	TEST_OK(dial(&f, NULL));
	TEST_OK(await(&f, &f.x.eventc[OH_EVENT_RINGING]));
	oh_call_hangup(f.x.call, OH_CAUSE_DONE);
	TEST_OK(await(&f, &f.y.eventc[OH_EVENT_ENDED]));
	TEST_OK(await(&f, &f.resultc));
	assert_int_equal(f.y.res.cause, OH_CAUSE_NO_ANSWER);
	assert_int_equal(f.out.cause, OH_CAUSE_NO_ANSWER);
	assert_int_equal(f.out.hangup_by, OH_PARTY_US);
 out:
	fix_reset(&f);
	return 0;
}

/* Round and round: refused before anybody is called */
int test_forward_sees_loops(void)
{
	static const struct {
		const char *from, *headers;
		uint16_t scode;
	} casev[] = {
		{ "+14255550142",
		  "Diversion: <sip:a@b>;counter=5\r\n", 482 },
		{ TARGET, NULL, 482 },
	};
	struct fix f;

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		TEST_OK(fix_init(&f));
		f.from = casev[i].from;
		str_ncpy(f.in.res.from, f.from, sizeof(f.in.res.from));
		TEST_OK(dial(&f, casev[i].headers));
		TEST_OK(await(&f, &f.x.eventc[OH_EVENT_ENDED]));
		assert_int_equal(f.x.res.scode, casev[i].scode);
		assert_int_equal(f.resultc, 0);
		assert_null(f.y.call);
		fix_reset(&f);
		if (test_is_oom())
			return 0;
	}
	return 0;
 out:
	fix_reset(&f);
	return 0;
}

static void closed_handler(void *arg)
{
	struct fix *f = arg;

	f->closed = true;
	f->over   = true;
}

int test_forward_stops(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(dial(&f, NULL));
	TEST_OK(await(&f, &f.x.eventc[OH_EVENT_ANSWERED]));
	oh_forward_stop(f.forward, OH_CAUSE_TERMINATED, closed_handler);
	assert_false(f.closed);
	TEST_OK(await(&f, &f.resultc));
	TEST_OK(await(&f, &f.x.eventc[OH_EVENT_ENDED]));
	assert_true(f.closed);
	assert_int_equal(f.out.cause, OH_CAUSE_TERMINATED);
 out:
	fix_reset(&f);
	return 0;
}
