/**
 * @file portcall.h  Which call a port of ours carries the audio of
 *
 * Learnt from what we say in SIP: our session descriptions name the port.
 */
#ifndef OH_TRACE_PORTCALL_H
#define OH_TRACE_PORTCALL_H

#include "trace/trace.h"

enum { OH_PORTCALL_MAX = 1024, OH_PORTCALL_ID = 128 };

struct oh_portcall;

int  oh_portcall_alloc(struct oh_portcall **pp);
void oh_portcall_learn(struct oh_portcall *p, const struct oh_trace *t);
/* Call-ID, borrowed until the next learn; NULL: not known */
const char *oh_portcall_find(const struct oh_portcall *p, uint16_t port);

#endif
