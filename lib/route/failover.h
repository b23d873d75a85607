/**
 * @file failover.h  Whether another trunk may do better
 *
 * Pure. Which answers count is the trunk's; never does an answer of a person
 * or of the numbering plan.
 */
#ifndef OH_ROUTE_FAILOVER_H
#define OH_ROUTE_FAILOVER_H

#include <stdbool.h>
#include "event/cause.h"

/* list: a trunk's failover, "408 503 network" or "none" */
bool oh_failover_may(const char *list, const struct oh_cause_in *in);

#endif
