/**
 * @file srv.c  The order in which SRV targets are tried (RFC 2782)
 */
#include <stdlib.h>
#include "sip/srv.h"

/* Those of weight 0 come first in the running sum: a small chance. */
static int compare(const void *va, const void *vb)
{
	const struct oh_srv *a = va, *b = vb;

	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;

	return (a->weight != 0) - (b->weight != 0);
}

static uint32_t same_priority(const struct oh_srv *v, uint32_t n)
{
	uint32_t i = 1;

	while (i < n && v[i].priority == v[0].priority)
		i++;
	return i;
}

static uint32_t pick(const struct oh_srv *v, uint32_t n, oh_srv_rand_h *randh,
		     void *arg)
{
	uint32_t sum = 0, r, i;

	for (i = 0; i < n; i++)
		sum += v[i].weight;
	r = randh(sum, arg);

	sum = v[0].weight;
	for (i = 0; i < n - 1 && sum < r; )
		sum += v[++i].weight;
	return i;
}

/* The others keep their order. */
static void move_to_front(struct oh_srv *v, uint32_t i)
{
	const struct oh_srv picked = v[i];

	for (; i > 0; i--)
		v[i] = v[i - 1];
	v[0] = picked;
}

/**
 * Put SRV records into the order in which they are to be tried
 *
 * Lower priorities first; among equals at random, each as often as its
 * weight says.
 *
 * @param v     Records
 * @param n     How many
 * @param randh Randomness
 * @param arg   Its argument
 */
void oh_srv_order(struct oh_srv *v, uint32_t n, oh_srv_rand_h *randh,
		  void *arg)
{
	if (!v || !randh)
		return;

	qsort(v, n, sizeof(*v), compare);
	while (n > 1) {
		const uint32_t equal = same_priority(v, n);

		if (equal > 1)
			move_to_front(v, pick(v, equal, randh, arg));
		v++;
		n--;
	}
}
