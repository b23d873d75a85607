/**
 * @file do_keys.c  Requests: send-digits, hold, mute
 */
#include <errno.h>
#include "action/hold.h"
#include "action/send.h"
#include "ctl/server_priv.h"

/* {"digits":"ww1234#"} */
int oh_ctl_do_send(struct ctl_request *rq, struct oh_args *a)
{
	const char *digits = "";
	int err = oh_args_str(a, "digits", &digits);

	if (err)
		return err;
	err = oh_send_start(&rq->action, rq->live, digits, oh_ctl_done, rq);
	if (err == EINVAL)
		return oh_args_bad(a, "digits", "0-9 * # A-D, and the pauses "
				   ", w W");
	if (err == EALREADY)
		oh_args_bad(a, "digits", "others are still on their way");

	return err;
}

/* {"off":true} */
int oh_ctl_do_hold(struct ctl_request *rq, struct oh_args *a)
{
	bool off = false;
	int err = oh_args_bool(a, "off", &off);

	return err ? err : oh_hold_start(&rq->action, rq->live, !off,
					 oh_ctl_done, rq);
}

/* {"off":true} */
int oh_ctl_do_mute(struct ctl_request *rq, struct oh_args *a)
{
	const struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);
	struct oh_call *call = oh_live_call(rq->live);
	bool off = false;
	int err = oh_args_bool(a, "off", &off);

	if (err)
		return err;
	if (!oh_call_is_up(call))
		return ENOTCONN;
	oh_stream_mute(oh_call_stream(call), !off);
	oh_ctl_done(&out, rq);

	return 0;
}
