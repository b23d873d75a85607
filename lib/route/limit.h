/**
 * @file limit.h  How much may be called: at once, a second, a day
 *
 * Pure decisions on what cdr/store.h tells of now and today. Every refusal
 * names the rule, what it was set to, and how to allow more.
 */
#ifndef OH_ROUTE_LIMIT_H
#define OH_ROUTE_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/money.h"

enum oh_limit_verdict {
	OH_LIMIT_OK,
	OH_LIMIT_WARN,        /**< it may, and why should be told            */
	OH_LIMIT_LATER,       /**< the trunk takes no more this second       */
	OH_LIMIT_FULL,        /**< the trunk takes no more at once           */
	OH_LIMIT_SPENT,       /**< the trunk has had its day                 */
	OH_LIMIT_REFUSED,     /**< by [guard], whatever the trunk            */
};

/** What is allowed; 0, and a money without currency: no limit */
struct oh_limit_prm {
	const char     *trunk;           /**< name, for the text           */
	uint32_t        calls;           /**< at once on the trunk         */
	uint32_t        cps;             /**< begun a second on the trunk  */
	uint32_t        day_calls;       /**< of the trunk                 */
	uint32_t        day_minutes;
	struct oh_money day_cost;
	uint32_t        all_day_calls;   /**< of all trunks: [guard]       */
	uint32_t        all_day_minutes;
	struct oh_money all_day_cost;
	uint32_t        minute_warn;     /**< burst brake, calls a minute  */
	uint32_t        minute_max;
	uint32_t        calls_warn;      /**< leaving, up at once, of all  */
	uint32_t        calls_max;
	uint32_t        night_minute;    /**< of the night, if it is night */
	uint32_t        night_calls;
	uint32_t        prefix_warn;     /**< in a row to one prefix       */
	uint32_t        prefix_max;
};

/** What is used; see cdr/store.h */
struct oh_limit_usage {
	uint32_t now, second, minute, day, all_day, all_out, same_prefix;
	uint64_t day_ms, all_day_ms;
	struct oh_money day_cost, all_day_cost;
};

/* why: "the rule and its setting; how to allow more", "" if OK */
enum oh_limit_verdict oh_limit_check(char *why, size_t size,
				     const struct oh_limit_prm *prm,
				     const struct oh_limit_usage *usage);
/* How long a call may be that costs so much a minute [ms], UINT64_MAX: as
   long as it likes; why: the rule, "" if none */
uint64_t oh_limit_left_ms(char *why, size_t size,
			  const struct oh_limit_prm *prm,
			  const struct oh_limit_usage *usage,
			  const struct oh_money *rate);

#endif
