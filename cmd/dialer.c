/**
 * @file dialer.c  A telephone on the whole screen
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/screening.h"

static const struct oh_app_about about = {
	.name     = "dialer",
	.synopsis = "dialer [options] [NUMBER]",
	.summary  = "A telephone on the whole screen: type a number, talk, "
		    "see everything.",
	.examples =
	"dialer\n"
	"dialer +14255550100\n"
	"dialer --attach\n"
	"dialer --detach",
};

static int dialer(struct oh_app *app, int argc, char **argv)
{
	struct oh_screening_opts o = { .attach = false };
	struct oh_opt own[OH_SCREENING_OPTC];
	const struct oh_opt optv[] = {
		OH_OPT_INCLUDE(own),
		OH_OPT_END
	};
	int err;

	oh_screening_table(own, &o);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 1);
	if (err)
		return oh_exit_usage(err);
	o.number = argc ? argv[0] : NULL;

	return oh_screening_run(app, &o);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, dialer, argc, argv);
}
