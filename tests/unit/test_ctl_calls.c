/**
 * @file test_ctl_calls.c  What clients do on live calls, and wait for
 */
#include "base/compat.h"
#include "ctl/ctl.h"
#include "ctl/server.h"
#include "ctl_peer.h"
#include "live_fixture.h"

struct fix {
	struct live    l;
	struct oh_ctl *ctl;
	struct peer    p, q;
};

static int exit_of(enum oh_cause cause)
{
	return cause == OH_CAUSE_DONE ? 0 : 10 + (int)cause;
}

static int fix_init(struct fix *f, size_t calls)
{
	struct oh_ctl_prm prm = { .command = "test", .exith = exit_of };
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	for (size_t i = 0; i < calls && !err; i++)
		err = live_call(&f->l);
	prm.calls = f->l.calls;
	if (!err)
		err = oh_ctl_listen(&f->ctl, &prm);
	if (!err)
		err = peer_open(&f->p, oh_ctl_path(f->ctl));
	if (!err)
		err = peer_open(&f->q, oh_ctl_path(f->ctl));
	if (!err)
		err = peer_await(&f->p, 1);
	if (!err)
		err = peer_await(&f->q, 1);

	return err;
}

static void fix_reset(struct fix *f)
{
	peer_close(&f->p);
	peer_close(&f->q);
	mem_deref(f->ctl);
	live_close(&f->l);
}

static const char *id_of(const struct fix *f, size_t i)
{
	return oh_call_id(f->l.pairv[i].near.call);
}

/* "%s": the id of call i */
static int say(struct peer *p, const struct fix *f, size_t i,
	       const char *format)
{
	char line[512];

	if (re_snprintf(line, sizeof(line), format, id_of(f, i)) < 0)
		return ERANGE;

	return peer_say(p, line);
}

/* How often such an event has come, for call i; *lastp: its last line */
static unsigned count_events(const struct peer *p, const struct fix *f,
			     size_t call, const char *type, unsigned *lastp)
{
	unsigned n = 0;

	for (unsigned i = 0; i < p->linec; i++) {
		cJSON *o = peer_line(p, i);

		if (0 == strcmp(peer_text(o, "event"), type) &&
		    0 == strcmp(peer_text(o, "call"), id_of(f, call))) {
			n++;
			*lastp = i;
		}
		cJSON_Delete(o);
	}
	return n;
}

static unsigned digits_of(const struct peer *p, const struct fix *f,
			  size_t call)
{
	unsigned last;

	return count_events(p, f, call, "digit", &last);
}

/* Until it has come so often; others may come between */
static int await_event(struct peer *p, const struct fix *f, size_t call,
		       const char *type, unsigned n)
{
	unsigned last;
	int err = 0;

	while (!err && count_events(p, f, call, type, &last) < n)
		err = peer_await(p, p->linec + 1);

	return err;
}

