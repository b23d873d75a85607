/**
 * @file room.h  Any number of streams that hear each other
 *
 * Two who talk are relayed, packet by packet; three or more are mixed, each
 * hearing all but itself. From the one to the other and back nothing is
 * missed. Prompts, digits and pipes of ours go before what one would hear of
 * the room. Digits of theirs are told as ever and not mixed. Whom we hold
 * neither hears the room nor is heard, who holds us is not heard, nor is who
 * is asked for a secret. A stream that closes, or is joined with another,
 * leaves. Main loop.
 *
 *     enum oh_room_role   hears        is heard by
 *     TALK                all others   all others
 *     LISTEN              all          nobody
 *     WHISPER             all          one
 *
 * "All" does not include what others whisper.
 */
#ifndef OH_MEDIA_ROOM_H
#define OH_MEDIA_ROOM_H

#include <stdbool.h>

struct oh_engine;
struct oh_stream;
struct oh_room;

enum oh_room_role { OH_ROOM_TALK, OH_ROOM_LISTEN, OH_ROOM_WHISPER };

/* mem_deref() has all leave */
int  oh_room_alloc(struct oh_room **rp, struct oh_engine *eng);
int  oh_room_enter(struct oh_room *r, struct oh_stream *st,
		   enum oh_room_role role, struct oh_stream *to);
void oh_room_leave(struct oh_stream *st);
void oh_room_mute(struct oh_stream *st, bool on);

#endif
