/**
 * @file edit.h  A line being typed: editing keys, history. Pure
 */
#ifndef OH_TUI_EDIT_H
#define OH_TUI_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OH_EDIT_SIZE = 512, OH_EDIT_HISTORY = 100 };

struct oh_edit {
	char   text[OH_EDIT_SIZE];     /**< UTF-8                            */
	size_t len, pos;               /**< bytes                            */
};

struct oh_edit_history;

void oh_edit_set(struct oh_edit *e, const char *text);
/* Printable, Backspace, Delete, Left, Right, Home, End, C-a C-e C-u C-k C-w;
   false: not a key of editing */
bool oh_edit_key(struct oh_edit *e, uint32_t key);
int  oh_edit_history_alloc(struct oh_edit_history **hp);
void oh_edit_history_add(struct oh_edit_history *h, const char *line);
/* step -1: older, 1: newer; true: the text has changed */
bool oh_edit_history_go(struct oh_edit_history *h, struct oh_edit *e,
			int step);

#endif
