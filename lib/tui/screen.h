/**
 * @file screen.h  The dialer's screen as a model
 *
 *   keys, board, replies, time ──▶ screen ──▶ cells
 *                                    └──▶ lines of words (phone/order)
 *
 * Pure: no terminal, no socket, no clock. Whatever a key means leaves as a
 * line of words, the same that could be typed behind ':'. What the screen
 * wants to know it names in a struct oh_screen_wants, and is told.
 */
#ifndef OH_TUI_SCREEN_H
#define OH_TUI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>
#include "phone/board.h"
#include "phone/contacts.h"
#include "phone/history.h"
#include "phone/looked.h"
#include "phone/wire.h"
#include "tui/cells.h"
#include "tui/keys.h"

struct oh_screen;

enum { OH_SCREEN_MIN_W = 60, OH_SCREEN_MIN_H = 18 };

/** All borrowed while it lives */
struct oh_screen_prm {
	const struct oh_board    *board;
	const struct oh_contacts *contacts;
	const struct oh_history  *history;
	const struct oh_keys     *keys;
	bool        attached;          /**< others' calls are shown, too     */
	int64_t     utc_offset_s;      /**< local time is that much later    */
	/** Do this; never from within oh_screen_paint() */
	void (*orderh)(const char *line, void *arg);
	/** An order was typed, to be remembered another day; or NULL */
	void (*keeph)(const char *line, void *arg);
	void       *arg;
};

/** What it wants to know; strings borrowed until the next key */
struct oh_screen_wants {
	const char *look;              /**< number being typed; "": none     */
	const char *ladder;            /**< messages of this call; NULL      */
	bool        message;           /**< and the text of this one         */
	uint32_t    n;
	bool        ring;              /**< bell, notification: once for
					    each call that begins to ring    */
	const char *who;               /**< that rings                       */
	uint32_t    tick_ms;           /**< paint again after; 0: only when
					    something changes                */
};

int  oh_screen_alloc(struct oh_screen **sp, const struct oh_screen_prm *prm);
/* mx, my: place of OH_KEY_MOUSE and of the wheel, else 0 */
void oh_screen_key(struct oh_screen *s, uint32_t key, int mx, int my,
		   uint64_t now_ms);
/* What was pasted: typed, never done */
void oh_screen_paste(struct oh_screen *s, const char *text, uint64_t now_ms);
/* An order typed another day; from the oldest on */
void oh_screen_remember(struct oh_screen *s, const char *line);
/* The board or the lists have changed */
void oh_screen_update(struct oh_screen *s, uint64_t now_ms);
void oh_screen_looked(struct oh_screen *s, const struct oh_looked *l);
/* Borrowed until another one, or NULL */
void oh_screen_wire(struct oh_screen *s, const struct oh_wire *w);
/* A sentence in the message line: what came of an order */
void oh_screen_say(struct oh_screen *s, bool alert, const char *text,
		   uint64_t now_ms);
/* Who came for a call: when it is there it has the keys, unless one has been
   pressed meanwhile */
void oh_screen_expect(struct oh_screen *s, uint64_t now_ms);
/* Orders for the screen itself: "help", "pane ladder", "search x" ..; false:
   none of its own. "quit" is one while calls are up: it asks, and the answer
   is said as an order, "quit now" or "detach" */
bool oh_screen_order(struct oh_screen *s, const char *word, const char *rest,
		     uint64_t now_ms);
void oh_screen_wants(const struct oh_screen *s, struct oh_screen_wants *w);
/* The selected call's id, or NULL */
const char *oh_screen_selected(const struct oh_screen *s);
void oh_screen_paint(struct oh_screen *s, struct oh_cells *c,
		     uint64_t now_ms, uint64_t wall_us);

#endif
