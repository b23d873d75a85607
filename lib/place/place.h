/**
 * @file place.h  Where calls are placed from
 *
 * Holds what all calls of a process share: the configuration, the media
 * engine, the open trunks. A trunk is opened when the first call wants it.
 */
#ifndef OH_PLACE_PLACE_H
#define OH_PLACE_PLACE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/log.h"
#include "conf/conf.h"
#include "media/engine.h"
#include "place/choose.h"
#include "sip/stack.h"
#include "trunk/trunk.h"

struct oh_call;
struct oh_cdr;
struct oh_place;
struct oh_resolver;

/** All borrowed while it lives */
struct oh_place_prm {
	const struct oh_conf *conf;
	struct oh_engine     *engine;
	struct oh_resolver   *resolver;
	struct oh_log        *log;
	bool                  automation;   /**< nobody at a terminal     */
	const struct oh_rates *rates;       /**< or NULL                  */
	oh_choose_owned_h    *ownedh;       /**< or NULL: any caller ID   */
	void                 *ownedarg;
	struct oh_cdr        *cdr;          /**< keeps records, or NULL   */
	oh_sip_trace_h       *traceh;       /**< or NULL                  */
	void                 *tracearg;
	/** Each call that is made, before its second event; or NULL */
	void (*callh)(struct oh_call *call, void *arg);
	void                 *callarg;
};

/** Time of day since when a trunk is silent [us]; 0: it is not */
typedef uint64_t (oh_place_silent_h)(const struct oh_conf_trunk *conf,
				     void *arg);

/** All trunks have said their last word */
typedef void (oh_place_closed_h)(void *arg);

int  oh_place_alloc(struct oh_place **pp, const struct oh_place_prm *prm);
const struct oh_conf *oh_place_conf(const struct oh_place *p);
/* Whether calls by a trunk would be tried last now: it has failed, or is
   silent */
bool oh_place_is_down(const struct oh_place *p,
		      const struct oh_conf_trunk *conf);
uint64_t oh_place_silent_us(const struct oh_place *p,
			    const struct oh_conf_trunk *conf);
void oh_place_set_silent(struct oh_place *p, oh_place_silent_h *h, void *arg);
void oh_place_close(struct oh_place *p, oh_place_closed_h *h, void *arg);

#endif
