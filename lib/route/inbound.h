/**
 * @file inbound.h  What becomes of calls that come in
 *
 * The [inbound NAME] are asked in the order of the configuration; the first
 * that means the trunk, the number called and the caller decides. Pure.
 */
#ifndef OH_ROUTE_INBOUND_H
#define OH_ROUTE_INBOUND_H

#include <stddef.h>
#include <stdint.h>
#include "conf/conf.h"

/** A call; borrowed */
struct oh_inbound_call {
	const char *trunk;       /**< name; "": by no trunk that is known */
	const char *to;          /**< number called, of oh_inbound_number() */
	const char *from;        /**< caller, the same                    */
};

/** Why no call comes as far as one of them */
struct oh_inbound_shadow {
	const struct oh_conf_inbound *by;  /**< that takes it; NULL: none  */
	uint32_t samples;                  /**< made; 0: it is certain     */
	char     sample[OH_NUMBER_SIZE];   /**< for one                    */
};

/* NULL: none. *spentp: one whose pattern took too many steps, or NULL */
const struct oh_conf_inbound *
oh_inbound_find(const struct oh_conf *conf, const struct oh_inbound_call *call,
		const struct oh_conf_inbound **spentp);
/* "" if it means the call */
void oh_inbound_why(char *buf, size_t size, const struct oh_conf_inbound *in,
		    const struct oh_inbound_call *call);
/* A number as the trunk writes it, in E.164 form; else as it is */
void oh_inbound_number(char *buf, size_t size, const char *text,
		       const struct oh_conf_trunk *trunk,
		       const char *country);
/* Whom to call instead. EBADMSG: what was called is no number, nor a plain
   name; ERANGE */
int  oh_inbound_target(char *buf, size_t size,
		       const struct oh_conf_inbound *in, const char *to);
uint16_t oh_inbound_scode(enum oh_conf_reject reject);
void oh_inbound_shadow_find(struct oh_inbound_shadow *s,
			    const struct oh_conf *conf, uint32_t i);

#endif
