/**
 * @file desk.c  What a command that calls or answers works with
 */
#include <errno.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cdr/store.h"
#include "command/config.h"
#include "command/desk.h"
#include "command/simulated.h"
#include "cli/exit.h"
#include "sim/beside.h"
#include "media/rtp.h"
#include "sip/resolve.h"
#include "trace/diary.h"
#include "trace/hep.h"
#include "trace/ladder.h"
#include "trace/messages.h"
#include "trace/pcap.h"
#include "trunk/hostport.h"

enum { PASSWORD_SIZE = 512 };

struct oh_desk {
	struct oh_app        *app;
	struct oh_conf       *conf;
	struct oh_sim_beside *beside;
	struct oh_pcap       *pcap;
	struct oh_ladder     *ladder;
	struct oh_hep        *hep;
	struct oh_diary      *diary;     /* for call records */
	struct oh_messages   *messages;  /* for who looks at calls */
	struct oh_engine     *engine;
	struct oh_prompts    *prompts;
	struct oh_resolver   *resolver;
	struct oh_out        *out;
	struct oh_cdr        *cdr;
	int                   cdr_err;     /* why there is none           */
};

enum { FLUSH_MS = 3000 };     /* Another process may write for 2 s */

static void desk_destructor(void *arg)
{
	struct oh_desk *d = arg;

	/* The engine's thread feeds the packet file: it goes first */
	mem_deref(d->engine);
	mem_deref(d->prompts);
	mem_deref(d->resolver);
	mem_deref(d->hep);
	mem_deref(d->ladder);
	mem_deref(d->pcap);
	mem_deref(d->out);
	mem_deref(d->cdr);
	mem_deref(d->diary);
	mem_deref(d->messages);
	mem_deref(d->beside);
	mem_deref(d->conf);
}

/**
 * Fill a table with the options of a desk, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_desk_table(struct oh_opt tab[OH_DESK_OPTC], struct oh_desk_opts *o)
{
	const struct oh_opt v[OH_DESK_OPTC] = {
		OH_OPT_STR(0, "hep", "ADDR:PORT", &o->hep,
			   "send SIP and RTCP to a HEP collector"),
		OH_OPT_STR(0, "pcap", "FILE", &o->pcap,
			   "write SIP and RTP packets to a new file"),
		OH_OPT_FLAG(0, "trace", &o->trace,
			    "show the SIP messages on stderr"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

static void line_handler(const char *line, void *arg)
{
	const struct oh_desk *d = arg;

	oh_app_line(d->app, line);
}

/* A collector that we cannot prove ourselves to gets nothing; the call is
   made all the same. */
static void open_hep(struct oh_desk *d, const struct sa *collector)
{
	const struct oh_conf_trace *conf = &d->conf->trace;
	char password[PASSWORD_SIZE] = "";
	const struct oh_hep_prm prm = { conf->hep_id, password };
	const char *why = "";
	int err;

	err = oh_conf_secret(password, sizeof(password), &conf->hep_password,
			     d->conf->file, &why);
	if (!err || err == ENOENT) {
		err = oh_log_mask(oh_app_log(d->app), password);
		why = "";
	}
	if (!err)
		err = oh_hep_open(&d->hep, collector, &prm);
	explicit_bzero(password, sizeof(password));
	if (err)
		oh_app_say(d->app, "HEP: %s: nothing is sent",
			   *why ? why : strerror(err));
}

static int find_hep(struct oh_desk *d, const struct oh_desk_opts *o)
{
	const char *text = o->hep ? o->hep : d->conf->trace.hep;
	struct oh_hostport hp;
	struct sa sa;

	if (!*text)
		return 0;
	if (oh_hostport_parse(&hp, text) ||
	    sa_set_str(&sa, hp.host, hp.port ? hp.port : OH_HEP_PORT))
		return oh_app_fail(d->app, OH_EXIT_USAGE, "--hep '%s': "
				   "ADDRESS:PORT is wanted", text);

	open_hep(d, &sa);

	return 0;
}

/* A call that is traced by whatever means has its ladder in its record */
static int open_diary(struct oh_desk *d, const struct oh_desk_opts *o)
{
	const struct oh_conf *conf = d->conf;

	if (!conf->cdr.enabled || !(o->trace || o->pcap || conf->trace.keep))
		return 0;

	return oh_diary_alloc(&d->diary);
}

