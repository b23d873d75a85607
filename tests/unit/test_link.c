/**
 * @file test_link.c  A client of a control socket that never waits
 */
#include "base/compat.h"
#include "test.h"
#include "base/clock.h"
#include "ctl/link.h"
#include "ctl_host.h"
#include "temp.h"

enum { WAIT_MS = 8000 };

/** Which handler lets the link go */
enum release { NEVER, AT_HELLO, AT_EVENT, AT_REPLY, AT_GONE };

struct fix {
	struct temp     t;
	struct host     h;
	struct oh_link *l;
	enum release    release;
	unsigned        hellos, events, replies, nulls, gones;
	unsigned        want;          /* of all of them                   */
	char            last[128];     /* reply                            */
	int             err;
	bool            done;
	bool            cancel;        /* the loop ends when it is gone    */
	unsigned        hungs, wokes;
	bool            drop;          /* by that handler                  */
};

static void count(struct fix *f, unsigned *np, enum release now)
{
	++*np;
	if (f->release == now)
		f->l = mem_deref(f->l);
	f->done = f->hellos + f->events + f->replies + f->nulls + f->gones >=
		f->want;
}

static void hello_handler(struct oh_link *l, const cJSON *hello, void *arg)
{
	struct fix *f = arg;

	assert_true(cJSON_IsObject(hello));
	assert_ptr_equal(l, f->l);
	assert_string_equal(oh_link_command(l), "dial");
	assert_int_equal(oh_link_pid(l), 4711);
	count(f, &f->hellos, AT_HELLO);
}

static void event_handler(struct oh_link *l, const cJSON *ev, void *arg)
{
	struct fix *f = arg;

	assert_ptr_equal(l, f->l);
	assert_true(cJSON_HasObjectItem(ev, "event"));
	count(f, &f->events, AT_EVENT);
}

static void gone_handler(struct oh_link *l, int err, void *arg)
{
	struct fix *f = arg;

	assert_ptr_equal(l, f->l);
	f->err = err;
	if (f->cancel)
		re_cancel();
	count(f, &f->gones, AT_GONE);
}

static void reply_handler(const cJSON *reply, void *arg)
{
	struct fix *f = arg;
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(reply, "s"));

	str_ncpy(f->last, s ? s : "", sizeof(f->last));
	count(f, reply ? &f->replies : &f->nulls, AT_REPLY);
}

static void hung_handler(struct oh_link *l, bool hung, void *arg)
{
	struct fix *f = arg;

	assert_ptr_equal(l, f->l);
	f->hungs += hung;
	f->wokes += !hung;
	f->done = true;
	if (f->drop)
		f->l = mem_deref(f->l);
}

static int start(struct fix *f, const char *hello);

/* It is asked about each 20 ms */
static int start_pulse(struct fix *f, const char *hello)
{
	struct oh_link_prm prm = {
		.helloh = hello_handler, .eventh = event_handler,
		.goneh = gone_handler, .arg = f, .hungh = hung_handler,
		.pulse_ms = 20,
	};
	int err = start(f, hello);

	f->l = mem_deref(f->l);
	prm.path = temp_path(&f->t, "sock");

	return err ? err : oh_link_open(&f->l, &prm);
}

static int start(struct fix *f, const char *hello)
{
	const char *path;
	struct oh_link_prm prm = {
		.helloh = hello_handler, .eventh = event_handler,
		.goneh = gone_handler, .arg = f,
	};
	int err;

	memset(f, 0, sizeof(*f));
	temp_make(&f->t);
	path = temp_path(&f->t, "sock");
	err = host_open(&f->h, path, hello);
	prm.path = path;
	if (!err)
		err = oh_link_open(&f->l, &prm);

	return err;
}

static void stop(struct fix *f)
{
	f->l = mem_deref(f->l);
	host_close(&f->h);
	temp_remove(&f->t);
}

/* Until so many handlers have been called in all */
static int await(struct fix *f, unsigned n)
{
	f->want = n;
	f->done = f->hellos + f->events + f->replies + f->nulls + f->gones >=
		n;

	return test_or_refused(f->done ? 0 :
			       test_loop_until(&f->done, WAIT_MS));
}

static int ask(struct fix *f, const char *verb)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "do", verb);

	return oh_link_ask(f->l, o, reply_handler, f);
}

