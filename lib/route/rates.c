/**
 * @file rates.c  What a call costs a minute, by the longest prefix
 *
 *   text ──▶ a copy, cut into fields in place ──▶ rows sorted by prefix
 *
 * Rows stand as in a dictionary, so a prefix comes right before what it
 * encloses. The longest prefix of a number is then the last row that is not
 * behind the number, or a row that encloses that one: each row knows the
 * nearest which encloses it.
 *
 *   44 ◀─┬─ 4420        +442079..: 4420 stands before it and is a prefix
 *        └─ 447         +44561..: 4420 stands before it and is none; 44 is
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "base/compat.h"
#include "route/rates.h"

enum {
	FIELDS     = 5,
	PREFIX_MIN = 2,             /* digits                     */
	LEN_UNIT   = 16,            /* of a key: room for a length */
	SHOWN      = 32,            /* of a bad field, in a fault */
	NOBODY     = UINT32_MAX,
};

enum column { NAME, TYPE, COUNTRY, PREFIX, PRICE };

struct row {
	uint64_t key;               /* see make_key()             */
	int64_t  micro;
	uint32_t line;
	uint32_t around;            /* row that encloses it, or NOBODY */
	uint32_t fieldv[PRICE];     /* where its texts begin      */
};

struct oh_rates {
	char       *text;
	struct row *rowv;
	uint32_t    rowc;
	char        currency[4];
};

/** Where we are in the text */
struct reader {
	struct oh_rates       *r;
	char                  *p;
	char                  *end;
	uint32_t               line;
	uint32_t               room;     /* rows */
	struct oh_rates_fault *fault;
};

/** The digits of a row or a number as one integer */
struct digits {
	uint64_t v;                 /* filled up with zeros to 15 */
	uint32_t len;
};

static const uint64_t tenv[OH_RATES_PREFIX_MAX + 1] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
	1000000000, 10000000000, 100000000000, 1000000000000,
	10000000000000, 100000000000000, 1000000000000000,
};

static void rates_destructor(void *arg)
{
	struct oh_rates *r = arg;

	mem_deref(r->rowv);
	mem_deref(r->text);
}

static int bad(struct oh_rates_fault *fault, uint32_t line,
	       const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static int bad(struct oh_rates_fault *fault, uint32_t line,
	       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault->line = line;
	vsnprintf(fault->why, sizeof(fault->why), fmt, ap);
	va_end(ap);

	return EBADMSG;
}

/* At most 15; false: something else stands among them */
static bool scan_digits(struct digits *d, const char *s)
{
	d->v   = 0;
	d->len = 0;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (d->len == OH_RATES_PREFIX_MAX)
			continue;
		d->v = 10 * d->v + (uint64_t)(*s - '0');
		d->len++;
	}
	d->v *= tenv[OH_RATES_PREFIX_MAX - d->len];

	return *s == '\0';
}

/* Sorted by key, digits stand as in a dictionary */
static uint64_t make_key(const struct digits *d)
{
	return LEN_UNIT * d->v + d->len;
}

/* Whether the digits begin with those of the row */
static bool is_within(const struct digits *d, const struct row *row)
{
	uint32_t len = row->key % LEN_UNIT;
	uint64_t rest = tenv[OH_RATES_PREFIX_MAX - len];

	return len <= d->len && row->key / LEN_UNIT / rest == d->v / rest;
}

/* -------------------------------------------------------- fields of a line */

/* A field in quotes; what follows it, or NULL if they are never closed */
static char *unquote(char *s)
{
	char *w = s;

	for (; *s; s++) {
		if (*s == '"' && *++s != '"') {
			*w = '\0';
			return s;
		}
		if (!*s)
			break;
		*w++ = *s;
	}

	return NULL;
}

/* Cut a line in place. It may be one field too short or too long, too. */
static const char *split(char *fieldv[FIELDS], char *s)
{
	for (uint32_t i = 0; i < FIELDS; i++) {
		bool last = i + 1 == FIELDS;
		char *end;

		fieldv[i] = *s == '"' ? s + 1 : s;
		end = *s == '"' ? unquote(s + 1) : s + strcspn(s, ",");
		if (!end)
			return "a quote is never closed";
		if (*end && *end != ',')
			return "something stands behind a quote";
		if ((*end == ',') == last)
			return last ? "more than five fields"
				    : "fewer than five fields";
		*end = '\0';
		s = end + 1;
	}

	return NULL;
}

static bool has_control(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return true;
	}

	return false;
}

