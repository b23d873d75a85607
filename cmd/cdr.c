/**
 * @file cdr.c  List, show and add up call records
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "cli/opt.h"
#include "command/records.h"

static const struct oh_app_about about = {
	.name     = "cdr",
	.synopsis = "cdr [list] [options]\n"
		    "cdr summary [--by KEYS] [options]\n"
		    "cdr show [options] ID",
	.summary  = "Lists, shows and adds up the records of calls.",
	.examples =
	"cdr --since today\n"
	"cdr --since 7d --disposition busy --json\n"
	"cdr summary --by trunk,day --since 2026-11-01",
};

static int cdr(struct oh_app *app, int argc, char **argv)
{
	struct oh_records_opts o = { .limit = 0 };
	struct oh_opt tab[OH_RECORDS_OPTC];
	const struct oh_opt optv[] = {
		OH_OPT_INCLUDE(tab),
		OH_OPT_END
	};
	int err;

	oh_records_table(tab, &o);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 2);

	return err ? oh_exit_usage(err) : oh_records_run(app, &o, argc, argv);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, cdr, argc, argv);
}
