/**
 * @file audiotest.h  The handset, tried: bursts that come back, a voice that
 *                    is recorded and played back
 */
#ifndef OH_COMMAND_AUDIOTEST_H
#define OH_COMMAND_AUDIOTEST_H

#include <stdbool.h>
#include "cli/app.h"
#include "command/devices.h"
#include "handset/handset.h"
#include "handset/loop.h"

enum {
	OH_AUDIOTEST_HANDSET = 400,
	OH_AUDIOTEST_DEVICE  = 144,
	OH_AUDIOTEST_CODEC   = 32,
	OH_AUDIOTEST_SPEAK_MS = 3000,     /**< somebody may speak         */
	OH_AUDIOTEST_SILENCE_DBOV = -70,  /**< no louder is no microphone */
};

/** What came of it */
struct oh_audiotest {
	char   handset[OH_AUDIOTEST_HANDSET];  /**< what was tried; ""     */
	char   input[OH_AUDIOTEST_DEVICE];     /**< baresip's; ""          */
	char   output[OH_AUDIOTEST_DEVICE];
	bool   opened;
	double open_ms;
	char   codec[OH_AUDIOTEST_CODEC];      /**< "G722/8000"; "": -     */
	bool   measured;
	struct oh_loop loop;
	char   why[OH_HANDSET_WHY];            /**< it does not work, or "" */
};

/* o: devices in place of the configuration's. Runs the loop. 0; 1: the
   microphone is silent; 69: no handset, or it does not open; or a signal's
   status */
int oh_audiotest_run(struct oh_audiotest *t, struct oh_app *app,
		     const struct oh_devices_opts *o);

#endif
