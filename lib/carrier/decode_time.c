/**
 * @file decode_time.c  Times as the Phone Numbers API writes them
 */
#include <time.h>
#include "base/compat.h"
#include "carrier/decode.h"

enum {
	SECOND_US = 1000000,
};

/* Digits of "2026-11-23T12:15:00", each group with what follows it */
static const struct { unsigned digits; char end; } datev[] = {
	{ 4, '-' }, { 2, '-' }, { 2, 'T' }, { 2, ':' }, { 2, ':' }, { 2, 0 },
};


/* Moves on over digits, exactly as many as that */
static bool take(int *vp, const char **sp, unsigned count)
{
	const char *s = *sp;

	*vp = 0;
	for (; count; count--, s++) {
		if (*s < '0' || *s > '9')
			return false;
		*vp = *vp * 10 + *s - '0';
	}
	*sp = s;

	return true;
}


static bool take_char(const char **sp, char c)
{
	if (**sp != c)
		return false;
	++*sp;

	return true;
}


static bool take_date(int v[ARRAY_SIZE(datev)], const char **sp)
{
	for (size_t i = 0; i < ARRAY_SIZE(datev); i++) {
		if (!take(&v[i], sp, datev[i].digits))
			return false;
		if (datev[i].end && !take_char(sp, datev[i].end))
			return false;
	}

	return true;
}


/* ".1234567": what is below a microsecond is dropped */
static bool take_fraction(uint32_t *us, const char **sp)
{
	uint32_t unit = SECOND_US / 10;
	int digit;

	*us = 0;
	if (!take_char(sp, '.'))
		return true;
	if (**sp < '0' || **sp > '9')
		return false;
	for (; take(&digit, sp, 1); unit /= 10)
		*us += (uint32_t)digit * unit;

	return true;
}


/* "Z", "+01:00", "-05:30" */
static bool take_offset(int *seconds, const char **sp)
{
	int sign = **sp == '-' ? -1 : 1, hours, minutes;

	*seconds = 0;
	if (take_char(sp, 'Z'))
		return true;
	if (!take_char(sp, sign < 0 ? '-' : '+') || !take(&hours, sp, 2) ||
	    !take_char(sp, ':') || !take(&minutes, sp, 2))
		return false;
	*seconds = sign * (hours * 3600 + minutes * 60);

	return hours < 24 && minutes < 60;
}


/* EBADMSG: no such day or time of day */
static int seconds_of(time_t *tp, const int v[ARRAY_SIZE(datev)])
{
	const struct tm tm = {
		.tm_year = v[0] - 1900, .tm_mon = v[1] - 1, .tm_mday = v[2],
		.tm_hour = v[3], .tm_min = v[4], .tm_sec = v[5],
	};
	struct tm real = tm;

	/* timegm() carries what is too much into the next field. */
	*tp = timegm(&real);
	if (real.tm_mon != tm.tm_mon || real.tm_mday != tm.tm_mday ||
	    real.tm_hour != tm.tm_hour || real.tm_min != tm.tm_min ||
	    real.tm_sec != tm.tm_sec)
		return EBADMSG;

	return 0;
}


/**
 * Decode a time in ISO 8601, as RFC 3339 5.6 narrows it
 *
 * @param wall_us Since 1970 [us]; set on success only
 * @param text    "2026-11-23T12:15:00.5Z", "...+01:00"; NULL is none
 *
 * @return 0; EBADMSG; ERANGE: before 1970
 */
int oh_decode_time(uint64_t *wall_us, const char *text)
{
	int v[ARRAY_SIZE(datev)], offset;
	const char *s = text;
	uint32_t us;
	time_t t;

	if (!s || !take_date(v, &s) || !take_fraction(&us, &s) ||
	    !take_offset(&offset, &s) || *s)
		return EBADMSG;
	if (seconds_of(&t, v))
		return EBADMSG;
	if (t < offset)
		return ERANGE;
	*wall_us = (uint64_t)(t - offset) * SECOND_US + us;

	return 0;
}
