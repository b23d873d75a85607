/**
 * @file test_ask.c  Verbs of who owns a control socket
 */
#include "base/compat.h"
#include "action/calls.h"
#include "ctl/server.h"
#include "ctl_peer.h"
#include "home.h"
#include "test.h"

struct fix {
	struct home         home;
	struct oh_calls_prm cprm;
	struct oh_calls    *calls;
	struct oh_ctl      *ctl;
	struct peer         p, q;
	struct oh_ask      *waiting;
	const void         *who;
	unsigned            gonec, leftc;
	bool                left, deaf;
};

static void gone(void *arg)
{
	struct fix *f = arg;

	f->waiting = NULL;
	f->gonec++;
}

static int do_wait(struct oh_ask *ask, void *arg)
{
	struct fix *f = arg;

	f->waiting = ask;
	f->who     = ask->who;
	ask->goneh = gone;
	ask->arg   = f;

	return 0;
}

static int do_ok(struct oh_ask *ask, void *arg)
{
	struct fix *f = arg;

	f->who = ask->who;
	oh_ask_ok(ask);

	return 0;
}

static int do_refuse(struct oh_ask *ask, void *arg)
{
	(void)arg;
	oh_ask_refuse(ask, 30, OH_CAUSE_REFUSED, "not here", "go there");

	return 0;
}

/* It had meant to wait, and finds something wrong */
static int do_fail(struct oh_ask *ask, void *arg)
{
	const char *s = NULL;
	int err;

	(void)do_wait(ask, arg);
	err = oh_args_str(ask->args, "text", &s);

	return err ? err : oh_args_bad(ask->args, "text", "none will do");
}

static void left(const void *who, bool deaf, void *arg)
{
	struct fix *f = arg;

	f->deaf = deaf;
	if (who == f->who)
		f->leftc++;
	f->left = true;
}

static int exit_of(enum oh_cause cause)
{
	return cause == OH_CAUSE_DONE ? 0 : 10;
}

static int fix_init(struct fix *f)
{
	static const struct oh_ask_verb verbv[] = {
		{ "fail",   false, do_fail },
		{ "list",   false, do_refuse },
		{ "of",     true,  do_ok },
		{ "ok",     false, do_ok },
		{ "refuse", false, do_refuse },
		{ "stay",   false, do_wait },
		{ NULL,     false, NULL },
	};
	const struct oh_ctl_prm prm = { .calls = NULL, .command = "test",
					.exith = exit_of };
	const struct oh_ask_owner owner = { .verbv = verbv, .leaveh = left,
					    .arg = f };
	struct oh_ctl_prm mine = prm;
	int err;

	memset(f, 0, sizeof(*f));
	home_enter(&f->home);
	setenv("XDG_RUNTIME_DIR", f->home.dir, 1);
	err = oh_calls_alloc(&f->calls, &f->cprm);
	mine.calls = f->calls;
	if (!err)
		err = oh_ctl_listen(&f->ctl, &mine);
	oh_ctl_own(f->ctl, &owner);
	if (!err)
		err = peer_open(&f->p, oh_ctl_path(f->ctl));
	if (!err)
		err = peer_await(&f->p, 1);

	return test_or_refused(err);
}

static void fix_reset(struct fix *f)
{
	mem_deref(f->ctl);
	peer_close(&f->p);
	peer_close(&f->q);
	mem_deref(f->calls);
	home_leave(&f->home);
}

int test_ask_replies(void)
{
	static const struct {
		const char *line, *error, *hint;
		int         status;
	} v[] = {
		{ "{\"do\":\"ok\"}", NULL, "", 0 },
		{ "{\"do\":\"refuse\"}", "not here", "go there", 30 },
		{ "{\"do\":\"of\"}", "no such call", "", 10 },
		{ "{\"do\":\"fail\"}", "text: none will do", "", 64 },
		{ "{\"do\":\"fail\",\"text\":1}", "text: a string", "", 64 },
		{ "{\"do\":\"o\"}", "no such verb", "", 64 },
		/* Those of calls cannot be taken away */
		{ "{\"do\":\"list\"}", NULL, "", 0 },
	};
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		TEST_OK(peer_ask(&f.p, v[i].line, &o));
		assert_int_equal(peer_ok(o), v[i].error == NULL);
		if (v[i].error && !strstr(peer_text(o, "error"), v[i].error))
			fail_msg("%s: %s", v[i].line, peer_text(o, "error"));
		if (v[i].error)
			assert_int_equal(peer_number(o, "status"),
					 v[i].status);
		assert_string_equal(peer_text(o, "hint"), v[i].hint);
		o = (cJSON_Delete(o), NULL);
	}
	assert_int_equal(f.gonec, 0);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Answered later, with other requests between */
int test_ask_later(void)
{
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(peer_say(&f.p, "{\"id\":7,\"do\":\"stay\"}"));
	TEST_OK(peer_ask(&f.p, "{\"id\":8,\"do\":\"ok\"}", &o));
	assert_int_equal(peer_number(o, "id"), 8);
	o = (cJSON_Delete(o), NULL);
	assert_non_null(f.waiting);
	oh_ask_ok(f.waiting);
	TEST_OK(peer_await(&f.p, 3));
	o = peer_line(&f.p, 2);
	assert_int_equal(peer_number(o, "id"), 7);
	assert_true(peer_ok(o));
	assert_int_equal(f.gonec, 0);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Who goes away is told of, once for each thing that was asked and once for
   itself */
int test_ask_client_goes(void)
{
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(peer_say(&f.p, "{\"do\":\"stay\"}"));
	TEST_OK(peer_ask(&f.p, "{\"do\":\"ok\"}", &o));
	peer_close(&f.p);
	TEST_OK(test_or_refused(test_loop_until(&f.left, 8000)));
	assert_int_equal(f.gonec, 1);
	assert_int_equal(f.leftc, 1);
	assert_false(f.deaf);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* To one, and to all who want events: not those of a call alone */
int test_ask_tell(void)
{
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(peer_open(&f.q, oh_ctl_path(f.ctl)));
	TEST_OK(peer_ask(&f.p, "{\"do\":\"ok\"}", &o));
	o = (cJSON_Delete(o), NULL);
	oh_ctl_tell(f.ctl, f.who, "{\"event\":\"mine\"}");
	oh_ctl_tell(f.ctl, NULL, "{\"event\":\"nobody\"}");
	TEST_OK(peer_ask(&f.q, "{\"do\":\"events\"}", &o));
	o = (cJSON_Delete(o), NULL);
	TEST_OK(peer_await(&f.q, 2));
	oh_ctl_tell(f.ctl, NULL, "{\"event\":\"all\"}");
	TEST_OK(peer_await(&f.q, 3));
	o = peer_line(&f.q, 2);
	assert_string_equal(peer_text(o, "event"), "all");
	o = (cJSON_Delete(o), NULL);
	TEST_OK(peer_await(&f.p, 3));
	o = peer_line(&f.p, 2);
	assert_string_equal(peer_text(o, "event"), "mine");
	assert_int_equal(f.p.linec, 3);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}
