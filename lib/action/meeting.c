/**
 * @file meeting.c  Calls that hear each other: who is in, who hears of it
 */
#include <errno.h>
#include "base/compat.h"
#include "action/calls_priv.h"
#include "action/hold.h"
#include "action/meeting.h"

struct oh_meeting {
	struct le       le;              /* of the register: if named    */
	struct oh_room *room;
	struct list     memberl;
	struct oh_meeting_watch *watches;
	uint32_t        changes;
	enum oh_meeting_kind kind;
	char            name[OH_MEETING_NAME];
};

/** One call in it, which knows it as its member */
struct member {
	struct le            le;
	struct oh_meeting   *meeting;    /* shared                       */
	struct oh_live      *live;
	struct oh_call      *call;
	struct oh_call_watch watch;
	enum oh_room_role    role;
	struct oh_action    *resume;     /* it was held                  */
};

static void meeting_destructor(void *arg)
{
	struct oh_meeting *m = arg;

	list_unlink(&m->le);
	mem_deref(m->room);
}

static struct oh_meeting_watch *not_told(const struct oh_meeting *m)
{
	struct oh_meeting_watch *w = m->watches;

	while (w && w->seen == m->changes)
		w = w->next;

	return w;
}

/* Handlers may take watches out, and change the meeting once more */
static void tell(struct oh_meeting *m)
{
	struct oh_meeting_watch *w;

	m->changes++;
	mem_ref(m);
	while ((w = not_told(m))) {
		w->seen = m->changes;
		w->h(w->arg);
	}
	mem_deref(m);
}

static void member_destructor(void *arg)
{
	struct member *mb = arg;
	struct oh_meeting *m = mb->meeting;

	list_unlink(&mb->le);
	mem_deref(mb->resume);
	if (mb->call) {
		oh_call_unwatch(mb->call, &mb->watch);
		oh_room_leave(oh_call_stream(mb->call));
	}
	mem_deref(mb->call);
	mem_deref(m);
}

static void leaving_handler(void *arg)
{
	struct member *mb = arg;

	oh_meeting_leave(mb->live);
}

/* If they do not agree, they stay held, and the call's events say so */
static void resumed_handler(const struct oh_outcome *out, void *arg)
{
	struct member *mb = arg;

	(void)out;
	mb->resume = mem_deref(mb->resume);
}

/* Whom we hold is held no longer: who comes in shall hear and be heard */
static int resume(struct member *mb)
{
	struct oh_stream_info info;

	oh_stream_info(oh_call_stream(mb->call), &info);

	return !info.hold_local ? 0
		: oh_hold_start(&mb->resume, mb->live, false, resumed_handler,
				mb);
}

/**
 * Find a meeting, or make one
 *
 * @param mp   Returned meeting, shared; release with mem_deref
 * @param cs   Register of calls
 * @param name Its name; NULL or "": none, a new one
 *
 * @return 0, EINVAL (the name is too long), ENOMEM
 */
int oh_meeting_get(struct oh_meeting **mp, struct oh_calls *cs,
		   const char *name)
{
	struct oh_meeting *m;
	int err;

	if (str_len(name) >= OH_MEETING_NAME)
		return EINVAL;
	for (struct le *le = list_head(&cs->meetingl); le && str_isset(name);
	     le = le->next) {
		m = le->data;
		if (0 == strcmp(m->name, name)) {
			*mp = mem_ref(m);
			return 0;
		}
	}
	m = mem_zalloc(sizeof(*m), meeting_destructor);
	if (!m)
		return ENOMEM;
	err = oh_room_alloc(&m->room, cs->prm.engine);
	if (err) {
		mem_deref(m);
		return err;
	}
	str_ncpy(m->name, name ? name : "", sizeof(m->name));
	if (*m->name)
		list_append(&cs->meetingl, &m->le, m);
	*mp = m;

	return 0;
}

/** The meeting a call is in, borrowed; NULL: none */
struct oh_meeting *oh_meeting_of(const struct oh_live *lv)
{
	const struct member *mb = lv->member;

	return mb ? mb->meeting : NULL;
}

/** Say whose it is; a new one is OH_MEETING_JOINED */
void oh_meeting_set_kind(struct oh_meeting *m, enum oh_meeting_kind kind)
{
	m->kind = kind;
}

/** Whose it is */
enum oh_meeting_kind oh_meeting_kind(const struct oh_meeting *m)
{
	return m->kind;
}

/** Whether a call is where a voice on it cannot be */
bool oh_meeting_is_closed(const struct oh_live *lv)
{
	const struct member *mb = lv->member;

	return mb && (mb->role != OH_ROOM_TALK ||
		      mb->meeting->kind == OH_MEETING_APART);
}

