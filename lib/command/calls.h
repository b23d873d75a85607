/**
 * @file calls.h  The command call: live calls of all of the user's processes
 */
#ifndef OH_COMMAND_CALLS_H
#define OH_COMMAND_CALLS_H

#include "cli/app.h"
#include "cli/opt.h"

enum { OH_CALLS_OPTC = 6 };        /**< Rows of oh_calls_table()           */

struct oh_calls_opts {
	bool     all;              /**< hangup: every call                 */
	uint32_t reason;           /**< hangup: Q.850 cause; 0: normal     */
	uint32_t every_ms;         /**< meters: a line so often            */
	uint32_t message;          /**< ladder: this one, whole; else NONE */
	const char *save;          /**< ladder: into this file; or NULL    */
};

enum { OH_CALLS_EVERY_MS = 1000 };
#define OH_CALLS_NONE UINT32_MAX

/** Defaults */
#define OH_CALLS_INIT { .every_ms = OH_CALLS_EVERY_MS, \
			.message = OH_CALLS_NONE }

void oh_calls_table(struct oh_opt tab[OH_CALLS_OPTC],
		    struct oh_calls_opts *o);
int  oh_calls_run(struct oh_app *app, const struct oh_calls_opts *o,
		  int argc, char **argv);

#endif
