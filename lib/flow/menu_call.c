/**
 * @file menu_call.c  A menu file does what is to be done on a call
 */
#include <errno.h>
#include "action/join.h"
#include "action/play.h"
#include "action/transfer.h"
#include "base/compat.h"
#include "call/message.h"
#include "call/name.h"
#include "flow/menu_call.h"
#include "flow/menu_run.h"

static const char any_key[] = "0123456789*#ABCD";

struct menu_call {
	struct oh_call      *call;
	struct oh_live      *live;
	struct oh_call_watch watch;
	const struct oh_menu_call_prm *prm;
	struct oh_menu_run   run;
	void                *doing;      /* action or message            */
	struct tmr           tmr;        /* to begin; to press a key     */
	bool                 keys;       /* come to us                   */
	bool                 over;
	oh_job_h            *h;
	void                *arg;
};

static void happen(struct menu_call *m, enum oh_menu_run_event ev, char key);

static void key_handler(char key, void *arg)
{
	happen(arg, OH_MENU_RUN_KEY, key);
}

/* While a message is recorded or they talk to somebody, keys are for that,
   and none of them is meant for what comes later. */
static void take_keys(struct menu_call *m, bool on)
{
	if (on == m->keys)
		return;
	if (!on) {
		m->keys = false;
		(void)oh_live_collect(m->live, NULL, NULL);
		return;
	}
	/* Somebody with "gather --call" may have them now: they go there. */
	oh_live_forget_typed(m->live);
	m->keys = !oh_live_collect(m->live, key_handler, m);
}

static void stop_doing(struct menu_call *m)
{
	tmr_cancel(&m->tmr);
	m->doing = mem_deref(m->doing);
}

static void destructor(void *arg)
{
	struct menu_call *m = arg;

	stop_doing(m);
	if (!m->over)
		take_keys(m, false);
	oh_call_unwatch(m->call, &m->watch);
	mem_deref(m->call);
}

static void outcome_handler(const struct oh_outcome *out, void *arg)
{
	struct menu_call *m = arg;
	const enum oh_menu_run_event ev =
		out->cause == OH_CAUSE_DONE    ? OH_MENU_RUN_DONE :
		out->cause == OH_CAUSE_HUNG_UP ? OH_MENU_RUN_GONE :
						 OH_MENU_RUN_FAILED;

	if (ev == OH_MENU_RUN_FAILED && out->error)
		oh_call_warn(m->call, out->error);
	happen(m, ev, '\0');
}

static void message_handler(const struct oh_message_result *res, void *arg)
{
	happen(arg, res->end == OH_MESSAGE_HANGUP ? OH_MENU_RUN_GONE :
		    res->end == OH_MESSAGE_ERROR  ? OH_MENU_RUN_FAILED :
						    OH_MENU_RUN_DONE, '\0');
}

static void key_timeout(void *arg)
{
	happen(arg, OH_MENU_RUN_TIMEOUT, '\0');
}

static int play(struct menu_call *m, const struct oh_menu_run_act *act)
{
	struct oh_sound_item itemv[OH_MENU_STEPS_MAX];
	const struct oh_play_prm prm = {
		.itemv = itemv, .itemc = act->stepc, .loops = 1,
		.interrupt = "",
	};
	struct oh_action *a;
	int err;

	for (uint32_t i = 0; i < act->stepc; i++)
		itemv[i] = (struct oh_sound_item){
			.kind = act->stepv[i].verb == OH_MENU_SAY ?
				OH_SOUND_WORDS : OH_SOUND_FILE,
			.text = act->stepv[i].text,
		};
	err = oh_play_start(&a, m->live, &prm, outcome_handler, m);
	if (!err)
		m->doing = a;

	return err;
}

/* As --record: without a slash it lies in the folder of recordings */
static int name_message(struct menu_call *m, char path[OH_NAME_SIZE],
			const char *name)
{
	const char *folder = oh_calls_prm(m->prm->calls)->recordings;
	char templ[OH_NAME_SIZE];
	const char *why;

	if (strchr(name, '/') || !str_isset(folder))
		return oh_call_record_name(m->call, path, OH_NAME_SIZE, name,
					   &why);
	if (re_snprintf(templ, sizeof(templ), "%s/%s", folder, name) < 0)
		return ERANGE;

	return oh_call_record_name(m->call, path, OH_NAME_SIZE, templ, &why);
}

static int record(struct menu_call *m, const struct oh_menu_run_act *act)
{
	char path[OH_NAME_SIZE];
	struct oh_message_prm prm = {
		.path       = path,
		.max_ms     = OH_MENU_CALL_MESSAGE_MS,
		.silence_ms = OH_MENU_CALL_SILENCE_MS,
	};
	struct oh_message *msg;
	int err = name_message(m, path, act->stepv->text);

	if (err)
		return err;
	str_ncpy(prm.keys, any_key, sizeof(prm.keys));
	err = oh_message_beep(&prm.beep, oh_calls_prm(m->prm->calls)->prompts);
	if (err)
		return err;
	err = oh_message_start(&msg, m->call, &prm, message_handler, m);
	if (!err)
		m->doing = msg;
	oh_prompt_unref(prm.beep);

	return err;
}

