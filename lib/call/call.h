/**
 * @file call.h  A call: one leg and one stream, joined
 *
 * Carries bodies between the two, keeps the call's clocks (ringing, longest
 * duration, leaving), and tells everything that happens as events. The last
 * event of a call is OH_EVENT_ENDED, exactly once, after the media has been
 * closed and its quality told; until then nothing of it may be forgotten.
 *
 * Out:  oh_call_dial() .. DIALING .. ANSWERED .. ENDED
 * In:   oh_call_take() .. INCOMING .. oh_call_pickup() .. ANSWERED .. ENDED
 */
#ifndef OH_CALL_CALL_H
#define OH_CALL_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "event/event.h"
#include "media/stream.h"
#include "sip/identity.h"
#include "sip/leg.h"

struct sip_msg;
struct oh_call;
struct oh_hearsay;
struct oh_refer;
struct oh_replaces;

enum {
	OH_CALL_LEAVE_MS = 2000,   /**< Longest wait for their last word */
	OH_CALL_DIGIT_MS = 100,    /**< A digit of ours sounds           */
	OH_CALL_GAP_MS   = 100,    /**< and the pause after it           */
	OH_CALL_SPEECH_MS = 200,   /**< silence this long ends speech    */
};

/** Everything about a call that does not change. All borrowed, copied. */
struct oh_call_prm {
	const char       *id;      /**< ours; NULL: made                 */
	const char       *number;  /**< the far end, for people          */
	const char       *from;    /**< caller ID sent, or number called */
	const char       *trunk;
	const char       *uri;     /**< request URI                      */
	struct oh_sip    *sip;
	const struct oh_identity *identity;  /**< incoming: or NULL      */
	bool              trusted; /**< whom they assert to be is kept   */
	struct oh_leg_prm leg;     /**< h and arg are the call's         */
	struct oh_engine *engine;
	struct oh_stream_prm stream;  /**< h and arg are the call's      */
	bool              refer;   /**< they may have us call somebody:
					watches are asked (referh)       */
	uint32_t          ring_ms; /**< give up ringing; 0: never        */
	uint32_t          max_ms;  /**< from answer; 0: never            */
	const struct oh_detect_prm *detect;  /**< how to listen for who
					answers, or NULL         */
	oh_event_h       *eventh;
	void             *arg;
};

/**
 * They ask us to call somebody in their place (REFER).
 *
 * @param c   Call
 * @param to  Whom; valid during the call
 * @param arg Handler argument
 *
 * @return 202: taken, oh_call_refer_notify() tells them how it goes; 300 to
 *         699: refused; 0: no business of mine, ask the next one
 */
typedef uint16_t (oh_call_refer_h)(struct oh_call *c,
				   const struct oh_refer *to, void *arg);

/**
 * Somebody else who wants to know, besides the owner: an action on the
 * call. Lies in the watcher's own struct; remove before that goes away.
 */
struct oh_call_watch {
	struct oh_call_watch *next;
	/** Every event, after the owner has seen it; or NULL */
	oh_event_h *eventh;
	/** The far end is gone: what the cause shall be, or NONE */
	enum oh_cause (*closingh)(enum oh_party by, void *arg);
	/** They refer us to somebody, and oh_call_prm.refer allows it; if
	    nobody takes it, it is refused. Or NULL */
	oh_call_refer_h *referh;
	/** Nothing can be done on it any more: leaving has begun. ENDED
	    follows, at once or when all who keep the call let go; or NULL */
	void (*leavingh)(void *arg);
	/** It hears others than before: oh_call_moved() says so; or NULL */
	void (*movedh)(void *arg);
	/** Its owner has let go of it without an end being told, and it is
	    being released: for who does not share it; or NULL. The watch has
	    been taken out. */
	void (*goneh)(void *arg);
	void *arg;
};

/** How good the audio is now */
struct oh_call_measured {
	bool   known;
	double loss_pct;           /**< of the last second             */
	double jitter_ms;
	double rtt_ms;             /**< negative: not known            */
	double mos;                /**< 1 to 4.5, of the last second   */
};

int  oh_call_dial(struct oh_call **cp, const struct oh_call_prm *prm);
int  oh_call_take(struct oh_call **cp, const struct oh_call_prm *prm,
		  const struct sip_msg *msg);
int  oh_call_ring(struct oh_call *c);
/* 101..199; media: with our session description, if it can be */
int  oh_call_progress(struct oh_call *c, uint16_t scode, bool media);
int  oh_call_pickup(struct oh_call *c);
int  oh_call_refuse(struct oh_call *c, uint16_t scode, const char *reason,
		    const char *headers);
