/**
 * @file control.h  The calls of a command, within reach of others
 *
 * Every process that holds calls has them in a register, and a socket where
 * other commands of the user's find them.
 */
#ifndef OH_COMMAND_CONTROL_H
#define OH_COMMAND_CONTROL_H

#include "action/calls.h"
#include "call/job.h"
#include "command/desk.h"

struct oh_control;
struct oh_ctl;
struct oh_program_prm;
struct sip_msg;

/** A flow: what runs on each call. One of them. */
struct oh_flow_opts {
	const char *const *argv;     /**< behind "--", or NULL; with agi:
					  its arguments                    */
	const char        *agi;      /**< --agi PROGRAM, or NULL           */
	const char        *exec;     /**< --exec PROGRAM, or NULL          */
	const char        *menu;     /**< --menu FILE, or NULL             */
};

enum { OH_CONTROL_OPTC = 4 };        /**< Rows of oh_control_table()       */

/* Splits the command line at its first "--": what is behind is the flow */
void oh_flow_split(struct oh_flow_opts *o, int *argcp, char **argv);
bool oh_flow_is_wanted(const struct oh_flow_opts *o);
void oh_control_table(struct oh_opt tab[OH_CONTROL_OPTC],
		      struct oh_flow_opts *o);

/* 0 or the exit status; what is wrong has been printed. That nobody can
   reach its calls is only said, unless a flow needs it. */
int  oh_control_open(struct oh_control **cp, struct oh_app *app,
		     struct oh_desk *desk, const struct oh_flow_opts *o);
struct oh_calls *oh_control_calls(const struct oh_control *c);
/* Its socket, borrowed; NULL: it could not be opened */
struct oh_ctl *oh_control_socket(const struct oh_control *c);
/* Where the verbs lie, for programs that act on its calls; 0 or an errno */
int  oh_control_program(struct oh_control *c, struct oh_program_prm *prm);
/* Who does what is to be done on a call: the flow, if there is one */
void oh_control_work(struct oh_control *c, struct oh_work *work);
/* Ends the calls that flows have made, and runs the loop until they have */
void oh_control_close(struct oh_control *c);
/* The callh of a place and of an answering machine */
void oh_control_call(struct oh_call *call, void *arg);
void oh_control_incoming(struct oh_call *call, const struct sip_msg *msg,
			 void *arg);

#endif
