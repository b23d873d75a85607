/**
 * @file do_ping.c  Request: ping, whether somebody is there
 */
#include "ctl/server_priv.h"

/* {} */
int oh_ctl_do_ping(struct ctl_request *rq, struct oh_args *a)
{
	const struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);

	(void)a;
	oh_ctl_done(&out, rq);

	return 0;
}
