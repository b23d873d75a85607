/**
 * @file ladder.h  A SIP exchange as lines for people
 *
 * One line per message: time since the first, arrow, first line, and what
 * matters of the body. Authorization headers never appear.
 */
#ifndef OH_TRACE_LADDER_H
#define OH_TRACE_LADDER_H

#include "trace/trace.h"

struct oh_ladder;

/** One finished line without line end; valid during the call */
typedef void (oh_ladder_h)(const char *line, void *arg);

int  oh_ladder_alloc(struct oh_ladder **lp, oh_ladder_h *lineh, void *arg);
void oh_ladder_add(struct oh_ladder *l, const struct oh_trace *t);

#endif
