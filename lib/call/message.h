/**
 * @file message.h  Take a message: what they say after a beep, in a file
 *
 *   beep ──▶ recording of them alone ──▶ max │ silence │ key │ hang-up
 *
 * The silence that ended it is left out but for a little, and so is the key.
 * One message at a time on a call; the call as a whole may be recorded
 * beside it.
 */
#ifndef OH_CALL_MESSAGE_H
#define OH_CALL_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>
#include "call/call.h"

enum {
	OH_MESSAGE_KEYS   = 16,      /**< [0-9*#A-D]                      */
	OH_MESSAGE_KEEP_MS = 500,    /**< of the silence that ended it    */
};

enum oh_message_end {
	OH_MESSAGE_MAX,          /**< as long as it may be                */
	OH_MESSAGE_SILENCE,      /**< they said nothing (more)            */
	OH_MESSAGE_KEY,          /**< one of the keys                     */
	OH_MESSAGE_HANGUP,       /**< the call is over                    */
	OH_MESSAGE_ERROR,        /**< the disk; what there is stays       */
};

struct oh_message_prm {
	const char *path;        /**< created 0600, never overwritten     */
	uint32_t    max_ms;      /**< 0: no limit                         */
	uint32_t    silence_ms;  /**< 0: no limit; from the beginning on  */
	char        keys[OH_MESSAGE_KEYS + 1];  /**< "": none             */
	struct oh_prompt *beep;  /**< shared, see oh_message_beep();
				      NULL: none                          */
};

struct oh_message;

/** How it went; the file is finished. ERROR: err says why. key: or NUL */
struct oh_message_result {
	enum oh_message_end end;
	int                 err;
	double              seconds;
	char                key;
};

/** Called once, never before oh_message_start() returns */
typedef void (oh_message_h)(const struct oh_message_result *res, void *arg);

/* mem_deref() ends it at once, silently; the file can be played */
int  oh_message_start(struct oh_message **mp, struct oh_call *call,
		      const struct oh_message_prm *prm,
		      oh_message_h *h, void *arg);
/* 1000 Hz for 200 ms, to be shared by all messages; oh_prompt_unref() */
int  oh_message_beep(struct oh_prompt **prp, struct oh_prompts *cache);
const char *oh_message_end_name(enum oh_message_end end);  /* "silence" */

#endif
