/**
 * @file redirect.h  Where a 3xx leads (RFC 3261 21.3)
 */
#ifndef OH_ROUTE_REDIRECT_H
#define OH_ROUTE_REDIRECT_H

#include <stddef.h>

/* The number in a Contact's URI, as one might type it. EBADMSG: none */
int oh_redirect_number(char *buf, size_t size, const char *contact);

#endif
