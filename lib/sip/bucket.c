/**
 * @file bucket.c  How often strangers are heard
 */
#include "base/compat.h"
#include "sip/bucket.h"

/* So long that any bucket is full again */
enum { FULL_MS = 60000 };

static void fill(struct oh_bucket_slot *slot, uint32_t rate, uint32_t burst,
		 uint64_t now_ms)
{
	uint64_t spent = MIN(now_ms - slot->ms, (uint64_t)FULL_MS);
	uint64_t milli = slot->milli + spent * rate;

	slot->milli = (uint32_t)MIN(milli, (uint64_t)burst * 1000);
	slot->ms = now_ms;
}

/**
 * Begin with full buckets
 *
 * @param b      Buckets
 * @param key    Random
 * @param now_ms Any clock that does not run back [ms]
 */
void oh_bucket_init(struct oh_bucket *b, uint32_t key, uint64_t now_ms)
{
	b->key = key;
	for (unsigned i = 0; i < OH_BUCKET_SLOTS; i++) {
		b->slotv[i].milli = OH_BUCKET_BURST * 1000;
		b->slotv[i].ms = now_ms;
	}
	b->all.milli = OH_BUCKET_ALL_BURST * 1000;
	b->all.ms = now_ms;
}

/**
 * Decide whether a request of a stranger is heard
 *
 * @param b      Buckets
 * @param src    Whence it came; the port does not matter
 * @param now_ms The same clock [ms]
 *
 * @return false: there were too many
 */
bool oh_bucket_take(struct oh_bucket *b, const struct sa *src,
		    uint64_t now_ms)
{
	uint32_t hash = (sa_hash(src, SA_ADDR) ^ b->key) * 2654435761u;
	struct oh_bucket_slot *slot = &b->slotv[hash >> 22];

	fill(slot, OH_BUCKET_RATE, OH_BUCKET_BURST, now_ms);
	fill(&b->all, OH_BUCKET_ALL_RATE, OH_BUCKET_ALL_BURST, now_ms);
	if (slot->milli < 1000 || b->all.milli < 1000)
		return false;

	slot->milli -= 1000;
	b->all.milli -= 1000;

	return true;
}
