/**
 * @file test_ctl.c  Lines over the control socket, good and bad
 */
#include "base/compat.h"
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "action/calls.h"
#include "ctl/ctl.h"
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
};

static int exit_of(enum oh_cause cause)
{
	return cause == OH_CAUSE_DONE ? 0 : 10 + (int)cause;
}

static int listen_on(struct fix *f)
{
	const struct oh_ctl_prm prm = { .calls = f->calls, .command = "test",
					.exith = exit_of };

	return oh_ctl_listen(&f->ctl, &prm);
}

static int fix_init(struct fix *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	home_enter(&f->home);
	setenv("XDG_RUNTIME_DIR", f->home.dir, 1);
	err = oh_calls_alloc(&f->calls, &f->cprm);
	if (!err)
		err = listen_on(f);
	if (!err)
		err = peer_open(&f->p, oh_ctl_path(f->ctl));
	if (!err)
		err = peer_await(&f->p, 1);

	return err;
}

static void fix_reset(struct fix *f)
{
	peer_close(&f->p);
	peer_close(&f->q);
	mem_deref(f->ctl);
	mem_deref(f->calls);
	home_leave(&f->home);
}

int test_ctl_hello(void)
{
	struct fix f;
	struct stat st;
	cJSON *o = NULL;
	char dir[OH_CTL_PATH_SIZE];

	TEST_OK(fix_init(&f));
	o = peer_line(&f.p, 0);
	assert_string_equal(peer_text(o, "schema"), OH_CTL_SCHEMA);
	assert_string_equal(peer_text(o, "command"), "test");
	assert_int_equal(peer_number(o, "pid"), getpid());
	assert_int_equal(stat(oh_ctl_path(f.ctl), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	str_ncpy(dir, oh_ctl_path(f.ctl), sizeof(dir));
	*strrchr(dir, '/') = '\0';
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	f.ctl = mem_deref(f.ctl);
	TEST_OK(peer_await_end(&f.p));
	assert_int_not_equal(access(dir, F_OK), -1);
	assert_int_equal(rmdir(dir), 0);      /* nothing was left in it */
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* What is said, and how it is refused; NULL: it is not */
int test_ctl_refuses(void)
{
	static const struct {
		const char *line, *error;
		int         status;
	} v[] = {
		{ "", "one JSON object", 64 },
		{ "hello", "one JSON object", 64 },
		{ "[]", "one JSON object", 64 },
		{ "{\"do\":\"list\"", "one JSON object", 64 },
		{ "{\"do\":\"list\"} {}", "one JSON object", 64 },
		{ "{\"do\":\"list\"},", "one JSON object", 64 },
		{ "{}", "do: which verb?", 64 },
		{ "{\"do\":1}", "do: which verb?", 64 },
		{ "{\"do\":\"dance\"}", "no such verb", 64 },
		{ "{\"do\":\"LIST\"}", "no such verb", 64 },
		{ "{\"do\":\"list\",\"call\":1}", "call: a string", 64 },
		{ "{\"do\":\"play\"}", "no such call",
		  10 + OH_CAUSE_HUNG_UP },
		{ "{\"do\":\"show\",\"call\":\"12\"}", "no such call",
		  10 + OH_CAUSE_HUNG_UP },
		{ "{\"do\":\"events\",\"call\":\"12\"}", "no such call",
		  10 + OH_CAUSE_HUNG_UP },
		{ "{\"do\":\"events\",\"off\":\"no\"}", "off: true or false",
		  64 },
		{ "{\"do\":\"list\"}", NULL, 0 },
		{ " {\"do\":\"list\"} \t\r", NULL, 0 },
		{ "{\"do\":\"list\",\"more\":[{\"a\":null}]}", NULL, 0 },
		{ "{\"do\":\"events\"}", NULL, 0 },
		{ "{\"do\":\"events\",\"off\":true}", NULL, 0 },
	};
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		TEST_OK(peer_ask(&f.p, v[i].line, &o));
		assert_int_equal(peer_ok(o), v[i].error == NULL);
		if (v[i].error) {
			if (!strstr(peer_text(o, "error"), v[i].error))
				fail_msg("%s: %s", v[i].line,
					 peer_text(o, "error"));
			assert_int_equal(peer_number(o, "status"),
					 v[i].status);
		}
		cJSON_Delete(o);
		o = NULL;
	}
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

int test_ctl_echoes_ids(void)
{
	static const struct { const char *id, *echo; } v[] = {
		{ "1", "\"id\":1}" }, { "-7", "\"id\":-7}" },
		{ "\"a b\"", "\"id\":\"a b\"}" }, { "2.5", "\"id\":2.5}" },
		{ "\"\\u00e9\\n\"", "\"id\":\"\xc3\xa9\\n\"}" },
		{ "null", "true}" }, { "[1]", "true}" }, { "{}", "true}" },
	};
	char line[128], *text = NULL;
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f));
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		snprintf(line, sizeof(line), "{\"id\":%s,\"do\":\"list\"}",
			 v[i].id);
		TEST_OK(peer_ask(&f.p, line, &o));
		text = cJSON_PrintUnformatted(o);
		assert_non_null(strstr(text, v[i].echo));
		cJSON_free(text);
		cJSON_Delete(o);
		o = NULL;
	}
	TEST_OK(peer_ask(&f.p, "{\"id\":\"x\",\"do\":\"no\"}", &o));
	assert_string_equal(peer_text(o, "id"), "x");
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* Bytes come as they like; several lines at once, one in pieces */
int test_ctl_lines_in_pieces(void)
{
	static const char line[] = "{\"id\":1,\"do\":\"list\"}\n"
				   "{\"id\":2,\"do\":\"list\"}\n{\"id\":3,";
	cJSON *o = NULL;
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(peer_send(&f.p, line, strlen(line)));
	TEST_OK(peer_await(&f.p, 3));
	TEST_OK(peer_send(&f.p, "\"do\":\"li", 8));
	TEST_OK(peer_ask(&f.p, "st\"}", &o));
	assert_int_equal(peer_number(o, "id"), 3);
	assert_int_equal(f.p.linec, 4);
 out:
	cJSON_Delete(o);
	fix_reset(&f);
	return 0;
}

/* The longest line there may be is taken, one byte more is not */
int test_ctl_longest_line(void)
{
	char *line = malloc(OH_CTL_LINE_MAX + 1);
	cJSON *o = NULL;
	struct fix f;
	size_t n;

	assert_non_null(line);
	memset(line, ' ', OH_CTL_LINE_MAX + 1);
	n = (size_t)snprintf(line, OH_CTL_LINE_MAX, "{\"do\":\"list\"}");
	line[n] = ' ';
	TEST_OK(fix_init(&f));
	TEST_OK(peer_send(&f.p, line, OH_CTL_LINE_MAX));
	TEST_OK(peer_ask(&f.p, "", &o));
	assert_true(peer_ok(o));
	TEST_OK(peer_send(&f.p, line, OH_CTL_LINE_MAX + 1));
	TEST_OK(peer_await_end(&f.p));
	assert_int_equal(f.p.linec, 2);
 out:
	cJSON_Delete(o);
	free(line);
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

/* One goes, the other stays; garbage of one is no matter of the other */
int test_ctl_two_clients(void)
{
	struct fix f;

	TEST_OK(fix_init(&f));
	TEST_OK(peer_open(&f.q, oh_ctl_path(f.ctl)));
	TEST_OK(peer_await(&f.q, 1));
	TEST_OK(ask(&f.p, "{\"do\":\"list\"}"));
	TEST_OK(ask(&f.q, "\xff\xfe\x01{{{"));
	TEST_OK(peer_say(&f.p, "{\"do\":\"events\"}"));
	TEST_OK(ask(&f.q, "{\"do\":\"list\"}"));
	TEST_OK(peer_await(&f.p, 3));
	peer_close(&f.p);
	TEST_OK(ask(&f.q, "{\"do\":\"list\"}"));
 out:
	fix_reset(&f);
	return 0;
}

/* Who asks and does not read is closed when too much waits, others are not
   made to wait */
int test_ctl_never_reads(void)
{
	enum { ASKED = 100000 };      /* some 2.5 MiB of replies */
	struct fix f;
	int err = 0;

	if (test_is_oom())
		return 0;
	TEST_OK(fix_init(&f));
	TEST_OK(peer_open(&f.q, oh_ctl_path(f.ctl)));
	TEST_OK(peer_await(&f.q, 1));
	fd_close(f.q.fd);                      /* from now on */
	for (unsigned i = 0; i < ASKED && !err; i++) {
		err = peer_say(&f.q, "{\"do\":\"list\"}");
		if (err && err != EAGAIN)
			break;
		if (err || i % 500 == 0)
			err = ask(&f.p, "{\"do\":\"list\"}");
		f.p.len = f.p.linec = 0;
	}
	assert_int_equal(err, EPIPE);
	TEST_OK(ask(&f.p, "{\"do\":\"list\"}"));
 out:
	fix_reset(&f);
	return 0;
}

/* As fast as a client may ask: each is answered, none is lost */
int test_ctl_ten_thousand(void)
{
	enum { AT_ONCE = 100, IN_ALL = 10000 };
	struct fix f;

	if (test_is_oom())
		return 0;
	TEST_OK(fix_init(&f));
	for (unsigned n = 0; n < IN_ALL; n += AT_ONCE) {
		f.p.len = f.p.linec = 0;
		for (unsigned i = 0; i < AT_ONCE; i++)
			TEST_OK(peer_say(&f.p, "{\"id\":1,\"do\":\"list\"}"));
		TEST_OK(peer_await(&f.p, AT_ONCE));
		assert_int_equal(f.p.linec, AT_ONCE);
	}
 out:
	fix_reset(&f);
	return 0;
}

/* A killed process's socket is in the way of nobody */
int test_ctl_stale_socket(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct peer late = { .fd = -1 };
	cJSON *o = NULL;
	struct fix f;
	int fd = -1;

	TEST_OK(fix_init(&f));
	str_ncpy(sun.sun_path, oh_ctl_path(f.ctl), sizeof(sun.sun_path));
	f.ctl = mem_deref(f.ctl);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&sun, sizeof(sun)), 0);
	close(fd);
	TEST_OK(listen_on(&f));
	assert_string_equal(oh_ctl_path(f.ctl), sun.sun_path);
	TEST_OK(peer_open(&late, oh_ctl_path(f.ctl)));
	TEST_OK(peer_await(&late, 1));
	TEST_OK(peer_ask(&late, "{\"do\":\"list\"}", &o));
	assert_true(peer_ok(o));
 out:
	cJSON_Delete(o);
	peer_close(&late);
	fix_reset(&f);
	return 0;
}

