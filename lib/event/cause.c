/**
 * @file cause.c  Why a call ended: SIP and Q.850 to one of our causes
 *
 * A status that names the reason stands on its own. A vague one (a gateway's
 * 480 or 503) is refined by the Q.850 cause that came with it.
 */
#include <stddef.h>
#include "event/cause.h"

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

/** One final SIP status */
struct status {
	uint16_t      scode;
	enum oh_cause cause;
	bool          vague;      /* a Q.850 cause may say more */
	int           q850;       /* RFC 3398 8.2.6.1           */
};

/** One Q.850 cause */
struct q850 {
	int           q850;
	enum oh_cause cause;      /* NONE: says nothing more than the status */
	const char   *text;
};

struct name {
	const char *name;
	const char *text;
};

static const struct status statusv[] = {
	{ 401, OH_CAUSE_AUTH,       false, 21 },
	{ 403, OH_CAUSE_DECLINED,   true,  21 },
	{ 404, OH_CAUSE_BAD_NUMBER, false, 1 },
	{ 407, OH_CAUSE_AUTH,       false, 21 },
	{ 408, OH_CAUSE_NO_ANSWER,  false, 102 },
	{ 410, OH_CAUSE_BAD_NUMBER, false, 22 },
	{ 415, OH_CAUSE_NO_MEDIA,   false, 79 },
	{ 428, OH_CAUSE_BLOCKED,    false, 21 },
	{ 438, OH_CAUSE_BLOCKED,    false, 21 },
	{ 480, OH_CAUSE_NO_ANSWER,  true,  18 },
	{ 483, OH_CAUSE_CONGESTION, true,  25 },
	{ 484, OH_CAUSE_BAD_NUMBER, false, 28 },
	{ 485, OH_CAUSE_BAD_NUMBER, false, 1 },
	{ 486, OH_CAUSE_BUSY,       false, 17 },
	{ 487, OH_CAUSE_NO_ANSWER,  false, 0 },
	{ 488, OH_CAUSE_NO_MEDIA,   false, 88 },
	{ 500, OH_CAUSE_CONGESTION, true,  41 },
	{ 501, OH_CAUSE_FAILED,     true,  79 },
	{ 502, OH_CAUSE_CONGESTION, true,  38 },
	{ 503, OH_CAUSE_CONGESTION, true,  41 },
	{ 504, OH_CAUSE_CONGESTION, true,  102 },
	{ 600, OH_CAUSE_BUSY,       false, 17 },
	{ 603, OH_CAUSE_DECLINED,   true,  21 },
	{ 604, OH_CAUSE_BAD_NUMBER, false, 1 },
	{ 606, OH_CAUSE_NO_MEDIA,   false, 88 },
	{ 607, OH_CAUSE_BLOCKED,    false, 21 },
	{ 608, OH_CAUSE_BLOCKED,    false, 21 },
};

