/**
 * @file transfer.h  They are put through to somebody else
 *
 *   target ──routes, guards──┬─ REFER: their side calls it, and we are out
 *                            └─ refused, or not to be asked: we call it, and
 *                               join the two (bridge) as long as they talk
 *
 * A call that they make is counted nowhere: where a cap has been set, or
 * where routes lead to another trunk, it is ours.
 */
#ifndef OH_ACTION_TRANSFER_H
#define OH_ACTION_TRANSFER_H

#include <stdbool.h>
#include "action/action.h"
#include "action/calls.h"

/** To whom: one of the two. Copied, but for the call. */
struct oh_transfer_prm {
	const char     *target;      /**< number, or NULL                 */
	struct oh_live *with;        /**< attended: another call of this
					  process, or NULL                */
	bool            no_refer;    /**< bridge at once                  */
	bool            no_bridge;   /**< REFER or nothing                */
};

/* Outcome: DONE (text: "referred", and our call ends by itself; "bridged":
   they have talked), REFUSED, TRANSFER (nothing came of it, error says why;
   the call is up), HUNG_UP. Errors: EINVAL, ENXIO (there is nowhere to call
   from), EALREADY (it is joined), ENOTCONN, ENOMEM */
int oh_transfer_start(struct oh_action **ap, struct oh_live *lv,
		      const struct oh_transfer_prm *prm, oh_action_h *h,
		      void *arg);

#endif
