/**
 * @file screen_priv.h  The screen: what its files share
 */
#ifndef OH_TUI_SCREEN_PRIV_H
#define OH_TUI_SCREEN_PRIV_H

#include "phone/order.h"
#include "tui/edit.h"
#include "tui/layout.h"
#include "tui/pane.h"
#include "tui/screen.h"

enum {
	PANES_MAX  = 8,
	PANE_ENTRY = 0,
	PANE_CALLS = 1,
	PANE_FIRST = 2,          /* of those that take turns          */
	RUNG_MAX   = 16,
	MARKS_MAX  = 8,
	WORDS_MAX  = 64,         /* offered by completion             */
	WORD_SIZE  = 64,
	ABOUT_SIZE = 64,
	MESSAGE_MS = 8000,
	ALERT_MS   = 20000,
	ASKED_MS   = 10000,      /* a call may take to come up        */
};

/** What lies over the panes, and has the keys */
enum over {
	OVER_NONE,
	OVER_CARD,               /* somebody rings; other keys pass   */
	OVER_HELP,
	OVER_LEAVE,
};

/** What is typed into the message line */
enum typing { TYPING_NO, TYPING_ORDER, TYPING_SEARCH };

/** Words offered for the last one of the line being typed */
struct offered {
	size_t n;
	size_t at;               /* the one that stands there; n: none */
	size_t from;             /* byte at which it begins            */
	char   wordv[WORDS_MAX][WORD_SIZE];
	char   aboutv[WORDS_MAX][ABOUT_SIZE];
};

/** Calls to be remembered, the latest of them */
struct idring {
	char   v[RUNG_MAX][OH_BOARD_ID];
	size_t n;                /* ever                                */
};

struct oh_screen {
	struct oh_screen_prm prm;
	struct oh_view view;
	struct oh_layout layout; /* as last painted                    */
	const struct oh_pane_class *classv[PANES_MAX];
	void    *statev[PANES_MAX];
	size_t   panec;
	size_t   focus;          /* index of a pane                    */
	size_t   shownv[OH_LAYOUT_SLOTS];    /* panes in the slots     */
	int      slot;           /* where the next one goes            */
	bool     zoom;

	char     selected[OH_BOARD_ID];
	uint64_t newest_ms;      /* began_ms of the latest call seen   */
	uint64_t asked_ms;       /* a call was placed, or taken, here  */
	bool     expects;        /* .. or is waited for, without a key */
	char     talking[OH_BOARD_ID];       /* had the voice          */
	char     markv[MARKS_MAX][OH_BOARD_ID];
	size_t   markc;

	struct oh_looked looked;
	const struct oh_wire *wire;
	char     past[OH_BOARD_ID];  /* shown in the ladder last       */

	enum typing typing;
	struct oh_edit line;
	struct oh_edit_history *history;
	struct offered offered;
	char     search[OH_EDIT_SIZE];

	enum over over;          /* HELP and LEAVE; CARD follows       */
	int      help_top;
	struct idring away;      /* whose card was put away            */
	struct idring rung;      /* who has been told of               */
	bool     ring;
	char     who[OH_BOARD_TEXT];

	char     text[256];      /* the message line                   */
	bool     alert;
	uint64_t until_ms;
};

/* screen.c */
const struct oh_board_call *oh_screen_call(const struct oh_screen *s);
const struct oh_board_call *oh_screen_card(const struct oh_screen *s);
bool oh_screen_rings(const struct oh_screen *s,
		     const struct oh_board_call *c);
void oh_screen_keep(struct idring *r, const char *id);
enum over oh_screen_over(const struct oh_screen *s);
size_t oh_screen_live(const struct oh_screen *s);
struct oh_view *oh_screen_view(struct oh_screen *s, uint64_t now_ms);
const char *oh_screen_number(const struct oh_screen *s);
bool oh_screen_is_emergency(const struct oh_screen *s);
bool oh_screen_is_help(const struct oh_screen *s);
void oh_screen_select(struct oh_screen *s, int step);

/* screen_order.c */
void oh_screen_do(struct oh_screen *s, const char *line);
void oh_screen_press(struct oh_screen *s, const char *order);
void oh_screen_focus(struct oh_screen *s, size_t pane);
bool oh_screen_pane_order(struct oh_screen *s, size_t pane, const char *word);
/* Whether a pane is on the screen, and where; NULL */
const struct oh_box *oh_screen_box(const struct oh_screen *s, size_t pane);
/* The order a key's line stands for, as things are: "hold" of a held call is
   "hold off". *labelp too */
const char *oh_screen_turn(const struct oh_screen *s, const char *order,
			   const char **labelp);

/* screen_line.c */
void oh_screen_type(struct oh_screen *s, enum typing typing,
		    const char *text);
/* The order whose name stands at the beginning of a line, or NULL */
const struct oh_order_about *oh_screen_about(const char *line);
bool oh_screen_line_key(struct oh_screen *s, uint32_t key);
void oh_screen_line_paint(struct oh_screen *s, struct oh_cells *c);

/* screen_bar.c */
const char *oh_screen_keys_of(const struct oh_screen *s);
void oh_screen_bar_paint(struct oh_screen *s, struct oh_cells *c);
const struct oh_key_bind *oh_screen_bar_at(struct oh_screen *s, int x,
					   uint32_t *keyp);

/* screen_help.c, screen_card.c */
void oh_screen_help_paint(struct oh_screen *s, struct oh_cells *c);
bool oh_screen_help_order(struct oh_screen *s, const char *word);
/* How an order goes, in the message line; false: there is none */
bool oh_screen_help_of(struct oh_screen *s, const char *order);
void oh_screen_card_paint(struct oh_screen *s, struct oh_cells *c);
struct oh_box oh_screen_card_box(const struct oh_screen *s);
void oh_screen_leave_paint(struct oh_screen *s, struct oh_cells *c);
void oh_screen_emergency_paint(struct oh_screen *s, struct oh_cells *c);
void oh_screen_small_paint(struct oh_screen *s, struct oh_cells *c);

#endif
