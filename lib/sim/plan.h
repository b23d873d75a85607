/**
 * @file plan.h  Which simulated number does what
 *
 * A plan is a list of rows: a number, a blank, and steps in plain words
 * separated by commas ("ring 1s, answer, say hello, wait spoken, press 1").
 * Lines that begin with '#' are comments. The default plan is such a text
 * too. A later row replaces an earlier one of the same number. After its
 * last step a person stays on the line, or goes on ringing.
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
	OH_SIM_TEXT_SIZE = 256,            /**< A row's steps, and a line  */
	OH_SIM_PLAN_MAX  = 1024 * 1024,    /**< A plan's text [bytes]      */
	OH_SIM_WHY_SIZE  = 128,
};

/** Every word of the language; what it takes stands in words.c */
enum oh_sim_word {
	OH_SIM_IGNORE,         /**< never reply                              */
	OH_SIM_TRYING,         /**< 100, and on                              */
	OH_SIM_RING,           /**< 180 for value ms, 0: for ever            */
	OH_SIM_PROGRESS,       /**< 183 with audio                           */
	OH_SIM_ANSWER,
	OH_SIM_ANSWER_TWICE,   /**< two 200 with different tags              */
	OH_SIM_ANSWER_BROKEN,  /**< 200 with a body that is no SDP           */
	OH_SIM_REJECT,         /**< value: SIP status; extra: Q.850 or 0     */
	OH_SIM_REDIRECT,       /**< 302; arg: number or SIP URI              */
	OH_SIM_CHALLENGE,      /**< 401 that nothing satisfies               */
	OH_SIM_HANGUP,         /**< BYE; extra: Q.850 or 0                   */
	OH_SIM_SAY,            /**< arg: voice; '*' stands for the last key  */
	OH_SIM_PLAY,           /**< arg: path of a sound file                */
	OH_SIM_TONE,           /**< arg: a cadence, played once              */
	OH_SIM_CADENCE,        /**< arg: a cadence, for ever                 */
	OH_SIM_PRESS,          /**< arg: digits, by RFC 4733                 */
	OH_SIM_PRESS_INFO,     /**< arg: digits, by SIP INFO                 */
	OH_SIM_PRESS_TONES,    /**< arg: digits, in the audio only           */
	OH_SIM_WAIT,           /**< value ms                                 */
	OH_SIM_WAIT_SPOKEN,    /**< caller spoke >= 1 s, was silent 1.5 s    */
	OH_SIM_WAIT_KEY,       /**< arg: keys, one of which must be pressed  */
	OH_SIM_ECHO,
	OH_SIM_QUIET,          /**< send no audio                            */
	OH_SIM_HOLD,
	OH_SIM_RESUME,
	OH_SIM_IMPAIR,         /**< value: loss %; extra: jitter [ms]        */
	OH_SIM_ATTACK,         /**< packets from a stranger                  */
	OH_SIM_WORDS
};

/** One step of a behaviour */
struct oh_sim_step {
	enum oh_sim_word word;
	uint32_t value;
	uint32_t extra;
	char     arg[OH_SIM_ARG_SIZE];
};

struct oh_sim_row {
	struct oh_number   number;
	char               text[OH_SIM_TEXT_SIZE];   /**< the steps' words */
	uint32_t           stepc;
	struct oh_sim_step stepv[OH_SIM_STEPS_MAX];
};

/** Where a plan's text is wrong, and how */
struct oh_sim_fault {
	uint32_t line;                        /**< from 1; 0: the file   */
	char     why[OH_SIM_WHY_SIZE];
};

struct oh_sim_plan;

extern const char oh_sim_plan_default[];      /* the default plan's text */

int  oh_sim_plan_alloc(struct oh_sim_plan **planp);    /* without a row  */
/* The default plan and, unless NULL, a file that changes it */
int  oh_sim_plan_open(struct oh_sim_plan **planp, const char *path,
		      struct oh_sim_fault *fault);
int  oh_sim_plan_add(struct oh_sim_plan *plan, const char *text, size_t len,
		     struct oh_sim_fault *fault);
int  oh_sim_plan_load(struct oh_sim_plan *plan, const char *path,
		      struct oh_sim_fault *fault);
const struct oh_sim_row *oh_sim_plan_find(const struct oh_sim_plan *plan,
					  const struct oh_number *number);
const struct oh_sim_row *oh_sim_plan_at(const struct oh_sim_plan *plan,
					size_t i);     /* NULL: at the end */
int  oh_sim_plan_json(char **linep, const struct oh_sim_row *row);

#endif
