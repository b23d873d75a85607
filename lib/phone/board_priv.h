/**
 * @file board_priv.h  The board, from inside
 */
#ifndef OH_PHONE_BOARD_PRIV_H
#define OH_PHONE_BOARD_PRIV_H

#include "phone/board.h"

/** A call, and what only the board knows of it */
struct board_entry {
	struct oh_board_call c;
	uint64_t mos_ms;             /* when a MOS was last put in         */
	bool     used;
	bool     listed;             /* by the reply that is being read    */
};

struct oh_board {
	struct board_entry  *poolv;  /* of OH_BOARD_CALLS_MAX              */
	struct board_entry  *callv[OH_BOARD_CALLS_MAX];  /* as they came   */
	size_t               callc;
	size_t               hint;   /* where the next one likely is       */
	struct oh_board_peer peerv[OH_BOARD_PEERS_MAX];
	size_t               peerc;
	struct oh_board_phone phone;
	struct oh_board_log  logv[OH_BOARD_LOG_MAX];     /* ring           */
	uint64_t             serial;
	bool                 full;   /* said so                            */
	oh_board_name_h     *nameh;
	void                *arg;
};

/* board.c */
struct board_entry *oh_board_get(struct oh_board *b, uint32_t peer,
				 const char *id);
/* NULL: there are too many */
struct board_entry *oh_board_put(struct oh_board *b, uint32_t peer,
				 const char *id, uint64_t now_ms);
void oh_board_end(struct board_entry *e, const char *cause, uint64_t now_ms);
struct oh_board_log *oh_board_write(struct oh_board *b, bool alert,
				    const char *text);
/* boardevent.c: one of a call, or of the process */
bool oh_board_event(struct oh_board *b, uint32_t peer, const cJSON *o,
		    uint64_t now_ms);
/* boardread.c */
void oh_board_number(char *buf, size_t size, const char *text);
void oh_board_set_far(struct oh_board *b, struct oh_board_call *c,
		      const char *number, const cJSON *o);

#endif
