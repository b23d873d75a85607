/**
 * @file clock.c  What time it is
 */
#include <errno.h>
#include <stdio.h>
#include <time.h>
#include "base/clock.h"

static uint64_t now_us(clockid_t id)
{
	struct timespec ts;

	/* Cannot fail: both clocks exist on every Linux. */
	(void)clock_gettime(id, &ts);

	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

/**
 * Tell the time that never steps
 *
 * @return Time since some moment before the start of the program [us]
 */
uint64_t oh_clock_us(void)
{
	return now_us(CLOCK_MONOTONIC);
}

/**
 * Tell the time of day. It may step: never measure with it
 *
 * @return Time since 1970-01-01 UTC [us]
 */
uint64_t oh_clock_wall_us(void)
{
	return now_us(CLOCK_REALTIME);
}

/**
 * Print a time of day as ISO 8601: local time with milliseconds and offset,
 * "2026-01-02T03:04:05.678+01:00"
 *
 * @param buf     Buffer, OH_CLOCK_ISO_SIZE is enough
 * @param size    Size of it
 * @param wall_us Time since 1970-01-01 UTC [us]
 *
 * @return 0, EINVAL, or ERANGE if it does not fit (buf is empty then)
 */
int oh_clock_print(char *buf, size_t size, uint64_t wall_us)
{
	time_t t = (time_t)(wall_us / 1000000);
	struct tm tm;
	char date[32], zone[8];
	int n;

	if (!buf || !size)
		return EINVAL;

	buf[0] = '\0';
	if (!localtime_r(&t, &tm) ||
	    !strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm) ||
	    !strftime(zone, sizeof(zone), "%z", &tm))
		return ERANGE;

	n = snprintf(buf, size, "%s.%03u%.3s:%s", date,
		     (unsigned)(wall_us / 1000 % 1000), zone, zone + 3);
	if (n < 0 || (size_t)n >= size) {
		buf[0] = '\0';
		return ERANGE;
	}

	return 0;
}
