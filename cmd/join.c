/**
 * @file join.c  Join a live call with others
 */
#include "base/compat.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "join",
	.synopsis = "join [options] [CALL...]",
	.verb     = true,
	.summary  = "Joins a live call with others, until they have gone.",
	.examples =
	"join --dial +14255550100\n"
	"join --room lobby --leave '#'\n"
	"join --listen 7c2f",
};

struct opts {
	const char         *dial;
	const char         *room;
	const char         *leave;
	bool                listen;
	bool                whisper;
	struct oh_verb_opts verb;
};

static int check(struct oh_app *app, const struct opts *j, int argc)
{
	if ((argc > 0) + (j->dial != NULL) + (j->room != NULL) != 1)
		return oh_app_fail(app, OH_EXIT_USAGE, "with whom? One of "
				   "CALL, --dial and --room");
	if (j->listen && j->whisper)
		return oh_app_fail(app, OH_EXIT_USAGE, "--listen and "
				   "--whisper exclude each other");
	if (j->whisper && argc != 1)
		return oh_app_fail(app, OH_EXIT_USAGE, "--whisper is to one "
				   "CALL");
	return 0;
}

static int ask(struct oh_app *app, const struct opts *j, int argc,
	       char **argv)
{
	cJSON *o = oh_verb_request("join"), *calls;

	if (j->dial)
		(void)cJSON_AddStringToObject(o, "dial", j->dial);
	if (j->room)
		(void)cJSON_AddStringToObject(o, "room", j->room);
	if (j->leave)
		(void)cJSON_AddStringToObject(o, "leave", j->leave);
	if (j->listen || j->whisper)
		(void)cJSON_AddStringToObject(o, "role", j->listen ?
					      "listen" : "whisper");
	calls = argc ? cJSON_AddArrayToObject(o, "calls") : NULL;
	for (int i = 0; i < argc; i++)
		(void)cJSON_AddItemToArray(calls,
					   cJSON_CreateString(argv[i]));

	return oh_verb_run(app, &j->verb, o, NULL);
}

static int join(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct opts j = { .dial = NULL };
	const struct oh_opt optv[] = {
		OH_OPT_STR('d', "dial", "NUMBER", &j.dial,
			   "call NUMBER, and join the two"),
		OH_OPT_STR(0, "leave", "KEYS", &j.leave,
			   "with these keys they leave again"),
		OH_OPT_FLAG(0, "listen", &j.listen,
			    "hear the others, and not be heard"),
		OH_OPT_STR(0, "room", "NAME", &j.room,
			   "join all who are in this room"),
		OH_OPT_FLAG(0, "whisper", &j.whisper,
			    "hear them all, and be heard by CALL alone"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	int err, status;

	oh_verb_table(verb, &j.verb);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 16);
	if (err)
		return oh_exit_usage(err);
	status = check(app, &j, argc);

	return status ? status : ask(app, &j, argc, argv);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, join, argc, argv);
}
