/**
 * @file sip_priv.h  What the files of sip share
 *
 * Ownership: the user holds one reference to a leg, the stack holds none.
 * When the last one goes before the leg is over, the destructor takes a new
 * one (an orphan) and lets the leg finish silently. Whoever may close a leg
 * or call its handler does that last: the leg may be gone afterwards.
 */
#ifndef OH_SIP_PRIV_H
#define OH_SIP_PRIV_H

#include "base/compat.h"
#include "sip/bucket.h"
#include "sip/leg.h"
#include "sip/legstate.h"
#include "sip/notify.h"
#include "sip/refer.h"
#include "sip/session.h"
#include "sip/stack.h"

enum {
	OH_LEGS_MAX         = 16384,  /**< of one stack; more get 503       */
	OH_EARLY_MAX        = 8,      /**< early dialogs of one INVITE      */
	OH_FORKS_MAX        = 8,      /**< 2xx of one INVITE                */
	OH_CHALLENGES_MAX   = 5,      /**< answered for one request         */
	OH_SIP_GIVE_UP_MS   = 64 * SIP_T1,
	OH_SIP_LEAVE_MS     = 5000,   /**< until CLOSED is told anyway      */
	OH_REFER_LINGER_MS  = 1000,   /**< after BYE, for their last NOTIFY */
};

/* For "%b": the lines of a buffer, or nothing */
#define OH_AUTH(mb) (mb) ? (mb)->buf : (const uint8_t *)"", \
	(mb) ? (mb)->end : (size_t)0

/** One endpoint */
struct oh_sip {
	struct oh_sip_prm prm;      /**< handlers; its pointers are not ours */
	struct sa       laddr;
	struct sa       tls_laddr;  /**< not set: no TLS                   */
	struct sa       flow;       /**< our end of the TLS connection, if no
					 other can be taken                */
	struct oh_tls  *tls;        /**< or NULL                           */
	char           *public_host;
	struct oh_log  *log;
	struct dnsc    *dnsc;
	struct sip     *sip;        /**< libre's stack                     */
	struct sip_lsnr *lsnr_req, *lsnr_resp;
	struct sip_msg *cancel;     /**< the one that libre looks at now   */
	struct hash    *legs;       /**< by Call-ID                        */
	struct hash    *answered;   /**< our INVITEs that were, by Call-ID */
	unsigned        lingerc;    /**< those whose 2xx libre would hide  */
	struct list     legl;       /**< not terminated                    */
	struct list     overl;      /**< terminated, CLOSED not told       */
	struct tmr      tmr_over;
	struct tmr      tmr_closed;
	unsigned        legc;
	struct oh_bucket bucket;    /**< if prm.limit                      */
	uint64_t        droppedc;
	unsigned        holds;
	bool            secrets;    /**< some leg has had one              */
	bool            closing;
};

/** A response to an INVITE, until it is acknowledged */
struct oh_leg_repeat {
	struct mbuf *mb;
	struct sa    dst;
	uint64_t     first_ms;      /**< when it was sent                  */
	uint32_t     wait_ms;       /**< until the next one                */
	struct tmr tmr;
};

/** Our provisional answers that must arrive (RFC 3262 3) */
struct oh_leg_rel {
	struct oh_leg_repeat out;   /**< waits for its PRACK               */
	uint32_t rseq, cseq;        /**< of the last one                   */
	bool     body;              /**< it describes a session            */
	bool     open;              /**< its PRACK has not come            */
	uint16_t next_scode;        /**< waits for its turn; 0: none       */
	char    *next_reason, *next_sdp;
	bool     answer;            /**< the 200 waits                     */
	char    *answer_sdp;
};

/** Their offer in a request that needs no ACK: UPDATE, PRACK */
struct oh_leg_asked {
	struct sip_msg    *msg;     /**< NULL: there is none               */
	struct sip_strans *strans;
};

/** What we asked them to do (RFC 3515), until the outcome is told */
struct oh_leg_refer {
	enum {
		OH_REFER_NONE,
		OH_REFER_SENT,
		OH_REFER_ACCEPTED,  /**< 2xx, or a NOTIFY already          */
		OH_REFER_TOLD,      /**< the outcome; more NOTIFYs may come */
	} st;
	struct sip_request *req;
	struct oh_refer    *to;
	uint32_t            cseq;
	struct tmr          tmr;
};

