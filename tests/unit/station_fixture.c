/**
 * @file station_fixture.c  A person's telephone, asked over its socket
 */
#include "base/compat.h"
#include "station_fixture.h"
#include "ctl/server.h"
#include "place/place.h"
#include "sip/resolve.h"
#include "sip/stack.h"
#include "test.h"

/* Calls lead to the far end of the pairs: who is called there answers */
static const char conf_text[] =
	"[dial]\n"
	"country = US\n"
	"[trunk home]\n"
	"server = 127.0.0.1\n"
	"port = %u\n"
	"caller_id = +14255550199\n"
	"[trunk away]\n"
	"server = 127.0.0.1\n"
	"port = %u\n"
	"[route us]\n"
	"pattern = ^\\+1\n"
	"trunks = home away\n";


static int exit_of(enum oh_cause cause)
{
	return cause == OH_CAUSE_DONE ? 0 : cause == OH_CAUSE_REFUSED ? 30
							      : 10;
}

static void end_handler(bool lost, void *arg)
{
	struct station_fix *f = arg;

	f->endc++;
	f->lost  = lost;
	f->ended = true;
}

static void result_handler(const struct oh_result *res, void *arg)
{
	struct station_fix *f = arg;

	f->resultc++;
	f->cause = res->cause;
}

static bool owned(struct oh_verdict *v, const char *number, void *arg)
{
	(void)arg;
	str_ncpy(v->text, "not yours", sizeof(v->text));
	str_ncpy(v->hint, "buy it", sizeof(v->hint));

	return 0 == strcmp(number, "+14255550198");
}

static void call_handler(struct oh_call *call, void *arg)
{
	struct station_fix *f = arg;

	(void)oh_calls_add(f->l.calls, call);
}

static int read_conf(struct station_fix *f)
{
	uint16_t port = sa_port(oh_sip_laddr(f->l.b));
	char text[512];

	(void)re_snprintf(text, sizeof(text), conf_text, port, port);

	return oh_conf_parse(&f->conf, "test", text);
}

static int open_rest(struct station_fix *f)
{
	const struct oh_place_prm pprm = {
		.conf = f->conf, .engine = f->l.engine,
		.resolver = f->resolver,
		.callh = call_handler, .callarg = f, .ownedh = owned,
	};
	const struct oh_ctl_prm cprm = { .calls = f->l.calls,
					 .command = "phoned",
					 .exith = exit_of };
	int err = oh_place_alloc(&f->place, &pprm);

	if (!err)
		err = oh_ctl_listen(&f->ctl, &cprm);

	return err;
}

int station_init(struct station_fix *f)
{
	static const char *const ownv[] = { "+14255550199" };
	int err;

	memset(f, 0, sizeof(*f));
	err = live_init(&f->l);
	if (!err)
		err = read_conf(f);
	if (!err)
		err = oh_resolver_alloc(&f->resolver, NULL);
	if (!err)
		err = open_rest(f);
	f->prm = (struct oh_station_prm){
		.conf = f->conf, .calls = f->l.calls, .place = f->place,
		.ctl = f->ctl, .ownedh = owned, .ownv = ownv, .ownc = 1,
		.talk = { .prompts = f->l.prompts, .country = "US",
			  .handset = { .conf = "none",
				       .engine = f->l.engine,
				       .resolver = f->resolver } },
		.program = { .calls = f->l.calls, .verbs = "/bin",
			     .socket = oh_ctl_path(f->ctl) },
		.exith = exit_of, .resulth = result_handler,
		.endh = end_handler, .arg = f,
	};

	return err;
}

int station_open(struct station_fix *f)
{
	int err = oh_station_alloc(&f->st, &f->prm);

	if (!err)
		err = peer_open(&f->p, oh_ctl_path(f->ctl));
	if (!err)
		err = peer_await(&f->p, 1);

	return test_or_refused(err);
}

int station_start(struct station_fix *f)
{
	int err = station_init(f);

	return test_or_refused(err ? err : station_open(f));
}

void station_reset(struct station_fix *f)
{
	f->st  = mem_deref(f->st);
	f->ctl = mem_deref(f->ctl);
	peer_close(&f->p);
	peer_close(&f->q);
	mem_deref(f->place);
	mem_deref(f->resolver);
	live_close(&f->l);
	mem_deref(f->conf);
}

/* Says it and finds the reply among the events */
int sta_ask(struct peer *p, const char *line, cJSON **op)
{
	unsigned n = p->linec;
	int err = peer_say(p, line);

	*op = (cJSON_Delete(*op), NULL);
	for (; !err && !*op; n++) {
		err = peer_await(p, n + 1);
		if (!err)
			*op = peer_line(p, n);
		if (*op && cJSON_HasObjectItem(*op, "event"))
			*op = (cJSON_Delete(*op), NULL);
	}

	return test_or_refused(err);
}

/* Says something of one call and waits for its good end */
int sta_ask_of(struct station_fix *f, const char *what, size_t i)
{
	const char *id = oh_call_id(f->l.pairv[i].near.call);
	cJSON *o = NULL;
	char line[256];
	int err;

	(void)re_snprintf(line, sizeof(line), "{\"call\":\"%s\",%s}", id,
			  what);
	err = sta_ask(&f->p, line, &o);
	if (!err && !peer_ok(o))
		fail_msg("%s: %s", line, peer_text(o, "error"));
	cJSON_Delete(o);

	return err;
}
