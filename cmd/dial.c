/**
 * @file dial.c  Call a number and say how it went
 */
#include "base/compat.h"
#include "command/calling.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "dial",
	.synopsis = "dial [options] NUMBER... [-- PROGRAM ARGS...]",
	.summary  = "Calls a number, plays prompts, collects digits, records; "
		    "the exit status tells how it went.",
	.examples =
	"dial +14255550100 --say 'Disk full. Press 1.' --gather 1\n"
	"dial +14255550110 +14255550100 --play alarm.wav\n"
	"dial --list staff.csv --concurrency 5 --play notice.wav --json\n"
	"dial --talk +14255550100\n"
	"dial +14255550100 -- ./menu.sh",
};

static int usage(struct oh_app *app, const char *why)
{
	return oh_app_fail(app, OH_EXIT_USAGE, "%s; try 'dial --help'", why);
}

static int dial(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt call[OH_CALLING_OPTC], job[OH_JOBOPT_OPTC];
	struct oh_opt desk[OH_DESK_OPTC], flow[OH_CONTROL_OPTC];
	struct oh_opt talk[OH_TALKING_OPTC];
	struct oh_calling c;
	const struct oh_opt optv[] = {
		OH_OPT_FLAG('a', "all", &c.all,
			    "call every number at once"),
		OH_OPT_STR('l', "list", "FILE", &c.list,
			   "call every number of FILE, '-': stdin"),
		OH_OPT_U32(0, "concurrency", "N", &c.concurrency,
			   "so many calls at once"),
		OH_OPT_U32(0, "cps", "N", &c.cps,
			   "begin so many calls per second"),
		OH_OPT_INCLUDE(call),
		OH_OPT_INCLUDE(job),
		OH_OPT_INCLUDE(flow),
		OH_OPT_INCLUDE(desk),
		OH_OPT_INCLUDE(talk),
		OH_OPT_END
	};
	int err;

	oh_calling_init(&c);
	oh_calling_table(call, &c);
	oh_jobopt_table(job, &c.job);
	oh_desk_table(desk, &c.desk);
	oh_control_table(flow, &c.flow);
	oh_talking_table(talk, &c.talking);
	oh_flow_split(&c.flow, &argc, argv);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, UINT32_MAX);
	if (err)
		return oh_exit_usage(err);
	if (c.list ? argc > 0 : argc == 0)
		return usage(app, c.list ? "either numbers or --list"
					 : "no number");
	if ((c.concurrency || c.cps) && !c.list && !c.all)
		return usage(app, "--concurrency and --cps are for --list "
			     "and --all");
	c.numberv = (const char *const *)argv;
	c.numberc = argc;

	return oh_calling_run(app, &c);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, dial, argc, argv);
}
