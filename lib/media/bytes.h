/**
 * @file bytes.h  Numbers in network order, at any alignment
 */
#ifndef OH_MEDIA_BYTES_H
#define OH_MEDIA_BYTES_H

#include <stdint.h>

static inline uint16_t oh_bytes_get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t oh_bytes_get32(const uint8_t *p)
{
	return (uint32_t)oh_bytes_get16(p) << 16 | oh_bytes_get16(p + 2);
}

static inline void oh_bytes_put16(uint8_t *p, uint16_t v)
{
	p[0] = v >> 8;
	p[1] = v & 0xff;
}

static inline void oh_bytes_put32(uint8_t *p, uint32_t v)
{
	oh_bytes_put16(p, v >> 16);
	oh_bytes_put16(p + 2, v & 0xffff);
}

#endif
