/**
 * @file test_peers.c  Links to all processes that hold calls
 */
#include "base/compat.h"
#include <sys/stat.h>
#include "test.h"
#include "phone/peers.h"
#include "ctl_host.h"
#include "home.h"

enum { WAIT_MS = 8000 };

struct fix {
	struct home      home;
	struct host      phone, dial;
	struct oh_board *b;
	struct oh_peers *p;
	unsigned here, away, changes, events, replies, nulls, bads;
	bool   (*wanted)(const struct fix *f);
	bool     done;
	bool     release;              /* when the phone comes or goes     */
};

static void look(struct fix *f)
{
	f->done = f->wanted && f->wanted(f);
}

static void change_handler(void *arg)
{
	struct fix *f = arg;

	f->changes++;
	look(f);
}

static void phone_handler(bool here, void *arg)
{
	struct fix *f = arg;

	assert_int_equal(oh_board_phone(f->b)->here, here);
	f->here += here;
	f->away += !here;
	if (f->release)
		f->p = mem_deref(f->p);
	look(f);
}

static void event_handler(uint32_t peer, const cJSON *ev, void *arg)
{
	struct fix *f = arg;

	assert_non_null(oh_board_peer(f->b, peer));
	assert_true(cJSON_HasObjectItem(ev, "event"));
	f->events++;
	look(f);
}

static void reply_handler(const cJSON *reply, void *arg)
{
	struct fix *f = arg;
	bool ok = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(reply, "ok"));

	f->replies++;
	f->nulls += !reply;
	f->bads  += reply && !ok;
	look(f);
}

static int await(struct fix *f, bool (*wanted)(const struct fix *f))
{
	f->wanted = wanted;
	look(f);

	return test_or_refused(f->done ? 0 :
			       test_loop_until(&f->done, WAIT_MS));
}

static int start(struct fix *f, bool all)
{
	struct oh_peers_prm prm = {
		.all = all, .meters_s = 0.1, .screen = "dialer",
		.changeh = change_handler, .phoneh = phone_handler,
		.eventh = event_handler, .arg = f,
	};
	int err;

	memset(f, 0, sizeof(*f));
	f->phone.conn = f->dial.conn = f->phone.fd = f->dial.fd = -1;
	home_enter(&f->home);
	setenv("XDG_RUNTIME_DIR", f->home.dir, 1);
	assert_int_equal(mkdir(home_path(&f->home, "offhook"), 0700), 0);
	assert_int_equal(mkdir(home_path(&f->home, "offhook/ctl"), 0700), 0);
	err = host_open(&f->phone, home_path(&f->home, "offhook/ctl/11"),
			HOST_HELLO("phoned"));
	if (!err)
		err = host_open(&f->dial,
				home_path(&f->home, "offhook/ctl/12"),
				HOST_HELLO("dial"));
	if (!err)
		err = oh_board_alloc(&f->b, NULL, NULL);
	prm.board = f->b;
	if (!err)
		err = oh_peers_alloc(&f->p, &prm);

	return err;
}

static void stop(struct fix *f)
{
	mem_deref(f->p);
	mem_deref(f->b);
	host_close(&f->phone);
	host_close(&f->dial);
	home_leave(&f->home);
}

static bool phone_is_here(const struct fix *f)
{
	return f->here > 0;
}

static bool has_two(const struct fix *f)
{
	return oh_board_live(f->b, true) == 2;
}

static bool has_one(const struct fix *f)
{
	return oh_board_live(f->b, true) == 1;
}

static bool has_event(const struct fix *f)
{
	return f->events > 0;
}

static bool phone_is_away(const struct fix *f)
{
	return f->away > 0;
}

static bool has_reply(const struct fix *f)
{
	return f->replies > 0;
}

static bool phone_is_back(const struct fix *f)
{
	return f->here > 1;
}

static void expect(const struct host *h, unsigned n, const char *wanted)
{
	char *line = host_line(h, n);

	assert_non_null(line);
	assert_string_equal(line, wanted);
	cJSON_free(line);
}

