/**
 * @file agi_file.h  Sounds as AGI scripts name them
 *
 *	"welcome", "custom/menu", "/var/lib/ivr/hello"  ->  a path
 *
 * Without a suffix, as Asterisk has it, and sought in one folder after the
 * other; no name leads out of a folder by "..".
 */
#ifndef OH_FLOW_AGI_FILE_H
#define OH_FLOW_AGI_FILE_H

#include <stddef.h>

enum { OH_AGI_FILE_SIZE = 1024 };    /**< Room for a path */

/* folderv: NULL at the end; "" is the working directory. EBADMSG (no name for
   a file), ENOENT, ERANGE (too long) */
int oh_agi_file_find(char path[OH_AGI_FILE_SIZE],
		     const char *const *folderv, const char *name);
/* Where a recording goes: NAME.FORMAT, or NAME.wav if that is not WAV */
int oh_agi_file_print(char path[OH_AGI_FILE_SIZE], const char *name,
		      const char *format);

#endif
