/**
 * @file result.h  What came of it, as a value
 *
 * One result per number asked for, folded from events (cdr/fold). Sizes are
 * fixed so that a result can be copied; only tries[] is bounded by count.
 */
#ifndef OH_EVENT_RESULT_H
#define OH_EVENT_RESULT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/money.h"
#include "event/cause.h"
#include "event/event.h"

#define OH_RESULT_SCHEMA "offhook.result/1"

enum {
	OH_RESULT_TEXT      = 128,
	OH_RESULT_TRY_TEXT  = 64,   /* an E.164 number, a trunk's name, a
				       Call-ID of ours */
	OH_RESULT_PATH      = 1024,
	OH_RESULT_DIGITS    = 128,
	OH_RESULT_TRIES_MAX = 16,
};

/** One attempt */
struct oh_try {
	char          number[OH_RESULT_TRY_TEXT];
	char          trunk[OH_RESULT_TRY_TEXT];
	char          call_id[OH_RESULT_TRY_TEXT];
	enum oh_cause cause;
	uint16_t      scode;
	int           q850;
};

struct oh_result {
	char              id[OH_RESULT_TEXT];       /**< our UUIDv7          */
	char              parent[OH_RESULT_TEXT];   /**< the call that was
							 forwarded, or ""   */
	bool              incoming;
	char              from[OH_RESULT_TEXT];
	char              to[OH_RESULT_TEXT];
	char              to_rewritten[OH_RESULT_TEXT];
	char              trunk[OH_RESULT_TEXT];
	char              name[OH_RESULT_TEXT];     /**< incoming: as they call
							 themselves; it has no
							 record             */
	char              asserted[OH_RESULT_TEXT];      /**< incoming:   */
	char              diverted_from[OH_RESULT_TEXT]; /**< as of the   */
	char              attestation[8];                /**< event       */
	char              verstat[32];
	char              call_id[OH_RESULT_TEXT];
	uint64_t          start_us;                 /**< wall; 0: not yet    */
	uint64_t          progress_us;
	uint64_t          ring_us;
	uint64_t          answer_us;
	uint64_t          end_us;
	enum oh_cause     cause;
	enum oh_party     hangup_by;
	uint16_t          scode;
	char              reason[OH_RESULT_TEXT];   /**< SIP reason phrase   */
	struct oh_reason  why;                      /**< what the network
							 gave as reason      */
	char              guard[OH_RESULT_TEXT];    /**< rule that refused   */
	char              hint[OH_RESULT_TEXT * 2]; /**< how to allow it     */
	enum oh_detected  answered_by;              /**< HUMAN to UNKNOWN, or
							 NONE                */
	char              answered_by_reason[24];   /**< "LONGGREETING"      */
	double            confidence;               /**< 0..1                */
	double            beep_s;                   /**< 0: none heard       */
	bool              gathered;                 /**< digits were asked   */
	bool              digits_ok;
	bool              masked;
	char              digits[OH_RESULT_DIGITS];
	bool              played;                   /**< to its end          */
	char              codec[32];
	char              srtp[32];                 /**< suite, or ""        */
	enum oh_dtmf      dtmf;
	char              tls[16];                  /**< "TLSv1.3", "" : the
							 signalling was in the
							 clear               */
	struct oh_quality quality;
	bool              media;                    /**< audio ever arrived  */
	bool              flow;                     /**< a program ran      */
	int               flow_status;
	char              recording[OH_RESULT_PATH];
	bool              recording_ok;
	double            recorded_s;
	struct oh_money   rate;                     /**< a minute; currency
							 "": not known       */
	struct oh_money   cost;                     /**< of the call         */
	char              note[OH_RESULT_TEXT * 2]; /**< last warning        */
	uint32_t          tryc;
	struct oh_try     tryv[OH_RESULT_TRIES_MAX];
};

void   oh_result_init(struct oh_result *res);
double oh_result_ring_s(const struct oh_result *res);     /* ring to answer
							     or end     */
double oh_result_billsec(const struct oh_result *res);    /* from answer */
double oh_result_duration(const struct oh_result *res);   /* from start  */
double oh_result_pdd_ms(const struct oh_result *res);     /* to 1st 18x;
							     < 0: none  */

#endif
