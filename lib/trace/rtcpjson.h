/**
 * @file rtcpjson.h  RTCP reports as collectors want them: JSON
 *
 * What HEP's payload type 5 holds, with the names that Homer gives.
 */
#ifndef OH_TRACE_RTCPJSON_H
#define OH_TRACE_RTCPJSON_H

#include <stddef.h>
#include <stdint.h>

enum { OH_RTCPJSON_SIZE = 1024 };

int oh_rtcpjson_print(char *buf, size_t size, const uint8_t *p, size_t len);

#endif
