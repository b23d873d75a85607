/**
 * @file routing.h  What `route` does: explain, list, check
 */
#ifndef OH_COMMAND_ROUTING_H
#define OH_COMMAND_ROUTING_H

#include <stdbool.h>
#include "cli/app.h"

struct oh_routing_opts {
	const char *from;         /**< caller ID, or NULL                  */
	const char *trunk;        /**< name, or NULL                       */
	bool        inbound;      /**< of calls that come in               */
	bool        ping;         /**< ask the trunks whether they are there */
};

/* Exit status; operands are NUMBER..., "list" or "check" */
int oh_routing_run(struct oh_app *app, const struct oh_routing_opts *o,
		   int argc, char **argv);

#endif
