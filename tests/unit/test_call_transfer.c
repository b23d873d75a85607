/**
 * @file test_call_transfer.c  One end asks the other to call somebody else
 */
#include "base/compat.h"
#include "call/call.h"
#include "sip/refer.h"
#include "test.h"

enum { DEADLINE_MS = 8000, LOG_SIZE = 256 };

struct fix;

/** One end of a call */
struct end {
	struct fix           *fix;
	struct oh_call       *call;
	struct oh_call_watch  watch;
	bool                  up;
	bool                  ended;
	char                  log[LOG_SIZE];   /* of transfers alone */
	char                  target[OH_REFER_URI];
	char                  call_id[OH_REPLACES_WORD];
};

/* a calls b twice */
struct fix {
	struct oh_engine *engine;
	struct oh_sip    *a, *b;
	struct end        outv[2];
	struct end        inv[2];
	unsigned          inc;
	struct sa         laddr;
	uint16_t          scode;        /* b's answer to a REFER */
	struct oh_refer   asked;
	bool              over;
	int               err;
};

static void note(struct end *e, const struct oh_event *ev)
{
	size_t n = strlen(e->log);
	bool over = ev->type == OH_EVENT_TRANSFERRED;

	if (!over && ev->type != OH_EVENT_TRANSFERRING)
		return;
	(void)re_snprintf(e->log + n, sizeof(e->log) - n, "%s%s%u%s",
			  n ? " " : "", ev->by == OH_PARTY_US ? "us"
			  : "them", ev->scode,
			  !over ? "" : ev->ok ? "+" : "-");
	str_ncpy(e->target, ev->text, sizeof(e->target));
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct end *e = arg;

	note(e, ev);
	if (ev->call_id)
		str_ncpy(e->call_id, ev->call_id, sizeof(e->call_id));
	if (ev->type == OH_EVENT_ANSWERED)
		e->up = true;
	if (ev->type == OH_EVENT_ENDED)
		e->ended = true;
	e->fix->over = true;
}

static uint16_t refer_handler(struct oh_call *c, const struct oh_refer *to,
			      void *arg)
{
	struct end *e = arg;
	(void)c;

	e->fix->asked = *to;

	return e->fix->scode;
}

static void set_prm(struct oh_call_prm *prm, struct end *e, struct oh_sip *sip)
{
	memset(prm, 0, sizeof(*prm));
	prm->sip          = sip;
	prm->engine       = e->fix->engine;
	prm->stream.laddr = &e->fix->laddr;
	prm->refer        = true;
	prm->eventh       = event_handler;
	prm->arg          = e;
}

static bool invite_handler(const struct sip_msg *msg, void *arg)
{
	struct fix *f = arg;
	struct end *e = &f->inv[f->inc++ % 2];
	struct oh_call_prm prm;

	set_prm(&prm, e, f->b);
	f->err = oh_call_take(&e->call, &prm, msg);
	if (f->err)
		return false;
	e->watch = (struct oh_call_watch){ .referh = refer_handler,
					   .arg = e };
	oh_call_watch(e->call, &e->watch);
	f->err = oh_call_pickup(e->call);

	return true;
}

static int stack(struct oh_sip **sp, struct fix *f, bool refer)
{
	const struct oh_sip_prm prm = {
		.laddr = &f->laddr, .udp = true, .software = "test",
		.refer = refer, .inviteh = invite_handler, .arg = f,
	};

	return oh_sip_alloc(sp, &prm);
}

static int fix_init(struct fix *f, bool refer)
{
	int err;

	memset(f, 0, sizeof(*f));
	for (size_t i = 0; i < 2; i++)
		f->outv[i].fix = f->inv[i].fix = f;
	err = sa_set_str(&f->laddr, "127.0.0.1", 0);
	if (!err)
		err = oh_engine_alloc(&f->engine, NULL);
	if (!err)
		err = stack(&f->a, f, false);

	return err ? err : stack(&f->b, f, refer);
}

static void fix_reset(struct fix *f)
{
	for (size_t i = 0; i < 2; i++) {
		f->outv[i].call = mem_deref(f->outv[i].call);
		f->inv[i].call = mem_deref(f->inv[i].call);
	}
	f->a = mem_deref(f->a);
	f->b = mem_deref(f->b);
	f->engine = mem_deref(f->engine);
}

static int await(struct fix *f, const bool *flag)
{
	int err = 0;

	while (!err && !*flag) {
		f->over = false;
		err = test_loop_until(&f->over, DEADLINE_MS);
		if (f->err)
			err = f->err;
	}
	return test_or_refused(err);
}

static int await_log(struct fix *f, const struct end *e, const char *want)
{
	int err = 0;

	while (!err && strcmp(e->log, want)) {
		f->over = false;
		err = test_loop_until(&f->over, DEADLINE_MS);
	}
	if (err == ETIMEDOUT)
		assert_string_equal(e->log, want);
	return test_or_refused(err);
}

static int connect_one(struct fix *f, size_t i)
{
	struct end *e = &f->outv[i];
	struct oh_call_prm prm;
	char uri[64];
	int err;

	set_prm(&prm, e, f->a);
	(void)re_snprintf(uri, sizeof(uri), "sip:x@%J", oh_sip_laddr(f->b));
	prm.leg.to_uri       = uri;
	prm.leg.from_uri     = "sip:a@127.0.0.1";
	prm.leg.contact_user = "a";
	err = oh_call_dial(&e->call, &prm);
	if (!err)
		err = await(f, &e->up);

	return err ? err : await(f, &f->inv[i].up);
}

#define CAROL "sip:+14255550123@example.com;user=phone"

