/**
 * @file calls_priv.h  What call does, verb by verb
 *
 *   sockets of the user's ──▶ each process ──▶ each call
 */
#ifndef OH_COMMAND_CALLS_PRIV_H
#define OH_COMMAND_CALLS_PRIV_H

#include <cjson/cJSON.h>
#include "command/calls.h"

struct oh_ctl_client;

/** A call of a process; what it returns ends the walk if it is not 0 */
typedef int (calls_each_h)(struct oh_ctl_client *c, const cJSON *call,
			   void *arg);

/* Every call of every process. 0, what h returned, or an errno */
int  oh_calls_each(calls_each_h *h, void *arg);
/* The text of a member; "" if there is none */
const char *oh_calls_text(const cJSON *o, const char *name);

int  oh_calls_list(struct oh_app *app);
int  oh_calls_show(struct oh_app *app, const char *id);
int  oh_calls_hangup(struct oh_app *app, const struct oh_calls_opts *o,
		     char *const idv[], int idc);
/* id NULL: of all calls there are */
int  oh_calls_events(struct oh_app *app, const char *id);
int  oh_calls_attach(struct oh_app *app, const char *id);
/* Also of a call that has ended */
int  oh_calls_ladder(struct oh_app *app, const struct oh_calls_opts *o,
		     const char *id);
/* id NULL: of all calls there are */
int  oh_calls_meters(struct oh_app *app, const struct oh_calls_opts *o,
		     const char *id);

/** A line that came; call: the only one that is of interest, "": all. The
    exit status ends it, OH_CALLS_GO_ON does not */
typedef int (calls_told_h)(const char *call, const cJSON *line, void *arg);

enum { OH_CALLS_GO_ON = -1 };

/* Has the processes there are tell it, until the last one has ended. rq:
   borrowed. Exit status */
int  oh_calls_listen(struct oh_app *app, const char *id, const cJSON *rq,
		     calls_told_h *h, void *arg);

#endif
