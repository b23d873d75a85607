/**
 * @file pricing.c  What `rates` does: look up, show, import
 *
 *   number ──▶ E.164 ──▶ longest prefix in the list that counts ──▶ a row
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "base/clock.h"
#include "cli/exit.h"
#include "cli/table.h"
#include "command/config.h"
#include "command/pricing.h"
#include "command/ratefile.h"
#include "number/number.h"
#include "number/plan.h"

enum {
	TEXT_SIZE = 32,
	DAY_SIZE  = 11,                 /* "2026-11-24" */
};

static const char schema[] = "offhook.rate/1";
static const char sample[] = "sample";

/** Columns, in the order of the cells of put_row() */
static const struct oh_column columnv[] = {
	{ "number",       OH_CELL_TEXT,    16, false },
	{ "from",         OH_CELL_TEXT,    16, true },
	{ "from_country", OH_CELL_TEXT,     2, true },
	{ "rate",         OH_CELL_DECIMAL,  8, false },
	{ "seconds",      OH_CELL_DECIMAL,  8, true },
	{ "cost",         OH_CELL_DECIMAL,  8, false },
	{ "currency",     OH_CELL_TEXT,     8, false },
	{ "prefix",       OH_CELL_TEXT,     8, false },
	{ "country",      OH_CELL_TEXT,     7, false },
	{ "type",         OH_CELL_TEXT,    14, false },
	{ "name",         OH_CELL_TEXT,    24, false },
	{ "source",       OH_CELL_TEXT,    24, true },
	{ "date",         OH_CELL_TEXT,    10, true },
	{ "line",         OH_CELL_DECIMAL,  6, true },
	{ NULL,           OH_CELL_TEXT,     0, false },
};

static const char page_columns[] =
	"number,from,from_country,rate,seconds,cost,currency,prefix,country,"
	"type,name,source,date,line";
static const char list_columns[] = "prefix,rate,currency,type,name";

/** One run of the command */
struct pricing {
	struct oh_app                *app;
	const struct oh_pricing_opts *o;
	struct oh_conf               *conf;
	struct oh_ratefile           *file;
	struct oh_table              *table;
	struct oh_number              from;
	char                          date[OH_CLOCK_ISO_SIZE];
};

static void pricing_reset(struct pricing *p)
{
	mem_deref(p->table);
	mem_deref(p->file);
	mem_deref(p->conf);
}

static int fail(const struct pricing *p, int err)
{
	return oh_app_fail(p->app, OH_EXIT_SOFTWARE, "%s", strerror(err));
}

/* The list that counts, and its day */
static int open_list(struct pricing *p)
{
	int status = oh_ratefile_load(&p->file, p->app, p->conf,
				      !p->conf->present);

	if (status)
		return status;
	if (!p->file)
		return oh_app_fail(p->app, OH_EXIT_NO_INPUT, "no rate list: "
				   "run 'rates import FILE', or set rates = "
				   "FILE in [dial]");
	if (p->file->wall_us &&
	    0 == oh_clock_print(p->date, sizeof(p->date), p->file->wall_us))
		p->date[DAY_SIZE - 1] = '\0';

	return 0;
}

static int open_table(struct pricing *p, enum oh_table_style style,
		      const char *columns)
{
	const struct oh_table_prm prm = {
		.app     = p->app,
		.style   = oh_app_opts(p->app)->json ? OH_TABLE_JSON : style,
		.schema  = schema,
		.columnv = columnv,
		.columns = columns,
	};
	const char *bad;
	int err = oh_table_alloc(&p->table, &prm, &bad);

	return err ? fail(p, err) : 0;
}

/* "90", "2.5" */
static void print_seconds(char buf[TEXT_SIZE], uint32_t ms)
{
	const char *end = buf + snprintf(buf, TEXT_SIZE, "%u.%03u", ms / 1000,
					 ms % 1000);
	size_t len = (size_t)(end - buf);

	while (buf[len - 1] == '0')
		len--;
	if (buf[len - 1] == '.')
		len--;
	buf[len] = '\0';
}

/* number NULL: a row of the list is shown, nobody is called */
static int put_row(struct pricing *p, const struct oh_rate *rate,
		   const char *number)
{
	const struct oh_plan *plan = oh_plan_of(&p->from);
	char price[OH_MONEY_SIZE], paid[OH_MONEY_SIZE] = "";
	char seconds[TEXT_SIZE] = "", line[TEXT_SIZE];
	struct oh_money cost;
	int err = 0;

	(void)oh_money_print(price, sizeof(price), &rate->price);
	(void)snprintf(line, sizeof(line), "%u", rate->line);
	if (number && p->o->ms) {
		err = oh_money_per_minute(&cost, &rate->price, p->o->ms);
		if (!err)
			(void)oh_money_print(paid, sizeof(paid), &cost);
		print_seconds(seconds, p->o->ms);
	}
	if (!err)
		err = oh_table_row(p->table, (const char *const []) {
			number, p->from.text, plan ? plan->iso : NULL,
			price, seconds, paid, rate->price.currency,
			rate->prefix, rate->country, rate->type, rate->name,
			*p->file->path ? p->file->path : sample, p->date,
			line });

	return err ? fail(p, err) : 0;
}