int test_link_talk(void)
{
	struct fix f;
	char *line;
	int err;

	TEST_OK(err = start(&f, HOST_HELLO("dial")));
	assert_string_equal(oh_link_command(f.l), "");
	assert_int_equal(f.hellos, 0);
	TEST_OK(err = ask(&f, "list"));
	TEST_OK(err = ask(&f, "show"));
	TEST_OK(err = await(&f, 1));
	assert_int_equal(f.hellos, 1);
	TEST_OK(err = host_await(&f.h, 2));
	line = host_line(&f.h, 1);
	assert_string_equal(line, "{\"do\":\"show\"}");
	cJSON_free(line);
	/* In any order, in pieces, what nobody has asked for, too */
	TEST_OK(err = host_say(&f.h, "{\"id\":2,\"ok\":true,\"s\":\"two\"}\n"
			       "{\"id\":9,\"ok\":true}\n{\"ok\":true}\n"
			       "{\"id\":\"1\",\"ok\":true}\n{\"x\":1}\n"
			       "{\"event\":\"ringing\"}\n{\"id\":1,"));
	TEST_OK(err = await(&f, 3));
	assert_int_equal(f.replies, 1);
	assert_int_equal(f.events, 1);
	assert_string_equal(f.last, "two");
	TEST_OK(err = host_say(&f.h, "\"ok\":false,\"s\":\"one\"}\n"));
	TEST_OK(err = await(&f, 4));
	assert_string_equal(f.last, "one");
	/* What was asked before the end hears of it, then all is over */
	TEST_OK(err = ask(&f, "wait"));
	host_hang_up(&f.h);
	TEST_OK(err = await(&f, 6));
	assert_int_equal(f.nulls, 1);
	assert_int_equal(f.gones, 1);
	assert_true(f.err == EPIPE || f.err == ECONNRESET);
	assert_int_equal(ask(&f, "list"), ENOTCONN);
 out:
	stop(&f);

	return err;
}

int test_link_forget(void)
{
	struct fix f;
	int err;

	TEST_OK(err = start(&f, HOST_HELLO("dial")));
	TEST_OK(err = ask(&f, "list"));
	oh_link_forget(f.l, &err);
	TEST_OK(err = oh_link_ask(f.l, cJSON_CreateObject(), NULL, NULL));
	oh_link_forget(f.l, &f);
	TEST_OK(err = host_await_client(&f.h));
	TEST_OK(err = host_say(&f.h, "{\"id\":1,\"ok\":true}\n"
			       "{\"id\":2,\"ok\":true}\n{\"event\":\"x\"}\n"));
	TEST_OK(err = await(&f, 2));
	assert_int_equal(f.replies, 0);
	assert_int_equal(f.events, 1);
 out:
	stop(&f);

	return err;
}

int test_link_release(void)
{
	int err = 0;

	for (int at = AT_HELLO; at <= AT_GONE; at++) {
		struct fix f;

		err = start(&f, HOST_HELLO("dial") "{\"event\":\"x\"}\n"
			    "{\"event\":\"y\"}\n{\"id\":1,\"ok\":true}\n");
		if (err)
			goto next;
		f.release = (enum release)at;
		err = ask(&f, "a");
		if (!err)
			err = ask(&f, "b");
		if (at == AT_GONE && !err)
			err = await(&f, 4);
		if (at == AT_GONE && !err)
			host_hang_up(&f.h);
		if (!err)
			err = at == AT_GONE ? await(&f, 6)
					    : host_await_gone(&f.h);
		if (err)
			goto next;
		assert_null(f.l);
		assert_int_equal(f.hellos, 1);
		assert_int_equal(f.events, at == AT_HELLO ? 0 :
				 at == AT_EVENT ? 1 : 2);
		assert_int_equal(f.gones, at == AT_GONE);
		assert_int_equal(f.nulls, at == AT_GONE);
 next:
		stop(&f);
		if (err)
			break;
	}
	TEST_OK(err);
 out:
	return err;
}

static int until_done(struct fix *f)
{
	f->done = false;

	return test_or_refused(test_loop_until(&f->done, WAIT_MS));
}

/* Silence is asked about, once; then it hangs, until it says anything */
int test_link_hung(void)
{
	struct fix f;
	char *line;
	int err;

	TEST_OK(err = start_pulse(&f, HOST_HELLO("dial")));
	TEST_OK(err = await(&f, 1));
	TEST_OK(err = until_done(&f));
	assert_int_equal(f.hungs, 1);
	assert_int_equal(f.gones, 0);
	TEST_OK(err = host_await(&f.h, 1));
	line = host_line(&f.h, 0);
	assert_string_equal(line, "{\"do\":\"ping\"}");
	cJSON_free(line);
	assert_int_equal(f.h.linec, 1);
	TEST_OK(err = host_say(&f.h, "{\"id\":1,\"ok\":true}\n"));
	TEST_OK(err = until_done(&f));
	assert_int_equal(f.wokes, 1);
	TEST_OK(err = until_done(&f));
	assert_int_equal(f.hungs, 2);
	assert_int_equal(f.wokes, 1);
	f.drop = true;
	TEST_OK(err = host_say(&f.h, "{\"event\":\"x\"}\n"));
	TEST_OK(err = until_done(&f));
	assert_int_equal(f.events, 0);
	assert_null(f.l);
 out:
	stop(&f);

	return err;
}

/* Who answers does not hang, however slow what he was asked for is */
int test_link_slow(void)
{
	struct fix f;
	int err;

	TEST_OK(err = start_pulse(&f, HOST_HELLO("dial")));
	f.h.reply = true;
	TEST_OK(err = await(&f, 1));
	TEST_OK(err = host_await(&f.h, 8));
	assert_int_equal(f.hungs, 0);
 out:
	stop(&f);

	return err;
}

