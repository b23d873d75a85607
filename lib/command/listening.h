/**
 * @file listening.h  Where `answer` listens: --listen, or [answer]
 */
#ifndef OH_COMMAND_LISTENING_H
#define OH_COMMAND_LISTENING_H

#include "answer/answer.h"
#include "command/answering.h"

struct oh_listening;

/* Both: 0 or the exit status; what is wrong has been printed. *lp is NULL
   where there is nothing to listen on; keep it as long as prm is used. */
int  oh_listening_option(struct oh_listening **lp, struct oh_app *app,
			 const struct oh_answering *o);
int  oh_listening_conf(struct oh_listening **lp, struct oh_app *app,
		       const struct oh_conf *conf);
void oh_listening_set(const struct oh_listening *l,
		      struct oh_answer_prm *prm);
/* Whether all addresses are of this machine alone */
bool oh_listening_is_private(const struct oh_listening *l);
/* "--listen 127.0.0.1:5060", for what is wrong later */
const char *oh_listening_name(const struct oh_listening *l);

#endif
