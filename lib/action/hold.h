/**
 * @file hold.h  The far end is held: neither heard nor hearing
 */
#ifndef OH_ACTION_HOLD_H
#define OH_ACTION_HOLD_H

#include <stdbool.h>
#include "action/action.h"
#include "action/calls.h"

enum {
	OH_HOLD_MS       = 10000,    /**< Longest wait for their answer   */
	OH_HOLD_AGAIN_MS = 200,      /**< while another offer is pending  */
};

/* Outcome: DONE when they have agreed, or it was so already; FAILED
   (ETIMEDOUT, or they do not want to), HUNG_UP. Errors: ENOTCONN, ENOMEM */
int oh_hold_start(struct oh_action **ap, struct oh_live *lv, bool on,
		  oh_action_h *h, void *arg);

#endif
