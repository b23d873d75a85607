/**
 * @file bridge.h  Two calls joined: one that came in, one that goes on, or
 *                 two that were transferred to each other
 *
 *   caller ── in ══ audio, packet by packet ══ out ── callee
 *                ◀── ringing, early media, answer
 *                ◀──▶ hold, digits that travel in another way there
 *
 * Each call keeps its own dialog, keys, codec and session timer. What ends
 * is the owner's affair: a bridge outlives neither of its calls' ENDED to
 * any purpose, and ends none of them.
 */
#ifndef OH_CALL_BRIDGE_H
#define OH_CALL_BRIDGE_H

#include "call/call.h"

struct oh_bridge;

enum {
	OH_BRIDGE_DIGITS   = 64,     /**< waiting to be sent on             */
	OH_BRIDGE_RETRY_MS = 200,    /**< a hold, while an offer is pending */
	OH_BRIDGE_RETRIES  = 50,
};

int oh_bridge_alloc(struct oh_bridge **bp, struct oh_call *in,
		    struct oh_call *out);

#endif
