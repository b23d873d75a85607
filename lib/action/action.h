/**
 * @file action.h  One thing done on a live call, for somebody who waits
 *
 *   oh_play_start(), oh_collect_start(), .. ──▶ action ──▶ outcome, once
 *
 * An action ends with one outcome: when it is done, has failed, or the call
 * begins to leave (HUNG_UP). mem_deref() before that cancels it: what it had
 * begun on the call is stopped, and nothing is told. The handler may release
 * the action. Never before the start function returns.
 */
#ifndef OH_ACTION_ACTION_H
#define OH_ACTION_ACTION_H

#include <stdbool.h>
#include "event/cause.h"

struct oh_action;

/** How it went. Strings are borrowed, valid during the handler. */
struct oh_outcome {
	enum oh_cause cause;       /**< DONE; or why not                   */
	int           err;         /**< FAILED: errno, or 0                */
	const char   *error;       /**< for people: what and why; or NULL  */
	const char   *digits;      /**< collected, or the key that ended
					it; NULL: that is no question here  */
	bool          masked;      /**< digits are secret                  */
	double        seconds;     /**< played or recorded; < 0: none      */
	const char   *path;        /**< of a recording, or NULL            */
	const char   *text;        /**< what came: "human", "max"; or NULL */
	const char   *call;        /**< id of a call that was made, or NULL */
};

#define OH_OUTCOME(c) { .cause = (c), .seconds = -1.0 }

typedef void (oh_action_h)(const struct oh_outcome *out, void *arg);

#endif
