/**
 * @file terminal.h  The terminal that shows cells and gives keys
 *
 *   terminal ──keys, size──▶ handlers        cells ──what changed──▶ terminal
 *
 * On ncursesw, which has one terminal per process at a time. It is left as it
 * was found however the process ends, but for SIGKILL. What is pasted comes
 * as one text, never as keys. A terminal that takes nothing (nobody reads it,
 * it is stopped) keeps nobody waiting: pictures are left out until it does.
 * Main loop; before any thread is started.
 */
#ifndef OH_TUI_TERMINAL_H
#define OH_TUI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include "tui/cells.h"
#include "tui/keys.h"
#include "tui/theme.h"

enum {
	OH_TERMINAL_ESC_MS   = 25,     /**< ESC alone is one after this      */
	OH_TERMINAL_PASTE_MS = 1000,   /**< a paste without an end ends      */
	OH_TERMINAL_PASTE    = 512,    /**< kept of a paste [bytes]          */
	OH_TERMINAL_SIZE_MAX = 1000,   /**< columns and rows that are used   */
	OH_TERMINAL_STALL_MS = 200,    /**< given back though it takes none  */
	OH_TERMINAL_DRAIN_MS = 2000,   /**< .. or though it is slow          */
};

struct oh_terminal;

/** Strings are borrowed while it lives */
struct oh_terminal_prm {
	int         in, out;           /**< both the same terminal           */
	const char *term;              /**< "xterm-256color"                 */
	int         colors;            /**< at most; 0: none; -1: its own    */
	bool        mouse;
	/** mx, my: place of OH_KEY_MOUSE and of the wheel */
	void (*keyh)(uint32_t key, int mx, int my, void *arg);
	/** What was pasted, without its control characters; borrowed */
	void (*pasteh)(const char *text, void *arg);
	/** It has another size, all of it must be drawn again, or it takes
	    pictures again after some were left out */
	void (*sizeh)(void *arg);
	/** SIGTSTP: oh_terminal_stop() is wanted */
	void (*stoph)(void *arg);
	/** It has vanished; the last call */
	void (*goneh)(void *arg);
	void *arg;
};

/* What oh_terminal_open() would say of it, without touching it */
int  oh_terminal_check(const char *term, int in, int out);
/* ENOTTY: no terminal; ENOENT: TERM names none that is known; ENOTSUP: it
   cannot show a screen */
int  oh_terminal_open(struct oh_terminal **tp,
		      const struct oh_terminal_prm *prm);
/* 256, 16, 8 or 0: what is to be given to oh_theme_init() */
int  oh_terminal_colors(const struct oh_terminal *t);
void oh_terminal_theme(struct oh_terminal *t, const struct oh_theme *th);
void oh_terminal_size(const struct oh_terminal *t, int *wp, int *hp);
/* Writes what differs from what is shown; nothing, if nothing does */
void oh_terminal_draw(struct oh_terminal *t, const struct oh_cells *c);
/* All of it again with the next drawing: somebody has written over it */
void oh_terminal_spoil(struct oh_terminal *t);
void oh_terminal_bell(struct oh_terminal *t);
/* To whatever shows the terminal (OSC 9), where that is understood */
void oh_terminal_notify(struct oh_terminal *t, const char *text);
/* Give the terminal back, stop the process, take it again when it goes on */
void oh_terminal_stop(struct oh_terminal *t);

#endif
