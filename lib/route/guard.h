/**
 * @file guard.h  Whether a number may be called at all
 *
 * Pure. Compares whole dialled strings for emergency numbers, never
 * prefixes; is asked for the number as typed and again for the number as a
 * trunk will send it.
 */
#ifndef OH_ROUTE_GUARD_H
#define OH_ROUTE_GUARD_H

#include <stdbool.h>
#include "conf/conf.h"
#include "number/number.h"

enum oh_guard_rule {
	OH_GUARD_OK,
	OH_GUARD_EMERGENCY,
	OH_GUARD_PREMIUM,
	OH_GUARD_SATELLITE,
	OH_GUARD_COUNTRY,       /**< on this trunk; another may do       */
	OH_GUARD_CALLER_ID,     /**< shown number is not one of ours     */
};

enum { OH_GUARD_TEXT = 160 };

/** What the guards say; "" in both texts when the number may be called */
struct oh_verdict {
	enum oh_guard_rule rule;
	char text[OH_GUARD_TEXT];      /**< What was refused and why       */
	char hint[OH_GUARD_TEXT];      /**< How to allow it, or what else  */
};

struct oh_guard_prm {
	const struct oh_conf_guard *conf;
	const char *country;           /**< home country, or ""           */
	bool        automation;        /**< no person at a terminal       */
	const struct oh_conf_trunk *trunk;   /**< whose countries count;
					   NULL: that is not asked yet    */
	bool        is_uri;            /**< user part of a SIP URI         */
};

const char *oh_guard_name(enum oh_guard_rule rule);     /* "emergency" */
void oh_guard_check(struct oh_verdict *v, const struct oh_guard_prm *prm,
		    const struct oh_number *n);
/* The digits that will stand in the request URI, after rewriting */
void oh_guard_check_dialled(struct oh_verdict *v,
			    const struct oh_guard_prm *prm,
			    const char *dialled);

#endif