static int join(struct menu_call *m, const struct oh_menu_run_act *act)
{
	const struct oh_join_prm prm = { .dial = act->stepv->text };
	struct oh_action *a;
	int err = oh_join_start(&a, m->live, &prm, outcome_handler, m);

	if (!err)
		m->doing = a;

	return err;
}

static int transfer(struct menu_call *m, const struct oh_menu_run_act *act)
{
	const struct oh_transfer_prm prm = { .target = act->stepv->text };
	struct oh_action *a;
	int err = oh_transfer_start(&a, m->live, &prm, outcome_handler, m);

	if (!err)
		m->doing = a;

	return err;
}

static int await_key(struct menu_call *m, const struct oh_menu_run_act *act)
{
	tmr_start(&m->tmr, act->ms, key_timeout, m);

	return 0;
}

static void hang_up(struct menu_call *m)
{
	oh_job_h *h = m->h;
	void *arg = m->arg;

	m->over = true;
	take_keys(m, false);
	h(OH_CAUSE_DONE, "", arg);       /* we may be gone */
}

static int start(struct menu_call *m, const struct oh_menu_run_act *act)
{
	switch (act->what) {

	case OH_MENU_RUN_PLAY:     return play(m, act);
	case OH_MENU_RUN_LISTEN:   return await_key(m, act);
	case OH_MENU_RUN_RECORD:   return record(m, act);
	case OH_MENU_RUN_TRANSFER: return transfer(m, act);
	case OH_MENU_RUN_FORWARD:  return join(m, act);
	default:                   return EINVAL;
	}
}

static void warn(struct menu_call *m, const struct oh_menu_run_act *act,
		 int err)
{
	char text[256];

	(void)re_snprintf(text, sizeof(text), "%s:%d: %m",
			  m->prm->file->name, act->stepv->line, err);
	oh_call_warn(m->call, text);
}

/* What cannot be begun has failed; a menu that cannot speak listens. */
static void perform(struct menu_call *m, struct oh_menu_run_act *act)
{
	while (act->what != OH_MENU_RUN_NOTHING) {
		int err;

		stop_doing(m);
		if (act->what == OH_MENU_RUN_HANGUP) {
			hang_up(m);
			return;
		}
		take_keys(m, act->what == OH_MENU_RUN_PLAY ||
			     act->what == OH_MENU_RUN_LISTEN);
		err = start(m, act);
		if (!err)
			return;
		warn(m, act, err);
		oh_menu_run_event(&m->run, OH_MENU_RUN_FAILED, '\0', act);
	}
}

static void happen(struct menu_call *m, enum oh_menu_run_event ev, char key)
{
	struct oh_menu_run_act act;

	if (m->over)
		return;
	oh_menu_run_event(&m->run, ev, key, &act);
	perform(m, &act);
}

static void begin_timeout(void *arg)
{
	struct menu_call *m = arg;
	struct oh_menu_run_act act;

	oh_menu_run_start(&m->run, m->prm->file, &act);
	perform(m, &act);
}

/* A message comes to its own end. */
static void leaving_handler(void *arg)
{
	struct menu_call *m = arg;

	tmr_cancel(&m->tmr);
	take_keys(m, false);
	m->over = true;
}

static enum oh_cause closing_handler(enum oh_party by, void *arg)
{
	const struct menu_call *m = arg;

	(void)by;

	return oh_call_has_media(m->call) ? OH_CAUSE_DONE : OH_CAUSE_NO_MEDIA;
}

/**
 * Lead a caller through a menu file, an oh_work_h
 *
 * @param workp Returned work, release with mem_deref
 * @param call  Call, shared; it is among the calls of arg
 * @param job   What else: its recording
 * @param h     Called once, when the menu hangs up
 * @param harg  Handler argument
 * @param arg   struct oh_menu_call_prm
 *
 * @return 0, EINVAL, ENOENT (not among the calls), ENOMEM
 */
int oh_menu_call_work(void **workp, struct oh_call *call,
		      const struct oh_job_prm *job, oh_job_h *h, void *harg,
		      void *arg)
{
	const struct oh_menu_call_prm *prm = arg;
	struct oh_live *live;
	struct menu_call *m;
	int err;

	if (!workp || !call || !job || !h || !prm)
		return EINVAL;
	err = oh_calls_find(&live, prm->calls, oh_call_id(call));
	if (err)
		return err;
	m = mem_zalloc(sizeof(*m), destructor);
	if (!m)
		return ENOMEM;
	tmr_init(&m->tmr);
	m->call  = mem_ref(call);
	m->live  = live;
	m->prm   = prm;
	m->h     = h;
	m->arg   = harg;
	m->watch = (struct oh_call_watch){
		.leavingh = leaving_handler,
		.closingh = closing_handler,
		.arg      = m,
	};
	if (job->record)
		oh_job_record(call, job->record);
	oh_call_watch(call, &m->watch);
	tmr_start(&m->tmr, 0, begin_timeout, m);
	*workp = m;

	return 0;
}
