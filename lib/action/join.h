/**
 * @file join.h  A call is joined with others, with somebody called for it, or
 *               with all who are in a room
 */
#ifndef OH_ACTION_JOIN_H
#define OH_ACTION_JOIN_H

#include <stdbool.h>
#include <stdint.h>
#include "action/action.h"
#include "action/calls.h"
#include "media/room.h"

enum { OH_JOIN_CALLS_MAX = 16 };

/** With whom: one of the three. Copied, but for the calls. */
struct oh_join_prm {
	struct oh_live *const *callv;   /**< others of this process        */
	uint32_t    callc;
	const char *dial;               /**< number, or NULL               */
	const char *room;               /**< name, or NULL                 */
	enum oh_room_role role;
	const char *leave;              /**< keys with which they go back,
					     "" or NULL: none              */
	bool        apart;              /**< they are put through: a voice on
					     one of them does not come along */
};

/* Outcome: DONE when all others have gone, or they left by a key (digits);
   of dial also what became of that call: BUSY, NO_ANSWER, REFUSED ..; HUNG_UP.
   call: the one that was made. Keys are not kept meanwhile. Errors: EINVAL,
   EALREADY (it is joined already), EBUSY (leave: somebody else collects
   digits), EBADMSG (no number), ENXIO (there is nowhere to call from),
   ENOTCONN, ENOMEM */
int oh_join_start(struct oh_action **ap, struct oh_live *lv,
		  const struct oh_join_prm *prm, oh_action_h *h, void *arg);

#endif
