/**
 * @file calls_meters.c  call meters: how loud and how good calls are
 *
 *   b9f22a6c  us  -23.1  them -127.0  mos 4.39  loss 0.0  jitter 0.3
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/calls_priv.h"
#include "command/verb.h"

enum { SHORT_ID = 8 };

static void print_json(const cJSON *call)
{
	char *line = cJSON_PrintUnformatted(call);

	re_printf("%s\n", line ? line : "");
	cJSON_free(line);
}

static void print_figure(const cJSON *call, const char *name,
			 const char *format)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(call, name);

	if (cJSON_IsNumber(m))
		re_printf(format, m->valuedouble);
}

static void print_flag(const cJSON *call, const char *name)
{
	if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(call, name)))
		re_printf("  %s", name);
}

static void print_text(const cJSON *call)
{
	const char *id = oh_calls_text(call, "call");
	size_t len = strlen(id);

	re_printf("%s", len > SHORT_ID ? &id[len - SHORT_ID] : id);
	print_figure(call, "us", "  us %6.1f");
	print_figure(call, "them", "  them %6.1f");
	print_figure(call, "mos", "  mos %.2f");
	print_figure(call, "loss", "  loss %.1f");
	print_figure(call, "jitter", "  jitter %.1f");
	print_figure(call, "rtt", "  rtt %.1f");
	print_flag(call, "muted");
	print_flag(call, "recording");
	print_flag(call, "talking");
	re_printf("\n");
}

static int refused(struct oh_app *app, const cJSON *reply)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(reply, "status");
	int status = cJSON_IsNumber(m) ? m->valueint : 0;

	return oh_app_fail(app, status > 0 ? status : OH_EXIT_FAILED, "%s",
			   oh_calls_text(reply, "error"));
}

/* A call of which nothing is told any more has ended */
static int told(const char *call, const cJSON *line, void *arg)
{
	struct oh_app *app = arg;
	bool found = false;
	const cJSON *m;

	if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(line, "ok")))
		return refused(app, line);
	if (strcmp(oh_calls_text(line, "event"), "meters"))
		return OH_CALLS_GO_ON;
	cJSON_ArrayForEach(m, cJSON_GetObjectItemCaseSensitive(line,
							       "calls")) {
		if (*call && strcmp(call, oh_calls_text(m, "call")))
			continue;
		found = true;
		if (oh_app_opts(app)->json)
			print_json(m);
		else
			print_text(m);
	}

	return *call && !found ? OH_EXIT_OK : OH_CALLS_GO_ON;
}

/**
 * Print how loud and how good calls are, as they go on
 *
 * @param app The command
 * @param o   How often
 * @param id  Of one call; NULL: of all there are
 *
 * @return Exit status: 0 when the call, or the last process, has ended
 */
int oh_calls_meters(struct oh_app *app, const struct oh_calls_opts *o,
		    const char *id)
{
	cJSON *rq = oh_verb_request("meters");
	int status;

	(void)cJSON_AddNumberToObject(rq, "every", o->every_ms / 1000.0);
	status = oh_calls_listen(app, id, rq, told, app);
	cJSON_Delete(rq);

	return status;
}
