/**
 * @file member.h  Members of what a process tells, whatever it tells
 *
 * A member that is missing, or of a wrong kind, is as good as none. Private
 * to this folder.
 */
#ifndef OH_PHONE_MEMBER_H
#define OH_PHONE_MEMBER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Borrowed; NULL: none */
const char *oh_member_str(const cJSON *o, const char *name);
/* Safe text into buf; false: none, and buf is as it was */
bool   oh_member_copy(char *buf, size_t size, const cJSON *o,
		      const char *name);
/* What is outside least and most is cut; NaN and none: otherwise */
double oh_member_num(const cJSON *o, const char *name, double least,
		   double most, double otherwise);
/* Set if it is there, and a boolean; true: so it is */
bool   oh_member_flag(bool *bp, const cJSON *o, const char *name);

#endif
