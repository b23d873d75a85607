/**
 * @file inband.h  Digits as tones in the audio (ITU-T Q.23, Q.24)
 */
#ifndef OH_MEDIA_INBAND_H
#define OH_MEDIA_INBAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oh_inband;

typedef void (oh_inband_h)(char digit, void *arg);

int  oh_inband_alloc(struct oh_inband **ip, uint32_t rate_hz,
		     oh_inband_h *h, void *arg);
void oh_inband_feed(struct oh_inband *i, const int16_t *sampv, size_t sampc);
/* A key is down */
bool oh_inband_is_hearing(const struct oh_inband *i);

#endif
