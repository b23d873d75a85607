/**
 * @file net.h  The simulated telephone network
 *
 * A SIP peer on one address, UDP and TCP, that answers for the numbers of
 * its plan, registers phones (REGISTER for +14255550150..0199), carries
 * calls between what is registered and who calls, and calls out.
 */
#ifndef OH_SIM_NET_H
#define OH_SIM_NET_H

#include <stdbool.h>
#include <stdint.h>
#include "event/event.h"
#include "media/engine.h"
#include "base/log.h"

struct sa;
struct oh_sim_net;
struct oh_sim_plan;

struct oh_sim_net_prm {
	const struct sa          *laddr;     /**< port 0: chosen by the kernel */
	struct oh_engine         *engine;    /**< borrowed                     */
	const struct oh_sim_plan *plan;      /**< borrowed                     */
	struct oh_log            *log;
	oh_event_h               *eventh;    /**< or NULL                      */
	void                     *arg;
};

int  oh_sim_net_alloc(struct oh_sim_net **np, const struct oh_sim_net_prm *p);
const struct sa *oh_sim_net_laddr(const struct oh_sim_net *net);

#endif
