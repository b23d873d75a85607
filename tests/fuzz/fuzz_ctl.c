/**
 * @file fuzz_ctl.c  Whatever a client says over the control socket
 *
 * One call is there, which is not up: members are read, and then nothing can
 * be done. Some SIP messages of it are kept, and it is metered, if that is
 * asked for. Each line gets one reply, an object with "ok". No file is made.
 */
#include "base/compat.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "ctl/server_priv.h"
#include "media/engine.h"
#include "sip/stack.h"
#include "trace/messages.h"

enum { REPLIES = 1024 * 1024 };

static struct world {
	struct oh_engine   *engine;
	struct oh_sip      *sip;
	struct oh_call     *call;
	struct oh_ctl       ctl;
	struct oh_calls_prm prm;
	int                 fdv[2];
	char                replies[REPLIES];
} w;

static int exit_of(enum oh_cause cause)
{
	return cause == OH_CAUSE_DONE ? 0 : 1;
}

/* Also those that no honest phone would send */
static void keep_messages(void)
{
	static const char *const msgv[] = {
		"INVITE sip:x@y SIP/2.0\r\nCall-ID: %s\r\n\r\nm=audio 9 a 0",
		"SIP/2.0 200 O\tK\033[2J\xff\r\ni: %s\r\nReason: \x01\r\n",
		"\n\xe2\x80\xae\r\r\nCall-ID:%s\n\n\n\r",
	};
	struct oh_event ev = { .call_id = NULL };
	char text[512];

	oh_call_about(w.call, &ev);
	for (size_t i = 0; i < ARRAY_SIZE(msgv); i++) {
		struct oh_trace t = { .proto = OH_TRACE_SIP_TLS };

		if (re_snprintf(text, sizeof(text), msgv[i],
				ev.call_id) < 0)
			abort();
		t.data = (const uint8_t *)text;
		t.len  = strlen(text);
		oh_messages_add(w.ctl.prm.messages, &t);
	}
}

static void dial(void)
{
	struct sa laddr;
	struct oh_sip_prm sip = { .udp = true, .software = "fuzz",
				  .laddr = &laddr };
	struct oh_call_prm prm = {
		.stream.laddr = &laddr,
		.leg = { .to_uri       = "sip:x@127.0.0.1:9",
			 .from_uri     = "sip:a@127.0.0.1",
			 .contact_user = "a" },
	};

	sa_set_str(&laddr, "127.0.0.1", 0);
	if (oh_engine_alloc(&w.engine, NULL) ||
	    oh_sip_alloc(&w.sip, &sip))
		abort();
	w.prm.engine = prm.engine = w.engine;
	prm.sip = w.sip;
	if (oh_call_dial(&w.call, &prm) ||
	    oh_calls_alloc(&w.ctl.prm.calls, &w.prm) ||
	    oh_calls_add(w.ctl.prm.calls, w.call) ||
	    oh_messages_alloc(&w.ctl.prm.messages))
		abort();
	keep_messages();
}

/* Engine and stack go too: what a stream has open is closed by its thread,
   and there is a limit to that; as to transactions that never end */
static void hang_up(void)
{
	w.ctl.prm.calls = mem_deref(w.ctl.prm.calls);
	w.call          = mem_deref(w.call);
	w.ctl.prm.messages = mem_deref(w.ctl.prm.messages);
	w.engine = mem_deref(w.engine);
	w.sip    = mem_deref(w.sip);
}

static void init(void)
{
	if (libre_init())
		abort();
	w.ctl.prm.command   = "fuzz";
	w.ctl.prm.exith     = exit_of;
}

/* One line each */
static void check(size_t wanted)
{
	ssize_t n = recv(w.fdv[1], w.replies, sizeof(w.replies), 0);
	char *p = w.replies, *nl;

	for (; n > 0 && (nl = memchr(p, '\n', n)); p = nl + 1) {
		cJSON *o = cJSON_ParseWithLength(p, nl - p);

		n -= nl + 1 - p;
		assert(cJSON_IsObject(o));
		if (!cJSON_HasObjectItem(o, "event")) {
			assert(cJSON_HasObjectItem(o, "ok") ||
			       cJSON_HasObjectItem(o, "schema"));
			assert(wanted--);
		}
		cJSON_Delete(o);
	}
	assert(wanted == 0);
}

/* A path where nothing can be is as good as any other */
static bool makes_file(const uint8_t *line, size_t len)
{
	cJSON *o = cJSON_ParseWithLength((const char *)line, len);
	const char *path = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, "path"));
	bool makes = path && *path == '/' &&
		strncmp(path, "/dev/null/", 10) != 0;

	cJSON_Delete(o);

	return makes;
}

static void say(struct ctl_conn *conn, const uint8_t *line, size_t len)
{
	if (makes_file(line, len))
		return;
	oh_ctl_request(conn, (const char *)line, len);
	if (!conn->dead)
		check(1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = data + size, *nl;
	struct ctl_conn *conn;

	if (!w.ctl.prm.command)
		init();
	if (size > OH_CTL_LINE_MAX)
		return 0;
	dial();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, w.fdv) ||
	    oh_ctl_conn_alloc(&w.ctl, w.fdv[0]))
		abort();
	conn = list_head(&w.ctl.connl)->data;
	check(1);
	for (; (nl = memchr(data, '\n', end - data)); data = nl + 1)
		say(conn, data, nl - data);
	say(conn, data, end - data);
	mem_deref(conn);
	close(w.fdv[1]);
	hang_up();

	return 0;
}
