/**
 * @file owner.h  Whether a caller ID is a number of one's own
 *
 * Asks the lists of the configuration (type = static), then those that
 * `numbers` has left in the cache. Needs no network.
 */
#ifndef OH_COMMAND_OWNER_H
#define OH_COMMAND_OWNER_H

#include <stdbool.h>
#include "route/guard.h"

/* An oh_choose_owned_h; arg is a const struct oh_conf */
bool oh_owner_is(struct oh_verdict *v, const char *number, void *arg);

#endif
