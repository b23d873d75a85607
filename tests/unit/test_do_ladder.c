/**
 * @file test_do_ladder.c  SIP messages of calls, as clients are told
 */
#include "base/compat.h"
#include <sys/stat.h>
#include "ctl/server.h"
#include "ctl_peer.h"
#include "live_fixture.h"
#include "trace/messages.h"

enum { ROOM = 4096 };

struct fix {
	struct live         l;
	struct oh_messages *messages;
	struct oh_ctl      *ctl;
	struct peer         p;
	cJSON              *reply;
	char                id[64];     /* of the first call    */
	char                call_id[256];
};

static int exit_of(enum oh_cause cause)
{
	return cause == OH_CAUSE_DONE ? 0 : 10 + (int)cause;
}

static int fix_init(struct fix *f, size_t calls, bool keep)
{
	struct oh_ctl_prm prm = { .command = "test", .exith = exit_of };
	struct oh_event ev = { .call_id = NULL };
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	for (size_t i = 0; i < calls && !err; i++)
		err = live_call(&f->l);
	if (!err && keep)
		err = oh_messages_alloc(&f->messages);
	prm.calls    = f->l.calls;
	prm.messages = f->messages;
	if (!err)
		err = oh_ctl_listen(&f->ctl, &prm);
	if (!err)
		err = peer_open(&f->p, oh_ctl_path(f->ctl));
	if (!err)
		err = peer_await(&f->p, 1);
	if (err)
		return err;
	oh_call_about(f->l.pairv[0].near.call, &ev);
	str_ncpy(f->id, oh_call_id(f->l.pairv[0].near.call), sizeof(f->id));
	str_ncpy(f->call_id, ev.call_id, sizeof(f->call_id));

	return 0;
}

static void fix_reset(struct fix *f)
{
	cJSON_Delete(f->reply);
	peer_close(&f->p);
	mem_deref(f->ctl);
	mem_deref(f->messages);
	live_close(&f->l);
}

/* "%s": the Call-ID of the first call */
static void add(struct fix *f, enum oh_trace_proto proto, bool tx,
		uint64_t us, const char *format)
{
	struct oh_trace t = { .proto = proto, .tx = tx, .wall_us = us };
	struct sa src, dst;
	char text[ROOM];

	assert_int_equal(sa_set_str(&src, "127.0.0.1", 5060), 0);
	assert_int_equal(sa_set_str(&dst, "127.0.0.2", 5061), 0);
	memcpy(&t.src, &src.u, src.len);
	memcpy(&t.dst, &dst.u, dst.len);
	if (re_snprintf(text, sizeof(text), format, f->call_id) < 0)
		fail();
	t.data = (const uint8_t *)text;
	t.len  = strlen(text);
	oh_messages_add(f->messages, &t);
}

static void add_all(struct fix *f)
{
	add(f, OH_TRACE_SIP_TLS, true, 1000000,
	    "INVITE sip:x@y SIP/2.0\r\nCall-ID: %s\r\n"
	    "Proxy-Authorization: Digest response=\"hush\"\r\n"
	    "CSeq: 1 INVITE\r\n\r\nm=audio 9 RTP/AVP 0 8\r\n");
	add(f, OH_TRACE_SIP_TCP, false, 1250000,
	    "SIP/2.0 180 Ri\033[2Jng\xff\r\nCall-ID: %s\r\n"
	    "X-A:\tb\rc\xe2\x80\xae\r\nCSeq: 1 INVITE\r\n\r\n");
	add(f, OH_TRACE_SIP_UDP, false, 1500000,
	    "SIP/2.0 200 OK\r\nCall-ID: %s\r\nCSeq: 1 INVITE\r\n\r\n");
}

/* "%s": the id of the first call */
static int ask(struct fix *f, const char *format)
{
	char line[ROOM];

	cJSON_Delete(f->reply);
	f->reply = NULL;
	if (re_snprintf(line, sizeof(line), format, f->id) < 0)
		return ERANGE;

	return peer_ask(&f->p, line, &f->reply);
}

static const cJSON *message(const struct fix *f, int i)
{
	return cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(
		f->reply, "messages"), i);
}

static int count(const struct fix *f)
{
	return cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(
		f->reply, "messages"));
}

