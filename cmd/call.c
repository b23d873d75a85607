/**
 * @file call.c  Live calls: listed, shown, watched, ended
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/calls.h"

static const struct oh_app_about about = {
	.name     = "call",
	.synopsis = "call list [options]\n"
		    "call show [options] [ID]\n"
		    "call events [options] [ID]\n"
		    "call attach [options] [ID]\n"
		    "call ladder [options] [ID]\n"
		    "call meters [options] [ID]\n"
		    "call hangup [options] ID...",
	.summary  = "List live calls of all processes, show, watch and end "
		    "them.",
	.examples =
	"call list\n"
	"call events 7c2f\n"
	"call attach 7c2f\n"
	"call ladder 7c2f --save call.pcap\n"
	"call hangup --all",
};

static int call(struct oh_app *app, int argc, char **argv)
{
	struct oh_calls_opts o = OH_CALLS_INIT;
	struct oh_opt own[OH_CALLS_OPTC];
	const struct oh_opt optv[] = {
		OH_OPT_INCLUDE(own),
		OH_OPT_END
	};
	int err;

	oh_calls_table(own, &o);
	err = oh_opt_parse(app, optv, &argc, &argv, 1, UINT32_MAX);

	return err ? oh_exit_usage(err) : oh_calls_run(app, &o, argc, argv);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, call, argc, argv);
}
