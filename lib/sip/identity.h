/**
 * @file identity.h  Who calls, and by what way, as the network says
 *                   (RFC 3325, 5806, 7044, 8224)
 *
 * None of it is proved: who asserts is believed if his trunk is, and the
 * signature of an Identity header is not looked at.
 */
#ifndef OH_SIP_IDENTITY_H
#define OH_SIP_IDENTITY_H

#include <stdbool.h>

struct sip_msg;

enum { OH_IDENTITY_NAME = 128, OH_IDENTITY_VERSTAT = 32 };

/** Everything safe to show; "" is not known */
struct oh_identity {
	char asserted[OH_IDENTITY_NAME];       /**< P-Asserted-Identity   */
	char diverted_from[OH_IDENTITY_NAME];  /**< who forwarded it last */
	char attestation[2];                   /**< "A", "B" or "C"       */
	char verstat[OH_IDENTITY_VERSTAT];     /**< "TN-Validation-Passed" */
	char name[OH_IDENTITY_NAME];           /**< as they call themselves */
};

void oh_identity_read(struct oh_identity *id, const struct sip_msg *msg,
		      bool trusted);

#endif
