/**
 * @file play.h  Something is played to them
 */
#ifndef OH_ACTION_PLAY_H
#define OH_ACTION_PLAY_H

#include <stdbool.h>
#include <stdint.h>
#include "action/action.h"
#include "action/sound.h"

/** What is played. Copied. */
struct oh_play_prm {
	const struct oh_sound_item *itemv;
	uint32_t    itemc;
	uint32_t    loops;           /**< of all items; 0: for ever        */
	const char *interrupt;       /**< keys that stop it, "": none does;
					  NULL: any. The key stays typed   */
};

/* Outcome: DONE (digits: the key that stopped it, or NULL; seconds), FAILED,
   HUNG_UP. Errors: EINVAL, ENOTCONN, ENOMEM */
int oh_play_start(struct oh_action **ap, struct oh_live *lv,
		  const struct oh_play_prm *prm, oh_action_h *h, void *arg);

#endif
