/**
 * @file fuzz_phone.c  Whatever a screen asks of a phone
 *
 * Requests of a phone's own, on top of those of fuzz_ctl.c. One call is there,
 * which is not up. What is dialled is never sent: the loop runs when all is
 * over. Each line gets one reply at the most, an object with "ok".
 */
#include "base/compat.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "ctl/server_priv.h"
#include "media/engine.h"
#include "media/prompt.h"
#include "sip/resolve.h"
#include "sip/stack.h"
#include "station/station.h"

enum { REPLIES = 1024 * 1024 };

static const char conf_text[] =
	"[dial]\n"
	"country = US\n"
	"[trunk home]\n"
	"server = 127.0.0.1\n"
	"port = 9\n"
	"caller_id = +14255550199\n"
	"[route us]\n"
	"pattern = ^\\+1\n"
	"trunks = home\n";

static struct world {
	struct oh_conf       *conf;
	struct oh_engine     *engine;
	struct oh_prompts    *prompts;
	struct oh_resolver   *resolver;
	struct oh_sip        *sip;
	struct oh_call       *call;
	struct oh_place      *place;
	struct oh_station    *station;
	struct oh_ctl         ctl;
	struct oh_calls_prm   prm;
	int                   fdv[2];
	char                  replies[REPLIES];
} w;

static int exit_of(enum oh_cause cause)
{
	return cause == OH_CAUSE_DONE ? 0 : 1;
}

static void end_handler(bool lost, void *arg)
{
	(void)lost;
	(void)arg;
}

static void dial(void)
{
	struct sa laddr;
	struct oh_call_prm prm = {
		.sip = w.sip, .engine = w.engine, .stream.laddr = &laddr,
		.leg = { .to_uri       = "sip:x@127.0.0.1:9",
			 .from_uri     = "sip:a@127.0.0.1",
			 .contact_user = "a" },
	};

	sa_set_str(&laddr, "127.0.0.1", 0);
	if (oh_call_dial(&w.call, &prm) ||
	    oh_calls_alloc(&w.ctl.prm.calls, &w.prm) ||
	    oh_calls_add(w.ctl.prm.calls, w.call))
		abort();
}

static void pick_up(void)
{
	const struct oh_place_prm pprm = { .conf = w.conf,
					   .engine = w.engine,
					   .resolver = w.resolver };
	struct oh_station_prm prm = {
		.conf = w.conf, .calls = w.ctl.prm.calls, .ctl = &w.ctl,
		.talk = { .prompts = w.prompts, .country = "US",
			  .handset = { .conf = "none",
				       .engine = w.engine,
				       .resolver = w.resolver } },
		.exith = exit_of, .endh = end_handler,
	};

	if (oh_place_alloc(&w.place, &pprm))
		abort();
	prm.place = w.place;
	if (oh_station_alloc(&w.station, &prm))
		abort();
}

static void over(void *arg)
{
	(void)arg;
	re_cancel();
}

/* What has been let go of is closed from the loop */
static void sweep(void)
{
	struct tmr tmr;

	tmr_init(&tmr);
	tmr_start(&tmr, 1, over, NULL);
	(void)re_main(NULL);
	tmr_cancel(&tmr);
}

static void hang_up(void)
{
	w.station       = mem_deref(w.station);
	w.place         = mem_deref(w.place);
	w.ctl.prm.calls = mem_deref(w.ctl.prm.calls);
	w.call          = mem_deref(w.call);
	sweep();
}

static void init(void)
{
	struct sa laddr;
	struct oh_sip_prm prm = { .udp = true, .software = "fuzz",
				  .laddr = &laddr };

	sa_set_str(&laddr, "127.0.0.1", 0);
	if (libre_init() || oh_engine_alloc(&w.engine, NULL) ||
	    oh_prompts_alloc(&w.prompts) ||
	    oh_resolver_alloc(&w.resolver, NULL) ||
	    oh_conf_parse(&w.conf, "fuzz", conf_text) ||
	    oh_sip_alloc(&w.sip, &prm))
		abort();
	w.prm.engine        = w.engine;
	w.prm.ring_ms       = 1000;
	w.ctl.prm.command   = "phoned";
	w.ctl.prm.exith     = exit_of;
}

/* Of one line: none, while something is under way, or one */
static void check(void)
{
	ssize_t n = recv(w.fdv[1], w.replies, sizeof(w.replies), 0);
	char *p = w.replies, *nl;
	unsigned replies = 0;

	for (; n > 0 && (nl = memchr(p, '\n', n)); p = nl + 1) {
		cJSON *o = cJSON_ParseWithLength(p, nl - p);

		n -= nl + 1 - p;
		assert(cJSON_IsObject(o));
		if (!cJSON_HasObjectItem(o, "event")) {
			assert(cJSON_HasObjectItem(o, "ok") ||
			       cJSON_HasObjectItem(o, "schema"));
			replies++;
		}
		cJSON_Delete(o);
	}
	assert(replies <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = data + size, *nl;
	struct ctl_conn *conn;

	if (!w.engine)
		init();
	if (size > OH_CTL_LINE_MAX)
		return 0;
	dial();
	pick_up();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, w.fdv) ||
	    oh_ctl_conn_alloc(&w.ctl, w.fdv[0]))
		abort();
	conn = list_head(&w.ctl.connl)->data;
	check();
	for (; data < end && !conn->dead; data = nl + 1) {
		nl = memchr(data, '\n', end - data);
		nl = nl ? nl : end;
		oh_ctl_request(conn, (const char *)data, nl - data);
		check();
	}
	mem_deref(conn);
	close(w.fdv[1]);
	hang_up();

	return 0;
}
