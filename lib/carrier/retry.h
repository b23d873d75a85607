/**
 * @file retry.h  Whether a request is sent again, and when
 *
 * A pure decision. What may be repeated depends on what a second one would
 * do: nobody buys twice because a reply was lost.
 */
#ifndef OH_CARRIER_RETRY_H
#define OH_CARRIER_RETRY_H

#include <stdint.h>

enum {
	OH_RETRY_TRIES         = 5,        /**< At most, the first included */
	OH_RETRY_NETWORK_TRIES = 3,        /**< When no reply came          */
	OH_RETRY_FIRST_MS      = 1000,     /**< Doubles with each try       */
	OH_RETRY_CAP_MS        = 60000,
};

/** What a second one would do */
enum oh_retry_class {
	OH_RETRY_FREELY,      /**< No harm: reads                           */
	OH_RETRY_ANSWERED,    /**< The same again, but its reply would
				   puzzle: a deletion finds nothing         */
	OH_RETRY_REFUSED,     /**< Cost money: only if the first one was
				   surely not carried out                   */
};

/** What came of the last try */
struct oh_retry_prm {
	enum oh_retry_class cls;
	int         err;           /**< No reply, see client.h; 0: status   */
	uint16_t    status;
	unsigned    tries;         /**< Made so far, the last one included  */
	const char *after;         /**< Retry-After, or NULL                */
	uint64_t    wall_us;       /**< What the server takes for now       */
	uint64_t    left_ms;       /**< Until the deadline                  */
	uint32_t    random;
};

enum oh_retry {
	OH_RETRY_END,         /**< This is the outcome                      */
	OH_RETRY_AGAIN,       /**< After the wait                           */
	OH_RETRY_LATE,        /**< It could be, but not before the deadline */
};

/* *wait_ms also tells what the server asked for when it is not AGAIN */
enum oh_retry oh_retry_decide(uint64_t *wait_ms,
			      const struct oh_retry_prm *prm);

#endif
