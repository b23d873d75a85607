/**
 * @file records.h  What `cdr` does: list, show and add up call records
 */
#ifndef OH_COMMAND_RECORDS_H
#define OH_COMMAND_RECORDS_H

#include <stdint.h>
#include "cli/app.h"

enum { OH_RECORDS_OPTC = 13 };     /**< Rows of oh_records_table() */

struct oh_records_opts {
	const char *by;
	const char *columns;
	const char *csv;               /**< "", "asterisk", or NULL        */
	const char *direction;
	const char *disposition;
	const char *file;
	uint32_t    limit;
	const char *number;
	const char *since;
	const char *sort;
	const char *trunk;
	const char *until;
};

void oh_records_table(struct oh_opt tab[OH_RECORDS_OPTC],
		      struct oh_records_opts *o);
/* Exit status; operands: nothing, or a verb and what it takes */
int  oh_records_run(struct oh_app *app, const struct oh_records_opts *o,
		    int argc, char **argv);

#endif
