/**
 * @file bucket.h  How often strangers are heard: a token bucket for each
 *                 address, and one for all (private to sip)
 *
 * A fixed table: whoever floods us costs no memory. Addresses that fall
 * into one place share what it holds; where is not to be foreseen.
 */
#ifndef OH_SIP_BUCKET_H
#define OH_SIP_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct sa;

enum {
	OH_BUCKET_SLOTS     = 1024,
	OH_BUCKET_BURST     = 20,     /**< Requests of one address at once */
	OH_BUCKET_RATE      = 5,      /**< and a second after that         */
	OH_BUCKET_ALL_BURST = 200,
	OH_BUCKET_ALL_RATE  = 50,
};

struct oh_bucket {
	uint32_t key;
	struct oh_bucket_slot {
		uint64_t ms;          /**< when it was looked at           */
		uint32_t milli;       /**< thousandths of a request        */
	} slotv[OH_BUCKET_SLOTS], all;
};

void oh_bucket_init(struct oh_bucket *b, uint32_t key, uint64_t now_ms);
bool oh_bucket_take(struct oh_bucket *b, const struct sa *src,
		    uint64_t now_ms);

#endif
