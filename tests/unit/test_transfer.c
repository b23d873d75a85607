/**
 * @file test_transfer.c  Who talks through the box is transferred
 */
#include "base/compat.h"
#include "call/call.h"
#include "conf/conf.h"
#include "event/result.h"
#include "forward/forward.h"
#include "place/place.h"
#include "sip/refer.h"
#include "sip/resolve.h"
#include "test.h"

enum { DEADLINE_MS = 8000, ENDS_MAX = 6, LOG_SIZE = 128 };

struct fix;

/** A telephone out there, or a call at the box */
struct end {
	struct fix           *fix;
	struct oh_call       *call;
	struct oh_call_watch  watch;
	unsigned              eventc[OH_EVENT_MAX];
	uint16_t              scode;            /* the last one       */
	char                  log[LOG_SIZE];    /* of transfers alone */
};

/* x calls the box, which calls y[0], then y[1] .. */
struct fix {
	struct oh_engine   *engine, *far;
	struct oh_resolver *resolver;
	struct oh_conf     *conf;
	struct oh_place    *place;
	struct oh_forward  *forward;
	struct oh_sip      *xsip, *box, *ysip;
	struct end          xv[ENDS_MAX], inv[ENDS_MAX], yv[ENDS_MAX];
	unsigned            xc, inc, yc;
	uint16_t            refuses;     /* y does, from the second on    */
	uint16_t            scode;       /* of y to REFER; 0: unknown */
	struct oh_refer     asked;
	char                headers[512];
	unsigned            resultc;
	struct oh_result    last;
	struct sa           laddr;
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

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct end *e = arg;
	size_t n = strlen(e->log);

	e->eventc[ev->type]++;
	e->scode = ev->scode;
	e->fix->over = true;
	if (ev->type == OH_EVENT_TRANSFERRED)
		(void)re_snprintf(e->log + n, sizeof(e->log) - n, "%u ",
				  ev->scode);
}

static void out_handler(const struct oh_event *ev, void *arg)
{
	(void)ev;
	(void)arg;
}

static void result_handler(const struct oh_result *res, void *arg)
{
	struct fix *f = arg;

	f->last = *res;
	f->resultc++;
	f->over = true;
}

static void set_prm(struct oh_call_prm *prm, struct end *e,
		    struct oh_sip *sip, struct oh_engine *engine)
{
	memset(prm, 0, sizeof(*prm));
	prm->sip          = sip;
	prm->engine       = engine;
	prm->refer        = true;
	prm->stream.laddr = &e->fix->laddr;
	prm->eventh       = event_handler;
	prm->arg          = e;
}

static bool box_invite(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;
	struct end *e = &f->inv[f->inc++];
	struct oh_result res;
	struct oh_call_prm prm;
	int err;

	oh_result_init(&res);
	str_ncpy(res.trunk, "y", sizeof(res.trunk));
	set_prm(&prm, e, f->box, f->engine);
	prm.number = "+14255550142";
	prm.uri    = "sip:+14255550199@box";
	err = oh_call_take(&e->call, &prm, msg);
	if (!err)
		err = oh_forward_take(e->call, &res, msg, f->forward);
	flop(f, err);

	return true;
}

static uint16_t refer_handler(struct oh_call *c, const struct oh_refer *to,
			      void *arg)
{
	struct end *e = arg;
	(void)c;

	e->fix->asked = *to;

	return e->fix->scode;
}

static bool y_invite(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;
	bool first = f->yc == 0;
	struct end *e = &f->yv[f->yc++];
	struct oh_call_prm prm;
	int err;

	set_prm(&prm, e, f->ysip, f->far);
	err = oh_call_take(&e->call, &prm, msg);
	e->watch = (struct oh_call_watch){ .referh = refer_handler,
					   .arg = e };
	if (!err)
		oh_call_watch(e->call, &e->watch);
	if (!err && f->refuses && !first)
		err = oh_call_refuse(e->call, f->refuses, "No", NULL);
	else if (!err)
		err = oh_call_pickup(e->call);
	flop(f, err);

	return true;
}

