/**
 * @file environ.h  What a flow finds in its environment
 *
 *   OFFHOOK_CALL OFFHOOK_SOCKET OFFHOOK_DIRECTION (in, out)
 *   OFFHOOK_FROM OFFHOOK_TO OFFHOOK_TRUNK OFFHOOK_SIP_*, and PATH
 *
 * What comes from the far end has been freed from control characters;
 * OFFHOOK_SIP_*: see call/hearsay.h.
 */
#ifndef OH_FLOW_ENVIRON_H
#define OH_FLOW_ENVIRON_H

#include "action/calls.h"

/* What begins so is of the flow's own call alone */
#define OH_ENVIRON_SIP "OFFHOOK_SIP_"

struct oh_environ;

int oh_environ_make(struct oh_environ **ep, const struct oh_call *call,
		    const struct oh_calls *calls, const char *socket,
		    const char *verbs);
/* NULL at the end; borrowed as long as it */
const char *const *oh_environ_strings(const struct oh_environ *e);

#endif