static cJSON *request(const char *verb, const char *call)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "do", verb);
	cJSON_AddStringToObject(o, "call", call);

	return o;
}

static int refused(int err)
{
	return err == ENOTCONN ? 0 : err ? err : EPROTO;
}

#define LIST(id, call) "{\"id\":" id ",\"ok\":true,\"calls\":[{\"call\":\"" \
	call "\",\"state\":\"up\",\"direction\":\"out\",\"to\":\"+1\"}]}\n"

int test_peers_phone(void)
{
	struct fix f;
	int err;

	TEST_OK(err = start(&f, false));
	assert_int_equal(f.here, 0);
	TEST_OK(err = await(&f, phone_is_here));
	TEST_OK(err = host_await(&f.phone, 5));
	expect(&f.phone, 0, "{\"do\":\"events\"}");
	expect(&f.phone, 1, "{\"do\":\"list\"}");
	expect(&f.phone, 2, "{\"do\":\"meters\",\"every\":0.1}");
	expect(&f.phone, 3, "{\"do\":\"status\"}");
	expect(&f.phone, 4, "{\"do\":\"screen\",\"state\":\"on\",\"name\":"
	       "\"dialer\"}");
	TEST_OK(err = host_say(&f.phone, "{\"id\":4,\"ok\":true,\"number\":"
			       "\"+1425\",\"handset_state\":\"up\"}\n"
			       LIST("2", "a")));
	TEST_OK(err = await(&f, has_one));
	assert_string_equal(oh_board_phone(f.b)->number, "+1425");
	TEST_OK(err = host_say(&f.phone, "{\"event\":\"detach\"}\n"));
	TEST_OK(err = await(&f, has_event));
	/* Who is not wanted was asked nothing */
	TEST_OK(err = host_await_gone(&f.dial));
	assert_int_equal(f.dial.linec, 0);
	assert_int_equal(oh_board_phone(f.b)->peer,
			 oh_board_at(f.b, 0)->peer);
	host_hang_up(&f.phone);
	TEST_OK(err = await(&f, phone_is_away));
	assert_int_equal(oh_board_live(f.b, true), 0);
	assert_string_equal(oh_board_at(f.b, 0)->cause, "lost");
	TEST_OK(err = refused(oh_peers_ask(f.p, 1, request("show", "a"), NULL,
					   NULL)));
	/* It is there again: what is not wanted is not asked again */
	TEST_OK(err = await(&f, phone_is_back));
	assert_int_equal(f.dial.connc, 1);
	assert_int_equal(f.phone.connc, 2);
 out:
	stop(&f);

	return err;
}

int test_peers_ask(void)
{
	struct fix f;
	uint32_t peer;
	int err;

	TEST_OK(err = start(&f, true));
	TEST_OK(err = await(&f, phone_is_here));
	TEST_OK(err = host_await(&f.phone, 5));
	TEST_OK(err = host_await(&f.dial, 3));
	TEST_OK(err = host_say(&f.phone, LIST("2", "a")));
	TEST_OK(err = host_say(&f.dial, LIST("2", "b")));
	TEST_OK(err = await(&f, has_two));
	peer = oh_board_find(f.b, "b")->peer;
	TEST_OK(err = oh_peers_ask(f.p, peer, request("mute", "b"),
				   reply_handler, &f));
	TEST_OK(err = host_await(&f.dial, 4));
	expect(&f.dial, 3, "{\"do\":\"mute\",\"call\":\"b\"}");
	assert_int_equal(f.replies, 0);
	TEST_OK(err = host_say(&f.dial, "{\"id\":4,\"ok\":true}\n"));
	TEST_OK(err = await(&f, has_reply));
	assert_int_equal(f.bads + f.nulls, 0);
	/* What has changed by it is no event */
	TEST_OK(err = host_await(&f.dial, 5));
	expect(&f.dial, 4, "{\"do\":\"list\"}");
	/* Forgotten; and with no reply at all */
	f.replies = 0;
	TEST_OK(err = oh_peers_ask(f.p, peer, request("wait", "b"),
				   reply_handler, &f));
	oh_peers_forget(f.p, &err);
	TEST_OK(err = oh_peers_ask(f.p, peer, request("wait", "b"),
				   reply_handler, &peer));
	oh_peers_forget(f.p, &peer);
	TEST_OK(err = host_await(&f.dial, 7));
	host_hang_up(&f.dial);
	TEST_OK(err = await(&f, has_reply));
	assert_int_equal(f.replies, 1);
	assert_int_equal(f.nulls, 1);
 out:
	stop(&f);

	return err;
}

