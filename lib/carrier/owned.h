/**
 * @file owned.h  The numbers that are ours, as last seen (a cache on disk)
 *
 * One file for each carrier in the cache folder, written while a complete
 * list arrives and put in place at its end. `dial --from` reads it before a
 * call: it needs no network and no JSON. Several processes may write: the
 * last complete one counts.
 */
#ifndef OH_CARRIER_OWNED_H
#define OH_CARRIER_OWNED_H

#include <stdbool.h>
#include "carrier/model.h"

struct oh_owned_writer;

/** What the caches know of one number */
struct oh_owned_info {
	char     carrier[64];
	uint64_t seen_us;                 /**< wall: when the list was read,
					       or begun by a change         */
	struct oh_capabilities caps;
};

/* mem_deref without commit leaves the old list in place */
int  oh_owned_begin(struct oh_owned_writer **wp, const char *carrier);
int  oh_owned_add(struct oh_owned_writer *w, const struct oh_owned *o);
int  oh_owned_commit(struct oh_owned_writer *w);
/* After a purchase, an update (o) or a release (o NULL) of one number */
int  oh_owned_change(const char *carrier, const char *number,
		     const struct oh_owned *o);
/* ENOENT: no list has it; *anyp (if given): whether there is any list */
int  oh_owned_find(struct oh_owned_info *info, const char *number,
		   bool *anyp);
/* For completions: all, until the handler says false */
typedef bool (oh_owned_h)(const char *number,
			  const struct oh_owned_info *info, void *arg);
int  oh_owned_walk(oh_owned_h *h, void *arg);

#endif
