/**
 * @file gather.c  Collect the digits they press on a live call
 */
#include "base/compat.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "gather",
	.synopsis = "gather [options]",
	.verb     = true,
	.summary  = "Collects the digits they press on a live call, and "
		    "prints them.",
	.examples =
	"gather --digits 1 --prompt menu.wav --timeout-first 5s\n"
	"gather --min 4 --digits 8 --say 'Your code, please.' --secret\n"
	"gather --digits 1 --match '[12]' --invalid sorry.wav --tries 3",
};

struct opts {
	uint32_t           digits;
	uint32_t           min;
	struct oh_opt_list prompts;
	struct oh_opt_list invalid;
	const char        *terminator;
	const char        *match;
	uint32_t           first_ms;
	uint32_t           between_ms;
	uint32_t           tries;
	bool               secret;
	bool               no_barge;
	bool               no_typeahead;
	struct oh_verb_opts verb;
};

static const char *print_digits(const cJSON *reply)
{
	return cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(reply, "digits"));
}

static void add_flag(cJSON *o, const char *name, bool on)
{
	if (on)
		(void)cJSON_AddTrueToObject(o, name);
}

static int ask(struct oh_app *app, const struct opts *g)
{
	const char *terminator = g->terminator;
	cJSON *o = oh_verb_request("gather");
	int status;

	if (terminator && 0 == str_casecmp(terminator, "none"))
		terminator = "";
	(void)cJSON_AddNumberToObject(o, "max", g->digits);
	(void)cJSON_AddNumberToObject(o, "min", g->min);
	(void)cJSON_AddNumberToObject(o, "tries", g->tries);
	if (terminator)
		(void)cJSON_AddStringToObject(o, "terminator", terminator);
	if (g->match)
		(void)cJSON_AddStringToObject(o, "match", g->match);
	oh_verb_add_ms(o, "timeout_first", g->first_ms);
	oh_verb_add_ms(o, "timeout_between", g->between_ms);
	add_flag(o, "secret", g->secret);
	add_flag(o, "no_barge", g->no_barge);
	add_flag(o, "no_typeahead", g->no_typeahead);
	status = oh_verb_add_sounds(app, o, "prompt", &g->prompts, NULL);
	if (!status)
		status = oh_verb_add_sounds(app, o, "invalid", &g->invalid,
					    NULL);
	if (!status)
		return oh_verb_run(app, &g->verb, o, print_digits);
	cJSON_Delete(o);

	return status;
}

static int gather(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct opts g = { .digits = 1, .tries = 1 };
	const struct oh_opt optv[] = {
		OH_OPT_U32('d', "digits", "N", &g.digits,
			   "collect up to N digits (1)"),
		OH_OPT_ORDERED('i', "invalid", "FILE", &g.invalid,
			       "play FILE before each further try"),
		OH_OPT_STR(0, "match", "REGEX", &g.match,
			   "what the digits must look like"),
		OH_OPT_U32_0(0, "min", "M", &g.min,
			     "fewer than M digits are not enough"),
		OH_OPT_FLAG(0, "no-barge", &g.no_barge,
			    "a key does not stop the prompt"),
		OH_OPT_FLAG(0, "no-typeahead", &g.no_typeahead,
			    "forget what was typed before"),
		OH_OPT_ORDERED('p', "prompt", "FILE", &g.prompts,
			       "play FILE first"),
		OH_OPT_ORDERED('s', "say", "TEXT", &g.prompts,
			       "speak TEXT first"),
		OH_OPT_FLAG(0, "secret", &g.secret,
			    "show the digits nowhere but here"),
		OH_OPT_STR(0, "terminator", "KEY", &g.terminator,
			   "key that ends the digits (#), none: no such key"),
		OH_OPT_MS(0, "timeout-between", "TIME", &g.between_ms,
			  "wait for the next digit"),
		OH_OPT_MS(0, "timeout-first", "TIME", &g.first_ms,
			  "wait for the first digit, from the prompt's end"),
		OH_OPT_U32(0, "tries", "N", &g.tries,
			   "ask up to N times (1)"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	int err;

	oh_verb_table(verb, &g.verb);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 0);

	return err ? oh_exit_usage(err) : ask(app, &g);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, gather, argc, argv);
}
