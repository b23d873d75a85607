/**
 * @file play-prompt.c  Call a number just to play something to it
 */
#include "base/compat.h"
#include "command/calling.h"
#include "command/saying.h"
#include "command/verb.h"
#include "cli/exit.h"

/** On a call that is up */
struct now {
	const char         *interrupt;
	uint32_t            loop;
	struct oh_verb_opts verb;
};

static const struct oh_app_about about = {
	.name     = "play-prompt",
	.synopsis = "play-prompt [options] [--to NUMBER] FILE...",
	.verb     = true,
	.summary  = "Plays sound files on a live call, or calls a number to "
		    "play them to it.",
	.examples =
	"play-prompt welcome.wav\n"
	"play-prompt --to +14255550100 notice.wav\n"
	"play-prompt --to +14255550100 --say 'The lift is out of order.'",
};

/* The operands are prompts too, before those of --say */
static int add_files(struct oh_opt_list *l, int argc, char **argv)
{
	struct oh_opt_list all = { .c = 0 };

	if (argc + l->c > OH_OPT_LIST_MAX)
		return -1;
	for (int i = 0; i < argc; i++) {
		all.v[all.c]     = argv[i];
		all.tag[all.c++] = OH_SAYING_PLAY;
	}
	for (uint32_t i = 0; i < l->c; i++) {
		all.v[all.c]     = l->v[i];
		all.tag[all.c++] = l->tag[i];
	}
	*l = all;

	return 0;
}

/* On a call that is up, as a verb */
static int play_now(struct oh_app *app, const struct oh_opt_list *l,
		    const char *lang, const struct now *n)
{
	cJSON *o = oh_verb_request("play");
	const char *keys = n->interrupt;
	int status = oh_verb_add_sounds(app, o, "sounds", l, lang);

	if (keys && 0 == strcmp(keys, "none"))
		keys = "";
	(void)cJSON_AddNumberToObject(o, "loop", n->loop);
	if (keys)
		(void)cJSON_AddStringToObject(o, "interrupt", keys);
	if (!status)
		return oh_verb_run(app, &n->verb, o, NULL);
	cJSON_Delete(o);

	return status;
}

static int play_prompt(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt call[OH_CALLING_OPTC], desk[OH_DESK_OPTC];
	struct oh_opt verb[OH_VERB_OPTC];
	struct now now = { .loop = 1 };
	struct oh_calling c;
	const char *to = NULL;
	const struct oh_opt optv[] = {
		OH_OPT_STR(0, "to", "NUMBER", &to, "the number to call"),
		OH_OPT_STR(0, "language", "LANG", &c.job.language,
			   "of digits, numbers, letters: en, de, fr, es"),
		OH_OPT_U32_0(0, "loop", "N", &c.job.loop,
			   "play the prompts N times"),
		OH_OPT_MS(0, "max", "TIME", &c.job.max_ms,
			  "longest time from answer"),
		OH_OPT_ORDERED('s', "say", "TEXT", &c.job.prompts,
			       "speak a text, after the files"),
		OH_OPT_TAGGED(OH_SAYING_DIGITS, "say-digits", "DIGITS",
			      &c.job.prompts, "say digits, one by one"),
		OH_OPT_TAGGED(OH_SAYING_NUMBER, "say-number", "N",
			      &c.job.prompts, "say a number"),
		OH_OPT_TAGGED(OH_SAYING_SPELL, "spell", "TEXT",
			      &c.job.prompts, "say letters and digits"),
		OH_OPT_STR(0, "interrupt", "KEYS", &now.interrupt,
			   "these keys stop it, none: no key (any)"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_INCLUDE(call),
		OH_OPT_INCLUDE(desk),
		OH_OPT_END
	};
	int err;

	oh_calling_init(&c);
	oh_calling_table(call, &c);
	oh_desk_table(desk, &c.desk);
	oh_verb_table(verb, &now.verb);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, OH_OPT_LIST_MAX);
	if (err)
		return oh_exit_usage(err);
	if (add_files(&c.job.prompts, argc, argv) || !c.job.prompts.c)
		return oh_app_fail(app, OH_EXIT_USAGE, "%s",
				   c.job.prompts.c ? "too many prompts"
						   : "nothing to play");
	now.loop = c.job.loop;
	if (!to)
		return play_now(app, &c.job.prompts, c.job.language, &now);
	if (!c.job.loop)
		return oh_app_fail(app, OH_EXIT_USAGE,
				   "--loop 0: it must come to an end");
	c.numberv = &to;
	c.numberc = 1;

	return oh_calling_run(app, &c);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, play_prompt, argc, argv);
}
