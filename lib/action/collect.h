/**
 * @file collect.h  Digits asked for, and asked for again
 *
 *   prompt ──▶ digits ──┬─ right ──▶ done
 *     ▲                 └─ wrong, none ──▶ "invalid" ──┐
 *     └───────────────────────────── while tries are left
 */
#ifndef OH_ACTION_COLLECT_H
#define OH_ACTION_COLLECT_H

#include <stdbool.h>
#include <stdint.h>
#include "action/action.h"
#include "action/sound.h"
#include "call/gather.h"

/** What is asked. Copied; what it points to is borrowed only now. */
struct oh_collect_prm {
	const struct oh_sound_item *promptv;
	uint32_t    promptc;         /**< 0: nothing is played             */
	const struct oh_sound_item *invalidv;
	uint32_t    invalidc;        /**< played before each further try   */
	struct oh_gather_prm rules;  /**< its match is not used            */
	const char *match;           /**< extended regular expression the
					  digits must match, or NULL       */
	uint32_t    tries;           /**< 0: one                           */
	bool        secret;          /**< shown nowhere; not recorded      */
	bool        no_barge;        /**< a key does not stop a prompt     */
	bool        no_typeahead;    /**< what was typed before the prompt's
					  end (or its beginning, where a key
					  stops it) is forgotten            */
};

/* Outcome: DONE, NO_DIGITS (digits: what there was), HUNG_UP, FAILED.
   Errors: EINVAL (match is no expression), EBUSY (somebody else collects on
   this call), ENOTCONN, ENOMEM */
int oh_collect_start(struct oh_action **ap, struct oh_live *lv,
		     const struct oh_collect_prm *prm, oh_action_h *h,
		     void *arg);

#endif
