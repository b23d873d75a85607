/**
 * @file member.c  Members of what a process tells, whatever it tells
 */
#include <math.h>
#include "phone/member.h"
#include "phone/safe.h"

/** A string, borrowed; NULL: none */
const char *oh_member_str(const cJSON *o, const char *name)
{
	return cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, name));
}

/**
 * Copy a string as safe text
 *
 * @param buf  Receives it, cut if it is too long; as it was if there is none
 * @param size Its size [bytes]
 * @param o    Object
 * @param name Of the member
 *
 * @return Whether there is one
 */
bool oh_member_copy(char *buf, size_t size, const cJSON *o, const char *name)
{
	const char *text = oh_member_str(o, name);

	if (text)
		(void)oh_safe_text(buf, size, text, false);

	return text != NULL;
}

/** A number between least and most, or what it is otherwise */
double oh_member_num(const cJSON *o, const char *name, double least,
		     double most, double otherwise)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(o, name);

	if (!cJSON_IsNumber(m) || isnan(m->valuedouble))
		return otherwise;

	return fmax(least, fmin(most, m->valuedouble));
}

/** A boolean into *bp, if there is one; returns whether it is there, true */
bool oh_member_flag(bool *bp, const cJSON *o, const char *name)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(o, name);

	if (cJSON_IsBool(m) && bp)
		*bp = cJSON_IsTrue(m);

	return cJSON_IsTrue(m);
}
