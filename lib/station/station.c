/**
 * @file station.c  A person's telephone
 */
#include <errno.h>
#include "cdr/store.h"
#include "station/station_priv.h"

enum { STOP_MS = 5000 };

static const struct oh_ask_verb verbv[] = {
	{ "answer",     true,  oh_station_do_answer },
	{ "detach-all", false, oh_station_do_detach_all },
	{ "dial",       false, oh_station_do_dial },
	{ "flow",       true,  oh_station_do_flow },
	{ "look",       false, oh_station_do_look },
	{ "mute-all",   false, oh_station_do_mute_all },
	{ "quit",       false, oh_station_do_quit },
	{ "reject",     true,  oh_station_do_reject },
	{ "screen",     false, oh_station_do_screen },
	{ "set",        false, oh_station_do_set },
	{ "status",     false, oh_station_do_status },
	{ "talk",       false, oh_station_do_talk },
	{ NULL,         false, NULL },
};

static void call_destructor(void *arg)
{
	struct station_call *sc = arg;

	tmr_cancel(&sc->tmr);
	list_unlink(&sc->le);
}

static void station_destructor(void *arg)
{
	const struct oh_ask_owner nobody = { .verbv = NULL };
	struct oh_station *st = arg;

	oh_ctl_own(st->prm.ctl, &nobody);
	oh_calls_unwatch(st->prm.calls, &st->watch);
	oh_cdr_watch(st->prm.cdr, NULL, NULL);
	tmr_cancel(&st->tell_tmr);
	tmr_cancel(&st->through_tmr);
	tmr_cancel(&st->stop_tmr);
	oh_station_screens_flush(st);
	oh_station_voice_flush(st);
	oh_station_programs_flush(st);
	oh_station_outgoing_flush(st);
	list_flush(&st->calll);
	mem_deref(st->talk);
	mem_deref(st->told);
}

/** What is known of a call, by its whole id; NULL: nothing */
struct station_call *oh_station_call(const struct oh_station *st,
				     const char *id)
{
	for (struct le *le = list_head(&st->calll); le; le = le->next) {
		struct station_call *sc = le->data;

		if (0 == str_cmp(sc->id, id))
			return sc;
	}

	return NULL;
}

/** The call itself, by its whole id; NULL: it is gone */
struct oh_live *oh_station_live(const struct oh_station *st, const char *id)
{
	struct oh_live *lv = NULL;

	if (!str_isset(id) || oh_calls_find(&lv, st->prm.calls, id))
		return NULL;

	return lv;
}

static struct station_call *add_call(struct oh_station *st, const char *id)
{
	struct station_call *sc = oh_station_call(st, id);

	if (sc)
		return sc;
	sc = mem_zalloc(sizeof(*sc), call_destructor);
	if (!sc)
		return NULL;
	tmr_init(&sc->tmr);
	sc->st = st;
	str_ncpy(sc->id, id, sizeof(sc->id));
	list_append(&st->calll, &sc->le, sc);

	return sc;
}

/* Whether calls are recorded is shown, too */
static void records_handler(void *arg)
{
	oh_station_changed(arg);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct oh_station *st = arg;
	struct station_call *sc;

	if (!ev->call)
		return;
	if (ev->type == OH_EVENT_DIALING || ev->type == OH_EVENT_INCOMING)
		sc = add_call(st, ev->call);
	else
		sc = oh_station_call(st, ev->call);
	oh_station_programs_event(st, ev);
	if (!sc)
		return;
	oh_station_voice_event(st, sc, ev);
	if (ev->type == OH_EVENT_ANSWERED)
		tmr_cancel(&sc->tmr);
	if (ev->type == OH_EVENT_ENDED)
		mem_deref(sc);
	oh_station_changed(st);
}

/* The handset has another state, or somebody else has the voice */
static void talk_changed(void *arg)
{
	struct oh_station *st = arg;
	const struct oh_handset *h = oh_talk_handset(st->talk);
	enum oh_handset_state state = oh_handset_state(h);

	if (state == OH_HANDSET_FAILED && st->handset != state)
		oh_log(st->prm.log, OH_LOG_WARN, "handset: %s",
		       oh_handset_why(h));
	st->handset = state;
	oh_station_voice_moved(st);
	oh_station_changed(st);
}

