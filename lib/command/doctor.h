/**
 * @file doctor.h  What `offhook doctor` does: try whether things work here
 */
#ifndef OH_COMMAND_DOCTOR_H
#define OH_COMMAND_DOCTOR_H

#include <stdint.h>
#include "cli/app.h"
#include "command/devices.h"

/* wordv: what to look at; o: sound devices. Exit status */
int oh_doctor(struct oh_app *app, char *const *wordv, int wordc,
	      const struct oh_devices_opts *o);

#endif
