/**
 * @file test_station_incoming.c  Calls that ring at a telephone
 */
#include "base/compat.h"
#include "answer/answer.h"
#include "cdr/fold.h"
#include "scripted.h"
#include "station_fixture.h"
#include "test.h"

#define ANN "+14255550142"
#define BOB "+14255550143"

enum { CALLERS = 2, RING_US = 60 * 1000 * 1000 };

struct caller {
	struct oh_call  *call;
	struct oh_result res;
	bool             rings, up, ended;
};

struct fix {
	struct station_fix f;
	struct oh_answer  *answer;
	struct sa          laddr;
	char               uri[256];
	bool               ready;
	struct hurry       clock;           /* goes, and is set on */
	struct caller      callerv[CALLERS];
};

static void caller_event(const struct oh_event *ev, void *arg)
{
	struct caller *c = arg;

	oh_fold(&c->res, ev);
	c->rings = c->rings || ev->type == OH_EVENT_RINGING;
	c->up    = c->up || ev->type == OH_EVENT_ANSWERED;
	c->ended = c->ended || ev->type == OH_EVENT_ENDED;
}

static void answer_event(const struct oh_event *ev, void *arg)
{
	struct fix *x = arg;

	if (ev->type != OH_EVENT_READY)
		return;
	str_ncpy(x->uri, ev->text, sizeof(x->uri));
	x->ready = true;
}

static void answer_result(const struct oh_result *res, void *arg)
{
	(void)res;
	(void)arg;
}

static void answer_done(enum oh_cause cause, const char *why, void *arg)
{
	(void)cause;
	(void)why;
	(void)arg;
}

static void answer_call(struct oh_call *call, const struct sip_msg *msg,
			void *arg)
{
	struct fix *x = arg;

	(void)msg;
	(void)oh_calls_add(x->f.l.calls, call);
}

/* A telephone that can be called */
static int start(struct fix *x)
{
	struct oh_answer_prm prm = {
		.listenc = 1,
		.listenv = { { .laddr = &x->laddr, .udp = true } },
		.callh   = answer_call, .callarg = x,
		.takeh   = oh_station_take,
		.eventh  = answer_event, .resulth = answer_result,
		.doneh   = answer_done, .arg = x,
	};
	int err;

	memset(x, 0, sizeof(*x));
	assert_int_equal(hurry_start(&x->clock, 1), 0);
	err = station_start(&x->f);
	if (!err)
		err = sa_set_str(&x->laddr, "127.0.0.1", 0);
	prm.conf    = x->f.conf;
	prm.engine  = x->f.l.engine;
	prm.takearg = x->f.st;
	if (!err)
		err = oh_answer_start(&x->answer, &prm);
	if (!err)
		err = test_loop_until(&x->ready, STATION_MS);

	return test_or_refused(err);
}

static void stop(struct fix *x)
{
	for (size_t i = 0; i < CALLERS; i++)
		mem_deref(x->callerv[i].call);
	mem_deref(x->answer);
	station_reset(&x->f);
	hurry_stop(&x->clock);
}

/* Somebody calls */
static int call(struct fix *x, size_t i, const char *from)
{
	struct caller *c = &x->callerv[i];
	char from_uri[64];
	const struct oh_call_prm prm = {
		.number = "callee", .uri = x->uri, .sip = x->f.l.b,
		.engine = x->f.l.there, .stream.laddr = &x->f.l.laddr,
		.leg = { .to_uri = x->uri, .contact_user = "caller",
			 .from_uri = from_uri },
		.eventh = caller_event, .arg = c,
	};

	(void)re_snprintf(from_uri, sizeof(from_uri), "sip:%s@127.0.0.1",
			  from);
	oh_result_init(&c->res);

	return test_or_refused(oh_call_dial(&c->call, &prm));
}

static int await(const bool *flag)
{
	return test_or_refused(test_loop_until(flag, STATION_MS));
}

/* Somebody calls, and hears that it rings */
static int ring(struct fix *x, size_t i, const char *from)
{
	int err = call(x, i, from);

	return err ? err : await(&x->callerv[i].rings);
}

