/**
 * @file calls_list.c  call list, show, hangup
 */
#include "base/compat.h"
#include "base/id.h"
#include "cli/exit.h"
#include "cli/table.h"
#include "command/calls_priv.h"
#include "command/verb.h"
#include "ctl/client.h"

enum { SHORT_ID = 8, CELL_SIZE = 32 };

static const struct oh_column columnv[] = {
	{ "call",      OH_CELL_TEXT,     8, false },
	{ "state",     OH_CELL_TEXT,     8, false },
	{ "direction", OH_CELL_TEXT,     9, false },
	{ "from",      OH_CELL_TEXT,    16, false },
	{ "to",        OH_CELL_TEXT,    16, false },
	{ "trunk",     OH_CELL_TEXT,    12, false },
	{ "answered",  OH_CELL_DECIMAL,  8, false },
	{ "codec",     OH_CELL_TEXT,    10, false },
	{ "srtp",      OH_CELL_TEXT,    24, true },
	{ "tls",       OH_CELL_TEXT,     8, true },
	{ "age",       OH_CELL_DECIMAL,  8, true },
	{ "command",   OH_CELL_TEXT,    12, false },
	{ "pid",       OH_CELL_DECIMAL,  8, false },
	{ NULL,        OH_CELL_TEXT,     0, false },
};

struct listing {
	struct oh_app   *app;
	struct oh_table *table;
};

/* People see the end of an id, which is enough to find it by */
static const char *id_of(const struct oh_app *app, const char *id)
{
	size_t len = strlen(id);
	bool whole = oh_app_opts((struct oh_app *)(uintptr_t)app)->json;

	return whole || len < SHORT_ID ? id : &id[len - SHORT_ID];
}

static const char *print_figure(char buf[CELL_SIZE], const cJSON *o,
				const char *name, const char *fmt)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(o, name);

	buf[0] = '\0';
	if (cJSON_IsNumber(m))
		(void)snprintf(buf, CELL_SIZE, fmt, m->valuedouble);

	return buf;
}

static int put_row(struct oh_ctl_client *c, const cJSON *call, void *arg)
{
	const cJSON *hello = oh_ctl_hello(c);
	char answered[CELL_SIZE], age[CELL_SIZE], pid[CELL_SIZE];
	struct listing *l = arg;

	return oh_table_row(l->table, (const char *const []) {
		id_of(l->app, oh_calls_text(call, "call")),
		oh_calls_text(call, "state"),
		oh_calls_text(call, "direction"),
		oh_calls_text(call, "from"), oh_calls_text(call, "to"),
		oh_calls_text(call, "trunk"),
		print_figure(answered, call, "answered", "%.0f"),
		oh_calls_text(call, "codec"), oh_calls_text(call, "srtp"),
		oh_calls_text(call, "tls"),
		print_figure(age, call, "age", "%.0f"),
		oh_calls_text(hello, "command"),
		print_figure(pid, hello, "pid", "%.0f") });
}

/**
 * List every call of the user's
 *
 * @param app The command
 *
 * @return Exit status: 1 if there are none
 */
int oh_calls_list(struct oh_app *app)
{
	const struct oh_table_prm prm = {
		.app     = app,
		.style   = oh_app_opts(app)->json ? OH_TABLE_JSON
						  : OH_TABLE_TEXT,
		.schema  = "offhook.call/1",
		.columnv = columnv,
	};
	struct listing l = { .app = app };
	const char *bad;
	size_t count;
	int err = oh_table_alloc(&l.table, &prm, &bad);

	if (!err)
		err = oh_calls_each(put_row, &l);
	if (!err)
		err = oh_table_close(l.table);
	count = oh_table_count(l.table);
	mem_deref(l.table);
	if (err)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));

	return count ? OH_EXIT_OK : oh_app_fail(app, OH_EXIT_FAILED,
						"no call is under way");
}

/* A name and what it says, on a line; what is not known is left out */
static void print_member(const cJSON *m)
{
	char *text;

	if (cJSON_IsString(m))
		re_printf("%-14s %s\n", m->string, m->valuestring);
	else if (cJSON_IsBool(m))
		re_printf("%-14s %s\n", m->string,
			  cJSON_IsTrue(m) ? "yes" : "no");
	else if (!cJSON_IsNull(m)) {
		text = cJSON_PrintUnformatted(m);
		re_printf("%-14s %s\n", m->string, text ? text : "");
		cJSON_free(text);
	}
}

