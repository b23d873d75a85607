/**
 * @file records.c  What `cdr` does: list, show and add up call records
 *
 *   options ──▶ which calls ──▶ rows of the database ──▶ rows of a listing
 */
#include <cjson/cJSON.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cdr/asterisk.h"
#include "cdr/query.h"
#include "cli/exit.h"
#include "cli/table.h"
#include "command/config.h"
#include "command/records.h"
#include "command/when.h"
#include "number/number.h"

enum {
	ID_SHOWN     = 8,           /* the last characters of an id       */
	STAMP_LEN    = 19,          /* "2026-11-24 10:00:00"              */
	FIGURE_SIZE  = 32,
	TRIES_SIZE   = 2048,
	WORD_SIZE    = 16,
	SUM_COLUMNS  = OH_QUERY_KEYS_MAX + 5,
};

static const char schema[]     = "offhook.cdr/1";
static const char sum_schema[] = "offhook.cdr-summary/1";

/** One run of the command */
struct records {
	struct oh_app                *app;
	const struct oh_records_opts *o;
	struct oh_conf               *conf;
	struct oh_query_prm           prm;
	char                          number[OH_NUMBER_TEXT];
	char                          disposition[WORD_SIZE];
	struct oh_column              columnv[OH_ROW_COLUMNS + 1];
	struct oh_table              *table;
	enum oh_table_style           style;
	size_t                        count;
};

/**
 * Fill a table with the options, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_records_table(struct oh_opt tab[OH_RECORDS_OPTC],
		      struct oh_records_opts *o)
{
	const struct oh_opt v[OH_RECORDS_OPTC] = {
		OH_OPT_STR(0, "by", "KEYS", &o->by,
			   "what to add up by: trunk,day (day)"),
		OH_OPT_STR(0, "columns", "NAMES", &o->columns,
			   "show these columns: id,start,to"),
		OH_OPT_OPTSTR(0, "csv", "FORM", &o->csv,
			      "print CSV; asterisk: in Asterisk's order"),
		OH_OPT_STR(0, "direction", "WAY", &o->direction,
			   "only calls of this direction: in, out"),
		OH_OPT_STR(0, "disposition", "WORD", &o->disposition,
			   "only answered, busy, no-answer, failed or lost"),
		OH_OPT_STR(0, "file", "FILE", &o->file,
			   "read this database"),
		OH_OPT_U32(0, "limit", "N", &o->limit,
			   "only the latest N calls"),
		OH_OPT_STR(0, "number", "NUMBER", &o->number,
			   "only calls from or to it; +1425*: begins so"),
		OH_OPT_STR(0, "since", "WHEN", &o->since,
			   "only calls begun then or later: today, 2h, "
			   "2026-11-24"),
		OH_OPT_STR(0, "sort", "NAME", &o->sort,
			   "sort by this column"),
		OH_OPT_STR('t', "trunk", "NAME", &o->trunk,
			   "only calls by this trunk"),
		OH_OPT_STR(0, "until", "WHEN", &o->until,
			   "only calls begun before then"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

static int usage(const struct records *r, const char *option,
		 const char *value, const char *why)
{
	return oh_app_fail(r->app, OH_EXIT_USAGE, "--%s '%s': %s", option,
			   value, why);
}

static int set_when(const struct records *r, int64_t *usp,
		    const char *option, const char *value)
{
	if (!value || 0 == oh_when_parse(usp, value, oh_clock_wall_us()))
		return 0;

	return usage(r, option, value, "a time is written as today, 2h, 7d, "
		     "2026-11-24 or 2026-11-24T10:00");
}

/* "no-answer" is "NO ANSWER" in the records */
static int set_disposition(struct records *r)
{
	static const char *const wordv[] = {
		"ANSWERED", "BUSY", "NO ANSWER", "FAILED", OH_ROW_LOST,
	};
	const char *value = r->o->disposition;
	size_t i;

	if (!value)
		return 0;
	str_ncpy(r->disposition, value, sizeof(r->disposition));
	for (char *p = r->disposition; *p; p++)
		*p = *p == '-' || *p == '_' ? ' '
			: (char)toupper((unsigned char)*p);
	for (i = 0; i < ARRAY_SIZE(wordv); i++) {
		if (0 == strcmp(wordv[i], r->disposition))
			break;
	}
	if (i == ARRAY_SIZE(wordv))
		return usage(r, "disposition", value, "one of answered, "
			     "busy, no-answer, failed, lost");
	r->prm.disposition = r->disposition;

	return 0;
}

