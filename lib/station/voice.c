/**
 * @file voice.c  Which calls a person talks on, and which are held
 *
 *   talk A ──▶ others that have the voice: held ─┐
 *          └─▶ A: resumed, joined with handset  ─┴──▶ all agree ──▶ reply
 *
 * Calls that are joined (action/meeting) are held by nobody: the voice leaves
 * them and comes back, and they go on.
 */
#include <errno.h>
#include "action/hold.h"
#include "action/meeting.h"
#include "station/station_priv.h"

enum { TEXT_SIZE = 160 };

/** From one call, or some, to others */
struct change {
	struct le          le;
	struct oh_station *st;
	struct oh_ask     *ask;        /* or NULL                         */
	struct list        stepl;
	char               error[TEXT_SIZE];
};

/** A call that is to be held, or held no longer */
struct step {
	struct le         le;
	struct change    *ch;
	struct oh_action *action;
	bool              resume;
};

static void step_destructor(void *arg)
{
	struct step *s = arg;

	list_unlink(&s->le);
	mem_deref(s->action);
}

static void change_destructor(void *arg)
{
	struct change *ch = arg;

	if (ch->ask)
		ch->ask->goneh = NULL;
	list_unlink(&ch->le);
	list_flush(&ch->stepl);
}

static void gone(void *arg)
{
	struct change *ch = arg;

	ch->ask = NULL;
}

/* The last one has answered */
static void finish(struct change *ch)
{
	struct oh_ask *ask = ch->ask;
	char error[TEXT_SIZE];

	str_ncpy(error, ch->error, sizeof(error));
	ch->ask = NULL;
	mem_deref(ch);
	if (!ask)
		return;
	if (*error)
		oh_ask_refuse(ask, 1, OH_CAUSE_FAILED, error, NULL);
	else
		oh_ask_ok(ask);
}

/* A call that is gone is not held any more, which is well */
static void step_handler(const struct oh_outcome *out, void *arg)
{
	struct step *s = arg;
	struct change *ch = s->ch;

	if (out->cause != OH_CAUSE_DONE && s->resume)
		str_ncpy(ch->error, out->error ? out->error :
			 oh_cause_text(out->cause), sizeof(ch->error));
	mem_deref(s);
	if (list_isempty(&ch->stepl))
		finish(ch);
}

static int add_step(struct change *ch, struct oh_live *lv, bool resume)
{
	struct step *s;
	int err;

	if (!oh_call_is_up(oh_live_call(lv)))
		return 0;
	s = mem_zalloc(sizeof(*s), step_destructor);
	if (!s)
		return ENOMEM;
	s->ch     = ch;
	s->resume = resume;
	err = oh_hold_start(&s->action, lv, !resume, step_handler, s);
	if (err)
		mem_deref(s);
	else
		list_append(&ch->stepl, &s->le, s);

	return err == ENOTCONN ? 0 : err;
}

/* It has the voice no longer, and waits; if it is joined with others it goes
   on with them, unless the voice stays with one of those */
static int take_from(struct change *ch, struct station_call *sc, bool parts)
{
	struct oh_live *lv = oh_station_live(ch->st, sc->id);

	sc->talking = false;
	if (!lv)
		return 0;
	if (parts)
		oh_meeting_leave(lv);
	oh_talk_drop(ch->st->talk, lv);
	if (oh_meeting_of(lv))
		return 0;
	sc->parked = !oh_call_is_up(oh_live_call(lv));

	return add_step(ch, lv, false);
}

/* That there is no handset at all is no fault: who talks is then a matter of
   who is held */
static int give_to(struct change *ch, struct oh_live *lv)
{
	const char *id = oh_call_id(oh_live_call(lv));
	struct station_call *sc = oh_station_call(ch->st, id);
	int err = oh_talk_add(ch->st->talk, lv);

	if (err == ENXIO ||
	    (err == EALREADY && oh_talk_has(ch->st->talk, lv)))
		err = 0;
	if (err || !sc)
		return err ? err : ENOMEM;
	sc->talking = true;
	sc->spoken  = true;
	sc->parked  = false;

	return add_step(ch, lv, true);
}

static int make(struct change **chp, struct oh_station *st)
{
	struct change *ch = mem_zalloc(sizeof(*ch), change_destructor);

	if (!ch)
		return ENOMEM;
	ch->st = st;
	list_append(&st->switchl, &ch->le, ch);
	*chp = ch;

	return 0;
}

/* Better said before anybody is held */
static bool are_free(struct oh_live *const livev[], uint32_t livec)
{
	for (uint32_t i = 0; i < livec; i++) {
		if (oh_meeting_is_closed(livev[i]))
			return false;
	}

	return true;
}

