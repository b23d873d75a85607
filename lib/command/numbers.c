/**
 * @file numbers.c  What `numbers` does: options, verbs, carriers
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "carrier/word.h"
#include "cli/confirm.h"
#include "command/numbers_priv.h"

enum { NAMES_SIZE = 256 };     /* All columns of a listing [bytes] */

/**
 * Fill a table with the options of every verb, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_numbers_table(struct oh_opt tab[OH_NUMBERS_OPTC],
		      struct oh_numbers_opts *o)
{
	const struct oh_opt v[] = {
		OH_OPT_FLAG(0, "agree-not-resell", &o->agree,
			    "buy: agree not to resell the numbers"),
		OH_OPT_STR(0, "area-code", "N", &o->area_code,
			   "search: of this area"),
		OH_OPT_STR(0, "assignment", "WHO", &o->assignment,
			   "who is to use them: application or person"),
		OH_OPT_STR(0, "calling", "WAY", &o->calling,
			   "for calls: inbound, outbound, both or none"),
		OH_OPT_FLAG(0, "cancel", &o->cancel,
			    "operation: give it up"),
		OH_OPT_STR(0, "capability", "WHAT", &o->capability,
			   "list: only numbers that can have: calling, sms, "
			   "inbound or outbound"),
		OH_OPT_STR('c', "carrier", "NAME", &o->carrier,
			   "ask this carrier (list, show: all of them; else "
			   "the only one)"),
		OH_OPT_STR(0, "columns", "COLUMNS", &o->columns,
			   "show these, in this order; commas between"),
		OH_OPT_STR(0, "country", "CODE", &o->country,
			   "list: only of this country"),
		OH_OPT_FLAG(0, "csv", &o->csv, "print CSV"),
		OH_OPT_STR(0, "division", "NAME", &o->division,
			   "areas: of this state or province"),
		OH_OPT_FLAG('n', "dry-run", &o->dry_run,
			    "print the request and send nothing"),
		OH_OPT_STR(0, "locality", "NAME", &o->locality,
			   "areas: of this town"),
		OH_OPT_FLAG(0, "no-input", &o->no_input,
			    "buy, release: never ask, refuse without --yes"),
		OH_OPT_FLAG(0, "no-wait", &o->no_wait,
			    "begin it, print the id of the operation, and "
			    "leave"),
		OH_OPT_FLAG(0, "operator", &o->operator,
			    "lookup: operator and type too (billed)"),
		OH_OPT_STR(0, "prefix", "DIGITS", &o->prefix,
			   "browse: numbers that begin so, with country "
			   "code; commas between several"),
		OH_OPT_U32(0, "quantity", "N", &o->quantity,
			   "search: how many (1)"),
		OH_OPT_STR(0, "remove", "NUMBERS", &o->remove,
			   "reserve: take these out; commas between"),
		OH_OPT_STR(0, "reservation", "ID", &o->reservation,
			   "reserve: add to this one"),
		OH_OPT_STR(0, "sms", "WAY", &o->sms,
			   "for text messages: the same"),
		OH_OPT_STR(0, "sort", "COLUMN", &o->sort,
			   "sort by this column; those of list: number, "
			   "country, type, calling, sms, assignment, cost, "
			   "currency, bought or carrier"),
		OH_OPT_STR(0, "type", "TYPE", &o->type,
			   "kind of number: geographic, toll-free or "
			   "mobile"),
		OH_OPT_FLAG('y', "yes", &o->yes,
			    "buy, release: do not ask"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

/* "toll-free" for "--type" and the like: what is wrong names the words */
static int parse_words(struct numbers *n)
{
	const struct oh_numbers_opts *o = n->o;
	const char *ways = "inbound, outbound, both or none";

	if (o->type && oh_word_type_parse(&n->type, o->type))
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--type %s: write "
				   "geographic, toll-free or mobile",
				   o->type);
	if (o->assignment &&
	    oh_word_assignment_parse(&n->assignment, o->assignment))
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--assignment %s: "
				   "write application or person",
				   o->assignment);
	if (o->calling &&
	    oh_word_capability_parse(&n->caps.calling, o->calling))
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--calling %s: "
				   "write %s", o->calling, ways);
	if (o->sms && oh_word_capability_parse(&n->caps.sms, o->sms))
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--sms %s: write "
				   "%s", o->sms, ways);

	return OH_EXIT_OK;
}

