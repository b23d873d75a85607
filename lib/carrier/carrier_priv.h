/**
 * @file carrier_priv.h  What a kind of carrier has to provide
 */
#ifndef OH_CARRIER_PRIV_H
#define OH_CARRIER_PRIV_H

#include "carrier/carrier.h"

/** A kind of carrier: acs and sim, or static */
struct oh_carrier_ops {
	/* *statep: released with mem_deref, as long as the carrier lives */
	int  (*open)(void **statep, const struct oh_carrier_prm *prm,
		     const char **whyp);
	bool (*can)(enum oh_carrier_do what);
	/* *workp: what has been begun for the task, released with it. No
	   handler is called before the main loop runs */
	int  (*start)(void **workp, void *state, struct oh_task *task,
		      const struct oh_carrier_req *req);
	int  (*print)(char **textp, void *state,
		      const struct oh_carrier_req *req);
};

extern const struct oh_carrier_ops oh_acs_ops;
extern const struct oh_carrier_ops oh_static_ops;

/*
 * Tells the owner. Either may release the task, and with it the work that
 * calls: hold the task (mem_ref) meanwhile. False: the owner has gone.
 */
bool oh_task_item(struct oh_task *task, enum oh_item_kind kind,
		  const void *value);
void oh_task_end(struct oh_task *task, const struct oh_carrier_end *end);
const char *oh_task_carrier(const struct oh_task *task);

#endif
