/**
 * @file screens.c  Screens that look on: who has the calls when they go
 *
 *   on ──▶ looks on ──▶ detach: stays     ──▶ another one, later
 *                  ├──▶ off: last one?    ──▶ the end
 *                  └──▶ lost: last one?   ──▶ the end, all is hung up
 */
#include <errno.h>
#include "station/station_priv.h"

static void destructor(void *arg)
{
	struct station_screen *s = arg;

	list_unlink(&s->le);
}

static struct station_screen *find(const struct oh_station *st,
				   const void *who)
{
	for (struct le *le = list_head(&st->screenl); le; le = le->next) {
		struct station_screen *s = le->data;

		if (s->who == who)
			return s;
	}

	return NULL;
}

/** Whether a connection has said that it is a screen */
bool oh_station_is_screen(const struct oh_station *st, const void *who)
{
	return find(st, who) != NULL;
}

static void nobody_came(void *arg)
{
	oh_station_end(arg, true);
}

/** Whoever started it for a screen may have died before that came */
void oh_station_screens_wait(struct oh_station *st)
{
	if (st->prm.screen_ms)
		tmr_start(&st->screen_tmr, st->prm.screen_ms, nobody_came,
			  st);
}

static int enter(struct oh_station *st, const void *who, struct oh_args *a)
{
	struct station_screen *s = find(st, who);

	if (s)
		return 0;
	if (list_count(&st->screenl) >= OH_STATION_SCREENS_MAX)
		return oh_args_bad(a, "state", "too many screens");
	s = mem_zalloc(sizeof(*s), destructor);
	if (!s)
		return ENOMEM;
	s->who = who;
	list_append(&st->screenl, &s->le, s);
	tmr_cancel(&st->screen_tmr);

	return 0;
}

/* It is over with the last one, unless that has left us here on purpose */
static void leave(struct oh_station *st, struct station_screen *s, bool lost)
{
	bool stays = s->leaves;

	mem_deref(s);
	if (list_isempty(&st->screenl) && !stays && !st->prm.stay)
		oh_station_end(st, lost);
}

/* {"state":"on"}: this connection is a screen */
int oh_station_do_screen(struct oh_ask *ask, void *arg)
{
	struct oh_station *st = arg;
	struct oh_args *a = ask->args;
	const char *state = "";
	struct station_screen *s = find(st, ask->who);
	int err = oh_args_str(a, "state", &state);

	if (err)
		return err;
	if (strcmp(state, "on") && strcmp(state, "off") &&
	    strcmp(state, "detach"))
		return oh_args_bad(a, "state", "on, detach or off");
	if (0 == strcmp(state, "on"))
		err = enter(st, ask->who, a);
	if (err)
		return err;
	oh_ask_ok(ask);
	if (s && strcmp(state, "on")) {
		s->leaves = s->leaves || 0 == strcmp(state, "detach");
		leave(st, s, false);
	}
	oh_station_changed(st);

	return 0;
}

/* {}: hang up all, and end */
int oh_station_do_quit(struct oh_ask *ask, void *arg)
{
	oh_ask_ok(ask);
	oh_station_end(arg, false);

	return 0;
}

/* {}: every screen leaves, the calls stay. They say so by themselves; a line
   that breaks meanwhile is no loss */
int oh_station_do_detach_all(struct oh_ask *ask, void *arg)
{
	struct oh_station *st = arg;
	struct le *le, *next;

	for (le = list_head(&st->screenl); le; le = next) {
		struct station_screen *s = le->data;

		next = le->next;
		s->leaves = true;
		oh_ctl_tell(st->prm.ctl, s->who, "{\"event\":\"detach\"}");
	}
	oh_ask_ok(ask);

	return 0;
}

/** A client has gone; arg: the station. One that only does not read, as it
    was stopped by its terminal, is no reason to hang up */
void oh_station_screen_left(const void *who, bool deaf, void *arg)
{
	struct oh_station *st = arg;
	struct station_screen *s = find(st, who);

	if (!s)
		return;
	if (!s->leaves)
		oh_log(st->prm.log, OH_LOG_WARN, deaf ?
		       "a screen has been let go: it does not read" :
		       "a screen has gone without a word");
	s->leaves = s->leaves || deaf;
	leave(st, s, true);
	oh_station_changed(st);
}

/** Nobody is waited for any more */
void oh_station_screens_flush(struct oh_station *st)
{
	tmr_cancel(&st->screen_tmr);
	list_flush(&st->screenl);
}
