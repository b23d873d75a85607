/**
 * @file config.h  The configuration as a command reads it
 */
#ifndef OH_COMMAND_CONFIG_H
#define OH_COMMAND_CONFIG_H

#include <stdbool.h>
#include "cli/app.h"
#include "conf/conf.h"

/* 0 or the exit status; faults have been printed */
int  oh_config_load(struct oh_conf **cp, struct oh_app *app);
bool oh_config_is_none(struct oh_app *app);      /* --config none */

#endif