static int parse_number(struct pricing *p, struct oh_number *n,
			const char *text)
{
	const char *why = "not a number";

	if (oh_number_parse(n, text, p->conf->country, &why))
		return oh_app_fail(p->app, OH_EXIT_DATA, "'%s': %s", text,
				   why);

	return 0;
}

static int put_number(struct pricing *p, const char *text)
{
	struct oh_number n;
	struct oh_rate rate;
	int status = parse_number(p, &n, text);

	if (status)
		return status;
	if (n.kind == OH_NUMBER_E164 &&
	    oh_rates_find(&rate, p->file->rates, n.text))
		return put_row(p, &rate, n.text);

	return oh_app_fail(p->app, OH_EXIT_FAILED, "%s: no published rate",
			   *n.text ? n.text : text);
}

/* Nothing is printed unless all of it is understood */
static int check_numbers(struct pricing *p, int numberc, char **numberv)
{
	struct oh_number n;
	int status = 0;

	if (p->o->from)
		status = parse_number(p, &p->from, p->o->from);
	for (int i = 0; !status && i < numberc; i++)
		status = parse_number(p, &n, numberv[i]);

	return status;
}

static int look_up(struct pricing *p, int numberc, char **numberv)
{
	enum oh_table_style style = numberc > 1 ? OH_TABLE_TEXT
						: OH_TABLE_PAGE;
	int status = check_numbers(p, numberc, numberv);
	int failed = 0;

	if (!status)
		status = open_list(p);
	if (!status)
		status = open_table(p, style,
				    numberc > 1 ? NULL : page_columns);
	for (int i = 0; !status && i < numberc; i++) {
		status = put_number(p, numberv[i]);
		if (status == OH_EXIT_FAILED) {
			failed = status;
			status = 0;
		}
	}

	return status ? status : failed;
}

static bool is_country(const char *s)
{
	return strlen(s) == 2 && isalpha((unsigned char)s[0]) &&
		isalpha((unsigned char)s[1]);
}

static int show(struct pricing *p, const char *country)
{
	struct oh_rate rate;
	int status;

	if (!is_country(country))
		return oh_app_fail(p->app, OH_EXIT_DATA, "'%s': not an ISO "
				   "3166 country code, such as US", country);
	status = open_list(p);
	if (!status)
		status = open_table(p, OH_TABLE_TEXT, list_columns);
	for (size_t i = 0; !status &&
	     oh_rates_at(&rate, p->file->rates, i); i++) {
		if (0 == str_casecmp(rate.country, country))
			status = put_row(p, &rate, NULL);
	}
	if (!status && !oh_table_count(p->table))
		status = oh_app_fail(p->app, OH_EXIT_FAILED,
				     "%s: no published rates", country);

	return status;
}

static int run(struct pricing *p, int argc, char **argv)
{
	bool import = 0 == strcmp(argv[0], "import");

	if (!import && 0 != strcmp(argv[0], "show"))
		return look_up(p, argc, argv);
	if (argc != 2)
		return oh_app_fail(p->app, OH_EXIT_USAGE, "%s takes one %s; "
				   "try 'rates --help'", argv[0],
				   import ? "FILE" : "COUNTRY");
	if (p->o->from || p->o->ms)
		return oh_app_fail(p->app, OH_EXIT_USAGE, "--from and "
				   "--seconds are for numbers");

	return import ? oh_ratefile_import(p->app, p->conf, argv[1])
		      : show(p, argv[1]);
}

/**
 * Do what the operands say
 *
 * @param app  The command
 * @param o    Its options
 * @param argc Number of operands, at least one
 * @param argv NUMBER..., "import" FILE, or "show" COUNTRY
 *
 * @return Exit status; what is wrong has been printed
 */
int oh_pricing_run(struct oh_app *app, const struct oh_pricing_opts *o,
		   int argc, char **argv)
{
	struct pricing p = { .app = app, .o = o };
	int status = oh_config_load(&p.conf, app);

	if (!status)
		status = run(&p, argc, argv);
	pricing_reset(&p);

	return status;
}
