/**
 * @file talk_priv.h  The inside of who has the voice
 */
#ifndef OH_HANDSET_TALK_PRIV_H
#define OH_HANDSET_TALK_PRIV_H

#include "base/compat.h"
#include "action/meeting.h"
#include "handset/talk.h"
#include "handset/tones.h"
#include "media/room.h"

enum {
	TALK_DIGITS_MAX = 32,
	TALK_ISO_SIZE   = 3,
};

/** A call that has the voice */
struct talk_member {
	struct le            le;
	struct oh_talk      *talk;
	struct oh_live      *live;
	struct oh_call      *call;
	struct oh_call_watch watch;
	bool                 guest;     /* it is here for another one   */
	bool                 home;      /* in our own room              */
	bool                 rang;
	bool                 answered;
	char                 digits[TALK_DIGITS_MAX + 1]; /* not sent yet  */
};

struct oh_talk {
	struct oh_talk_prm  prm;
	struct oh_handset  *handset;
	struct oh_room     *room;       /* our own                         */
	struct oh_meeting  *meeting;    /* whose room it is in; NULL: ours */
	struct oh_meeting_watch watch;
	struct oh_stream   *stream;     /* the handset's, when last looked
					   at: to be compared, not used    */
	struct list   memberl;
	struct tmr    tmr;              /* a look is due                   */
	struct tmr    tmr_tone;
	struct tmr    tmr_linger;
	bool          asked;            /* to lift, for a call to come     */
	bool          changed;
	bool          muted;
	enum oh_tones failed;
	enum oh_tones playing;
	char          country[TALK_ISO_SIZE];
};

/* talk.c */
struct talk_member *oh_talk_find(const struct oh_talk *t,
				 const struct oh_live *lv);
/* One more, wherever it is; NULL: no memory */
struct talk_member *oh_talk_begin(struct oh_talk *t, struct oh_live *lv);
void oh_talk_drop_all(struct oh_talk *t);
/* What is heard, and who is to be told, is settled from the loop */
void oh_talk_look(struct oh_talk *t, bool changed);

/* talkroom.c */
struct oh_room *oh_talk_room(const struct oh_talk *t);
int  oh_talk_take_in(struct oh_talk *t, struct oh_live *lv);
void oh_talk_follow(struct oh_talk *t);
void oh_talk_go_home(struct oh_talk *t);
void oh_talk_forget_meeting(struct oh_talk *t);
bool oh_talk_has_owner(const struct oh_talk *t);
bool oh_talk_is_relayed(const struct oh_talk *t);

#endif