int test_do_ladder_lines(void)
{
	const cJSON *m;
	struct fix f;

	TEST_OK(fix_init(&f, 2, true));
	add_all(&f);
	LIVE_OK(ask(&f, "{\"do\":\"ladder\",\"call\":\"%s\"}"));
	assert_true(peer_ok(f.reply));
	assert_string_equal(peer_text(f.reply, "call"), f.id);
	LIVE_INT(count(&f), 3);
	m = message(&f, 0);
	assert_int_equal(peer_number(m, "n"), 0);
	assert_true(peer_number(m, "at") == 0.0);
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(m, "sent")));
	assert_string_equal(peer_text(m, "src"), "127.0.0.1:5060");
	assert_string_equal(peer_text(m, "dst"), "127.0.0.2:5061");
	assert_string_equal(peer_text(m, "proto"), "tls");
	assert_string_equal(peer_text(m, "line"), "INVITE sip:x@y");
	assert_string_equal(peer_text(m, "note"), "PCMU PCMA");
	m = message(&f, 1);
	assert_true(peer_number(m, "at") == 0.25);
	assert_true(cJSON_IsFalse(cJSON_GetObjectItem(m, "sent")));
	assert_string_equal(peer_text(m, "proto"), "tcp");
	assert_string_equal(peer_text(m, "line"),
			    "180 Ri?[2Jng? (INVITE)");
	assert_string_equal(peer_text(message(&f, 2), "proto"), "udp");

	LIVE_OK(ask(&f, "{\"do\":\"ladder\",\"call\":\"%s\",\"from\":2}"));
	LIVE_INT(count(&f), 1);
	assert_int_equal(peer_number(message(&f, 0), "n"), 2);
	LIVE_OK(ask(&f, "{\"do\":\"ladder\",\"call\":\"%s\","
		    "\"from\":4294967295}"));
	LIVE_INT(count(&f), 0);
 out:
	fix_reset(&f);
	return 0;
}

int test_do_ladder_again(void)
{
	const cJSON *m;
	struct fix f;

	TEST_OK(fix_init(&f, 2, true));
	add_all(&f);
	add_all(&f);
	LIVE_OK(ask(&f, "{\"do\":\"ladder\",\"call\":\"%s\"}"));
	LIVE_INT(count(&f), 6);
	m = message(&f, 0);
	assert_null(cJSON_GetObjectItem(m, "again"));
	m = message(&f, 3);
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(m, "again")));
	assert_string_equal(peer_text(m, "line"), "INVITE sip:x@y");
	assert_string_equal(peer_text(m, "note"), "again, PCMU PCMA");
	assert_string_equal(peer_text(message(&f, 4), "note"), "again");
 out:
	fix_reset(&f);
	return 0;
}

int test_do_ladder_message(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, 1, true));
	add_all(&f);
	LIVE_OK(ask(&f, "{\"do\":\"message\",\"n\":0}"));
	LIVE_TRUE(strstr(peer_text(f.reply, "text"),
			 "INVITE sip:x@y SIP/2.0\nCall-ID: "));
	assert_null(strstr(peer_text(f.reply, "text"), "hush"));
	assert_non_null(strstr(peer_text(f.reply, "text"),
			       "\n\nm=audio 9 RTP/AVP 0 8\n"));
	LIVE_OK(ask(&f, "{\"do\":\"message\",\"n\":1}"));
	assert_non_null(strstr(peer_text(f.reply, "text"), "180 Ri?[2Jng?\n"));
	assert_non_null(strstr(peer_text(f.reply, "text"), "X-A:\tb?c?\n"));
	LIVE_OK(ask(&f, "{\"do\":\"message\",\"n\":3}"));
	assert_string_equal(peer_text(f.reply, "error"),
			    "n: no such message, or it is no longer kept");
	LIVE_OK(ask(&f, "{\"do\":\"message\",\"n\":100000}"));
	assert_int_equal(peer_number(f.reply, "status"), 64);
	LIVE_OK(ask(&f, "{\"do\":\"message\"}"));
	assert_int_equal(peer_number(f.reply, "status"), 64);
 out:
	fix_reset(&f);
	return 0;
}

/* What was said is still there when the call is over; what is said after it
   too, and another dialog of the same call comes behind */
int test_do_ladder_of_the_ended(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, 1, true));
	add_all(&f);
	LIVE_OK(ask(&f, "{\"do\":\"ladder\"}"));
	LIVE_INT(count(&f), 3);
	oh_call_hangup(f.l.pairv[0].near.call, OH_CAUSE_DONE);
	LIVE_OK(live_await(&f.l, &f.l.pairv[0].near, OH_EVENT_ENDED, 1));
	add(&f, OH_TRACE_SIP_UDP, true, 2000000,
	    "BYE sip:x SIP/2.0\r\nCall-ID: %s\r\nCSeq: 2 BYE\r\n\r\n");
	LIVE_OK(ask(&f, "{\"do\":\"ladder\"}"));
	LIVE_INT(count(&f), 4);
	LIVE_OK(ask(&f, "{\"do\":\"ladder\",\"call\":\"%s\"}"));
	LIVE_INT(count(&f), 4);
	LIVE_OK(ask(&f, "{\"do\":\"ladder\",\"call\":\"no-such-call\"}"));
	assert_string_equal(peer_text(f.reply, "error"), "no such call");
	assert_int_equal(peer_number(f.reply, "status"),
			 exit_of(OH_CAUSE_HUNG_UP));
	LIVE_OK(ask(&f, "{\"do\":\"ladder\",\"from\":-1}"));
	assert_string_equal(peer_text(f.reply, "error"),
			    "from: a whole number is wanted");
 out:
	fix_reset(&f);
	return 0;
}

