/**
 * @file attacker.h  A stranger who sends packets to somebody's RTP port
 *
 * From a port that nobody agreed on: well-formed RTP with loud noise, forged
 * digits, malformed headers, and packets that are far too long.
 */
#ifndef OH_SIM_ATTACKER_H
#define OH_SIM_ATTACKER_H

struct sa;
struct oh_sim_attacker;

int oh_sim_attacker_start(struct oh_sim_attacker **ap,
			  const struct sa *target);

#endif
