/**
 * @file policy.h  What is done with somebody who rings
 *
 * Pure. Lists hold numbers as people write them; a '*' at the end stands
 * for any rest. A deny entry wins over an allow entry.
 */
#ifndef OH_ANSWER_POLICY_H
#define OH_ANSWER_POLICY_H

#include <stdbool.h>
#include <stdint.h>

/** Borrowed */
struct oh_policy {
	const char *const *allowv;
	uint32_t    allowc;          /**< 0: everybody                    */
	const char *const *denyv;
	uint32_t    denyc;
	uint16_t    reject;          /**< refuse all with it; 0: no       */
	const char *redirect;        /**< send all there; NULL: no        */
	uint32_t    max_calls;       /**< at once; 0: no limit            */
};

/** scode 0: take it */
struct oh_policy_verdict {
	uint16_t    scode;
	const char *reason;          /**< static phrase                   */
};

void oh_policy_decide(struct oh_policy_verdict *v,
		      const struct oh_policy *p, const char *caller,
		      uint32_t active);

#endif
