/**
 * @file agi_env.h  What an AGI script reads first: the call, line by line
 *
 *	agi_request: menu.agi
 *	agi_channel: SIP/carrier-01a20df4
 *	...
 *	(an empty line)
 */
#ifndef OH_FLOW_AGI_ENV_H
#define OH_FLOW_AGI_ENV_H

#include <stdint.h>

struct mbuf;

enum { OH_AGI_ENV_ARGS_MAX = 64 };

/** NULL or "": Asterisk's word for what is not known */
struct oh_agi_env {
	const char *request;     /**< the script                           */
	const char *channel;
	const char *language;    /**< "en"                                 */
	const char *unique_id;
	const char *caller;      /**< number                               */
	const char *caller_name;
	const char *called;      /**< number that was dialled              */
	const char *diverted;    /**< number that it was diverted from     */
	const char *account;
	const char *const *argv; /**< of the script, behind its name       */
	uint32_t    argc;
};

int oh_agi_env_print(struct mbuf *mb, const struct oh_agi_env *env);

#endif
