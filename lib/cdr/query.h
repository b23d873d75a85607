/**
 * @file query.h  Reading call records
 *
 * Opened for reading only, while others write. A database of an older or a
 * newer release is read as far as both know its columns. One statement, no
 * thread: for commands that do nothing else.
 */
#ifndef OH_CDR_QUERY_H
#define OH_CDR_QUERY_H

#include <stddef.h>
#include <stdint.h>
#include "cdr/row.h"

enum { OH_QUERY_KEYS_MAX = 4, OH_QUERY_WHY = 256, OH_QUERY_TAIL_MIN = 4 };

/** Which calls; NULL, 0: whatever it is */
struct oh_query_prm {
	const char *path;           /**< NULL: in the state folder        */
	const char *id;             /**< whole, or its last characters    */
	int64_t     since_us;       /**< begun then or later              */
	int64_t     until_us;       /**< begun before                     */
	const char *trunk;
	const char *disposition;
	const char *number;         /**< either side; "+1425*": begins so */
	const char *direction;      /**< "in" or "out"                    */
	uint32_t    limit;          /**< only so many, the latest         */
};

/** Calls that have their keys in common */
struct oh_query_sum {
	const char *keyv[OH_QUERY_KEYS_MAX];   /**< "" where not known    */
	int64_t     calls;
	int64_t     answered;
	double      minutes;                   /**< talked                */
	int64_t     micro;                     /**< what they cost        */
	const char *currency;                  /**< "": none, or several  */
};

/** Rows as they come, borrowed; not 0 ends the reading */
typedef int (oh_query_h)(const struct oh_row *row, void *arg);
typedef int (oh_query_sum_h)(const struct oh_query_sum *sum, void *arg);

/* ENOENT: nothing was ever recorded; else why tells. In order of begin */
int oh_query_run(char why[OH_QUERY_WHY], const struct oh_query_prm *prm,
		 oh_query_h *h, void *arg);
/* by: "trunk,day", see oh_query_key(); EINVAL: *badp is no such key */
int oh_query_sum(char why[OH_QUERY_WHY], const struct oh_query_prm *prm,
		 const char *by, oh_query_sum_h *h, void *arg);
/* Splits by into names; how many, 0 with *badp: no such key, too many */
size_t oh_query_keys(const char *namev[OH_QUERY_KEYS_MAX], const char *by,
		     const char **badp);

#endif
