/**
 * @file linekept.h  The lines that were typed before, in a file
 *
 * phone_history and dialer_history in the state folder, for their owner alone.
 * Each line is added when it is typed, so that several phones and a crash lose
 * none; when there are too many the oldest go. Lines that press keys, and what
 * begins with one and so is no order, are never kept: those may be a PIN.
 */
#ifndef OH_COMMAND_LINEKEPT_H
#define OH_COMMAND_LINEKEPT_H

#include <stdbool.h>

enum {
	OH_LINEKEPT_MAX   = 1000,           /**< Lines that are read       */
	OH_LINEKEPT_BYTES = 1024 * 1024,    /**< A longer file is cut      */
};

/* h: from the oldest to the newest. ENOENT: no file yet */
int  oh_linekept_read(const char *path,
		      void (*h)(const char *line, void *arg), void *arg);
int  oh_linekept_add(const char *path, const char *line);
/* Whether a line may be kept at all */
bool oh_linekept_is_fit(const char *line);

#endif
