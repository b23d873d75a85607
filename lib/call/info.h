/**
 * @file info.h  Digits in SIP INFO bodies
 *
 * "application/dtmf-relay" (Signal=, Duration=) and "application/dtmf" (the
 * bare digit), as gateways have sent them since before RFC 6086.
 */
#ifndef OH_CALL_INFO_H
#define OH_CALL_INFO_H

#include <stddef.h>
#include <stdint.h>

#define OH_INFO_CTYPE "application/dtmf-relay"

enum { OH_INFO_SIZE = 64 };

char oh_info_decode(const char *ctype, const char *body, size_t len);
int  oh_info_encode(char *buf, size_t size, char digit, uint32_t ms);

#endif