static const struct q850 q850v[] = {
	{ 1,   OH_CAUSE_BAD_NUMBER, "unallocated number" },
	{ 2,   OH_CAUSE_BAD_NUMBER, "no route to transit network" },
	{ 3,   OH_CAUSE_BAD_NUMBER, "no route to destination" },
	{ 16,  OH_CAUSE_NONE,       "normal clearing" },
	{ 17,  OH_CAUSE_BUSY,       "user busy" },
	{ 18,  OH_CAUSE_NO_ANSWER,  "no user responding" },
	{ 19,  OH_CAUSE_NO_ANSWER,  "no answer from user" },
	{ 20,  OH_CAUSE_NO_ANSWER,  "subscriber absent" },
	{ 21,  OH_CAUSE_DECLINED,   "call rejected" },
	{ 22,  OH_CAUSE_BAD_NUMBER, "number changed" },
	{ 27,  OH_CAUSE_CONGESTION, "destination out of order" },
	{ 28,  OH_CAUSE_BAD_NUMBER, "invalid number format" },
	{ 29,  OH_CAUSE_NONE,       "facility rejected" },
	{ 31,  OH_CAUSE_NONE,       "normal, unspecified" },
	{ 34,  OH_CAUSE_CONGESTION, "no circuit available" },
	{ 38,  OH_CAUSE_CONGESTION, "network out of order" },
	{ 41,  OH_CAUSE_CONGESTION, "temporary failure" },
	{ 42,  OH_CAUSE_CONGESTION, "switching equipment congestion" },
	{ 47,  OH_CAUSE_CONGESTION, "resource unavailable" },
	{ 57,  OH_CAUSE_DECLINED,   "bearer capability not authorised" },
	{ 58,  OH_CAUSE_NO_MEDIA,   "bearer capability not available" },
	{ 65,  OH_CAUSE_NO_MEDIA,   "bearer capability not implemented" },
	{ 79,  OH_CAUSE_NONE,       "service not implemented" },
	{ 88,  OH_CAUSE_NO_MEDIA,   "incompatible destination" },
	{ 102, OH_CAUSE_CONGESTION, "recovery on timer expiry" },
	{ 127, OH_CAUSE_NONE,       "interworking, unspecified" },
};

static const struct name causev[OH_CAUSE_MAX] = {
	[OH_CAUSE_NONE]         = { "none",         "not ended" },
	[OH_CAUSE_DONE]         = { "done",         "done" },
	[OH_CAUSE_FAILED]       = { "failed",       "failed" },
	[OH_CAUSE_BUSY]         = { "busy",         "busy" },
	[OH_CAUSE_NO_ANSWER]    = { "no-answer",    "no answer" },
	[OH_CAUSE_DECLINED]     = { "declined",     "declined" },
	[OH_CAUSE_BAD_NUMBER]   = { "bad-number",
				    "number unknown or out of service" },
	[OH_CAUSE_CONGESTION]   = { "congestion",   "network congestion" },
	[OH_CAUSE_BLOCKED]      = { "blocked",      "blocked by the network" },
	[OH_CAUSE_MACHINE]      = { "machine",      "answered by a machine" },
	[OH_CAUSE_FAX]          = { "fax",          "answered by a fax" },
	[OH_CAUSE_NO_DIGITS]    = { "no-digits",
				    "digits missing or not valid" },
	[OH_CAUSE_HUNG_UP]      = { "hung-up",      "far end hung up early" },
	[OH_CAUSE_NO_MEDIA]     = { "no-media",     "no usable audio" },
	[OH_CAUSE_MAX_DURATION] = { "max-duration",
				    "maximum duration reached" },
	[OH_CAUSE_REFUSED]      = { "refused",      "refused by a guard" },
	[OH_CAUSE_AUTH]         = { "auth",         "authentication failed" },
	[OH_CAUSE_NETWORK]      = { "network",      "no reply from the "
						    "network" },
	[OH_CAUSE_NO_ROUTE]     = { "no-route",     "no route" },
	[OH_CAUSE_TRANSFER]     = { "transfer",     "transfer failed" },
	[OH_CAUSE_TIMEOUT]      = { "timeout",      "timed out" },
	[OH_CAUSE_INTERRUPTED]  = { "interrupted",  "interrupted" },
	[OH_CAUSE_TERMINATED]   = { "terminated",   "terminated" },
};

static const char *const partyv[] = {
	[OH_PARTY_NONE]    = "none",
	[OH_PARTY_US]      = "us",
	[OH_PARTY_THEM]    = "them",
	[OH_PARTY_NETWORK] = "network",
	[OH_PARTY_GUARD]   = "guard",
};

static const struct status *find_status(uint16_t scode)
{
	static const struct status other = {
		.cause = OH_CAUSE_FAILED, .vague = true, .q850 = 127,
	};

	for (size_t i = 0; i < COUNT(statusv); i++) {
		if (statusv[i].scode == scode)
			return &statusv[i];
	}

	return &other;
}

