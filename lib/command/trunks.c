/**
 * @file trunks.c  What `trunk` does: options, verbs, which trunk
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/trunks_priv.h"

enum { DAYS = 14, EVERY_MS = 30000, NAGIOS_UNKNOWN = 3 };

/** What a verb does; conf is NULL for all trunks */
typedef int (verb_h)(struct oh_app *app, struct oh_desk *d,
		     const struct oh_trunks_opts *o,
		     const struct oh_conf_trunk *conf);

struct verb {
	const char *name;
	bool        takes_name;
	const char *optv;           /* its options, blanks between        */
	verb_h     *h;
};

static int list(struct oh_app *app, struct oh_desk *d,
		const struct oh_trunks_opts *o,
		const struct oh_conf_trunk *conf)
{
	(void)conf;

	return oh_trunks_list(app, d, o);
}

static const struct verb verbv[] = {
	{ "list",  false, "ping",             list },
	{ "check", true,  "days echo nagios", oh_trunks_check },
	{ "watch", true,  "every",            oh_trunks_watch },
};

/** Defaults */
void oh_trunks_init(struct oh_trunks_opts *o)
{
	memset(o, 0, sizeof(*o));
	o->days = DAYS;
	o->every_ms = EVERY_MS;
}

/**
 * Fill a table with the options of every verb, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_trunks_table(struct oh_opt tab[OH_TRUNKS_OPTC],
		     struct oh_trunks_opts *o)
{
	const struct oh_opt v[OH_TRUNKS_OPTC] = {
		OH_OPT_U32_0(0, "days", "N", &o->days,
			     "check: warn when a certificate has less left "
			     "(14)"),
		OH_OPT_STR(0, "echo", "NUMBER", &o->echo,
			   "check: call this number, too"),
		OH_OPT_MS(0, "every", "TIME", &o->every_ms,
			  "watch: ask so often (30 s)"),
		OH_OPT_FLAG(0, "nagios", &o->nagios,
			    "check: one line, as a plugin of Nagios"),
		OH_OPT_FLAG(0, "ping", &o->ping,
			    "list: ask each of them whether it is there"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

static const struct verb *verb_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(verbv); i++) {
		if (0 == strcmp(verbv[i].name, name))
			return &verbv[i];
	}

	return NULL;
}

static bool takes(const struct verb *v, const char *longn)
{
	const size_t len = strlen(longn);
	const char *p = v->optv;

	while ((p = strstr(p, longn))) {
		if ((p == v->optv || p[-1] == ' ') &&
		    (p[len] == ' ' || !p[len]))
			return true;
		p += len;
	}

	return false;
}

/* An option that does nothing would be a promise not kept */
static int check_options(struct oh_app *app, const struct oh_trunks_opts *o,
			 const struct verb *v)
{
	struct oh_trunks_opts dummy;
	struct oh_opt tab[OH_TRUNKS_OPTC];

	oh_trunks_table(tab, &dummy);
	for (const struct oh_opt *opt = tab; opt->type; opt++) {
		if (oh_opt_is_given(app, opt->longn) && !takes(v, opt->longn))
			return oh_app_fail(app, OH_EXIT_USAGE, "--%s is not "
					   "for 'trunk %s'", opt->longn,
					   v->name);
	}
	if (oh_app_opts(app)->events)
		return oh_app_fail(app, OH_EXIT_USAGE, "--events: trunk has "
				   "no events; use --json");
	if (o->nagios && oh_app_opts(app)->json)
		return oh_app_fail(app, OH_EXIT_USAGE,
				   "--nagios or --json, not both");

	return 0;
}

/* That of the operand, else the default one, else the only one */
static const struct oh_conf_trunk *find(struct oh_app *app,
					const struct oh_conf *conf,
					const char *name)
{
	const struct oh_conf_trunk *t = NULL;

	if (!name && *conf->trunk)
		name = conf->trunk;
	if (name)
		t = oh_conf_trunk_find(conf, name);
	else if (conf->trunkc == 1)
		t = &conf->trunkv[0];
	if (t)
		return t;
	if (name)
		oh_app_fail(app, 0, "there is no [trunk %s]; "
			    "see 'trunk list'", name);
	else
		oh_app_fail(app, 0, conf->trunkc ? "which trunk? see "
			    "'trunk list'" : "no trunk is configured");

	return NULL;
}

static int work(struct oh_app *app, struct oh_desk *d,
		const struct oh_trunks_opts *o, const struct verb *v,
		const char *name)
{
	const struct oh_conf_trunk *t = NULL;
	int status = oh_desk_simulate(d);

	if (status)
		return status;
	if (v->takes_name) {
		t = find(app, oh_desk_conf(d), name);
		if (!t)
			return OH_EXIT_CONFIG;
	}

	return v->h(app, d, o, t);
}

/* To Nagios whatever keeps us from looking is not known, and on stdout */
static int unknown(const struct oh_trunks_opts *o, int status)
{
	if (!o->nagios)
		return status;
	puts("TRUNK UNKNOWN - it cannot be looked at: see the standard "
	     "error");

	return NAGIOS_UNKNOWN;
}

/**
 * Do what the operands say
 *
 * @param app  The command
 * @param o    Its options
 * @param argc Number of operands
 * @param argv Verb, and a trunk's name perhaps
 *
 * @return Exit status; what is wrong has been printed
 */
int oh_trunks_run(struct oh_app *app, const struct oh_trunks_opts *o,
		  int argc, char **argv)
{
	const struct verb *v = verb_find(argv[0]);
	const struct oh_conf *conf;
	struct oh_desk *d = NULL;
	int status;

	if (!v || argc > (v->takes_name ? 2 : 1))
		return oh_app_fail(app, OH_EXIT_USAGE, "list, check [NAME] "
				   "or watch [NAME] is wanted; try "
				   "'trunk --help'");
	status = check_options(app, o, v);
	if (status)
		return status;
	status = oh_desk_open(&d, app, &o->desk);
	if (status)
		return unknown(o, status);
	conf = oh_desk_conf(d);
	status = work(app, d, o, v, argc > 1 ? argv[1] : NULL);
	if (status == OH_EXIT_CONFIG || (status && !conf->trunkc))
		status = unknown(o, status);

	return oh_desk_close(d, status);
}
