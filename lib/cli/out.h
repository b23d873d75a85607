/**
 * @file out.h  What goes to stdout: events as they come, then results
 *
 * Text for people by default; one JSON object per line with --json; with
 * --events every event as a line and the result as the last. A closed or
 * full stdout is noticed and becomes the exit status, never a signal.
 */
#ifndef OH_CLI_OUT_H
#define OH_CLI_OUT_H

#include "cli/app.h"
#include "event/event.h"
#include "event/result.h"

struct oh_out;

int  oh_out_alloc(struct oh_out **op, struct oh_app *app);
void oh_out_event(struct oh_out *o, const struct oh_event *ev);
void oh_out_result(struct oh_out *o, const struct oh_result *res, int status);
int  oh_out_close(struct oh_out *o);       /* first write error, or 0 */

#endif
