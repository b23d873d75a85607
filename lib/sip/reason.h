/**
 * @file reason.h  The Reason header (RFC 3326, Q.850 causes)
 */
#ifndef OH_SIP_REASON_H
#define OH_SIP_REASON_H

#include <stddef.h>

struct sip_msg;

int oh_reason_q850(const struct sip_msg *msg);    /* 0: none there */
int oh_reason_print(char *buf, size_t size, int q850, const char *text);

#endif
