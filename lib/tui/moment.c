/**
 * @file moment.c  Times as they stand in lists
 *
 * Local time is given as an offset, so that the screen asks for no time
 * zone.
 */
#include "base/compat.h"
#include "tui/moment.h"

enum {
	OFFSET_MAX_S = 24 * 3600,
	LENGTH_MAX_S = 999 * 3600,
};

static bool local(struct tm *tm, uint64_t wall_us, int64_t offset_s)
{
	time_t t;

	if (offset_s > OFFSET_MAX_S || offset_s < -OFFSET_MAX_S)
		offset_s = 0;
	t = (time_t)((int64_t)(wall_us / 1000000) + offset_s);

	return gmtime_r(&t, tm) != NULL && tm->tm_year < 9999 - 1900;
}

/** Print the time of a day */
void oh_moment_clock(char buf[OH_MOMENT_SIZE], uint64_t wall_us,
		     int64_t offset_s)
{
	struct tm tm;

	if (!local(&tm, wall_us, offset_s) ||
	    !strftime(buf, OH_MOMENT_SIZE, "%H:%M:%S", &tm))
		buf[0] = '\0';
}

/** Print a moment for the name of a file */
void oh_moment_stamp(char buf[OH_MOMENT_SIZE], uint64_t wall_us,
		     int64_t offset_s)
{
	struct tm tm;

	if (!local(&tm, wall_us, offset_s) ||
	    !strftime(buf, OH_MOMENT_SIZE, "%Y%m%d-%H%M%S", &tm))
		buf[0] = '\0';
}

/** Print a day as short as it can be told from others, at most 12 columns */
void oh_moment_day(char buf[OH_MOMENT_SIZE], uint64_t wall_us,
		   uint64_t now_us, int64_t offset_s)
{
	const char *format = "%m-%d %H:%M";
	struct tm tm, now;

	buf[0] = '\0';
	if (!local(&tm, wall_us, offset_s) || !local(&now, now_us, offset_s))
		return;
	if (tm.tm_year != now.tm_year)
		format = "%Y-%m-%d";
	else if (tm.tm_yday == now.tm_yday)
		format = "today %H:%M";
	if (!strftime(buf, OH_MOMENT_SIZE, format, &tm))
		buf[0] = '\0';
}

/** Print how long something lasted, whole seconds, at most 9 columns */
void oh_moment_length(char buf[OH_MOMENT_SIZE], double seconds)
{
	unsigned s;

	buf[0] = '\0';
	if (!(seconds > 0.0))
		return;
	s = seconds < LENGTH_MAX_S ? (unsigned)seconds : LENGTH_MAX_S;
	if (s >= 3600)
		(void)snprintf(buf, OH_MOMENT_SIZE, "%u:%02u:%02u", s / 3600,
			       s / 60 % 60, s % 60);
	else
		(void)snprintf(buf, OH_MOMENT_SIZE, "%u:%02u", s / 60,
			       s % 60);
}
