/**
 * @file reason.h  The Reason header (RFC 3326, 6432, 8606)
 */
#ifndef OH_SIP_REASON_H
#define OH_SIP_REASON_H

#include <stddef.h>
#include "event/cause.h"

struct sip_msg;

enum { OH_REASON_LINES = 256 };   /**< Room for all lines [bytes] */

void oh_reason_read(struct oh_reason *why, const struct sip_msg *msg);
int  oh_reason_print(char *buf, size_t size, const struct oh_reason *why);

#endif
