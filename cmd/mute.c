/**
 * @file mute.c  Be silent on a live call
 */
#include "base/compat.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "mute",
	.synopsis = "mute [options]",
	.verb     = true,
	.summary  = "Sends silence on a live call, whatever is played; they "
		    "are still heard.",
	.examples =
	"mute\n"
	"mute --off",
};

static int mute(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct oh_verb_opts vo = { .call = NULL };
	bool off = false;
	const struct oh_opt optv[] = {
		OH_OPT_FLAG(0, "off", &off, "no longer"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	cJSON *o;
	int err;

	oh_verb_table(verb, &vo);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 0);
	if (err)
		return oh_exit_usage(err);
	o = oh_verb_request("mute");
	if (off)
		(void)cJSON_AddTrueToObject(o, "off");

	return oh_verb_run(app, &vo, o, NULL);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, mute, argc, argv);
}
