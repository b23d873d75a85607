/**
 * @file restside.h  The simulated carrier's REST side, as pstn-sim opens it
 */
#ifndef OH_COMMAND_RESTSIDE_H
#define OH_COMMAND_RESTSIDE_H

#include <stdbool.h>
#include <stdint.h>
#include "cli/app.h"

enum { OH_RESTSIDE_OPTC = 11 };    /**< Rows of oh_restside_table()       */

struct oh_simrest;

struct oh_restside_opts {
	const char        *rest;       /**< [http[s]://]ADDR:PORT, or NULL */
	const char        *access_key;
	const char        *cert;
	const char        *state;
	struct oh_opt_list faults;
	uint32_t           delay_ms;
	uint32_t           operation_ms;
	uint32_t           hold_ms;
	bool               any_token;
	bool               cert_elsewhere;  /**< needed for something else */
};

void oh_restside_table(struct oh_opt tab[OH_RESTSIDE_OPTC],
		       struct oh_restside_opts *o);
/* Without --rest: 0 and nothing opened. wait: another pstn-sim is about to
   let go of the state. 0 or the exit status, printed */
int  oh_restside_open(struct oh_simrest **sp, struct oh_app *app,
		      const struct oh_restside_opts *o, bool wait);

#endif
