/**
 * @file meters.h  How loud the calls of a process are, told as they go on
 *
 *   timer ──▶ each call: levels, once a second quality ──▶ a line for each
 *             client whose time has come
 *
 * A level is gone when it has been looked at: so one looks for all clients,
 * and keeps for each the loudest since its last line. While nobody wants to
 * know nothing is measured. Private to this folder.
 */
#ifndef OH_CTL_METERS_H
#define OH_CTL_METERS_H

#include <stdint.h>

struct ctl_conn;
struct ctl_meters;
struct oh_ctl;

enum {
	OH_METERS_CLIENTS_MAX = 16,
	OH_METERS_EVERY_MS    = 100,
	OH_METERS_MIN_MS      = 50,
	OH_METERS_MAX_MS      = 10000,
};

/* ENOMEM; EBUSY: too many clients */
int  oh_meters_join(struct oh_ctl *ctl, struct ctl_conn *conn,
		    uint32_t every_ms);
void oh_meters_leave(struct oh_ctl *ctl, const struct ctl_conn *conn);

#endif
