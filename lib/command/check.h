/**
 * @file check.h  Look for faults in the configuration
 */
#ifndef OH_COMMAND_CHECK_H
#define OH_COMMAND_CHECK_H

struct oh_app;
struct oh_conf;

/* Exit status */
int oh_check(struct oh_app *app, char *const *menuv, int menuc);
/* Prints every fault with its file and line; 0 or the exit status */
int oh_check_faults(struct oh_app *app, const struct oh_conf *conf);

#endif