/** What they asked us to do, until we have told the outcome */
struct oh_leg_referred {
	const struct sip_msg *msg;  /**< not answered, in the owner's hands */
	bool                  open;
	unsigned              count; /**< REFERs taken                     */
	struct sip_request   *req;  /**< the last NOTIFY, not answered     */
	struct oh_notify      now;  /**< in it                             */
	struct oh_notify      next; /**< scode 0: nothing waits            */
};

/** Our CANCEL (RFC 3261 9.1) */
struct oh_leg_cancel {
	struct sip_msg *heard;      /**< a 1xx: it has what must match     */
	struct mbuf    *mb;         /**< NULL: not sent                    */
	uint64_t        first_ms;
	uint32_t        wait_ms;
	bool            wanted;
	bool            taken;      /**< answered: not to be repeated      */
	struct tmr tmr;
};

/** One dialog */
struct oh_leg {
	struct le       he;         /**< in sip->legs                      */
	struct le       le;         /**< in sip->legl or overl             */
	struct oh_sip  *sip;        /**< NULL once the stack is gone       */
	enum oh_leg_state st;
	oh_leg_h       *h;          /**< NULL: silent                      */
	void           *arg;
	bool            uac;        /**< the Call-ID is ours               */
	bool            orphan;     /**< the reference is the stack's      */
	bool            challenged; /**< by our last INVITE's answer       */

	struct sip_dialog *root;    /**< UAC: without a remote tag         */
	struct sip_dialog *dlg;
	char           *target;     /**< where requests go; for digests    */
	char           *contact_user;
	char           *route;      /**< its Route, or NULL                */
	char           *headers;    /**< of the INVITE, or NULL            */
	struct list     earlyl;     /**< To-tags of 1xx                    */

	struct sa       home;       /**< where our INVITE went: nobody else
					 gets our credentials              */
	struct oh_digest *digest;
	struct mbuf    *auth;       /**< lines of the last request, or NULL */
	unsigned        challenges; /**< in a row                          */
	bool            authed;     /**< a challenge has been taken        */

	struct sip_request *invite; /**< ours, first or later              */
	struct oh_leg_cancel cancel;
	struct sip_request *bye;
	uint32_t        cseq;       /**< of the INVITE that is pending     */
	char           *sdp;        /**< its body                          */

	struct sip_strans *strans;  /**< theirs, not answered finally      */
	struct sip_msg *msg;        /**< their INVITE, until its ACK       */
	struct oh_leg_repeat ok;    /**< our 2xx (RFC 3261 13.3.1.4)       */
	struct oh_leg_rel rel;
	bool            offerless;  /**< their first INVITE had no offer   */

	uint64_t        count_ms;   /**< since when requestc counts        */
	unsigned        requestc;   /**< theirs, each remembered by libre  */

	enum oh_offer_state offer;
	bool            by_update;  /**< our offer: not by re-INVITE       */
	bool            agreed;     /**< the first offer was answered, and
					 both sides know, before the call is */
	char           *local;      /**< what we said last in offer, answer */
	struct sip_request *update; /**< ours                              */
	uint32_t        update_cseq;
	bool            they_update;/**< their Allow names it              */
	bool            no_refer;   /**< their Allow does not name it      */
	struct oh_leg_asked asked;

	struct oh_leg_refer    refer;
	struct oh_leg_referred referred;
	char           *ltag, *rtag;/**< once it is up                     */

	struct oh_session session;
	uint64_t        session_ms; /**< when it was agreed                */
	struct tmr tmr_session;

	struct tmr tmr_retry;
	struct tmr tmr_leave;

	bool            secret;     /**< their INFO is nobody's business   */
	uint32_t        secret_cseq;/**< up to this one, also repeated     */

	char           *reason;     /**< Reason lines for BYE, CANCEL      */
	enum oh_party   by;
	uint16_t        scode;
	int             q850;       /**< ours, when no message brings one  */
	int             err;
};

/* transp.c */
struct oh_contact {
	const struct oh_sip *sip;
	const char          *user;  /**< or NULL                           */
	enum sip_transp      tp;
};
int  oh_contact_print(struct re_printf *pf, const struct oh_contact *c);
int  oh_transp_bind(struct oh_sip *s, const struct oh_sip_prm *prm);
bool oh_transp_is_flow_only(const struct oh_sip *s);
enum oh_sip_transp oh_transp_of(enum sip_transp tp);
void oh_sip_forget_flow(struct oh_sip *s);