/* The fields of the next line that is not blank. ENOENT: no more */
static int next_line(struct reader *rd, char *fieldv[FIELDS])
{
	const char *why;
	char *s;

	do {
		char *eol;

		if (rd->p >= rd->end)
			return ENOENT;
		s = rd->p;
		eol = memchr(s, '\n', (size_t)(rd->end - s));
		if (!eol)
			eol = rd->end;
		rd->p = eol + 1;
		rd->line++;
		if (eol > s && eol[-1] == '\r')
			eol--;
		*eol = '\0';
		if (has_control(s, (size_t)(eol - s)))
			return bad(rd->fault, rd->line,
				   "control characters");
	} while (!*s);
	why = split(fieldv, s);

	return why ? bad(rd->fault, rd->line, "%s", why) : 0;
}

static int read_header(struct reader *rd)
{
	char wanted[] = OH_RATES_HEADER, *wantedv[FIELDS], *fieldv[FIELDS];
	static const char bom[] = "\xef\xbb\xbf";
	int err;

	if (0 == strncmp(rd->p, bom, sizeof(bom) - 1))
		rd->p += sizeof(bom) - 1;
	(void)split(wantedv, wanted);
	err = next_line(rd, fieldv);
	for (uint32_t i = 0; !err && i < FIELDS; i++) {
		if (0 != strcmp(fieldv[i], wantedv[i]))
			err = EBADMSG;
	}

	return err ? bad(rd->fault, rd->line ? rd->line : 1,
			 "the first line must be '%s'", OH_RATES_HEADER) : 0;
}

/* -------------------------------------------------------------------- rows */

/* Two letters, made capitals */
static bool read_country(char *s)
{
	for (uint32_t i = 0; i < 2; i++) {
		if (s[i] >= 'a' && s[i] <= 'z')
			s[i] = (char)(s[i] - 'a' + 'A');
		if (s[i] < 'A' || s[i] > 'Z')
			return false;
	}

	return s[2] == '\0';
}

static int read_row(struct reader *rd, struct row *row, char **fieldv)
{
	struct digits d;
	struct oh_money price;

	if (!read_country(fieldv[COUNTRY]))
		return bad(rd->fault, rd->line, "country '%.*s' is not two "
			   "letters", SHOWN, fieldv[COUNTRY]);
	if (!scan_digits(&d, fieldv[PREFIX]) || d.len < PREFIX_MIN ||
	    fieldv[PREFIX][d.len])
		return bad(rd->fault, rd->line, "prefix '%.*s' is not 2 to "
			   "15 digits", SHOWN, fieldv[PREFIX]);
	if (oh_money_parse(&price, fieldv[PRICE], rd->r->currency) ||
	    price.micro < 0)
		return bad(rd->fault, rd->line, "price '%.*s' is not a "
			   "decimal of at most six places", SHOWN,
			   fieldv[PRICE]);
	row->key   = make_key(&d);
	row->micro = price.micro;
	row->line  = rd->line;
	for (uint32_t i = 0; i < PRICE; i++)
		row->fieldv[i] = (uint32_t)(fieldv[i] - rd->r->text);

	return 0;
}

static int read_rows(struct reader *rd)
{
	struct oh_rates *r = rd->r;
	char *fieldv[FIELDS];
	int err;

	while (!(err = next_line(rd, fieldv))) {
		if (r->rowc == rd->room)
			return bad(rd->fault, rd->line, "more than %u rows",
				   (unsigned)OH_RATES_ROWS_MAX);
		err = read_row(rd, &r->rowv[r->rowc], fieldv);
		if (err)
			return err;
		r->rowc++;
	}
	if (err == ENOENT)
		err = r->rowc ? 0 : bad(rd->fault, rd->line, "no rows");

	return err;
}

/* Equal prefixes in the order of their lines */
static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;

	return x->line < y->line ? -1 : x->line > y->line;
}

static int sort(struct oh_rates *r, struct oh_rates_fault *fault)
{
	struct row *v = r->rowv;

	qsort(v, r->rowc, sizeof(*v), compare);
	for (uint32_t i = 1; i < r->rowc; i++) {
		if (v[i].key == v[i - 1].key)
			return bad(fault, v[i].line, "prefix %s stands in "
				   "line %u already",
				   r->text + v[i].fieldv[PREFIX],
				   v[i - 1].line);
	}

	return 0;
}

/* What encloses a row encloses the one before it, or is that one */
static void link_rows(struct oh_rates *r)
{
	for (uint32_t i = 0; i < r->rowc; i++) {
		const struct digits d = {
			.v   = r->rowv[i].key / LEN_UNIT,
			.len = r->rowv[i].key % LEN_UNIT,
		};
		uint32_t around = i ? i - 1 : NOBODY;

		while (around != NOBODY && !is_within(&d, &r->rowv[around]))
			around = r->rowv[around].around;
		r->rowv[i].around = around;
	}
}