static int set_direction(struct records *r)
{
	const char *value = r->o->direction;

	if (value && 0 != strcmp(value, "in") && 0 != strcmp(value, "out"))
		return usage(r, "direction", value, "in or out");
	r->prm.direction = value;

	return 0;
}

/* A number is brought into the form in which records have it; the beginning
   of one, and the name of a SIP user, stay as they are. */
static int set_number(struct records *r)
{
	const char *value = r->o->number;
	struct oh_number n;
	size_t star;

	if (!value)
		return 0;
	star = strcspn(value, "*");
	if (!*value || !star || (value[star] && value[star + 1]))
		return usage(r, "number", value, "a number, or the beginning "
			     "of one and a '*'");
	r->prm.number = value;
	if (oh_number_parse(&n, value, r->conf->country, NULL) ||
	    n.kind != OH_NUMBER_E164)
		return 0;
	str_ncpy(r->number, n.text, sizeof(r->number));
	r->prm.number = r->number;

	return 0;
}

static int set_prm(struct records *r)
{
	const struct oh_records_opts *o = r->o;
	int status;

	r->prm.trunk = o->trunk;
	r->prm.limit = o->limit;
	r->prm.path  = o->file ? o->file :
		*r->conf->cdr.file ? r->conf->cdr.file : NULL;
	status = set_when(r, &r->prm.since_us, "since", o->since);
	if (!status)
		status = set_when(r, &r->prm.until_us, "until", o->until);
	if (!status)
		status = set_disposition(r);
	if (!status)
		status = set_direction(r);
	if (!status)
		status = set_number(r);

	return status;
}

static enum oh_cell cell_of(enum oh_row_kind kind)
{
	switch (kind) {

	case OH_ROW_TEXT:
	case OH_ROW_TIME: return OH_CELL_TEXT;
	case OH_ROW_JSON: return OH_CELL_JSON;
	default:          return OH_CELL_DECIMAL;
	}
}

static void make_columns(struct records *r)
{
	const struct oh_row_column *col;

	for (size_t i = 0; (col = oh_row_column(i)); i++)
		r->columnv[i] = (struct oh_column){
			.name   = col->name,
			.cell   = cell_of(col->kind),
			.width  = col->width,
			.hidden = col->hidden,
		};
}

static enum oh_table_style style_of(const struct records *r)
{
	if (oh_app_opts(r->app)->json)
		return OH_TABLE_JSON;

	return r->o->csv ? OH_TABLE_CSV : OH_TABLE_TEXT;
}

static int open_table(struct records *r, const struct oh_table_prm *prm)
{
	const char *bad = "";
	int err = oh_table_alloc(&r->table, prm, &bad);

	if (err == EINVAL)
		return oh_app_fail(r->app, OH_EXIT_USAGE, "no column '%.*s'",
				   (int)strcspn(bad, ","), bad);

	return err ? oh_app_fail(r->app, OH_EXIT_SOFTWARE, "%s",
				 strerror(err)) : 0;
}

static const char *string_of(const cJSON *o, const char *name)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, name));

	return s ? s : "-";
}

/* "a busy; b done" */
static void print_tries(char *buf, size_t size, const char *json)
{
	cJSON *tries = cJSON_Parse(json), *one;
	size_t len = 0;

	buf[0] = '\0';
	cJSON_ArrayForEach(one, tries) {
		len += (size_t)snprintf(buf + len, size - len, "%s%s %s",
					len ? "; " : "",
					string_of(one, "trunk"),
					string_of(one, "cause"));
		if (len >= size)
			break;
	}
	cJSON_Delete(tries);
}

/* What people need not see: the rest of a second, the offset, and the part
   of an id that is the time once more */
static const char *shorten(const struct records *r, size_t i, const char *s,
			   char *buf)
{
	size_t len = strlen(s);

	if (r->style != OH_TABLE_TEXT)
		return s;
	if (i == OH_ROW_ID)
		return len > ID_SHOWN ? s + len - ID_SHOWN : s;
	if (oh_row_column(i)->kind == OH_ROW_TIME && s == buf &&
	    len > STAMP_LEN) {
		buf[STAMP_LEN] = '\0';
		buf[STAMP_LEN - 9] = ' ';
	}

	return s;
}

