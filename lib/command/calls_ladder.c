/**
 * @file calls_ladder.c  call ladder: the SIP messages of a call
 *
 *   0    0.000  →  INVITE sip:+14255550100@127.0.0.1  (PCMU PCMA)
 *   1    0.003  ←  100 Trying (INVITE)
 */
#include <errno.h>
#include "base/compat.h"
#include "base/id.h"
#include "cli/exit.h"
#include "command/calls_priv.h"
#include "command/verb.h"
#include "ctl/client.h"
#include "ctl/dir.h"

enum { PARTS_MAX = 64 };       /* replies to one question             */

/** Who may know of a call that has ended */
struct search {
	const char           *id;
	struct oh_ctl_client *found;
};

static const cJSON *member(const cJSON *o, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(o, name);
}

static bool is_ok(const cJSON *reply)
{
	return cJSON_IsTrue(member(reply, "ok"));
}

static int ask_process(const char *path, void *arg)
{
	struct search *s = arg;
	struct oh_ctl_client *c = NULL;
	cJSON *o, *reply = NULL;

	if (s->found || oh_ctl_connect(&c, path))
		return 0;
	o = oh_verb_request("ladder");
	(void)cJSON_AddStringToObject(o, "call", s->id);
	if (0 == oh_ctl_ask(c, o, &reply) && is_ok(reply))
		s->found = mem_ref(c);
	cJSON_Delete(reply);
	cJSON_Delete(o);
	mem_deref(c);

	return 0;
}

/* The process that holds the call, or has held it */
static int find(struct oh_app *app, struct oh_ctl_client **cp,
		char call[OH_ID_SIZE], const char *id)
{
	struct search s = { .id = id };
	const char *why = NULL;
	int err = oh_ctl_find(cp, call, OH_ID_SIZE, id, &why);

	if (err == ENOENT && id)
		(void)oh_ctl_dir_each(ask_process, &s);
	if (s.found) {
		*cp = s.found;
		str_ncpy(call, id, OH_ID_SIZE);
		err = 0;
	}

	return err ? oh_app_fail(app, OH_EXIT_HUNG_UP, "%s",
				 why ? why : strerror(err)) : 0;
}

/* Asks; what is refused has been printed. o: given */
static int ask(struct oh_app *app, struct oh_ctl_client *c, cJSON *o,
	       const char *call, cJSON **replyp)
{
	int err, status;

	(void)cJSON_AddStringToObject(o, "call", call);
	err = oh_ctl_ask(c, o, replyp);
	cJSON_Delete(o);
	if (err)
		return oh_app_fail(app, OH_EXIT_HUNG_UP, "the process that "
				   "held the call is gone");
	if (is_ok(*replyp))
		return 0;
	status = (int)cJSON_GetNumberValue(member(*replyp, "status"));

	return oh_app_fail(app, status > 0 ? status : OH_EXIT_FAILED, "%s",
			   oh_calls_text(*replyp, "error"));
}

static void print_json(const cJSON *o)
{
	char *line = cJSON_PrintUnformatted(o);

	re_printf("%s\n", line ? line : "");
	cJSON_free(line);
}

static uint32_t number(const cJSON *msg)
{
	double n = cJSON_GetNumberValue(member(msg, "n"));

	return n >= 0.0 && n < UINT32_MAX ? (uint32_t)n : 0;
}

static void print_text(const cJSON *msg)
{
	const char *note = oh_calls_text(msg, "note");

	re_printf("%3u %8.3f  %s  %s%s%s%s\n", number(msg),
		  cJSON_GetNumberValue(member(msg, "at")),
		  cJSON_IsTrue(member(msg, "sent")) ? "\u2192" : "\u2190",
		  oh_calls_text(msg, "line"), *note ? "  (" : "", note,
		  *note ? ")" : "");
}

/* Returns the number to go on from; from: that was the last */
static uint32_t print_part(struct oh_app *app, const cJSON *reply,
			   uint32_t from)
{
	const cJSON *msg;

	cJSON_ArrayForEach(msg, member(reply, "messages")) {
		if (oh_app_opts(app)->json)
			print_json(msg);
		else
			print_text(msg);
		if (number(msg) >= from)
			from = number(msg) + 1;
	}

	return from;
}

static int print_all(struct oh_app *app, struct oh_ctl_client *c,
		     const char *call)
{
	uint32_t from = 0;

	for (unsigned i = 0; i < PARTS_MAX; i++) {
		cJSON *o = oh_verb_request("ladder"), *reply = NULL;
		uint32_t next;
		int status;

		(void)cJSON_AddNumberToObject(o, "from", from);
		status = ask(app, c, o, call, &reply);
		next = status ? from : print_part(app, reply, from);
		cJSON_Delete(reply);
		if (status || next == from)
			return status;
		from = next;
	}

	return OH_EXIT_OK;
}

static int print_message(struct oh_app *app, struct oh_ctl_client *c,
			 const char *call, uint32_t n)
{
	cJSON *o = oh_verb_request("message"), *reply = NULL;
	int status;

	(void)cJSON_AddNumberToObject(o, "n", n);
	status = ask(app, c, o, call, &reply);
	if (!status && oh_app_opts(app)->json)
		print_json(reply);
	else if (!status)
		re_printf("%s", oh_calls_text(reply, "text"));
	cJSON_Delete(reply);

	return status;
}

static bool is_text(const char *path)
{
	size_t len = strlen(path);

	return len > 4 && 0 == strcmp(&path[len - 4], ".txt");
}

static int save(struct oh_app *app, struct oh_ctl_client *c, const char *call,
		const char *path)
{
	cJSON *o = oh_verb_request("save-ladder"), *reply = NULL;
	int status;

	(void)cJSON_AddStringToObject(o, "format",
				      is_text(path) ? "text" : "pcap");
	status = oh_verb_add_path(app, o, "path", path);
	if (status) {
		cJSON_Delete(o);
		return status;
	}
	status = ask(app, c, o, call, &reply);
	if (!status && oh_app_opts(app)->json)
		print_json(reply);
	else if (!status)
		re_printf("%s\n", oh_calls_text(reply, "path"));
	cJSON_Delete(reply);

	return status;
}

/**
 * Print or save the SIP messages of a call, also of one that has ended if its
 * process has not
 *
 * @param app The command
 * @param o   One message, or a file
 * @param id  The call's id, the beginning or the end of it; NULL: the only one
 *
 * @return Exit status: 19 if there is no such call
 */
int oh_calls_ladder(struct oh_app *app, const struct oh_calls_opts *o,
		    const char *id)
{
	struct oh_ctl_client *c = NULL;
	char call[OH_ID_SIZE] = "";
	int status;

	if (o->save && o->message != OH_CALLS_NONE)
		return oh_app_fail(app, OH_EXIT_USAGE, "--message and --save "
				   "exclude each other");
	status = find(app, &c, call, id);
	if (status)
		return status;
	if (o->save)
		status = save(app, c, call, o->save);
	else if (o->message != OH_CALLS_NONE)
		status = print_message(app, c, call, o->message);
	else
		status = print_all(app, c, call);
	mem_deref(c);

	return status;
}
