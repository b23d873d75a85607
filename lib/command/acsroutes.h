/**
 * @file acsroutes.h  Trunks and voice routes that a carrier keeps for us
 *
 * Direct routing has the same two tables as a configuration: trunks, by
 * their domain names, over TLS, and routes in their order.
 */
#ifndef OH_COMMAND_ACSROUTES_H
#define OH_COMMAND_ACSROUTES_H

#include "carrier/routing.h"
#include "command/importing.h"
#include "conf/conf.h"

struct mbuf;

/* Exit status each; what is wrong has been printed */
int oh_acsroutes_import(struct mbuf *mb, struct oh_app *app,
			const struct oh_importing_opts *o);
int oh_acsroutes_export(struct oh_app *app,
			const struct oh_importing_opts *o);

/* Pure. Sections for what a carrier has; 0 or ENOMEM */
int oh_acsroutes_print(struct mbuf *mb, const struct oh_routing *r);
/* What a configuration has for a carrier; what it cannot take is noted, a
   line each */
int oh_acsroutes_make(struct oh_routing **rp, struct mbuf *notes,
		      const struct oh_conf *conf);

#endif
