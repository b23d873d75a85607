/**
 * @file hangup.c  End a live call
 */
#include "base/compat.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "hangup",
	.synopsis = "hangup [options]",
	.verb     = true,
	.summary  = "Ends a live call.",
	.examples =
	"hangup\n"
	"hangup --call 7c2f --reason 17",
};

static int hangup(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct oh_verb_opts vo = { .call = NULL };
	uint32_t reason = 0;
	const struct oh_opt optv[] = {
		OH_OPT_U32(0, "reason", "CAUSE", &reason,
			   "tell them this Q.850 cause (16)"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	cJSON *o;
	int err;

	oh_verb_table(verb, &vo);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 0);
	if (err)
		return oh_exit_usage(err);
	o = oh_verb_request("hangup");
	if (reason)
		(void)cJSON_AddNumberToObject(o, "q850", reason);

	return oh_verb_run(app, &vo, o, NULL);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, hangup, argc, argv);
}
