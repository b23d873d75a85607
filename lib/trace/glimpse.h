/**
 * @file glimpse.h  What is shown of a SIP message: its first line, and a
 *                  little more
 *
 * Only the first line, CSeq's method, Reason and the audio of an SDP are
 * looked at; no other header can get into what is shown. It is the text of
 * strangers: free it from control characters (base/scan.h). Private to this
 * folder.
 */
#ifndef OH_TRACE_GLIMPSE_H
#define OH_TRACE_GLIMPSE_H

#include "base/compat.h"
#include <stddef.h>
#include <stdint.h>

enum {
	OH_GLIMPSE_CODECS_MAX = 16,
	OH_GLIMPSE_FIRST_MAX  = 256,     /**< of the first line [bytes]    */
};

/** All point into the message */
struct oh_glimpse {
	struct pl first;
	struct pl method;        /**< of CSeq        */
	struct pl reason;
	struct pl addr;          /**< c= of the SDP  */
	struct pl dir;           /**< a=sendonly ... */
	struct pl audio;         /**< m=audio ...    */
	struct pl map[OH_GLIMPSE_CODECS_MAX];   /**< a=rtpmap: */
	uint32_t  mapc;
};

/* false: nothing to be shown */
bool oh_glimpse_read(struct oh_glimpse *g, const uint8_t *data, size_t len);
/* "INVITE sip:x@y", "180 Ringing (INVITE)"; for %H */
int  oh_glimpse_first(struct re_printf *pf, const struct oh_glimpse *g);
/* Codecs of the SDP with sep between them; none: nothing. For %H, by way of */
struct oh_glimpse_codecs {
	const struct oh_glimpse *g;
	const char              *sep;
	const char              *skip;    /**< not this one; or NULL   */
};
int  oh_glimpse_codecs(struct re_printf *pf,
		       const struct oh_glimpse_codecs *c);
/* Port of the audio; false: there is none */
bool oh_glimpse_port(struct pl *port, const struct oh_glimpse *g);

#endif
