/**
 * @file ring.c  Samples from one thread to another
 */
#include "base/compat.h"
#include <errno.h>
#include <stdatomic.h>
#include "media/ring.h"

/* Positions since the beginning; each is moved by one thread only. */
struct oh_ring {
	size_t         size;      /* a power of two          */
	_Atomic size_t tail;      /* the next to be got      */
	_Atomic size_t head;      /* the next to be put      */
	int16_t        sampv[];
};

/**
 * Make a ring
 *
 * @param rp    Ring, *returned*
 * @param sampc Room it has at least [samples]
 *
 * @return 0, ENOMEM
 */
int oh_ring_alloc(struct oh_ring **rp, size_t sampc)
{
	size_t size = 1;
	struct oh_ring *r;

	while (size < sampc)
		size *= 2;
	r = mem_zalloc(sizeof(*r) + size * sizeof(r->sampv[0]), NULL);
	if (!r)
		return ENOMEM;
	r->size = size;
	atomic_init(&r->tail, 0);
	atomic_init(&r->head, 0);
	*rp = r;

	return 0;
}

/**
 * How much is in it; for who gets, at least so much
 *
 * @param r Ring
 *
 * @return Samples
 */
size_t oh_ring_count(const struct oh_ring *r)
{
	size_t tail = atomic_load_explicit(&r->tail, memory_order_acquire);

	return atomic_load_explicit(&r->head, memory_order_acquire) - tail;
}

/**
 * How much may be put; for who puts, at least so much
 *
 * @param r Ring
 *
 * @return Samples
 */
size_t oh_ring_room(const struct oh_ring *r)
{
	return r->size - oh_ring_count(r);
}

/**
 * Put samples, as many as there is room for
 *
 * @param r     Ring
 * @param sampv Samples, copied
 * @param sampc Their number
 *
 * @return How many were put
 */
size_t oh_ring_put(struct oh_ring *r, const int16_t *sampv, size_t sampc)
{
	size_t head = atomic_load_explicit(&r->head, memory_order_relaxed);
	size_t room = oh_ring_room(r);

	sampc = min(sampc, room);
	for (size_t i = 0; i < sampc; i++)
		r->sampv[(head + i) & (r->size - 1)] = sampv[i];
	atomic_store_explicit(&r->head, head + sampc, memory_order_release);

	return sampc;
}

/**
 * Get samples, as many as there are
 *
 * @param r     Ring
 * @param sampv Receives them
 * @param sampc Most of them
 *
 * @return How many were got
 */
size_t oh_ring_get(struct oh_ring *r, int16_t *sampv, size_t sampc)
{
	size_t tail = atomic_load_explicit(&r->tail, memory_order_relaxed);
	size_t count = oh_ring_count(r);

	sampc = min(sampc, count);
	for (size_t i = 0; i < sampc; i++)
		sampv[i] = r->sampv[(tail + i) & (r->size - 1)];
	atomic_store_explicit(&r->tail, tail + sampc, memory_order_release);

	return sampc;
}

/**
 * Drop the oldest, as far as there are so many; by who gets
 *
 * @param r     Ring
 * @param sampc How many
 *
 * @return How many were dropped
 */
size_t oh_ring_drop(struct oh_ring *r, size_t sampc)
{
	size_t tail = atomic_load_explicit(&r->tail, memory_order_relaxed);
	size_t count = oh_ring_count(r);

	sampc = min(sampc, count);
	atomic_store_explicit(&r->tail, tail + sampc, memory_order_release);

	return sampc;
}
