/**
 * @file replace.h  A file is replaced as a whole, or not at all
 *
 * The new one is written beside it and takes its place at the end. Whoever
 * reads meanwhile has the old one or the new one, never half of either.
 */
#ifndef OH_BASE_REPLACE_H
#define OH_BASE_REPLACE_H

#include <stdio.h>

struct oh_replace;

enum oh_replace_how {
	OH_REPLACE_PLAIN,     /**< a power failure may lose it            */
	OH_REPLACE_SYNCED,    /**< on the disk when commit returns        */
};

/* mem_deref without commit leaves the old file in place */
int   oh_replace_alloc(struct oh_replace **rp, const char *path);
FILE *oh_replace_stream(struct oh_replace *r);
int   oh_replace_commit(struct oh_replace *r, enum oh_replace_how how);

#endif
