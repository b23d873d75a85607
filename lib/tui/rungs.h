/**
 * @file rungs.h  SIP messages as arrows between the hosts
 *
 *             us 127.0.0.1:5080          simulated 127.0.0.1:5060
 *     0.000   │── INVITE sip:+14255550100@..  PCMU PCMA ────────→│
 *     0.001   │←─ 100 Trying (INVITE) ───────────────────────────│
 *
 * Pure. Where there is no room for that: one line each.
 */
#ifndef OH_TUI_RUNGS_H
#define OH_TUI_RUNGS_H

#include <stdbool.h>
#include "phone/wire.h"
#include "tui/cells.h"

enum { OH_RUNGS_HOSTS_MAX = 6, OH_RUNGS_NAME = 128 };

/** Who took part, ourselves first */
struct oh_rungs {
	size_t count;                  /**< more than HOSTS_MAX: too many    */
	bool   focus;                  /**< the selected message stands out  */
	char   hostv[OH_RUNGS_HOSTS_MAX][64];
	char   namev[OH_RUNGS_HOSTS_MAX][OH_RUNGS_NAME];
};

/* trunk: name of the far end if it is the only one; "" */
void oh_rungs_read(struct oh_rungs *r, const struct oh_wire *w,
		   const char *trunk);
/* The hosts, one row */
void oh_rungs_head(const struct oh_rungs *r, struct oh_cells *c,
		   const struct oh_box *b);
/* One message, one row */
void oh_rungs_paint(const struct oh_rungs *r, struct oh_cells *c,
		    const struct oh_box *b, const struct oh_wire_line *l,
		    bool selected, const char *search);

#endif
