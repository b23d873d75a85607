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
struct oh_tls;
struct oh_sim_plan;

/** What the carrier says of a number that is nobody's telephone */
struct oh_sim_right {
	bool stocked;          /**< of the carrier's inventory             */
	bool owned;            /**< bought                                 */
	bool inbound;
	bool outbound;
};

/**
 * Ask the carrier about a number. Calls to a bought one with inbound calling
 * ring at every registered telephone; one that is stocked and not bought, or
 * without outbound calling, is no caller ID (403).
 */
typedef void (oh_sim_right_h)(struct oh_sim_right *right, const char *number,
			      void *arg);

/**
 * Somebody has asked whether the network lives (OPTIONS)
 *
 * @param host Host of its Contact, or ""; valid during the call
 * @param arg  Handler argument: rightarg
 */
typedef void (oh_sim_ping_h)(const char *host, void *arg);

/** All calls have been hung up */
typedef void (oh_sim_net_closed_h)(void *arg);

struct oh_sim_net_prm {
	const struct sa          *laddr;     /**< port 0: any              */
	struct oh_tls            *tls;       /**< shared, or NULL          */
	const struct sa          *tls_laddr; /**< with tls                 */
	struct oh_engine         *engine;    /**< borrowed                 */
	const struct oh_sim_plan *plan;      /**< borrowed                 */
	struct oh_log            *log;
	const char               *rest;      /**< connection string for who
					          comes by the door, or NULL */
	oh_sim_right_h           *righth;    /**< or NULL: no carrier      */
	oh_sim_ping_h            *pingh;     /**< or NULL                  */
	void                     *rightarg;
	oh_event_h               *eventh;    /**< or NULL                  */
	oh_sim_net_closed_h      *closedh;   /**< or NULL                  */
	void                     *arg;
};

int  oh_sim_net_alloc(struct oh_sim_net **np, const struct oh_sim_net_prm *p);
const struct sa *oh_sim_net_laddr(const struct oh_sim_net *net);
const struct sa *oh_sim_net_tls_laddr(const struct oh_sim_net *net);
/* Let the commands of this user find it (door.h) */
int  oh_sim_net_door(struct oh_sim_net *net, bool while_connected);
void oh_sim_net_close(struct oh_sim_net *net);

#endif
