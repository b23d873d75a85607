/**
 * @file fold.h  Events folded into one result
 *
 * Pure: the same events give the same result. A second DIALING event starts
 * another try of the same result.
 */
#ifndef OH_CDR_FOLD_H
#define OH_CDR_FOLD_H

#include "event/event.h"
#include "event/result.h"

void oh_fold(struct oh_result *res, const struct oh_event *ev);

#endif
