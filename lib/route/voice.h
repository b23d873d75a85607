/**
 * @file voice.h  Voice routes: which trunks a number leaves by
 *
 * Routes are asked in the order of the configuration; the first whose
 * pattern matches decides. Pure.
 */
#ifndef OH_ROUTE_VOICE_H
#define OH_ROUTE_VOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "conf/conf.h"

/** Whether a trunk is known not to work now */
typedef bool (oh_voice_down_h)(const struct oh_conf_trunk *t, void *arg);

/** How trunks are put in order */
struct oh_voice_prm {
	uint64_t         seed;         /**< order = weight: of the dice    */
	oh_voice_down_h *downh;        /**< or NULL: all of them work      */
	void            *arg;
};

/* number: E.164 with "+", or a short one as dialled; NULL: no route. *spentp:
   the first before it whose pattern takes too many steps, or NULL */
const struct oh_conf_route *oh_voice_find(const struct oh_conf *conf,
				const char *number,
				const struct oh_conf_route **spentp);
/* "" if it does match */
void oh_voice_why(char *buf, size_t size, const struct oh_conf_route *r,
		  const char *number);
/* Borrowed from conf, OH_CONF_SHARES_MAX at most */
uint32_t oh_voice_order(const struct oh_conf_trunk **trunkv,
			const struct oh_conf *conf,
			const struct oh_conf_route *r,
			const struct oh_voice_prm *prm);

#endif