int test_call_transfer_blind(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, true));
	f.scode = 202;
	TEST_OK(connect_one(&f, 0));
	assert_true(oh_call_may_transfer(f.outv[0].call));
	assert_false(oh_call_may_transfer(f.inv[0].call));
	assert_int_equal(oh_call_transfer(f.inv[0].call, CAROL, NULL),
			 ENOTSUP);
	TEST_OK(oh_call_transfer(f.outv[0].call, CAROL, "sip:a@example.com"));
	assert_int_equal(oh_call_transfer(f.outv[0].call, CAROL, NULL),
			 EAGAIN);
	TEST_OK(await_log(&f, &f.outv[0], "us0 us202 us100"));
	assert_string_equal(f.asked.uri, CAROL);
	assert_string_equal(f.asked.by, "sip:a@example.com");
	assert_string_equal(f.outv[0].target, CAROL);

	/* What follows while a NOTIFY is on its way takes its place */
	TEST_OK(oh_call_refer_notify(f.inv[0].call, 180));
	TEST_OK(await_log(&f, &f.outv[0], "us0 us202 us100 us180"));
	TEST_OK(oh_call_refer_notify(f.inv[0].call, 200));
	assert_int_equal(oh_call_refer_notify(f.inv[0].call, 200), ENOENT);
	assert_string_equal(f.inv[0].log, "them0 them180 them200+");
	assert_string_equal(f.inv[0].target, CAROL);
	TEST_OK(await_log(&f, &f.outv[0], "us0 us202 us100 us180 us200+"));
	/* nobody was hung up */
	assert_true(oh_call_is_up(f.outv[0].call));
	assert_true(oh_call_is_up(f.inv[0].call));
 out:
	fix_reset(&f);
	return 0;
}

int test_call_transfer_refused(void)
{
	static const struct {
		bool refer;
		uint16_t scode;
		const char *ours, *theirs;
	} v[] = {
		{ true,  403, "us0 us403-", "them403-" },
		{ true,  0,   "us0 us603-", "them603-" },
	};
	struct fix f;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		TEST_OK(fix_init(&f, v[i].refer));
		f.scode = v[i].scode;
		TEST_OK(connect_one(&f, 0));
		TEST_OK(oh_call_transfer(f.outv[0].call, CAROL, NULL));
		TEST_OK(await_log(&f, &f.outv[0], v[i].ours));
		assert_string_equal(f.inv[0].log, v[i].theirs);
		fix_reset(&f);
	}
	/* not where they do not let it */
	TEST_OK(fix_init(&f, false));
	TEST_OK(connect_one(&f, 0));
	assert_false(oh_call_may_transfer(f.outv[0].call));
	assert_int_equal(oh_call_transfer(f.outv[0].call, CAROL, NULL),
			 ENOTSUP);
	assert_string_equal(f.outv[0].log, "");
 out:
	fix_reset(&f);
	return 0;
}

int test_call_transfer_bad(void)
{
	char uri[OH_REFER_URI + 1];
	struct fix f;

	TEST_OK(fix_init(&f, true));
	TEST_OK(connect_one(&f, 0));
	memset(uri, 'x', OH_REFER_URI);
	uri[OH_REFER_URI] = '\0';
	assert_int_equal(oh_call_transfer(NULL, CAROL, NULL), EINVAL);
	assert_int_equal(oh_call_transfer(f.outv[0].call, uri, NULL), EINVAL);
	assert_int_equal(oh_call_transfer(f.outv[0].call, "", NULL), EINVAL);
	assert_int_equal(oh_call_transfer(f.outv[0].call, "a\r\nb", NULL),
			 EINVAL);
	assert_int_equal(oh_call_transfer(f.outv[0].call, CAROL, uri),
			 EINVAL);
	assert_int_equal(oh_call_connect(f.outv[0].call, f.outv[0].call),
			 EINVAL);
	oh_call_hangup(f.outv[0].call, OH_CAUSE_DONE);
	assert_int_equal(oh_call_transfer(f.outv[0].call, CAROL, NULL),
			 ENOTCONN);
	assert_string_equal(f.outv[0].log, "");
 out:
	fix_reset(&f);
	return 0;
}

/* The call ends before anybody says what came of it */
int test_call_transfer_lost(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, true));
	f.scode = 202;
	TEST_OK(connect_one(&f, 0));
	TEST_OK(oh_call_transfer(f.outv[0].call, CAROL, NULL));
	TEST_OK(await_log(&f, &f.outv[0], "us0 us202 us100"));
	oh_call_hangup(f.outv[0].call, OH_CAUSE_DONE);
	TEST_OK(await(&f, &f.outv[0].ended));
	assert_string_equal(f.outv[0].log, "us0 us202 us100 us0-");
	TEST_OK(await(&f, &f.inv[0].ended));
	assert_string_equal(f.inv[0].log, "them0 them0-");
 out:
	fix_reset(&f);
	return 0;
}

/* "Take my place in that other call": the far end's name of it */
int test_call_transfer_attended(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, true));
	f.scode = 202;
	TEST_OK(connect_one(&f, 0));
	TEST_OK(connect_one(&f, 1));
	TEST_OK(oh_call_connect(f.outv[0].call, f.outv[1].call));
	TEST_OK(await_log(&f, &f.outv[0], "us0 us202 us100"));
	assert_string_equal(f.asked.replaces.callid, f.inv[1].call_id);
	assert_true(oh_call_is_replaced(f.inv[1].call, &f.asked.replaces));
	assert_false(oh_call_is_replaced(f.inv[0].call, &f.asked.replaces));
	assert_int_equal(strncmp(f.asked.uri, "sip:", 4), 0);
	assert_null(strchr(f.asked.uri, '?'));
 out:
	fix_reset(&f);
	return 0;
}
