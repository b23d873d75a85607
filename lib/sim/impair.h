/**
 * @file impair.h  A bad line: loses, delays and reorders packets, both ways
 *
 *   caller <--> [facing the caller | relay | facing the person] <--> person
 *
 * Two pairs of sockets, for RTP and for RTCP; only RTP suffers. It puts
 * itself between by changing the addresses in both session descriptions.
 * The same line behaves the same way each time. Runs on the main loop.
 */
#ifndef OH_SIM_IMPAIR_H
#define OH_SIM_IMPAIR_H

#include <stddef.h>
#include <stdint.h>

struct sa;
struct oh_sim_impair;

enum oh_sim_side { OH_SIM_CALLER, OH_SIM_PERSON };

int oh_sim_impair_alloc(struct oh_sim_impair **ip, const struct sa *laddr,
			uint32_t loss_pct, uint32_t jitter_ms);
int oh_sim_impair_pass(struct oh_sim_impair *im, enum oh_sim_side from,
		       char **sdpp, const char *sdp, size_t len);

#endif
