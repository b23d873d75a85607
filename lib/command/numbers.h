/**
 * @file numbers.h  What `numbers` does: list, search, buy, manage
 *
 *   verb ──▶ carriers of the configuration ──▶ one action after another
 *        ──▶ items as they arrive: table, CSV, JSON ──▶ exit status
 *
 * Without any configuration the carrier is the simulator's.
 */
#ifndef OH_COMMAND_NUMBERS_H
#define OH_COMMAND_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>
#include "cli/app.h"

enum { OH_NUMBERS_OPTC = 32 };     /**< Room for oh_numbers_table()       */

/** Options as typed; which verb takes which stands in numbers_verb.c */
struct oh_numbers_opts {
	const char *carrier;
	const char *type;
	const char *assignment;
	const char *calling;
	const char *sms;
	const char *area_code;
	const char *locality;
	const char *division;
	const char *country;       /**< filter of list                     */
	const char *capability;    /**< filter of list                     */
	const char *prefix;        /**< browse                             */
	const char *reservation;   /**< reserve: add to this one           */
	const char *remove;        /**< reserve: take out, blanks between  */
	const char *columns;
	const char *sort;
	uint32_t    quantity;
	bool        csv;
	bool        operator;      /**< lookup: the billed details         */
	bool        cancel;        /**< operation                          */
	bool        agree;
	bool        yes;
	bool        no_input;
	bool        no_wait;
	bool        dry_run;
};

void oh_numbers_table(struct oh_opt tab[OH_NUMBERS_OPTC],
		      struct oh_numbers_opts *o);
/* Exit status; operands begin with the verb, none means list */
int  oh_numbers_run(struct oh_app *app, const struct oh_numbers_opts *o,
		    int argc, char **argv);

#endif
