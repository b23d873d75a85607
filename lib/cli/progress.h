/**
 * @file progress.h  One line on a terminal that says what is waited for
 *
 * Only where stderr is a terminal and nobody asked for quiet; everywhere
 * else all of it does nothing. Appears after a moment, so that what is quick
 * does not flicker.
 */
#ifndef OH_CLI_PROGRESS_H
#define OH_CLI_PROGRESS_H

#include "cli/app.h"

struct oh_progress;

int  oh_progress_alloc(struct oh_progress **pp, struct oh_app *app);
void oh_progress_set(struct oh_progress *p, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void oh_progress_clear(struct oh_progress *p);

#endif
