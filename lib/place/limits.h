/**
 * @file limits.h  Which limits hold for a call that has been chosen
 */
#ifndef OH_PLACE_LIMITS_H
#define OH_PLACE_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include "cdr/store.h"
#include "place/choose.h"
#include "route/limit.h"

/* Whether what was called before does not matter */
bool oh_limits_is_free(const struct oh_conf *conf,
		       const struct oh_choice *ch);
/* Now: at night others hold than by day */
void oh_limits_set(struct oh_limit_prm *limits, const struct oh_conf *conf,
		   const struct oh_choice *ch);
struct oh_limit_usage oh_limits_usage(const struct oh_cdr_usage *u);
/* "+1425555" of +14255550100; "": it has no neighbours, or nobody asks */
void oh_limits_prefix(char *buf, size_t size,
		      const struct oh_limit_prm *limits,
		      const struct oh_number *n);

#endif
