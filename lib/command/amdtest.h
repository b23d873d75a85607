/**
 * @file amdtest.h  What `offhook amd-test` does: detection tried on files
 */
#ifndef OH_COMMAND_AMDTEST_H
#define OH_COMMAND_AMDTEST_H

#include <stdint.h>
#include "cli/app.h"

/* The exit status; the results are on stdout */
int oh_amdtest_run(struct oh_app *app, const char *const *pathv,
		   uint32_t pathc);

#endif
