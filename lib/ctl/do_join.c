/**
 * @file do_join.c  Requests: join, transfer
 */
#include <errno.h>
#include "action/join.h"
#include "action/outcall.h"
#include "action/transfer.h"
#include "ctl/server_priv.h"

static int read_role(enum oh_room_role *rolep, struct oh_args *a)
{
	static const char *const namev[] = {
		[OH_ROOM_TALK]    = "talk",
		[OH_ROOM_LISTEN]  = "listen",
		[OH_ROOM_WHISPER] = "whisper",
	};
	const char *role = "talk";
	int err = oh_args_str(a, "role", &role);

	for (size_t i = 0; i < ARRAY_SIZE(namev) && !err; i++) {
		if (strcmp(namev[i], role))
			continue;
		*rolep = (enum oh_room_role)i;
		return 0;
	}

	return err ? err : oh_args_bad(a, "role", "talk, listen or whisper");
}

/* Calls of this process: audio does not go from one to another */
static int read_calls(struct oh_live *livev[], uint32_t *countp,
		      struct ctl_request *rq, struct oh_args *a)
{
	const char *idv[OH_JOIN_CALLS_MAX];
	int err;

	*countp = ARRAY_SIZE(idv);
	err = oh_args_list(a, "calls", idv, countp);
	for (uint32_t i = 0; i < *countp && !err; i++) {
		if (oh_calls_find(&livev[i], rq->conn->ctl->prm.calls,
				  idv[i]))
			err = oh_args_bad(a, "calls", "no such call in this "
					  "process");
	}

	return err;
}

/* Why it is none, and how to write it */
static void bad_number(struct ctl_request *rq, struct oh_args *a,
		       const char *name, const char *number)
{
	char why[OH_ARGS_WHY_SIZE];

	oh_outcall_why(why, sizeof(why), rq->live, number);
	oh_args_bad(a, name, *why ? why : "no telephone number");
}

static int explain(struct oh_args *a, int err)
{
	switch (err) {

	case EINVAL:
		return oh_args_bad(a, "join", "one of other calls, dial and "
				   "room; whisper needs another call");
	case EALREADY:
		oh_args_bad(a, "join", "the call is joined already");
		return err;

	case EBADMSG:
		return *a->why ? err : oh_args_bad(a, "dial", "no telephone "
						   "number");

	case EBUSY:
		oh_args_bad(a, "leave", "somebody else collects digits");
		return err;

	case ENXIO:
		oh_args_bad(a, "dial", "no route to call this number from "
			    "here");
		return err;

	default:
		return err;
	}
}

/* {"calls":["0193.."]} or {"dial":"+1.."} or {"room":"lobby"}, "role",
   "leave":"#" */
int oh_ctl_do_join(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_live *livev[OH_JOIN_CALLS_MAX];
	struct oh_join_prm prm = { .callv = livev };
	int err;

	err = read_calls(livev, &prm.callc, rq, a);
	if (!err)
		err = oh_args_str(a, "dial", &prm.dial);
	if (!err)
		err = oh_args_str(a, "room", &prm.room);
	if (!err)
		err = oh_args_str(a, "leave", &prm.leave);
	if (!err)
		err = read_role(&prm.role, a);
	if (err)
		return err;
	err = oh_join_start(&rq->action, rq->live, &prm, oh_ctl_done, rq);
	if (err == EBADMSG && prm.dial)
		bad_number(rq, a, "dial", prm.dial);

	return explain(a, err);
}

static int read_mode(struct oh_transfer_prm *prm, struct oh_args *a)
{
	const char *mode = "auto";
	int err = oh_args_str(a, "mode", &mode);

	prm->no_refer  = 0 == strcmp(mode, "bridge");
	prm->no_bridge = 0 == strcmp(mode, "refer");
	if (!err && !prm->no_refer && !prm->no_bridge && strcmp(mode, "auto"))
		err = oh_args_bad(a, "mode", "auto, refer or bridge");

	return err;
}

static int read_with(struct oh_transfer_prm *prm, struct ctl_request *rq,
		     struct oh_args *a)
{
	const char *with = NULL;
	int err = oh_args_str(a, "attended", &with);

	if (!err && with && oh_calls_find(&prm->with,
					  rq->conn->ctl->prm.calls, with))
		err = oh_args_bad(a, "attended", "no such call in this "
				  "process");

	return err;
}

/* {"target":"+1.."} or {"attended":"0193.."}, "mode" */
int oh_ctl_do_transfer(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_transfer_prm prm = { .target = NULL };
	int err;

	err = oh_args_str(a, "target", &prm.target);
	if (!err)
		err = read_with(&prm, rq, a);
	if (!err)
		err = read_mode(&prm, a);
	if (!err && !prm.target == !prm.with)
		err = oh_args_bad(a, "target", "a number, or attended");
	if (err)
		return err;
	err = oh_transfer_start(&rq->action, rq->live, &prm, oh_ctl_done, rq);
	if (err == ENOTSUP)
		oh_args_bad(a, "mode", "no REFER can be sent to them");
	else if (err == EBADMSG)
		bad_number(rq, a, "target", prm.target);

	return explain(a, err);
}
