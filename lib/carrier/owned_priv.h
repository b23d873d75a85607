/**
 * @file owned_priv.h  One list of numbers in the cache
 *
 * One file for each carrier, CARRIER.list, in the folder of numbers:
 *
 *   offhook-numbers 1 1767323045000000     version, when it was read [us]
 *   +14255550100 bn                        number, calling, SMS
 *   ...
 *   end 100000                             how many: nothing is missing
 *
 * Lines are plain, for a look-up among 100,000 numbers must not be noticed
 * before a call. A file that is not exactly so counts for nothing.
 */
#ifndef OH_CARRIER_OWNED_PRIV_H
#define OH_CARRIER_OWNED_PRIV_H

#include <stdio.h>
#include "carrier/owned.h"

enum {
	OH_OWNED_PATH_SIZE   = 4096,
	OH_OWNED_LINE_SIZE   = 64,
	OH_OWNED_BUFFER_SIZE = 64 * 1024,
};

#define OH_OWNED_FOLDER  "numbers"
#define OH_OWNED_SUFFIX  ".list"
#define OH_OWNED_MAGIC   "offhook-numbers 1 "
#define OH_OWNED_LETTERS "-niob"      /* by enum oh_capability */

/** A list being read */
struct oh_owned_list {
	FILE                *f;           /**< NULL: not open              */
	char                 line[OH_OWNED_LINE_SIZE];  /**< last number   */
	struct oh_owned_info info;                      /**< of it         */
	uint32_t             count;
	bool                 whole;       /**< its end was found, right    */
	char                 buf[OH_OWNED_BUFFER_SIZE];
};

bool oh_owned_is_number(const char *s);
int  oh_owned_list_open(struct oh_owned_list *l, const char *path,
			const char *carrier, size_t len);
int  oh_owned_list_next(struct oh_owned_list *l);
int  oh_owned_list_rewind(struct oh_owned_list *l);
void oh_owned_list_close(struct oh_owned_list *l);

#endif