/* How a call of the telephone stands: "ringing", "up"; "": there is none */
static int state_of(struct fix *x, const char *from, char *state, size_t size)
{
	cJSON *o = NULL, *m;
	int err = sta_ask(&x->f.p, "{\"do\":\"list\"}", &o);

	*state = '\0';
	cJSON_ArrayForEach(m, cJSON_GetObjectItem(o, "calls"))
		if (0 == strcmp(peer_text(m, "from"), from))
			str_ncpy(state, peer_text(m, "state"), size);
	cJSON_Delete(o);

	return err;
}

/* Says something of the call from there; its reply */
static int ask_of(struct fix *x, const char *from, const char *what,
		  cJSON **op)
{
	char id[64] = "", line[160];
	cJSON *o = NULL, *m;
	int err = sta_ask(&x->f.p, "{\"do\":\"list\"}", &o);

	cJSON_ArrayForEach(m, cJSON_GetObjectItem(o, "calls"))
		if (0 == strcmp(peer_text(m, "from"), from))
			str_ncpy(id, peer_text(m, "call"), sizeof(id));
	cJSON_Delete(o);
	(void)re_snprintf(line, sizeof(line), "{\"call\":\"%s\",%s}", id,
			  what);

	return err ? err : sta_ask(&x->f.p, line, op);
}

/* Nobody picks it up: the caller is told so when it has rung long enough */
int test_station_ring_timeout(void)
{
	cJSON *o = NULL;
	struct fix x;

	LIVE_OK(start(&x));
	LIVE_OK(ring(&x, 0, ANN));
	test_clock_add_us(RING_US / 2);
	LIVE_OK(sta_ask(&x.f.p, "{\"do\":\"status\"}", &o));
	LIVE_TRUE(!x.callerv[0].ended);
	test_clock_add_us(RING_US / 2);
	LIVE_OK(await(&x.callerv[0].ended));
	LIVE_INT(x.callerv[0].res.scode, 480);
	LIVE_INT(x.callerv[0].res.cause, OH_CAUSE_NO_ANSWER);
out:
	cJSON_Delete(o);
	stop(&x);
	return 0;
}

/* Refused: as busy, or with the status that is wished */
int test_station_rejects(void)
{
	static const struct {
		const char *what;
		int         scode;
	} v[] = {
		{ "\"do\":\"reject\"", 486 },
		{ "\"do\":\"reject\",\"scode\":603", 603 },
		{ "\"do\":\"reject\",\"scode\":404", 404 },
	};
	cJSON *o = NULL;
	struct fix x;

	LIVE_OK(start(&x));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		memset(&x.callerv[0], 0, sizeof(x.callerv[0]));
		LIVE_OK(ring(&x, 0, ANN));
		LIVE_OK(ask_of(&x, ANN, v[i].what, &o));
		LIVE_TRUE(peer_ok(o));
		LIVE_OK(await(&x.callerv[0].ended));
		LIVE_INT(x.callerv[0].res.scode, v[i].scode);
		x.callerv[0].call = mem_deref(x.callerv[0].call);
	}
out:
	cJSON_Delete(o);
	stop(&x);
	return 0;
}

int test_station_dnd(void)
{
	cJSON *o = NULL;
	struct fix x;

	LIVE_OK(start(&x));
	LIVE_OK(sta_ask(&x.f.p, "{\"do\":\"set\",\"dnd\":true,"
			"\"auto_answer\":[\"" ANN "\"]}", &o));
	LIVE_OK(call(&x, 0, ANN));
	LIVE_OK(await(&x.callerv[0].ended));
	LIVE_INT(x.callerv[0].res.scode, 486);
	LIVE_TRUE(!x.callerv[0].rings);
out:
	cJSON_Delete(o);
	stop(&x);
	return 0;
}

