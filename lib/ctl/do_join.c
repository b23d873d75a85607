/**
 * @file do_join.c  Requests: join
 */
#include <errno.h>
#include "action/join.h"
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

static int explain(struct oh_args *a, int err)
{
	switch (err) {

	case EINVAL:
		return oh_args_bad(a, "join", "one of other calls, dial and "
				   "room; whisper needs another call");
	case EALREADY:
		oh_args_bad(a, "join", "the call is joined already");
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

	return explain(a, err);
}
