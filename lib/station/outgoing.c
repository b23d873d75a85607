/**
 * @file outgoing.c  Calls that a person makes
 *
 *   dial ──▶ attempt ──▶ DIALING: reply ──▶ .. ──▶ ENDED ──▶ result, record
 *              └──▶ REFUSED, or an end before it began: reply with why
 */
#include <errno.h>
#include "cdr/fold.h"
#include "cdr/store.h"
#include "number/plan.h"
#include "place/batch.h"
#include "station/station_priv.h"

struct outgoing {
	struct le             le;
	struct oh_station    *st;
	struct oh_attempt_prm prm;
	struct oh_attempt    *attempt;
	struct oh_cdr_call   *row;
	struct oh_result      res;
	struct oh_ask        *ask;     /* NULL: has been answered         */
	bool                  talk;    /* who dialled wants to be heard   */
	char                  from[STATION_WORD];
	char                  trunk[OH_CONF_NAME];
};

static void destructor(void *arg)
{
	struct outgoing *o = arg;

	if (o->ask)
		o->ask->goneh = NULL;
	list_unlink(&o->le);
	mem_deref(o->attempt);
	mem_deref(o->row);
}

/* Who asked has gone: the call goes on, its end is seen elsewhere */
static void gone(void *arg)
{
	struct outgoing *o = arg;

	o->ask = NULL;
}

static void reply_id(struct outgoing *o, const char *id)
{
	struct oh_ask *ask = o->ask;
	cJSON *r = cJSON_CreateObject();

	o->ask = NULL;
	if (!cJSON_AddTrueToObject(r, "ok") ||
	    !cJSON_AddStringToObject(r, "call", id)) {
		cJSON_Delete(r);
		r = NULL;
	}
	oh_ask_reply(ask, r);
}

static void reply_why(struct outgoing *o, const struct oh_event *ev)
{
	struct oh_ask *ask = o->ask;
	const char *why = str_isset(ev->text) ? ev->text
					      : oh_cause_text(ev->cause);

	o->ask = NULL;
	oh_ask_refuse(ask, o->st->prm.exith(ev->cause), ev->cause, why,
		      ev->hint);
}

/* The first event says whether there is a call */
static void reply(struct outgoing *o, const struct oh_event *ev)
{
	if (!o->ask)
		return;
	if (ev->type == OH_EVENT_REFUSED || ev->type == OH_EVENT_ENDED)
		reply_why(o, ev);
	else
		reply_id(o, ev->call);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct outgoing *o = arg;
	const struct oh_station_prm *prm = &o->st->prm;

	oh_fold(&o->res, ev);
	if (!o->row)
		o->row = oh_attempt_row(o->attempt);
	oh_cdr_event(&o->row, prm->cdr, ev, &o->res);
	if (prm->eventh)
		prm->eventh(ev, prm->arg);
	reply(o, ev);
}

static void attempt_handler(enum oh_cause cause, void *arg)
{
	struct outgoing *o = arg;
	struct oh_station *st = o->st;

	(void)cause;
	if (st->prm.resulth)
		st->prm.resulth(&o->res, st->prm.arg);
	mem_deref(o);
	oh_station_maybe_closed(st);
}

/* No call can be made of it: nothing has happened */
static int cannot(struct oh_ask *ask, const struct outgoing *o, int err,
		  const char *number)
{
	struct oh_batch_prm one = { .numberv = &number, .numberc = 1 };
	struct oh_choice ch;
	uint32_t bad;

	if (err == ENOMEM)
		return err;
	one.attempt = o->prm;
	(void)oh_batch_check(&one, o->st->prm.place, &bad, &ch);
	if (ch.verdict.rule != OH_GUARD_OK)
		oh_ask_refuse(ask, STATION_REFUSED, OH_CAUSE_REFUSED,
			      ch.verdict.text, ch.verdict.hint);
	else
		oh_ask_refuse(ask, err == ENOENT || err == ENXIO ?
			      STATION_CONFIG : STATION_BAD,
			      OH_CAUSE_FAILED, *ch.why ? ch.why :
			      strerror(err), NULL);

	return 0;
}

static int make(struct outgoing **op, struct oh_station *st)
{
	const struct oh_calls_prm *cp = oh_calls_prm(st->prm.calls);
	struct outgoing *o = mem_zalloc(sizeof(*o), destructor);

	if (!o)
		return ENOMEM;
	o->st  = st;
	o->prm = (struct oh_attempt_prm){
		.ring_ms    = cp->ring_ms,
		.max_ms     = cp->max_ms,
		.silence_ms = cp->silence_ms,
	};
	oh_result_init(&o->res);
	*op = o;

	return 0;
}

