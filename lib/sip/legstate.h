/**
 * @file legstate.h  What may happen to a leg, and what it leads to
 *
 * Two tables: one of the INVITE dialog (RFC 3261 12, 13, 15), one of the
 * offers that change it later (RFC 3261 14). Pure data and look-up; the leg
 * asks here before it does anything and does what the row says.
 */
#ifndef OH_SIP_LEGSTATE_H
#define OH_SIP_LEGSTATE_H

#include "sip/leg.h"

/** What happens to a leg */
enum oh_leg_stim {
	/* our side wants */
	OH_LEG_DO_INVITE,
	OH_LEG_DO_PROGRESS,
	OH_LEG_DO_ANSWER,
	OH_LEG_DO_REJECT,
	OH_LEG_DO_MODIFY,
	OH_LEG_DO_UPDATE,
	OH_LEG_DO_INFO,
	OH_LEG_DO_REFER,
	OH_LEG_DO_NOTIFY,     /**< how what they asked for goes           */
	OH_LEG_DO_HANGUP,
	/* an answer to our INVITE */
	OH_LEG_RX_1XX,
	OH_LEG_RX_2XX,
	OH_LEG_RX_CHALLENGE,  /**< 401, 407, 422 that we can answer       */
	OH_LEG_RX_FAIL,       /**< any other from 300 on                  */
	OH_LEG_ON_FAILURE,    /**< none came, or the transport failed     */
	/* a request of theirs */
	OH_LEG_RX_INVITE,     /**< the first one                          */
	OH_LEG_RX_ACK,
	OH_LEG_RX_CANCEL,
	OH_LEG_RX_BYE,
	OH_LEG_RX_LEFT,       /**< BYE, while our REFER is not decided    */
	OH_LEG_RX_REINVITE,
	OH_LEG_RX_PRACK,
	OH_LEG_RX_UPDATE,
	OH_LEG_RX_INFO,
	OH_LEG_RX_OPTIONS,
	OH_LEG_RX_REFER,
	OH_LEG_RX_NOTIFY,
	/* time and loss */
	OH_LEG_ON_NO_ACK,     /**< 64*T1 after our 2xx                    */
	OH_LEG_ON_NO_PRACK,   /**< 64*T1 after a 1xx that needs one       */
	OH_LEG_ON_GONE,       /**< 481, 408 or silence inside the dialog  */
	OH_LEG_ON_EXPIRED,    /**< the session timer ran out              */
	OH_LEG_ON_BYE_DONE,   /**< our BYE was answered, or never will be */
	OH_LEG_STIM_MAX
};

/** What is to be done */
enum oh_leg_act {
	OH_LEG_ACT_NONE,
	OH_LEG_ACT_SEND,      /**< what our side wanted                   */
	OH_LEG_ACT_RESEND,    /**< the INVITE, with credentials           */
	OH_LEG_ACT_REPORT,    /**< tell the owner                         */
	OH_LEG_ACT_ACK,       /**< and tell the owner                     */
	OH_LEG_ACT_ACK_BYE,
	OH_LEG_ACT_CANCEL,
	OH_LEG_ACT_BYE,
	OH_LEG_ACT_TERMINATE, /**< answer 487 to an INVITE that waits     */
	OH_LEG_ACT_CLOSE,
	OH_LEG_ACT_LINGER,    /**< wait for their last NOTIFY, then close */
	OH_LEG_ACT_REFUSE,    /**< with the row's status                  */
};

/** One row: in this state, this leads there */
struct oh_legstate {
	enum oh_leg_state st;
	enum oh_leg_stim  stim;
	enum oh_leg_state next;
	enum oh_leg_act   act;
	uint16_t          refuse;  /**< SIP status for ACT_REFUSE          */
	const char       *rfc;     /**< section that says so, of RFC 3261
					or of the RFC before its colon */
};

/** Where an established dialog's next offer stands */
enum oh_offer_state {
	OH_OFFER_NONE,
	OH_OFFER_OURS,        /**< our re-INVITE sent                     */
	OH_OFFER_THEIRS,      /**< theirs reported, not answered          */
	OH_OFFER_REPLIED,     /**< our 2xx to theirs sent, ACK not seen   */
};

enum oh_offer_stim {
	OH_OFFER_DO_MODIFY,
	OH_OFFER_DO_ACCEPT,   /**< 2xx to theirs                          */
	OH_OFFER_DO_ANSWER,   /**< the same, where no ACK will come       */
	OH_OFFER_DO_REJECT,   /**< 300-699 to theirs                      */
	OH_OFFER_RX_REINVITE, /**< an offer, by whatever request          */
	OH_OFFER_RX_CANCEL,
	OH_OFFER_RX_ACK,
	OH_OFFER_RX_2XX,
	OH_OFFER_RX_CHALLENGE,
	OH_OFFER_RX_491,
	OH_OFFER_RX_GONE,     /**< 481, 408, nothing                      */
	OH_OFFER_RX_FAIL,     /**< any other from 300 on                  */
	OH_OFFER_ON_RETRY,    /**< the time after a 491 has passed        */
	OH_OFFER_ON_NO_ACK,
	OH_OFFER_STIM_MAX
};

enum oh_offer_act {
	OH_OFFER_ACT_SEND,
	OH_OFFER_ACT_RESEND,  /**< with credentials                       */
	OH_OFFER_ACT_WAIT,    /**< start the timer of 14.1                */
	OH_OFFER_ACT_REPORT,
	OH_OFFER_ACT_ACK,     /**< and tell the owner                     */
	OH_OFFER_ACT_DONE,    /**< their ACK; report an answer in it      */
	OH_OFFER_ACT_REFUSE,  /**< with the row's status                  */
	OH_OFFER_ACT_CANCEL,  /**< answer 487                             */
	OH_OFFER_ACT_GONE,    /**< the dialog is lost                     */
};

struct oh_offerstate {
	enum oh_offer_state st;
	enum oh_offer_stim  stim;
	enum oh_offer_state next;
	enum oh_offer_act   act;
	uint16_t            refuse;
	const char         *rfc;
};

const struct oh_legstate *oh_legstate_find(enum oh_leg_state st,
					   enum oh_leg_stim stim);
int oh_legstate_error(enum oh_leg_state st);
const struct oh_offerstate *oh_legstate_offer(enum oh_offer_state st,
					      enum oh_offer_stim stim);
uint32_t oh_legstate_retry_ms(bool call_id_is_ours, uint32_t rnd);

#endif
