/**
 * @file ratefile.h  The rate list that counts: read, imported
 *
 * The file named in the configuration, else the one `rates import` has
 * kept in the data folder, else (in the simulated network only) the sample.
 */
#ifndef OH_COMMAND_RATEFILE_H
#define OH_COMMAND_RATEFILE_H

#include <stdbool.h>
#include <stdint.h>
#include "cli/app.h"
#include "conf/conf.h"
#include "route/rates.h"

enum { OH_RATEFILE_PATH = 4096 };

/** A rate list, and where it comes from */
struct oh_ratefile {
	struct oh_rates *rates;
	char             path[OH_RATEFILE_PATH];   /**< "": the sample     */
	uint64_t         wall_us;                  /**< of its last change */
};

/* 0 or the exit status; *fp is NULL when there is no list, which is no fault
   of anybody */
int oh_ratefile_load(struct oh_ratefile **fp, struct oh_app *app,
		     const struct oh_conf *conf, bool simulated);
/* Exit status */
int oh_ratefile_import(struct oh_app *app, const struct oh_conf *conf,
		       const char *path);

#endif