static int open_traces(struct oh_desk *d, const struct oh_desk_opts *o)
{
	int err = open_diary(d, o);

	if (!err && o->trace)
		err = oh_ladder_alloc(&d->ladder, line_handler, d);
	if (err)
		return oh_app_fail(d->app, OH_EXIT_SOFTWARE, "--trace: %s",
				   strerror(err));
	if (o->pcap)
		err = oh_pcap_open(&d->pcap, o->pcap);

	if (err)
		return oh_app_fail(d->app, OH_EXIT_CANT_CREATE,
				   "--pcap '%s': %s", o->pcap,
				   strerror(err));

	return find_hep(d, o);
}

/* On the media thread */
static void rtp_handler(bool tx, const struct sockaddr_storage *src,
			const struct sockaddr_storage *dst,
			const uint8_t *data, size_t len, void *arg)
{
	const struct oh_desk *d = arg;
	struct oh_trace t = {
		.proto   = OH_TRACE_RTP,
		.tx      = tx,
		.wall_us = oh_clock_wall_us(),
		.src     = *src,
		.dst     = *dst,
		.data    = data,
		.len     = len,
	};

	if (d->pcap)
		oh_pcap_add(d->pcap, &t);
	if (!d->hep || !oh_rtp_is_rtcp(data, len))
		return;
	t.proto = OH_TRACE_RTCP;
	oh_hep_add(d->hep, &t);
}

static enum oh_trace_proto proto_of(enum oh_sip_transp tp)
{
	switch (tp) {

	case OH_SIP_TLS: return OH_TRACE_SIP_TLS;
	case OH_SIP_TCP: return OH_TRACE_SIP_TCP;
	default:         return OH_TRACE_SIP_UDP;
	}
}

static void sip_handler(bool tx, enum oh_sip_transp tp, const struct sa *src,
			const struct sa *dst, const uint8_t *data, size_t len,
			void *arg)
{
	const struct oh_desk *d = arg;
	struct oh_trace t = {
		.proto   = proto_of(tp),
		.tx      = tx,
		.wall_us = oh_clock_wall_us(),
		.data    = data,
		.len     = len,
	};

	memcpy(&t.src, &src->u, src->len);
	memcpy(&t.dst, &dst->u, dst->len);
	if (d->ladder)
		oh_ladder_add(d->ladder, &t);
	if (d->pcap)
		oh_pcap_add(d->pcap, &t);
	if (d->hep)
		oh_hep_add(d->hep, &t);
	oh_diary_add(d->diary, &t);
	oh_messages_add(d->messages, &t);
}

static int open_works(struct oh_desk *d)
{
	const struct oh_engine_prm eprm = {
		.traceh   = d->pcap || d->hep ? rtp_handler : NULL,
		.tracearg = d,
	};
	int err;

	err = oh_engine_alloc(&d->engine, &eprm);
	if (!err)
		err = oh_prompts_alloc(&d->prompts);
	if (!err)
		err = oh_resolver_alloc(&d->resolver, NULL);

	return err ? oh_app_fail(d->app, OH_EXIT_SOFTWARE, "start: %s",
				 strerror(err)) : 0;
}

/**
 * Open a desk
 *
 * @param dp  Returned desk, ended by oh_desk_close()
 * @param app The command
 * @param o   Its options
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_desk_open(struct oh_desk **dp, struct oh_app *app,
		 const struct oh_desk_opts *o)
{
	struct oh_desk *d = mem_zalloc(sizeof(*d), desk_destructor);
	int status;

	if (!d)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	d->app = app;
	status = oh_config_load(&d->conf, app);
	/* What is wrong with --events=FILE has been printed by itself */
	if (!status && oh_out_alloc(&d->out, app))
		status = OH_EXIT_CANT_CREATE;
	if (!status)
		status = open_traces(d, o);
	if (!status)
		status = open_works(d);
	if (status)
		mem_deref(d);
	else
		*dp = d;

	return status;
}

/**
 * Without a configuration, go into the simulated network: start or join it,
 * and have a trunk that leads there
 *
 * @param d Desk
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_desk_simulate(struct oh_desk *d)
{
	return d->conf->present ? 0
		: oh_simulated_join(&d->beside, d->app, d->conf);
}

/**
 * For numbers that match no route: have a trunk that leads to the managed
 * carrier, if there is one that carries calls
 *
 * @param d     Desk
 * @param madep Set if there is one now
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_desk_carrier(struct oh_desk *d, bool *madep)
{
	int status = d->beside ? 0
		: oh_simulated_carrier(&d->beside, d->app, d->conf);

	*madep = !status && d->beside;

	return status;
}

static int ladder_handler(char **textp, const struct oh_result *res,
			  void *arg)
{
	return oh_diary_print(textp, arg, res);
}

/**
 * Open the store of call records. A call matters more than its record: what
 * is wrong with it is told, and calls go on
 *
 * @param d Desk
 */
