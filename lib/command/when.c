/**
 * @file when.c  A moment as people write it
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <time.h>
#include "base/compat.h"
#include "base/scan.h"
#include "command/when.h"

enum { COUNT_SIZE = 8, COUNT_MAX = 99999, SECOND_US = 1000000 };

static const char date_form[] = "dddd-dd-dd";

/* "7d", "2h", "30m", "90s" */
static int parse_ago(int64_t *usp, const char *text, uint64_t now_us)
{
	static const struct { char unit; int64_t s; } unitv[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 24 * 3600 },
		{ 'w', 7 * 24 * 3600 },
	};
	size_t len = strspn(text, "0123456789");
	char count[COUNT_SIZE];
	uint32_t n;

	if (!len || len >= sizeof(count) || !text[len] || text[len + 1])
		return EBADMSG;
	memcpy(count, text, len);
	count[len] = '\0';
	if (oh_scan_u32(&n, count, 0, COUNT_MAX))
		return EBADMSG;
	for (size_t i = 0; i < ARRAY_SIZE(unitv); i++) {
		if (unitv[i].unit != text[len])
			continue;
		*usp = (int64_t)now_us - n * unitv[i].s * SECOND_US;
		return 0;
	}

	return EBADMSG;
}

/* A day has not always 24 hours: mktime() counts them */
static int midnight(int64_t *usp, uint64_t now_us, int days_ago)
{
	time_t t = (time_t)(now_us / SECOND_US);
	struct tm tm;

	if (!localtime_r(&t, &tm))
		return EBADMSG;
	tm.tm_mday -= days_ago;
	tm.tm_hour  = tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	*usp = (int64_t)mktime(&tm) * SECOND_US;

	return 0;
}

/* 'd' stands for a digit; how much of the text is so, or 0 */
static size_t match(const char *text, const char *form)
{
	size_t i;

	for (i = 0; form[i]; i++) {
		if (form[i] == 'd' ? !isdigit((unsigned char)text[i])
				   : text[i] != form[i])
			return 0;
	}

	return i;
}

static int two(const char *p)
{
	return (p[0] - '0') * 10 + p[1] - '0';
}

/* Seconds and what is below, as far as they stand there */
static const char *skip_seconds(const char *p, struct tm *tm)
{
	if (!match(p, ":dd"))
		return p;
	tm->tm_sec = two(p + 1);
	p += 3;
	if (match(p, ".d"))
		p += 1 + strspn(p + 1, "0123456789");

	return p;
}

/* "Z", "+01:00" */
static int parse_zone(int64_t *sp, const char *p)
{
	int sign = *p == '-' ? -1 : 1;

	*sp = 0;
	if (0 == strcmp(p, "Z"))
		return 0;
	if ((*p != '+' && *p != '-') || !match(p + 1, "dd:dd") || p[6])
		return EBADMSG;
	*sp = sign * (two(p + 1) * 3600 + two(p + 4) * 60);

	return 0;
}

/* What mktime() had to set right was no such day or time */
static bool is_real(const struct tm *was, const struct tm *is)
{
	return was->tm_mday == is->tm_mday && was->tm_mon == is->tm_mon &&
		was->tm_min == is->tm_min && was->tm_sec == is->tm_sec &&
		was->tm_hour < 24;
}

static int parse_date(int64_t *usp, const char *text)
{
	struct tm tm = { .tm_isdst = -1 }, was;
	const char *p = text + match(text, date_form);
	int64_t zone_s = 0;

	if (p == text)
		return EBADMSG;
	tm.tm_year = two(text) * 100 + two(text + 2) - 1900;
	tm.tm_mon  = two(text + 5) - 1;
	tm.tm_mday = two(text + 8);
	if (match(p, "Tdd:dd") || match(p, " dd:dd")) {
		tm.tm_hour = two(p + 1);
		tm.tm_min  = two(p + 4);
		p = skip_seconds(p + 6, &tm);
		if (*p && parse_zone(&zone_s, p))
			return EBADMSG;
	}
	else if (*p)
		return EBADMSG;
	was = tm;
	*usp = ((int64_t)(*p ? timegm(&tm) : mktime(&tm)) - zone_s) *
		SECOND_US;

	return is_real(&was, &tm) ? 0 : EBADMSG;
}

/**
 * Understand a moment
 *
 * @param usp    Set on success [us since 1970-01-01 UTC]
 * @param text   Text
 * @param now_us Now
 *
 * @return 0 or EBADMSG
 */
int oh_when_parse(int64_t *usp, const char *text, uint64_t now_us)
{
	int64_t us;
	int err;

	if (0 == strcmp(text, "today"))
		err = midnight(&us, now_us, 0);
	else if (0 == strcmp(text, "yesterday"))
		err = midnight(&us, now_us, 1);
	else if (match(text, date_form))
		err = parse_date(&us, text);
	else
		err = parse_ago(&us, text, now_us);
	if (!err)
		*usp = us;

	return err;
}
