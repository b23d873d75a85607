/**
 * @file past.h  The dialogs of a call, also of one that has ended
 *
 * A call that is tried by several trunks has a dialog for each. What they
 * said is kept by Call-ID (trace/messages.h); here is which Call-IDs those of
 * a call were. Private to this folder.
 */
#ifndef OH_CTL_PAST_H
#define OH_CTL_PAST_H

#include "base/id.h"
#include "event/event.h"

struct list;
struct oh_calls;

enum {
	OH_PAST_MAX     = 256,      /**< ended dialogs                     */
	OH_PAST_DIALOGS = 32,       /**< of one call                       */
};

/** The dialogs of a call in their order; borrowed */
struct ctl_dialogs {
	char        id[OH_ID_SIZE];
	unsigned    n;
	const char *call_idv[OH_PAST_DIALOGS];
};

/* A call has ended */
void oh_past_add(struct list *pastl, const struct oh_event *ev);
/* id: as of oh_calls_find(); who goes on first. ENOENT, EEXIST */
int  oh_past_find(struct ctl_dialogs *d, const struct list *pastl,
		  const struct oh_calls *calls, const char *id);

#endif
