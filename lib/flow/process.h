/**
 * @file process.h  A process that works on a call
 *
 *   answered ──▶ fork, exec ──▶ it runs ──▶ its end ──▶ finish ──▶ hung up
 *                                 ▲ SIGHUP, then SIGTERM, then SIGKILL
 *   they hang up ─────────────────┘ and the call's ENDED waits for finish
 *
 * It finds the call in its environment (OFFHOOK_CALL, OFFHOOK_SOCKET, ..)
 * and the verbs on its PATH. Nothing goes through a shell.
 */
#ifndef OH_FLOW_PROCESS_H
#define OH_FLOW_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include "action/calls.h"
#include "call/job.h"
#include "flow/program.h"

struct oh_process;

/** It has ended. Time for oh_process_finish(), now or a little later. */
typedef void (oh_process_h)(void *arg);

/** All borrowed while it is started, but for the call */
struct oh_process_prm {
	const struct oh_program_prm *program;
	int           in;            /**< as of struct oh_child_prm        */
	int           out;
	oh_process_h *h;
	oh_job_h     *jobh;          /**< called once, by finish           */
	void         *jobarg;
	void         *arg;           /**< of h                             */
};

/* What is wrong has been told of the call: a warning, and FLOW */
int  oh_process_start(struct oh_process **pp, struct oh_call *call,
		      const struct oh_process_prm *prm);
/* No SIGHUP when they hang up: it finds out in another way */
void oh_process_spare(struct oh_process *p, bool on);
/* Nothing more is expected of it: it has a while to end by itself */
void oh_process_expire(struct oh_process *p);
/* Tells the FLOW event and the job's outcome; p may be gone afterwards */
void oh_process_finish(struct oh_process *p);

#endif
