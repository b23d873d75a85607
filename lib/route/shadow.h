/**
 * @file shadow.h  Routes that no number reaches
 *
 * Judged by equality and by samples: numbers made from the pattern. That a
 * route is reached is certain when a sample reaches it. That none is, is
 * certain for equal patterns and likely for the others.
 */
#ifndef OH_ROUTE_SHADOW_H
#define OH_ROUTE_SHADOW_H

#include <stdint.h>
#include "conf/conf.h"

enum oh_shadow_kind {
	OH_SHADOW_NONE,        /**< a sample reaches it                    */
	OH_SHADOW_EQUAL,       /**< `by` has the same pattern              */
	OH_SHADOW_TAKEN,       /**< earlier ones take all samples          */
	OH_SHADOW_EMPTY,       /**< no sample could be made                */
	OH_SHADOW_NO_PLUS,     /**< it means long numbers, without "+"     */
};

struct oh_shadow {
	enum oh_shadow_kind         kind;
	const struct oh_conf_route *by;    /**< the first that takes one   */
	uint32_t                    samples;
	char                        sample[OH_NUMBER_SIZE];  /**< for one  */
};

void oh_shadow_find(struct oh_shadow *s, const struct oh_conf *conf,
		    uint32_t route);

#endif
