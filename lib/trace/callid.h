/**
 * @file callid.h  Which call a SIP message belongs to
 */
#ifndef OH_TRACE_CALLID_H
#define OH_TRACE_CALLID_H

#include "trace/trace.h"

struct pl;

bool oh_callid_find(struct pl *call_id, const struct oh_trace *t);

#endif