static const struct q850 *find_q850(int q850)
{
	for (size_t i = 0; i < COUNT(q850v); i++) {
		if (q850v[i].q850 == q850)
			return &q850v[i];
	}

	return NULL;
}

/* Nothing final ever came */
static enum oh_cause without_reply(const struct oh_cause_in *in)
{
	if (in->challenged && !in->err)
		return OH_CAUSE_AUTH;
	if (in->ringing && !in->err)
		return OH_CAUSE_NO_ANSWER;

	return OH_CAUSE_NETWORK;
}

/**
 * Decide why a call attempt ended
 *
 * A 408 before any 18x means that nobody took the call at all; after one it
 * is a phone that rang. A 2xx is DONE: whether the job was done is for
 * others to say.
 *
 * @param in How it ended on the wire
 *
 * @return Cause, never NONE
 */
enum oh_cause oh_cause_decide(const struct oh_cause_in *in)
{
	const struct status *st;
	const struct q850 *q;

	if (in->scode == 0)
		return without_reply(in);
	if (in->scode < 300)
		return OH_CAUSE_DONE;
	if (in->scode < 400)
		return OH_CAUSE_FAILED;
	if (in->scode == 408 && !in->ringing)
		return OH_CAUSE_NETWORK;

	st = find_status(in->scode);
	q = st->vague ? find_q850(in->q850) : NULL;

	return q && q->cause != OH_CAUSE_NONE ? q->cause : st->cause;
}

/**
 * Name a cause as programs know it
 *
 * @param cause Cause
 *
 * @return Lower-case word, such as "no-answer"
 */
const char *oh_cause_name(enum oh_cause cause)
{
	if ((unsigned)cause >= OH_CAUSE_MAX)
		return "unknown";

	return causev[cause].name;
}

/**
 * Say a cause to people
 *
 * @param cause Cause
 *
 * @return Lower-case words without full stop
 */
const char *oh_cause_text(enum oh_cause cause)
{
	if ((unsigned)cause >= OH_CAUSE_MAX)
		return "unknown";

	return causev[cause].text;
}

/**
 * Give the disposition of a call record, in the words of other PBXs
 *
 * @param cause    Cause
 * @param answered The call was answered
 *
 * @return "ANSWERED", "NO ANSWER", "BUSY" or "FAILED"
 */
const char *oh_cause_disposition(enum oh_cause cause, bool answered)
{
	if (answered)
		return "ANSWERED";

	switch (cause) {

	case OH_CAUSE_BUSY:
		return "BUSY";

	case OH_CAUSE_NO_ANSWER:
	case OH_CAUSE_TIMEOUT:
	case OH_CAUSE_INTERRUPTED:
	case OH_CAUSE_TERMINATED:
		return "NO ANSWER";

	default:
		return "FAILED";
	}
}

/**
 * Say a Q.850 cause to people (ITU-T Q.850 table 1)
 *
 * @param q850 Cause value, 1..127
 *
 * @return Lower-case words, "unknown" for those we do not name
 */
const char *oh_cause_q850_text(int q850)
{
	const struct q850 *q = find_q850(q850);

	return q ? q->text : "unknown";
}

/**
 * Give the Q.850 cause of a SIP status (RFC 3398 8.2.6.1)
 *
 * @param scode SIP status
 *
 * @return Cause value, OH_Q850_NONE where the table has none
 */
int oh_cause_q850_of(uint16_t scode)
{
	if (scode < 200)
		return OH_Q850_NONE;
	if (scode < 300)
		return OH_Q850_NORMAL;
	if (scode < 400)
		return OH_Q850_NONE;

	return find_status(scode)->q850;
}

/**
 * Name a party
 *
 * @param party Who
 *
 * @return "us", "them", "network", "guard" or "none"
 */
const char *oh_party_name(enum oh_party party)
{
	if ((unsigned)party >= COUNT(partyv))
		return "none";

	return partyv[party];
}
