/**
 * @file program.h  A program that does what is to be done on a call
 *
 * A process (process.h) that uses the verbs. Its stdin is empty, its stdout is
 * our stderr: ours carries results.
 */
#ifndef OH_FLOW_PROGRAM_H
#define OH_FLOW_PROGRAM_H

#include <stdint.h>
#include "action/calls.h"
#include "call/job.h"

struct oh_program;

enum {
	OH_PROGRAM_HUP_MS  = 10000,  /**< From SIGHUP to SIGTERM          */
	OH_PROGRAM_TERM_MS = 3000,   /**< From SIGTERM to SIGKILL         */
};

/** All borrowed while programs run */
struct oh_program_prm {
	const char *const *argv;     /**< program, arguments, NULL        */
	const struct oh_calls *calls;
	const char *socket;          /**< of the control server           */
	const char *verbs;           /**< folder of ours for its PATH     */
};

/* The h of struct oh_work; arg: a struct oh_program_prm. Outcome: DONE when
   it has ended, whatever its status: that is told by a FLOW event. */
oh_work_h oh_program_work;

#endif