/* "" and nothing: what has been chosen, if anything */
static int set_word(const char **wordp, char *buf, size_t size,
		    const char *asked, const char *chosen)
{
	const char *word = str_isset(asked) ? asked : chosen;

	if (strlen(word) >= size)
		return ERANGE;
	str_ncpy(buf, word, size);
	*wordp = *buf ? buf : NULL;

	return 0;
}

static int read_ask(struct outgoing *o, const char **numberp,
		    struct oh_args *a)
{
	const char *from = NULL, *trunk = NULL;
	int err;

	o->talk = true;
	err = oh_args_str(a, "number", numberp);
	if (!err && !str_isset(*numberp))
		err = oh_args_bad(a, "number", "whom shall I call?");
	if (!err)
		err = oh_args_str(a, "from", &from);
	if (!err)
		err = oh_args_str(a, "trunk", &trunk);
	if (!err)
		err = oh_args_bool(a, "talk", &o->talk);
	if (err)
		return err;
	if (set_word(&o->prm.from, o->from, sizeof(o->from), from,
		     o->st->caller_id))
		return oh_args_bad(a, "from", "too long");

	return set_word(&o->prm.trunk, o->trunk, sizeof(o->trunk), trunk,
			o->st->trunk) ?
		oh_args_bad(a, "trunk", "no trunk has this name") : 0;
}

/* "person" counts from a screen alone: no program calls for help because it
   sends what it has seen others send */
static int read_person(struct outgoing *o, struct oh_ask *ask)
{
	bool person = false;
	int err = oh_args_bool(ask->args, "person", &person);

	o->prm.person = person && oh_station_is_screen(o->st, ask->who);

	return err;
}

/* So many are for other numbers */
static bool are_too_many(const struct outgoing *o, const char *number)
{
	const struct oh_station *st = o->st;

	return list_count(&st->outgoingl) >= OH_STATION_CALLS_MAX &&
		!(o->prm.person &&
		  oh_plan_is_emergency(number, st->prm.conf->country));
}

/* {"number":"+1..","from":"+1..","trunk":"home","talk":false,
   "person":true} */
int oh_station_do_dial(struct oh_ask *ask, void *arg)
{
	const struct oh_attempt_ear ear = { event_handler, attempt_handler,
					    NULL };
	struct oh_attempt_ear mine = ear;
	struct oh_station *st = arg;
	const char *number = NULL;
	struct outgoing *o = NULL;
	int err;

	if (st->over)
		return oh_args_bad(ask->args, "dial", "no more calls");
	err = make(&o, st);
	if (!err)
		err = read_ask(o, &number, ask->args);
	if (!err)
		err = read_person(o, ask);
	if (!err && are_too_many(o, number))
		err = oh_args_bad(ask->args, "dial", "no more calls");
	if (err)
		goto out;
	mine.arg = o;
	err = oh_attempt_start(&o->attempt, st->prm.place, number, &o->prm,
			       &mine);
	if (err) {
		err = cannot(ask, o, err, number);
		goto out;
	}
	list_append(&st->outgoingl, &o->le, o);
	o->ask     = ask;
	ask->goneh = gone;
	ask->arg   = o;

	return 0;
 out:
	mem_deref(o);

	return err;
}

/** Whether a call is one that was dialled to be talked on */
bool oh_station_outgoing_talks(const struct oh_station *st, const char *id)
{
	for (struct le *le = list_head(&st->outgoingl); le; le = le->next) {
		const struct outgoing *o = le->data;

		if (0 == str_cmp(o->res.id, id))
			return o->talk;
	}

	return false;
}

/** Hang up all; each tells its end */
void oh_station_outgoing_stop(struct oh_station *st, enum oh_cause cause)
{
	struct le *le, *next;

	for (le = list_head(&st->outgoingl); le; le = next) {
		struct outgoing *o = le->data;

		next = le->next;
		oh_attempt_stop(o->attempt, cause);
	}
}

/** No time is left: what is under way tells its end now, and is gone */
void oh_station_outgoing_flush(struct oh_station *st)
{
	struct outgoing *o;

	while ((o = list_ledata(list_head(&st->outgoingl)))) {
		oh_attempt_abandon(o->attempt, st->stopping ? st->stopping
				   : OH_CAUSE_TERMINATED);
		if (st->prm.resulth)
			st->prm.resulth(&o->res, st->prm.arg);
		mem_deref(o);
	}
}
