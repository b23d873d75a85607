/**
 * @file forward_priv.h  A passage: who is led to whom
 *
 *   talker a ══ bridge ══ talker b          third ◀── is being called
 *      │                     │                │
 *   came in               attempt          attempt
 *
 * At first `a` came in and `b` is called for it. A transfer puts another
 * one in the place of the one that asked for it.
 */
#ifndef OH_FORWARD_PRIV_H
#define OH_FORWARD_PRIV_H

#include "base/compat.h"
#include "call/bridge.h"
#include "cdr/store.h"
#include "conf/conf.h"
#include "forward/forward.h"
#include "number/number.h"
#include "place/attempt.h"

enum {
	OH_FORWARD_HEADERS   = 256,
	OH_FORWARD_CODEC     = 32,
	OH_FORWARD_TRANSFERS = 8,      /**< of one passage                 */
	OH_FORWARD_LEAVE_MS  = 2000,   /**< for who has been transferred to
					    hang up by itself              */
};

struct oh_forward {
	struct oh_forward_prm prm;
	struct list           passagel;
	struct tmr            tmr;
	bool                  stopping;
	void                (*closedh)(void *arg);
};

/** Why a talker leaves, or is made to */
struct oh_parting {
	enum oh_cause cause;
	uint16_t      scode;           /**< of a call made, or 0           */
	struct oh_reason given;        /**< Reason of the one that left    */
};

/** One who talks, or is called */
struct oh_talker {
	struct le             le;
	struct oh_passage    *passage;
	void                 *origin;  /**< the passage whose prm it uses  */
	struct oh_call       *call;    /**< of a call made: from DIALING to
					    ENDED; shared                  */
	struct oh_call_watch  watch;
	struct oh_attempt    *attempt; /**< NULL: it came in               */
	struct oh_cdr_call   *row;
	struct oh_result      res;     /**< of a call made                 */
	struct tmr            tmr;     /**< until it is let go             */
	char                  trunk[OH_CONF_NAME];
	bool                  answered;
};

/** A REFER that is being followed */
struct oh_transfer {
	struct oh_talker *stay;        /**< NULL: there is none            */
	struct oh_talker *referrer;    /**< NULL: has hung up meanwhile    */
	struct oh_talker *third;       /**< NULL: stay was asked to call   */
	bool              accepted;    /**< and does                       */
};

struct oh_passage {
	struct le             le;
	struct oh_forward    *forward;
	struct oh_place      *place;
	void                 *home;    /**< of it                          */
	struct list           talkerl;
	struct oh_talker     *a, *b;   /**< NULL: has left                 */
	struct oh_bridge     *bridge;
	struct oh_transfer    transfer;
	unsigned              transferc;
	char                  number[OH_NUMBER_TEXT];  /**< of the last one */
	struct oh_attempt_prm prm;
	char                  parent[OH_RESULT_TEXT];
	char                  from[OH_RESULT_TEXT];
	char                  codec[OH_FORWARD_CODEC];
	char                  headers[OH_FORWARD_HEADERS];
};

/* passage.c */
int  oh_passage_alloc(struct oh_passage **pp, struct oh_forward *f);
int  oh_passage_enter(struct oh_talker **tp, struct oh_passage *p,
		      struct oh_call *in, const char *trunk);
int  oh_passage_dial(struct oh_talker **tp, struct oh_passage *p,
		     const char *number);
int  oh_passage_join(struct oh_passage *p, struct oh_talker *a,
		     struct oh_talker *b);
struct oh_talker *oh_passage_partner(const struct oh_talker *t);
void oh_passage_move(struct oh_passage *p, struct oh_talker *t);
void oh_passage_leave(struct oh_talker *t, const struct oh_parting *why);
void oh_passage_let_go(struct oh_talker *t, uint32_t ms);
void oh_passage_stop(struct oh_passage *p, enum oh_cause cause);
void oh_passage_maybe_over(struct oh_passage *p);
void oh_passage_drop(struct oh_passage *p);

/* forward.c */
void oh_forward_maybe_closed(struct oh_forward *f);

/* transfer.c */
uint16_t oh_transfer_refer(struct oh_call *c, const struct oh_refer *to,
			   void *arg);
void oh_transfer_event(struct oh_talker *t, const struct oh_event *ev);
void oh_transfer_answered(struct oh_talker *t);
bool oh_transfer_left(struct oh_talker *t, const struct oh_parting *why);
uint16_t oh_transfer_status(enum oh_cause cause);

/* replace.c */
uint16_t oh_replace_refer(struct oh_talker *t, struct oh_talker *stay,
			  const struct oh_replaces *r);
int  oh_replace_invite(struct oh_forward *f, struct oh_call *in,
		       const char *trunk, const struct sip_msg *msg);

#endif
