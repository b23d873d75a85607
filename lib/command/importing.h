/**
 * @file importing.h  offhook import and export: other configurations as ours
 *
 *     import baresip FILE      accounts
 *     import asterisk FILE     pjsip.conf
 *     import acs               trunks and routes of a carrier
 *     export acs               the other way
 *
 * What comes out is printed, for people to look through.
 */
#ifndef OH_COMMAND_IMPORTING_H
#define OH_COMMAND_IMPORTING_H

#include "cli/app.h"

/** Options of import and export as typed */
struct oh_importing_opts {
	const char *carrier;
	const char *passwords;       /**< folder for them, or NULL         */
	bool        remove;          /**< export: trunks that are not ours */
	bool        yes;             /**< export: do it                    */
};

/* Exit status; the first operand is the verb itself */
int oh_importing(struct oh_app *app, const struct oh_importing_opts *o,
		 int argc, char **argv);
int oh_importing_export(struct oh_app *app,
			const struct oh_importing_opts *o, int argc,
			char **argv);

#endif
