/**
 * @file hours.c  Hours of every day: "22:00-06:00"
 *
 * By the clock on the wall: where it is set back in autumn an hour comes
 * twice, and both are meant; one that is left out in spring does not come.
 */
#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <strings.h>
#include <time.h>
#include "conf/conf.h"

enum { HOUR_MIN = 60, DAY_MIN = 24 * HOUR_MIN };


/* "06:00"; NULL: that is none */
static const char *parse(uint16_t *minp, const char *s)
{
	for (size_t i = 0; i < 5; i++) {
		if (i == 2 ? s[i] != ':' : !isdigit((unsigned char)s[i]))
			return NULL;
	}
	*minp = (uint16_t)((s[0] - '0') * 10 * HOUR_MIN +
			   (s[1] - '0') * HOUR_MIN +
			   (s[3] - '0') * 10 + (s[4] - '0'));

	return s[3] < '6' && *minp <= DAY_MIN ? s + 5 : NULL;
}


/**
 * Parse hours of a day
 *
 * @param h    Set on success
 * @param text "HH:MM-HH:MM", "off": none. May go past midnight; 24:00 is the
 *             end of the day
 *
 * @return 0 or EBADMSG
 */
int oh_conf_hours_parse(struct oh_conf_hours *h, const char *text)
{
	struct oh_conf_hours v = { 0, 0 };
	const char *p = text;

	if (0 != strcasecmp(text, "off")) {
		p = parse(&v.from_min, text);
		if (!p || *p != '-' || v.from_min == DAY_MIN)
			return EBADMSG;
		p = parse(&v.to_min, p + 1);
		if (!p || *p || v.from_min == v.to_min)
			return EBADMSG;
	}
	*h = v;

	return 0;
}


/**
 * Tell whether a minute of the day is meant
 *
 * @param h   Hours
 * @param min Minutes since midnight
 *
 * @return true if it is
 */
bool oh_conf_hours_has(const struct oh_conf_hours *h, uint16_t min)
{
	if (h->from_min <= h->to_min)
		return min >= h->from_min && min < h->to_min;

	return min >= h->from_min || min < h->to_min;
}


/**
 * Tell whether a time is meant
 *
 * @param h       Hours, of the local time
 * @param wall_us Time since 1970 [us]
 *
 * @return true if it is
 */
bool oh_conf_hours_at(const struct oh_conf_hours *h, uint64_t wall_us)
{
	time_t t = (time_t)(wall_us / 1000000);
	struct tm tm;

	return localtime_r(&t, &tm) &&
		oh_conf_hours_has(h, (uint16_t)(tm.tm_hour * HOUR_MIN +
						tm.tm_min));
}
