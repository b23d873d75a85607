/**
 * @file order.h  A line of words becomes what is to be done
 *
 *   "hold 3f2a" ──▶ {"do":"hold","call":"0193..3f2a"} to its process
 *
 * The words are those of the shell commands. Keys of the screen stand for
 * such lines, too: there is one way to say a thing. Pure. One table names,
 * explains and completes all of them, and the manual pages are compared with
 * it.
 *
 * "hangup all" is {"do":"hangup","call":"all"}: oh_peers_ask() makes one
 * request for each call of it. "quit" and "detach" are LOCAL: who leaves
 * tells the phone so ("screen"), and has asked before, if calls are up.
 */
#ifndef OH_PHONE_ORDER_H
#define OH_PHONE_ORDER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include "phone/board.h"
#include "phone/contacts.h"
#include "phone/history.h"

enum { OH_ORDER_WHY = 160, OH_ORDER_LINE = 512, OH_ORDER_WORDS = 64 };

enum oh_order_kind {
	OH_ORDER_NOTHING,              /**< an empty line                    */
	OH_ORDER_ASK,                  /**< ask is for the process peer      */
	OH_ORDER_LOCAL,                /**< word and rest are for the screen */
};

struct oh_order {
	enum oh_order_kind kind;
	const char *word;              /**< name in the table, static        */
	uint32_t    peer;
	char        call[OH_BOARD_ID]; /**< which call it acts on, or ""     */
	cJSON      *ask;               /**< the receiver's: cJSON_Delete()   */
	char        rest[OH_ORDER_LINE];  /**< LOCAL: what stands behind it  */
};

/** What a line is understood by; borrowed */
struct oh_order_prm {
	const struct oh_board    *board;
	const struct oh_contacts *contacts;   /**< or NULL                   */
	const struct oh_history  *history;    /**< or NULL                   */
	const char               *selected;   /**< call, or NULL: the active */
	const char               *shown;      /**< whose messages are; NULL  */
	uint32_t                  shown_peer; /**< that was asked for them   */
	const char               *cwd;        /**< of relative paths         */
	const char               *home;       /**< of "~/..", or NULL        */
	bool                      person;     /**< typed it at a terminal    */
};

/** A row of the table */
struct oh_order_about {
	const char *name;              /**< "transfer"                       */
	const char *alias;             /**< "x", or NULL                     */
	const char *args;              /**< "NUMBER [CALL]"                  */
	const char *help;              /**< one line                         */
	bool        local;
};

/* EINVAL: why says what is wrong and how it goes; then there is no ask */
int  oh_order_parse(struct oh_order *o, char why[OH_ORDER_WHY],
		    const struct oh_order_prm *prm, const char *line);
const struct oh_order_about *oh_order_at(size_t i);   /* NULL: no more */

/** Words that may stand where the last one of the line stands */
typedef void (oh_order_word_h)(const char *word, const char *help, void *arg);
void oh_order_complete(const struct oh_order_prm *prm, const char *line,
		       oh_order_word_h *h, void *arg);

#endif
