/**
 * @file say.c  Speak on a live call
 */
#include "base/compat.h"
#include "command/saying.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "say",
	.synopsis = "say [options] [TEXT...]",
	.verb     = true,
	.summary  = "Speaks on a live call: words, or digits, numbers and "
		    "letters as recordings.",
	.examples =
	"say 'Your balance is' --number 40 --language en\n"
	"say --digits 4711\n"
	"say --spell AB12",
};

struct opts {
	struct oh_opt_list  sounds;
	const char         *language;
	const char         *interrupt;
	uint32_t            loop;
	struct oh_verb_opts verb;
};

/* Words come first; without any, the options alone are spoken */
static int add_words(struct oh_app *app, struct oh_opt_list *l, int argc,
		     char **argv)
{
	struct oh_opt_list all = { .c = 0 };

	if (argc + l->c > OH_OPT_LIST_MAX)
		return oh_app_fail(app, OH_EXIT_USAGE, "too much at once");
	for (int i = 0; i < argc; i++) {
		all.v[all.c]     = argv[i];
		all.tag[all.c++] = OH_SAYING_TEXT;
	}
	for (uint32_t i = 0; i < l->c; i++) {
		all.v[all.c]     = l->v[i];
		all.tag[all.c++] = l->tag[i];
	}
	*l = all;

	return all.c ? 0 : oh_app_fail(app, OH_EXIT_USAGE,
				       "nothing to say; try 'say --help'");
}

static int ask(struct oh_app *app, const struct opts *s)
{
	const char *keys = s->interrupt;
	cJSON *o = oh_verb_request("play");
	int status;

	if (keys && 0 == strcmp(keys, "none"))
		keys = "";
	if (keys)
		(void)cJSON_AddStringToObject(o, "interrupt", keys);
	(void)cJSON_AddNumberToObject(o, "loop", s->loop);
	status = oh_verb_add_sounds(app, o, "sounds", &s->sounds,
				    s->language);
	if (!status)
		return oh_verb_run(app, &s->verb, o, NULL);
	cJSON_Delete(o);

	return status;
}

static int say(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct opts s = { .loop = 1 };
	const struct oh_opt optv[] = {
		OH_OPT_TAGGED(OH_SAYING_DIGITS, "digits", "DIGITS",
			      &s.sounds, "say digits, one by one"),
		OH_OPT_STR(0, "interrupt", "KEYS", &s.interrupt,
			   "these keys stop it, none: no key (any)"),
		OH_OPT_STR(0, "language", "LANG", &s.language,
			   "of digits, numbers, letters: en, de, fr, es"),
		OH_OPT_U32_0(0, "loop", "N", &s.loop,
			     "say it N times, 0: without end"),
		OH_OPT_TAGGED(OH_SAYING_NUMBER, "number", "N", &s.sounds,
			      "say a number"),
		OH_OPT_TAGGED(OH_SAYING_SPELL, "spell", "TEXT", &s.sounds,
			      "say letters and digits"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	int err, status;

	oh_verb_table(verb, &s.verb);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, OH_OPT_LIST_MAX);
	if (err)
		return oh_exit_usage(err);
	status = add_words(app, &s.sounds, argc, argv);

	return status ? status : ask(app, &s);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, say, argc, argv);
}
