/**
 * @file beside.h  The simulated network for commands without configuration
 *
 * Joins the pstn-sim that runs for this user, or starts the one that lies
 * beside our own executable. Whoever joins holds a connection to its Unix
 * socket in the run-time folder; a pstn-sim started this way ends when the
 * last connection closes, however its owner died. The starter holds a lock,
 * so that two commands at once share one network.
 *
 * The greeting on the connection is one line of JSON:
 *   {"sip":"127.0.0.1:41234","number":"+14255550150","pid":123,
 *    "rest":"endpoint=http://127.0.0.1:41235/;accesskey=..."}
 * where number is the caller's own, not given to anybody else meanwhile, and
 * rest leads to the carrier's REST side, if it has one.
 */
#ifndef OH_SIM_BESIDE_H
#define OH_SIM_BESIDE_H

#include <stdbool.h>
#include <stdint.h>
#include "number/number.h"

struct oh_sim_beside;

struct oh_sim_beside_info {
	bool     started;                 /**< we started it, else joined  */
	char     host[64];
	uint16_t port;
	char     number[OH_NUMBER_SIZE];  /**< ours on that network        */
	char     rest[512];               /**< connection string of its
					       carrier, or ""              */
};

/* Waits at most 5 s. mem_deref() lets go. */
int oh_sim_beside(struct oh_sim_beside **bp, struct oh_sim_beside_info *info,
		  const char **whyp);

#endif