static int save(struct fix *f, const char *name, const char *format)
{
	char line[ROOM];

	if (re_snprintf(line, sizeof(line), "{\"do\":\"save-ladder\","
			"\"path\":\"%s\",\"format\":\"%s\"}",
			home_path(&f->l.home, name), format) < 0)
		return ERANGE;

	return ask(f, line);
}

static size_t read_file(struct fix *f, const char *name, char *buf,
			size_t size)
{
	FILE *file = fopen(home_path(&f->l.home, name), "r");
	struct stat st;
	size_t n;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	n = fread(buf, 1, size - 1, file);
	fclose(file);
	buf[n] = '\0';

	return n;
}

int test_do_ladder_saves(void)
{
	char buf[ROOM];
	struct fix f;
	size_t n;

	TEST_OK(fix_init(&f, 1, true));
	add_all(&f);
	LIVE_OK(save(&f, "l.txt", "text"));
	LIVE_TRUE(peer_ok(f.reply));
	assert_string_equal(peer_text(f.reply, "path"),
			    home_path(&f.l.home, "l.txt"));
	(void)read_file(&f, "l.txt", buf, sizeof(buf));
	assert_non_null(strstr(buf, "# 0.000 sent tls 127.0.0.1:5060 > "
			       "127.0.0.2:5061 INVITE sip:x@y\n"
			       "INVITE sip:x@y SIP/2.0\n"));
	assert_non_null(strstr(buf, "# 0.500 received udp "));
	assert_null(strstr(buf, "hush"));
	assert_null(strchr(buf, '\033'));

	LIVE_OK(save(&f, "l.pcap", "pcap"));
	LIVE_TRUE(peer_ok(f.reply));
	n = read_file(&f, "l.pcap", buf, sizeof(buf));
	assert_non_null(memmem(buf, n, "INVITE sip:x@y SIP/2.0\r\n", 24));
	assert_null(memmem(buf, n, "hush", 4));

	LIVE_OK(save(&f, "l.txt", "pcap"));
	assert_int_equal(peer_number(f.reply, "status"), 73);
	LIVE_OK(save(&f, "l.txt", "text"));
	assert_int_equal(peer_number(f.reply, "status"), 73);
	LIVE_OK(save(&f, "none/l.txt", "text"));
	assert_int_equal(peer_number(f.reply, "status"), 73);
	LIVE_OK(save(&f, "l.odd", "odd"));
	assert_string_equal(peer_text(f.reply, "error"),
			    "format: pcap or text");
	LIVE_OK(ask(&f, "{\"do\":\"save-ladder\",\"path\":\"l.txt\"}"));
	assert_string_equal(peer_text(f.reply, "error"),
			    "path: the whole path is wanted");
	LIVE_OK(ask(&f, "{\"do\":\"save-ladder\"}"));
	assert_int_equal(peer_number(f.reply, "status"), 64);
 out:
	fix_reset(&f);
	return 0;
}

/* No empty file of a call whose messages have given way to those of others */
int test_do_ladder_saves_none(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, 1, true));
	LIVE_OK(save(&f, "l.txt", "text"));
	assert_string_equal(peer_text(f.reply, "error"),
			    "no SIP message of that call is kept");
	assert_int_equal(peer_number(f.reply, "status"),
			 exit_of(OH_CAUSE_HUNG_UP));
	assert_int_equal(access(home_path(&f.l.home, "l.txt"), F_OK), -1);
 out:
	fix_reset(&f);
	return 0;
}

int test_do_ladder_where_none_is_kept(void)
{
	struct fix f;

	TEST_OK(fix_init(&f, 1, false));
	LIVE_OK(ask(&f, "{\"do\":\"ladder\"}"));
	assert_string_equal(peer_text(f.reply, "error"),
			    "SIP messages are not kept");
	LIVE_OK(save(&f, "l.txt", "text"));
	assert_false(peer_ok(f.reply));
 out:
	fix_reset(&f);
	return 0;
}
