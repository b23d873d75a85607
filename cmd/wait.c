/**
 * @file wait.c  Wait until something happens on a live call
 */
#include "base/compat.h"
#include "base/scan.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "wait",
	.synopsis = "wait [options] answer | answer-type | digit | end | "
		    "silence | speech [TIME]",
	.verb     = true,
	.summary  = "Waits until something happens on a live call, at most "
		    "for TIME.",
	.examples =
	"wait speech 10s\n"
	"wait --length 2s silence\n"
	"case $(wait answer-type) in human) ;; *) exit 1 ;; esac",
};

static const char *print_what(const cJSON *reply)
{
	const cJSON *text, *digits;

	text   = cJSON_GetObjectItemCaseSensitive(reply, "text");
	digits = cJSON_GetObjectItemCaseSensitive(reply, "digits");

	return cJSON_GetStringValue(text ? text : digits);
}

static int check(struct oh_app *app, const char *what, const char *time,
		 uint32_t *msp)
{
	static const char *const whatv[] = {
		"answer", "answer-type", "digit", "end", "silence", "speech",
	};
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(whatv) && !found; i++)
		found = 0 == strcmp(what, whatv[i]);
	if (!found)
		return oh_app_fail(app, OH_EXIT_USAGE, "'%s': not one of "
				   "silence, speech, digit, answer, "
				   "answer-type, end", what);
	if (time && (oh_scan_ms(msp, time) || !*msp))
		return oh_app_fail(app, OH_EXIT_USAGE, "'%s' is no time",
				   time);
	return 0;
}

static int run(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct oh_verb_opts vo = { .call = NULL };
	uint32_t length_ms = 0, ms = 0;
	const struct oh_opt optv[] = {
		OH_OPT_MS(0, "length", "TIME", &length_ms,
			  "how long they must be silent (1s)"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	int err, status;
	cJSON *o;

	oh_verb_table(verb, &vo);
	err = oh_opt_parse(app, optv, &argc, &argv, 1, 2);
	if (err)
		return oh_exit_usage(err);
	status = check(app, argv[0], argc > 1 ? argv[1] : NULL, &ms);
	if (!status && length_ms && strcmp(argv[0], "silence"))
		status = oh_app_fail(app, OH_EXIT_USAGE,
				     "--length is of silence");
	if (status)
		return status;
	o = oh_verb_request("wait");
	(void)cJSON_AddStringToObject(o, "for", argv[0]);
	oh_verb_add_ms(o, "length", length_ms);
	oh_verb_add_ms(o, "timeout", ms);

	return oh_verb_run(app, &vo, o, print_what);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, run, argc, argv);
}
