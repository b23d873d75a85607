/**
 * @file terminal_priv.h  The terminal's parts, for this folder alone
 */
#ifndef OH_TUI_TERMINAL_PRIV_H
#define OH_TUI_TERMINAL_PRIV_H

/* Its macros have the names of too many things */
#define NCURSES_NOMACROS 1
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <stddef.h>
#include <termios.h>
#include "base/outlet.h"
#include "tui/terminal.h"

struct oh_terminal {
	struct oh_terminal_prm prm;
	SCREEN  *screen;
	FILE    *in, *out;
	struct oh_outlet *outlet;
	int      frame;                /* what ncurses writes goes there; -1 */
	bool     late;                 /* a picture was left out             */
	struct termios was, ours;      /* modes: found, and while we have it */
	int      sigfd;
	bool     listening;
	int      w, h;
	int      colors;
	struct oh_cell *shown;         /* w * h; what stands there           */
	bool     spoilt;
	bool     cursor;               /* is shown                           */
	int      cx, cy;
	attr_t   attrv[OH_STYLES];
	bool     pasting;
	uint64_t pasted_us;            /* when its last piece came           */
	char     paste[OH_TERMINAL_PASTE];
	size_t   pastec;
	int      mousing;              /* how it is told; 0: it is not       */
	char     mouse[16];            /* as far as it has come              */
	size_t   mousec;
};

/* Keys that ncurses gets names for */
enum {
	OH_TERMINAL_PASTE_ON = KEY_MAX + 1,
	OH_TERMINAL_PASTE_OFF,
	OH_TERMINAL_MOUSE_SGR,
	OH_TERMINAL_MOUSE_OLD,
};

/* Clicks told of no more, in neither form */
#define OH_TERMINAL_MOUSE_OFF "\033[?1006l\033[?1000l"

int  oh_terminal_keys_init(struct oh_terminal *t);
/* All that has come; a handler may release it: hold a reference */
void oh_terminal_keys_read(struct oh_terminal *t);
/* terminal_mouse.c */
bool oh_terminal_mouse_has(void);
void oh_terminal_mouse_init(struct oh_terminal *t);
void oh_terminal_mouse_begin(struct oh_terminal *t, int code);
bool oh_terminal_mouse_read(struct oh_terminal *t);

/* What ncurses does not know of: bracketed paste, and the mouse */
void oh_terminal_modes(struct oh_terminal *t, bool on);

/* terminal_out.c */
int  oh_terminal_out_open(struct oh_terminal *t);
void oh_terminal_out_close(struct oh_terminal *t);
/* From now on what ncurses writes is kept; its modes are ours */
int  oh_terminal_capture(struct oh_terminal *t);
/* .. and is written */
void oh_terminal_emit(struct oh_terminal *t);
/* Beside what ncurses does */
void oh_terminal_write(struct oh_terminal *t, const char *text);
/* false: what was written is not taken yet, and we are told when it is */
bool oh_terminal_is_free(struct oh_terminal *t);
/* Give the terminal back, as it was found, as far as it can be */
void oh_terminal_give(struct oh_terminal *t);

/* However the process ends, the terminal is given back. One at a time:
   EBUSY */
int  oh_terminal_guard(int fd, bool mouse);
void oh_terminal_unguard(void);
/* What leaves the screen, without ncurses */
void oh_terminal_guard_leave(void);

#endif