int test_link_nobody(void)
{
	struct oh_link_prm prm = { .path = NULL };
	struct oh_link *l = NULL;
	struct temp t;
	struct host h;
	char path[200];
	int err;

	temp_make(&t);
	str_ncpy(path, temp_path(&t, "sock"), sizeof(path));
	prm.path = path;
	err = oh_link_open(&l, &prm);
	assert_true(err == ENOENT || err == ENOMEM);
	TEST_OK(err = host_open(&h, path, NULL));
	host_close(&h);
	err = oh_link_open(&l, &prm);
	assert_true(err == ECONNREFUSED || err == ENOMEM);
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	err = oh_link_open(&l, &prm);
	assert_true(err == ENAMETOOLONG || err == ENOMEM);
	assert_null(l);
	assert_int_equal(oh_link_ask(NULL, cJSON_CreateObject(), NULL, NULL),
			 ENOTCONN);
	err = err == ENOMEM ? ENOMEM : 0;
 out:
	temp_remove(&t);

	return err;
}

/* What they say first, and what is not to be said */
int test_link_bad(void)
{
	static const char *const textv[] = {
		"{\"schema\":\"offhook.ctl/2\"}\n", "{}\n", "[]\n", "\n",
		"HTTP/1.1 200 OK\r\n\r\n", "{\"schema\":7}\n",
		HOST_HELLO("dial") "nonsense\n",
		HOST_HELLO("dial") "[1]\n", HOST_HELLO("dial") "\n",
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(textv) && !err; i++) {
		struct fix f;

		err = start(&f, textv[i]);
		if (!err)
			err = await(&f, i < 6 ? 1 : 2);
		if (!err) {
			assert_int_equal(f.gones, 1);
			assert_true(f.err == EPROTO ||
				    (test_is_oom() && f.err == ENOMEM));
		}
		stop(&f);
	}
	TEST_OK(err);
 out:
	return err;
}

/* Moves the time on and runs what is due by then */
static void jump(struct fix *f, uint64_t us)
{
	uint64_t now = oh_clock_us();

	f->cancel = true;
	test_clock_freeze(true);
	test_clock_add_us(now + us - oh_clock_us());
	(void)re_main(NULL);
	test_clock_freeze(false);
	f->cancel = false;
}

/* Who hangs is given up after 5 s */
int test_link_silent(void)
{
	struct fix f;
	int err;

	TEST_OK(err = start(&f, NULL));
	TEST_OK(err = ask(&f, "list"));
	TEST_OK(err = host_await(&f.h, 1));
	assert_int_equal(f.gones, 0);
	jump(&f, 5100000);
	assert_int_equal(f.gones, 1);
	assert_int_equal(f.nulls, 1);
	assert_int_equal(f.err, ETIMEDOUT);
 out:
	stop(&f);

	return err;
}

/* A line without an end */
int test_link_endless(void)
{
	char text[4096];
	struct fix f;
	int err;

	memset(text, ' ', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	TEST_OK(err = start(&f, HOST_HELLO("dial")));
	TEST_OK(err = await(&f, 1));
	for (unsigned i = 0; i < 100000 && !f.gones; i++) {
		f.want = 2;
		f.done = f.gones > 0;
		/* Full: let them read */
		if (host_say(&f.h, text))
			(void)test_loop_until(&f.done, 10);
	}
	TEST_OK(err = await(&f, 2));
	assert_int_equal(f.gones, 1);
	assert_true(f.err == EPROTO || (test_is_oom() && f.err == ENOMEM));
 out:
	stop(&f);

	return err;
}

/* Who does not read costs us no more than a megabyte */
int test_link_deaf(void)
{
	char text[60001];
	struct fix f;
	unsigned n = 0;
	int err;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	TEST_OK(err = start(&f, HOST_HELLO("dial")));
	f.h.deaf = true;
	TEST_OK(err = await(&f, 1));
	while (!(err = ask(&f, text)))
		n++;
	if (err != ENOTCONN)
		TEST_OK(err);
	assert_true(n > 10 && n < 60);
	assert_int_equal(f.gones, 0);
	TEST_OK(err = await(&f, 1 + n + 1));
	assert_int_equal(f.nulls, n);
	assert_int_equal(f.gones, 1);
	assert_int_equal(f.err, EPIPE);
 out:
	stop(&f);

	return err;
}

/* Who reads and never replies owes no more than so many */
int test_link_owed(void)
{
	char text[70000];
	struct fix f;
	unsigned n = 0;
	int err;

	TEST_OK(err = start(&f, HOST_HELLO("dial")));
	while (!(err = ask(&f, "a")))
		n++;
	if (err != EAGAIN)
		TEST_OK(err);
	assert_int_equal(n, 256);
	TEST_OK(err = await(&f, 1));
	TEST_OK(err = host_await(&f.h, 256));
	TEST_OK(err = host_say(&f.h, "{\"id\":7,\"ok\":true}\n"));
	TEST_OK(err = await(&f, 2));
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	err = ask(&f, text);
	if (err != E2BIG)
		TEST_OK(err);
	TEST_OK(err = ask(&f, "b"));
	TEST_OK(err = host_await(&f.h, 257));
 out:
	stop(&f);

	return err;
}
