/**
 * @file rewrite.c  A number as a trunk wants it
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/scan.h"
#include "route/rewrite.h"

/* "2": two characters; "+44", "00": these, if the number begins with them */
static size_t stripped_of(const char *number, const char *strip)
{
	size_t len = strlen(strip);
	uint32_t count;

	if (*strip == '+' || *strip == '0')
		return 0 == strncmp(number, strip, len) ? len : 0;
	if (oh_scan_u32(&count, strip, 0, OH_NUMBER_URI_SIZE))
		return 0;

	return count;
}

/**
 * Write a number as a trunk wants it
 *
 * @param w       Receives it, stage by stage
 * @param n       Number, no SIP URI
 * @param t       Trunk
 * @param country Home country, or NULL
 * @param whyp    Set to what is wrong, on failure
 *
 * @return 0 if success, EINVAL, ERANGE if it gets too long
 */
int oh_rewrite_number(struct oh_rewrite *w, const struct oh_number *n,
		      const struct oh_conf_trunk *t, const char *country,
		      const char **whyp)
{
	size_t off;

	*whyp = "cannot write it in its number_format";
	if (oh_number_print(w->formatted, sizeof(w->formatted), n,
			    t->number_format, country))
		return EINVAL;
	off = stripped_of(w->formatted, t->strip);
	*whyp = "strips all of it, or more";
	if (off >= strlen(w->formatted))
		return EINVAL;
	snprintf(w->stripped, sizeof(w->stripped), "%s", w->formatted + off);
	*whyp = "makes it too long";
	if ((size_t)snprintf(w->written, sizeof(w->written), "%s%s",
			     t->prefix, w->stripped) >= sizeof(w->written))
		return ERANGE;

	return 0;
}

/**
 * Write a caller ID as a trunk wants it
 *
 * @param buf     Receives it
 * @param size    Size of buf
 * @param n       Number
 * @param t       Trunk
 * @param country Home country, or NULL
 *
 * @return 0 or an errno of oh_number_print()
 */
int oh_rewrite_caller(char *buf, size_t size, const struct oh_number *n,
		      const struct oh_conf_trunk *t, const char *country)
{
	enum oh_number_format f = t->number_format;

	if (t->caller_id_format != OH_CONF_CALLER_SAME)
		f = (enum oh_number_format)(t->caller_id_format - 1);

	return oh_number_print(buf, size, n, f, country);
}
