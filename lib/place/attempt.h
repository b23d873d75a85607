/**
 * @file attempt.h  One number, called by one trunk after the other
 *
 *   number ──choose──▶ trunks, URI, caller ID ──guard──▶ allowed?
 *     ──trunk ready──▶ caps ──▶ INVITE .. answered ──▶ job ──▶ hung up
 *
 * A try that fails for the trunk's sake goes on to the server's next address
 * and then to the route's next trunk; a 3xx that may be followed begins
 * again with its number. Everything that happens is told as events: DIALING
 * to ENDED for each try, or REFUSED when the guard says no. Then, once, the
 * handler.
 */
#ifndef OH_PLACE_ATTEMPT_H
#define OH_PLACE_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>
#include "call/job.h"
#include "event/event.h"
#include "place/choose.h"
#include "place/place.h"

struct oh_attempt;
struct oh_cdr_call;

/** How numbers are called. Borrowed while attempts with it live. */
struct oh_attempt_prm {
	const char *from;             /**< caller ID, or NULL              */
	const char *trunk;            /**< name, or NULL                   */
	const char *headers;          /**< "Name: value\r\n"..., or NULL   */
	const char *codec;            /**< offered first, or NULL          */
	bool        anonymous;
	bool        person;           /**< dialled it by hand: an emergency
					   number may be called            */
	bool        forwarded;        /**< from is another caller's number,
					   and the headers say so          */
	uint32_t    ring_ms;
	uint32_t    max_ms;           /**< lowered to the guard's maximum  */
	uint32_t    silence_ms;       /**< without RTP to bear; 0: any     */
	struct oh_job_prm job;
	struct oh_work    work;       /**< who does it                     */
	/** Path of a recording for this call, or NULL: no recording.
	    Writes into buf; 0 or an errno. */
	int (*recordh)(char *buf, size_t size, const struct oh_choice *ch,
		       const char *id, void *arg);
	void       *recordarg;
};

/** It is over. The attempt may be released here. */
typedef void (oh_attempt_h)(enum oh_cause cause, void *arg);

/** Who is told; copied */
struct oh_attempt_ear {
	oh_event_h   *eventh;         /**< everything                      */
	oh_attempt_h *h;              /**< the end, once                   */
	void         *arg;
};

/* What the number became, on the trunk of this try; look at its verdict */
const struct oh_choice *oh_attempt_choice(const struct oh_attempt *a);
/* The call of this try, borrowed from DIALING to ENDED; else NULL */
struct oh_call *oh_attempt_call(const struct oh_attempt *a);
int  oh_attempt_start(struct oh_attempt **ap, struct oh_place *place,
		      const char *number, const struct oh_attempt_prm *prm,
		      const struct oh_attempt_ear *ear);
void oh_attempt_stop(struct oh_attempt *a, enum oh_cause cause);
/* Tells ENDED at once, whatever is still under way, and nothing after it */
void oh_attempt_abandon(struct oh_attempt *a, enum oh_cause cause);

/* The row that was begun for the try, to be kept with oh_cdr_event(): taken
   at each event when there is none yet. It is given. */
struct oh_cdr_call *oh_attempt_row(struct oh_attempt *a);

#endif
