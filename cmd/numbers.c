/**
 * @file numbers.c  List, search, buy and manage telephone numbers
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/numbers.h"

static const struct oh_app_about about = {
	.name     = "numbers",
	.synopsis = "numbers [list] [options]\n"
		    "numbers show NUMBER\n"
		    "numbers countries\n"
		    "numbers areas COUNTRY [--type TYPE]\n"
		    "numbers offerings COUNTRY\n"
		    "numbers search COUNTRY --type TYPE [options]\n"
		    "numbers buy SEARCH-ID [options]\n"
		    "numbers update NUMBER [--calling WAY] [--sms WAY]\n"
		    "numbers release NUMBER [--yes]\n"
		    "numbers browse COUNTRY [options]\n"
		    "numbers reserve NUMBER... [options]\n"
		    "numbers reservation list\n"
		    "numbers reservation show|buy|cancel ID\n"
		    "numbers lookup NUMBER... [--operator]\n"
		    "numbers operation ID [--cancel]",
	.summary  = "Lists, searches, buys and manages the telephone numbers "
		    "of your carriers; without a configuration, of a "
		    "simulated one.",
	.examples =
	"numbers\n"
	"numbers search US --type toll-free\n"
	"numbers buy 0ff4d1d7-9f4e-4d62-8b1c-2a3d1c1f8e11 --yes\n"
	"numbers lookup +442079460000",
};

static int numbers(struct oh_app *app, int argc, char **argv)
{
	struct oh_numbers_opts o = { .quantity = 0 };
	struct oh_opt tab[OH_NUMBERS_OPTC];
	const struct oh_opt optv[] = {
		OH_OPT_INCLUDE(tab),
		OH_OPT_END
	};
	int err;

	oh_numbers_table(tab, &o);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, UINT32_MAX);

	return err ? oh_exit_usage(err) : oh_numbers_run(app, &o, argc, argv);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, numbers, argc, argv);
}
