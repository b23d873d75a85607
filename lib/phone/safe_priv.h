/**
 * @file safe_priv.h  Tables of code points
 */
#ifndef OH_PHONE_SAFE_PRIV_H
#define OH_PHONE_SAFE_PRIV_H

#include <stddef.h>
#include <stdint.h>

struct oh_safe_range {
	uint32_t first, last;
};

extern const struct oh_safe_range oh_safe_hiddenv[];
extern const struct oh_safe_range oh_safe_markv[];
extern const struct oh_safe_range oh_safe_widev[];
extern const size_t oh_safe_hiddenc, oh_safe_markc, oh_safe_widec;

#endif
