/**
 * @file lock.h  One process at a time
 *
 * An advisory lock on a file of its own, for the moment in which a file is
 * read, changed and replaced. It ends with its holder: a killed process
 * leaves none behind.
 */
#ifndef OH_BASE_LOCK_H
#define OH_BASE_LOCK_H

#include <stdint.h>

enum { OH_LOCK_WAIT_MS = 2000 };   /**< Its holders do nothing slow */

/* fd -1: none held */
int oh_lock_take(int *fdp, const char *path, uint32_t wait_ms);
int oh_lock_drop(int fd);

#endif
