/**
 * @file doctor.h  What `offhook doctor` does: try whether things work here
 */
#ifndef OH_COMMAND_DOCTOR_H
#define OH_COMMAND_DOCTOR_H

#include <stdint.h>
#include "cli/app.h"

/* wordv: what to look at; device: --audio-device, or NULL. Exit status */
int oh_doctor(struct oh_app *app, char *const *wordv, int wordc,
	      const char *device);

#endif
