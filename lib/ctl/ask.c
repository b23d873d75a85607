/**
 * @file ask.c  Verbs of who owns a control socket
 */
#include <stddef.h>
#include "ctl/server_priv.h"

static struct ctl_request *request_of(struct oh_ask *ask)
{
	return (struct ctl_request *)((char *)ask -
				      offsetof(struct ctl_request, ask));
}

/* NULL: the owner has none of that name */
const struct oh_ask_verb *oh_ctl_ask_find(const struct oh_ctl *c,
					  const char *name)
{
	const struct oh_ask_verb *v = c->owner.verbv;

	while (v && v->name && strcmp(v->name, name))
		v++;

	return v && v->name ? v : NULL;
}

/* Have the owner begin a request of his own */
int oh_ctl_ask_begin(struct ctl_request *rq, const struct oh_ask_verb *v,
		     struct oh_args *a)
{
	void *arg = rq->conn->ctl->owner.arg;
	int err;

	rq->ask = (struct oh_ask){
		.args = a,
		.live = rq->live,
		.who  = rq->conn,
	};
	err = v->h(&rq->ask, arg);
	if (err)
		rq->ask.goneh = NULL;

	return err;
}

/**
 * Reply
 *
 * @param ask Request, gone afterwards
 * @param o   Members beside its id, given; NULL: there is no memory for it
 */
void oh_ask_reply(struct oh_ask *ask, cJSON *o)
{
	ask->goneh = NULL;
	oh_ctl_reply(request_of(ask), o);
}

/**
 * Reply that it is done
 *
 * @param ask Request, gone afterwards
 */
void oh_ask_ok(struct oh_ask *ask)
{
	cJSON *o = cJSON_CreateObject();

	if (!cJSON_AddTrueToObject(o, "ok")) {
		cJSON_Delete(o);
		o = NULL;
	}
	oh_ask_reply(ask, o);
}

/**
 * Refuse
 *
 * @param ask    Request, gone afterwards
 * @param status Exit status for a command that asked
 * @param cause  Why, in our words
 * @param why    For people
 * @param hint   What would help; NULL or "": nothing is known
 */
void oh_ask_refuse(struct oh_ask *ask, int status, enum oh_cause cause,
		   const char *why, const char *hint)
{
	cJSON *o = oh_ctl_refusal(status, cause, why);

	if (o && hint && *hint && !cJSON_AddStringToObject(o, "hint", hint)) {
		cJSON_Delete(o);
		o = NULL;
	}
	oh_ask_reply(ask, o);
}

/** Reply with what came of an action, an oh_action_h; arg: the ask */
void oh_ask_done(const struct oh_outcome *out, void *arg)
{
	struct oh_ask *ask = arg;

	ask->goneh = NULL;
	oh_ctl_done(out, request_of(ask));
}
