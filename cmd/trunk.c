/**
 * @file trunk.c  The trunks: listed, checked, watched
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "cli/opt.h"
#include "command/trunks.h"

static const struct oh_app_about about = {
	.name     = "trunk",
	.synopsis = "trunk list [options]\n"
		    "trunk check [options] [NAME]\n"
		    "trunk watch [options] [NAME]",
	.summary  = "List trunks, and find out whether they work and what "
		    "they lack.",
	.examples =
	"trunk list --ping\n"
	"trunk check carrier --echo +14255550100\n"
	"trunk check carrier --nagios\n"
	"trunk watch carrier --every 10 --json",
};

static int trunk(struct oh_app *app, int argc, char **argv)
{
	struct oh_trunks_opts o;
	struct oh_opt own[OH_TRUNKS_OPTC], desk[OH_DESK_OPTC];
	const struct oh_opt optv[] = {
		OH_OPT_INCLUDE(own),
		OH_OPT_INCLUDE(desk),
		OH_OPT_END
	};
	int err;

	oh_trunks_init(&o);
	oh_trunks_table(own, &o);
	oh_desk_table(desk, &o.desk);
	err = oh_opt_parse(app, optv, &argc, &argv, 1, 2);
	if (err)
		return oh_exit_usage(err);

	return oh_trunks_run(app, &o, argc, argv);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, trunk, argc, argv);
}
