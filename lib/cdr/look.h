/**
 * @file look.h  What call records say of a trunk, read beside their writers
 *
 * For who wants to know and does not call: nothing is written, nothing is
 * counted.
 */
#ifndef OH_CDR_LOOK_H
#define OH_CDR_LOOK_H

#include <stdint.h>
#include "cdr/query.h"
#include "cdr/store.h"

enum { OH_LOOK_TEXT = 32 };

struct oh_look {
	struct oh_cdr_usage usage;    /**< as if a call began now         */
	int64_t  last_us;             /**< the last that left; 0: none    */
	char     disposition[OH_LOOK_TEXT];   /**< of it; "": still up    */
	char     cause[OH_LOOK_TEXT];
	uint16_t scode;
};

/** Borrowed */
struct oh_look_prm {
	const char *path;             /**< NULL: in the state folder      */
	const char *trunk;
	const char *currency;         /**< of the call, or ""             */
	const char *prefix;           /**< for same_prefix, or ""         */
};

/* ENOENT: nothing was ever recorded; else why tells */
int oh_look_read(struct oh_look *l, char why[OH_QUERY_WHY],
		 const struct oh_look_prm *prm);

#endif