static int open_talk(struct oh_station *st)
{
	struct oh_talk_prm prm = st->prm.talk;

	prm.changeh = talk_changed;
	prm.arg     = st;

	return oh_talk_alloc(&st->talk, &prm);
}

/**
 * Make a telephone
 *
 * @param sp  Returned station, release with mem_deref after it has stopped
 * @param prm What it works with, borrowed while it lives
 *
 * @return 0, EINVAL, ENOMEM, or an errno of the handset
 */
int oh_station_alloc(struct oh_station **sp, const struct oh_station_prm *prm)
{
	struct oh_ask_owner owner = {
		.verbv    = verbv,
		.leaveh   = oh_station_screen_left,
		.talkingh = oh_station_is_talking,
	};
	struct oh_station *st;
	int err;

	if (!sp || !prm || !prm->conf || !prm->calls || !prm->place ||
	    !prm->exith || !prm->endh)
		return EINVAL;
	st = mem_zalloc(sizeof(*st), station_destructor);
	if (!st)
		return ENOMEM;
	tmr_init(&st->tell_tmr);
	tmr_init(&st->through_tmr);
	tmr_init(&st->stop_tmr);
	tmr_init(&st->screen_tmr);
	st->prm = *prm;
	err = oh_station_set_first(st);
	if (!err)
		err = open_talk(st);
	if (err) {
		mem_deref(st);
		return err;
	}
	st->watch = (struct oh_calls_watch){
		.eventh = event_handler,
		.movedh = oh_station_through_moved,
		.arg    = st,
	};
	oh_calls_watch(prm->calls, &st->watch);
	oh_cdr_watch(prm->cdr, records_handler, st);
	owner.arg = st;
	oh_ctl_own(prm->ctl, &owner);
	oh_station_screens_wait(st);
	*sp = st;

	return 0;
}

/**
 * Say where we can be called
 *
 * @param st  Station
 * @param uri There; copied. More than a few are not told
 */
void oh_station_ready(struct oh_station *st, const char *uri)
{
	if (!st || !str_isset(uri))
		return;
	for (uint32_t i = 0; i < st->uric; i++) {
		if (0 == str_cmp(st->uriv[i], uri))
			return;
	}
	if (st->uric >= OH_STATION_URIS_MAX)
		return;
	str_ncpy(st->uriv[st->uric++], uri, sizeof(st->uriv[0]));
	oh_station_changed(st);
}

/** Tell, once, that it shall end */
void oh_station_end(struct oh_station *st, bool lost)
{
	if (st->over)
		return;
	st->over = true;
	st->prm.endh(lost, st->prm.arg);
}

static void stopped(void *arg)
{
	struct oh_station *st = arg;
	void (*h)(void *arg) = st->closedh;

	st->closedh = NULL;
	if (h)
		h(st->closedarg);
}

/** While stopping: once its calls have ended and the handset is laid down */
void oh_station_maybe_closed(struct oh_station *st)
{
	if (st->stopping == OH_CAUSE_NONE || !st->talk_closed ||
	    !list_isempty(&st->outgoingl))
		return;
	tmr_start(&st->stop_tmr, 0, stopped, st);
}

static void talk_closed(void *arg)
{
	struct oh_station *st = arg;

	st->talk_closed = true;
	oh_station_maybe_closed(st);
}

/**
 * Hang up the calls it has made, and lay down the handset
 *
 * @param st      Station
 * @param cause   What their results will say
 * @param closedh Called once, within 5 s
 * @param arg     Handler argument
 */
void oh_station_stop(struct oh_station *st, enum oh_cause cause,
		     void (*closedh)(void *arg), void *arg)
{
	if (!st || st->stopping != OH_CAUSE_NONE)
		return;
	st->over      = true;
	st->stopping  = cause;
	st->closedh   = closedh;
	st->closedarg = arg;
	tmr_cancel(&st->screen_tmr);
	tmr_start(&st->stop_tmr, STOP_MS, stopped, st);
	oh_station_outgoing_stop(st, cause);
	oh_talk_close(st->talk, talk_closed, st);
}