/* {"do":"hangup","call":"all"}: each call, at its process */
int test_peers_hangup(void)
{
	struct fix f;
	int err;

	TEST_OK(err = start(&f, true));
	TEST_OK(err = await(&f, phone_is_here));
	TEST_OK(err = host_await(&f.phone, 5));
	TEST_OK(err = host_await(&f.dial, 3));
	TEST_OK(err = refused(oh_peers_ask(f.p, 0, request("hangup", "all"),
					   reply_handler, &f)));
	TEST_OK(err = host_say(&f.phone, LIST("2", "a")));
	TEST_OK(err = host_say(&f.dial, LIST("2", "b")));
	TEST_OK(err = await(&f, has_two));
	TEST_OK(err = oh_peers_ask(f.p, 0, request("hangup", "all"),
				   reply_handler, &f));
	TEST_OK(err = host_await(&f.phone, 6));
	TEST_OK(err = host_await(&f.dial, 4));
	expect(&f.phone, 5, "{\"do\":\"hangup\",\"call\":\"a\"}");
	expect(&f.dial, 3, "{\"do\":\"hangup\",\"call\":\"b\"}");
	TEST_OK(err = host_say(&f.phone, "{\"id\":6,\"ok\":true}\n"));
	TEST_OK(err = host_await(&f.phone, 7));
	assert_int_equal(f.replies, 0);
	TEST_OK(err = host_say(&f.dial, "{\"id\":4,\"ok\":false}\n"));
	TEST_OK(err = await(&f, has_reply));
	assert_int_equal(f.replies, 1);
	assert_int_equal(f.bads, 1);
 out:
	stop(&f);

	return err;
}

/* One that has ended by itself meanwhile is no failure: they all are over */
int test_peers_hangup_over(void)
{
	struct fix f;
	int err;

	TEST_OK(err = start(&f, true));
	TEST_OK(err = await(&f, phone_is_here));
	TEST_OK(err = host_await(&f.phone, 5));
	TEST_OK(err = host_await(&f.dial, 3));
	TEST_OK(err = host_say(&f.phone, LIST("2", "a")));
	TEST_OK(err = host_say(&f.dial, LIST("2", "b")));
	TEST_OK(err = await(&f, has_two));
	TEST_OK(err = oh_peers_ask(f.p, 0, request("hangup", "all"),
				   reply_handler, &f));
	TEST_OK(err = host_await(&f.phone, 6));
	TEST_OK(err = host_await(&f.dial, 4));
	TEST_OK(err = host_say(&f.phone, "{\"id\":6,\"ok\":true}\n"));
	TEST_OK(err = host_say(&f.dial, "{\"id\":4,\"ok\":false,\"cause\":"
			       "\"hung-up\"}\n"));
	TEST_OK(err = await(&f, has_reply));
	assert_int_equal(f.replies, 1);
	assert_int_equal(f.bads, 0);
 out:
	stop(&f);

	return err;
}

/* A handler may release them */
int test_peers_release(void)
{
	struct fix f;
	int err;

	TEST_OK(err = start(&f, true));
	f.release = true;
	TEST_OK(err = await(&f, phone_is_here));
	assert_null(f.p);
	TEST_OK(err = host_await_gone(&f.phone));
 out:
	stop(&f);

	return err;
}

int test_peers_release_late(void)
{
	struct fix f;
	int err;

	TEST_OK(err = start(&f, true));
	TEST_OK(err = await(&f, phone_is_here));
	f.release = true;
	host_hang_up(&f.phone);
	TEST_OK(err = await(&f, phone_is_away));
	assert_null(f.p);
 out:
	stop(&f);

	return err;
}