/* An option that does nothing would be a promise not kept */
static int check_options(struct numbers *n)
{
	struct oh_numbers_opts dummy;
	struct oh_opt tab[OH_NUMBERS_OPTC];

	oh_numbers_table(tab, &dummy);
	for (const struct oh_opt *opt = tab; opt->type; opt++) {
		if (!oh_opt_is_given(n->app, opt->longn) ||
		    oh_numbers_verb_takes(n->verb, opt->longn))
			continue;
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--%s is not for "
				   "'numbers %s'", opt->longn,
				   n->verb->name);
	}
	if (n->o->csv && oh_app_opts(n->app)->json)
		return oh_app_fail(n->app, OH_EXIT_USAGE,
				   "--csv or --json, not both");
	if (oh_app_opts(n->app)->events)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--events: numbers "
				   "has no events; use --json");

	return OH_EXIT_OK;
}

static const char *const operandv[] = {
	[OPERAND_NONE]    = "",
	[OPERAND_COUNTRY] = " COUNTRY",
	[OPERAND_NUMBER]  = " NUMBER",
	[OPERAND_SEARCH]  = " SEARCH-ID",
	[OPERAND_ID]      = " ID",
};

static int check_operands(struct numbers *n)
{
	const struct numbers_verb *v = n->verb;
	const char *operand = operandv[v->operand];

	for (uint32_t i = 0; i < n->operandc; i++) {
		if (!*n->operandv[i])
			return oh_app_fail(n->app, OH_EXIT_USAGE, "an empty "
					   "word: write 'numbers %s%s'",
					   v->name, operand);
	}
	if (n->operandc >= v->min && n->operandc <= v->max)
		return OH_EXIT_OK;

	return oh_app_fail(n->app, OH_EXIT_USAGE, "%s: write 'numbers %s%s%s'",
			   n->operandc < v->min ? "too few words"
			   : "too many words", v->name, operand,
			   v->max > 1 ? "..." : "");
}

/* A country as typed, in capitals */
static int read_country(struct numbers *n)
{
	const char *s = n->operandv[0];

	if (strlen(s) != 2 || !isalpha((unsigned char)s[0]) ||
	    !isalpha((unsigned char)s[1]))
		return oh_app_fail(n->app, OH_EXIT_USAGE, "'%s' is no "
				   "country: write two letters, e.g. US", s);
	n->country[0] = (char)toupper((unsigned char)s[0]);
	n->country[1] = (char)toupper((unsigned char)s[1]);

	return OH_EXIT_OK;
}

/* The home country of the configuration counts */
static int read_numbers(struct numbers *n)
{
	int status = OH_EXIT_OK;

	if (n->verb->operand != OPERAND_NUMBER)
		return OH_EXIT_OK;
	for (uint32_t i = 0; i < n->operandc && !status; i++)
		status = oh_numbers_number(n, n->numberv[i], n->operandv[i]);

	return status;
}

/* The first word of a verb of two */
static bool is_half_verb(const char *word)
{
	const struct numbers_verb *v;
	size_t len = strlen(word);

	for (size_t i = 0; (v = oh_numbers_verb_at(i)); i++) {
		if (0 == strncmp(v->name, word, len) && v->name[len] == ' ')
			return true;
	}

	return false;
}

static int no_verb(struct numbers *n, int argc, char **argv)
{
	if (!is_half_verb(argv[0]))
		return oh_app_fail(n->app, OH_EXIT_USAGE, "there is no verb "
				   "'%s'; try 'numbers --help'", argv[0]);
	if (argc == 1)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "'%s' needs a "
				   "second word; try 'numbers --help'",
				   argv[0]);

	return oh_app_fail(n->app, OH_EXIT_USAGE, "there is no verb '%s %s'; "
			   "try 'numbers --help'", argv[0], argv[1]);
}

static int find_verb(struct numbers *n, int argc, char **argv)
{
	int words;

	n->verb = oh_numbers_verb_find(&words, argc, argv);
	if (!n->verb)
		return no_verb(n, argc, argv);
	n->operandv = argv + words;
	n->operandc = (uint32_t)(argc - words);

	return OH_EXIT_OK;
}

static enum oh_table_style style_of(const struct numbers *n)
{
	if (oh_app_opts(n->app)->json)
		return OH_TABLE_JSON;
	if (n->o->csv)
		return OH_TABLE_CSV;

	return n->verb->rows == ROWS_PAGE && n->operandc < 2 ? OH_TABLE_PAGE
							     : OH_TABLE_TEXT;
}

