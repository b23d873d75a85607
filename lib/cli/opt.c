/**
 * @file opt.c  Options as tables
 *
 * The tables are made flat, translated for popt, and every option it finds is
 * stored by its type. Two of popt's habits do not suit a telephone, and are
 * met when it complains: it takes "-5" for an option, and an option whose
 * value may be left out would swallow the number after it.
 */
#include <errno.h>
#include <popt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "base/compat.h"
#include "base/scan.h"
#include "cli/cli_priv.h"

enum { DEPTH_MAX = 4, FAULT_SIZE = 512 };

/** What --help and its like were set to */
struct asked {
	bool help;
	bool version;
	bool options;
};

struct parse {
	struct oh_app *app;
	struct oh_opts opts;
	poptContext    con;
	char         **operandv;
	uint32_t       operandc;
};

static int fault(struct parse *p, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int fault(struct parse *p, const char *fmt, ...)
{
	char why[FAULT_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	(void)oh_app_fail(p->app, 0, "%s; try '%s --help'", why,
			  p->app->about->name);

	return EINVAL;
}

static int flatten(struct oh_opts *opts, const struct oh_opt *optv, int depth)
{
	for (; optv && optv->type != OH_OPT_T_END; optv++) {
		int err = 0;

		if (optv->type == OH_OPT_T_INCLUDE)
			err = depth < DEPTH_MAX
				? flatten(opts, optv->p, depth + 1) : ERANGE;
		else if (opts->c < OH_OPTS_MAX)
			opts->v[opts->c++] = optv;
		else
			err = ERANGE;
		if (err)
			return err;
	}
	return 0;
}

static bool has_value(const struct oh_opt *opt)
{
	return opt->type != OH_OPT_T_FLAG && opt->type != OH_OPT_T_COUNT &&
	       opt->type != OH_OPT_T_OPTSTR;
}

static void translate(struct poptOption *tablev, const struct oh_opts *opts)
{
	for (size_t i = 0; i < opts->c; i++) {
		const struct oh_opt *opt = opts->v[i];

		tablev[i] = (struct poptOption) {
			.longName  = opt->longn,
			.shortName = opt->shortn,
			.argInfo   = has_value(opt) ? POPT_ARG_STRING
						    : POPT_ARG_NONE,
			.val       = (int)i + 1,
		};
	}
	tablev[opts->c] = (struct poptOption) POPT_TABLEEND;
}

/* "--call" or "-c", as people know it */
static const char *name_of(const struct oh_opt *opt, char *buf, size_t size)
{
	if (opt->longn)
		(void)snprintf(buf, size, "--%s", opt->longn);
	else
		(void)snprintf(buf, size, "-%c", opt->shortn);

	return buf;
}

static int store_list(struct parse *p, const struct oh_opt *opt,
		      const char *value)
{
	struct oh_opt_list *list = opt->p;
	char name[32];
	int err;

	if (list->c >= OH_OPT_LIST_MAX)
		return fault(p, "%s: more than %d are given",
			     name_of(opt, name, sizeof(name)),
			     OH_OPT_LIST_MAX);

	err = oh_app_keep(p->app, value, &list->v[list->c]);
	if (err)
		return err;
	list->tag[list->c++] = opt->shortn ? opt->shortn : (char)opt->min;

	return 0;
}

static int store_number(struct parse *p, const struct oh_opt *opt,
			const char *value)
{
	char name[32];
	uint32_t n;

	switch (oh_scan_u32(&n, value, opt->min, UINT32_MAX)) {

	case 0:
		*(uint32_t *)opt->p = n;
		return 0;

	case ERANGE:
		return fault(p, "%s: '%s' is too %s",
			     name_of(opt, name, sizeof(name)), value,
			     value[strspn(value, "0")] ? "large" : "small");

	default:
		return fault(p, "%s: '%s' is not a number",
			     name_of(opt, name, sizeof(name)), value);
	}
}

static int store_time(struct parse *p, const struct oh_opt *opt,
		      const char *value)
{
	char name[32];
	uint32_t ms;
	int err = oh_scan_ms(&ms, value);

	if (!err && ms >= opt->min) {
		*(uint32_t *)opt->p = ms;
		return 0;
	}
	if (!err || err == ERANGE)
		return fault(p, "%s: '%s' is too %s",
			     name_of(opt, name, sizeof(name)), value,
			     err ? "long" : "short");

	return fault(p, "%s: '%s' is not a time such as 25, 2.5s, 500ms, 30m",
		     name_of(opt, name, sizeof(name)), value);
}

static int store_value(struct parse *p, const struct oh_opt *opt,
		       const char *value)
{
	switch (opt->type) {

	case OH_OPT_T_FLAG:
		*(bool *)opt->p = true;
		return 0;

	case OH_OPT_T_COUNT:
		++*(uint32_t *)opt->p;
		return 0;

	case OH_OPT_T_STR:
	case OH_OPT_T_OPTSTR:
		return oh_app_keep(p->app, value ? value : "", opt->p);

	case OH_OPT_T_LIST:
	case OH_OPT_T_ORDERED:
		return store_list(p, opt, value);

	case OH_OPT_T_U32:
		return store_number(p, opt, value);

	case OH_OPT_T_MS:
		return store_time(p, opt, value);

	default:
		return EINVAL;
	}
}

static int store(struct parse *p, const struct oh_opt *opt, const char *value)
{
	struct oh_app *app = p->app;
	int err;

	err = store_value(p, opt, value);
	if (!err && opt->longn && !oh_opt_is_given(app, opt->longn))
		app->givenv[app->givenc++] = opt->longn;

	return err;
}

static int add_operand(struct parse *p, const char *text)
{
	const char *kept = NULL;
	int err;

	err = oh_app_keep(p->app, text, &kept);
	if (!err)
		p->operandv[p->operandc++] = (char *)(uintptr_t)kept;

	return err;
}

/* The option whose long name stands before the '=' of "--name=value" */
static const struct oh_opt *find_long(const struct oh_opts *opts,
				      const char *word)
{
	size_t len = strcspn(word, "=");

	for (size_t i = 0; i < opts->c; i++) {
		const char *longn = opts->v[i]->longn;

		if (longn && len == strlen(longn) + 2 &&
		    0 == memcmp(word + 2, longn, len - 2))
			return opts->v[i];
	}
	return NULL;
}

/* popt does not understand: perhaps we do */
static int complaint(struct parse *p, int rc)
{
	const char *word = poptBadOption(p->con, POPT_BADOPTION_NOALIAS);
	const struct oh_opt *opt;
	int len = (int)strcspn(word, "=");

	switch (rc) {

	case POPT_ERROR_BADOPT:
		if (word[0] == '-' && word[1] >= '0' && word[1] <= '9')
			return add_operand(p, word);
		return fault(p, "unknown option '%.*s'", len, word);

	case POPT_ERROR_UNWANTEDARG:
		opt = find_long(&p->opts, word);
		if (opt && opt->type == OH_OPT_T_OPTSTR)
			return store(p, opt, word + len + 1);
		return fault(p, "option '%.*s' takes no value", len, word);

	case POPT_ERROR_NOARG:
		return fault(p, "option '%s' needs a value", word);

	default:
		return fault(p, "option '%s': %s", word, poptStrerror(rc));
	}
}

static int print_asked(struct parse *p, const struct asked *asked)
{
	const struct oh_app_about *about = p->app->about;
	FILE *f = p->app->out;

	if (asked->help)
		oh_help_print(f, about, &p->opts);
	else if (asked->version)
		fprintf(f, "%s (offhook) %s\n", about->name, OH_VERSION);
	else if (asked->options)
		oh_help_options(f, &p->opts);
	else
		return 0;

	return ECANCELED;
}

/* One option or operand at a time; --help is obeyed where it stands */
static int walk(struct parse *p, const struct asked *asked)
{
	int rc, err = 0;

	while (!err && (rc = poptGetNextOpt(p->con)) != -1) {
		char *value;

		if (rc < 0) {
			err = complaint(p, rc);
			continue;
		}
		value = poptGetOptArg(p->con);
		if (rc == 0)
			err = add_operand(p, value ? value : "");
		else
			err = store(p, p->opts.v[rc - 1], value);
		free(value);
		if (!err)
			err = print_asked(p, asked);
	}
	return err;
}

static int check_operands(struct parse *p, uint32_t min, uint32_t max)
{
	if (p->operandc < min)
		return fault(p, "too few arguments");
	if (p->operandc > max)
		return fault(p, "unexpected argument '%s'", p->operandv[max]);

	return 0;
}

static enum oh_log_level level_of(const struct oh_app_opts *opts)
{
	if (opts->quiet)
		return OH_LOG_ERROR;

	return opts->verbose > 1 ? OH_LOG_DEBUG
	     : opts->verbose     ? OH_LOG_INFO : OH_LOG_WARN;
}

static int run(struct parse *p, const struct asked *asked, int argc,
	       char **argv)
{
	struct poptOption tablev[OH_OPTS_MAX + 1];
	int err;

	p->operandv = mem_zalloc(((size_t)argc + 1) * sizeof(char *), NULL);
	if (!p->operandv)
		return ENOMEM;

	translate(tablev, &p->opts);
	p->con = poptGetContext(NULL, argc, (const char **)(uintptr_t)argv,
				tablev, POPT_CONTEXT_NO_EXEC |
				POPT_CONTEXT_ARG_OPTS);
	err = p->con ? walk(p, asked) : ENOMEM;
	poptFreeContext(p->con);

	return err;
}

/**
 * Parse the command line: the command's options and those of every command
 *
 * @param app   Application; the shared options are stored in it
 * @param optv  Options of the command, up to OH_OPT_END; NULL: none. What
 *              they point at is set as they are met; texts live as long as
 *              the application
 * @param argcp In: all words with the command's name; out: operands
 * @param argvp The same; out: operands, NULL at the end, owned by app
 * @param min   Least number of operands
 * @param max   Largest number, 0: none, UINT32_MAX: any
 *
 * @return 0, ECANCELED if --help or --version was asked for and printed,
 *         EINVAL if the command line is wrong (printed), ENOMEM, ERANGE if
 *         the table is too large
 */
int oh_opt_parse(struct oh_app *app, const struct oh_opt *optv,
		 int *argcp, char ***argvp, uint32_t min, uint32_t max)
{
	struct oh_app_opts *o = app ? &app->opts : NULL;
	struct asked asked = { false };
	const struct oh_opt sharedv[] = {
		OH_OPT_STR(0, "config", "FILE", &o->config,
			   "read this configuration"),
		OH_OPT_OPTSTR(0, "events", "FILE", &o->events,
			      "write every event as a line of JSON, to stdout "
			      "or appended to FILE"),
		OH_OPT_FLAG(0, "json", &o->json,
			    "print the result as one line of JSON"),
		OH_OPT_FLAG('q', "quiet", &o->quiet,
			    "say nothing but errors"),
		OH_OPT_MS(0, "timeout", "TIME", &o->timeout_ms,
			  "give up all of it after this time"),
		OH_OPT_COUNT('v', "verbose", &o->verbose,
			     "say more; twice: everything"),
		OH_OPT_FLAG('h', "help", &asked.help, "print this help"),
		OH_OPT_FLAG(0, "version", &asked.version,
			    "print the version"),
		OH_OPT_FLAG(0, "print-options", &asked.options, NULL),
		OH_OPT_END
	};
	struct parse p = { .app = app };
	int err;

	if (!app || !argcp || !argvp || *argcp < 1)
		return EINVAL;

	app->givenc = 0;
	err = flatten(&p.opts, optv, 0);
	p.opts.own = p.opts.c;
	if (!err)
		err = flatten(&p.opts, sharedv, 0);
	if (!err)
		err = run(&p, &asked, *argcp, *argvp);
	if (!err)
		err = check_operands(&p, min, max);
	if (err) {
		mem_deref(p.operandv);
		return err;
	}

	oh_log_set_max(app->log, level_of(o));
	mem_deref(app->operandv);
	app->operandv = p.operandv;
	*argvp = p.operandv;
	*argcp = (int)p.operandc;

	return 0;
}

/**
 * Tell whether an option was given
 *
 * @param app   Application, whose command line was parsed
 * @param longn Long name of the option, "timeout"
 *
 * @return true if it stands on the command line, in its long or short form
 */
bool oh_opt_is_given(const struct oh_app *app, const char *longn)
{
	if (!app || !longn)
		return false;

	for (size_t i = 0; i < app->givenc; i++) {
		if (0 == strcmp(app->givenv[i], longn))
			return true;
	}
	return false;
}
