/**
 * @file version.h  Versions of us and of what we stand on
 */
#ifndef OH_CLI_VERSION_H
#define OH_CLI_VERSION_H

struct oh_app;

int oh_version_print(struct oh_app *app);     /* exit status */

#endif
