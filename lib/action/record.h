/**
 * @file record.h  A message of theirs, or the whole call, into a file
 */
#ifndef OH_ACTION_RECORD_H
#define OH_ACTION_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "action/action.h"
#include "action/calls.h"
#include "call/message.h"
#include "call/name.h"

/** A message: what they say after the beep. Copied. */
struct oh_record_prm {
	const char *path;            /**< template, see call/name.h        */
	uint32_t    max_ms;          /**< 0: no limit                      */
	uint32_t    silence_ms;      /**< that ends it; 0: none does       */
	const char *keys;            /**< that end it, "": none            */
	bool        beep;
};

/* Outcome: DONE, with path, seconds, text: "max" "silence" "key" "hangup",
   digits: the key; HUNG_UP, with all of these: they have gone and had said
   nothing; FAILED. Errors: EINVAL, EALREADY (a message is being taken),
   EBADMSG (no such template: *whyp, static text), ENOTCONN, ENOMEM, or of
   making the file. Keys pressed meanwhile are nobody else's. */
int oh_record_start(struct oh_action **ap, struct oh_live *lv,
		    const struct oh_record_prm *prm, const char **whyp,
		    oh_action_h *h, void *arg);
/* The end of the recording of both sides, awaited. Outcome: DONE, with path
   and seconds; FAILED: it is not whole. Errors: ENOENT (none is made),
   ENOMEM */
int oh_record_stop(struct oh_action **ap, struct oh_live *lv,
		   oh_action_h *h, void *arg);

#endif
