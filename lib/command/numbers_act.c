/**
 * @file numbers_act.c  One action of a carrier, from its start to its end
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "base/scan.h"
#include "carrier/word.h"
#include "cli/progress.h"
#include "command/numbers_priv.h"

struct act {
	struct numbers     *n;
	struct oh_task     *task;
	struct oh_progress *progress;      /* or NULL                        */
	oh_item_h          *itemh;
	void               *arg;
	struct numbers_end *end;
	char                operation[OH_MODEL_ID];   /* that goes on there  */
	bool                over;
};

static void operation_told(struct act *a, const struct oh_operation *op)
{
	str_ncpy(a->operation, op->id, sizeof(a->operation));
	if (op->status < OH_OP_SUCCEEDED) {
		oh_progress_set(a->progress, "%s %s",
				oh_word_op_type_text(op->type),
				oh_word_op_status_text(op->status));
		return;
	}
	oh_progress_clear(a->progress);
	oh_numbers_pending_ended(a->n, op);
}

/* What is printed now must not stand behind the progress */
static void item_handler(const struct oh_item *item, void *arg)
{
	struct act *a = arg;

	if (item->kind == OH_ITEM_OPERATION)
		operation_told(a, item->u.operation);
	else
		oh_progress_clear(a->progress);
	if (a->itemh)
		a->itemh(item, a->arg);
}

static void end_handler(const struct oh_carrier_end *end, void *arg)
{
	struct act *a = arg;

	a->end->err    = end->err;
	a->end->status = end->status;
	a->end->doubt  = end->doubt;
	str_ncpy(a->end->code, end->code, sizeof(a->end->code));
	str_ncpy(a->end->text, end->text, sizeof(a->end->text));
	str_ncpy(a->end->operation, end->operation,
		 sizeof(a->end->operation));
	a->over = true;
	oh_app_stop(a->n->app);
}

/* What we have begun there is not undone by leaving */
static int interrupted(struct act *a, enum oh_cause cause)
{
	oh_progress_clear(a->progress);
	if (cause == OH_CAUSE_TIMEOUT)
		oh_app_fail(a->n->app, 0, "%s: no end of it within --timeout",
			    a->n->by.carrier);
	if (a->operation[0])
		oh_app_say(a->n->app, "%s goes on there: 'numbers operation "
			   "%s' looks at it again", a->operation,
			   a->operation);

	return oh_exit_of(cause);
}

static int run_act(struct act *a, const struct oh_carrier_req *req)
{
	enum oh_cause cause;
	int err;

	err = oh_carrier_start(&a->task, a->n->carrier, req, item_handler,
			       end_handler, a);
	if (err)
		return oh_app_fail(a->n->app, OH_EXIT_SOFTWARE, "%s: %s",
				   a->n->by.carrier, strerror(err));

	cause = OH_CAUSE_NONE;
	if (!a->over)
		cause = oh_app_run(a->n->app, NULL, NULL);
	a->task = mem_deref(a->task);

	return a->over ? OH_EXIT_OK : interrupted(a, cause);
}

/**
 * Do something and wait for its end; failures are left to the caller
 *
 * @param n     The run
 * @param req   What to do
 * @param itemh Called for each item, or NULL
 * @param arg   Handler argument
 * @param end   Receives how it ended
 *
 * @return 0 if it ended: look at end->err. Else the exit status of a signal
 *         or of our own failure, which has been printed
 */
int oh_numbers_try(struct numbers *n, const struct oh_carrier_req *req,
		    oh_item_h *itemh, void *arg, struct numbers_end *end)
{
	struct act a = { .n = n, .itemh = itemh, .arg = arg, .end = end };
	int status, err;

	memset(end, 0, sizeof(*end));
	err = oh_progress_alloc(&a.progress, n->app);
	if (err)
		return oh_app_fail(n->app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));
	status = run_act(&a, req);
	mem_deref(a.progress);

	return status;
}

/**
 * Print what went wrong
 *
 * @param n   The run
 * @param end How an action ended
 *
 * @return Exit status; 0 if nothing went wrong
 */
