/**
 * @file session.h  How long a session may last unrefreshed (RFC 4028)
 *
 * Pure decisions: what a message says of the session timer, what we make of
 * it, and when something is due. Who owns the clock is leg_session.c.
 */
#ifndef OH_SIP_SESSION_H
#define OH_SIP_SESSION_H

#include <stdbool.h>
#include <stdint.h>

struct re_printf;
struct sip_msg;

enum {
	OH_SESSION_MIN_S     = 90,     /**< RFC 4028 4: the least [s]      */
	OH_SESSION_DEFAULT_S = 1800,   /**< 4: recommended [s]             */
	OH_SESSION_MAX_S     = 86400,  /**< what we shall ever wait [s]    */
};

enum oh_session_refresher {
	OH_SESSION_AUTO,
	OH_SESSION_US,
	OH_SESSION_THEM,
};

/** What our side wants. All zero: a timer if they ask for one. */
struct oh_session_prm {
	bool     off;               /**< we know no session timers         */
	uint32_t expires_s;         /**< asked for; 0: only when they ask  */
	enum oh_session_refresher refresher;
};

/** Who refreshes, as one request with its answer names the two ends */
enum oh_session_role {
	OH_SESSION_NOBODY,
	OH_SESSION_UAC,             /**< who sent the request              */
	OH_SESSION_UAS,
};

/** What a message says */
struct oh_session_msg {
	bool     supported;         /**< "timer" in Supported              */
	uint32_t expires_s;         /**< Session-Expires; 0: none          */
	uint32_t min_s;             /**< Min-SE; 90 if there is none       */
	enum oh_session_role role;  /**< refresher=                        */
};

/** What was agreed */
struct oh_session {
	uint32_t expires_s;         /**< 0: nothing                        */
	uint32_t min_s;             /**< the largest Min-SE they named     */
	bool     we_refresh;
	bool     supported;         /**< they know session timers          */
};

void oh_session_read(struct oh_session_msg *sm, const struct sip_msg *msg);
bool oh_session_is_brief(const struct oh_session_prm *prm,
			 const struct oh_session_msg *req);
void oh_session_answer(struct oh_session *se,
		       const struct oh_session_prm *prm,
		       const struct oh_session_msg *req);
void oh_session_answered(struct oh_session *se,
			 const struct oh_session_prm *prm,
			 const struct oh_session_msg *resp);
int  oh_session_refused(struct oh_session *se,
			const struct oh_session_prm *prm,
			const struct oh_session_msg *resp);
uint32_t oh_session_refresh_ms(const struct oh_session *se);
uint32_t oh_session_retry_ms(const struct oh_session *se);
uint32_t oh_session_expire_ms(const struct oh_session *se);

#endif
