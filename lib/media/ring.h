/**
 * @file ring.h  Samples from one thread to another
 *
 * One thread puts, another gets; neither waits. Only the one that gets may
 * also drop what is old.
 */
#ifndef OH_MEDIA_RING_H
#define OH_MEDIA_RING_H

#include <stddef.h>
#include <stdint.h>

struct oh_ring;

int    oh_ring_alloc(struct oh_ring **rp, size_t sampc);
size_t oh_ring_count(const struct oh_ring *r);
size_t oh_ring_room(const struct oh_ring *r);
size_t oh_ring_put(struct oh_ring *r, const int16_t *sampv, size_t sampc);
size_t oh_ring_get(struct oh_ring *r, int16_t *sampv, size_t sampc);
size_t oh_ring_drop(struct oh_ring *r, size_t sampc);

#endif
