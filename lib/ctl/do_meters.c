/**
 * @file do_meters.c  Request: meters
 */
#include <errno.h>
#include "ctl/meters.h"
#include "ctl/server_priv.h"

/* {"every":0.1} {"off":true} */
int oh_ctl_do_meters(struct ctl_request *rq, struct oh_args *a)
{
	const struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);
	struct ctl_conn *conn = rq->conn;
	uint32_t every_ms = OH_METERS_EVERY_MS;
	bool off = false;
	int err;

	err = oh_args_bool(a, "off", &off);
	if (!err)
		err = oh_args_ms(a, "every", &every_ms);
	if (!err && (every_ms < OH_METERS_MIN_MS ||
		     every_ms > OH_METERS_MAX_MS))
		err = oh_args_bad(a, "every", "0.05 to 10 seconds");
	if (err)
		return err;
	if (off)
		oh_meters_leave(conn->ctl, conn);
	else
		err = oh_meters_join(conn->ctl, conn, every_ms);
	if (err == EBUSY)
		(void)oh_args_bad(a, "meters", "too many want to know");
	if (err)
		return err;
	oh_ctl_done(&out, rq);

	return 0;
}