void oh_desk_record(struct oh_desk *d)
{
	const struct oh_conf_cdr *conf = &d->conf->cdr;
	const struct oh_cdr_prm prm = {
		.path      = conf->file[0] ? conf->file : NULL,
		.keep_days = conf->keep_days,
		.log       = oh_app_log(d->app),
		.exith     = oh_exit_of,
		.ladderh   = d->diary ? ladder_handler : NULL,
		.arg       = d->diary,
	};
	int err;

	if (!conf->enabled || d->cdr)
		return;
	err = oh_cdr_open(&d->cdr, &prm);
	if (err)
		oh_app_fail(d->app, 0, "call records: %s", strerror(err));
	d->cdr_err = err;
}

/**
 * Keep the SIP messages of calls from now on, for who looks at them while
 * they go on. Must come before oh_desk_traceh().
 *
 * @param d Desk
 *
 * @return Messages, borrowed; NULL: there is no memory for it
 */
struct oh_messages *oh_desk_messages(struct oh_desk *d)
{
	if (!d->messages)
		(void)oh_messages_alloc(&d->messages);

	return d->messages;
}

/**
 * Put a result out; one that says nothing else says if it is not recorded
 *
 * @param d   Desk
 * @param res Result
 */
void oh_desk_result(const struct oh_desk *d, const struct oh_result *res)
{
	const char *fault = oh_cdr_fault(d->cdr);
	struct oh_result noted = *res;

	if (*fault && !noted.note[0])
		(void)re_snprintf(noted.note, sizeof(noted.note),
				  "not recorded: %s", fault);
	oh_out_result(d->out, &noted, oh_exit_of_result(res));
}

/* The last rows are on their way when a call is over */
static void close_records(struct oh_desk *d)
{
	if (d->cdr && oh_cdr_flush(d->cdr, FLUSH_MS))
		oh_app_fail(d->app, 0, "call records: the last ones could "
			    "not be written in time");
	d->cdr = mem_deref(d->cdr);
}

/**
 * Close a desk: all output must have reached its file
 *
 * @param d      Desk, given
 * @param status Exit status so far
 *
 * @return Exit status; not 0 if something could not be written
 */
int oh_desk_close(struct oh_desk *d, int status)
{
	struct oh_app *app = d->app;
	int err;

	d->engine = mem_deref(d->engine);
	close_records(d);
	err = d->pcap ? oh_pcap_error(d->pcap) : 0;
	if (err)
		status = oh_app_fail(app, status ? status : OH_EXIT_FAILED,
				     "packet file: %s", strerror(err));
	/* It has been reported, or oh_app_main() will */
	if (oh_out_close(d->out) && !status)
		status = OH_EXIT_FAILED;
	mem_deref(d);

	return status;
}

/** The configuration, borrowed */
const struct oh_conf *oh_desk_conf(const struct oh_desk *d)
{
	return d->conf;
}

/** The media engine, borrowed */
struct oh_engine *oh_desk_engine(const struct oh_desk *d)
{
	return d->engine;
}

/** The prompt cache, borrowed */
struct oh_prompts *oh_desk_prompts(const struct oh_desk *d)
{
	return d->prompts;
}

/** The resolver, borrowed */
struct oh_resolver *oh_desk_resolver(const struct oh_desk *d)
{
	return d->resolver;
}

/** The output, borrowed */
struct oh_out *oh_desk_out(const struct oh_desk *d)
{
	return d->out;
}

/** The store of call records, borrowed; NULL: there is none */
struct oh_cdr *oh_desk_cdr(const struct oh_desk *d)
{
	return d->cdr;
}

/** Why there is none though there should be: an errno; 0: there is, or none is
    wanted */
int oh_desk_cdr_err(const struct oh_desk *d)
{
	return d->cdr_err;
}

/** Handler of SIP traces, its argument being the desk; NULL: nobody looks */
oh_sip_trace_h *oh_desk_traceh(const struct oh_desk *d)
{
	return d->ladder || d->pcap || d->hep || d->diary || d->messages ?
		sip_handler : NULL;
}
