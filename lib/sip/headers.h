/**
 * @file headers.h  Header lines given to us as text (private to sip)
 */
#ifndef OH_SIP_HEADERS_H
#define OH_SIP_HEADERS_H

#include <stdbool.h>

int oh_headers_check(const char *headers);
int oh_headers_check_value(const char *value);

#endif