int  oh_call_reject(struct oh_call *c, uint16_t scode,
		    const struct oh_reason *why, enum oh_cause cause);
void oh_call_hangup(struct oh_call *c, enum oh_cause cause);
void oh_call_end(struct oh_call *c, enum oh_cause cause, int q850);
void oh_call_end_for(struct oh_call *c, enum oh_cause cause,
		     const struct oh_reason *why);
int  oh_call_hold(struct oh_call *c, bool on);
/* Both ask the far end to call somebody else, and end nothing themselves:
   TRANSFERRING tells how it goes, TRANSFERRED once what came of it, in any
   case before ENDED. Then it is time to hang up, unless they have. */
int  oh_call_transfer(struct oh_call *c, const char *uri, const char *by);
int  oh_call_connect(struct oh_call *c, struct oh_call *with);
bool oh_call_may_transfer(const struct oh_call *c);
/* oh_call_prm.refer */
bool oh_call_may_refer(const struct oh_call *c);
/* Whether a Replaces that came in means this call */
bool oh_call_is_replaced(const struct oh_call *c,
			 const struct oh_replaces *r);
/* What became of a REFER of theirs that was taken: 100 to 199, then once 200
   to 699 */
int  oh_call_refer_notify(struct oh_call *c, uint16_t scode);
void oh_call_watch(struct oh_call *c, struct oh_call_watch *w);
void oh_call_unwatch(struct oh_call *c, struct oh_call_watch *w);
/* By who has joined its stream with others, or parted it from them */
void oh_call_moved(struct oh_call *c);
/* No ENDED, though all is over, until as many have let go. Who keeps a call
   has a deadline of its own. */
void oh_call_keep(struct oh_call *c);
void oh_call_let_go(struct oh_call *c);
void oh_call_tell(struct oh_call *c, struct oh_event *ev);
void oh_call_warn(struct oh_call *c, const char *text);
void oh_call_emergency(struct oh_call *c, const char *address);
int  oh_call_send_digits(struct oh_call *c, const char *digits);
/* Of both sides; one at a time, any number after another */
int  oh_call_record(struct oh_call *c, const char *path);
void oh_call_record_pause(struct oh_call *c, bool on);
void oh_call_record_stop(struct oh_call *c);
/* Path of it, while it is under way; or NULL */
const char *oh_call_recording(const struct oh_call *c);
/* A path from a template, where nothing is yet: see call/name.h */
int  oh_call_record_name(const struct oh_call *c, char *path, size_t size,
			 const char *templ, const char **whyp);
void oh_call_secret(struct oh_call *c, bool on);
/* SPEECH events, as long as anybody wants them: each "on" needs its "off" */
void oh_call_listen(struct oh_call *c, bool on);
bool oh_call_is_speaking(const struct oh_call *c);

/* Names of the call for an event: borrowed, as long as it */
void              oh_call_about(const struct oh_call *c, struct oh_event *ev);
const char       *oh_call_id(const struct oh_call *c);
/* Who answered, as was told last; NONE: not known, or nobody listens */
enum oh_detected  oh_call_who(const struct oh_call *c);
/* Find out, from now or from the answer on; no harm if so already */
int               oh_call_want_who(struct oh_call *c,
				   const struct oh_detect_prm *prm);
struct oh_stream *oh_call_stream(const struct oh_call *c);
/* Of their INVITE, or their 200; NULL: it has not come. Borrowed */
const struct oh_hearsay *oh_call_hearsay(const struct oh_call *c);
/* What they call themselves, or NULL; borrowed */
const char       *oh_call_far_name(const struct oh_call *c);
bool              oh_call_is_incoming(const struct oh_call *c);
bool              oh_call_is_up(const struct oh_call *c);
bool              oh_call_is_leaving(const struct oh_call *c);
/* What we ended it with; NONE: we did not, or not yet */
enum oh_cause     oh_call_verdict(const struct oh_call *c);
bool              oh_call_has_media(const struct oh_call *c);
/* How good its audio is. Asked for, once a second at most, it is known some ms
   later; no event tells it */
void              oh_call_measure(struct oh_call *c);
bool              oh_call_measured(const struct oh_call *c,
				   struct oh_call_measured *m);
/* As of the last oh_stream_ask_quality(): it takes some ms to come */
const struct oh_quality *oh_call_quality(const struct oh_call *c);

#endif
