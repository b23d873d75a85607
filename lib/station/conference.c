/**
 * @file conference.c  The request talk: who has the voice, and is joined
 */
#include <errno.h>
#include "action/meeting.h"
#include "station/station_priv.h"

/** What is asked for */
struct wanted {
	struct oh_live *livev[OH_TALK_CALLS_MAX];
	uint32_t        livec;
	bool            off;           /* they lose it                    */
	bool            join;          /* they are one conference         */
};

/** Whether a call is among these, by its whole id */
bool oh_station_among(struct oh_live *const livev[], uint32_t livec,
		      const char *id)
{
	for (uint32_t i = 0; i < livec; i++) {
		if (0 == str_cmp(oh_call_id(oh_live_call(livev[i])), id))
			return true;
	}

	return false;
}

/* {"call":..} or {"calls":[..]}; with "off": they lose it */
static int read_calls(struct oh_live *livev[], uint32_t *countp,
		      struct oh_args *a, const struct oh_station *st)
{
	const char *idv[OH_TALK_CALLS_MAX], *id = NULL;
	int err;

	*countp = ARRAY_SIZE(idv);
	err = oh_args_list(a, "calls", idv, countp);
	if (!err)
		err = oh_args_str(a, "call", &id);
	if (!err && id && *countp)
		err = oh_args_bad(a, "calls", "or call, not both");
	if (!err && id)
		idv[(*countp)++] = id;
	for (uint32_t i = 0; i < *countp && !err; i++) {
		if (oh_calls_find(&livev[i], st->prm.calls, idv[i])) {
			(void)oh_args_bad(a, "call", "no such call in this "
					  "process");
			err = ENOTCONN;
		}
	}

	return err;
}

/* Those that talk, without these */
static uint32_t leave_out(struct oh_live *livev[], uint32_t livec,
			  const struct oh_station *st)
{
	struct oh_live *outv[OH_TALK_CALLS_MAX];
	uint32_t n = 0;

	memcpy(outv, livev, livec * sizeof(outv[0]));
	for (struct le *le = list_head(&st->calll);
	     le && n < OH_TALK_CALLS_MAX; le = le->next) {
		const struct station_call *sc = le->data;
		struct oh_live *lv = oh_station_live(st, sc->id);

		if (sc->talking && lv &&
		    !oh_station_among(outv, livec, sc->id))
			livev[n++] = lv;
	}

	return livec ? n : 0;
}

static void add(struct wanted *w, struct oh_live *lv)
{
	if (w->livec < OH_TALK_CALLS_MAX &&
	    !oh_station_among(w->livev, w->livec,
			      oh_call_id(oh_live_call(lv))))
		w->livev[w->livec++] = lv;
}

/* Who is joined with others is talked to with them; but out of a conference
   of the person's own one is taken aside, and loses the voice by itself */
static bool is_with_others(const struct wanted *w, struct oh_station *st,
			   const struct oh_live *lv)
{
	const struct oh_meeting *m = oh_meeting_of(lv);

	if (!m || oh_meeting_is_closed(lv))
		return false;
	if (oh_meeting_kind(m) != OH_MEETING_OWN)
		return true;

	return !w->off && (w->join || oh_live_is_held(lv) ||
			   !oh_station_is_talking(lv, st));
}

static void add_others(struct wanted *w, struct oh_station *st)
{
	const uint32_t n = w->livec;

	for (uint32_t i = 0; i < n; i++) {
		const struct oh_meeting *m = oh_meeting_of(w->livev[i]);
		struct oh_live *lv = NULL;

		if (!is_with_others(w, st, w->livev[i]))
			continue;
		while ((lv = oh_meeting_next(m, lv)))
			add(w, lv);
	}
}

/* The conference that one of them is in, or a new one; shared */
static int find_conference(struct oh_meeting **mp, const struct wanted *w,
			   const struct oh_station *st)
{
	struct oh_meeting *m = NULL;
	int err;

	for (uint32_t i = 0; i < w->livec; i++) {
		struct oh_meeting *at = oh_meeting_of(w->livev[i]);

		if (at && ((m && at != m) ||
			   oh_meeting_is_closed(w->livev[i])))
			return EALREADY;
		m = at ? at : m;
	}
	*mp = mem_ref(m);
	if (m)
		return 0;
	err = oh_meeting_get(mp, st->prm.calls, NULL);
	if (!err)
		oh_meeting_set_kind(*mp, OH_MEETING_OWN);

	return err;
}

/* All of them hear each other, whether or not the person is there */
static int convene(const struct wanted *w, const struct oh_station *st)
{
	struct oh_live *newv[OH_TALK_CALLS_MAX];
	struct oh_meeting *m = NULL;
	uint32_t n = 0;
	int err = find_conference(&m, w, st);

	for (uint32_t i = 0; i < w->livec && !err; i++) {
		if (oh_meeting_of(w->livev[i]))
			continue;
		newv[n] = w->livev[i];
		err = oh_meeting_enter(m, newv[n], OH_ROOM_TALK, NULL);
		n += !err;
	}
	while (err && n)
		oh_meeting_leave(newv[--n]);
	mem_deref(m);

	return err;
}

static int read_wanted(struct wanted *w, struct oh_args *a,
		       struct oh_station *st)
{
	int err = oh_args_bool(a, "off", &w->off);

	if (!err)
		err = oh_args_bool(a, "join", &w->join);
	if (!err)
		err = read_calls(w->livev, &w->livec, a, st);
	if (!err && !w->livec && !w->off)
		err = oh_args_bad(a, "call", "which one?");
	if (!err && w->join && w->off)
		err = oh_args_bad(a, "join", "or off, not both");
	if (err)
		return err;
	add_others(w, st);
	if (w->join && w->livec < 2)
		return oh_args_bad(a, "join", "two calls or more");

	return 0;
}

static int explain(struct oh_args *a, int err)
{
	if (err == ERANGE)
		(void)oh_args_bad(a, "calls", "too many talk already");
	else if (err == EALREADY)
		(void)oh_args_bad(a, "call", "it is joined with another one");

	return err;
}

/* {"call":"0193.."}, {"calls":[..]}, {"off":true}, {"join":true} */
int oh_station_do_talk(struct oh_ask *ask, void *arg)
{
	struct wanted w = { .livec = 0 };
	struct oh_station *st = arg;
	struct oh_args *a = ask->args;
	int err = read_wanted(&w, a, st);

	if (err)
		return err;
	if (w.off)
		w.livec = leave_out(w.livev, w.livec, st);
	if (w.join)
		err = convene(&w, st);
	if (!err)
		err = oh_station_voice(st, w.livev, w.livec, ask);

	/* The ask is gone if it went well */
	return err ? explain(a, err) : 0;
}
