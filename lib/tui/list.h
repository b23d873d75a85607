/**
 * @file list.h  Which row of a list is selected, and which are seen
 *
 * Pure. The rows themselves are their owner's: a list knows how many there
 * are and how many fit.
 */
#ifndef OH_TUI_LIST_H
#define OH_TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>

/** Zero is a list at its top */
struct oh_list {
	size_t count;                  /**< rows there are                   */
	size_t sel;                    /**< < count, or 0                    */
	size_t top;                    /**< first row that is seen           */
	size_t page;                   /**< rows seen at a time, at least 1  */
};

/** Whether row i has what is searched for */
typedef bool (oh_list_match_h)(size_t i, void *arg);

/* Before it is painted: sel is seen, no room is left empty in vain */
void oh_list_fit(struct oh_list *l, size_t count, int rows);
/* "down" "up" "pgdn" "pgup" "top" "bottom"; false: none of these */
bool oh_list_order(struct oh_list *l, const char *word);
void oh_list_select(struct oh_list *l, size_t i);
/* The row that is seen y rows below the first one; false: there is none */
bool oh_list_click(struct oh_list *l, int y);
/* The next row that matches, around the end; step 1 or -1. false: none */
bool oh_list_next(struct oh_list *l, int step, oh_list_match_h *h, void *arg);

#endif
