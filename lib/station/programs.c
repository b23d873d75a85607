/**
 * @file programs.c  Programs that a person has run on a call
 */
#include <errno.h>
#include "base/child.h"
#include "station/station_priv.h"

struct flow {
	struct le             le;
	struct oh_station    *st;
	struct oh_ask        *ask;     /* NULL: who asked has gone        */
	struct oh_program_prm prm;
	void                 *work;
	int                   status;
	char                  id[OH_ID_SIZE];
	char                 *wordv[OH_CHILD_ARGS_MAX + 1];
	uint32_t              wordc;
};

static void destructor(void *arg)
{
	struct flow *f = arg;

	if (f->ask)
		f->ask->goneh = NULL;
	list_unlink(&f->le);
	mem_deref(f->work);
	for (uint32_t i = 0; i < f->wordc; i++)
		mem_deref(f->wordv[i]);
}

/* It goes on, as the call does */
static void gone(void *arg)
{
	struct flow *f = arg;

	f->ask = NULL;
}

static cJSON *print(int status)
{
	cJSON *o = cJSON_CreateObject();

	if (cJSON_AddBoolToObject(o, "ok", status == 0) &&
	    cJSON_AddStringToObject(o, "cause", oh_cause_name(OH_CAUSE_DONE))
	    && cJSON_AddNumberToObject(o, "status", status) &&
	    (status == 0 || cJSON_AddStringToObject(o, "error",
				"the program ended with this status")))
		return o;
	cJSON_Delete(o);

	return NULL;
}

static void done(enum oh_cause cause, const char *digits, void *arg)
{
	struct flow *f = arg;
	struct oh_ask *ask = f->ask;
	int status = f->status;

	(void)cause;
	(void)digits;
	f->ask = NULL;
	mem_deref(f);
	if (ask)
		oh_ask_reply(ask, print(status));
}

static int copy_words(struct flow *f, struct oh_args *a)
{
	const char *v[OH_CHILD_ARGS_MAX];
	uint32_t n = ARRAY_SIZE(v);
	int err = oh_args_list(a, "argv", v, &n);

	if (!err && (!n || !*v[0]))
		err = oh_args_bad(a, "argv", "which program?");
	for (uint32_t i = 0; i < n && !err; i++) {
		err = str_dup(&f->wordv[i], v[i]);
		f->wordc += !err;
	}

	return err;
}

static bool has_one(const struct oh_station *st, const char *id)
{
	for (struct le *le = list_head(&st->flowl); le; le = le->next) {
		const struct flow *f = le->data;

		if (0 == str_cmp(f->id, id))
			return true;
	}

	return false;
}

static int may_run(struct oh_ask *ask, const struct oh_station *st)
{
	const struct oh_call *call = oh_live_call(ask->live);

	if (!oh_call_is_up(call))
		return ENOTCONN;
	if (list_count(&st->flowl) >= OH_STATION_FLOWS_MAX ||
	    has_one(st, oh_call_id(call))) {
		(void)oh_args_bad(ask->args, "argv", "a program runs on the "
				  "call already");
		return EBUSY;
	}

	return 0;
}

static int begin(struct flow *f, struct oh_ask *ask)
{
	struct oh_call *call = oh_live_call(ask->live);
	const struct oh_job_prm job = { .record = NULL };
	int err = copy_words(f, ask->args);

	if (err)
		return err;
	str_ncpy(f->id, oh_call_id(call), sizeof(f->id));
	f->prm      = f->st->prm.program;
	f->prm.argv = (const char *const *)f->wordv;
	err = oh_program_work(&f->work, call, &job, done, f, &f->prm);
	if (err && err != ENOMEM) {
		oh_ask_refuse(ask, err == ENOENT ? 127 : 126, OH_CAUSE_FAILED,
			      strerror(err), NULL);
		mem_deref(f);
		return 0;
	}
	if (err)
		return err;
	list_append(&f->st->flowl, &f->le, f);
	f->ask     = ask;
	ask->goneh = gone;
	ask->arg   = f;

	return 0;
}

/* {"call":"0193..","argv":["./menu.sh"]} */
int oh_station_do_flow(struct oh_ask *ask, void *arg)
{
	struct oh_station *st = arg;
	struct flow *f;
	int err = may_run(ask, st);

	if (err)
		return err;
	f = mem_zalloc(sizeof(*f), destructor);
	if (!f)
		return ENOMEM;
	f->st = st;
	err = begin(f, ask);
	if (err)
		mem_deref(f);

	return err;
}

/** The status of one that has ended: told before its end is */
void oh_station_programs_event(struct oh_station *st,
			       const struct oh_event *ev)
{
	if (ev->type != OH_EVENT_FLOW)
		return;
	for (struct le *le = list_head(&st->flowl); le; le = le->next) {
		struct flow *f = le->data;

		if (0 == str_cmp(f->id, ev->call))
			f->status = ev->status;
	}
}

/** None is waited for: they are killed */
void oh_station_programs_flush(struct oh_station *st)
{
	list_flush(&st->flowl);
}
