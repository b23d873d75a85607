/**
 * @file calling.c  What dial and play-prompt have in common
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include "base/compat.h"
#include "command/calling.h"
#include "cli/exit.h"
#include "command/header.h"
#include "command/notifying.h"
#include "command/placing.h"
#include "place/batch.h"
#include "place/roster.h"

struct run {
	struct oh_app           *app;
	const struct oh_calling *c;
	struct oh_desk          *desk;
	struct oh_control       *control;
	struct oh_talking       *talking;       /* NULL: nobody speaks      */
	struct oh_jobspec       *job;
	struct oh_roster        *roster;
	struct oh_placing       *placing;
	struct oh_batch         *batch;
	struct oh_batch_prm      prm;
	char                     headers[OH_HEADER_SIZE];
	enum oh_cause            cause;
	int                      flow_status;   /* of the last call        */
};

/** Defaults */
void oh_calling_init(struct oh_calling *c)
{
	memset(c, 0, sizeof(*c));
	oh_jobopt_init(&c->job);
}

/**
 * Fill a table with the options of a call that leaves, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param c   Where the values go
 */
void oh_calling_table(struct oh_opt tab[OH_CALLING_OPTC],
		      struct oh_calling *c)
{
	const struct oh_opt v[OH_CALLING_OPTC] = {
		OH_OPT_FLAG(0, "anonymous", &c->anonymous,
			    "do not show who calls"),
		OH_OPT_FLAG('n', "dry-run", &c->dry_run,
			    "show what would be called, and call nobody"),
		OH_OPT_STR('f', "from", "NUMBER", &c->from,
			   "caller ID to show"),
		OH_OPT_LIST('H', "header", "'Name: value'", &c->headers,
			    "add a SIP header to the INVITE"),
		OH_OPT_MS('r', "ring", "TIME", &c->ring_ms,
			  "give up ringing after TIME (25 s)"),
		OH_OPT_STR('t', "trunk", "NAME", &c->trunk,
			   "leave by this trunk"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

static int read_file(char **textp, size_t *lenp, const char *path)
{
	FILE *f = 0 == strcmp(path, "-") ? stdin : fopen(path, "re");
	char *text = malloc(OH_ROSTER_BYTES_MAX + 1);
	int err = 0;

	if (!f || !text)
		err = f ? ENOMEM : errno;
	else {
		*lenp = fread(text, 1, OH_ROSTER_BYTES_MAX + 1, f);
		if (ferror(f))
			err = errno;
	}
	if (f && f != stdin)
		fclose(f);
	if (err)
		free(text);
	else
		*textp = text;

	return err;
}

static int read_roster(struct run *r)
{
	const char *path = r->c->list, *why = "";
	uint32_t line = 0;
	size_t len = 0;
	char *text = NULL;
	int err;

	err = read_file(&text, &len, path);
	if (err)
		return oh_app_fail(r->app, OH_EXIT_NO_INPUT, "%s: %s", path,
				   strerror(err));
	err = oh_roster_parse(&r->roster, text, len, &line, &why);
	free(text);
	if (err)
		return oh_app_fail(r->app, OH_EXIT_DATA, "%s:%u: %s", path,
				   line, why);
	r->prm.numberv = (const char *const *)r->roster->numberv;
	r->prm.numberc = r->roster->numberc;

	return 0;
}

static int set_headers(struct run *r)
{
	const char *why = "";
	uint32_t bad = 0;

	if (oh_header_join(r->headers, sizeof(r->headers), &r->c->headers,
			   &bad, &why))
		return oh_app_fail(r->app, OH_EXIT_USAGE, "--header '%s': %s",
				   r->c->headers.v[bad], why);
	r->prm.attempt.headers = r->headers;

	return 0;
}

static int record_handler(char *buf, size_t size, const struct oh_choice *ch,
			  const char *id, void *arg)
{
	const struct oh_name who = {
		.from  = ch->from,
		.to    = ch->number.text,
		.id    = id,
		.trunk = ch->trunk->name,
	};
	struct run *r = arg;

	return oh_jobspec_path(r->job, buf, size, &who);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct run *r = arg;

	oh_out_event(oh_desk_out(r->desk), ev);
	oh_notifying_event(r->app, oh_desk_conf(r->desk), ev);
	oh_talking_event(r->talking, ev);
}

static void result_handler(const struct oh_result *res, void *arg)
{
	struct run *r = arg;

	oh_desk_result(r->desk, res);
	if (res->flow && res->cause == OH_CAUSE_DONE &&
	    (!r->prm.all || res->flow_status))
		r->flow_status = res->flow_status;
}

static void done_handler(enum oh_cause cause, void *arg)
{
	struct run *r = arg;

	r->cause = cause;
	oh_app_stop(r->app);
}

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct run *r = arg;

	oh_batch_stop(r->batch, cause);
}

/* One number, by somebody at a terminal */
static bool is_dialled_by_hand(const struct run *r)
{
	return !oh_app_is_automation(r->app) && r->prm.numberc == 1 &&
		!r->c->list && !r->c->all;
}

static void set_attempt(struct run *r)
{
	const struct oh_conf *conf = oh_desk_conf(r->desk);
	struct oh_attempt_prm *a = &r->prm.attempt;

	a->from       = r->c->from;
	a->trunk      = r->c->trunk;
	a->anonymous  = r->c->anonymous;
	a->ring_ms    = r->c->ring_ms ? r->c->ring_ms : conf->ring_ms;
	a->max_ms     = r->c->job.max_ms;
	a->silence_ms = conf->silence_ms;
	a->person     = is_dialled_by_hand(r);
	a->job        = *oh_jobspec_prm(r->job);
	a->job.stay   = a->job.stay || r->talking;
	oh_control_work(r->control, &a->work);
	if (oh_jobspec_records(r->job)) {
		a->recordh   = record_handler;
		a->recordarg = r;
	}
	r->prm.all         = r->c->all || r->c->list;
	r->prm.concurrency = r->c->concurrency;
	r->prm.cps         = r->c->cps;
	r->prm.eventh      = event_handler;
	r->prm.resulth     = result_handler;
	r->prm.doneh       = done_handler;
	r->prm.arg         = r;
}

static int bad_number(struct run *r, uint32_t bad, int err, const char *why)
{
	int status = err == EBADMSG || err == ERANGE ? OH_EXIT_DATA
						     : OH_EXIT_CONFIG;

	if (r->roster)
		return oh_app_fail(r->app, status, "%s:%u: %s", r->c->list,
				   r->roster->linev[bad], why);

	return oh_app_fail(r->app, status, "%s", why);
}

static const char *name_of(const struct oh_choice *ch)
{
	return ch->number.text[0] ? ch->number.text : ch->number.uri;
}

static void print_choice(const struct oh_choice *ch)
{
	char rate[OH_MONEY_SIZE] = "price not known";

	if (*ch->rate.currency)
		(void)oh_money_print(rate, sizeof(rate), &ch->rate);
	re_printf("%s  trunk %s  as %s  from %s  %s%s%s%s  %s%s%s\n",
		  name_of(ch), ch->trunk->name, ch->user, ch->from, rate,
		  *ch->rate.currency ? " " : "", ch->rate.currency,
		  *ch->rate.currency ? " a minute" : "",
		  ch->verdict.text[0] ? ch->verdict.text : "allowed",
		  ch->verdict.hint[0] ? ": " : "", ch->verdict.hint);
}

static cJSON *some(const char *s)
{
	return *s ? cJSON_CreateString(s) : cJSON_CreateNull();
}

/* As it stands: a float would not be exact */
static cJSON *money(const struct oh_money *m)
{
	char buf[OH_MONEY_SIZE];

	if (!*m->currency)
		return cJSON_CreateNull();
	(void)oh_money_print(buf, sizeof(buf), m);

	return cJSON_CreateRaw(buf);
}

static int print_choice_json(const struct oh_choice *ch)
{
	cJSON *o = cJSON_CreateObject();
	bool allowed = ch->verdict.rule == OH_GUARD_OK;
	char *line = NULL;

	if (cJSON_AddStringToObject(o, "schema", "offhook.choice/1") &&
	    cJSON_AddStringToObject(o, "to", name_of(ch)) &&
	    cJSON_AddStringToObject(o, "to_rewritten", ch->user) &&
	    cJSON_AddStringToObject(o, "trunk", ch->trunk->name) &&
	    cJSON_AddItemToObject(o, "from", some(ch->from)) &&
	    cJSON_AddItemToObject(o, "rate", money(&ch->rate)) &&
	    cJSON_AddItemToObject(o, "currency", some(ch->rate.currency)) &&
	    cJSON_AddBoolToObject(o, "allowed", allowed) &&
	    cJSON_AddItemToObject(o, "guard", some(ch->verdict.text)) &&
	    cJSON_AddItemToObject(o, "hint", some(ch->verdict.hint)))
		line = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	if (!line)
		return ENOMEM;
	re_printf("%s\n", line);
	cJSON_free(line);

	return 0;
}

/* --dry-run: what would be sent, for each number */
static int print_choices(struct run *r)
{
	int status = OH_EXIT_OK;

	for (uint32_t i = 0; i < r->prm.numberc; i++) {
		struct oh_batch_prm one = r->prm;
		struct oh_choice ch;
		uint32_t bad;

		one.numberv = &r->prm.numberv[i];
		one.numberc = 1;
		if (oh_batch_check(&one, oh_placing_place(r->placing),
				   &bad, &ch))
			continue;
		if (!oh_app_opts(r->app)->json)
			print_choice(&ch);
		else if (print_choice_json(&ch))
			return oh_app_fail(r->app, OH_EXIT_SOFTWARE,
					   "out of memory");
		if (ch.verdict.rule != OH_GUARD_OK)
			status = OH_EXIT_REFUSED;
	}

	return status;
}

/* A call for help that is hung up when it is answered, or on which a program
   speaks, helps nobody */
static int check_emergency(struct run *r, const struct oh_choice *ch)
{
	if (ch->emergency != OH_EMERGENCY_CALL || r->c->talking.talk)
		return 0;

	return oh_app_fail(r->app, OH_EXIT_REFUSED, "%s is an emergency "
			   "number: a person must speak; use 'dial --talk %s'",
			   ch->number.text, ch->number.text);
}

static int make_place(struct run *r)
{
	const struct oh_conf *conf = oh_desk_conf(r->desk);
	struct oh_place *place;
	struct oh_choice ch;
	uint32_t bad = 0;
	int err;

	err = oh_placing_make(&r->placing, r->app, r->desk, conf,
			      oh_app_is_automation(r->app), r->control);
	if (err)
		return oh_app_fail(r->app, OH_EXIT_SOFTWARE, "start: %s",
				   strerror(err));
	place = oh_placing_place(r->placing);
	oh_calls_set_place(oh_control_calls(r->control), place);
	err = oh_batch_check(&r->prm, place, &bad, &ch);
	if (err == ENXIO) {
		bool made;
		int status = oh_desk_carrier(r->desk, &made);

		if (status)
			return status;
		if (made)
			err = oh_batch_check(&r->prm, place, &bad, &ch);
	}

	if (err == ENXIO && ch.verdict.rule != OH_GUARD_OK)
		return oh_app_fail(r->app, OH_EXIT_REFUSED, "%s: %s",
				   ch.verdict.text, ch.verdict.hint);

	return err ? bad_number(r, bad, err, ch.why)
		: check_emergency(r, &ch);
}

/* A person speaks to one */
static int check_talking(struct run *r)
{
	const struct oh_calling *c = r->c;

	if (c->talking.talk && (c->all || c->list))
		return oh_app_fail(r->app, OH_EXIT_USAGE, "--talk and --%s "
				   "exclude each other: one call at a time",
				   c->all ? "all" : "list");

	return oh_talking_check(r->app, &c->talking, &c->job, &c->flow);
}

/* A flow does all that is to be done, but for the recording */
static int check_flow(struct run *r)
{
	if (!oh_flow_is_wanted(&r->c->flow) || !oh_jobopt_acts(&r->c->job))
		return 0;

	return oh_app_fail(r->app, OH_EXIT_USAGE, "what is played, asked and "
			   "sent on the call is up to the flow, not to "
			   "options");
}

/* Everything that can be wrong is found here, before a packet is sent */
static int prepare(struct run *r)
{
	int status;

	status = check_talking(r);
	if (!status)
		status = check_flow(r);
	if (!status)
		status = set_headers(r);
	if (!status && r->c->list)
		status = read_roster(r);
	if (!status)
		status = oh_desk_open(&r->desk, r->app, &r->c->desk);
	if (!status && !r->c->dry_run)
		oh_desk_record(r->desk);
	if (!status)
		status = oh_jobspec_make(&r->job, r->app, r->desk,
					 &r->c->job);
	if (!status)
		status = oh_control_open(&r->control, r->app, r->desk,
					 &r->c->flow);
	if (!status && !r->c->dry_run)
		status = oh_talking_open(&r->talking, r->app, r->desk,
					 r->control, &r->c->talking);
	if (!status)
		status = oh_desk_simulate(r->desk);
	if (status)
		return status;
	set_attempt(r);

	return make_place(r);
}

static int status_of(const struct run *r, enum oh_cause signalled)
{
	if (signalled != OH_CAUSE_NONE)
		return oh_exit_of(signalled);
	if (r->prm.all && (r->cause != OH_CAUSE_DONE || r->flow_status))
		return OH_EXIT_FAILED;

	return r->cause == OH_CAUSE_DONE && !r->prm.all ? r->flow_status
							: oh_exit_of(r->cause);
}

/* The voice is gone, or they have put it down */
static void end_handler(enum oh_cause cause, void *arg)
{
	struct run *r = arg;

	if (r->batch)
		oh_batch_stop(r->batch, cause);
}

static int start(struct run *r)
{
	int status = oh_talking_lift(r->talking, end_handler, r);
	int err;

	if (status)
		return status;
	err = oh_batch_start(&r->batch, oh_placing_place(r->placing),
			     &r->prm);

	return err ? oh_app_fail(r->app, OH_EXIT_SOFTWARE, "start: %s",
				 strerror(err)) : 0;
}

/* Call, wait, and leave no call up on the wire */
static int call(struct run *r)
{
	enum oh_cause signalled;
	int status = start(r);

	if (status) {
		oh_talking_close(r->talking);
		return status;
	}
	signalled = oh_app_run(r->app, stop_handler, r);
	if (r->cause == OH_CAUSE_NONE)
		oh_batch_abandon(r->batch, signalled);
	r->batch = mem_deref(r->batch);
	oh_talking_close(r->talking);
	oh_control_close(r->control);
	oh_placing_close(r->placing);

	return status_of(r, signalled);
}

/**
 * Call numbers as the options say
 *
 * @param app The command
 * @param c   Options and operands
 *
 * @return Exit status; results are on stdout, what was wrong on stderr
 */
int oh_calling_run(struct oh_app *app, const struct oh_calling *c)
{
	struct run r = { .app = app, .c = c };
	int status;

	r.prm.numberv = c->numberv;
	r.prm.numberc = c->numberc;
	status = prepare(&r);
	if (!status)
		status = c->dry_run ? print_choices(&r) : call(&r);
	mem_deref(r.talking);
	mem_deref(r.placing);
	mem_deref(r.control);
	mem_deref(r.job);
	mem_deref(r.roster);
	if (r.desk)
		status = oh_desk_close(r.desk, status);

	return status;
}