/* peek.c */
void oh_peek(bool tx, enum sip_transp tp, const struct sa *src,
	     const struct sa *dst, const uint8_t *pkt, size_t len, void *arg);
const struct sip_msg *oh_peek_cancel(const struct oh_leg *leg);

/* stack.c: registrations and pings keep the stack open with a hold */
void oh_sip_hold(struct oh_sip *s);
void oh_sip_release(struct oh_sip *s);
void oh_sip_leg_add(struct oh_sip *s, struct oh_leg *leg,
		    const char *callid);
void oh_sip_leg_over(struct oh_leg *leg, bool tell);

/* recv.c */
int  oh_sip_allow(struct re_printf *pf, const struct oh_sip *s);
int  oh_sip_supported(struct re_printf *pf, const struct oh_sip *s);
bool oh_recv_request(const struct sip_msg *msg, void *arg);
bool oh_recv_response(const struct sip_msg *msg, void *arg);
bool oh_recv_is(const struct sip_msg *msg, const char *met);
bool oh_recv_refuse(struct oh_sip *s, const struct sip_msg *msg,
		    uint16_t scode, const char *reason);
bool oh_recv_stray(struct oh_sip *s, const struct sip_msg *msg);
void oh_recv_options(struct oh_sip *s, const struct sip_msg *msg);
bool oh_recv_has_sdp(const struct sip_msg *msg);
size_t oh_recv_body(const struct sip_msg *msg, const char **bodyp);

/* answered.c */
int  oh_answered_ack(struct oh_leg *leg);
int  oh_answered_failed(struct oh_leg *leg, const struct sip_msg *msg);
bool oh_answered_late(struct oh_sip *s, const struct sip_msg *msg);
void oh_answered_flush(struct oh_sip *s);
bool oh_answered_recv(struct oh_sip *s, const struct sip_msg *msg);

/* leg.c */
struct oh_body {
	const char *ctype;
	const char *text;           /**< NULL: none                        */
};
int  oh_leg_body_print(struct re_printf *pf, const struct oh_body *body);
int  oh_leg_alloc(struct oh_leg **legp, struct oh_sip *s,
		  oh_leg_h *h, void *arg);
struct oh_leg *oh_leg_find(const struct oh_sip *s,
			   const struct sip_msg *msg);
const struct oh_legstate *oh_leg_step(struct oh_leg *leg,
				      enum oh_leg_stim stim);
void oh_leg_tell(struct oh_leg *leg, enum oh_leg_event_type type,
		 const struct sip_msg *msg);
void oh_leg_tell_event(struct oh_leg *leg, const struct oh_leg_event *ev);
void oh_leg_tell_closed(struct oh_leg *leg, const struct sip_msg *msg);
void oh_leg_close(struct oh_leg *leg, const struct sip_msg *msg);
void oh_leg_abort(struct oh_leg *leg);
int  oh_leg_set_target(struct oh_leg *leg, const struct sip_msg *msg);
void oh_leg_set_tags(struct oh_leg *leg, const struct pl *local,
		     const struct pl *remote);

/* leg_uac.c */
int  oh_leg_challenge(struct oh_leg *leg, const struct sip_msg *msg);
int  oh_leg_auth(struct oh_leg *leg, const char *method);
int  oh_leg_send_invite(struct oh_leg *leg, sip_resp_h *resph);
int  oh_leg_send_contact(enum sip_transp tp, OH_SIP_SRC *src,
			 const struct sa *dst, struct mbuf *mb, void *arg);
bool oh_leg_is_answer(const struct oh_leg *leg, const struct sip_msg *msg);

void oh_leg_uac_failed(struct oh_leg *leg, int err);

/* leg_cancel.c */
void oh_leg_cancel(struct oh_leg *leg);
void oh_leg_cancel_heard(struct oh_leg *leg, const struct sip_msg *msg);
void oh_leg_cancel_stop(struct oh_leg *leg);
void oh_leg_cancel_recv(struct oh_sip *s, const struct sip_msg *msg);

/* leg_early.c */
bool oh_leg_note_early(struct oh_leg *leg, const struct sip_msg *msg);
int  oh_early_confirm(struct sip_dialog **dlgp, const struct list *earlyl,
		      struct sip_dialog *root, const struct sip_msg *msg);
