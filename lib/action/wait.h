/**
 * @file wait.h  Until something happens on a live call
 */
#ifndef OH_ACTION_WAIT_H
#define OH_ACTION_WAIT_H

#include <stdint.h>
#include "action/action.h"
#include "action/calls.h"

enum oh_wait_for {
	OH_WAIT_ANSWER,          /**< they have answered: or it was so      */
	OH_WAIT_ANSWER_TYPE,     /**< who answered is known (text): or was  */
	OH_WAIT_DIGIT,           /**< a key (digits), which is taken        */
	OH_WAIT_END,             /**< the call is over: DONE                */
	OH_WAIT_SILENCE,         /**< they have been silent for for_ms      */
	OH_WAIT_SPEECH,          /**< they speak                            */
	OH_WAIT_MAX
};

enum { OH_WAIT_SILENCE_MS = 1000 };     /**< for_ms, if it is 0             */

struct oh_wait_prm {
	enum oh_wait_for what;
	uint32_t         for_ms;
	uint32_t         timeout_ms;        /**< 0: as long as the call     */
};

const char *oh_wait_name(enum oh_wait_for what);      /* "answer-type" */

/* Outcome: DONE, TIMEOUT (of a digit: NO_DIGITS), HUNG_UP; of ANSWER_TYPE
   MACHINE and FAX, too. Errors: EINVAL, EBUSY (DIGIT: somebody else collects),
   ENOTCONN, ENOMEM */
int oh_wait_start(struct oh_action **ap, struct oh_live *lv,
		  const struct oh_wait_prm *prm, oh_action_h *h, void *arg);

#endif