/* Who is on the list is heard at once, but not where somebody is talked to */
int test_station_auto(void)
{
	char state[32] = "";
	cJSON *o = NULL;
	struct fix x;

	LIVE_OK(start(&x));
	LIVE_OK(sta_ask(&x.f.p, "{\"do\":\"set\",\"auto_answer\":"
			"[\"+1425555014*\"]}", &o));
	LIVE_OK(ring(&x, 1, "+14255550150"));
	LIVE_TRUE(!x.callerv[1].up);
	oh_call_hangup(x.callerv[1].call, OH_CAUSE_INTERRUPTED);
	LIVE_OK(await(&x.callerv[1].ended));
	x.callerv[1].call = mem_deref(x.callerv[1].call);
	memset(&x.callerv[1], 0, sizeof(x.callerv[1]));
	LIVE_OK(call(&x, 0, ANN));
	LIVE_OK(await(&x.callerv[0].up));
	LIVE_OK(ring(&x, 1, BOB));
	LIVE_OK(state_of(&x, BOB, state, sizeof(state)));
	LIVE_STR(state, "ringing");
	LIVE_OK(state_of(&x, ANN, state, sizeof(state)));
	LIVE_STR(state, "up");
out:
	cJSON_Delete(o);
	stop(&x);
	return 0;
}

/* Two ring: each is answered or refused by itself */
int test_station_two_ring(void)
{
	char state[32] = "";
	cJSON *o = NULL;
	struct fix x;

	LIVE_OK(start(&x));
	LIVE_OK(ring(&x, 0, ANN));
	LIVE_OK(ring(&x, 1, BOB));
	LIVE_OK(ask_of(&x, BOB, "\"do\":\"answer\"", &o));
	LIVE_TRUE(peer_ok(o));
	LIVE_OK(await(&x.callerv[1].up));
	LIVE_OK(state_of(&x, ANN, state, sizeof(state)));
	LIVE_STR(state, "ringing");
	LIVE_OK(ask_of(&x, BOB, "\"do\":\"answer\"", &o));
	LIVE_STR(peer_text(o, "error"), "call: it does not ring here");
	/* what no longer rings has time */
	test_clock_add_us(RING_US);
	LIVE_OK(await(&x.callerv[0].ended));
	LIVE_INT(x.callerv[0].res.scode, 480);
	test_clock_add_us(RING_US);
	LIVE_OK(sta_ask(&x.f.p, "{\"do\":\"status\"}", &o));
	LIVE_OK(state_of(&x, BOB, state, sizeof(state)));
	LIVE_STR(state, "up");
	LIVE_TRUE(!x.callerv[1].ended);
out:
	cJSON_Delete(o);
	stop(&x);
	return 0;
}

/* The caller gives up while it is answered: whichever comes first, it ends,
   and nothing is left of it */
int test_station_cancelled(void)
{
	char state[32] = "";
	cJSON *o = NULL;
	struct fix x;

	LIVE_OK(start(&x));
	LIVE_OK(ring(&x, 0, ANN));
	oh_call_hangup(x.callerv[0].call, OH_CAUSE_INTERRUPTED);
	LIVE_OK(ask_of(&x, ANN, "\"do\":\"answer\"", &o));
	LIVE_TRUE(peer_ok(o) || *peer_text(o, "error"));
	LIVE_OK(await(&x.callerv[0].ended));
	do
		LIVE_OK(state_of(&x, ANN, state, sizeof(state)));
	while (*state);
	LIVE_OK(sta_ask(&x.f.p, "{\"do\":\"status\"}", &o));
	LIVE_INT(cJSON_GetArraySize(cJSON_GetObjectItem(o, "talking")), 0);
out:
	cJSON_Delete(o);
	stop(&x);
	return 0;
}

int test_station_answer_unknown(void)
{
	cJSON *o = NULL;
	struct fix x;

	LIVE_OK(start(&x));
	LIVE_OK(ring(&x, 0, ANN));
	LIVE_OK(sta_ask(&x.f.p, "{\"do\":\"answer\",\"call\":\"0193\"}", &o));
	LIVE_TRUE(!peer_ok(o) && *peer_text(o, "error"));
	LIVE_TRUE(!x.callerv[0].up && !x.callerv[0].ended);
out:
	cJSON_Delete(o);
	stop(&x);
	return 0;
}
