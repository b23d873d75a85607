/**
 * @file talkroom.c  Where the voice is: in a room of its own, or with calls
 *                   that are joined
 *
 *   handset ──our room── A        A joins B        handset ──┐
 *                              ─────────────▶      A ──their room── B
 *
 * The handset goes where the call goes that was given the voice, and comes
 * back with it. Whom it meets there has the voice, too, as a guest of that
 * call: they stay when it goes, and take its place when it ends.
 */
#include <errno.h>
#include "handset/talk_priv.h"

/** The room the handset is in, borrowed */
struct oh_room *oh_talk_room(const struct oh_talk *t)
{
	return t->meeting ? oh_meeting_room(t->meeting) : t->room;
}

static void meeting_changed(void *arg)
{
	struct oh_talk *t = arg;

	oh_talk_look(t, false);
}

/** It is in our own room, and the handset need not be told */
void oh_talk_forget_meeting(struct oh_talk *t)
{
	oh_meeting_unwatch(t->meeting, &t->watch);
	t->meeting = mem_deref(t->meeting);
}

/* The handset goes there; NULL: home */
static void go(struct oh_talk *t, struct oh_meeting *to)
{
	struct oh_stream *st = oh_handset_stream(t->handset);

	if (to == t->meeting)
		return;
	mem_ref(to);
	oh_talk_forget_meeting(t);
	t->meeting = to;
	t->changed = true;
	t->watch   = (struct oh_meeting_watch){ .aside = true,
						.h     = meeting_changed,
						.arg   = t };
	if (to)
		oh_meeting_watch(to, &t->watch);
	/* One that has just come up enters by itself */
	if (st && st == t->stream &&
	    oh_room_enter(oh_talk_room(t), st, OH_ROOM_TALK, NULL)) {
		oh_handset_lay(t->handset);
		oh_talk_drop_all(t);
	}
}

static void drop(struct talk_member *m)
{
	m->talk->changed = true;
	mem_deref(m);
}

/* Were put through, or only listen: the voice does not come along */
static void drop_closed(struct oh_talk *t)
{
	struct le *next;

	for (struct le *le = list_head(&t->memberl); le; le = next) {
		struct talk_member *m = le->data;

		next = le->next;
		if (oh_meeting_is_closed(m->live))
			drop(m);
	}
}

static void drop_guests(struct oh_talk *t)
{
	struct le *next;

	for (struct le *le = list_head(&t->memberl); le; le = next) {
		struct talk_member *m = le->data;

		next = le->next;
		if (m->guest && (!t->meeting ||
				 oh_meeting_of(m->live) != t->meeting))
			drop(m);
	}
}

/* One too many, or no memory: they are heard all the same, and told no keys */
static void add_guests(struct oh_talk *t)
{
	struct oh_live *lv = oh_meeting_next(t->meeting, NULL);

	for (; lv; lv = oh_meeting_next(t->meeting, lv)) {
		struct talk_member *m;

		if (oh_talk_find(t, lv) ||
		    oh_talk_count(t) >= OH_TALK_CALLS_MAX)
			continue;
		m = oh_talk_begin(t, lv);
		if (!m)
			return;
		m->guest   = true;
		t->changed = true;
	}
}

/* It was given the voice. Who is about to end has left their room already,
   and is not followed */
static bool is_owner(const struct talk_member *m)
{
	return !m->guest && !oh_call_is_leaving(m->call);
}

/** Whether a call that was given the voice has it still */
bool oh_talk_has_owner(const struct oh_talk *t)
{
	for (struct le *le = list_head(&t->memberl); le; le = le->next) {
		if (is_owner(le->data))
			return true;
	}

	return false;
}

/* The last one has ended: the others have the person for themselves */
static void inherit(struct oh_talk *t)
{
	if (oh_talk_has_owner(t))
		return;
	for (struct le *le = list_head(&t->memberl); le; le = le->next) {
		struct talk_member *m = le->data;

		m->guest = false;
	}
}

/* One that has left is followed home; NULL: that is our own room */
static struct oh_meeting *whither(const struct oh_talk *t)
{
	struct oh_meeting *to = NULL;

	for (struct le *le = list_head(&t->memberl); le; le = le->next) {
		const struct talk_member *m = le->data;
		struct oh_meeting *at = oh_meeting_of(m->live);

		if (!is_owner(m))
			continue;
		if (!at && t->meeting)
			return NULL;
		if (at && (!to || at != t->meeting))
			to = at;
	}

	return to;
}

/* Not where the handset is now. A meeting may tell others, who may do
   anything: one at a time */
static struct talk_member *stray(const struct oh_talk *t)
{
	for (struct le *le = list_head(&t->memberl); le; le = le->next) {
		struct talk_member *m = le->data;
		struct oh_meeting *at = oh_meeting_of(m->live);

		if (t->meeting)
			m->home = false;
		if (is_owner(m) && (at != t->meeting ||
				    (!t->meeting && !m->home)))
			return m;
	}

	return NULL;
}

static int bring(struct oh_talk *t, struct talk_member *m)
{
	oh_meeting_leave(m->live);
	m->home = !t->meeting;

	return t->meeting
		? oh_meeting_enter(t->meeting, m->live, OH_ROOM_TALK, NULL)
		: oh_room_enter(t->room, oh_call_stream(m->call),
				OH_ROOM_TALK, NULL);
}

/** All who have the voice, and the handset, in one room again */
void oh_talk_follow(struct oh_talk *t)
{
	struct talk_member *m;

	drop_closed(t);
	inherit(t);
	go(t, whither(t));
	while ((m = stray(t))) {
		if (bring(t, m) && oh_talk_find(t, m->live) == m)
			drop(m);
	}
	drop_guests(t);
	if (t->meeting)
		add_guests(t);
}

/** Nobody has the voice who was given it: the handset is by itself */
void oh_talk_go_home(struct oh_talk *t)
{
	go(t, NULL);
	drop_guests(t);
}

/**
 * Begin to talk with a call, where the others are
 *
 * @param t  Talk
 * @param lv Call that has no voice; one that is joined is followed
 *
 * @return 0, ENOMEM, or an errno of oh_room_enter()
 */
int oh_talk_take_in(struct oh_talk *t, struct oh_live *lv)
{
	struct talk_member *m = oh_talk_begin(t, lv);
	int err = 0;

	if (!m)
		return ENOMEM;
	if (!oh_meeting_of(lv))
		err = bring(t, m);
	if (err)
		mem_deref(m);

	return err;
}

/** Whether two are relayed, with their keys: the handset and one call */
bool oh_talk_is_relayed(const struct oh_talk *t)
{
	return oh_talk_count(t) == 1 &&
		(!t->meeting || oh_meeting_count(t->meeting) == 1);
}