static int sip_open(struct oh_sip **sp, struct fix *f, bool refer,
		    oh_sip_invite_h *h)
{
	const struct oh_sip_prm prm = {
		.udp = true, .software = "test", .laddr = &f->laddr,
		.refer = refer, .inviteh = h, .arg = f,
	};

	return oh_sip_alloc(sp, &prm);
}

static int box_open(struct fix *f)
{
	struct oh_place_prm pprm = { .automation = true };
	struct oh_forward_prm fprm = {
		.target = "+14255550101", .ring_ms = 5000,
		.eventh = out_handler, .resulth = result_handler, .arg = f,
	};
	char text[256];
	int err;

	if (re_snprintf(text, sizeof(text), "[trunk y]\n"
			"server = 127.0.0.1\nport = %u\nrefer = on\n"
			"caller_id = +14255550160\n",
			sa_port(oh_sip_laddr(f->ysip))) < 0)
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

static int fix_init(struct fix *f, uint16_t scode)
{
	int err;

	memset(f, 0, sizeof(*f));
	f->scode = scode;
	for (size_t i = 0; i < ENDS_MAX; i++)
		f->xv[i].fix = f->inv[i].fix = f->yv[i].fix = f;
	err = sa_set_str(&f->laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_engine_alloc(&f->engine, NULL);
	if (!err)
		err = oh_engine_alloc(&f->far, NULL);
	if (!err)
		err = sip_open(&f->xsip, f, true, NULL);
	if (!err)
		err = sip_open(&f->ysip, f, scode != 0, y_invite);
	if (!err)
		err = sip_open(&f->box, f, true, box_invite);

	return err ? err : box_open(f);
}

static void fix_reset(struct fix *f)
{
	struct oh_sip *sipv[] = { f->xsip, f->box, f->ysip };

	mem_deref(f->forward);
	for (size_t i = 0; i < ENDS_MAX; i++) {
		mem_deref(f->xv[i].call);
		mem_deref(f->inv[i].call);
		mem_deref(f->yv[i].call);
	}
	for (size_t i = 0; i < ARRAY_SIZE(sipv); i++) {
		if (sipv[i])
			oh_sip_close(sipv[i], true);
		mem_deref(sipv[i]);
	}
	mem_deref(f->place);
	mem_deref(f->resolver);
	mem_deref(f->conf);
	mem_deref(f->engine);
	mem_deref(f->far);
}

/* Until *n is at least so much */
static int await(struct fix *f, const unsigned *n, unsigned want)
{
	int err = f->err;

	while (!err && *n < want) {
		f->over = false;
		err = test_loop_until(&f->over, DEADLINE_MS);
		if (f->err)
			err = f->err;
	}
	return test_or_refused(err);
}

/* By x[i] */
static int dial(struct fix *f, unsigned i, const struct oh_sip *to)
{
	struct end *e = &f->xv[i];
	struct oh_call_prm prm;
	char uri[64];

	set_prm(&prm, e, f->xsip, f->far);
	(void)re_snprintf(uri, sizeof(uri), "sip:+14255550199@%J",
			  oh_sip_laddr(to));
	prm.leg.to_uri       = uri;
	prm.leg.from_uri     = "sip:+14255550142@127.0.0.1";
	prm.leg.contact_user = "x";
	prm.leg.headers      = *f->headers ? f->headers : NULL;

	return oh_call_dial(&e->call, &prm);
}

/* x[i] is led to y[i] */
static int connect_one(struct fix *f, unsigned i)
{
	int err = dial(f, i, f->box);

	if (!err)
		err = await(f, &f->xv[i].eventc[OH_EVENT_ANSWERED], 1);
	if (!err)
		err = await(f, &f->inv[i].eventc[OH_EVENT_ANSWERED], 1);

	return err ? err : await(f, &f->yv[i].eventc[OH_EVENT_ANSWERED], 1);
}

#define CAROL "sip:+14255550123@elsewhere.example"

static unsigned ended(const struct end *e)
{
	return e->eventc[OH_EVENT_ENDED];
}

/* y will not do it, or is not asked: the box calls */
int test_transfer_by_the_box(void)
{
	static const uint16_t scodev[] = { 603, 0 };
	struct fix f;

	for (size_t i = 0; i < ARRAY_SIZE(scodev); i++) {
		TEST_OK(fix_init(&f, scodev[i]));
		TEST_OK(connect_one(&f, 0));
		TEST_OK(oh_call_transfer(f.xv[0].call, CAROL, NULL));
		TEST_OK(await(&f, &f.yv[1].eventc[OH_EVENT_ANSWERED], 1));
		TEST_OK(await(&f, &f.xv[0].eventc[OH_EVENT_TRANSFERRED], 1));
		assert_string_equal(f.xv[0].log, "200 ");
		/* who was transferred to does not hang up: it is let go */
		TEST_OK(await(&f, &f.xv[0].eventc[OH_EVENT_ENDED], 1));
		assert_int_equal(ended(&f.yv[0]) + ended(&f.yv[1]), 0);
		oh_call_hangup(f.yv[1].call, OH_CAUSE_DONE);
		TEST_OK(await(&f, &f.yv[0].eventc[OH_EVENT_ENDED], 1));
		TEST_OK(await(&f, &f.resultc, 2));
		fix_reset(&f);
		if (test_is_oom())
			return 0;
	}
	return 0;
 out:
	fix_reset(&f);
	return 0;
}

/* It takes it on: the target by our routes, the news back */
int test_transfer_passed_on(void)
{
	static const uint16_t outcomev[] = { 200, 486 };
	static const char *const toldv[] = { "200 ", "486 " };
	struct fix f;

	for (size_t i = 0; i < ARRAY_SIZE(outcomev); i++) {
		TEST_OK(fix_init(&f, 202));
		TEST_OK(connect_one(&f, 0));
		TEST_OK(oh_call_transfer(f.xv[0].call, CAROL, NULL));
		TEST_OK(await(&f, &f.yv[0].eventc[OH_EVENT_TRANSFERRING], 1));
		assert_non_null(strstr(f.asked.uri, "+14255550123@127.0.0.1"));
		TEST_OK(oh_call_refer_notify(f.yv[0].call, outcomev[i]));
		TEST_OK(await(&f, &f.xv[0].eventc[OH_EVENT_TRANSFERRED], 1));
		if (test_or_refused(0))
			goto out;
		assert_string_equal(f.xv[0].log, toldv[i]);
		assert_int_equal(f.yc, 1);
		assert_true(oh_call_is_up(f.xv[0].call));
		assert_true(oh_call_is_up(f.yv[0].call));
		fix_reset(&f);
		if (test_is_oom())
			return 0;
	}
	return 0;
 out:
	fix_reset(&f);
	return 0;
}

/* Nobody there, and nobody left to talk to */
int test_transfer_to_nobody(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, 0));
	f.refuses = 486;
	TEST_OK(connect_one(&f, 0));
	TEST_OK(oh_call_transfer(f.xv[0].call, CAROL, NULL));
	TEST_OK(await(&f, &f.xv[0].eventc[OH_EVENT_TRANSFERRED], 1));
	assert_string_equal(f.xv[0].log, "486 ");
	assert_int_equal(ended(&f.yv[0]), 0);

	TEST_OK(oh_call_transfer(f.xv[0].call, CAROL, NULL));
	TEST_OK(await(&f, &f.inv[0].eventc[OH_EVENT_TRANSFERRING], 2));
	oh_call_hangup(f.xv[0].call, OH_CAUSE_DONE);
	TEST_OK(await(&f, &f.yv[0].eventc[OH_EVENT_ENDED], 1));
	TEST_OK(await(&f, &f.resultc, 3));
 out:
	fix_reset(&f);
	return 0;
}

