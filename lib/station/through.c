/**
 * @file through.c  Who was put through to somebody, and comes back
 *
 *   talk A ──▶ A put through to B ──▶ B busy, or gone later ──▶ A is back
 *              (the voice is not there)                         │
 *                        nobody else has the voice: A has it ◀──┤
 *                                       else: they are held ◀───┘
 */
#include "action/meeting.h"
#include "station/station_priv.h"

/* The voice does not come along. One that a program holds alone has had none,
   and is not the person's when it comes back */
static void leave(struct station_call *sc)
{
	sc->through = sc->through || sc->spoken;
	sc->owed    = sc->owed || sc->talking;
	sc->talking = false;
}

/* What the handset still has of it is of where it was before */
static void come_back(struct oh_station *st, struct station_call *sc,
		      struct oh_live *lv)
{
	oh_talk_drop(st->talk, lv);
	sc->talking = false;
	if (oh_station_talkers(st))
		oh_station_park(st, sc);
	else
		oh_station_give_alone(st, sc->id);
}

/* Whoever it is with now is not told from here: that is where it belongs */
static void look_at(struct oh_station *st, struct station_call *sc)
{
	struct oh_live *lv = oh_station_live(st, sc->id);

	if (!sc->through || (lv && oh_meeting_is_closed(lv)))
		return;
	sc->through = sc->owed = false;
	if (lv && !oh_meeting_of(lv) && oh_call_is_up(oh_live_call(lv)))
		come_back(st, sc, lv);
}

/* Of several the one that had the voice comes first */
static void look(void *arg)
{
	struct oh_station *st = arg;

	if (st->stopping != OH_CAUSE_NONE)
		return;
	for (struct le *le = list_head(&st->calll); le; le = le->next) {
		const struct station_call *sc = le->data;

		if (sc->owed)
			look_at(st, le->data);
	}
	for (struct le *le = list_head(&st->calll); le; le = le->next)
		look_at(st, le->data);
}

/** A call is with others than before, or with none: who comes back is seen
    from the loop, when who goes with it has gone */
void oh_station_through_moved(void *arg)
{
	struct oh_station *st = arg;

	for (struct le *le = list_head(&st->calll); le; le = le->next) {
		struct station_call *sc = le->data;
		const struct oh_live *lv = oh_station_live(st, sc->id);

		if (lv && oh_meeting_is_closed(lv))
			leave(sc);
	}
	tmr_start(&st->through_tmr, 0, look, st);
}
