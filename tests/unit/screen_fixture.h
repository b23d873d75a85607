/**
 * @file screen_fixture.h  A screen with a board, keys pressed, lines said
 */
#ifndef SCREEN_FIXTURE_H
#define SCREEN_FIXTURE_H

#include "tui/screen.h"

#define CALL_A "01a20e35-c132-7fe3-83f7-2d27b035fc2a"
#define CALL_B "01a20e35-d132-7fe3-83f7-2d27b035aaab"
#define CALL_C "01a20e35-e132-7fe3-83f7-2d27b035bbbc"

struct screen_fixture {
	struct oh_board    *board;
	struct oh_contacts *contacts;
	struct oh_history  *history;
	struct oh_keys     *keys;
	struct oh_screen   *screen;
	struct oh_cells    *cells;
	uint64_t now_ms;
	char     said[4096];           /* orders, each with a newline */
	int      says;
	char     kept[512];            /* typed orders, each with a newline */
};

int  screen_make(struct screen_fixture *f, int w, int h);
void screen_drop(struct screen_fixture *f);
/* A line of the control socket, of the phone (peer 1) or another process */
void screen_tell(struct screen_fixture *f, uint32_t peer, const char *line);
/* The phone tells of itself: number, handset */
void screen_phone(struct screen_fixture *f);
/* So it does, and who has the voice: a call, or NULL */
void screen_voice(struct screen_fixture *f, const char *id);
/* "2<Enter>:ho<Tab>" */
void screen_keys(struct screen_fixture *f, const char *text);
/* What the number in the entry would become; more: members behind it */
void screen_looked(struct screen_fixture *f, const char *asked,
		   const char *reply);
int  screen_resize(struct screen_fixture *f, int w, int h);
void screen_paint(struct screen_fixture *f);
/* The painted text has it */
bool screen_has(struct screen_fixture *f, const char *text);
void screen_snapshot(struct screen_fixture *f, const char *name);
/* What was said since the last time is this */
void screen_said(struct screen_fixture *f, const char *lines);

/* Calls as they come up, all at once */
void screen_call_up(struct screen_fixture *f, const char *id,
		    const char *number, const char *more);
void screen_incoming(struct screen_fixture *f, const char *id,
		     const char *number, const char *name);

#endif
