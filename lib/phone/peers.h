/**
 * @file peers.h  Links to all processes that hold calls, feeding one board
 *
 * The phone's own process (phoned), and, if all is wanted, every other one of
 * the user's: they are looked for once a second. Main loop.
 */
#ifndef OH_PHONE_PEERS_H
#define OH_PHONE_PEERS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>
#include "ctl/link.h"
#include "phone/board.h"

struct oh_peers;

struct oh_peers_prm {
	struct oh_board *board;        /**< shared                           */
	bool        all;               /**< also dial, answer ..             */
	double      meters_s;          /**< how often levels come; 0: never  */
	const char *screen;            /**< "dialer": told to phoned         */
	/** Something shown has changed */
	void (*changeh)(void *arg);
	/** The phone is there, or (false) is gone */
	void (*phoneh)(bool here, void *arg);
	/** A process does not answer, or (false) does again; the board knows;
	    or NULL */
	void (*hungh)(uint32_t peer, bool hung, void *arg);
	/** Each event, after the board has read it: "detach" ..; or NULL */
	void (*eventh)(uint32_t peer, const cJSON *ev, void *arg);
	void *arg;
};

int  oh_peers_alloc(struct oh_peers **pp, const struct oh_peers_prm *prm);
/* To one of them; ask: given. ENOTCONN */
int  oh_peers_ask(struct oh_peers *p, uint32_t peer, cJSON *ask,
		  oh_link_reply_h *h, void *arg);
void oh_peers_forget(struct oh_peers *p, const void *arg);

#endif
