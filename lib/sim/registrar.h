/**
 * @file registrar.h  Which telephones are where (RFC 3261 10.3)
 *
 * Bindings of the numbers that telephones may have, kept until they expire.
 */
#ifndef OH_SIM_REGISTRAR_H
#define OH_SIM_REGISTRAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "number/number.h"
#include "sip/stack.h"

enum {
	OH_SIM_CONTACTS_MAX  = 4,       /**< Telephones of one number     */
	OH_SIM_EXPIRES_MAX_S = 3600,
	OH_SIM_URI_SIZE      = 256,
};

struct oh_sim_registrar;

/** Where one telephone is */
struct oh_sim_contact {
	char uri[OH_SIM_URI_SIZE];      /**< as it wants to be called     */
	char route[OH_SIM_URI_SIZE];    /**< where packets go, or ""      */
};

int    oh_sim_registrar_alloc(struct oh_sim_registrar **rp,
			      struct oh_sip *sip);
bool   oh_sim_registrar_is_ours(const struct oh_number *number);
void   oh_sim_registrar_request(struct oh_sim_registrar *r,
				const struct sip_msg *msg,
				const struct oh_number *number);
size_t oh_sim_registrar_find(const struct oh_sim_registrar *r,
			     const char *number,
			     struct oh_sim_contact v[OH_SIM_CONTACTS_MAX]);
size_t oh_sim_registrar_all(const struct oh_sim_registrar *r,
			    struct oh_sim_contact v[OH_SIM_CONTACTS_MAX]);
void   oh_sim_registrar_forget(struct oh_sim_registrar *r,
			       const char *number);

#endif
