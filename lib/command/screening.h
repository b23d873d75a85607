/**
 * @file screening.h  The command dialer: a person's telephone, full screen
 *
 *   keys ──▶ screen ──orders──▶ phoned, dial, answer
 *   cells ◀── screen ◀─board─── what they tell
 *
 * The calls are held by phoned, which is started if there is none. Nothing
 * here waits for it: a key is on the screen whatever phoned does.
 */
#ifndef OH_COMMAND_SCREENING_H
#define OH_COMMAND_SCREENING_H

#include <stdbool.h>
#include "cli/app.h"
#include "cli/opt.h"
#include "command/devices.h"

enum { OH_SCREENING_OPTC = 11 };   /**< Rows of oh_screening_table()       */

struct oh_conf;

struct oh_screening_opts {
	bool        attach;        /**< calls of other processes, too      */
	bool        detach;        /**< have all screens leave             */
	bool        print_keys;
	const char *color;         /**< auto, always, never                */
	struct oh_devices_opts devices;
	const char *handset;
	const char *from;
	const char *trunk;
	const char *number;        /**< to be called at once, or NULL      */
};

void oh_screening_table(struct oh_opt tab[OH_SCREENING_OPTC],
			struct oh_screening_opts *o);
int  oh_screening_run(struct oh_app *app, const struct oh_screening_opts *o);
int  oh_screening_check(struct oh_app *app, struct oh_conf *conf);

#endif
