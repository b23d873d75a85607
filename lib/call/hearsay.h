/**
 * @file hearsay.h  What the far end's headers say, for who handles a call
 *
 * Of an incoming call those of the INVITE, of one of ours those of its 200.
 * All of it was chosen by strangers: names are from a table or X-*, values
 * are freed from control characters, and there is an end to both.
 */
#ifndef OH_CALL_HEARSAY_H
#define OH_CALL_HEARSAY_H

#include <stdbool.h>
#include <stddef.h>

struct oh_hearsay;
struct sip_msg;

enum {
	OH_HEARSAY_MAX   = 32,     /**< Names; more are passed over      */
	OH_HEARSAY_NAME  = 64,     /**< A longer X-* is passed over      */
	OH_HEARSAY_VALUE = 512,    /**< The rest is cut off [bytes]      */
};

/** One, as variables are named: "P_ASSERTED_IDENTITY" */
struct oh_hearsay_line {
	char name[OH_HEARSAY_NAME];
	char value[OH_HEARSAY_VALUE];  /**< of several: joined by ", "   */
};

/* trusted: whether its sender's P-Asserted-Identity counts */
int oh_hearsay_read(struct oh_hearsay **hp, const struct sip_msg *msg,
		    bool trusted);
/* NULL: no more. Borrowed */
const struct oh_hearsay_line *oh_hearsay_at(const struct oh_hearsay *h,
					    size_t i);

#endif
