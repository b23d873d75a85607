/**
 * @file meeting.h  Calls that hear each other: who is in, who hears of it
 *
 * A call is in one meeting at most. Two who talk are relayed, more are mixed
 * (media/room). A meeting that has a name is found by it; it lasts as long as
 * somebody is in.
 */
#ifndef OH_ACTION_MEETING_H
#define OH_ACTION_MEETING_H

#include <stdbool.h>
#include <stdint.h>
#include "action/calls.h"
#include "media/room.h"

struct oh_meeting;

enum { OH_MEETING_NAME = 64 };

/** Whose it is, and with it what becomes of a voice on one of its calls */
enum oh_meeting_kind {
	OH_MEETING_JOINED,           /**< of who joined them: the voice comes,
					  too                             */
	OH_MEETING_OWN,              /**< of the person: so it does, and each
					  may be put through out of it    */
	OH_MEETING_APART,            /**< they were put through: no voice */
};

/** Somebody has come or gone. Lies in the watcher's own struct. */
struct oh_meeting_watch {
	struct oh_meeting_watch *next;
	uint32_t  seen;              /**< the last time it was told       */
	bool      aside;             /**< nobody stays in it for this one */
	void (*h)(void *arg);        /**< may take watches out            */
	void *arg;
};

/* The meeting of that name, or a new one; NULL: a new one without a name.
   Shared: release with mem_deref */
int  oh_meeting_get(struct oh_meeting **mp, struct oh_calls *cs,
		    const char *name);
void oh_meeting_set_kind(struct oh_meeting *m, enum oh_meeting_kind kind);
enum oh_meeting_kind oh_meeting_kind(const struct oh_meeting *m);
/* Of a call; borrowed, NULL: none */
struct oh_meeting *oh_meeting_of(const struct oh_live *lv);
/* Where a voice on this call cannot be: it was put through, listens or
   whispers */
bool oh_meeting_is_closed(const struct oh_live *lv);
/* Where they hear each other, for what is no call; borrowed */
struct oh_room *oh_meeting_room(const struct oh_meeting *m);
/* Whom we hold is resumed. to: whom a whisper is for. EALREADY: it is in
   one */
int  oh_meeting_enter(struct oh_meeting *m, struct oh_live *lv,
		      enum oh_room_role role, const struct oh_live *to);
void oh_meeting_leave(struct oh_live *lv);
/* The same for all who are in it with this call: the id of the first of them;
   borrowed, NULL: it is in none, or alone there */
const char *oh_meeting_id(const struct oh_live *lv);
/* Who talks, in the order in which they came; NULL: no more */
struct oh_live *oh_meeting_next(const struct oh_meeting *m,
				const struct oh_live *lv);
/* How many are in it, whatever they do */
uint32_t oh_meeting_count(const struct oh_meeting *m);
/* How many talk, but for this one */
uint32_t oh_meeting_others(const struct oh_meeting *m,
			   const struct oh_live *lv);
void oh_meeting_watch(struct oh_meeting *m, struct oh_meeting_watch *w);
void oh_meeting_unwatch(struct oh_meeting *m, struct oh_meeting_watch *w);

#endif
