/**
 * @file desk.h  What a command that calls or answers works with
 *
 * Reads the configuration and prints its faults; without any configuration
 * joins or starts the simulated network and makes a trunk of it. Opens the
 * media engine, the prompt cache, the resolver, the output and the traces.
 */
#ifndef OH_COMMAND_DESK_H
#define OH_COMMAND_DESK_H

#include <stdbool.h>
#include "cli/app.h"
#include "cli/out.h"
#include "conf/conf.h"
#include "event/result.h"
#include "media/engine.h"
#include "media/prompt.h"
#include "sip/stack.h"

struct oh_cdr;
struct oh_desk;
struct oh_messages;
struct oh_resolver;

#define OH_DESK_SIMULATED "simulated"     /**< Name of the made-up trunk */

/** Options of whoever has a desk */
struct oh_desk_opts {
	bool        trace;           /**< --trace: the ladder on stderr    */
	const char *pcap;            /**< --pcap FILE                      */
	const char *hep;             /**< --hep ADDR:PORT                  */
};

enum { OH_DESK_OPTC = 4 };       /**< Rows of oh_desk_table()          */

void oh_desk_table(struct oh_opt tab[OH_DESK_OPTC], struct oh_desk_opts *o);

/* 0, or the exit status; what is wrong has been printed */
int  oh_desk_open(struct oh_desk **dp, struct oh_app *app,
		  const struct oh_desk_opts *o);
int  oh_desk_simulate(struct oh_desk *d);
int  oh_desk_carrier(struct oh_desk *d, bool *madep);
/* SIP messages are kept from now on; before oh_desk_traceh(). Borrowed, or
   NULL */
struct oh_messages *oh_desk_messages(struct oh_desk *d);
/* From now on calls are recorded, if the configuration wants it */
void oh_desk_record(struct oh_desk *d);

const struct oh_conf *oh_desk_conf(const struct oh_desk *d);
struct oh_engine     *oh_desk_engine(const struct oh_desk *d);
struct oh_prompts    *oh_desk_prompts(const struct oh_desk *d);
struct oh_resolver   *oh_desk_resolver(const struct oh_desk *d);
struct oh_out        *oh_desk_out(const struct oh_desk *d);
oh_sip_trace_h       *oh_desk_traceh(const struct oh_desk *d);
/* Borrowed, or NULL: calls are not recorded */
struct oh_cdr        *oh_desk_cdr(const struct oh_desk *d);
int  oh_desk_cdr_err(const struct oh_desk *d);
/* To the output */
void oh_desk_result(const struct oh_desk *d, const struct oh_result *res);
/* Ends with the desk: flushes the output and the packet file; status, or
   what their failure makes of it */
int  oh_desk_close(struct oh_desk *d, int status);

#endif
