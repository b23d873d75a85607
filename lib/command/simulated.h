/**
 * @file simulated.h  The simulated network as a trunk
 */
#ifndef OH_COMMAND_SIMULATED_H
#define OH_COMMAND_SIMULATED_H

#include "cli/app.h"
#include "conf/conf.h"

struct oh_sim_beside;

/* Without a configuration: join or start it, and have a trunk that leads
   there. 0 or the exit status, printed */
int oh_simulated_join(struct oh_sim_beside **bp, struct oh_app *app,
		      struct oh_conf *conf);
/* For numbers that match no route: the same, for the first [carrier NAME] of
   type sim that is ours to start; *bp stays NULL where there is none */
int oh_simulated_carrier(struct oh_sim_beside **bp, struct oh_app *app,
			 struct oh_conf *conf);

#endif
