/**
 * @file legstate.c  What may happen to a leg, and what it leads to
 *
 * Each row cites the section of RFC 3261 (or "RFC:section") that asks for
 * it, so the tables can be read beside the RFCs. What is not in a table is
 * not allowed: our own wish is refused with an errno, a request of theirs
 * with 481 (12.2.2), anything else is ignored.
 *
 *            1xx             2xx/ACK            BYE/200
 *  CALLING -----> PROCEEDING -------> UP ------------------> TERMINATED
 *     |               |               ^ \                        ^
 *     | hangup        | hangup    ACK |  \ hangup/BYE            |
 *     v               v               |   v              200     |
 *     +---------> CANCELLING          |  CLOSING ----------------+
 *                     | 487, 2xx/ACK BYE  ^                      |
 *                     +---------------|---+----------------------+
 *                  200                |   | ACK/BYE
 *  INCOMING ------------------> ANSWERED -+-> LEAVING
 *                                   hangup
 */
#include <errno.h>
#include "sip/legstate.h"

/*  in this state, this  ->  that state, what to do, refusal, RFC 3261 */
#define ROW(st, stim, next, act, refuse, rfc)                           \
	{ OH_LEG_ ## st, OH_LEG_ ## stim, OH_LEG_ ## next,              \
	  OH_LEG_ACT_ ## act, refuse, rfc }

static const struct oh_legstate legv[] = {
	/* UAC: before the answer */
	ROW(IDLE,       DO_INVITE,    CALLING,    SEND,        0, "13.2.1"),
	ROW(CALLING,    RX_1XX,       PROCEEDING, REPORT,      0, "13.2.2.1"),
	ROW(CALLING,    RX_2XX,       UP,         ACK,         0, "13.2.2.4"),
	ROW(CALLING,    RX_CHALLENGE, CALLING,    RESEND,      0, "22.2"),
	ROW(CALLING,    RX_FAIL,      TERMINATED, CLOSE,       0, "13.2.2.3"),
	ROW(CALLING,    ON_FAILURE,   TERMINATED, CLOSE,       0, "8.1.3.1"),
	ROW(CALLING,    DO_HANGUP,    CANCELLING, CANCEL,      0, "9.1"),
	ROW(PROCEEDING, RX_1XX,       PROCEEDING, REPORT,      0, "13.2.2.1"),
	ROW(PROCEEDING, RX_2XX,       UP,         ACK,         0, "13.2.2.4"),
	ROW(PROCEEDING, RX_CHALLENGE, CALLING,    RESEND,      0, "22.2"),
	ROW(PROCEEDING, RX_FAIL,      TERMINATED, CLOSE,       0, "13.2.2.3"),
	ROW(PROCEEDING, ON_FAILURE,   TERMINATED, CLOSE,       0, "8.1.3.1"),
	ROW(PROCEEDING, DO_HANGUP,    CANCELLING, CANCEL,      0, "9.1"),
	/* a callee may not (15), some do: the INVITE is still open */
	ROW(PROCEEDING, RX_BYE,       CANCELLING, CANCEL,      0, "15.1.2"),
	ROW(PROCEEDING, RX_UPDATE,    PROCEEDING, REPORT,      0, "3311:5.2"),
	ROW(PROCEEDING, RX_INFO,      PROCEEDING, REPORT,      0, "12.2.2"),
	ROW(PROCEEDING, RX_OPTIONS,   PROCEEDING, NONE,        0, "11.2"),
	ROW(PROCEEDING, RX_REINVITE,  PROCEEDING, REFUSE,    491, "14.2"),

	ROW(PROCEEDING, RX_REFER,     PROCEEDING, REFUSE,    491, "3515:2.4"),

	/* UAC: given up; the answer may cross our CANCEL */
	ROW(CANCELLING, RX_1XX,       CANCELLING, NONE,        0, "9.1"),
	ROW(CANCELLING, RX_2XX,       CLOSING,    ACK_BYE,     0, "13.2.2.4"),
	ROW(CANCELLING, RX_FAIL,      TERMINATED, CLOSE,       0, "9.1"),
	ROW(CANCELLING, ON_FAILURE,   TERMINATED, CLOSE,       0, "9.1"),
	ROW(CANCELLING, RX_BYE,       CANCELLING, NONE,        0, "15.1.2"),

	/* UAS: before the answer */
	ROW(IDLE,       RX_INVITE,    INCOMING,   NONE,        0, "13.3.1"),
	ROW(INCOMING,   DO_PROGRESS,  INCOMING,   SEND,        0, "13.3.1.1"),
	ROW(INCOMING,   DO_ANSWER,    ANSWERED,   SEND,        0, "13.3.1.4"),
	ROW(INCOMING,   DO_REJECT,    TERMINATED, SEND,        0, "13.3.1.3"),
	ROW(INCOMING,   DO_HANGUP,    TERMINATED, SEND,        0, "13.3.1.3"),
	ROW(INCOMING,   RX_CANCEL,    TERMINATED, TERMINATE,   0, "9.2"),
	ROW(INCOMING,   RX_BYE,       TERMINATED, TERMINATE,   0, "15.1.2"),
	ROW(INCOMING,   RX_REINVITE,  INCOMING,   REFUSE,    500, "14.2"),
	ROW(INCOMING,   RX_PRACK,     INCOMING,   NONE,        0, "3262:3"),
	ROW(INCOMING,   ON_NO_PRACK,  TERMINATED, REFUSE,    504, "3262:3"),
	ROW(INCOMING,   RX_UPDATE,    INCOMING,   REPORT,      0, "3311:5.2"),
	ROW(INCOMING,   RX_INFO,      INCOMING,   REPORT,      0, "12.2.2"),
	ROW(INCOMING,   RX_OPTIONS,   INCOMING,   NONE,        0, "11.2"),
	ROW(INCOMING,   RX_REFER,     INCOMING,   REFUSE,    491, "3515:2.4"),

	/* UAS: our 2xx is on its way; no BYE before its ACK (15) */
	ROW(ANSWERED,   RX_ACK,       UP,         REPORT,      0, "13.3.1.4"),
	ROW(ANSWERED,   ON_NO_ACK,    CLOSING,    BYE,         0, "13.3.1.4"),
	ROW(ANSWERED,   DO_HANGUP,    LEAVING,    NONE,        0, "15"),
	ROW(ANSWERED,   RX_CANCEL,    ANSWERED,   NONE,        0, "9.2"),
	ROW(ANSWERED,   RX_BYE,       TERMINATED, CLOSE,       0, "15.1.2"),
	ROW(ANSWERED,   RX_REINVITE,  ANSWERED,   REFUSE,    500, "14.2"),
	ROW(ANSWERED,   RX_PRACK,     ANSWERED,   NONE,        0, "3262:3"),
	ROW(ANSWERED,   RX_UPDATE,    ANSWERED,   REPORT,      0, "3311:5.2"),
	ROW(ANSWERED,   RX_INFO,      ANSWERED,   REPORT,      0, "12.2.2"),
	ROW(ANSWERED,   RX_OPTIONS,   ANSWERED,   NONE,        0, "11.2"),
	ROW(ANSWERED,   RX_REFER,     ANSWERED,   REFUSE,    491, "3515:2.4"),
	ROW(LEAVING,    RX_ACK,       CLOSING,    BYE,         0, "15"),
	ROW(LEAVING,    ON_NO_ACK,    CLOSING,    BYE,         0, "15"),
	ROW(LEAVING,    RX_CANCEL,    LEAVING,    NONE,        0, "9.2"),
	ROW(LEAVING,    RX_BYE,       TERMINATED, CLOSE,       0, "15.1.2"),

	/* established */
	ROW(UP,         DO_MODIFY,    UP,         SEND,        0, "14.1"),
	ROW(UP,         DO_UPDATE,    UP,         SEND,        0, "3311:5.1"),
	ROW(UP,         DO_INFO,      UP,         SEND,        0, "12.2.1"),
	ROW(UP,         DO_REFER,     UP,         SEND,        0, "3515:2.4"),
	ROW(UP,         DO_NOTIFY,    UP,         SEND,        0, "3515:2.4"),
	ROW(UP,         DO_HANGUP,    CLOSING,    BYE,         0, "15.1.1"),
	ROW(UP,         RX_REINVITE,  UP,         REPORT,      0, "14.2"),
	ROW(UP,         RX_PRACK,     UP,         NONE,        0, "3262:3"),
	ROW(UP,         RX_UPDATE,    UP,         REPORT,      0, "3311:5.2"),
	ROW(UP,         RX_INFO,      UP,         REPORT,      0, "12.2.2"),
	ROW(UP,         RX_OPTIONS,   UP,         NONE,        0, "11.2"),
	ROW(UP,         RX_REFER,     UP,         REPORT,      0, "3515:2.4"),
	ROW(UP,         RX_NOTIFY,    UP,         REPORT,      0, "3515:2.4"),
	ROW(UP,         RX_BYE,       TERMINATED, CLOSE,       0, "15.1.2"),
	ROW(UP,         RX_LEFT,      CLOSING,    LINGER,      0, "6665:4.4"),
	ROW(UP,         ON_GONE,      CLOSING,    BYE,         0, "12.2.1.2"),
	ROW(UP,         ON_EXPIRED,   CLOSING,    BYE,         0, "4028:10"),

	/* our BYE is on its way; theirs may cross it */
	ROW(CLOSING,    RX_BYE,       CLOSING,    NONE,        0, "15.1.2"),
	ROW(CLOSING,    RX_NOTIFY,    CLOSING,    REPORT,      0, "3515:2.4"),
	ROW(CLOSING,    ON_BYE_DONE,  TERMINATED, CLOSE,       0, "15.1.1"),
};

#undef ROW
#define ROW(st, stim, next, act, refuse, rfc)                           \
	{ OH_OFFER_ ## st, OH_OFFER_ ## stim, OH_OFFER_ ## next,        \
	  OH_OFFER_ACT_ ## act, refuse, rfc }

static const struct oh_offerstate offerv[] = {
	/* our re-INVITE */
	ROW(NONE,    DO_MODIFY,    OURS,    SEND,     0, "14.1"),
	ROW(OURS,    RX_2XX,       NONE,    ACK,      0, "14.1"),
	ROW(OURS,    RX_CHALLENGE, OURS,    RESEND,   0, "22.2"),
	ROW(OURS,    RX_491,       NONE,    WAIT,     0, "14.1"),
	ROW(OURS,    RX_GONE,      NONE,    GONE,     0, "14.1"),
	ROW(OURS,    RX_FAIL,      NONE,    REPORT,   0, "14.1"),
	ROW(OURS,    RX_REINVITE,  OURS,    REFUSE, 491, "14.2"),
	/* after a 491: again, unless theirs has come in between */
	ROW(NONE,    ON_RETRY,     OURS,    SEND,     0, "14.1"),
	ROW(THEIRS,  ON_RETRY,     THEIRS,  WAIT,     0, "14.1"),
	ROW(REPLIED, ON_RETRY,     REPLIED, WAIT,     0, "14.1"),
	/* their re-INVITE */
	ROW(NONE,    RX_REINVITE,  THEIRS,  REPORT,   0, "14.2"),
	ROW(THEIRS,  DO_ACCEPT,    REPLIED, SEND,     0, "14.2"),
	ROW(THEIRS,  DO_ANSWER,    NONE,    SEND,     0, "3311:5.2"),
	ROW(THEIRS,  DO_REJECT,    NONE,    SEND,     0, "14.2"),
	ROW(THEIRS,  RX_CANCEL,    NONE,    CANCEL,   0, "9.2"),
	ROW(THEIRS,  RX_REINVITE,  THEIRS,  REFUSE, 500, "14.2"),
	ROW(REPLIED, RX_ACK,       NONE,    DONE,     0, "13.3.1.4"),
	ROW(REPLIED, RX_REINVITE,  REPLIED, REFUSE, 500, "14.2"),
	ROW(REPLIED, ON_NO_ACK,    NONE,    GONE,     0, "14.2"),
};

/**
 * Find what a stimulus leads to
 *
 * @param st   State
 * @param stim What happens
 *
 * @return The row, or NULL if that may not happen in this state
 */
const struct oh_legstate *oh_legstate_find(enum oh_leg_state st,
					   enum oh_leg_stim stim)
{
	for (size_t i = 0; i < sizeof(legv) / sizeof(legv[0]); i++) {
		if (legv[i].st == st && legv[i].stim == stim)
			return &legv[i];
	}
	return NULL;
}

/**
 * Say why our side may not do a thing in a state
 *
 * @param st State
 *
 * @return EALREADY if the leg is over or about to be, else EINVAL
 */
int oh_legstate_error(enum oh_leg_state st)
{
	switch (st) {

	case OH_LEG_CANCELLING:
	case OH_LEG_LEAVING:
	case OH_LEG_CLOSING:
	case OH_LEG_TERMINATED:
		return EALREADY;
	default:
		return EINVAL;
	}
}

/**
 * Find what a stimulus leads to, for offers in an established dialog
 *
 * @param st   State
 * @param stim What happens
 *
 * @return The row, or NULL if that may not happen in this state
 */
const struct oh_offerstate *oh_legstate_offer(enum oh_offer_state st,
					      enum oh_offer_stim stim)
{
	for (size_t i = 0; i < sizeof(offerv) / sizeof(offerv[0]); i++) {
		if (offerv[i].st == st && offerv[i].stim == stim)
			return &offerv[i];
	}
	return NULL;
}

/**
 * Choose how long to wait after a 491 (RFC 3261 14.1)
 *
 * @param call_id_is_ours We made the Call-ID: 2.1 to 4 s, else 0 to 2 s
 * @param rnd             Any random number
 *
 * @return Delay in steps of 10 ms [ms]
 */
uint32_t oh_legstate_retry_ms(bool call_id_is_ours, uint32_t rnd)
{
	return call_id_is_ours ? 2100 + 10 * (rnd % 191) : 10 * (rnd % 201);
}
