/**
 * @file record.c  Record a message of theirs, or a live call
 */
#include "base/compat.h"
#include "command/verb.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "record",
	.synopsis = "record [options] FILE\n"
		    "record start [options] FILE\n"
		    "record pause | resume | stop [options]",
	.verb     = true,
	.summary  = "Records a message of theirs, or both sides of a live "
		    "call, and prints its file.",
	.examples =
	"record --beep --max-time 60s --silence 5s '{date}-{from}.wav'\n"
	"record start 'calls/{date}-{time}.wav'\n"
	"record pause; gather --digits 16 --secret; record resume",
};

struct opts {
	uint32_t    max_ms;
	uint32_t    silence_ms;
	const char *keys;
	bool        beep;
	struct oh_verb_opts verb;
};

static const char *print_path(const cJSON *reply)
{
	return cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(reply, "path"));
}

static int send_request(struct oh_app *app, const struct opts *r, cJSON *o,
			const char *file)
{
	int status = file ? oh_verb_add_path(app, o, "path", file) : 0;

	if (!status)
		return oh_verb_run(app, &r->verb, o, print_path);
	cJSON_Delete(o);

	return status;
}

static int message(struct oh_app *app, const struct opts *r,
		   const char *file)
{
	cJSON *o = oh_verb_request("record");
	const char *keys = r->keys;

	if (keys && 0 == str_casecmp(keys, "none"))
		keys = "";
	oh_verb_add_ms(o, "max", r->max_ms);
	oh_verb_add_ms(o, "silence", r->silence_ms);
	if (keys)
		(void)cJSON_AddStringToObject(o, "keys", keys);
	if (r->beep)
		(void)cJSON_AddTrueToObject(o, "beep");

	return send_request(app, r, o, file);
}

static bool is_action(const char *word)
{
	static const char *const v[] = { "start", "pause", "resume", "stop" };

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (0 == strcmp(word, v[i]))
			return true;
	}

	return false;
}

static int both_sides(struct oh_app *app, const struct opts *r, int argc,
		      char **argv)
{
	const char *file = argc > 1 ? argv[1] : NULL;
	bool starts = 0 == strcmp(argv[0], "start");
	cJSON *o;

	if (r->max_ms || r->silence_ms || r->keys || r->beep)
		return oh_app_fail(app, OH_EXIT_USAGE, "%s: --max-time, "
				   "--silence, --key and --beep are of a "
				   "message", argv[0]);
	if (starts != (file != NULL))
		return oh_app_fail(app, OH_EXIT_USAGE, starts ?
				   "start: into which file?" :
				   "only start has a file");
	o = oh_verb_request("record-call");
	(void)cJSON_AddStringToObject(o, "action", argv[0]);

	return send_request(app, r, o, file);
}

static int record(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt verb[OH_VERB_OPTC];
	struct opts r = { .keys = NULL };
	const struct oh_opt optv[] = {
		OH_OPT_FLAG('b', "beep", &r.beep, "begin with a beep"),
		OH_OPT_STR('k', "key", "KEYS", &r.keys,
			   "these end it, none: no key (#)"),
		OH_OPT_MS('m', "max-time", "TIME", &r.max_ms,
			  "end it after TIME"),
		OH_OPT_MS('s', "silence", "TIME", &r.silence_ms,
			  "end it when they are silent for TIME"),
		OH_OPT_INCLUDE(verb),
		OH_OPT_END
	};
	int err;

	oh_verb_table(verb, &r.verb);
	err = oh_opt_parse(app, optv, &argc, &argv, 1, 2);
	if (err)
		return oh_exit_usage(err);
	if (is_action(argv[0]))
		return both_sides(app, &r, argc, argv);
	if (argc > 1)
		return oh_app_fail(app, OH_EXIT_USAGE, "%s: one file is "
				   "wanted", argv[1]);

	return message(app, &r, argv[0]);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, record, argc, argv);
}
