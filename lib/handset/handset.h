/**
 * @file handset.h  The voice terminal: what a person speaks into
 *
 *   baresip, a child of ours ─┐
 *   sip:URI, a desk phone ────┴── a call of our own ──▶ one stream
 *
 * Offhook opens no sound device: baresip does, as a SIP endpoint on loopback
 * that nobody else can ring (a random user, one call, no control port), or a
 * phone on the desk, which rings and is picked up. The handset's call is in
 * no register and has no record: it is part of us. It is lifted when a voice
 * is first wanted and laid down when none is. Main loop.
 */
#ifndef OH_HANDSET_HANDSET_H
#define OH_HANDSET_HANDSET_H

#include <stdbool.h>
#include <stdint.h>
#include "base/log.h"
#include "media/engine.h"
#include "media/stream.h"

struct oh_handset;
struct oh_resolver;

enum {
	OH_HANDSET_OPEN_MS  = 3000,    /**< a device opens within, or fails  */
	OH_HANDSET_PICKUP_MS = 30000,  /**< a desk phone is picked up within */
	OH_HANDSET_RATE_MAX = 100,     /**< packets a second; more: runaway  */
	OH_HANDSET_WHY      = 192,
};

enum oh_handset_kind {
	OH_HANDSET_NONE,
	OH_HANDSET_BARESIP,
	OH_HANDSET_PHONE,
};

enum oh_handset_state {
	OH_HANDSET_DOWN,
	OH_HANDSET_STARTING,
	OH_HANDSET_RINGING,            /**< the desk phone                   */
	OH_HANDSET_UP,                 /**< there is a voice                 */
	OH_HANDSET_FAILED,             /**< see oh_handset_why()             */
};

/** Borrowed while it lives */
struct oh_handset_prm {
	const char *conf;              /**< "baresip" "sip:URI" "none"; "":
					    baresip if it is installed, else
					    none                             */
	const char *input;             /**< "alsa,default", "aubridge,x",
					    "aufile,/a.wav"; "" or NULL      */
	const char *output;            /**< the same                         */
	const char *dump;              /**< tests: folder into which baresip
					    records both directions; NULL    */
	struct oh_engine   *engine;
	struct oh_resolver *resolver;
	struct oh_log      *log;
	/** Its state has changed; never before a function here returns */
	void (*stateh)(enum oh_handset_state state, void *arg);
	/** What its call tells besides: PLAYED, RECORDED ..; or NULL */
	oh_event_h *eventh;
	/** A key of a desk phone, and how it came; or NULL */
	void (*keyh)(char digit, enum oh_dtmf dtmf, void *arg);
	void *arg;
};

int  oh_handset_alloc(struct oh_handset **hp,
		      const struct oh_handset_prm *prm);
enum oh_handset_kind  oh_handset_kind(const struct oh_handset *h);
enum oh_handset_state oh_handset_state(const struct oh_handset *h);
const char *oh_handset_state_name(enum oh_handset_state state);
/* Why it failed, or why there is none though nobody said "none", for people:
   what, and how to mend it; or "" */
const char *oh_handset_why(const struct oh_handset *h);
/* Why there is none, and what gives one; "" if there is */
const char *oh_handset_missing(const struct oh_handset *h);
/* Begin; UP or FAILED follows. EALREADY: it is up or on its way; ENXIO:
   there is none */
int  oh_handset_lift(struct oh_handset *h);
void oh_handset_lay(struct oh_handset *h);
/* Its audio, borrowed while UP; else NULL */
struct oh_stream *oh_handset_stream(const struct oh_handset *h);
/* closedh once, within 3 s, when its call has ended and its child is gone */
void oh_handset_close(struct oh_handset *h, void (*closedh)(void *arg),
		      void *arg);

#endif