/** The room of a meeting, borrowed: for a voice that is no call */
struct oh_room *oh_meeting_room(const struct oh_meeting *m)
{
	return m->room;
}

/** Who talks in it after this one, borrowed; NULL: the first, no more */
struct oh_live *oh_meeting_next(const struct oh_meeting *m,
				const struct oh_live *lv)
{
	const struct member *at = lv ? lv->member : NULL;
	struct le *le = at ? at->le.next : list_head(&m->memberl);

	for (; le; le = le->next) {
		const struct member *mb = le->data;

		if (mb->role == OH_ROOM_TALK)
			return mb->live;
	}

	return NULL;
}

/** How many are in it, whatever they do */
uint32_t oh_meeting_count(const struct oh_meeting *m)
{
	return list_count(&m->memberl);
}

/**
 * Let a call into a meeting; it is held by us no longer
 *
 * @param m    Meeting
 * @param lv   Call
 * @param role How
 * @param to   Of a whisper: who hears it; else NULL
 *
 * @return 0, EALREADY (it is in one), ENOMEM, or an errno of oh_room_enter()
 */
int oh_meeting_enter(struct oh_meeting *m, struct oh_live *lv,
		     enum oh_room_role role, const struct oh_live *to)
{
	struct member *mb;
	int err;

	if (lv->member)
		return EALREADY;
	mb = mem_zalloc(sizeof(*mb), member_destructor);
	if (!mb)
		return ENOMEM;
	err = oh_room_enter(m->room, oh_call_stream(lv->call), role,
			    to ? oh_call_stream(to->call) : NULL);
	if (err) {
		mem_deref(mb);
		return err;
	}
	mb->meeting = mem_ref(m);
	mb->live    = lv;
	mb->call    = mem_ref(lv->call);
	mb->role    = role;
	mb->watch   = (struct oh_call_watch){ .leavingh = leaving_handler,
					      .arg      = mb };
	oh_call_watch(lv->call, &mb->watch);
	err = resume(mb);
	if (err) {
		mem_deref(mb);
		return err;
	}
	list_append(&m->memberl, &mb->le, mb);
	lv->member = mb;
	oh_call_moved(lv->call);
	tell(m);

	return 0;
}

static void part(struct member *mb)
{
	struct oh_call *call = mem_ref(mb->call);

	mb->live->member = NULL;
	mem_deref(mb);
	oh_call_moved(call);
	mem_deref(call);
}

/* Somebody's join lasts as long as they wait in it */
static bool is_kept(const struct oh_meeting *m)
{
	const struct oh_meeting_watch *w = m->watches;

	while (w && w->aside)
		w = w->next;

	return *m->name || w;
}

/* Who was joined by somebody that has gone, and is alone now, is free */
static void settle(struct oh_meeting *m)
{
	if (!is_kept(m) && list_count(&m->memberl) == 1)
		part(list_head(&m->memberl)->data);
}

/** Have a call leave its meeting; no harm if it is in none */
void oh_meeting_leave(struct oh_live *lv)
{
	struct member *mb = lv->member;
	struct oh_meeting *m;

	if (!mb)
		return;
	m = mem_ref(mb->meeting);
	part(mb);
	tell(m);
	settle(m);
	mem_deref(m);
}

/** How many talk in a meeting, but for one */
uint32_t oh_meeting_others(const struct oh_meeting *m,
			   const struct oh_live *lv)
{
	uint32_t n = 0;

	for (struct le *le = list_head(&m->memberl); le; le = le->next) {
		const struct member *mb = le->data;

		n += mb->live != lv && mb->role == OH_ROOM_TALK;
	}

	return n;
}

/** The id of the first call in a call's meeting; NULL: there is no other */
const char *oh_meeting_id(const struct oh_live *lv)
{
	const struct member *mb = lv->member;
	const struct list *l = mb ? &mb->meeting->memberl : NULL;

	mb = list_count(l) > 1 ? list_head(l)->data : NULL;

	return mb ? oh_call_id(mb->call) : NULL;
}

/** Be told when somebody comes or goes */
void oh_meeting_watch(struct oh_meeting *m, struct oh_meeting_watch *w)
{
	w->seen    = m->changes;
	w->next    = m->watches;
	m->watches = w;
}

/** And no longer; no harm if it is not there. Whoever is alone then is free */
void oh_meeting_unwatch(struct oh_meeting *m, struct oh_meeting_watch *w)
{
	struct oh_meeting_watch **wp;

	if (!m)
		return;
	for (wp = &m->watches; *wp; wp = &(*wp)->next) {
		if (*wp != w)
			continue;
		*wp = w->next;
		settle(m);
		return;
	}
}
