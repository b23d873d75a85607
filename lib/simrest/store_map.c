/**
 * @file store_map.c  Numbers by their digits
 */
#include <errno.h>
#include "simrest/store_priv.h"

enum { ROOM_MIN = 64 };

/* At most 15 digits: they fit. 0: no number */
static uint64_t digits_of(const char *number)
{
	uint64_t v = 0;
	size_t n = 0;

	if (*number != '+')
		return 0;
	for (const char *p = number + 1; *p; p++, n++) {
		if (*p < '0' || *p > '9' || n >= 15)
			return 0;
		v = 10 * v + (uint64_t)(*p - '0');
	}

	return v;
}

/* Neighbours on the shelf must not become neighbours here (Fibonacci
   hashing: the upper bits are the mixed ones) */
static size_t home(const struct oh_store_map *m, uint64_t digits)
{
	return (size_t)(digits * 0x9e3779b97f4a7c15ull >> 32) &
		(m->room - 1);
}

/* Its slot, or the free one where it would stand */
static struct oh_store_slot *slot_of(const struct oh_store_map *m,
				     uint64_t digits)
{
	size_t i = home(m, digits);

	while (m->slotv[i].digits && m->slotv[i].digits != digits)
		i = (i + 1) & (m->room - 1);

	return &m->slotv[i];
}

/**
 * Make room
 *
 * @param m     Map
 * @param count How many numbers it must be able to hold in all
 *
 * @return 0, ENOMEM (the map is as before)
 */
int oh_store_map_reserve(struct oh_store_map *m, size_t count)
{
	struct oh_store_map bigger = { .room = ROOM_MIN, .count = m->count };

	if (2 * count <= m->room)
		return 0;
	while (bigger.room < 2 * count)
		bigger.room *= 2;
	bigger.slotv = mem_zalloc(bigger.room * sizeof(*bigger.slotv), NULL);
	if (!bigger.slotv)
		return ENOMEM;

	for (size_t i = 0; i < m->room; i++) {
		if (m->slotv[i].digits)
			*slot_of(&bigger, m->slotv[i].digits) = m->slotv[i];
	}
	mem_deref(m->slotv);
	*m = bigger;

	return 0;
}

/**
 * Put a number in, or change its value
 *
 * @param m      Map with room for it, see oh_store_map_reserve()
 * @param number E.164; what is none is not put in
 * @param value  Value
 */
void oh_store_map_put(struct oh_store_map *m, const char *number,
		      uint32_t value)
{
	uint64_t digits = digits_of(number);
	struct oh_store_slot *slot;

	if (!digits || !m->room)
		return;
	slot = slot_of(m, digits);
	if (!slot->digits)
		m->count++;
	slot->digits = digits;
	slot->value  = value;
}

/**
 * Take a number out
 *
 * @param m      Map
 * @param number Number; one that is not there is let be
 */
void oh_store_map_drop(struct oh_store_map *m, const char *number)
{
	uint64_t digits = digits_of(number);
	size_t gap, i;

	if (!oh_store_map_find(m, number))
		return;
	gap = (size_t)(slot_of(m, digits) - m->slotv);
	m->count--;

	/* Whoever stands further from home than the gap moves into it. */
	for (i = (gap + 1) & (m->room - 1); m->slotv[i].digits;
	     i = (i + 1) & (m->room - 1)) {
		size_t from = home(m, m->slotv[i].digits);

		if (((i - from) & (m->room - 1)) <
		    ((i - gap) & (m->room - 1)))
			continue;
		m->slotv[gap] = m->slotv[i];
		gap = i;
	}
	m->slotv[gap].digits = 0;
}

/**
 * Find a number
 *
 * @param m      Map
 * @param number Number
 *
 * @return Its value, borrowed until the map changes, or NULL
 */
uint32_t *oh_store_map_find(const struct oh_store_map *m,
			    const char *number)
{
	uint64_t digits = digits_of(number);
	struct oh_store_slot *slot;

	if (!digits || !m->room)
		return NULL;
	slot = slot_of(m, digits);

	return slot->digits ? &slot->value : NULL;
}

/**
 * Empty a map and release its memory
 *
 * @param m Map
 */
void oh_store_map_reset(struct oh_store_map *m)
{
	mem_deref(m->slotv);
	memset(m, 0, sizeof(*m));
}
