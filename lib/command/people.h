/**
 * @file people.h  Whom a person knows, and whom they spoke to
 *
 * For the programs a person looks at: contacts of ours and of baresip's, and
 * the records of calls.
 */
#ifndef OH_COMMAND_PEOPLE_H
#define OH_COMMAND_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "conf/conf.h"

struct oh_contacts;
struct oh_history;

/** How the files of contacts stood; zero: nobody has looked */
struct oh_people_seen {
	struct {
		uint64_t file, bytes, changed_ns;
	} v[2];
};

/** Something is wrong with a file; a line for people, borrowed */
typedef void (oh_people_h)(const char *line, void *arg);

int  oh_people_contacts(struct oh_contacts **cp, const struct oh_conf *conf,
			oh_people_h *h, void *arg);
/* Have the files changed since the last look? The first is a look, too */
bool oh_people_look(struct oh_people_seen *seen, const struct oh_conf *conf);
/* If they have, read them again into a list that others look at */
bool oh_people_again(struct oh_contacts *c, struct oh_people_seen *seen,
		     const struct oh_conf *conf, oh_people_h *h, void *arg);
/* None is no fault */
int  oh_people_history(struct oh_history *hist, const struct oh_conf *conf,
		       const struct oh_contacts *names);
/* Local time is that much later than UTC [s] */
int64_t oh_people_utc_offset(uint64_t wall_us);

#endif
