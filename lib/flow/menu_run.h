/**
 * @file menu_run.h  A caller on the way through a menu file
 *
 *	  +-> prompts --> listen --key--> its steps --+
 *	  |                  |                        |
 *	  +---- a try less --+ no key, a wrong one    |
 *	  +-------------------------------------------+
 *
 * Pure: what has happened goes in, what is to be done next comes out. A
 * driver plays, listens, records and calls.
 */
#ifndef OH_FLOW_MENU_RUN_H
#define OH_FLOW_MENU_RUN_H

#include "flow/menu.h"

enum { OH_MENU_RUN_AHEAD = 16 };     /**< Keys kept for later */

/** What has happened */
enum oh_menu_run_event {
	OH_MENU_RUN_DONE,        /**< what was to be done came to its end  */
	OH_MENU_RUN_FAILED,      /**< it did not                           */
	OH_MENU_RUN_KEY,         /**< they pressed one                     */
	OH_MENU_RUN_TIMEOUT,     /**< they pressed none while listened to  */
	OH_MENU_RUN_GONE,        /**< they hung up                         */
};

/** What is to be done. Anything but NOTHING ends what is being done. */
enum oh_menu_run_do {
	OH_MENU_RUN_NOTHING,     /**< go on                                */
	OH_MENU_RUN_PLAY,        /**< stepv one after the other; then tell */
	OH_MENU_RUN_LISTEN,      /**< ms for a key                         */
	OH_MENU_RUN_RECORD,      /**< until a key, silence, the longest    */
	OH_MENU_RUN_TRANSFER,
	OH_MENU_RUN_FORWARD,
	OH_MENU_RUN_HANGUP,      /**< it is over                           */
};

struct oh_menu_run_act {
	enum oh_menu_run_do        what;
	const struct oh_menu_step *stepv;    /**< borrowed of the file     */
	uint32_t                   stepc;
	uint32_t                   ms;
};

enum oh_menu_run_state {
	OH_MENU_RUN_BEGIN,
	OH_MENU_RUN_PROMPT,
	OH_MENU_RUN_LISTENING,
	OH_MENU_RUN_STEPS,
	OH_MENU_RUN_OVER,
};

struct oh_menu_run {
	const struct oh_menu_file  *f;
	enum oh_menu_run_state      state;
	uint32_t                    menu;
	uint32_t                    misses;
	const struct oh_menu_steps *steps;
	uint32_t                    at;      /**< the step to come         */
	bool                        last;    /**< nothing comes after them */
	uint32_t                    backv[OH_MENU_MENUS_MAX];
	uint32_t                    backc;
	char                        aheadv[OH_MENU_RUN_AHEAD];
	uint32_t                    aheadc;
};

void oh_menu_run_start(struct oh_menu_run *r, const struct oh_menu_file *f,
		       struct oh_menu_run_act *act);
/* key: 0-9 * # A-D, for KEY */
void oh_menu_run_event(struct oh_menu_run *r, enum oh_menu_run_event ev,
		       char key, struct oh_menu_run_act *act);
const struct oh_menu *oh_menu_run_menu(const struct oh_menu_run *r);

#endif