/* No socket can have so long a name: told, and nothing is left */
int test_ctl_long_path(void)
{
	struct fix f;
	char dir[200];
	int err;

	TEST_OK(fix_init(&f));
	f.ctl = mem_deref(f.ctl);
	snprintf(dir, sizeof(dir), "%s/%0100d", f.home.dir, 0);
	assert_int_equal(mkdir(dir, 0700), 0);
	setenv("XDG_RUNTIME_DIR", dir, 1);
	err = test_or_refused(listen_on(&f));
	if (err != ENOMEM)
		assert_int_equal(err, ERANGE);
 out:
	fix_reset(&f);
	return 0;
}

/* More clients than there may be: the first ones stay */
int test_ctl_too_many_clients(void)
{
	static struct peer v[OH_CTL_CLIENTS_MAX];
	cJSON *o = NULL;
	unsigned n;
	struct fix f;

	if (test_is_oom())
		return 0;
	memset(v, 0, sizeof(v));
	TEST_OK(fix_init(&f));
	for (n = 0; n + 1 < OH_CTL_CLIENTS_MAX; n++) {
		TEST_OK(peer_open(&v[n], oh_ctl_path(f.ctl)));
		TEST_OK(peer_await(&v[n], 1));
	}
	TEST_OK(peer_open(&v[n], oh_ctl_path(f.ctl)));
	TEST_OK(peer_await_end(&v[n]));
	assert_int_equal(v[n].linec, 0);
	TEST_OK(peer_ask(&f.p, "{\"do\":\"list\"}", &o));
	assert_true(peer_ok(o));
 out:
	cJSON_Delete(o);
	for (size_t i = 0; i < OH_CTL_CLIENTS_MAX; i++)
		peer_close(&v[i]);
	fix_reset(&f);
	return 0;
}