/* Whether the voice is to be with one that this call is joined with */
static bool parts(const struct oh_live *lv, struct oh_live *const livev[],
		  uint32_t livec)
{
	const struct oh_meeting *m = lv ? oh_meeting_of(lv) : NULL;

	if (!m || oh_meeting_kind(m) != OH_MEETING_OWN)
		return false;
	for (uint32_t i = 0; i < livec; i++) {
		if (oh_meeting_of(livev[i]) == m)
			return true;
	}

	return false;
}

static int take_from_others(struct change *ch, struct oh_live *const livev[],
			    uint32_t livec)
{
	struct oh_station *st = ch->st;
	int err = 0;

	for (struct le *le = list_head(&st->calll); le && !err;
	     le = le->next) {
		struct station_call *sc = le->data;

		if (sc->talking && !oh_station_among(livev, livec, sc->id))
			err = take_from(ch, sc,
					parts(oh_station_live(st, sc->id),
					      livev, livec));
	}

	return err;
}

/**
 * Give the voice to some calls, and to no others
 *
 * @param st    Station
 * @param livev Calls, in whatever state; those that have it are held if they
 *              are not among them, or go on with those they are joined with
 * @param livec How many; 0: nobody has it
 * @param ask   Answered when all have agreed, or with what is wrong; NULL:
 *              nobody asks
 *
 * @return 0, or an errno: then the ask has not been answered, and some may
 *         have been held
 */
int oh_station_voice(struct oh_station *st, struct oh_live *const livev[],
		     uint32_t livec, struct oh_ask *ask)
{
	struct change *ch = NULL;
	int err = are_free(livev, livec) ? make(&ch, st) : EALREADY;

	if (!err)
		err = take_from_others(ch, livev, livec);
	for (uint32_t i = 0; i < livec && !err; i++)
		err = give_to(ch, livev[i]);
	oh_station_changed(st);
	if (err) {
		mem_deref(ch);
		return err;
	}
	ch->ask = ask;
	if (ask) {
		ask->goneh = gone;
		ask->arg   = ch;
	}
	if (list_isempty(&ch->stepl))
		finish(ch);

	return 0;
}

/** One call has it, and nobody asked for it by a request of its own */
void oh_station_give_alone(struct oh_station *st, const char *id)
{
	struct oh_live *lv = oh_station_live(st, id);
	int err = lv ? oh_station_voice(st, &lv, 1, NULL) : 0;

	if (err)
		oh_call_warn(oh_live_call(lv), strerror(err));
}

/** It was pushed aside while it rang, or while it was elsewhere: they hear
    that they are held */
void oh_station_park(struct oh_station *st, struct station_call *sc)
{
	struct oh_live *lv = oh_station_live(st, sc->id);
	struct change *ch = NULL;
	int err = lv ? make(&ch, st) : 0;

	sc->parked = false;
	if (!err && lv)
		err = add_step(ch, lv, false);
	if (err && lv)
		oh_call_warn(oh_live_call(lv), strerror(err));
	if (ch && list_isempty(&ch->stepl))
		mem_deref(ch);
}

/** The handset has let go of calls, or followed one to others */
void oh_station_voice_moved(struct oh_station *st)
{
	if (oh_handset_kind(oh_talk_handset(st->talk)) == OH_HANDSET_NONE)
		return;
	for (struct le *le = list_head(&st->calll); le; le = le->next) {
		struct station_call *sc = le->data;
		struct oh_live *lv = oh_station_live(st, sc->id);

		if (lv)
			sc->talking = oh_talk_has(st->talk, lv);
		sc->spoken = sc->spoken || sc->talking;
	}
}

/** What an event of a call means for who has the voice */
void oh_station_voice_event(struct oh_station *st, struct station_call *sc,
			    const struct oh_event *ev)
{
	if (ev->type == OH_EVENT_DIALING &&
	    oh_station_outgoing_talks(st, sc->id))
		oh_station_give_alone(st, sc->id);
	else if (ev->type == OH_EVENT_ANSWERED && sc->parked)
		oh_station_park(st, sc);
	else if (ev->type == OH_EVENT_ENDED)
		sc->talking = false;
}

/** Whether a call has the voice: one that was put through to another has
    none */
bool oh_station_talks(const struct station_call *sc)
{
	const struct oh_live *lv = oh_station_live(sc->st, sc->id);

	return sc->talking && lv && !oh_meeting_is_closed(lv);
}

/** How many calls have the voice */
uint32_t oh_station_talkers(const struct oh_station *st)
{
	uint32_t n = 0;

	for (struct le *le = list_head(&st->calll); le; le = le->next)
		n += oh_station_talks(le->data);

	return n;
}

/** Whether a call has the voice; arg: the station */
bool oh_station_is_talking(const struct oh_live *lv, void *arg)
{
	const struct station_call *sc =
		oh_station_call(arg, oh_call_id(oh_live_call(lv)));

	return sc && oh_station_talks(sc);
}

/** What is under way is not waited for */
void oh_station_voice_flush(struct oh_station *st)
{
	list_flush(&st->switchl);
}
