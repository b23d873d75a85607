/**
 * @file ratefile.h  The rate list that counts: read, imported
 *
 * The file named in the configuration, else the one `rates import` has
 * kept in the data folder, else (in the simulated network only) the sample.
 */
#ifndef OH_COMMAND_RATEFILE_H
#define OH_COMMAND_RATEFILE_H

#include <stdbool.h>
#include "cli/app.h"
#include "conf/conf.h"
#include "route/rates.h"

enum { OH_RATEFILE_PATH = 4096 };

/* ENOENT: there is none (no fault). Else 0 or the exit status has been
   printed as *statusp. source: path, or "sample" */
int oh_ratefile_load(struct oh_rates **rp, struct oh_app *app,
		     const struct oh_conf *conf, bool simulated,
		     char source[OH_RATEFILE_PATH], int *statusp);
/* Exit status */
int oh_ratefile_import(struct oh_app *app, const char *path);

#endif