int test_ctl_shows_calls(void)
{
	struct fix f;
	cJSON *o = NULL;
	const cJSON *m;

	TEST_OK(fix_init(&f, 2));
	TEST_OK(peer_ask(&f.p, "{\"do\":\"list\"}", &o));
	m = cJSON_GetObjectItemCaseSensitive(o, "calls");
	assert_int_equal(cJSON_GetArraySize(m), 2);
	m = cJSON_GetArrayItem(m, 1);
	assert_string_equal(peer_text(m, "call"), id_of(&f, 1));
	assert_string_equal(peer_text(m, "state"), "up");
	assert_string_equal(peer_text(m, "direction"), "out");
	assert_string_equal(peer_text(m, "to"), "+14255550100");
	assert_string_equal(peer_text(m, "trunk"), "test");
	assert_true(peer_number(m, "age") >= peer_number(m, "answered"));
	cJSON_Delete(o);
	o = NULL;
	TEST_OK(peer_ask(&f.p, "{\"do\":\"show\"}", &o));
	assert_string_equal(peer_text(o, "error"), "several calls: say which");
	cJSON_Delete(o);
	o = NULL;
	TEST_OK(say(&f.p, &f, 0, "{\"do\":\"show\",\"call\":\"%s\"}"));
	TEST_OK(peer_await(&f.p, 4));
	o = peer_line(&f.p, 3);
	m = cJSON_GetObjectItemCaseSensitive(o, "result");
	assert_string_equal(peer_text(m, "schema"), "offhook.result/1");
	assert_string_equal(peer_text(m, "id"), id_of(&f, 0));
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Replies in the order in which things are done; the key is told before what
   it completes */
int test_ctl_gathers(void)
{
	struct fix f;
	unsigned digit, gathered;
	cJSON *o = NULL;

	TEST_OK(fix_init(&f, 1));
	TEST_OK(peer_ask(&f.q, "{\"do\":\"events\"}", &o));
	cJSON_Delete(o);
	o = NULL;
	TEST_OK(peer_say(&f.p, "{\"id\":\"g\",\"do\":\"gather\",\"max\":2}"));
	TEST_OK(peer_ask(&f.p, "{\"id\":\"l\",\"do\":\"list\"}", &o));
	assert_string_equal(peer_text(o, "id"), "l");
	cJSON_Delete(o);
	o = NULL;
	/* Only one may gather at a time */
	TEST_OK(peer_ask(&f.q, "{\"do\":\"gather\"}", &o));
	/* Without memory the first one may have been refused by now */
	if (test_is_oom() && !*peer_text(o, "error"))
		TEST_OK(ENOMEM);
	assert_string_equal(peer_text(o, "error"),
			    "call: digits are gathered already");
	cJSON_Delete(o);
	o = NULL;
	TEST_OK(oh_call_send_digits(f.l.pairv[0].far.call, "4"));
	TEST_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_SENT_DIGITS, 1));
	TEST_OK(oh_call_send_digits(f.l.pairv[0].far.call, "2"));
	TEST_OK(peer_await(&f.p, 3));
	o = peer_line(&f.p, 2);
	assert_true(peer_ok(o));
	assert_string_equal(peer_text(o, "id"), "g");
	assert_string_equal(peer_text(o, "digits"), "42");
	assert_string_equal(peer_text(o, "cause"), "done");
	TEST_OK(await_event(&f.q, &f, 0, "gathered", 1));
	assert_int_equal(count_events(&f.q, &f, 0, "digit", &digit), 2);
	assert_int_equal(count_events(&f.q, &f, 0, "gathered", &gathered), 1);
	assert_true(digit < gathered);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Who goes stops what they had begun, and nothing else */
int test_ctl_client_dies(void)
{
	char line[512];
	struct fix f;

	TEST_OK(fix_init(&f, 1));
	snprintf(line, sizeof(line), "{\"do\":\"play\",\"sounds\":"
		 "[{\"file\":\"%s\"}],\"loop\":0}",
		 live_tone(&f.l, "tone.wav", 400));
	TEST_OK(peer_say(&f.q, "{\"do\":\"gather\"}"));
	TEST_OK(peer_say(&f.p, line));
	TEST_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_PLAYING, 1));
	peer_close(&f.p);
	TEST_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_PLAYED, 1));
	assert_int_equal(f.q.linec, 1);
	TEST_OK(oh_call_send_digits(f.l.pairv[0].far.call, "5"));
	TEST_OK(peer_await(&f.q, 2));
 out:
	fix_reset(&f);
	return 0;
}

/* One client waits for two things, and the end of one is that of the other */
int test_ctl_client_of_two_dies(void)
{
	char line[256];
	struct fix f;

	TEST_OK(fix_init(&f, 2));
	for (size_t i = 0; i < 2; i++) {
		(void)re_snprintf(line, sizeof(line), "{\"do\":\"join\","
				  "\"call\":\"%s\",\"room\":\"r\"}",
				  id_of(&f, i));
		TEST_OK(peer_say(&f.p, line));
	}
	(void)re_snprintf(line, sizeof(line), "{\"do\":\"join\",\"call\":"
			  "\"%s\",\"calls\":[\"%s\"]}", id_of(&f, 0),
			  id_of(&f, 1));
	TEST_OK(peer_say(&f.q, line));
	TEST_OK(peer_await(&f.q, 2));          /* EALREADY */
	peer_close(&f.p);
	TEST_OK(say(&f.q, &f, 1, "{\"do\":\"show\",\"call\":\"%s\"}"));
	TEST_OK(peer_await(&f.q, 3));
	assert_false(oh_call_is_leaving(f.l.pairv[0].near.call));
 out:
	fix_reset(&f);
	return 0;
}

