/**
 * @file sdp.h  Where a session description wants its audio (RFC 8866)
 *
 * For those who stand between two ends: the bad line and the attacker. They
 * need one address and nothing else of it.
 */
#ifndef OH_SIM_SDP_H
#define OH_SIM_SDP_H

#include <stddef.h>

struct sa;

int oh_sim_sdp_find(struct sa *addr, const char *sdp, size_t len);
int oh_sim_sdp_replace(char **sdpp, const char *sdp, size_t len,
		       const struct sa *addr);

#endif
