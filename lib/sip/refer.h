/**
 * @file refer.h  Whom a REFER speaks of (RFC 3515 2.1, 3892, 3891)
 *
 *   Refer-To: <sip:+14255550123@example.com?Replaces=a%3Bto-tag%3Db..>
 *   Referred-By: <sip:alice@example.com>
 */
#ifndef OH_SIP_REFER_H
#define OH_SIP_REFER_H

#include "sip/replaces.h"

enum { OH_REFER_URI = 512 };

struct sip_msg;

struct oh_refer {
	char uri[OH_REFER_URI];        /**< to be called; without headers */
	char by[OH_REFER_URI];         /**< who wants it, or ""           */
	struct oh_replaces replaces;   /**< whose place to take there     */
};

int oh_refer_read(struct oh_refer *r, const struct sip_msg *msg);
int oh_refer_check(const struct oh_refer *r);
int oh_refer_print(struct re_printf *pf, const struct oh_refer *r);

#endif
