/**
 * @file plan.h  Which simulated number does what
 *
 * A plan is a list of rows: a number, a blank, and steps in plain words
 * separated by commas ("ring 1s, answer, say hello, wait spoken, press 1").
 * The default plan is such a text too. Later rows replace earlier ones.
 */
#ifndef OH_SIM_PLAN_H
#define OH_SIM_PLAN_H

#include <stddef.h>
#include <stdint.h>
#include "number/number.h"

enum {
	OH_SIM_STEPS_MAX = 24,
	OH_SIM_ROWS_MAX  = 4096,
	OH_SIM_ARG_SIZE  = 64,
};

enum oh_sim_step_type;         /* every word of the language: plan.c's table */
struct oh_sim_plan;

/** One step of a behaviour */
struct oh_sim_step {
	int      type;                     /**< enum oh_sim_step_type   */
	uint32_t value;                    /**< [ms], SIP status, [Hz]  */
	char     arg[OH_SIM_ARG_SIZE];     /**< digits, voice, URI      */
};

struct oh_sim_row {
	struct oh_number   number;
	char               text[256];      /**< for `pstn-sim numbers`  */
	uint32_t           stepc;
	struct oh_sim_step stepv[OH_SIM_STEPS_MAX];
};

#endif