/* Refused before anything is done, and how often it is too often */
int test_transfer_refused(void)
{
	static const struct { const char *uri, *log; } casev[] = {
		{ "sip:+19005550100@h",      "403 " },
		{ "sip:911@h",               "403 403 " },
		{ "sip:carol@h",             "403 403 404 " },
		{ "sip:+442079460000@h",     "403 403 404 403 " },
	};
	struct fix f;

	TEST_OK(fix_init(&f, 0));
	TEST_OK(connect_one(&f, 0));
	for (unsigned i = 0; i < ARRAY_SIZE(casev); i++) {
		TEST_OK(oh_call_transfer(f.xv[0].call, casev[i].uri, NULL));
		TEST_OK(await(&f, &f.xv[0].eventc[OH_EVENT_TRANSFERRED],
			      i + 1));
		assert_string_equal(f.xv[0].log, casev[i].log);
	}
	assert_int_equal(f.yc, 1);
	assert_int_equal(f.resultc, 0);
	assert_true(oh_call_is_up(f.xv[0].call));
 out:
	fix_reset(&f);
	return 0;
}

/* x has two calls, and wants the two others to talk */
int test_transfer_attended(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, 0));
	TEST_OK(connect_one(&f, 0));
	TEST_OK(connect_one(&f, 1));
	TEST_OK(oh_call_connect(f.xv[0].call, f.xv[1].call));
	TEST_OK(await(&f, &f.xv[0].eventc[OH_EVENT_TRANSFERRED], 1));
	assert_string_equal(f.xv[0].log, "200 ");
	TEST_OK(await(&f, &f.xv[0].eventc[OH_EVENT_ENDED], 1));
	TEST_OK(await(&f, &f.xv[1].eventc[OH_EVENT_ENDED], 1));
	assert_int_equal(f.yc, 2);
	assert_int_equal(ended(&f.yv[0]) + ended(&f.yv[1]), 0);
	oh_call_hangup(f.yv[0].call, OH_CAUSE_DONE);
	TEST_OK(await(&f, &f.yv[1].eventc[OH_EVENT_ENDED], 1));
	TEST_OK(await(&f, &f.resultc, 2));
 out:
	fix_reset(&f);
	return 0;
}

