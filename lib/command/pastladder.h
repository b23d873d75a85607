/**
 * @file pastladder.h  The SIP messages of a call that no process has any more
 *
 * What its record keeps of them, for the programs a person looks at.
 */
#ifndef OH_COMMAND_PASTLADDER_H
#define OH_COMMAND_PASTLADDER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include "conf/conf.h"

struct oh_wire;

enum { OH_PASTLADDER_WHY = 192 };

/** How no message at all is told, and what keeps them */
#define OH_PASTLADDER_NONE "none of its messages is kept; \"keep = yes\" in " \
	"[trace] of the configuration keeps a line of each"

/** A "save-ladder" that was asked for */
struct oh_pastladder {
	char call[64];
	char path[1024];
	bool text;                     /**< false: packets                   */
};

/* The record of the wire's call; ENOENT: none, or it has no messages */
int  oh_pastladder_read(struct oh_wire *w, const struct oh_conf *conf);
/* false: that is no request to save, or none that fits in */
bool oh_pastladder_wants(struct oh_pastladder *p, const cJSON *ask);
/* Whether a reply (NULL: its process is gone) says that no process has them */
bool oh_pastladder_is_over(const cJSON *reply);
/* 0: saved, what the record has; else why not */
int  oh_pastladder_save(char why[OH_PASTLADDER_WHY],
			const struct oh_pastladder *p,
			const struct oh_conf *conf);

#endif
