/**
 * @file phoned.c  Hold a person's calls
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/phoning.h"

static const struct oh_app_about about = {
	.name     = "phoned",
	.synopsis = "phoned [options]",
	.summary  = "Holds a person's calls, registrations and handset, while "
		    "the screens that show them come and go.",
	.examples =
	"phoned --stay\n"
	"phoned --stay --handset none --events=phone.jsonl",
};

static int phoned(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt desk[OH_DESK_OPTC];
	struct oh_phoning o = { .stay = false };
	const struct oh_opt optv[] = {
		OH_DEVICES_OPTS(&o.devices, ""),
		OH_OPT_FLAG(0, "for-screen", &o.for_screen,
			    "write to the log, end if no screen comes: as "
			    "screens start it"),
		OH_OPT_STR(0, "handset", "WHICH", &o.handset,
			   "baresip, none, or the sip: URI of a phone"),
		OH_OPT_FLAG(0, "stay", &o.stay,
			    "stay when the last screen has gone"),
		OH_OPT_INCLUDE(desk),
		OH_OPT_END
	};
	int err;

	oh_desk_table(desk, &o.desk);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 0);
	if (err)
		return oh_exit_usage(err);

	return oh_phoning_run(app, &o);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, phoned, argc, argv);
}
