/**
 * @file pricing.h  What `rates` does: look up, show, import
 */
#ifndef OH_COMMAND_PRICING_H
#define OH_COMMAND_PRICING_H

#include <stdint.h>
#include "cli/app.h"

struct oh_pricing_opts {
	const char *from;         /**< caller ID, or NULL                  */
	uint32_t    ms;           /**< length of the call; 0: not asked    */
};

/* Exit status; operands are numbers, or begin with a verb */
int oh_pricing_run(struct oh_app *app, const struct oh_pricing_opts *o,
		   int argc, char **argv);

#endif
