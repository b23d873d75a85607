/**
 * @file replaces.h  A dialog as its far end names it (RFC 3891 6.1)
 *
 * "Take this call's place": the tags are those of whom it is said to, so
 * to-tag is the tag of the one who reads it.
 */
#ifndef OH_SIP_REPLACES_H
#define OH_SIP_REPLACES_H

enum { OH_REPLACES_WORD = 256 };   /**< Longer ones are not ours       */

struct pl;
struct re_printf;

struct oh_replaces {
	char callid[OH_REPLACES_WORD];   /**< "": none                   */
	char to_tag[OH_REPLACES_WORD];
	char from_tag[OH_REPLACES_WORD];
};

int oh_replaces_parse(struct oh_replaces *r, const struct pl *val);
int oh_replaces_print(struct re_printf *pf, const struct oh_replaces *r);

#endif
