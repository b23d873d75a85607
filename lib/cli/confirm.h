/**
 * @file confirm.h  Ask a person before money is spent
 */
#ifndef OH_CLI_CONFIRM_H
#define OH_CLI_CONFIRM_H

#include "cli/app.h"

/* Prints the question on stderr, waits for "yes" and Enter. 0; EACCES not
   confirmed, or nobody to ask (stdin or stderr is no terminal); ECANCELED a
   signal or --timeout came first */
int oh_confirm(struct oh_app *app, const char *question);

#endif
