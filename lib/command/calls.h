/**
 * @file calls.h  The command call: live calls of all of the user's processes
 */
#ifndef OH_COMMAND_CALLS_H
#define OH_COMMAND_CALLS_H

#include "cli/app.h"
#include "cli/opt.h"

enum { OH_CALLS_OPTC = 3 };        /**< Rows of oh_calls_table()           */

struct oh_calls_opts {
	bool     all;              /**< hangup: every call                 */
	uint32_t reason;           /**< hangup: Q.850 cause; 0: normal     */
};

void oh_calls_table(struct oh_opt tab[OH_CALLS_OPTC],
		    struct oh_calls_opts *o);
int  oh_calls_run(struct oh_app *app, const struct oh_calls_opts *o,
		  int argc, char **argv);

#endif