static int put_row(const struct oh_row *row, void *arg)
{
	char bufv[OH_ROW_COLUMNS][OH_ROW_CELL], tries[TRIES_SIZE];
	const char *cellv[OH_ROW_COLUMNS];
	struct records *r = arg;

	for (size_t i = 0; i < OH_ROW_COLUMNS; i++)
		cellv[i] = shorten(r, i, oh_row_print(bufv[i], row, i),
				   bufv[i]);
	if (*cellv[OH_ROW_TRIES] && (r->style == OH_TABLE_TEXT ||
				     r->style == OH_TABLE_PAGE)) {
		print_tries(tries, sizeof(tries), cellv[OH_ROW_TRIES]);
		cellv[OH_ROW_TRIES] = tries;
	}
	r->count++;

	return oh_table_row(r->table, cellv);
}

static int put_asterisk(const struct oh_row *row, void *arg)
{
	char line[OH_ASTERISK_LINE];
	struct records *r = arg;

	/* One that goes on has no record there yet */
	if (!row->v[OH_ROW_END].known ||
	    oh_asterisk_print(line, sizeof(line), row))
		return 0;
	r->count++;

	return puts(line) < 0 ? EPIPE : 0;
}

/* Nothing found is a status of its own, and nothing on stdout */
static int finish(const struct records *r, int err, const char *why)
{
	const char *file = r->prm.path ? r->prm.path : "call records";

	if (err == ENOENT) {
		oh_app_say(r->app, "no call was recorded yet");
		return OH_EXIT_FAILED;
	}
	if (err == EPIPE)
		return 0;            /* oh_app_main() will tell */
	if (err)
		return oh_app_fail(r->app, err == EBADMSG ? OH_EXIT_DATA
							  : OH_EXIT_NO_INPUT,
				   "%s: %s", file, *why ? why
							: strerror(err));
	if (r->count)
		return 0;
	oh_app_say(r->app, "no such call");

	return OH_EXIT_FAILED;
}

static int read_rows(struct records *r, oh_query_h *h)
{
	char why[OH_QUERY_WHY] = "";
	int err = oh_query_run(why, &r->prm, h, r);

	if (!err && r->table)
		err = oh_table_close(r->table);

	return finish(r, err, why);
}

static int list(struct records *r)
{
	const struct oh_table_prm prm = {
		.app     = r->app,
		.style   = r->style,
		.schema  = schema,
		.columnv = r->columnv,
		.columns = r->o->columns,
		.sort    = r->o->sort,
	};
	const char *csv = r->o->csv;
	int status;

	if (csv && 0 == strcmp(csv, "asterisk"))
		return read_rows(r, put_asterisk);
	if (csv && *csv)
		return usage(r, "csv", csv, "asterisk, or nothing");
	status = open_table(r, &prm);

	return status ? status : read_rows(r, put_row);
}

static int count_row(const struct oh_row *row, void *arg)
{
	struct records *r = arg;

	(void)row;
	r->count++;

	return 0;
}

/* All there is to know of one call */
static int show(struct records *r, const char *id)
{
	struct oh_table_prm prm = {
		.app     = r->app,
		.schema  = schema,
		.columnv = r->columnv,
		.columns = r->o->columns,
	};
	char why[OH_QUERY_WHY] = "";
	int status;

	if (r->style == OH_TABLE_TEXT)
		r->style = OH_TABLE_PAGE;
	for (size_t i = 0; i < OH_ROW_COLUMNS; i++)
		r->columnv[i].hidden = false;
	r->prm.id = id;
	if (0 == oh_query_run(why, &r->prm, count_row, r) && r->count > 1)
		return oh_app_fail(r->app, OH_EXIT_DATA, "'%s': %zu calls "
				   "end so; tell more of the id", id,
				   r->count);
	r->count  = 0;
	prm.style = r->style;
	status = open_table(r, &prm);

	return status ? status : read_rows(r, put_row);
}

static size_t count_keys(const struct records *r)
{
	const char *namev[OH_QUERY_KEYS_MAX], *bad;

	return oh_query_keys(namev, r->o->by ? r->o->by : "day", &bad);
}