static int open_table(struct numbers *n)
{
	const struct oh_rows *rows = oh_rows_of(n->verb->kind);
	const struct oh_table_prm prm = {
		.app = n->app, .style = style_of(n),
		.schema = rows->schema, .columnv = rows->columnv,
		.columns = n->o->columns, .sort = n->o->sort,
	};
	char names[NAMES_SIZE];
	const char *bad = "";
	int err = oh_table_alloc(&n->table, &prm, &bad);

	n->by.people = prm.style == OH_TABLE_TEXT ||
		       prm.style == OH_TABLE_PAGE;
	if (err == EINVAL) {
		oh_table_names(names, sizeof(names), rows->columnv);
		return oh_app_fail(n->app, OH_EXIT_USAGE, "there is no column "
				   "'%.*s'; there are: %s",
				   (int)strcspn(bad, ","), bad, names);
	}

	return err ? oh_app_fail(n->app, OH_EXIT_SOFTWARE, "%s",
				 strerror(err)) : OH_EXIT_OK;
}

/* 1 if all went well and nothing was found */
static int close_table(struct numbers *n, int status)
{
	int err = oh_table_close(n->table);

	if (status)
		return status;
	if (err)
		return oh_app_fail(n->app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));

	return oh_table_count(n->table) || n->may_be_empty ||
		n->o->dry_run || n->o->no_wait ? OH_EXIT_OK : OH_EXIT_FAILED;
}

/* All that needs nobody else to be told to be wrong */
static int check(struct numbers *n, int argc, char **argv)
{
	int status = find_verb(n, argc, argv);

	if (!status)
		status = check_options(n);
	if (!status)
		status = check_operands(n);
	if (!status)
		status = parse_words(n);
	if (!status && n->verb->operand == OPERAND_COUNTRY)
		status = read_country(n);
	if (!status && n->verb->checkh)
		status = n->verb->checkh(n);
	if (!status && n->verb->rows != ROWS_NONE)
		status = open_table(n);

	return status;
}

/**
 * Ask this carrier from now on
 *
 * @param n The run
 * @param c Carrier, or NULL
 */
void oh_numbers_ask_carrier(struct numbers *n, struct oh_carrier *c)
{
	n->carrier = c;
	n->by.carrier = c ? oh_carrier_name(c) : NULL;
}

static int open_carriers(struct numbers *n)
{
	int status = oh_carriers_alloc(&n->carriers, n->app);

	if (!status)
		status = read_numbers(n);
	if (!status)
		status = oh_carriers_open(n->carriers, n->o->carrier);
	if (status || n->verb->what == OH_DO_LIST)
		return status;

	oh_numbers_ask_carrier(n, oh_carriers_for(n->carriers,
						  n->verb->what));

	return n->carrier ? OH_EXIT_OK : OH_EXIT_USAGE;
}

/**
 * Do what a verb says
 *
 * @param app  The command
 * @param o    Options
 * @param argc Operands, the verb first; none: list
 * @param argv Operands
 *
 * @return Exit status; what is wrong has been printed
 */
int oh_numbers_run(struct oh_app *app, const struct oh_numbers_opts *o,
		   int argc, char **argv)
{
	struct numbers n = { .app = app, .o = o };
	int status = check(&n, argc, argv);

	if (!status)
		status = open_carriers(&n);
	if (!status && !o->dry_run)
		oh_numbers_pending_tell(&n);
	if (!status)
		status = n.verb->h(&n);
	if (n.table)
		status = close_table(&n, status);
	mem_deref(n.pending);
	mem_deref(n.table);
	mem_deref(n.carriers);

	return status;
}

/**
 * Read a number that was typed
 *
 * @param n      The run
 * @param number Receives its E.164 form
 * @param text   As typed
 *
 * @return Exit status; what is wrong has been printed
 */
int oh_numbers_number(struct numbers *n, char number[OH_NUMBER_SIZE],
		      const char *text)
{
	struct oh_number num;

	if (oh_number_parse(&num, text, oh_carriers_country(n->carriers),
			    NULL) || num.kind != OH_NUMBER_E164)
		return oh_app_fail(n->app, OH_EXIT_DATA, "'%s': write a "
				   "telephone number with '+' and country "
				   "code", text);
	str_ncpy(number, num.text, OH_NUMBER_SIZE);

	return OH_EXIT_OK;
}

/**
 * Ask before money is spent or a number is lost; --yes has answered already
 *
 * @param n        The run
 * @param question Without a hint what to type
 *
 * @return Exit status: 30 if nobody said yes
 */
int oh_numbers_ask(struct numbers *n, const char *question)
{
	int err;

	if (n->o->yes)
		return OH_EXIT_OK;

	err = n->o->no_input ? EACCES : oh_confirm(n->app, question);
	if (err == ECANCELED)
		return oh_exit_of(oh_app_cause(n->app));
	if (err)
		return oh_app_fail(n->app, OH_EXIT_REFUSED, "not confirmed: "
				   "nothing was done; --yes confirms");

	return OH_EXIT_OK;
}
