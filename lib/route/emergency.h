/**
 * @file emergency.h  A call for help: whether it may leave, and which ways
 *
 *   emergency number ──by hand?──allow?──as it stands?──marked trunk?──▶ CALL
 *                         └───────────┴────────────┴─────────┴──▶ refused
 *
 * Pure. A program never calls one. A person does, where the configuration
 * says so, by the trunks that are marked for it, and nothing that is about
 * money or numbers of calls is asked then.
 */
#ifndef OH_ROUTE_EMERGENCY_H
#define OH_ROUTE_EMERGENCY_H

#include <stdbool.h>
#include <stdint.h>
#include "conf/conf.h"
#include "number/number.h"
#include "route/guard.h"

enum oh_emergency {
	OH_EMERGENCY_NO,
	OH_EMERGENCY_CALL,     /**< for help                               */
	OH_EMERGENCY_TEST,     /**< of the way such a call would take: 933 */
};

/** Who asks */
struct oh_emergency_prm {
	const struct oh_conf *conf;
	bool        person;          /**< dialled it by hand                */
	bool        automation;      /**< nobody sits at a terminal         */
	const char *trunk;           /**< name that was asked for, or NULL  */
	/** Whether a trunk seems to be out of use; or NULL */
	bool (*downh)(const struct oh_conf_trunk *t, void *arg);
	void       *arg;
};

/* v: as the guard has judged n; changed to what holds */
enum oh_emergency oh_emergency_judge(struct oh_verdict *v,
				     const struct oh_emergency_prm *prm,
				     const struct oh_number *n);
/* The trunks of such a call, in order; their number, at least one */
uint32_t oh_emergency_ways(const struct oh_conf_trunk **trunkv, uint32_t max,
			   const struct oh_emergency_prm *prm,
			   enum oh_emergency what);
/* What may be said of the number though it is called; "" */
void oh_emergency_note(char *buf, size_t size, const struct oh_conf *conf,
		       const struct oh_number *n);

#endif
