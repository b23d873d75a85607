/**
 * @file call_priv.h  The inside of a call
 */
#ifndef OH_CALL_PRIV_H
#define OH_CALL_PRIV_H

#include "base/compat.h"
#include "base/id.h"
#include "call/call.h"

/** A walk over the watchers, which may go away under its feet */
struct call_walk {
	struct call_walk     *outer;
	struct oh_call_watch *next;
};

/** What watchers are told of */
enum call_told { CALL_TOLD_EVENT, CALL_TOLD_LEAVING, CALL_TOLD_MOVED };

struct oh_call {
	char               id[OH_ID_SIZE];
	char              *number;
	char              *from;
	char              *trunk;
	char              *uri;
	char              *name;      /* they have said, or ""           */
	bool               incoming;
	bool               trusted;       /* they assert who calls         */
	struct oh_hearsay *hearsay;       /* of theirs, or NULL            */
	bool               refer;         /* theirs are heard              */
	struct oh_leg     *leg;
	struct oh_stream  *stream;
	bool               leg_closed;
	bool               stream_closed;
	bool               joined;        /* offer and answer have met     */
	bool               answered;
	bool               media;         /* audio of theirs ever came     */
	bool               secret;        /* their digits are nobody's     */
	bool               ended;
	uint32_t           keepers;       /* for whom ENDED has to wait    */
	bool               detecting;
	bool               pressed;       /* a key: they are a person      */
	enum oh_detected   who;           /* HUMAN to UNKNOWN, or NONE     */
	struct oh_detect_prm detect;
	uint32_t           ring_ms;
	uint32_t           max_ms;
	struct tmr         tmr;           /* ringing, then the longest time */
	struct tmr         leave_tmr;
	uint64_t           left_us;       /* wall, when leaving began      */
	struct tmr         keys_tmr;
	char              *keys;          /* digits of ours on their way   */
	size_t             keys_pos;      /* those already sent by INFO    */
	char              *answer_sdp;    /* incoming: what we shall say   */
	struct oh_stream_info agreed;
	struct oh_cause_in in;            /* how it ended on the wire      */
	struct oh_reason   why;           /* and what they gave as reason  */
	enum oh_cause      verdict;       /* ours; NONE: ask the wire      */
	enum oh_party      by;
	char              *reason;
	char              *contact;       /* where a 3xx leads             */
	char              *recording;     /* path, while it is under way   */
	char              *message;
	bool               recorded;      /* there was a recording         */
	unsigned           listeners;     /* who want to know of speech    */
	bool               speaking;
	char              *transfer;      /* target of ours, not decided   */
	char              *referred;      /* of theirs, not decided        */
	struct oh_quality  quality;       /* as was counted last           */
	struct oh_call_measured measured;
	uint64_t           asked_us;      /* when that was asked; 0: never */
	struct oh_call_watch *watches;
	struct call_walk  *walks;
	oh_event_h        *eventh;
	void              *arg;
};

/* call.c */
void oh_call_leave(struct oh_call *c);
void oh_call_maybe_ended(struct oh_call *c);
enum oh_cause oh_call_closing(struct oh_call *c);

/* call_leg.c: what the leg says */
void oh_call_leg_handler(struct oh_leg *leg, const struct oh_leg_event *ev,
		      void *arg);

/* call_transfer.c: REFER, ours and theirs */
void oh_call_asked(struct oh_call *c, const struct oh_refer *to);
void oh_call_referred(struct oh_call *c, const struct oh_leg_event *ev);
void oh_call_transfer_lost(struct oh_call *c);

/* call_stream.c: what the stream says, and what was agreed */
void oh_call_stream_handler(const struct oh_stream_event *ev, void *arg);
void oh_call_agreed(struct oh_call *c);
void oh_call_disagreed(struct oh_call *c);

/* call_detect.c: who or what is there */
void oh_call_detect(struct oh_call *c);
void oh_call_detected(struct oh_call *c, const struct oh_stream_event *sev);
void oh_call_key(struct oh_call *c);

/* call_record.c: recordings of both kinds, speech */
int  oh_call_record_message(struct oh_call *c, const char *path,
			    bool paused);
void oh_call_recorded(struct oh_call *c, const struct oh_stream_event *ev);
void oh_call_spoke(struct oh_call *c, bool on);

/* call_measure.c: how good the audio is */
void oh_call_counted(struct oh_call *c, const struct oh_quality *now);

/* call_keys.c: digits of ours */
void oh_call_keys_sent(struct oh_call *c);

/* call_watch.c */
void oh_call_tell_watches(struct oh_call *c, enum call_told what,
			  const struct oh_event *ev);

#endif
