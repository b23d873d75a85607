/**
 * @file register.h  Keep one Contact registered (RFC 3261 10)
 *
 * Refreshes before expiry, backs off after failures (30 s doubling to 30
 * min, with jitter), follows 423, answers challenges. Stopping removes our
 * own Contact only, never "*".
 */
#ifndef OH_SIP_REGISTER_H
#define OH_SIP_REGISTER_H

#include <stdbool.h>
#include <stdint.h>
#include "sip/digest.h"
#include "sip/stack.h"

struct oh_register;

/** scode 200: registered for expires_s. 0: err tells. Repeated on change. */
typedef void (oh_register_h)(uint16_t scode, const char *reason, int err,
			     uint32_t expires_s, void *arg);

struct oh_register_prm {
	const char *registrar;       /**< "sip:example.com"              */
	const char *aor;             /**< "sip:user@example.com"         */
	const char *contact_user;
	const char *route;           /**< as in struct oh_leg_prm        */
	const struct oh_cred *cred;  /**< or NULL                        */
	uint32_t    expires_s;
	oh_register_h *h;
	void       *arg;
};

int  oh_register_start(struct oh_register **rp, struct oh_sip *sip,
		       const struct oh_register_prm *prm);
/* Un-registers; h is called once more (scode or err), then never */
void oh_register_stop(struct oh_register *r);
uint32_t oh_register_backoff_ms(unsigned failures, uint32_t rnd);

#endif