/* The call ends: so does all that waits for it, once each */
int test_ctl_call_ends(void)
{
	struct fix f;
	cJSON *o = NULL;

	TEST_OK(fix_init(&f, 1));
	TEST_OK(peer_say(&f.p, "{\"id\":1,\"do\":\"gather\"}"));
	TEST_OK(peer_say(&f.p, "{\"id\":2,\"do\":\"hangup\",\"q850\":17}"));
	TEST_OK(peer_await(&f.p, 3));
	o = peer_line(&f.p, 1);
	assert_int_equal(peer_number(o, "id"), 2);
	assert_true(peer_ok(o));
	cJSON_Delete(o);
	o = peer_line(&f.p, 2);
	assert_int_equal(peer_number(o, "id"), 1);
	assert_string_equal(peer_text(o, "cause"), "hung-up");
	assert_int_equal(peer_number(o, "status"), 10 + OH_CAUSE_HUNG_UP);
	TEST_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED, 1));
	TEST_OK(live_await(&f.l, &f.l.pairv[0].far, OH_EVENT_ENDED, 1));
	cJSON_Delete(o);
	o = NULL;
	TEST_OK(peer_ask(&f.p, "{\"do\":\"hangup\"}", &o));
	assert_string_equal(peer_text(o, "error"), "no such call");
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

static int ask(struct peer *p, const char *line)
{
	cJSON *o = NULL;
	int err = peer_ask(p, line, &o);

	cJSON_Delete(o);

	return err;
}

/* Events of one call, of all, of none */
int test_ctl_events(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, 2));
	TEST_OK(say(&f.p, &f, 1, "{\"do\":\"events\",\"call\":\"%s\"}"));
	TEST_OK(peer_say(&f.q, "{\"do\":\"events\"}"));
	TEST_OK(peer_await(&f.p, 2));
	TEST_OK(peer_await(&f.q, 2));
	TEST_OK(oh_call_send_digits(f.l.pairv[0].far.call, "1"));
	TEST_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_DIGIT, 1));
	TEST_OK(oh_call_send_digits(f.l.pairv[1].far.call, "2"));
	TEST_OK(await_event(&f.p, &f, 1, "digit", 1));
	TEST_OK(await_event(&f.q, &f, 1, "digit", 1));
	assert_int_equal(digits_of(&f.p, &f, 0), 0);
	assert_int_equal(digits_of(&f.q, &f, 0), 1);
	TEST_OK(live_await(&f.l, &f.l.pairv[1].far, OH_EVENT_SENT_DIGITS, 1));
	TEST_OK(ask(&f.p, "{\"do\":\"events\",\"off\":true}"));
	TEST_OK(oh_call_send_digits(f.l.pairv[1].far.call, "3"));
	TEST_OK(await_event(&f.q, &f, 1, "digit", 2));
	assert_int_equal(digits_of(&f.p, &f, 1), 1);
 out:
	fix_reset(&f);
	return 0;
}

/* So many under way, and no more: told with the id; who waits goes on */
int test_ctl_too_many_requests(void)
{
	char line[64];
	cJSON *o = NULL;
	struct fix f;

	if (test_is_oom())
		return 0;
	TEST_OK(fix_init(&f, 1));
	TEST_OK(peer_say(&f.p, "{\"id\":0,\"do\":\"gather\"}"));
	/* Held already once the first has been agreed to: until then all
	   wait */
	for (int i = 1; i <= OH_CTL_REQUESTS_MAX; i++) {
		snprintf(line, sizeof(line), "{\"id\":%d,\"do\":\"hold\"}", i);
		TEST_OK(peer_say(&f.p, line));
	}
	TEST_OK(peer_await(&f.p, 2));
	o = peer_line(&f.p, 1);
	assert_string_equal(peer_text(o, "error"), "too many at once");
	assert_int_equal(peer_number(o, "id"), OH_CTL_REQUESTS_MAX);
	TEST_OK(oh_call_send_digits(f.l.pairv[0].far.call, "5"));
	TEST_OK(peer_await(&f.p, 2 + OH_CTL_REQUESTS_MAX));
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* The server goes under its clients: what they waited for ends, calls stay */
int test_ctl_server_goes(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, 2));
	TEST_OK(say(&f.p, &f, 0, "{\"do\":\"join\",\"call\":\"%s\","
		    "\"room\":\"r\"}"));
	TEST_OK(say(&f.p, &f, 1, "{\"do\":\"join\",\"call\":\"%s\","
		    "\"room\":\"r\"}"));
	TEST_OK(say(&f.q, &f, 1, "{\"do\":\"gather\",\"call\":\"%s\"}"));
	TEST_OK(peer_say(&f.q, "{\"do\":\"events\"}"));
	TEST_OK(peer_await(&f.q, 2));
	f.ctl = mem_deref(f.ctl);
	TEST_OK(peer_await_end(&f.p));
	TEST_OK(peer_await_end(&f.q));
	assert_true(oh_call_is_up(f.l.pairv[0].near.call));
	assert_true(oh_call_is_up(f.l.pairv[1].near.call));
 out:
	fix_reset(&f);
	return 0;
}
