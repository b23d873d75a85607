/**
 * @file verb.c  A verb: one thing done on a live call, from a shell
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/id.h"
#include "cli/exit.h"
#include "command/saying.h"
#include "command/verb.h"
#include "ctl/client.h"

enum { PATH_SIZE = 4096 };

/**
 * Fill a table with the options of every verb, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_verb_table(struct oh_opt tab[OH_VERB_OPTC], struct oh_verb_opts *o)
{
	const struct oh_opt v[OH_VERB_OPTC] = {
		OH_OPT_STR(0, "call", "ID", &o->call,
			   "on this call; the end of its id is enough"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

/** Begin a request */
cJSON *oh_verb_request(const char *verb)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "do", verb);

	return o;
}

/**
 * Add a sound to a list
 *
 * @param app  The command, for messages
 * @param list List
 * @param kind "say", "digits", "number", "spell"
 * @param text What
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_verb_add_sound(struct oh_app *app, cJSON *list, const char *kind,
		      const char *text)
{
	cJSON *one;

	if (!*text)
		return oh_app_fail(app, OH_EXIT_USAGE, "%s: it is empty",
				   kind);
	one = cJSON_CreateObject();
	if (cJSON_AddStringToObject(one, kind, text) &&
	    cJSON_AddItemToArray(list, one))
		return 0;
	cJSON_Delete(one);

	return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
}

/**
 * Add a file to a list of sounds. It is another process that opens it
 *
 * @param app  The command, for messages
 * @param list List
 * @param path As typed
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_verb_add_file(struct oh_app *app, cJSON *list, const char *path)
{
	char whole[PATH_SIZE];

	if (access(path, R_OK) || !realpath(path, whole))
		return oh_app_fail(app, OH_EXIT_NO_INPUT, "%s: %s", path,
				   strerror(errno));

	return oh_verb_add_sound(app, list, "file", whole);
}

static const char *kind_of(char tag)
{
	switch (tag) {

	case OH_SAYING_TEXT:   return "say";
	case OH_SAYING_DIGITS: return "digits";
	case OH_SAYING_NUMBER: return "number";
	case OH_SAYING_SPELL:  return "spell";
	default:               return NULL;
	}
}

static int add_one(struct oh_app *app, cJSON *list, char tag,
		   const char *what, const char *lang)
{
	const char *kind = kind_of(tag);
	int status;

	if (!kind)
		return oh_verb_add_file(app, list, what);
	status = oh_verb_add_sound(app, list, kind, what);
	if (!status && lang && tag != OH_SAYING_TEXT)
		(void)cJSON_AddStringToObject(cJSON_GetArrayItem(list,
			cJSON_GetArraySize(list) - 1), "lang", lang);

	return status;
}

/**
 * Add a list of sounds to a request
 *
 * @param app  The command, for messages
 * @param o    Request
 * @param name Of the list in it
 * @param l    What options gave, in order; none: nothing is added
 * @param lang Of digits, numbers and letters; NULL: not said
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_verb_add_sounds(struct oh_app *app, cJSON *o, const char *name,
		       const struct oh_opt_list *l, const char *lang)
{
	cJSON *list = l->c ? cJSON_AddArrayToObject(o, name) : NULL;
	int status = 0;

	for (uint32_t i = 0; i < l->c && !status; i++)
		status = add_one(app, list, l->tag[i], l->v[i], lang);

	return status;
}

/**
 * Add the path of a file that another process will make
 *
 * @param app  The command, for messages
 * @param o    Request
 * @param name Of the member
 * @param path As typed; it begins where we are
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_verb_add_path(struct oh_app *app, cJSON *o, const char *name,
		     const char *path)
{
	char here[PATH_SIZE] = "", whole[PATH_SIZE];

	if (*path != '/' && !getcwd(here, sizeof(here)))
		return oh_app_fail(app, OH_EXIT_CANT_CREATE, "%s: %s", path,
				   strerror(errno));
	if (re_snprintf(whole, sizeof(whole), "%s%s%s", here,
			*path == '/' ? "" : "/", path) < 0)
		return oh_app_fail(app, OH_EXIT_CANT_CREATE, "%s: %s", path,
				   strerror(ENAMETOOLONG));
	if (!cJSON_AddStringToObject(o, name, whole))
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");

	return 0;
}

/** Add a time that was given */
void oh_verb_add_ms(cJSON *o, const char *name, uint32_t ms)
{
	if (ms)
		(void)cJSON_AddNumberToObject(o, name, ms / 1000.0);
}

