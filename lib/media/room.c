/**
 * @file room.c  Any number of streams that hear each other: the half on the
 *               main loop
 */
#include "media/mixer.h"
#include "media/room.h"
#include "media/stream_priv.h"

struct oh_room {
	struct oh_engine *eng;
	struct oh_mixer  *mixer;    /* given when the room is released */
};

static void destructor(void *arg)
{
	struct oh_room *r = arg;

	if (r->mixer)
		oh_mailbox_put(&r->eng->in, &r->mixer->msg);
	mem_deref(r->eng);
}

/**
 * Make a room
 *
 * @param rp  Receives it; release with mem_deref, whoever is in it
 * @param eng Engine of all who will enter, shared
 *
 * @return 0, ENOMEM
 */
int oh_room_alloc(struct oh_room **rp, struct oh_engine *eng)
{
	struct oh_room *r = mem_zalloc(sizeof(*r), destructor);
	int err;

	if (!r)
		return ENOMEM;
	r->eng = mem_ref(eng);
	err = oh_mixer_alloc(&r->mixer, eng);
	if (err)
		mem_deref(r);
	else
		*rp = r;
	return err;
}

/**
 * Enter a room, or be another in it
 *
 * Another room, or the stream it was joined with, is left. It may be done
 * before anything was agreed: the stream is heard, and hears, from then on.
 *
 * @param r    Room
 * @param st   Stream of the same engine
 * @param role What it hears, and who hears it
 * @param to   WHISPER: who hears it as long as that one is in the room,
 *             which it has entered before; else NULL
 *
 * @return 0; EINVAL: not of one engine, or nobody to whisper to; ENOTCONN:
 *         one has closed; ENOMEM
 */
int oh_room_enter(struct oh_room *r, struct oh_stream *st,
		  enum oh_room_role role, struct oh_stream *to)
{
	struct oh_member *m;

	if (!r || !st || st->eng != r->eng ||
	    (role == OH_ROOM_WHISPER) != (to != NULL) || to == st ||
	    (to && to->eng != r->eng))
		return EINVAL;
	if (!st->ses || (to && !to->ses))
		return ENOTCONN;
	m = oh_stream_message(st, sizeof(*m), oh_member_forget, OH_MSG_ENTER);
	if (!m)
		return ENOMEM;
	m->mixer = r->mixer;
	m->role  = role;
	m->id    = m->msg.ev.id;
	m->to    = to ? to->ses : NULL;
	oh_stream_post(st, &m->msg);

	return 0;
}

/**
 * Leave the room it is in, or is about to enter; it goes on by itself, with
 * silence or prompts of its own
 *
 * @param st Stream, in a room or not
 */
void oh_room_leave(struct oh_stream *st)
{
	if (!st->ses)
		return;
	atomic_store(&st->ses->wish.leave_id, st->last_id);
	oh_session_wish(st->ses);
}

/**
 * Have nobody in a room hear it, or have them hear it again
 *
 * @param st Stream; it stays so in other rooms
 * @param on Be silent
 */
void oh_room_mute(struct oh_stream *st, bool on)
{
	if (st->ses)
		atomic_store(&st->ses->wish.room_mute, on);
}
