/**
 * @file roster.c  Numbers to call, from a text
 */
#include <errno.h>
#include <string.h>
#include <strings.h>
#include "base/compat.h"
#include "place/roster.h"

enum { COLUMNS_MAX = 256, ROOM_MIN = 64 };

/** Where we are in the text */
struct reader {
	const char *p;
	const char *end;
	uint32_t    line;
	uint32_t    room;      /* allocated in the roster */
	const char *why;
};

/** One field of CSV, quotes removed */
struct field {
	char   text[OH_ROSTER_NUMBER_MAX + 1];
	size_t len;
	bool   cut;            /* longer than any number */
	bool   last;           /* of its line            */
};

static void roster_destructor(void *arg)
{
	struct oh_roster *r = arg;

	for (uint32_t i = 0; i < r->numberc; i++)
		mem_deref(r->numberv[i]);
	mem_deref(r->numberv);
	mem_deref(r->linev);
}

/* Make room for one more; room doubles, so that adding stays cheap */
static int reserve(struct reader *rd, struct oh_roster *r)
{
	uint32_t room = rd->room ? 2 * rd->room : ROOM_MIN;
	char **nv;
	uint32_t *lv;

	if (r->numberc < rd->room)
		return 0;
	nv = r->numberv ? mem_realloc(r->numberv, room * sizeof(*nv))
			: mem_alloc(room * sizeof(*nv), NULL);
	if (!nv)
		return ENOMEM;
	r->numberv = nv;
	lv = r->linev ? mem_realloc(r->linev, room * sizeof(*lv))
		      : mem_alloc(room * sizeof(*lv), NULL);
	if (!lv)
		return ENOMEM;
	r->linev = lv;
	rd->room = room;

	return 0;
}

static int add(struct reader *rd, struct oh_roster *r, const char *text,
	       uint32_t line)
{
	int err;

	if (r->numberc >= OH_ROSTER_MAX)
		return ERANGE;
	err = reserve(rd, r);
	if (!err)
		err = str_dup(&r->numberv[r->numberc], text);
	if (err)
		return err;
	r->linev[r->numberc++] = line;

	return 0;
}

static void put(struct field *f, char ch)
{
	if (f->len < OH_ROSTER_NUMBER_MAX)
		f->text[f->len++] = ch;
	else
		f->cut = true;
}

/* The rest of a quoted field: up to the quote that is not doubled */
static int read_quoted(struct reader *rd, struct field *f)
{
	for (; rd->p < rd->end; rd->p++) {
		if (*rd->p == '"') {
			if (rd->p + 1 < rd->end && rd->p[1] == '"')
				rd->p++;
			else {
				rd->p++;
				return 0;
			}
		}
		if (*rd->p == '\n')
			rd->line++;
		put(f, *rd->p);
	}
	rd->why = "a quote is never closed";

	return EBADMSG;
}

static void trim(struct field *f)
{
	size_t n = 0;

	while (f->len && strchr(" \t\r", f->text[f->len - 1]))
		f->len--;
	f->text[f->len] = '\0';
	n = strspn(f->text, " \t");
	memmove(f->text, f->text + n, f->len - n + 1);
	f->len -= n;
}

/* One field; the separator behind it is taken too */
static int read_field(struct reader *rd, struct field *f, char sep)
{
	memset(f, 0, sizeof(*f));
	if (rd->p < rd->end && *rd->p == '"') {
		int err;

		rd->p++;
		err = read_quoted(rd, f);
		if (err)
			return err;
	}
	while (rd->p < rd->end && *rd->p != sep && *rd->p != '\n') {
		if (!*rd->p) {
			rd->why = "not a text file";
			return EBADMSG;
		}
		put(f, *rd->p++);
	}
	f->last = rd->p >= rd->end || *rd->p == '\n';
	if (rd->p < rd->end)
		rd->p++;
	trim(f);

	return 0;
}

/* A first line like "name,phone": a table, but not of ours */
static bool is_header(const char *line, size_t len)
{
	return memchr(line, ',', len) && strncasecmp(line, "sip:", 4) &&
		strncasecmp(line, "tel:", 4) &&
		0 == re_regex(line, len, "[a-z]1", NULL);
}

/* The header's "number" column, or -1 if the text is a plain list */
static int find_column(struct reader *rd, char *sepp, int *colp)
{
	struct reader peek = *rd;
	const char *nl = memchr(rd->p, '\n', rd->end - rd->p);
	size_t len = (nl ? nl : rd->end) - rd->p;
	char sep = memchr(rd->p, ';', len) && !memchr(rd->p, ',', len) ?
		';' : ',';
	struct field f;

	*colp = -1;
	*sepp = sep;
	for (int col = 0; col < COLUMNS_MAX; col++) {
		int err = read_field(&peek, &f, sep);

		if (err) {
			rd->why = peek.why;
			return err;
		}
		if (*colp < 0 && 0 == strcasecmp(f.text, "number"))
			*colp = col;
		if (f.last)
			break;
	}
	if (*colp < 0 && is_header(rd->p, len)) {
		rd->why = "no column is named 'number'";
		return EBADMSG;
	}
	if (*colp >= 0) {
		rd->p = peek.p;
		rd->line++;
	}

	return 0;
}

/* One line: the field of the wanted column (a plain list has one) */
static int read_line(struct reader *rd, struct oh_roster *r, int col,
		     char sep)
{
	uint32_t line = rd->line;
	struct field f, want = { .len = 0 };
	int err;

	for (int i = 0; ; i++) {
		err = read_field(rd, &f, col < 0 ? '\n' : sep);
		if (err)
			return err;
		if (i == (col < 0 ? 0 : col))
			want = f;
		if (f.last || i >= COLUMNS_MAX)
			break;
	}
	rd->line++;
	if (!want.len || want.text[0] == '#')
		return 0;
	if (want.cut) {
		rd->line = line;
		rd->why  = "too long for a number";
		return EBADMSG;
	}
	err = add(rd, r, want.text, line);
	if (err == ERANGE)
		rd->why = "too many numbers";

	return err;
}

/**
 * Read a list of numbers
 *
 * @param rp    Returned roster
 * @param text  Text, not terminated
 * @param len   Its length [bytes]
 * @param linep Receives the line of a fault, from 1
 * @param whyp  Receives what is wrong, static
 *
 * @return 0, EBADMSG (see line and why), ERANGE (too long), ENOMEM. A text
 *         without any number is EBADMSG.
 */
int oh_roster_parse(struct oh_roster **rp, const char *text, size_t len,
		    uint32_t *linep, const char **whyp)
{
	struct reader rd = { .p = text, .line = 1,
			     .why = "no number in it" };
	struct oh_roster *r;
	char sep = ',';
	int col, err;

	if (!rp || !text || !linep || !whyp)
		return EINVAL;
	rd.end = text + len;
	r = mem_zalloc(sizeof(*r), roster_destructor);
	if (!r)
		return ENOMEM;
	/* A byte order mark of some spreadsheet */
	if (len >= 3 && 0 == memcmp(text, "\xef\xbb\xbf", 3))
		rd.p += 3;
	err = len > OH_ROSTER_BYTES_MAX ? ERANGE
					: find_column(&rd, &sep, &col);
	while (!err && rd.p < rd.end)
		err = read_line(&rd, r, col, sep);
	if (!err && !r->numberc)
		err = EBADMSG;
	if (err) {
		*linep = rd.line;
		*whyp  = err == ERANGE ? "too long a list" : rd.why;
		mem_deref(r);
	}
	else
		*rp = r;

	return err;
}
