/**
 * @file send-digits.c  Press keys on a live call
 */
#include "base/compat.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "send-digits",
	.synopsis = "send-digits [options] DIGITS",
	.verb     = true,
	.summary  = "Presses keys on a live call.",
	.examples =
	"send-digits 1234#\n"
	"send-digits --call 7c2f ww5",
};

static int send_digits(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct oh_verb_opts vo = { .call = NULL };
	const struct oh_opt optv[] = {
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	cJSON *o;
	int err;

	oh_verb_table(verb, &vo);
	err = oh_opt_parse(app, optv, &argc, &argv, 1, 1);
	if (err)
		return oh_exit_usage(err);
	o = oh_verb_request("send-digits");
	(void)cJSON_AddStringToObject(o, "digits", argv[0]);

	return oh_verb_run(app, &vo, o, NULL);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, send_digits, argc, argv);
}
