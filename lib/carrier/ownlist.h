/**
 * @file ownlist.h  One's own numbers as text: a word, or a row of CSV
 *
 * number,country,type,calling,sms,assignment,monthly cost,currency: all but
 * the first may be missing or empty.
 */
#ifndef OH_CARRIER_OWNLIST_H
#define OH_CARRIER_OWNLIST_H

#include "carrier/model.h"

enum { OH_OWNLIST_LINE = 512 };      /**< Longest line, NUL included */

/* *whyp: static text on failure. ENOENT: blank, a comment or the header */
int oh_ownlist_parse(struct oh_owned *o, const char *line,
		     const char **whyp);

#endif
