/**
 * @file attempt_priv.h  The inside of an attempt
 *
 *   begin ──▶ trunk ready ──▶ gate ──▶ INVITE ──▶ answered ──▶ job ──▶ done
 *     ▲                         │         │
 *     └── next address, trunk, ◀┴─────────┘  attempt_next.c decides
 *         or number (3xx)
 */
#ifndef OH_PLACE_ATTEMPT_PRIV_H
#define OH_PLACE_ATTEMPT_PRIV_H

#include "base/compat.h"
#include "base/id.h"
#include "cdr/store.h"
#include "place/attempt.h"
#include "place/place_priv.h"
#include "route/limit.h"

enum {
	ATTEMPT_HOPS_MAX = 5,          /**< 3xx that are followed          */
	ATTEMPT_ROUTE    = 128,        /**< "sip:[address]:port;..."       */
	ATTEMPT_WARNING  = 256,
};

/** Caps and brakes of a try. While the row is being begun the store's thread
    decides on it */
struct attempt_gate {
	struct oh_limit_prm   limits;
	struct oh_money       rate;
	enum oh_limit_verdict verdict;
	uint64_t              left_ms;     /* of the day, for this call     */
	char                  rule[96];    /* that leaves no more           */
	struct oh_cdr_call   *row;
	struct tmr            tmr;         /* to ask again                  */
	uint64_t              until_us;    /* the last time; 0: not asked   */
	bool                  held;        /* waits for its turn            */
};

struct oh_attempt {
	char                  id[OH_ID_SIZE];
	struct oh_place      *place;
	struct oh_attempt_prm prm;
	struct oh_ways        ways;
	uint32_t              way;        /* the one that is being tried    */
	uint32_t              tries;      /* INVITEs sent                   */
	struct oh_choice      choice;     /* on that way                    */
	char                  route[ATTEMPT_ROUTE];  /* its address         */
	struct place_wait     wait;
	struct attempt_gate   gate;
	struct tmr            tmr;        /* to speak after start() only    */
	struct tmr            reply_tmr;  /* until the next way is tried    */
	uint64_t              ring_us;    /* until when it may ring; 0: not
					     known yet                      */
	bool                  ringing;
	bool                  answered;   /* any try: then it was the last  */
	bool                  again;      /* the next try has been decided  */
	bool                  stopped;    /* no more of them                */
	uint32_t              hops;
	char                  seenv[ATTEMPT_HOPS_MAX][OH_NUMBER_TEXT];
	struct oh_call       *call;
	void                 *work;       /* what is done on it            */
	enum oh_cause         cause;
	bool                  told;       /* the last event has been told   */
	char                 *record;     /* path of the recording, or NULL */
	struct oh_attempt_ear ear;
};

/* attempt.c */
void oh_attempt_tell(struct oh_attempt *a, struct oh_event *ev);
void oh_attempt_event(const struct oh_event *ev, void *arg);
void oh_attempt_ask(struct oh_choose_prm *prm, const struct oh_attempt *a,
		    const char *number);

/* The gate has answered; never LATER */
void oh_attempt_gated(struct oh_attempt *a, enum oh_limit_verdict v,
		      const char *why);

/* attempt_gate.c */
int  oh_attempt_gate(struct oh_attempt *a);
void oh_attempt_shut(struct oh_attempt *a);
uint32_t oh_attempt_max_ms(char *note, size_t size,
			   const struct oh_attempt *a);

/* attempt_dial.c: the INVITE of one try; 0 or an errno */
int  oh_attempt_dial(struct oh_attempt *a, const struct oh_trunk *t);

/* attempt_next.c: whether and where to go on */
void oh_attempt_warn(struct oh_attempt *a, const char *text);
bool oh_attempt_may_wait(struct oh_attempt *a);
bool oh_attempt_next(struct oh_attempt *a, const struct oh_cause_in *in);
bool oh_attempt_redirect(struct oh_attempt *a, const struct oh_event *ev);
uint32_t oh_attempt_ring_ms(const struct oh_attempt *a);

#endif
