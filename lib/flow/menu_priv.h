/**
 * @file menu_priv.h  How text becomes a menu file
 *
 *	text -- menu_read.c --> menus, keys, steps
 *	            |
 *	          faults <-- menu_check.c: targets, what nobody reaches
 */
#ifndef OH_FLOW_MENU_PRIV_H
#define OH_FLOW_MENU_PRIV_H

#include "flow/menu.h"

/** One verb of the file */
struct oh_menu_word {
	const char *name;
	const char *argument;    /**< "FILE"; NULL: none                   */
	bool        last;        /**< no step can follow                   */
};

extern const struct oh_menu_word oh_menu_wordv[OH_MENU_VERBS];

int  oh_menu_read(struct oh_menu_file *f, const char *text);
void oh_menu_check(struct oh_menu_file *f);
void oh_menu_fault(struct oh_menu_file *f, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void oh_menu_warn(struct oh_menu_file *f, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The lists of steps a menu has: prompts, then those of each key */
struct oh_menu_steps *oh_menu_steps_at(struct oh_menu *m, uint32_t i);

#endif
