/**
 * @file net.h  The simulated telephone network
 *
 * A SIP peer on one address, UDP and TCP, that answers for the numbers of
 * its plan, registers telephones (REGISTER for +14255550150 to 0199), and
 * carries calls between who calls and what is registered. Any other number
 * is unknown (404).
 *
 * Life: oh_sim_net_alloc() .. oh_sim_net_close() .. closed handler ..
 * mem_deref.
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

/** All calls have been hung up */
typedef void (oh_sim_net_closed_h)(void *arg);

struct oh_sim_net_prm {
	const struct sa          *laddr;     /**< port 0: any              */
	struct oh_engine         *engine;    /**< borrowed                 */
	const struct oh_sim_plan *plan;      /**< borrowed                 */
	struct oh_log            *log;
	oh_event_h               *eventh;    /**< or NULL                  */
	oh_sim_net_closed_h      *closedh;   /**< or NULL                  */
	void                     *arg;
};

int  oh_sim_net_alloc(struct oh_sim_net **np, const struct oh_sim_net_prm *p);
const struct sa *oh_sim_net_laddr(const struct oh_sim_net *net);
/* Let the commands of this user find it (door.h) */
int  oh_sim_net_door(struct oh_sim_net *net, bool while_connected);
void oh_sim_net_close(struct oh_sim_net *net);

#endif
