/**
 * @file calls.h  The calls of this process, for whoever wants to act on one
 *
 *   callh of place and answer ──▶ calls ──▶ found by id ──▶ actions
 *
 * A call is in here from its first event to its ENDED; what is known of it
 * is kept as a result that grows. Digits that come while nobody collects any
 * are kept for who will (type-ahead).
 */
#ifndef OH_ACTION_CALLS_H
#define OH_ACTION_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "call/call.h"
#include "event/event.h"
#include "event/result.h"

struct oh_calls;
struct oh_live;
struct oh_place;
struct oh_prompts;

enum {
	OH_CALLS_TYPED_MAX = 64,     /**< Digits kept for later          */
};

/** Where a call is */
enum oh_live_state {
	OH_LIVE_DIALING,             /**< nothing heard yet              */
	OH_LIVE_RINGING,             /**< there, or here                 */
	OH_LIVE_EARLY,               /**< they are heard before they answer */
	OH_LIVE_UP,
	OH_LIVE_LEAVING,             /**< no more can be done on it      */
};

/** What actions need. All borrowed while it lives. */
struct oh_calls_prm {
	struct oh_engine  *engine;
	struct oh_prompts *prompts;
	struct oh_place   *place;        /**< to call somebody, or NULL    */
	struct oh_cdr     *cdr;          /**< keeps records, or NULL       */
	const char        *tts_command;  /**< as of struct oh_tts_prm      */
	const char        *voice;
	const char        *speech_dir;   /**< of what was spoken; exists   */
	const char        *recordings;   /**< folder, or ""                */
	const struct oh_detect_prm *detect;  /**< who answers; or NULL     */
	uint32_t           first_ms;     /**< defaults of gather           */
	uint32_t           between_ms;
	uint32_t           ring_ms;      /**< of calls that actions make   */
	uint32_t           max_ms;
	uint32_t           silence_ms;
	/** A call that an action has made: its events and its result, or
	    NULL. Everybody else's are told by who made them. */
	oh_event_h        *eventh;
	void (*resulth)(const struct oh_result *res, void *arg);
	void              *arg;
};

/** Told of each event of each call. Lies in the watcher's own struct. */
struct oh_calls_watch {
	struct oh_calls_watch *next;
	oh_event_h *eventh;
	/** One has come into a meeting, or left it; or NULL. It ends nothing,
	    and moves nobody */
	void      (*movedh)(void *arg);
	void       *arg;
};

int  oh_calls_alloc(struct oh_calls **csp, const struct oh_calls_prm *prm);
const struct oh_calls_prm *oh_calls_prm(const struct oh_calls *cs);
void oh_calls_set_place(struct oh_calls *cs, struct oh_place *place);
/* Ends the calls that actions have made. h: once, when they have ended, never
   before this returns; false: there are none, and it is not called */
bool oh_calls_stop(struct oh_calls *cs, void (*h)(void *arg), void *arg);
int  oh_calls_add(struct oh_calls *cs, struct oh_call *call);
/* ENOENT: none; EEXIST: the beginning fits several. NULL or "": the only
   one. Borrowed: until its ENDED. */
int  oh_calls_find(struct oh_live **lvp, const struct oh_calls *cs,
		   const char *id);
/* In the order in which they began; NULL: no more */
struct oh_live *oh_calls_next(const struct oh_calls *cs,
			      const struct oh_live *lv);
void oh_calls_watch(struct oh_calls *cs, struct oh_calls_watch *w);
void oh_calls_unwatch(struct oh_calls *cs, struct oh_calls_watch *w);

struct oh_call   *oh_live_call(const struct oh_live *lv);
struct oh_calls  *oh_live_calls(const struct oh_live *lv);
enum oh_live_state oh_live_state(const struct oh_live *lv);
const char       *oh_live_state_name(const struct oh_live *lv);
bool              oh_live_is_held(const struct oh_live *lv);
const struct oh_result *oh_live_result(const struct oh_live *lv);
/* The oldest digit that nobody has collected, taken; NUL: none */
char              oh_live_typed(struct oh_live *lv);
void              oh_live_type(struct oh_live *lv, char digit);
void              oh_live_forget_typed(struct oh_live *lv);
/** A digit that came, for who collects them */
typedef void (oh_live_digit_h)(char digit, void *arg);

/* EBUSY: somebody else does already. h NULL: no longer, whoever it was */
int  oh_live_collect(struct oh_live *lv, oh_live_digit_h *h, void *arg);

#endif