/* A row takes a line: so many there can be */
static uint32_t count_lines(const char *text, size_t len)
{
	const char *end = text + len;
	uint32_t n = 1;

	while (n < OH_RATES_ROWS_MAX &&
	       (text = memchr(text, '\n', (size_t)(end - text)))) {
		text++;
		n++;
	}

	return n;
}

static int copy(struct reader *rd, const char *text, size_t len)
{
	struct oh_rates *r = rd->r;

	r->text = mem_alloc(len + 1, NULL);
	rd->room = count_lines(text, len);
	r->rowv = mem_alloc(rd->room * sizeof(*r->rowv), NULL);
	if (!r->text || !r->rowv)
		return ENOMEM;
	memcpy(r->text, text, len);
	r->text[len] = '\0';
	rd->p   = r->text;
	rd->end = r->text + len;

	return 0;
}

/**
 * Read a rate list
 *
 * The header must be OH_RATES_HEADER; a BOM, either line end, quotes
 * (RFC 4180, but no line end in them) and blank lines are understood.
 *
 * @param rp       Returned list, release with mem_deref
 * @param text     Text, borrowed; need not end in NUL
 * @param len      Length of it [bytes]
 * @param currency That of the prices, ISO 4217
 * @param fault    Receives the first bad line, and what is wrong with it
 *
 * @return 0, EBADMSG (see fault), ERANGE (longer than OH_RATES_BYTES_MAX, or
 *         a currency that is none), EINVAL or ENOMEM
 */
int oh_rates_parse(struct oh_rates **rp, const char *text, size_t len,
		   const char *currency, struct oh_rates_fault *fault)
{
	struct reader rd = { .fault = fault };
	int err;

	if (!rp || !text || !currency || !fault)
		return EINVAL;
	if (len > OH_RATES_BYTES_MAX ||
	    strlen(currency) >= sizeof(rd.r->currency))
		return ERANGE;
	rd.r = mem_zalloc(sizeof(*rd.r), rates_destructor);
	if (!rd.r)
		return ENOMEM;
	memcpy(rd.r->currency, currency, strlen(currency));
	err = copy(&rd, text, len);
	if (!err)
		err = read_header(&rd);
	if (!err)
		err = read_rows(&rd);
	if (!err)
		err = sort(rd.r, fault);
	if (err) {
		mem_deref(rd.r);
		return err;
	}
	link_rows(rd.r);
	*rp = rd.r;

	return 0;
}

/* ---------------------------------------------------------------- look up */

static void show(struct oh_rate *rate, const struct oh_rates *r,
		 const struct row *row)
{
	rate->name        = r->text + row->fieldv[NAME];
	rate->type        = r->text + row->fieldv[TYPE];
	rate->country     = r->text + row->fieldv[COUNTRY];
	rate->prefix      = r->text + row->fieldv[PREFIX];
	rate->line        = row->line;
	rate->price.micro = row->micro;
	memcpy(rate->price.currency, r->currency, sizeof(r->currency));
}

/* How many rows are not behind a key */
static uint32_t count_to(const struct oh_rates *r, uint64_t key)
{
	uint32_t low = 0, high = r->rowc;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (r->rowv[mid].key <= key)
			low = mid + 1;
		else
			high = mid;
	}

	return low;
}

/**
 * Find the row with the longest prefix of a number
 *
 * @param rate   Receives the row; its texts are valid as long as the list
 * @param r      Rate list
 * @param number E.164, with or without "+"
 *
 * @return false if there is none: no price is published for it
 */
bool oh_rates_find(struct oh_rate *rate, const struct oh_rates *r,
		   const char *number)
{
	struct digits d;
	uint32_t i;

	if (!rate || !r || !number ||
	    !scan_digits(&d, *number == '+' ? number + 1 : number))
		return false;
	i = count_to(r, make_key(&d));
	i = i ? i - 1 : NOBODY;
	while (i != NOBODY && !is_within(&d, &r->rowv[i]))
		i = r->rowv[i].around;
	if (i == NOBODY)
		return false;
	show(rate, r, &r->rowv[i]);

	return true;
}

/**
 * Go through the rows in the order of their prefixes
 *
 * @param rate Receives the row; its texts are valid as long as the list
 * @param r    Rate list
 * @param i    From 0
 *
 * @return false past the last one
 */
bool oh_rates_at(struct oh_rate *rate, const struct oh_rates *r, size_t i)
{
	if (!rate || !r || i >= r->rowc)
		return false;
	show(rate, r, &r->rowv[i]);

	return true;
}

/**
 * Count the rows
 *
 * @param r Rate list, or NULL
 *
 * @return How many there are
 */
size_t oh_rates_count(const struct oh_rates *r)
{
	return r ? r->rowc : 0;
}