/* Who calls with Replaces takes the place of x, or of nobody */
int test_transfer_replaces(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, 202));
	TEST_OK(connect_one(&f, 0));
	/* what x's call is to the box, x tells y in another call */
	TEST_OK(dial(&f, 1, f.ysip));
	TEST_OK(await(&f, &f.yv[1].eventc[OH_EVENT_ANSWERED], 1));
	TEST_OK(oh_call_connect(f.xv[1].call, f.xv[0].call));
	TEST_OK(await(&f, &f.yv[1].eventc[OH_EVENT_TRANSFERRING], 1));

	(void)re_snprintf(f.headers, sizeof(f.headers),
			  "Replaces: a%H\r\n", oh_replaces_print,
			  &f.asked.replaces);
	TEST_OK(dial(&f, 2, f.box));
	TEST_OK(await(&f, &f.xv[2].eventc[OH_EVENT_ENDED], 1));
	assert_int_equal(f.xv[2].scode, 481);

	(void)re_snprintf(f.headers, sizeof(f.headers),
			  "Replaces: %H\r\n", oh_replaces_print,
			  &f.asked.replaces);
	TEST_OK(dial(&f, 3, f.box));
	TEST_OK(await(&f, &f.xv[3].eventc[OH_EVENT_ANSWERED], 1));
	TEST_OK(await(&f, &f.xv[0].eventc[OH_EVENT_ENDED], 1));
	assert_true(oh_call_is_up(f.yv[0].call));
	assert_int_equal(f.yc, 2);
	oh_call_hangup(f.yv[0].call, OH_CAUSE_DONE);
	TEST_OK(await(&f, &f.xv[3].eventc[OH_EVENT_ENDED], 1));
	TEST_OK(await(&f, &f.resultc, 1));
 out:
	fix_reset(&f);
	return 0;
}
