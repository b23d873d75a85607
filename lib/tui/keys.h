/**
 * @file keys.h  Which key means which line of words
 *
 * One table of defaults (name of the pane or "all", key, order, words for the
 * bottom line and for help); [keys] of the configuration changes it. The
 * bottom line, the help, the manual page and the running program all read it.
 * Pure.
 */
#ifndef OH_TUI_KEYS_H
#define OH_TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Keys are code points; those that are none lie above */
enum oh_key {
	OH_KEY_NONE      = 0,
	OH_KEY_TAB       = 9,
	OH_KEY_ENTER     = 13,
	OH_KEY_ESC       = 27,
	OH_KEY_BACKSPACE = 127,
	OH_KEY_SPECIAL   = 0x200000,
	OH_KEY_UP, OH_KEY_DOWN, OH_KEY_LEFT, OH_KEY_RIGHT,
	OH_KEY_HOME, OH_KEY_END, OH_KEY_PGUP, OH_KEY_PGDN,
	OH_KEY_INSERT, OH_KEY_DELETE, OH_KEY_BACKTAB,
	OH_KEY_F1,                     /**< to F12 = F1 + 11                 */
	OH_KEY_F12 = OH_KEY_F1 + 11,
	OH_KEY_MOUSE,                  /**< with a place, as the next two    */
	OH_KEY_WHEEL_UP, OH_KEY_WHEEL_DOWN,
};

enum { OH_KEYS_MAX = 160, OH_KEYS_ORDER = 128, OH_KEYS_NAME = 16 };

struct oh_key_bind {
	const char *pane;              /**< "all", "calls", "ladder" ..      */
	uint32_t    key;
	char        order[OH_KEYS_ORDER];   /**< "hold"; ":transfer " with a
					    colon: typed, not done           */
	const char *label;             /**< bottom line: "Hold", or NULL     */
	const char *help;              /**< NULL: the order tells            */
};

/** A row of the table of defaults: keys_table.c */
struct oh_key_default {
	const char *pane, *key, *order, *label, *help;
};

struct oh_keys;
struct re_printf;

/* NULL: no more */
const struct oh_key_default *oh_keys_default(size_t i);

int  oh_keys_alloc(struct oh_keys **kp);
/* name: "h", "F5", "C-d", "Space", "Enter", "calls.h"; order "" unbinds.
   EINVAL: no such key; ERANGE: too many */
int  oh_keys_set(struct oh_keys *k, const char *name, const char *order);
const struct oh_key_bind *oh_keys_find(const struct oh_keys *k,
				       const char *pane, uint32_t key);
const struct oh_key_bind *oh_keys_at(const struct oh_keys *k, size_t i);
/* A line each: pane, key, order, label, help, with tabs between them */
int  oh_keys_print(struct re_printf *pf, const struct oh_keys *k);
void oh_keys_name(char buf[OH_KEYS_NAME], uint32_t key);
uint32_t oh_keys_parse(const char *name);            /* OH_KEY_NONE: none */

#endif
