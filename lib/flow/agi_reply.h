/**
 * @file agi_reply.h  What an AGI script is told, as Asterisk tells it
 *
 *	200 result=49 endpos=8000
 *	200 result=12 (timeout)
 *	510 Invalid or unknown command
 *	520-Invalid command syntax.  Proper usage follows: ...
 */
#ifndef OH_FLOW_AGI_REPLY_H
#define OH_FLOW_AGI_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OH_AGI_REPLY_SIZE = 4096 };   /**< Room for any */

enum oh_agi_code {
	OH_AGI_OK      = 200,
	OH_AGI_UNKNOWN = 510,    /**< no such command                      */
	OH_AGI_DEAD    = 511,    /**< the call is over                     */
	OH_AGI_USAGE   = 520,    /**< wrong arguments                      */
};

struct oh_agi_reply {
	enum oh_agi_code code;
	int32_t     result;      /**< a key as its character's number      */
	const char *digits;      /**< in place of result, or NULL          */
	const char *note;        /**< "timeout", a variable's value; NULL  */
	bool        has_endpos;
	uint64_t    endpos;      /**< samples played or recorded           */
	const char *usage;       /**< for USAGE                            */
};

int oh_agi_reply_print(char *buf, size_t size, const struct oh_agi_reply *r);

#endif
