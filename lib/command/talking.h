/**
 * @file talking.h  A person speaks on the calls of a command: --talk
 *
 *   dial:    handset lifted ──▶ the call is placed, and heard at once
 *   answer:  somebody rings ──▶ handset lifted ──▶ the call is picked up
 *
 * Without a voice there is no call: none is placed, none is picked up, and
 * one whose handset breaks is ended. On a terminal, keys are sent as digits.
 */
#ifndef OH_COMMAND_TALKING_H
#define OH_COMMAND_TALKING_H

#include <stdbool.h>
#include "cli/app.h"
#include "command/control.h"
#include "command/desk.h"
#include "command/devices.h"
#include "command/jobopt.h"

struct oh_answer_prm;
struct oh_talking;

/** Rows of oh_talking_table() */
enum { OH_TALKING_OPTC = OH_DEVICES_OPTC + 2 };

struct oh_talking_opts {
	bool        talk;
	struct oh_devices_opts devices;
};

void oh_talking_table(struct oh_opt tab[OH_TALKING_OPTC],
		      struct oh_talking_opts *o);
/* What does not go together; 0 or the exit status */
int  oh_talking_check(struct oh_app *app, const struct oh_talking_opts *o,
		      const struct oh_job_opts *job,
		      const struct oh_flow_opts *flow);
/* *tp NULL: nobody wants to. losth: the voice is gone, and the call is to be
   ended so; or NULL. 0 or the exit status; what is wrong has been printed */
int  oh_talking_open(struct oh_talking **tp, struct oh_app *app,
		     struct oh_desk *desk, struct oh_control *control,
		     const struct oh_talking_opts *o);
/* Runs the loop until there is a voice. 0 or the exit status. From then on
   endh: it is gone, or they have hung up: end the call so */
int  oh_talking_lift(struct oh_talking *t,
		     void (*endh)(enum oh_cause cause, void *arg), void *arg);
/* An event of a call of the command's own: it gets the voice */
void oh_talking_event(struct oh_talking *t, const struct oh_event *ev);
/* Have calls that come in picked up by it */
void oh_talking_answer(struct oh_talking *t, struct oh_answer_prm *prm);
/* Lays the handset down: runs the loop until that is done. NULL is accepted */
void oh_talking_close(struct oh_talking *t);

#endif
