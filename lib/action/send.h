/**
 * @file send.h  Digits of ours, pressed on a live call
 */
#ifndef OH_ACTION_SEND_H
#define OH_ACTION_SEND_H

#include "action/action.h"
#include "action/calls.h"

/* digits: as of oh_call_send_digits(). Outcome: DONE when the last one is
   out, HUNG_UP. Errors: EINVAL, EALREADY (others are on their way), ENOTCONN,
   ENOMEM */
int oh_send_start(struct oh_action **ap, struct oh_live *lv,
		  const char *digits, oh_action_h *h, void *arg);

#endif