void oh_early_move(struct list *earlyl, struct oh_leg *leg);
void oh_leg_forget_early(struct oh_leg *leg);
bool oh_leg_is_early(const struct oh_leg *leg, const struct sip_msg *msg);
struct sip_dialog *oh_leg_dialog(const struct oh_leg *leg,
				 const struct sip_msg *msg);

/* leg_uas.c */
int  oh_leg_send_2xx(struct oh_leg *leg, const char *sdp);
int  oh_leg_send_final(struct oh_leg *leg, uint16_t scode,
		       const char *reason, const char *headers);
void oh_leg_repeat_start(struct oh_leg *leg, struct oh_leg_repeat *r,
			 tmr_h *h);
bool oh_leg_repeat(struct oh_leg *leg, struct oh_leg_repeat *r,
		   uint32_t most_ms, tmr_h *h);
void oh_leg_repeat_stop(struct oh_leg_repeat *r);
int  oh_leg_answer_now(struct oh_leg *leg, const char *sdp);
void oh_leg_2xx_stop(struct oh_leg *leg);
void oh_leg_recv_ack(struct oh_leg *leg, const struct sip_msg *msg);

/* leg_rel.c */
bool oh_leg_rel_required(const struct oh_leg *leg);
int  oh_leg_rel_answer(struct oh_leg *leg, const char *sdp);
void oh_leg_rel_stop(struct oh_leg *leg);
void oh_leg_recv_prack(struct oh_leg *leg, const struct sip_msg *msg);

/* leg_reinvite.c */
void oh_leg_recv_reinvite(struct oh_leg *leg, const struct sip_msg *msg);
const char *oh_leg_refusal(uint16_t scode);
void oh_leg_recv_offer(struct oh_leg *leg, const struct sip_msg *msg);
void oh_leg_reinvite_acked(struct oh_leg *leg, const struct sip_msg *msg);
void oh_leg_reinvite_no_ack(struct oh_leg *leg);
void oh_leg_reinvite_stop(struct oh_leg *leg);

/* leg_update.c */
void oh_leg_note_allow(struct oh_leg *leg, const struct sip_msg *msg);
int  oh_leg_send_update(struct oh_leg *leg, const char *sdp,
			sip_resp_h *resph);
int  oh_leg_refresh(struct oh_leg *leg);
void oh_leg_take_offer(struct oh_leg *leg, const struct sip_msg *msg);
int  oh_leg_reply_asked(struct oh_leg *leg, uint16_t scode,
			const char *sdp);
void oh_leg_recv_update(struct oh_leg *leg, const struct sip_msg *msg);

/* leg_refer.c: ours */
bool oh_leg_refer_waits(const struct oh_leg *leg);
void oh_leg_refer_stop(struct oh_leg *leg);
void oh_leg_recv_notify(struct oh_leg *leg, const struct sip_msg *msg);

/* leg_referred.c: theirs */
void oh_leg_recv_refer(struct oh_leg *leg, const struct sip_msg *msg);
void oh_leg_referred_stop(struct oh_leg *leg);

/* leg_session.c */
bool oh_leg_session_refuse(struct oh_sip *s, const struct sip_msg *msg);
int  oh_leg_session_ask(struct re_printf *pf, const struct oh_leg *leg);
int  oh_leg_session_print(struct re_printf *pf, const struct oh_session *se);
struct oh_session oh_leg_session_answer(const struct oh_leg *leg,
					const struct sip_msg *msg);
void oh_leg_session_start(struct oh_leg *leg, const struct oh_session *se,
			  const struct sip_msg *msg);
void oh_leg_session_answered(struct oh_leg *leg, const struct sip_msg *msg);
int  oh_leg_session_refused(struct oh_leg *leg, const struct sip_msg *msg);
void oh_leg_session_again(struct oh_leg *leg);

/* leg_dialog.c */
void oh_leg_recv(struct oh_leg *leg, const struct sip_msg *msg);
void oh_leg_bye(struct oh_leg *leg);
void oh_leg_gone(struct oh_leg *leg, uint16_t scode, int err);
void oh_leg_leave(struct oh_leg *leg);
void oh_leg_linger(struct oh_leg *leg, uint32_t ms);

#endif