static int connect_call(struct oh_ctl_client **cp, struct oh_app *app,
			const struct oh_verb_opts *vo, cJSON *o)
{
	char call[OH_ID_SIZE] = "";
	const char *why = NULL;
	int err;

	err = oh_ctl_find(cp, call, sizeof(call), vo->call, &why);
	if (err)
		return oh_app_fail(app, OH_EXIT_HUNG_UP, "%s",
				   why ? why : strerror(err));
	if (*call && !cJSON_AddStringToObject(o, "call", call)) {
		*cp = mem_deref(*cp);
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	}

	return 0;
}

static const char *text_of(const cJSON *reply, const char *name)
{
	return cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(reply, name));
}

static int status_of(const cJSON *reply)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(reply, "status");

	return cJSON_IsNumber(m) ? m->valueint : OH_EXIT_OK;
}

static int print_json(struct oh_app *app, cJSON *reply)
{
	char *line;

	cJSON_DeleteItemFromObjectCaseSensitive(reply, "id");
	line = cJSON_PrintUnformatted(reply);
	if (!line)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	re_printf("%s\n", line);
	cJSON_free(line);

	return 0;
}

/* What came of it: on stdout what was asked for, on stderr why not */
static int report(struct oh_app *app, cJSON *reply, oh_verb_print_h *printh)
{
	const char *error = text_of(reply, "error");
	int status = status_of(reply);
	const char *text;

	if (oh_app_opts(app)->json) {
		int failed = print_json(app, reply);

		return failed ? failed : status;
	}
	text = printh ? printh(reply) : NULL;
	if (text)
		re_printf("%s\n", text);
	if (status && error)
		oh_app_fail(app, status, "%s", error);

	return status;
}

static bool has_come(const struct oh_ctl_client *c)
{
	struct pollfd pfd = { .fd = oh_ctl_fd(c), .events = POLLIN };

	return poll(&pfd, 1, 0) > 0;
}

/* The reply, with signals and --timeout in force: who is told to stop goes,
   and what was asked for is cancelled by that. When a call ends the reply
   comes first, and SIGHUP for the flow then: both may be here. */
static int await_reply(cJSON **replyp, struct oh_app *app,
		       struct oh_ctl_client *c)
{
	for (;;) {
		cJSON *line = NULL;
		int err = oh_ctl_has_line(c) ? 0
					     : oh_app_wait(app, oh_ctl_fd(c));

		if (err == ECANCELED && has_come(c))
			err = 0;
		if (!err)
			err = oh_ctl_receive(c, &line);
		if (err)
			return err;
		if (cJSON_HasObjectItem(line, "ok")) {
			*replyp = line;
			return 0;
		}
		cJSON_Delete(line);
	}
}

static int failed(struct oh_app *app, int err)
{
	if (err == ECANCELED)
		return oh_exit_of(oh_app_cause(app));

	return oh_app_fail(app, OH_EXIT_HUNG_UP, "%s", err == EPIPE ?
			   "the call is gone" : strerror(err));
}

/**
 * Ask the process that holds the call, and say what came of it
 *
 * @param app    The command
 * @param vo     Which call
 * @param o      Request, given
 * @param printh What is printed of the reply, or NULL
 *
 * @return Exit status
 */
int oh_verb_run(struct oh_app *app, const struct oh_verb_opts *vo, cJSON *o,
		oh_verb_print_h *printh)
{
	struct oh_ctl_client *c = NULL;
	cJSON *reply = NULL;
	int err, status;

	status = o ? connect_call(&c, app, vo, o) :
		oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	if (status) {
		cJSON_Delete(o);
		return status;
	}
	err = oh_ctl_send(c, o, vo->fdv, vo->fdc);
	cJSON_Delete(o);
	if (!err)
		err = await_reply(&reply, app, c);
	status = err ? failed(app, err) : report(app, reply, printh);
	cJSON_Delete(reply);
	mem_deref(c);

	return status;
}

/**
 * Run a command that turns something on, or off by --off
 *
 * @param app  The command
 * @param verb Verb of the protocol
 * @param argc Number of arguments
 * @param argv Arguments, options among them
 *
 * @return Exit status; what is wrong has been printed
 */
int oh_verb_switch(struct oh_app *app, const char *verb, int argc,
		   char **argv)
{
	struct oh_opt tab[OH_VERB_OPTC];
	struct oh_verb_opts vo = { .call = NULL };
	bool off = false;
	const struct oh_opt optv[] = {
		OH_OPT_FLAG(0, "off", &off, "no longer"),
		OH_OPT_INCLUDE(tab),
		OH_OPT_END
	};
	cJSON *o;
	int err;

	oh_verb_table(tab, &vo);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 0);
	if (err)
		return oh_exit_usage(err);
	o = oh_verb_request(verb);
	if (off)
		(void)cJSON_AddTrueToObject(o, "off");

	return oh_verb_run(app, &vo, o, NULL);
}
