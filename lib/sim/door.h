/**
 * @file door.h  Where commands find the network of this user
 *
 * A Unix socket in the run-time folder. Whoever connects gets one line of
 * JSON (see beside.h) with a number of its own, kept for it until it goes
 * away. A lock held for life says whose door it is, so that what a killed
 * network left behind is swept away by the next.
 */
#ifndef OH_SIM_DOOR_H
#define OH_SIM_DOOR_H

#include <stdbool.h>

#define OH_SIM_DOOR_SOCKET "pstn-sim.sock"
#define OH_SIM_DOOR_LOCK   "pstn-sim.lock"
#define OH_SIM_DOOR_START  "pstn-sim.start"   /* held by who starts one */

enum {
	OH_SIM_DOOR_GREETING_SIZE = 1024,
	OH_SIM_DOOR_NUMBERS       = 50,      /**< +14255550150 to 0199   */
	OH_SIM_DOOR_FIRST         = 50,
	OH_SIM_DOOR_ALONE_MS      = 10000,   /**< nobody ever came       */
};

struct sa;
struct oh_sim_door;

/** Somebody went away whose number this was, "+14255550150" */
typedef void (oh_sim_door_leave_h)(const char *number, void *arg);

/** Nobody is connected any more; may release the door */
typedef void (oh_sim_door_empty_h)(void *arg);

struct oh_sim_door_prm {
	const struct sa     *sip;     /**< where the network listens       */
	const char          *rest;    /**< connection string of the
					   carrier's REST side, or NULL;
					   borrowed while it is open       */
	oh_sim_door_leave_h *leaveh;  /**< or NULL                         */
	oh_sim_door_empty_h *emptyh;  /**< or NULL                         */
	void                *arg;
};

int oh_sim_door_open(struct oh_sim_door **dp,
		     const struct oh_sim_door_prm *prm);

#endif
