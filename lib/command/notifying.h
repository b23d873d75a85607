/**
 * @file notifying.h  Somebody is told that help has been called for
 *
 * A line in the log, and the program of [guard] emergency_notify. Neither
 * holds the call up, whatever becomes of it.
 */
#ifndef OH_COMMAND_NOTIFYING_H
#define OH_COMMAND_NOTIFYING_H

struct oh_app;
struct oh_conf;
struct oh_event;

/* Does nothing for events of another kind */
void oh_notifying_event(struct oh_app *app, const struct oh_conf *conf,
			const struct oh_event *ev);

#endif
