/**
 * @file lineout.h  A stream to a terminal that may take nothing for a while
 *
 * What is printed there is kept until it does, up to a limit. Main loop.
 */
#ifndef OH_COMMAND_LINEOUT_H
#define OH_COMMAND_LINEOUT_H

#include <stdio.h>

enum {
	OH_LINEOUT_MAX      = 256 * 1024,  /**< kept [bytes]               */
	OH_LINEOUT_STALL_MS = 200,     /**< given up at the end: see outlet */
	OH_LINEOUT_DRAIN_MS = 2000,
};

struct oh_lineout;

/* missedh: it takes output again, and some was left out; not from printing */
int   oh_lineout_alloc(struct oh_lineout **op, int fd,
		       void (*missedh)(void *arg), void *arg);
/* Borrowed: what is printed there must be flushed, as on any stream */
FILE *oh_lineout_file(const struct oh_lineout *o);

#endif
