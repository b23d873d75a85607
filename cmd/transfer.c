/**
 * @file transfer.c  Put the far end of a live call through to somebody else
 */
#include "base/compat.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "transfer",
	.synopsis = "transfer [options] [NUMBER]",
	.verb     = true,
	.summary  = "Puts the far end of a live call through to somebody "
		    "else.",
	.examples =
	"transfer +14255550100\n"
	"transfer --attended 7c2f",
};

struct opts {
	const char         *attended;
	bool                bridge;
	bool                refer;
	struct oh_verb_opts verb;
};

static int check(struct oh_app *app, const struct opts *t, int argc)
{
	if (!argc == !t->attended)
		return oh_app_fail(app, OH_EXIT_USAGE, "to whom? NUMBER or "
				   "--attended CALL");
	if (t->bridge && t->refer)
		return oh_app_fail(app, OH_EXIT_USAGE, "--bridge and --refer "
				   "exclude each other");
	return 0;
}

static int transfer(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct opts t = { .attended = NULL };
	const struct oh_opt optv[] = {
		OH_OPT_STR(0, "attended", "CALL", &t.attended,
			   "to the far end of this other call"),
		OH_OPT_FLAG(0, "bridge", &t.bridge,
			    "call NUMBER ourselves, and join the two"),
		OH_OPT_FLAG(0, "refer", &t.refer,
			    "ask their side to do it, or nothing"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	int err, status;
	cJSON *o;

	oh_verb_table(verb, &t.verb);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 1);
	if (err)
		return oh_exit_usage(err);
	status = check(app, &t, argc);
	if (status)
		return status;
	o = oh_verb_request("transfer");
	(void)cJSON_AddStringToObject(o, argc ? "target" : "attended",
				      argc ? argv[0] : t.attended);
	if (t.bridge || t.refer)
		(void)cJSON_AddStringToObject(o, "mode", t.refer ? "refer"
								 : "bridge");

	return oh_verb_run(app, &t.verb, o, NULL);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, transfer, argc, argv);
}