static int put_sum(const struct oh_query_sum *sum, void *arg)
{
	const struct oh_money cost = { sum->micro, "" };
	char calls[FIGURE_SIZE], answered[FIGURE_SIZE];
	char minutes[FIGURE_SIZE], money[OH_MONEY_SIZE] = "";
	const char *cellv[SUM_COLUMNS];
	struct records *r = arg;
	size_t n = count_keys(r);

	memcpy(cellv, sum->keyv, n * sizeof(*cellv));
	(void)snprintf(calls, sizeof(calls), "%lld", (long long)sum->calls);
	(void)snprintf(answered, sizeof(answered), "%lld",
		       (long long)sum->answered);
	if (*sum->currency)
		(void)oh_money_print(money, sizeof(money), &cost);
	(void)snprintf(minutes, sizeof(minutes), "%.2f", sum->minutes);
	cellv[n++] = calls;
	cellv[n++] = answered;
	cellv[n++] = minutes;
	cellv[n++] = money;
	cellv[n]   = sum->currency;
	r->count++;

	return oh_table_row(r->table, cellv);
}

static int sum_columns(struct records *r, struct oh_column *v,
		       const char *by)
{
	static const struct oh_column restv[] = {
		{ "calls",    OH_CELL_DECIMAL,  8, false },
		{ "answered", OH_CELL_DECIMAL,  8, false },
		{ "minutes",  OH_CELL_DECIMAL, 10, false },
		{ "cost",     OH_CELL_DECIMAL, 10, false },
		{ "currency", OH_CELL_TEXT,     8, false },
		{ NULL,       OH_CELL_TEXT,     0, false },
	};
	const char *namev[OH_QUERY_KEYS_MAX], *bad;
	size_t n = oh_query_keys(namev, by, &bad);

	if (!n)
		return oh_app_fail(r->app, OH_EXIT_USAGE, "--by: '%.*s' is "
				   "none of trunk, day, month, hour, "
				   "disposition, cause, direction, from, to, "
				   "guard, currency; four at most",
				   (int)strcspn(bad, ","), bad);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct oh_column){ .name = namev[i], .width = 14 };
	memcpy(v + n, restv, sizeof(restv));

	return 0;
}

static int summary(struct records *r)
{
	struct oh_column columnv[SUM_COLUMNS + 1];
	const struct oh_table_prm prm = {
		.app     = r->app,
		.style   = r->style,
		.schema  = sum_schema,
		.columnv = columnv,
		.columns = r->o->columns,
		.sort    = r->o->sort,
	};
	const char *by = r->o->by ? r->o->by : "day";
	char why[OH_QUERY_WHY] = "";
	int status, err;

	if (r->o->csv && *r->o->csv)
		return usage(r, "csv", r->o->csv, "sums have no such form");
	status = sum_columns(r, columnv, by);
	if (!status)
		status = open_table(r, &prm);
	if (status)
		return status;
	err = oh_query_sum(why, &r->prm, by, put_sum, r);
	if (!err)
		err = oh_table_close(r->table);

	return finish(r, err, why);
}

static int run(struct records *r, int argc, char **argv)
{
	const char *verb = argc ? argv[0] : "list";

	r->style = style_of(r);
	make_columns(r);
	if (0 == strcmp(verb, "show") && argc == 2)
		return show(r, argv[1]);
	if (0 == strcmp(verb, "show"))
		return oh_app_fail(r->app, OH_EXIT_USAGE, "show takes one ID; "
				   "try 'cdr --help'");
	if (argc > 1 || (0 != strcmp(verb, "list") &&
			 0 != strcmp(verb, "summary")))
		return oh_app_fail(r->app, OH_EXIT_USAGE, "'%s': not list, "
				   "show or summary; try 'cdr --help'",
				   argv[argc - 1]);
	if (0 == strcmp(verb, "summary"))
		return summary(r);
	if (r->o->by)
		return usage(r, "by", r->o->by, "for summary");

	return list(r);
}

/**
 * Do what the operands say
 *
 * @param app  The command
 * @param o    Its options
 * @param argc Number of operands
 * @param argv Nothing, "list", "summary", or "show" ID
 *
 * @return Exit status; what is wrong has been printed
 */
int oh_records_run(struct oh_app *app, const struct oh_records_opts *o,
		   int argc, char **argv)
{
	struct records r = { .app = app, .o = o };
	int status = oh_config_load(&r.conf, app);

	if (!status)
		status = set_prm(&r);
	if (!status)
		status = run(&r, argc, argv);
	mem_deref(r.table);
	mem_deref(r.conf);

	return status;
}