int oh_numbers_fail(struct numbers *n, const struct numbers_end *end)
{
	size_t len;

	if (!end->err)
		return OH_EXIT_OK;

	/* What they say is a sentence, ours is a part of a line */
	len = strlen(end->text);
	if (len && end->text[len - 1] == '.')
		len--;

	return oh_app_fail(n->app, oh_carriers_status(end->err),
			   "%s%s%s: %.*s%s%s%s",
			   n->verb->name, n->operandc ? " " : "",
			   n->operandc ? n->operandv[0] : "",
			   len ? (int)len : OH_MODEL_TEXT,
			   len ? end->text : strerror(end->err),
			   end->code[0] ? " (" : "", end->code,
			   end->code[0] ? ")" : "");
}

/**
 * Do something, wait for its end, and print what went wrong
 *
 * @param n     The run
 * @param req   What to do
 * @param itemh Called for each item, or NULL
 * @param arg   Handler argument
 *
 * @return Exit status
 */
int oh_numbers_act(struct numbers *n, const struct oh_carrier_req *req,
		    oh_item_h *itemh, void *arg)
{
	struct numbers_end end;
	int status = oh_numbers_try(n, req, itemh, arg, &end);

	return status ? status : oh_numbers_fail(n, &end);
}

/**
 * Print the request that would be sent, secrets masked
 *
 * @param n   The run
 * @param req What would be done
 *
 * @return Exit status
 */
int oh_numbers_print(struct numbers *n, const struct oh_carrier_req *req)
{
	char *text = NULL;
	int err = oh_carrier_print(&text, n->carrier, req);

	if (err == ENOTSUP)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "carrier %s sends "
				   "no requests", n->by.carrier);
	if (err)
		return oh_app_fail(n->app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));
	(void)printf("%s\n", text);     /* oh_app_main() checks stdout */
	mem_deref(text);

	return OH_EXIT_OK;
}

/**
 * Print what went wrong on our side
 *
 * @param n   The run
 * @param err An errno, or 0
 *
 * @return Exit status
 */
int oh_numbers_check(struct numbers *n, int err)
{
	return err ? oh_app_fail(n->app, OH_EXIT_SOFTWARE, "%s",
				 strerror(err)) : OH_EXIT_OK;
}

struct listing {
	struct numbers *n;
	int             err;
};

static void row_handler(const struct oh_item *item, void *arg)
{
	struct listing *l = arg;

	if (item->kind == l->n->verb->kind && !l->err)
		l->err = oh_rows_add(l->n->table, item, &l->n->by);
}

/**
 * Print the id of an operation that was not waited for: with --no-wait it
 * is all there is to tell
 *
 * @param n         The run
 * @param operation Its id, from outside
 *
 * @return Exit status
 */
int oh_numbers_tell_operation(struct numbers *n, const char *operation)
{
	char safe[2 * OH_MODEL_ID];
	char *line;
	cJSON *o;

	if (!oh_app_opts(n->app)->json) {
		(void)oh_scan_safe(safe, sizeof(safe), operation,
				   strlen(operation));
		(void)printf("%s\n", safe);
		return OH_EXIT_OK;
	}
	o = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(o, "schema", "offhook.operation/1");
	(void)cJSON_AddStringToObject(o, "operation", operation);
	line = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	if (!line)
		return oh_app_fail(n->app, OH_EXIT_SOFTWARE, "out of memory");
	(void)printf("%s\n", line);
	cJSON_free(line);

	return OH_EXIT_OK;
}

/**
 * Do something whose items are the rows of the verb's table
 *
 * @param n   The run
 * @param req What to do; no_wait makes the operation's id the answer
 *
 * @return Exit status
 */
int oh_numbers_rows(struct numbers *n, const struct oh_carrier_req *req)
{
	struct listing l = { .n = n };
	struct numbers_end end;
	int status;

	if (n->o->dry_run)
		return oh_numbers_print(n, req);

	status = oh_numbers_try(n, req, row_handler, &l, &end);
	if (!status)
		status = oh_numbers_fail(n, &end);
	if (!status)
		status = oh_numbers_check(n, l.err);
	if (!status && req->no_wait && end.operation[0])
		status = oh_numbers_tell_operation(n, end.operation);

	return status;
}
