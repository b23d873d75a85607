/**
 * @file trunks.h  What `trunk` does: list, check, watch
 */
#ifndef OH_COMMAND_TRUNKS_H
#define OH_COMMAND_TRUNKS_H

#include <stdbool.h>
#include <stdint.h>
#include "cli/app.h"
#include "command/desk.h"

struct oh_trunks_opts {
	bool        ping;           /**< list: ask each of them            */
	bool        nagios;         /**< check: one line, other statuses   */
	const char *echo;           /**< check: number to call, or NULL    */
	uint32_t    days;           /**< check: certificates, warning      */
	uint32_t    every_ms;       /**< watch                             */
	struct oh_desk_opts desk;
};

enum { OH_TRUNKS_OPTC = 6 };    /**< Rows of oh_trunks_table()         */

void oh_trunks_init(struct oh_trunks_opts *o);
void oh_trunks_table(struct oh_opt tab[OH_TRUNKS_OPTC],
		     struct oh_trunks_opts *o);
/* Exit status; operands are a verb and perhaps a trunk */
int  oh_trunks_run(struct oh_app *app, const struct oh_trunks_opts *o,
		   int argc, char **argv);

#endif
