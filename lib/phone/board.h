/**
 * @file board.h  All calls as their processes tell of them
 *
 *   lines of control sockets ──▶ board ──▶ what a screen or a line shows
 *
 * Pure: lines and times in, values out. Several processes may tell (the
 * phone, dial, answer); a peer is a number for one of them. All text in here
 * is safe (safe.h). A call that has ended stays for a while, to be read.
 */
#ifndef OH_PHONE_BOARD_H
#define OH_PHONE_BOARD_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "number/number.h"

enum {
	OH_BOARD_CALLS_MAX = 1024,
	OH_BOARD_PEERS_MAX = 64,
	OH_BOARD_LOG_MAX   = 500,
	OH_BOARD_TEXT      = 96,
	OH_BOARD_ID        = 64,
	OH_BOARD_MOS_MAX   = 180,      /**< one a second                     */
	OH_BOARD_STAY_MS   = 8000,     /**< an ended call is shown           */
	OH_BOARD_LIST_MAX  = 64,
};

enum oh_board_state {
	OH_BOARD_DIALING,
	OH_BOARD_RINGING,
	OH_BOARD_EARLY,
	OH_BOARD_UP,
	OH_BOARD_HELD,                 /**< by us or by them: see held_by    */
	OH_BOARD_LEAVING,
	OH_BOARD_ENDED,
};

struct oh_board_quality {
	bool   known;
	double loss_pct, jitter_ms, rtt_ms, mos;    /**< rtt < 0: unknown    */
};

struct oh_board_call {
	char     id[OH_BOARD_ID];
	uint32_t peer;
	enum oh_board_state state;
	bool     incoming;
	bool     talking;              /**< has the handset                  */
	bool     muted, recording, held_by_us, held_by_them;
	char     number[OH_BOARD_TEXT];/**< the far end, E.164 or URI user   */
	char     again[OH_NUMBER_URI_SIZE]; /**< what calls them again: the
					    number, or the whole URI         */
	char     name[OH_BOARD_TEXT];  /**< a contact's, or what they say   */
	char     ours[OH_BOARD_TEXT];  /**< our number                       */
	char     trunk[OH_BOARD_TEXT];
	char     codec[32], srtp[32], tls[16];
	char     digits_in[32];        /**< the last they pressed            */
	char     digits_out[32];
	char     joined[OH_BOARD_ID];  /**< the same of all who hear each
					    other; "": it is alone           */
	char     cause[32];            /**< ENDED: "busy"                    */
	char     note[OH_BOARD_TEXT];  /**< last thing worth saying; ""      */
	uint64_t began_ms, answered_ms, ended_ms;   /**< mono; 0: not yet    */
	double   us_db, them_db;       /**< level [dBov], -127: silence      */
	struct oh_board_quality quality;
	float    mosv[OH_BOARD_MOS_MAX];            /**< ring                */
	uint32_t mosc;                 /**< ever put in                      */
};

struct oh_board_peer {
	uint32_t peer;
	int      pid;
	char     command[32];          /**< "phoned" "dial" "answer"         */
	bool     hung;                 /**< does not answer                  */
};

/** The phone itself, as of its events "phone" */
struct oh_board_phone {
	bool     here;                 /**< a phoned is connected            */
	uint32_t peer;
	char     number[OH_BOARD_TEXT];/**< our caller ID in use; ""         */
	char     trunk[OH_BOARD_TEXT]; /**< chosen for calls, "": by route   */
	char     uri[OH_BOARD_TEXT];   /**< where we can be called           */
	char     handset[OH_BOARD_TEXT];  /**< "baresip" "none" "sip:.."     */
	char     handset_state[16];    /**< "up", "failed" ..                */
	char     handset_why[192];
	char     records_fault[128];   /**< no call records: why; ""  */
	bool     dnd, muted;
	uint32_t screens;
	uint32_t trunkc, ownc;         /**< what may be chosen               */
	char     trunkv[OH_BOARD_LIST_MAX][OH_BOARD_TEXT];
	char     ownv[OH_BOARD_LIST_MAX][OH_BOARD_TEXT];
};

struct oh_board_log {
	uint64_t wall_us;
	char     call[OH_BOARD_ID];    /**< or ""                            */
	bool     alert;
	char     text[160];            /**< a line for people                */
};

struct oh_board;

/** Whose number is it? Writes a name, or nothing */
typedef void (oh_board_name_h)(char *name, size_t size, const char *number,
			       void *arg);

int  oh_board_alloc(struct oh_board **bp, oh_board_name_h *nameh, void *arg);
int  oh_board_add_peer(struct oh_board *b, uint32_t peer, const cJSON *hello);
/* Its calls have ended with it: "lost" */
void oh_board_drop_peer(struct oh_board *b, uint32_t peer, uint64_t now_ms);
/* It does not answer, or does again: told in the log, too */
void oh_board_hang_peer(struct oh_board *b, uint32_t peer, bool hung);
bool oh_board_is_hung(const struct oh_board *b, uint32_t peer);
/* "phoned does not answer; 'kill -KILL 4711' ends it, and its calls" */
void oh_board_hung_text(char *buf, size_t size, const struct oh_board *b,
			uint32_t peer);
/* An event, or a reply of list (has "calls"); true: something shown changed */
bool oh_board_line(struct oh_board *b, uint32_t peer, const cJSON *o,
		   uint64_t now_ms);
/* Drops calls that have been shown long enough; true: something changed */
bool oh_board_tick(struct oh_board *b, uint64_t now_ms);
void oh_board_say(struct oh_board *b, bool alert, const char *text);

size_t oh_board_count(const struct oh_board *b);
const struct oh_board_call *oh_board_at(const struct oh_board *b, size_t i);
/* Whole id, or its beginning or end if only one fits; NULL */
const struct oh_board_call *oh_board_find(const struct oh_board *b,
					  const char *id);
/* The call that has the voice; else the latest that is up; else NULL */
const struct oh_board_call *oh_board_active(const struct oh_board *b);
/* An incoming call that rings; NULL: none */
const struct oh_board_call *oh_board_ringing(const struct oh_board *b);
/* Not ended. all: also those of other processes */
size_t oh_board_live(const struct oh_board *b, bool all);
const struct oh_board_phone *oh_board_phone(const struct oh_board *b);
const struct oh_board_peer *oh_board_peer(const struct oh_board *b,
					  uint32_t peer);
/* i from 0: the newest; NULL: no more. serial counts all that were told */
const struct oh_board_log *oh_board_log(const struct oh_board *b, size_t i);
uint64_t oh_board_log_serial(const struct oh_board *b);
const char *oh_board_state_name(enum oh_board_state state);
/* The same, or "joined" of one that is up with others */
const char *oh_board_state_word(const struct oh_board_call *c);
/* Whether two calls hear each other */
bool oh_board_is_joined(const struct oh_board_call *c,
			const struct oh_board_call *other);
/* "0:42", "1:02:03": since answered, or since it began */
void oh_board_timer(char buf[16], const struct oh_board_call *c,
		    uint64_t now_ms);

#endif
