/**
 * @file echo.h  Payloads on their way back to where they came from
 */
#ifndef OH_MEDIA_ECHO_H
#define OH_MEDIA_ECHO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oh_codec;
struct oh_echo;

enum { OH_ECHO_BYTES = 2048 };

int  oh_echo_alloc(struct oh_echo **ep);
void oh_echo_reset(struct oh_echo *e);
void oh_echo_put(struct oh_echo *e, const struct oh_codec *codec,
		 const uint8_t *buf, size_t len);
bool oh_echo_get(struct oh_echo *e, const struct oh_codec *codec,
		 uint32_t ptime_ms, uint8_t *buf, size_t *lenp);

#endif
