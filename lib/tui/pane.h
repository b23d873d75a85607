/**
 * @file pane.h  A part of the screen: paints itself, takes keys
 *
 * Private to this folder. A pane's state is its own struct; what all panes
 * look at is in the view.
 */
#ifndef OH_TUI_PANE_H
#define OH_TUI_PANE_H

#include "tui/screen.h"

/** What panes look at; borrowed */
struct oh_view {
	const struct oh_screen_prm *prm;
	const struct oh_board_call *call;   /**< selected; or NULL           */
	const struct oh_looked     *looked;
	const struct oh_wire       *wire;   /**< or NULL                     */
	const char *past;                   /**< call of the history whose
						 messages are asked for; ""  */
	const char *search;                 /**< what is searched for; ""    */
	uint64_t    now_ms;
	uint64_t    wall_us;
	bool        focus;                  /**< the pane that paints has the
						 keys                        */
	const char (*markv)[OH_BOARD_ID];   /**< calls marked, to be joined  */
	size_t      markc;
	/** Say a line of words, as if typed */
	void (*sayh)(const char *line, void *arg);
	void *arg;
};

enum oh_pane_depth {
	OH_PANE_ROWS,                       /**< its own                     */
	OH_PANE_OTHER_ROWS,                 /**< rows that "back" ends       */
	OH_PANE_READING,                    /**< one lies over all the rows  */
};

/** A kind of pane: one table row each */
struct oh_pane_class {
	const char *name;                   /**< "history", also in [keys]   */
	const char *title;
	int  (*alloc)(void **statep);       /**< mem_deref                   */
	/** Inside its frame */
	void (*paint)(void *state, const struct oh_view *v,
		      struct oh_cells *c, const struct oh_box *b);
	/** Orders of its own: "down", "up", "open", "top", "bottom", "pgup",
	    "pgdn", "back", "next" (match) ..; false: not mine. The entry is
	    also told "called" (its call is there), "refused"; the ladder
	    "past" (show that of view.past), "present" */
	bool (*order)(void *state, const struct oh_view *v, const char *word);
	/** What it wants to know; or NULL */
	void (*wants)(const void *state, const struct oh_view *v,
		      struct oh_screen_wants *w);
	/** A key that is bound to nothing (a digit typed); or NULL. false: not
	    mine */
	bool (*type)(void *state, const struct oh_view *v, uint32_t key);
	/** What "back" would end; or NULL: never anything */
	enum oh_pane_depth (*depth)(const void *state);
	/** The mouse, at a place inside its frame; or NULL */
	void (*click)(void *state, const struct oh_view *v, int x, int y);
};

extern const struct oh_pane_class oh_pane_entry, oh_pane_calls;
extern const struct oh_pane_class oh_pane_history, oh_pane_contacts;
extern const struct oh_pane_class oh_pane_ladder, oh_pane_quality;
extern const struct oh_pane_class oh_pane_log;

#endif
