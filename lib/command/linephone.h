/**
 * @file linephone.h  The command phone: a telephone line by line
 *
 *   lines ──▶ orders ──▶ phoned, dial, answer
 *   lines ◀── what came of them, and what happens
 *
 * For dumb terminals, bad links, screen readers and scripts. The calls are
 * held by phoned, which is started if there is none.
 */
#ifndef OH_COMMAND_LINEPHONE_H
#define OH_COMMAND_LINEPHONE_H

#include <stdbool.h>
#include "cli/app.h"
#include "cli/opt.h"
#include "command/devices.h"

enum { OH_LINEPHONE_OPTC = 10 };   /**< Rows of oh_linephone_table()       */

struct oh_linephone_opts {
	bool        attach;        /**< calls of other processes, too      */
	bool        plain;         /**< nothing is edited or redrawn       */
	bool        print_orders;
	struct oh_devices_opts devices;
	const char *handset;
	const char *from;
	const char *trunk;
};

void oh_linephone_table(struct oh_opt tab[OH_LINEPHONE_OPTC],
			struct oh_linephone_opts *o);
int  oh_linephone_run(struct oh_app *app, const struct oh_linephone_opts *o);

#endif
