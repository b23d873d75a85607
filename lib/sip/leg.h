/**
 * @file leg.h  One INVITE dialog (RFC 3261 12 to 15)
 *
 * Our own session layer on libre's dialogs and transactions. The states and
 * what may happen in each stand in one table, legstate.c. Bodies pass
 * unread. 3xx is never followed, a second fork's 200 is acknowledged and
 * hung up, a 200 is repeated until its ACK comes, a lost 200 is found again.
 *
 * A leg ends with exactly one OH_LEG_CLOSED event, whatever happened.
 * mem_deref() of a leg that is not closed hangs it up and lets it finish
 * inside the stack, silently: no handler is called any more.
 * Handlers may release the leg that calls them.
 */
#ifndef OH_SIP_LEG_H
#define OH_SIP_LEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "event/cause.h"
#include "sip/digest.h"
#include "sip/stack.h"

struct oh_leg;
struct oh_refer;
struct oh_replaces;

enum oh_leg_state {
	OH_LEG_IDLE,
	OH_LEG_CALLING,       /**< INVITE sent, nothing heard              */
	OH_LEG_PROCEEDING,    /**< a provisional response came             */
	OH_LEG_CANCELLING,    /**< we gave up; waiting for the final one   */
	OH_LEG_INCOMING,      /**< INVITE received, not answered           */
	OH_LEG_ANSWERED,      /**< our 200 sent, ACK not seen              */
	OH_LEG_UP,            /**< established                             */
	OH_LEG_LEAVING,       /**< hung up before the ACK; BYE waits for it */
	OH_LEG_CLOSING,       /**< our BYE sent                            */
	OH_LEG_TERMINATED,
};

enum oh_leg_event_type {
	OH_LEG_EV_TRYING,     /**< 100                                     */
	OH_LEG_EV_RINGING,    /**< 101..199 without a session description  */
	OH_LEG_EV_PROGRESS,   /**< 101..199 with one: early media          */
	OH_LEG_EV_CHALLENGED, /**< 401/407 answered; text: realm           */
	OH_LEG_EV_UP,         /**< 2xx came (out) or ACK came (in); body:
				   the answer, or an answer in the ACK     */
	OH_LEG_EV_OFFER,      /**< re-INVITE, UPDATE, PRACK; body: the offer,
				   len 0: make one. oh_leg_reply_offer()   */
	OH_LEG_EV_MODIFIED,   /**< our re-INVITE ended: scode, body; or
				   their ACK answers our offer: 200, body  */
	OH_LEG_EV_INFO,       /**< INFO; already answered with 200         */
	OH_LEG_EV_REFER,      /**< They ask us to call somebody: refer.
				   oh_leg_refer_reply() before the handler
				   returns, else it is refused with 603    */
	OH_LEG_EV_REFERRED,   /**< How what we asked for goes: scode, text;
				   final: the outcome. scode 0 then: it was
				   never told. CLOSED ends it, too         */
	OH_LEG_EV_CLOSED,     /**< over: by, scode, why, err, text         */
};

struct oh_leg_event {
	enum oh_leg_event_type type;
	uint16_t       scode;      /**< SIP status, 0 if none              */
	struct oh_reason why;      /**< what a Reason header says          */
	int            err;        /**< errno of the transport, else 0     */
	enum oh_party  by;         /**< who ended it                       */
	bool           final;      /**< of REFERRED                        */
	bool           challenged; /**< the final answer was a challenge we
					could not satisfy                  */
	const char    *text;       /**< reason phrase, realm               */
	const char    *ctype;      /**< "application/sdp", or ""           */
	const char    *body;       /**< counted by len                     */
	size_t         len;
	const char    *tls;        /**< how msg came, "TLSv1.3"; NULL: in the
					clear                              */
	const char    *contact;    /**< first Contact URI of a 3xx, or ""  */
	const struct oh_refer *refer; /**< of REFER                        */
	const struct sip_msg *msg; /**< or NULL                            */
};

/** All strings are borrowed and valid during the call */
typedef void (oh_leg_h)(struct oh_leg *leg, const struct oh_leg_event *ev,
			void *arg);

/** An outgoing call. Strings are borrowed, copied by oh_leg_invite(). */
struct oh_leg_prm {
	const char *to_uri;        /**< request URI and To                 */
	const char *from_uri;
	const char *from_name;     /**< display name, or NULL              */
	const char *contact_user;
	const char *route;         /**< "sip:192.0.2.1:5060;transport=udp;lr"
					(where packets go), or NULL        */
	const char *headers;       /**< more, each with CRLF, or NULL      */
	const struct oh_cred *cred;/**< or NULL                            */
	oh_leg_h   *h;
	void       *arg;
};

int  oh_leg_invite(struct oh_leg **legp, struct oh_sip *sip,
		   const struct oh_leg_prm *prm, const char *sdp);
int  oh_leg_incoming(struct oh_leg **legp, struct oh_sip *sip,
		     const struct sip_msg *msg, oh_leg_h *h, void *arg);
int  oh_leg_progress(struct oh_leg *leg, uint16_t scode, const char *reason,
		     const char *sdp);
/* And have it confirmed; ENOTSUP: they cannot */
int  oh_leg_progress_reliable(struct oh_leg *leg, uint16_t scode,
			      const char *reason, const char *sdp);
/* That of the next one must be an offer: they made none, and it must arrive */
bool oh_leg_wants_offer(const struct oh_leg *leg);
int  oh_leg_answer(struct oh_leg *leg, const char *sdp);
/* headers: e.g. "Contact: <sip:..>\r\n" for a redirect, or NULL */
int  oh_leg_reject(struct oh_leg *leg, uint16_t scode, const char *reason,
		   const struct oh_reason *why, const char *headers);
int  oh_leg_modify(struct oh_leg *leg, const char *sdp);
/* By UPDATE: no ACK, and their end need not be asked */
int  oh_leg_update(struct oh_leg *leg, const char *sdp);
int  oh_leg_reply_offer(struct oh_leg *leg, uint16_t scode, const char *sdp);
int  oh_leg_info(struct oh_leg *leg, const char *ctype, const char *body);
/* Ask them to call somebody else: OH_LEG_EV_REFERRED tells how it goes */
int  oh_leg_refer(struct oh_leg *leg, const struct oh_refer *to);
/* 202, or 300 to 699 */
int  oh_leg_refer_reply(struct oh_leg *leg, uint16_t scode);
int  oh_leg_refer_notify(struct oh_leg *leg, uint16_t scode,
			 const char *reason);
/* What their INFO requests say is traced as x, from now on or no more */
void oh_leg_secret(struct oh_leg *leg, bool on);
int  oh_leg_hangup(struct oh_leg *leg, int q850, const char *text);
int  oh_leg_hangup_for(struct oh_leg *leg, const struct oh_reason *why);

enum oh_leg_state oh_leg_state(const struct oh_leg *leg);
const char *oh_leg_callid(const struct oh_leg *leg);
/* Where they are reached now, and how they name the dialog */
const char *oh_leg_target(const struct oh_leg *leg);
int  oh_leg_replaces(struct oh_replaces *r, const struct oh_leg *leg);
/* false: they have said that they do not take it */
bool oh_leg_may_refer(const struct oh_leg *leg);

#endif
