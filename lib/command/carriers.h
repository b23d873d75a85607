/**
 * @file carriers.h  The carriers a command works with
 *
 * Those of the configuration; without any, the one whose connection string
 * stands in the environment; without a configuration at all, the
 * simulator's, which is joined or started.
 */
#ifndef OH_COMMAND_CARRIERS_H
#define OH_COMMAND_CARRIERS_H

#include <stdbool.h>
#include <stddef.h>
#include "carrier/carrier.h"
#include "cli/app.h"
#include "conf/conf.h"

struct oh_carriers;

/* 0 or the exit status; what is wrong has been printed */
int    oh_carriers_alloc(struct oh_carriers **cp, struct oh_app *app);
/* name: only this one, or NULL */
int    oh_carriers_open(struct oh_carriers *cs, const char *name);
const char *oh_carriers_country(const struct oh_carriers *cs);
size_t oh_carriers_count(const struct oh_carriers *cs);
struct oh_carrier *oh_carriers_at(const struct oh_carriers *cs, size_t i);
const struct oh_conf_carrier *oh_carriers_conf(const struct oh_carriers *cs,
					       const struct oh_carrier *c);
/* The only one that can do this; NULL has been printed */
struct oh_carrier *oh_carriers_for(const struct oh_carriers *cs,
				   enum oh_carrier_do what);
int    oh_carriers_status(int err);        /* exit status of an end's err */

#endif
