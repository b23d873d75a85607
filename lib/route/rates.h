/**
 * @file rates.h  What a call costs a minute, by the longest prefix
 *
 * A rate list is CSV of five fields: Destination Name, Destination Type,
 * Country, Prefix, Price / min. Pure: text in, values out.
 */
#ifndef OH_ROUTE_RATES_H
#define OH_ROUTE_RATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/money.h"

enum {
	OH_RATES_PREFIX_MAX = 15,                /**< digits               */
	OH_RATES_ROWS_MAX   = 500000,
	OH_RATES_BYTES_MAX  = 64 * 1024 * 1024,
	OH_RATES_WHY_SIZE   = 128,
};

#define OH_RATES_HEADER \
	"Destination Name,Destination Type,Country,Prefix,Price / min"

/** One row; texts are valid as long as the list */
struct oh_rate {
	const char     *name;
	const char     *type;         /**< mobile landline mixed ...      */
	const char     *country;      /**< ISO 3166-1 alpha-2             */
	const char     *prefix;       /**< digits                         */
	struct oh_money price;        /**< a minute                       */
	uint32_t        line;
};

struct oh_rates_fault {
	uint32_t line;
	char     why[OH_RATES_WHY_SIZE];
};

struct oh_rates;

extern const char oh_rates_sample[];      /* synthetic, the simulator's */

/* EBADMSG: see fault. Text is not kept */
int  oh_rates_parse(struct oh_rates **rp, const char *text, size_t len,
		    const char *currency, struct oh_rates_fault *fault);
size_t oh_rates_count(const struct oh_rates *r);
/* number: "+1425..." or digits; false: no published rate */
bool oh_rates_find(struct oh_rate *rate, const struct oh_rates *r,
		   const char *number);
/* In the order of prefixes; false at the end */
bool oh_rates_at(struct oh_rate *rate, const struct oh_rates *r, size_t i);

#endif
