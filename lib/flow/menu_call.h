/**
 * @file menu_call.h  A menu file does what is to be done on a call
 *
 *	keys, ends of sounds, .. --> menu_run --> play, listen, record, join,
 *	                                           transfer
 */
#ifndef OH_FLOW_MENU_CALL_H
#define OH_FLOW_MENU_CALL_H

#include "action/calls.h"
#include "call/job.h"
#include "flow/menu.h"

enum {
	OH_MENU_CALL_MESSAGE_MS = 120000,    /**< the longest message      */
	OH_MENU_CALL_SILENCE_MS = 5000,      /**< that ends it             */
};

/** All borrowed while calls last */
struct oh_menu_call_prm {
	const struct oh_menu_file *file;     /**< without errors           */
	const struct oh_calls     *calls;
};

/* The h of struct oh_work; arg: a struct oh_menu_call_prm. The outcome is
   DONE when the menu hangs up, and also when they do: whoever has heard
   enough is done. */
oh_work_h oh_menu_call_work;

#endif
