/**
 * @file loader.h  One thread that does slow jobs in turn
 *
 * Jobs may be given by any thread, without waiting. A loader is shared and
 * reference-counted (atomically): it outlives the thread, so that whoever
 * still holds it can give jobs, which are then run at once as abandoned.
 */
#ifndef OH_MEDIA_LOADER_H
#define OH_MEDIA_LOADER_H

#include <stdatomic.h>

struct oh_loader;
struct oh_load;

/** *abandon becomes true when the job's result is no longer wanted */
typedef void (oh_load_h)(struct oh_load *job, const atomic_bool *abandon);

/** Part of what the job works on; it must live until the handler is called */
struct oh_load {
	struct oh_load *next;
	oh_load_h      *h;
};

int  oh_loader_alloc(struct oh_loader **lp);
void oh_loader_push(struct oh_loader *l, struct oh_load *job);
void oh_loader_stop(struct oh_loader *l);
struct oh_loader *oh_loader_ref(struct oh_loader *l);
void oh_loader_unref(struct oh_loader *l);

#endif