static void print_page(const cJSON *reply)
{
	const cJSON *m;

	cJSON_ArrayForEach(m, reply) {
		if (strcmp(m->string, "ok") && strcmp(m->string, "id") &&
		    !cJSON_IsObject(m))
			print_member(m);
	}
	cJSON_ArrayForEach(m, cJSON_GetObjectItemCaseSensitive(reply,
							       "result")) {
		if (!cJSON_GetObjectItemCaseSensitive(reply, m->string))
			print_member(m);
	}
}

static int ask(struct oh_app *app, const char *id, cJSON *o, cJSON **replyp)
{
	struct oh_ctl_client *c = NULL;
	char call[OH_ID_SIZE] = "";
	const char *why = NULL;
	int err = oh_ctl_find(&c, call, sizeof(call), id, &why);

	if (err)
		return oh_app_fail(app, OH_EXIT_HUNG_UP, "%s",
				   why ? why : strerror(err));
	(void)cJSON_AddStringToObject(o, "call", call);
	err = oh_ctl_ask(c, o, replyp);
	mem_deref(c);

	return err ? oh_app_fail(app, OH_EXIT_HUNG_UP, "the call is gone")
		   : 0;
}

/**
 * Show all that is known of a call
 *
 * @param app The command
 * @param id  Its id, the beginning or the end of it; NULL: the only one
 *
 * @return Exit status: 19 if there is no such call
 */
int oh_calls_show(struct oh_app *app, const char *id)
{
	cJSON *o = oh_verb_request("show"), *reply = NULL;
	int status = ask(app, id, o, &reply);
	char *line;

	cJSON_Delete(o);
	if (status)
		return status;
	if (!oh_app_opts(app)->json)
		print_page(reply);
	else {
		line = cJSON_PrintUnformatted(
			cJSON_GetObjectItemCaseSensitive(reply, "result"));
		re_printf("%s\n", line ? line : "");
		cJSON_free(line);
	}
	cJSON_Delete(reply);

	return OH_EXIT_OK;
}

static cJSON *hangup_request(const struct oh_calls_opts *o)
{
	cJSON *rq = oh_verb_request("hangup");

	if (o->reason)
		(void)cJSON_AddNumberToObject(rq, "q850", o->reason);

	return rq;
}

struct all {
	const struct oh_calls_opts *o;
	unsigned                    count;
};

/* One that has ended meanwhile is what was wanted */
static int hang_up(struct oh_ctl_client *c, const cJSON *call, void *arg)
{
	struct all *a = arg;
	cJSON *rq = hangup_request(a->o), *reply = NULL;

	(void)cJSON_AddStringToObject(rq, "call",
				      oh_calls_text(call, "call"));
	if (0 == oh_ctl_ask(c, rq, &reply))
		a->count++;
	cJSON_Delete(reply);
	cJSON_Delete(rq);

	return 0;
}

static int hang_up_all(struct oh_app *app, const struct oh_calls_opts *o)
{
	struct all a = { .o = o };
	int err = oh_calls_each(hang_up, &a);

	if (err)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));

	return a.count ? OH_EXIT_OK : oh_app_fail(app, OH_EXIT_FAILED,
						  "no call is under way");
}

/**
 * End calls
 *
 * @param app The command
 * @param o   Every one, and why
 * @param idv Ids, or the beginnings or ends of them
 * @param idc How many
 *
 * @return Exit status: that of the last one that could not be ended
 */
int oh_calls_hangup(struct oh_app *app, const struct oh_calls_opts *o,
		    char *const idv[], int idc)
{
	int status = OH_EXIT_OK;

	if (o->all)
		return hang_up_all(app, o);
	for (int i = 0; i < idc; i++) {
		const struct oh_verb_opts vo = { .call = idv[i] };
		int failed = oh_verb_run(app, &vo, hangup_request(o), NULL);

		status = failed ? failed : status;
	}

	return status;
}
