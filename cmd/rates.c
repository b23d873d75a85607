/**
 * @file rates.c  What a call to a number costs
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "cli/opt.h"
#include "command/pricing.h"

static const struct oh_app_about about = {
	.name     = "rates",
	.synopsis = "rates [options] NUMBER...\n"
		    "rates import [options] FILE\n"
		    "rates show [options] COUNTRY",
	.summary  = "What a call to a number costs, by the longest prefix "
		    "in a rate list.",
	.examples =
	"rates +14255550100 --seconds 90\n"
	"rates import prices.csv\n"
	"rates show GB",
};

static int rates(struct oh_app *app, int argc, char **argv)
{
	struct oh_pricing_opts o = { .from = NULL };
	const struct oh_opt optv[] = {
		OH_OPT_STR('f', "from", "NUMBER", &o.from,
			   "the number that is shown to them"),
		OH_OPT_MS(0, "seconds", "N", &o.ms,
			  "tell what a call of N seconds costs, too"),
		OH_OPT_END
	};
	int err = oh_opt_parse(app, optv, &argc, &argv, 1, UINT32_MAX);

	if (err)
		return oh_exit_usage(err);

	return oh_pricing_run(app, &o, argc, argv);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, rates, argc, argv);
}
