/**
 * @file temp.h  A folder that a test may fill
 */
#ifndef TEMP_H
#define TEMP_H

#include <stddef.h>
#include <stdint.h>

struct temp {
	char dir[64];
	char path[320];       /**< of the last temp_path() */
};

void temp_make(struct temp *t);
void temp_remove(struct temp *t);          /* with all files in it */
const char *temp_path(struct temp *t, const char *name);
void temp_write(struct temp *t, const char *name, const void *data,
		size_t len);
size_t temp_count(const struct temp *t);   /* files in it */

#endif
