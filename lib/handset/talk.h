/**
 * @file talk.h  Who has the voice: the handset and the calls it is joined with
 *
 *   handset ──room── call, call, ..     (media/room: two relayed, more mixed)
 *
 * While nobody answers, the handset hears what the network would let them
 * hear: ringing of our own until early media comes, then that; busy and
 * congestion for a few seconds after a call has failed. Who loses the voice
 * is not held: that is up to whoever takes it away. Lifts the handset with
 * the first call and lays it down some seconds after the last has gone. Main
 * loop.
 */
#ifndef OH_HANDSET_TALK_H
#define OH_HANDSET_TALK_H

#include "action/calls.h"
#include "handset/handset.h"

struct oh_prompts;
struct oh_talk;

enum { OH_TALK_CALLS_MAX = 16 };

/** Borrowed while it lives */
struct oh_talk_prm {
	struct oh_handset_prm handset; /**< its handlers are talk's          */
	struct oh_prompts *prompts;
	const char        *country;    /**< whose tones; ""                  */
	/** The handset's state, or who has the voice, has changed; or NULL */
	void (*changeh)(void *arg);
	void *arg;
};

int  oh_talk_alloc(struct oh_talk **tp, const struct oh_talk_prm *prm);
const struct oh_handset *oh_talk_handset(const struct oh_talk *t);
/* Lift the handset for a call that follows within some seconds; as of
   oh_handset_lift() */
int  oh_talk_lift(struct oh_talk *t);
/* The voice is with this call besides; it may still be dialling or ringing.
   ENXIO: no handset; EALREADY; ERANGE */
int  oh_talk_add(struct oh_talk *t, struct oh_live *lv);
void oh_talk_drop(struct oh_talk *t, const struct oh_live *lv);
bool oh_talk_has(const struct oh_talk *t, const struct oh_live *lv);
uint32_t oh_talk_count(const struct oh_talk *t);
/* A key for every call that has the voice */
void oh_talk_press(struct oh_talk *t, char digit);
/* Silence from the handset to all, e.g. while a key is pressed */
void oh_talk_mute(struct oh_talk *t, bool on);
bool oh_talk_is_muted(const struct oh_talk *t);
void oh_talk_close(struct oh_talk *t, void (*closedh)(void *arg), void *arg);

#endif
