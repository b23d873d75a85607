/**
 * @file ask.h  Verbs of who owns a control socket, beside those of its calls
 *
 *   line ──request──▶ no verb of ours ──▶ the owner's table ──▶ one reply
 *
 * A request for such a verb is an ask: it lasts until it is answered, now or
 * later, or its client has gone (goneh).
 */
#ifndef OH_CTL_ASK_H
#define OH_CTL_ASK_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include "action/action.h"
#include "action/calls.h"
#include "ctl/args.h"

/** A request of a client's. Lies in the request itself. */
struct oh_ask {
	struct oh_args *args;      /**< valid until the verb returns       */
	struct oh_live *live;      /**< which call; NULL: the verb has
					none. As valid as args             */
	const void     *who;       /**< its client: the same for all that
					it asks, and in leaveh             */
	/** Set by a verb that has not answered when it returns: the client
	    has gone, nobody waits any more, and the ask is gone when this
	    returns; or NULL */
	void (*goneh)(void *arg);
	void  *arg;                /**< of goneh                           */
};

/**
 * Begin what is asked for. 0: a reply has been given, or will be. Else an
 * errno, with args->why set if the request is to blame (EBADMSG).
 */
typedef int (oh_ask_h)(struct oh_ask *ask, void *arg);

/** One verb; a table ends with a name of NULL */
struct oh_ask_verb {
	const char *name;
	bool        live;          /**< acts on a call                     */
	oh_ask_h   *h;
};

/** Who owns the socket; borrowed. Handlers may be NULL. */
struct oh_ask_owner {
	const struct oh_ask_verb *verbv;
	/** A client has gone; deaf: it was closed, because it did not read
	    what came. The server may not be released here. */
	void (*leaveh)(const void *who, bool deaf, void *arg);
	/** Whether a call has the voice of a person */
	bool (*talkingh)(const struct oh_live *lv, void *arg);
	void *arg;                 /**< of all of them                     */
};

/* Each ends the ask. o: given, or NULL: there is no memory for it */
void oh_ask_reply(struct oh_ask *ask, cJSON *o);
void oh_ask_ok(struct oh_ask *ask);
void oh_ask_refuse(struct oh_ask *ask, int status, enum oh_cause cause,
		   const char *why, const char *hint);
/* The outcome of an action, an oh_action_h; arg: the ask */
void oh_ask_done(const struct oh_outcome *out, void *arg);

#endif
