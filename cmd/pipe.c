/**
 * @file pipe.c  The audio of a live call on stdin and stdout
 */
#include <unistd.h>
#include "base/compat.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "pipe",
	.synopsis = "pipe [options]",
	.summary  = "Speaks what is on stdin on a live call, and writes what "
		    "they say to stdout: s16le.",
	.examples =
	"pipe --no-input | sox -t raw -r 8000 -e signed -b 16 -c 1 - a.wav\n"
	"ffmpeg -i a.mp3 -f s16le -ar 16000 -ac 1 - |\n"
	"    pipe --rate 16000 --no-output",
};

struct opts {
	uint32_t rate;
	bool     force;
	bool     no_input;
	bool     no_output;
	bool     stay;
	struct oh_verb_opts verb;
};

static int check(struct oh_app *app, const struct opts *p)
{
	if (p->rate != 8000 && p->rate != 16000)
		return oh_app_fail(app, OH_EXIT_USAGE, "--rate=%u: 8000 or "
				   "16000", p->rate);
	if (p->no_input && p->no_output)
		return oh_app_fail(app, OH_EXIT_USAGE, "--no-input and "
				   "--no-output: nothing is left");
	if (p->no_input && p->stay)
		return oh_app_fail(app, OH_EXIT_USAGE, "--stay: behind what, "
				   "with --no-input?");
	if (!p->no_output && oh_app_opts(app)->json)
		return oh_app_fail(app, OH_EXIT_USAGE, "--json needs "
				   "--no-output: the audio is on stdout");
	if (!p->no_input && isatty(STDIN_FILENO))
		return oh_app_fail(app, OH_EXIT_USAGE, "stdin is a terminal: "
				   "see --no-input");
	if (!p->no_output && !p->force && isatty(STDOUT_FILENO))
		return oh_app_fail(app, OH_EXIT_USAGE, "stdout is a terminal: "
				   "see --no-output, and --force");
	return 0;
}

static int ask(struct oh_app *app, struct opts *p)
{
	cJSON *o = oh_verb_request("pipe");

	(void)cJSON_AddNumberToObject(o, "rate", p->rate);
	(void)cJSON_AddBoolToObject(o, "input", !p->no_input);
	(void)cJSON_AddBoolToObject(o, "output", !p->no_output);
	if (p->stay)
		(void)cJSON_AddTrueToObject(o, "stay");
	if (!p->no_input)
		p->verb.fdv[p->verb.fdc++] = STDIN_FILENO;
	if (!p->no_output)
		p->verb.fdv[p->verb.fdc++] = STDOUT_FILENO;

	return oh_verb_run(app, &p->verb, o, NULL);
}

static int run(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct opts p = { .rate = 8000 };
	const struct oh_opt optv[] = {
		OH_OPT_FLAG(0, "force", &p.force,
			    "write to a terminal, too"),
		OH_OPT_FLAG(0, "no-input", &p.no_input,
			    "listen only, until the call ends"),
		OH_OPT_FLAG(0, "no-output", &p.no_output, "speak only"),
		OH_OPT_U32('r', "rate", "HZ", &p.rate,
			   "8000 or 16000 samples a second (8000)"),
		OH_OPT_FLAG(0, "stay", &p.stay,
			    "do not end with the input, but with the call"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	int err, status;

	oh_verb_table(verb, &p.verb);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 0);
	if (err)
		return oh_exit_usage(err);
	status = check(app, &p);

	return status ? status : ask(app, &p);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, run, argc, argv);
}
