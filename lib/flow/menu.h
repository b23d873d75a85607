/**
 * @file menu.h  A menu file: prompts, keys and what they lead to
 *
 *	[menu main]
 *	say   = For opening hours press 1, for a person press 2.
 *	1     = say We are open from nine to five.
 *	2     = forward +14255550100
 *	tries = 2
 *
 * A value: what it means on a call is told by menu_run.h. The first menu is
 * where a call begins. See offhook-menu(5).
 */
#ifndef OH_FLOW_MENU_H
#define OH_FLOW_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_MENU_BYTES_MAX  = 64 * 1024,  /**< of a file                    */
	OH_MENU_NAME_SIZE  = 32,
	OH_MENU_MENUS_MAX  = 100,
	OH_MENU_STEPS_MAX  = 8,          /**< of a key, of the prompts     */
	OH_MENU_FAULTS_MAX = 50,
	OH_MENU_FAULT_SIZE = 200,
	OH_MENU_TRIES      = 3,          /**< unless the file says it      */
	OH_MENU_TIMEOUT_MS = 5000,
};

/** What can be done; the words of the file */
enum oh_menu_verb {
	OH_MENU_PLAY,            /**< a sound file                         */
	OH_MENU_SAY,             /**< words                                */
	OH_MENU_RECORD,          /**< a message of theirs                  */
	OH_MENU_TRANSFER,        /**< hand the call over, and be out of it */
	OH_MENU_FORWARD,         /**< call somebody, and join the two      */
	OH_MENU_MENU,            /**< go to a menu                         */
	OH_MENU_BACK,            /**< to the menu before this one          */
	OH_MENU_REPEAT,          /**< this menu again                      */
	OH_MENU_HANGUP,
	OH_MENU_VERBS
};

struct oh_menu_step {
	enum oh_menu_verb verb;
	int               line;
	char             *text;  /**< file, words, number, name; or NULL   */
	uint32_t          index; /**< MENU: which; PLAY, SAY: which of all
				      sounds of the file, from 0           */
};

struct oh_menu_steps {
	struct oh_menu_step v[OH_MENU_STEPS_MAX];
	uint32_t            c;
};

/** When steps are done: at keys 0 to 9, and */
enum oh_menu_on {
	OH_MENU_ON_STAR = 10,
	OH_MENU_ON_HASH,
	OH_MENU_ON_INVALID,      /**< a key that leads nowhere             */
	OH_MENU_ON_DEFAULT,      /**< no more tries                        */
	OH_MENU_ONS
};

struct oh_menu {
	char                 name[OH_MENU_NAME_SIZE];
	int                  line;
	struct oh_menu_steps prompts;            /**< PLAY and SAY         */
	struct oh_menu_steps onv[OH_MENU_ONS];
	uint32_t             tries;
	uint32_t             timeout_ms;         /**< wait for a key       */
};

struct oh_menu_fault {
	int  line;               /**< 0: the file itself                   */
	bool warning;            /**< it can be used all the same          */
	char text[OH_MENU_FAULT_SIZE];
};

/** Release with mem_deref() */
struct oh_menu_file {
	char                *name;
	struct oh_menu      *menuv;
	uint32_t             menuc;
	uint32_t             soundc;     /**< PLAY and SAY in all of it    */
	struct oh_menu_fault faultv[OH_MENU_FAULTS_MAX];
	uint32_t             faultc;
	uint32_t             errorc;     /**< of them no warnings          */
};

/* 0 also with faults: look at errorc before using it. Files are not looked
   at */
int oh_menu_parse(struct oh_menu_file **fp, const char *name,
		  const char *text);
/* From a file. Its sound files are looked at, and their paths are whole */
int oh_menu_load(struct oh_menu_file **fp, const char *path);
const struct oh_menu_step *oh_menu_sound(const struct oh_menu_file *f,
					 uint32_t i);

#endif
