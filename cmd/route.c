/**
 * @file route.c  Where a number would go, and why
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "cli/opt.h"
#include "command/routing.h"

static const struct oh_app_about about = {
	.name     = "route",
	.synopsis = "route [options] NUMBER...\n"
		    "route list [options]\n"
		    "route check [options]",
	.summary  = "Explain where a number would go, and why, without "
		    "calling it.",
	.examples =
	"route +14255550100\n"
	"route +442079460000 --from +14255550199 --json\n"
	"route check",
};

static int route(struct oh_app *app, int argc, char **argv)
{
	struct oh_routing_opts o = { .from = NULL };
	const struct oh_opt optv[] = {
		OH_OPT_STR('f', "from", "NUMBER", &o.from,
			   "caller ID to show, or who calls"),
		OH_OPT_FLAG('i', "inbound", &o.inbound,
			    "calls that come in, by [inbound NAME]"),
		OH_OPT_FLAG(0, "ping", &o.ping,
			    "ask the trunks whether they are there"),
		OH_OPT_STR('t', "trunk", "NAME", &o.trunk,
			   "leave, or come, by this trunk"),
		OH_OPT_END
	};
	int err = oh_opt_parse(app, optv, &argc, &argv, 1, UINT32_MAX);

	if (err)
		return oh_exit_usage(err);

	return oh_routing_run(app, &o, argc, argv);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, route, argc, argv);
}
