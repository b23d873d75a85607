/**
 * @file cause.h  Why a call ended, or did not come about
 *
 * One cause for every exit status a person can act on. The exact SIP status
 * and Q.850 cause travel beside it. Mapping from SIP follows RFC 3398 7.2
 * and 8.2.6.1; a received "Reason: Q.850" (RFC 3326, 6432) is preferred.
 */
#ifndef OH_EVENT_CAUSE_H
#define OH_EVENT_CAUSE_H

#include <stdbool.h>
#include <stdint.h>

enum oh_cause {
	OH_CAUSE_NONE,            /**< not ended yet                       */
	OH_CAUSE_DONE,            /**< answered and the job completed      */
	OH_CAUSE_FAILED,          /**< none of those below                 */
	OH_CAUSE_BUSY,
	OH_CAUSE_NO_ANSWER,
	OH_CAUSE_DECLINED,
	OH_CAUSE_BAD_NUMBER,      /**< unknown, or out of service          */
	OH_CAUSE_CONGESTION,
	OH_CAUSE_BLOCKED,         /**< by the network or call analytics    */
	OH_CAUSE_MACHINE,         /**< answered, but by no person          */
	OH_CAUSE_FAX,
	OH_CAUSE_NO_DIGITS,       /**< digits missing or invalid           */
	OH_CAUSE_HUNG_UP,         /**< far end left before the job's end   */
	OH_CAUSE_NO_MEDIA,        /**< none, one-way, or no common codec   */
	OH_CAUSE_MAX_DURATION,
	OH_CAUSE_TRANSFER,        /**< a transfer was refused, or failed   */
	OH_CAUSE_REFUSED,         /**< by our own guard                    */
	OH_CAUSE_AUTH,
	OH_CAUSE_NETWORK,         /**< DNS, TCP, no reply at all           */
	OH_CAUSE_NO_ROUTE,
	OH_CAUSE_TIMEOUT,         /**< --timeout of the whole command      */
	OH_CAUSE_INTERRUPTED,     /**< SIGINT                              */
	OH_CAUSE_TERMINATED,      /**< SIGTERM, SIGHUP                     */
	OH_CAUSE_MAX
};

/** Who ended it */
enum oh_party {
	OH_PARTY_NONE,
	OH_PARTY_US,
	OH_PARTY_THEM,
	OH_PARTY_NETWORK,
	OH_PARTY_GUARD,
};

/** Q.850 causes we name (ITU-T Q.850 table 1) */
enum oh_q850 {
	OH_Q850_NONE          = 0,
	OH_Q850_UNALLOCATED   = 1,
	OH_Q850_NORMAL        = 16,
	OH_Q850_BUSY          = 17,
	OH_Q850_NO_RESPONSE   = 18,
	OH_Q850_NO_ANSWER     = 19,
	OH_Q850_REJECTED      = 21,
	OH_Q850_UNSPECIFIED   = 31,
	OH_Q850_INCOMPATIBLE  = 88,
	OH_Q850_TIMER         = 102,  /**< recovery on timer expiry */
};

enum { OH_REASON_TEXT = 64, OH_REASON_PLACE = 8 };

/** What a Reason header says (RFC 3326). Zero: nothing. */
struct oh_reason {
	int  q850;                       /**< cause 1..127, or 0           */
	int  sip;                        /**< status that ended it, 200: it
					      was answered elsewhere; or 0 */
	char place[OH_REASON_PLACE];     /**< of q850: where in the network,
					      such as "LN" (RFC 8606)      */
	char text[OH_REASON_TEXT];
};

/** How a call attempt ended on the wire */
struct oh_cause_in {
	uint16_t scode;           /**< Final SIP status, 0 if none came    */
	int      q850;            /**< From a Reason header, 0 if none     */
	bool     ringing;         /**< an 18x had been seen                */
	bool     challenged;      /**< the last request carried credentials,
				       or was challenged without any       */
	int      err;             /**< errno of the transport, 0 if none   */
};

enum oh_cause oh_cause_decide(const struct oh_cause_in *in);
const char   *oh_cause_name(enum oh_cause cause);     /* "no-answer"     */
const char   *oh_cause_text(enum oh_cause cause);     /* "no answer"     */
const char   *oh_cause_disposition(enum oh_cause cause, bool answered);
const char   *oh_cause_q850_text(int q850);           /* "user busy"     */
int           oh_cause_q850_of(uint16_t scode);       /* RFC 3398 8.2.6.1 */
const char   *oh_party_name(enum oh_party party);

#endif
