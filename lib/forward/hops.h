/**
 * @file hops.h  How often a call has been forwarded already
 */
#ifndef OH_FORWARD_HOPS_H
#define OH_FORWARD_HOPS_H

#include <stddef.h>
#include <stdint.h>

struct sip_msg;

enum { OH_HOPS_MAX = 5 };   /**< A call that was forwarded so often stays */

uint32_t oh_hops_count(const struct sip_msg *msg);
int      oh_hops_print(char *buf, size_t size, const char *called,
		       uint32_t hops);

#endif
