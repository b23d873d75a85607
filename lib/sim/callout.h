/**
 * @file callout.h  A call from the simulated network to us
 *
 * What `pstn-sim call` does: press digits, play a file, hang up.
 */
#ifndef OH_SIM_CALLOUT_H
#define OH_SIM_CALLOUT_H

#include <stdint.h>
#include "base/log.h"
#include "event/event.h"
#include "media/engine.h"

struct oh_sim_callout;

/** It is over, nothing is left on the wire. May release the call. */
typedef void (oh_sim_callout_h)(enum oh_cause cause, void *arg);

/** All borrowed while the call lives */
struct oh_sim_callout_prm {
	const char       *uri;       /**< "sip:150@127.0.0.1:5070"; the host
					  is an address or "localhost"     */
	const char       *from;      /**< number shown to the called       */
	const char       *press;     /**< digits, or NULL                  */
	const char       *play;      /**< sound file, or NULL              */
	uint32_t          for_ms;    /**< from the answer; 0: until all is
					  done, or they hang up            */
	struct oh_engine *engine;
	struct oh_log    *log;
	oh_event_h       *eventh;    /**< or NULL                          */
	oh_sim_callout_h *h;
	void             *arg;
};

int  oh_sim_callout_start(struct oh_sim_callout **cp,
			  const struct oh_sim_callout_prm *prm,
			  const char **whyp);
void oh_sim_callout_stop(struct oh_sim_callout *c, enum oh_cause cause);

#endif
