/**
 * @file asterisk.c  A call record in the order of Asterisk's Master.csv
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "base/compat.h"
#include "cdr/asterisk.h"

enum { CHANNEL_SIZE = 64, TAIL = 8, STAMP_SIZE = 32 };

/** A line that grows; what does not fit is noticed at the end */
struct line {
	char  *p;
	size_t size;
	size_t len;
};

static void put_char(struct line *l, char c)
{
	if (l->len < l->size)
		l->p[l->len] = c;
	l->len++;
}

static void put_plain(struct line *l, const char *s)
{
	if (l->len)
		put_char(l, ',');
	while (*s)
		put_char(l, *s++);
}

/* A line break within a text would be one too many for most readers */
static void put_text(struct line *l, const char *s)
{
	if (l->len)
		put_char(l, ',');
	put_char(l, '"');
	for (; *s; s++) {
		if (*s == '"')
			put_char(l, '"');
		put_char(l, *s == '\n' || *s == '\r' ? ' ' : *s);
	}
	put_char(l, '"');
}

static const char *text_of(const struct oh_row *row, enum oh_row_at at)
{
	return row->v[at].known ? row->v[at].u.s : "";
}

static void put_time(struct line *l, const struct oh_row *row,
		     enum oh_row_at at)
{
	time_t t = (time_t)(row->v[at].u.n / 1000000);
	char stamp[STAMP_SIZE];
	struct tm tm;

	if (row->v[at].known && localtime_r(&t, &tm) &&
	    strftime(stamp, sizeof(stamp), "%Y-%m-%d %H:%M:%S", &tm))
		put_text(l, stamp);
	else
		put_plain(l, "");
}

/* Whole seconds, as there */
static void put_seconds(struct line *l, const struct oh_row *row,
			enum oh_row_at at)
{
	char buf[STAMP_SIZE];

	(void)snprintf(buf, sizeof(buf), "%lld", row->v[at].known ?
		       (long long)row->v[at].u.x : 0LL);
	put_plain(l, buf);
}

/* Which it has no word for, it calls failed */
static const char *disposition(const struct oh_row *row)
{
	const char *s = text_of(row, OH_ROW_DISPOSITION);

	return !*s || 0 == strcmp(s, OH_ROW_LOST) ? "FAILED" : s;
}

/* Reports count calls by what stands before the last '-' */
static void name_channel(char buf[CHANNEL_SIZE], const struct oh_row *row)
{
	const char *id = text_of(row, OH_ROW_ID);
	size_t len = strlen(id);

	(void)snprintf(buf, CHANNEL_SIZE, "SIP/%s-%s",
		       text_of(row, OH_ROW_TRUNK),
		       len > TAIL ? id + len - TAIL : id);
}

/**
 * Print a record as a line of Master.csv
 *
 * @param buf  Buffer; OH_ASTERISK_LINE is enough
 * @param size Size of buf [bytes]
 * @param row  Record
 *
 * @return 0, or ERANGE if it does not fit
 */
int oh_asterisk_print(char *buf, size_t size, const struct oh_row *row)
{
	bool in = 0 == strcmp(text_of(row, OH_ROW_DIRECTION), "in");
	struct line l = { .p = buf, .size = size };
	char channel[CHANNEL_SIZE];

	name_channel(channel, row);
	put_text(&l, "");                                /* accountcode */
	put_text(&l, text_of(row, OH_ROW_FROM));         /* src         */
	put_text(&l, text_of(row, OH_ROW_TO));           /* dst         */
	put_text(&l, "");                                /* dcontext    */
	put_text(&l, text_of(row, OH_ROW_FROM));         /* clid        */
	put_text(&l, in ? channel : "");                 /* channel     */
	put_text(&l, in ? "" : channel);                 /* dstchannel  */
	put_text(&l, in ? "Answer" : "Dial");            /* lastapp     */
	put_text(&l, text_of(row, OH_ROW_TO_REWRITTEN)); /* lastdata    */
	put_time(&l, row, OH_ROW_START);
	put_time(&l, row, OH_ROW_ANSWER);
	put_time(&l, row, OH_ROW_END);
	put_seconds(&l, row, OH_ROW_DURATION);
	put_seconds(&l, row, OH_ROW_BILLSEC);
	put_text(&l, disposition(row));
	put_text(&l, "DOCUMENTATION");                   /* amaflags    */
	put_text(&l, text_of(row, OH_ROW_ID));           /* uniqueid    */
	put_text(&l, "");                                /* userfield   */
	if (l.len >= size)
		return ERANGE;
	buf[l.len] = '\0';

	return 0;
}
