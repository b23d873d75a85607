/**
 * @file phone.c  A telephone line by line
 *
 * This program calls GNU readline: see the note on licences in README.md.
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/linephone.h"

static const struct oh_app_about about = {
	.name     = "phone",
	.synopsis = "phone [options]",
	.summary  = "A telephone that is told what to do line by line: at a "
		    "terminal, or by a script.",
	.examples =
	"phone\n"
	"phone --plain\n"
	"printf 'call +14255550100\\nwait end\\n' | phone --handset none",
};

static int phone(struct oh_app *app, int argc, char **argv)
{
	struct oh_linephone_opts o = { .attach = false };
	struct oh_opt own[OH_LINEPHONE_OPTC];
	const struct oh_opt optv[] = {
		OH_OPT_INCLUDE(own),
		OH_OPT_END
	};
	int err;

	oh_linephone_table(own, &o);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 0);

	return err ? oh_exit_usage(err) : oh_linephone_run(app, &o);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, phone, argc, argv);
}
