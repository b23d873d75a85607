/**
 * @file notify.h  How a transfer goes, as a NOTIFY tells it (RFC 3515 2.4.4)
 *
 *   Event: refer;id=93809824
 *   Subscription-State: active;expires=60
 *   Content-Type: message/sipfrag
 *
 *   SIP/2.0 180 Ringing
 */
#ifndef OH_SIP_NOTIFY_H
#define OH_SIP_NOTIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OH_NOTIFY_REASON = 64 };

struct re_printf;
struct sip_msg;

struct oh_notify {
	uint32_t id;                    /**< CSeq of the REFER; 0: unsaid */
	uint16_t scode;                 /**< 0: it says nothing           */
	char     reason[OH_NOTIFY_REASON];
	bool     terminated;            /**< the last one                 */
	uint32_t expires_s;             /**< until the next; 0: unsaid    */
};

int oh_notify_parse(struct oh_notify *n, const char *body, size_t len);
int oh_notify_read(struct oh_notify *n, const struct sip_msg *msg);
int oh_notify_print(struct re_printf *pf, const struct oh_notify *n);

#endif
